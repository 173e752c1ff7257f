"""Queries typed in the wrong layout or in Latin letters: what they may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import rows
from index.query.respelling import retyped, transliterated


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rfhkfu", "карлаг"),
        ("Rfhkfu", "Карлаг"),
        ("барак rfhkfu", "барак карлаг"),
        ("nhel pfrk.xtyys[", "труд заключенных"),
        ("<fk[fi", "Балхаш"),
        ("ж9мыс", "жұмыс"),  # a Kazakh typed while the layout was Russian
        ("2йел", "әйел"),
        (";9vsc", "жұмыс"),
        ("к-л", "көл"),  # a Kyrgyz likewise
        ("сфьз", "camp"),
    ],
)
def test_another_layout(typed: str, meant: str) -> None:
    assert meant in [*retyped(typed)]


@pytest.mark.parametrize("query", ["", "7/8 58-10", "1931..1935", "«»", "фонд:393 rfhkfu12фы"])
def test_what_is_of_no_layout_stays(query: str) -> None:
    assert all("карлаг" not in other for other in retyped(query))


@given(st.text(max_size=40))
def test_any_text_is_retyped_word_by_word(text: str) -> None:
    for other in retyped(text):
        assert other != text
        assert len(other.split()) == len(text.split())


@pytest.mark.parametrize(
    ("latin", "meant"),
    [row[3].split(" ") for row in rows("index.query", "romanisations.tsv")],
)
def test_every_example_of_the_table(latin: str, meant: str) -> None:
    assert meant in [*transliterated(latin)]


@pytest.mark.parametrize(
    ("latin", "meant"),
    [
        ("karlag", "карлаг"),
        ("Karaganda", "караганда"),
        ("kliuchi", "ключи"),
        ("zaključennyj", "заключенный"),
        ("Schtschuka", "щука"),
        ("qazaqstan", "қазақстан"),
        ("zhumys", "жумыс"),
    ],
)
def test_latin_letters(latin: str, meant: str) -> None:
    assert meant in [*transliterated(latin)]


@pytest.mark.parametrize("word", ["лагерь", "lагерь", "58-10", "", "œuvre"])
def test_other_letters_are_not_transliterated(word: str) -> None:
    assert [*transliterated(word)] == []
