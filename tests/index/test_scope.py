"""Words anywhere in a document: rule 9 of the query language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from shelves import Shelf

from index import Request, page_hits, search
from index.answer import Scope

WHOLE = Scope.DOCUMENT


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(
        ({}, ["труд", "лагерь", "приказ"]),
        ({}, ["труд лагерь", "лагерь лагерь"]),
        ({}, ["труд", "труд труд"]),
        ({"access": "hidden"}, ["труд", "лагерь"]),
        ({}, ["ұлттың", "лагерь"]),
    )


def found(shelf: Shelf, query: str, **narrowed: object) -> dict[int, tuple[int, ...]]:
    """The pages of each document found, by its place on the shelf."""
    hits = search(shelf.collection, Request(query, scope=WHOLE, **narrowed)).hits  # type: ignore[arg-type]  # as the fields are
    return {shelf.ids.index(hit.document): hit.pages for hit in hits}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("труд лагерь", {0: (1, 2), 1: (1, 2)}),
        ("труд лагерь приказ", {0: (1, 2, 3)}),
        ("«труд лагерь»", {1: (1,), 0: (1,)}),  # over the page end
        ("труд -лагерь", {2: (1, 2)}),
        ("труд -приказ", {1: (1,), 2: (1, 2)}),
        ("НЕ лагерь", {2: (1, 2)}),
        ("приказ ИЛИ НЕ лагерь", {0: (3,), 2: (1, 2)}),
        ("приказ ИЛИ (труд лагерь)", {0: (1, 2, 3), 1: (1, 2)}),
        ("(приказ лагерь) ИЛИ ұлт", {0: (2, 3), 4: (1,)}),
        ("", {0: (1, 2, 3), 1: (1, 2), 2: (1, 2), 4: (1, 2)}),
    ],
)
def test_words_on_any_page_of_a_document(
    shelf: Shelf, query: str, expected: dict[int, tuple[int, ...]]
) -> None:
    assert found(shelf, query) == expected


def test_what_stands_on_one_page_stands_in_the_document(shelf: Shelf) -> None:
    by_page = search(shelf.collection, Request("труд лагерь"))
    assert [hit.document for hit in by_page.hits] == [shelf.ids[1]]
    assert by_page.hits[0].pages == (1,)


def scores(shelf: Shelf, query: str) -> dict[str, float]:
    answer = search(shelf.collection, Request(query, scope=WHOLE))
    return {hit.document: hit.score for hit in answer.hits}


def test_the_score_is_that_of_the_best_page_of_each_word(shelf: Shelf) -> None:
    one, other = scores(shelf, "труд"), scores(shelf, "лагерь")
    for document, score in scores(shelf, "труд лагерь").items():
        assert score == pytest.approx(one[document] + other[document], rel=1e-5)


def test_facets_of_pages_narrow_before_words_are_looked_for(shelf: Shelf) -> None:
    request = Request("ұлт лагерь", scope=WHOLE)
    assert {v.value for v in search(shelf.collection, request).facets["language"]} == {"kk", "ru"}
    for value in ("kk", "ru"):  # each word stands on a page of the other language
        narrowed = replace(request, facets={"language": (value,)})
        answer = search(shelf.collection, narrowed)
        assert answer.documents == 0
        counts = {v.value: v.documents for v in answer.facets["language"]}
        assert counts == {"kk": 1, "ru": 1}


def test_nothing_is_lit_but_what_matched(shelf: Shelf) -> None:
    request = Request("(приказ лагерь) ИЛИ ұлт", scope=WHOLE)
    lit = [h.text for h in page_hits(shelf.collection, request, shelf.ids[4], 2)]
    assert lit == []
    assert [h.text for h in page_hits(shelf.collection, request, shelf.ids[0], 2)] == ["лагерь"]
