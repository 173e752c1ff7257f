"""The kind that the head of a page names."""

from __future__ import annotations

import pytest

from corpus import kinds
from corpus.headings import kind_of
from corpus.reading import Line, Reading
from corpus.thesaurus import load


def kind(text: str, language: str | None = None) -> str:
    return kind_of(Reading(text, (), (Line(0, len(text), language),)), load())


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("НКВД СССР\n\nП Р И К А З  № 15\nпо лагерю", "order"),
        ("ОПЕРАТИВНЫЙ ПРИКАЗ НАРОДНОГО КОМИССАРА ВНУТРЕННИХ ДЕЛ", "order"),
        ("УКАЗ ПРЕЗИДИУМА ВЕРХОВНОГО СОВЕТА СССР", "decree"),
        ("Постановление № 12", "resolution"),
        ("РЕШЕНИЕ\nисполкома", "decision"),
        ("ПРИГОВОР\nИменем", "sentence"),
        ("ЖАЛОБА", "complaint"),
        ("Письмо", "letter"),
        ("ТЕЛЕГРАММА", "telegram"),
        ("ОПЕРАТИВНАЯ СВОДКА № 4", "summary"),
        ("ЦИРКУЛЯР № 3", "circular"),
        ("АНКЕТА АРЕСТОВАННОГО", "questionnaire"),
        ("УЧЕТНАЯ КАРТОЧКА", "card"),
        ("ХАРАКТЕРИСТИКА", "character"),
        ("СЛЕДСТВЕННОЕ ДЕЛО № 5", "case-file"),
        ("Личное дело № 123", "personal-file"),
        ("ВЫПИСКА ИЗ ПРОТОКОЛА № 5", "extract"),
        ("ПРОТОКОЛ ДОПРОСА", "interrogation"),
        ("Рапорт", "despatch"),
        ("БҰЙРЫҚ № 7", "order"),
        ("№ 15 бұйрық", "order"),
        ("ҚАЗАҚ КСР ЖОҒАРҒЫ СОВЕТІНІҢ\nЖАРЛЫҒЫ", "decree"),
        ("ҚАЗАҚ КСР МИНИСТРЛЕР СОВЕТІНІҢ ҚАУЛЫСЫ", "resolution"),
        ("КЫРГЫЗ ССР МИНИСТРЛЕР СОВЕТИНИН ТОКТОМУ", "resolution"),
        ("ТОКТОМ", "resolution"),
        ("REPORT", "report"),
        ("ОБЪЯВЛЕНИЕ", "notice"),
        ("БУЙРЫК\n№ 18 ШАХТА БОЙЫНША", "order"),  # typed without Kazakh letters
        ("список\nзаключенных", "list"),
        # the first one is that of the document
        ("Справка\n\nПРИКАЗ № 3", "certificate"),
        # no headings
        ("Я писал приказ о хлебе", ""),
        ("Приказы и протоколы", ""),
        ("Справка дана в том, что", ""),
        ("СТАТЬЯ 58", ""),
        ("КНИГА УЧЁТА", ""),
        ("АКТЫ", ""),
        ("ОБЩАЯ ХАРАКТЕРИСТИКА РАБОТЫ", ""),
        ("в деле есть\nприказ", ""),
        ("", ""),
    ],
)
def test_the_kind_of_a_heading(head: str, code: str) -> None:
    assert kind(head) == code
    assert code in {"", *kinds.names()}


def test_possessives_that_are_russian_plurals_need_the_language() -> None:
    assert (kind("ТЕКШЕРҮҮ АКТЫ", "ky"), kind("СТАРЫЕ АКТЫ", "ru")) == ("act", "")


def test_a_heading_stands_at_the_head() -> None:
    assert kind("строка\n" * 14 + "ПРИКАЗ № 3") == "order"
    assert kind("строка\n" * 15 + "ПРИКАЗ № 3") == ""
