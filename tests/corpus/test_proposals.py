"""What the first page of a document proposes, and where it stands there."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.description import Description, read_description
from corpus.proposals import proposals
from corpus.reading import Reading, Word

ORDER = """НКВД СССР
Карагандинский ИТЛ

П Р И К А З  № 15
по Карагандинскому ИТЛ
гор. Караганда                17 сентября 1931 г.

Содержание: о выводе бригад на земляные работы.
"""


def proposed(text: str, **said: object) -> dict[str, str]:
    found = proposals(Reading(text), read_description(said))
    for one in found:
        assert text[one.start : one.end] == one.words
    return {one.key: one.value for one in found}


def test_an_order() -> None:
    assert proposed(ORDER) == {
        "title": "Приказ № 15 по Карагандинскому ИТЛ",
        "kind": "order",
        "date": "1931-09-17",
        "place": "Караганда",
    }


def test_each_stands_at_its_place() -> None:
    found = {one.key: one.words for one in proposals(Reading(ORDER), Description())}
    assert found == {
        "title": "П Р И К А З  № 15\nпо Карагандинскому ИТЛ",
        "kind": "П Р И К А З",
        "date": "17 сентября 1931 г.",
        "place": "гор. Караганда",
    }


def test_a_proposal_is_as_sure_as_its_worst_read_word() -> None:
    at = ORDER.index("17 сентября")
    words = (Word(at, at + 2, confidence=0.41), Word(at + 3, at + 11, confidence=0.97))
    found = {p.key: p.confidence for p in proposals(Reading(ORDER, words), Description())}
    assert found == {"title": None, "kind": None, "date": 0.41, "place": None}


def test_nothing_is_proposed_where_a_person_has_spoken() -> None:
    said = {"title": "О бригадах", "kind": "приказ", "date": "1932", "fonds": "1", "file": "2"}
    assert proposed("Ф. 393. Оп. 2. Д. 15. Л. 3\n" + ORDER, **said) == {"place": "Караганда"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ПРИКАЗ\n№ 15 от 17 сентября 1931 г.\n\nВ лагере",
         {"title": "Приказ № 15 от 17 сентября 1931 г.", "kind": "order", "date": "1931-09-17"}),
        ("ДОКЛАДНАЯ ЗАПИСКА\nо ходе работ.\n",
         {"title": "Докладная записка о ходе работ.", "kind": "memorandum"}),
        ("ПРОТОКОЛ № 3\nзаседания тройки\n5/V-37 г.\n",
         {"title": "Протокол № 3 заседания тройки", "kind": "minutes", "date": "1937-05-05"}),
        ("БҰЙРЫҚ № 7\nҚарағанды қ.   1931 жылғы 17 қыркүйек\n",
         {"title": "Бұйрық № 7", "kind": "order", "date": "1931-09-17", "place": "Қарағанды"}),
        ("ТОКТОМ\nФрунзе шаары, 1931-ж. 17-сентябрь\n",
         {"title": "Токтом", "kind": "resolution", "date": "1931-09-17", "place": "Фрунзе"}),
        ("Фонд 393 опись 2 дело 15 лист 3\nО хлебе", {"reference": "Ф. 393. Оп. 2. Д. 15. Л. 3."}),
        ("ҚАЗАҚ КСР МИНИСТРЛЕР СОВЕТІНІҢ ҚАУЛЫСЫ\n",
         {"title": "ҚАЗАҚ КСР МИНИСТРЛЕР СОВЕТІНІҢ ҚАУЛЫСЫ", "kind": "resolution"}),
        # no headings, no places, no days
        ("Я писал приказ в 1931 г. Караганда росла.", {}),
        ("приказ о хлебе", {}),
        ("В 1931 году ст. 58-10", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_what_a_page_proposes(text: str, found: dict[str, str]) -> None:
    assert proposed(text) == found


def test_a_letter_is_dated_below() -> None:
    assert proposed("Дорогая Мария!\n" + "Мы живы.\n" * 20 + "5 мая 1937 г.") == {
        "date": "1937-05-05",
    }  # fmt: skip


@given(st.text(alphabet="ПРИКАЗ приказ№15.\nгФд193 сентября", max_size=80) | st.text(max_size=80))
def test_any_text_may_be_asked(text: str) -> None:
    proposed(normalize("NFC", text))
