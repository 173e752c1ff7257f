"""Words beside hits, and how hits are spread: counts by hand, measures by their definitions."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import Shelf

import index
from corpus.access import Role
from index import Request, View
from index.kwic.collocates import Collocate, collocates, likelihood
from index.kwic.dispersion import Dispersion, dispersion


def beside(shelf: Shelf, query: str, role: Role = Role.PUBLIC, **view: int) -> dict[str, Collocate]:
    found = index.concordance(shelf.collection, Request(query, role=role), View(**view))
    return {one.word: one for one in collocates(found, 99)}


def spread(shelf: Shelf, query: str, **request: object) -> Dispersion:
    asked = Request(query, **request)  # type: ignore[arg-type]  # fields of a request
    return dispersion(index.concordance(shelf.collection, asked, View()))


def entropy(*counts: int) -> float:
    return sum(n * math.log(n) for n in counts if n)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(1, 5000))
def test_likelihood_is_that_of_the_table(a: int, b: int, c: int, d: int) -> None:
    """Dunning's other way to write it: entropies of cells, rows, columns and the whole."""
    written = 2 * (
        entropy(a, b, c, d) - entropy(a + b, c + d) - entropy(a + c, b + d)
        + entropy(a + b + c + d)
    )  # fmt: skip
    assert likelihood(a, a + b, a + c, a + b + c + d) == pytest.approx(max(written, 0), abs=1e-6)


def test_likelihood_of_a_table_in_a_book() -> None:
    """«the swiss» in texts of a Swiss bank (Dunning 1993)."""
    assert likelihood(110, 110 + 2442, 110 + 111, 110 + 2442 + 111 + 29114) == pytest.approx(
        270.72, abs=0.01
    )


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(
        "Тяжёлый труд в лагере. Хлеб, вода, соль, дом, двор, сад, лес, река, поле, гора.",
        "В лагере тяжёлого труда. Хлеб, вода, соль, дом, двор, сад, лес, река, поле, гора, хлеб.",
        "Хлеб и вода, соль и дом; нет здесь того слова.",
        ({"access": "hidden"}, ["Тайного труда лагерь, тайного труда лагерь."]),
    )


def test_words_beside_are_counted_in_their_dictionary_form(shelf: Shelf) -> None:
    found = beside(shelf, "лагерь", window=2)
    # труд, в | хлеб, вода on the first page, в | тяжёлого, труда on the second
    assert found.keys() == {"труд", "в"}
    assert (found["труд"].observed, found["труд"].total) == (2, 2)


def test_counts_are_exact(shelf: Shelf) -> None:
    found = beside(shelf, "лагерь", window=2)["труд"]
    every = 13 + 14  # the words of both pages but the hits
    near = 4 + 3
    assert found.expected == pytest.approx(near * 2 / every)
    assert found.likelihood == pytest.approx(likelihood(2, near, 2, every))


def test_what_stands_there_no_more_than_by_chance_is_none(shelf: Shelf) -> None:
    assert "хлеб" not in beside(shelf, "лагерь", window=2)
    assert beside(shelf, "лагерь", window=50) == {}  # all words of the pages are beside


def test_a_word_beside_two_hits_counts_once(shelves: Callable[..., Shelf]) -> None:
    rest = " ".join(f"слово{i}" for i in range(30))
    shelf = shelves(f"лагерь труд лагерь {rest} труд лагерь")
    assert beside(shelf, "лагерь", window=1)["труд"].observed == 2


def test_hits_that_a_sample_leaves_out_are_no_collocates(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves("лагерь лагерь лагерь река поле лес дом труд")
    assert "лагерь" not in beside(shelf, "лагерь", window=3, sample=1)


def test_of_closed_pages_nothing_is_counted(shelf: Shelf) -> None:
    assert "тайный" not in beside(shelf, "лагерь", window=2)
    assert beside(shelf, "лагерь", Role.ARCHIVIST, window=2)["тайный"].observed == 2
    assert spread(shelf, "лагерь").documents == 3
    assert spread(shelf, "лагерь", role=Role.ARCHIVIST).documents == 4


def test_dispersion_by_its_definition(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves("лагерь " * 3 + "но " * 7, "лагерь " + "но " * 9, "но " * 20)
    found = spread(shelf, "лагерь")
    # shares of the hits 3/4, 1/4, 0; of the words 1/4, 1/4, 1/2
    assert found.dp == pytest.approx((0.5 + 0 + 0.5) / 2)
    assert found.normed == pytest.approx(0.5 / (1 - 0.25))
    assert [(part.hits, part.words, part.rate) for part in found.parts] == [
        (3, 10, 3000.0), (1, 10, 1000.0),
    ]  # fmt: skip
    assert (found.documents, found.words) == (3, 40)


def test_even_hits_deviate_by_nothing(shelves: Callable[..., Shelf]) -> None:
    assert spread(shelves("лагерь и", "лагерь и лагерь и"), "лагерь").dp == pytest.approx(0)


def test_dispersion_is_over_what_was_searched(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves(({"kind": "letter"}, ["лагерь и"]), ({"kind": "order"}, ["и и"]))
    assert spread(shelf, "лагерь", facets={"kind": ("letter",)}).documents == 1


def test_of_nothing_nothing_is_said(shelf: Shelf) -> None:
    assert beside(shelf, "бегемот") == {}
    assert (spread(shelf, "бегемот").dp, spread(shelf, "бегемот").parts) == (0.0, ())
