"""Words that look like forms of a query's word and are none: they are no hits."""

from __future__ import annotations

import pytest

from corpus.reading import Reading
from index.analysis.positions import positions, terms
from index.analysis.tokens import tokens
from index.query.expand import word_terms


def hits(query: str, word: str, language: str) -> list[str]:
    """The terms by which a query finds a word in a line of ``language``."""
    (token,) = tokens(word)
    have = {str(term) for term in terms(token, (language,))}
    return [term for group in word_terms(query) for term in group.terms if term in have]


@pytest.mark.parametrize(
    ("query", "language", "word"),
    [
        ("жана", "ky", "жан"),  # and; soul
        ("жан", "ky", "жана"),
        ("жаңа", "ky", "жана"),  # new; and
        ("өлу", "kk", "ол"),  # to die; he
        ("өт", "ru", "от"),  # pass; from
        ("үш", "ru", "уш"),  # three; misread VIII
        ("айыл", "kk", "айында"),  # village; in the month
        ("тартип", "kk", "тартылады"),  # order; is drawn
        ("день", "ky", "ден"),  # day; health
        ("жан", "kk", "жаңа"),  # soul; new
        ("еңбек", "kk", "еңбе"),
        ("там", "kk", "тамақ"),  # Russian: there; food
        ("заключить", "ru", "заключение"),
        ("заключить", "ru", "заключённых"),
        ("заключённый", "ru", "заключил"),
        ("заключённый", "ru", "заключать"),
        ("заключённый", "ru", "заключён"),
        ("заключённый", "ru", "заключение"),
        ("осудить", "ru", "осуждённые"),
        ("осуждённый", "ru", "осудили"),
        ("Иван", "ru", "Иванович"),
        ("Иванов", "ru", "Иванович"),
        ("мир", "ru", "мера"),
        ("лес", "ru", "лесть"),
        ("стан", "ru", "стать"),
        ("каторга", "ru", "котора"),
        ("бол", "kk", "бала"),
        ("кол", "ky", "кола"),
        ("от", "ky", "ото"),
        ("ата", "kk", "ат"),
        ("баш", "ky", "башта"),
        ("жаз", "kk", "жазық"),
        ("суд", "ru", "судно"),
        ("труд", "ru", "трудный"),
        ("лагерь", "ru", "лаг"),
        ("Жезказган", "ru", "жезл"),
        ("орда", "ky", "ордо"),
        ("өлүм", "ky", "өлүү"),
        ("тіл", "kk", "тілек"),
        ("түрме", "kk", "түр"),
        ("кыргыз", "ky", "кырк"),
        ("казак", "ky", "казан"),
        ("өкмөт", "ky", "өкүм"),
        ("билим", "ky", "бил"),
    ],
)
def test_a_look_alike_is_no_hit(query: str, language: str, word: str) -> None:
    assert hits(query, word, language) == []


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("Алжир", "узницы АЛЖИРа писали письма", False),
        ("Алжира", "переведена в АЛЖИР", False),
        ("АЛЖИР", "пароход шёл в Алжир", False),
        ("АЛЖИР", "узницы АЛЖИРа писали письма", True),
        ("Алжир", "в Алжире стояла жара", True),
        ("алжир", "узницы АЛЖИРа писали письма", True),
        ("алжир", "в Алжире стояла жара", True),
        ("Алжир", "ПАРОХОД ШЁЛ В АЛЖИР", True),  # nothing tells what is meant
        ("АЛЖИР", "УЗНИЦЫ АЛЖИРА", True),
        ("АЛЖИР", "АЛЖИРдегі әйелдер туралы", True),
        ("слон", "в зверинце был слон", True),
        ("СЛОН", "слоны шли по дороге", False),
        ("Слон", "отправлены в СЛОН", False),
    ],
)
def test_capitals_tell_an_abbreviation_from_a_word(query: str, text: str, found: bool) -> None:
    have = {str(term) for word in positions(Reading(text)) for term in word.terms}
    wanted = {term for group in word_terms(query) for term in group.terms}
    assert bool(have & wanted) == found


@pytest.mark.parametrize(
    ("typed", "term", "named"),
    [
        ("Жаркуль", "lru:жаркуля", "Жаркуль"),  # guessed; the word itself may be one
        ("Жаркуль", "lru:жаркуль", "Жаркуль"),
        ("лагерях", "lru:лагерь", "лагерь"),
        ("колхоздор", "lky:колхоз", "колхоз"),
        ("Тойтеновым", "lru:тойтенов", "тойтенов"),
    ],
)
def test_a_guessed_headword_gives_way_to_what_was_typed(typed: str, term: str, named: str) -> None:
    assert {group.terms[term] for group in word_terms(typed) if term in group.terms} == {named}
