"""Which of two pages stands first, and by how much."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shelves import Shelf

from corpus import pages
from corpus.reading import Reading, Source
from index import Request, search, update
from index.embedded.snapshot import K1, B

FILLER = "приказ начальника управления о режиме содержания"


def order(shelf: Shelf, query: str, **switches: bool) -> list[str]:
    return [hit.document for hit in search(shelf.collection, Request(query, **switches)).hits]  # type: ignore[arg-type]  # as the switches are


@pytest.mark.parametrize(
    ("query", "stronger", "weaker"),
    [
        ("лагерь", "лагерь", "лагерях"),  # exact before lemma
        ("қоғам", "қоғам", "когам"),  # exact before folded
        ("қоғам", "қоғамның", "когам"),  # lemma before folded
        # also where the word stands a second time
        ("лагерь", "лагерь лагеря", "лагерях лагеря"),
        ("лагерь", "лагерь лагерь", "лагерь лагерях"),
        ("лагерь", "лагерь лагеря лагеря лагеря", "лагеря лагеря лагеря лагеря"),
        ("лагерь", "лагерь лагерь лагерь лагерях", "лагерь лагерь лагерях лагерях"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_pages_that_differ_in_one_word_the_stronger_kind_stands_first(
    shelves: Callable[..., Shelf], query: str, stronger: str, weaker: str, turned: bool
) -> None:
    pages = [f"{FILLER} {word}" for word in (stronger, weaker)]
    shelf = shelves(*(pages[::-1] if turned else pages), FILLER)
    first, second = order(shelf, query)
    assert (first, second) == tuple(shelf.ids[:2][:: -1 if turned else 1])


def test_an_exact_hit_scores_as_bm25(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves("труд " + "слово " * 9, "слово " * 20, "слово " * 30)
    (hit,) = search(shelf.collection, Request("=труд")).hits
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    norm = K1 * (1 - B + B * 10 / 20)
    bm25 = idf * (K1 + 1) / (1 + norm)
    assert hit.score == float(f"{bm25:.6g}")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("труд труд слово", "труд слово слово"),  # more hits
        ("труд слово", "труд слово слово слово"),  # a shorter page
        ("труд лагерь", "труд труд"),  # two words of the query
    ],
)
def test_what_stands_first(shelves: Callable[..., Shelf], first: str, second: str) -> None:
    shelf = shelves(second, first, "слово", "слово и ещё слово")
    assert order(shelf, "труд ИЛИ лагерь") == [shelf.ids[1], shelf.ids[0]]


def test_a_rare_word_weighs_more_than_a_frequent_one(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves("труд слово", "барак слово", "труд да", "труд нет")
    assert order(shelf, "труд ИЛИ барак")[0] == shelf.ids[1]


def test_stop_words_weigh_little_but_are_found(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves("в бараке", "в труде", "в лагере", "в деле")
    assert set(order(shelf, "в")) == set(shelf.ids)
    assert order(shelf, "в ИЛИ барак")[0] == shelf.ids[0]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(["труд", "труд", "лагерь", "лагерь"]))
def test_ties_go_by_the_id(shelves: Callable[..., Shelf], texts: list[str]) -> None:
    shelf = shelves(*texts)
    found = order(shelf, "труд ИЛИ лагерь")
    assert found == sorted(found)


def test_of_equal_pages_the_first_is_the_best(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves(({}, ["иное", "труд", "труд"]))
    (hit,) = search(shelf.collection, Request("труд")).hits
    assert (hit.page, hit.pages) == (2, (2, 3))


def test_a_score_has_six_digits(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves("труд и лагерь", "труд", "слово")
    for hit in search(shelf.collection, Request("труд")).hits:
        assert hit.score == float(f"{hit.score:.6g}") > 0


def test_a_removed_page_weighs_nothing(shelves: Callable[..., Shelf]) -> None:
    """N, document frequency and lengths count live pages: an old layer leaves no trace."""
    shelf, fresh = shelves("труд", "слово слово"), shelves("труд", "лагерь")
    with shelf.collection.catalogue() as database:
        (page,) = pages.of(database, shelf.ids[1])
        pages.store_reading(database, page.id, Reading("лагерь", source=Source.CORRECTED))
    update(shelf.collection)
    assert order(shelf, "слово") == []
    scores = [search(s.collection, Request("труд")).hits[0].score for s in (shelf, fresh)]
    assert scores[0] == scores[1]
