"""Whom a name with two readings means, by what stands around it."""

from functools import cache

import pytest

from corpus.reading import Line, Reading
from corpus.thesaurus import load
from index.names import Finder, values


@cache
def finder() -> Finder:
    return Finder(load())


def people(text: str, language: str = "ru") -> set[str]:
    reading = Reading(text, (), (Line(0, len(text), language),))
    return set(values(finder().find(reading))["person"])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # a list in one case
        ("работали Лосев, Мухин и Зуева", {"Лосев", "Мухин", "Зуева"}),
        ("изучали К. Лосев [3], П. Мухин [4], Г. Зуева [5]", {"Лосев К.", "Мухин П.", "Зуева Г."}),
        ("в трудах: К. Лосева [3], П. Мухина [4]", {"Лосев К.", "Мухин П."}),
        # prepositions
        ("у Мухина изъято", {"Мухин"}),
        ("к тов. Мухину", {"Мухин"}),
        ("через Мухину передано", {"Мухина"}),
        # verbs and participles behind
        ("Мухина показала на допросе", {"Мухина"}),
        ("В 1937 году Мухина была осуждена", {"Мухина"}),
        ("Мухина арестовали", {"Мухин"}),
        ("письмо Мухина К., задержанного цензурой", {"Мухин К."}),
        # what somebody is
        ("врач отделения Мухина", {"Мухина"}),
        ("секретарь /Мухина/", {"Мухина"}),
        ("осуждённого Мухина", {"Мухин"}),
        ("гражданка Мухина", {"Мухина"}),
        ("заместителю начальника Управления А. Мухину", {"Мухин А."}),
        ("в труде кандидата исторических наук А. Мухина отражена жизнь", {"Мухин А."}),
        # verbs before
        ("допросить Мухина", {"Мухин"}),
        ("допросить Мухину", {"Мухина"}),
        ("это принадлежит А. Мухину", {"Мухин А."}),
        # what is whose
        ("бригада Мухина дала", {"Мухин"}),
        ("в монографии А. Мухина", {"Мухин А."}),
        # nothing tells
        ("А. Мухина", {"Мухин А.", "Мухина А."}),
        ("Фамилия: Мухина", {"Мухин", "Мухина"}),
    ],
)
def test_who_is_meant(text: str, named: set[str]) -> None:
    assert people(text) == named


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("катчысы Ш. Үсөнова", "ky", {"Үсөнова Ш."}),
        ("орун басары Бейшеналиевага жүктөлсүн", "ky", {"Бейшеналиева"}),
        ("Сәрсенбаевтың бригадасы", "kk", {"Сәрсенбаев"}),
    ],
)
def test_kazakh_and_kyrgyz_names_have_no_russian_cases(
    text: str, language: str, named: set[str]
) -> None:
    assert people(text, language) == named
