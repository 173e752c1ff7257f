"""What else a scan's word may be: indexed at its place, found as the weakest kind of hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from shelves import Shelf

from corpus import pages
from corpus.reading import Line, Quad, Reading, Source, Word, join_parts
from index import Request, page_hits, search, update
from index.analysis.positions import positions
from index.answer import Kind

PLACE: Quad = ((0.1, 0.1), (0.3, 0.1), (0.3, 0.2), (0.1, 0.2))


def scan(text: str, **other: tuple[str, ...]) -> Reading:
    """A reading in Russian whose words have what else they may be (``_`` ends a keyword)."""
    words, at = [], 0
    for part in text.split():
        at = text.index(part, at)
        alternatives = other.get(part.strip(".,").replace("-", "_"), ())
        words.append(Word(at, at + len(part), (PLACE,), 0.5, alternatives))
        at += len(part)
    return Reading(text, tuple(words), (Line(0, len(text), "ru"),), Source.OCR)


@pytest.mark.parametrize(
    ("reading", "word", "has", "has_not"),
    [
        (scan("в латерях,", латерях=("лагерях,",)), 1, ["aлагерях", "aru:лагерь"], ["xлагерях"]),
        (scan("Карагавды", Карагавды=("Қарағанды",)), 0, ["aқарағанды", "aкараганды"], []),
        # what the word has anyway is no alternative
        (scan("лагеря", лагеря=("лагерь",)), 0, ["aлагерь"], ["aru:лагерь"]),
        # as many words: each at its place; else all at the first
        (scan("НКВД/ГУЛАГ", **{"НКВД/ГУЛАГ": ("НКВД/УЛАГ",)}), 1, ["aулаг"], ["aнквд"]),
        (scan("итрудом", итрудом=("и трудом",)), 0, ["aи", "aтрудом", "aru:труд"], []),
    ],
)
def test_terms_of_alternatives(
    reading: Reading, word: int, has: list[str], has_not: list[str]
) -> None:
    stored = {str(term) for term in positions(reading)[word].terms}
    assert set(has) <= stored
    assert not set(has_not) & stored


def test_signs_without_words_have_no_place_for_alternatives() -> None:
    assert positions(scan("—", **{"—": ("и",)})) == []


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (("заклю-",), (), ()),
        (("зажлю-",), (), ("зажлюченных",)),
        (("зажлю",), (), ("зажлюченных",)),
        ((), ("чениых",), ("заключениых",)),
        (("зажлю-",), ("чениых",), ("заключениых", "зажлюченных", "зажлючениых")),
    ],
)
def test_a_divided_word_has_the_alternatives_of_its_parts(
    first: tuple[str, ...], second: tuple[str, ...], joined: tuple[str, ...]
) -> None:
    parts = [Word(0, 6, alternatives=first), Word(7, 13, alternatives=second)]
    (word,) = join_parts("заклю-\nченных", parts)
    assert word.alternatives == joined


@pytest.fixture(scope="module")
def misread(shelves: Callable[..., Shelf]) -> Shelf:
    """Two pages: «лагерях» is read on one, and only an alternative of «латерях» on the other."""
    shelf = shelves("о труде в лагерях", "о труде в латерях")
    with shelf.collection.catalogue() as database:
        [page] = pages.of(database, shelf.ids[1])
        reading = scan("о труде в латерях", латерях=("лагерях",))
        pages.store_reading(database, page.id, reading, 100, 140)
    update(shelf.collection)
    return shelf


@pytest.mark.parametrize(
    ("query", "lit"),
    [
        ("лагерь", ["латерях"]),
        ("лагерях", ["латерях"]),
        ("[труд в лагере]", ["труде в латерях"]),
        ("=лагерях", []),
        ("лагеря*", []),
    ],
)
def test_a_word_is_found_by_what_it_may_be(misread: Shelf, query: str, lit: list[str]) -> None:
    hits = page_hits(misread.collection, Request(query), misread.ids[1], 1)
    assert [hit.text for hit in hits] == lit
    assert {hit.kind for hit in hits} <= {Kind.ALTERNATIVE}
    assert all(hit.places for hit in hits)
    assert {reason.kind for hit in hits for reason in hit.reasons[-1:]} <= {Kind.ALTERNATIVE}


def test_what_was_read_stands_before_what_may_be(misread: Shelf) -> None:
    answer = search(misread.collection, Request("лагерь"))
    assert [hit.document for hit in answer.hits] == misread.ids
