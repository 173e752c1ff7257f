"""How an answer lies over the years, beside what the collection holds of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from shelves import Shelf

from corpus.access import Role
from index import Request, by_year
from index.answer import InYear


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(
        ({"date": "1931", "kind": "order"}, ["барак, барак и кухня", "барак"]),
        ({"date": "1930/1932"}, ["барак у реки"]),
        ({"date": "1932"}, ["река и берег"]),
        ({}, ["барак без даты"]),
        ({"date": "1940", "access": "hidden"}, ["барак тайный"]),
    )


def test_an_interval_is_in_every_year_it_touches(shelf: Shelf) -> None:
    assert dict(by_year(shelf.collection, Request("барак"))) == {
        1930: InYear(documents=1, hits=1, held_documents=1, held_words=3),
        1931: InYear(documents=2, hits=4, held_documents=2, held_words=8),
        1932: InYear(documents=1, hits=1, held_documents=2, held_words=6),
        None: InYear(documents=1, hits=1, held_documents=1, held_words=3),
    }


def test_what_is_told_of_a_year_is_relative_to_what_may_be_read(shelf: Shelf) -> None:
    year = by_year(shelf.collection, Request("барак"))[1931]
    assert (year.share, year.rate) == (1.0, 5000.0)
    assert 1940 not in by_year(shelf.collection, Request("барак"))
    assert 1940 in by_year(shelf.collection, Request("барак", role=Role.ARCHIVIST))


@pytest.mark.parametrize(
    ("narrowed", "documents"),
    [
        ({"first_year": 1932}, {1930: 1, 1931: 2, 1932: 1, None: 1}),  # its own selection
        ({"facets": {"decade": ("undated",)}}, {1930: 1, 1931: 2, 1932: 1, None: 1}),
        ({"facets": {"kind": ("order",)}}, {1930: 0, 1931: 1, 1932: 0, None: 0}),
        ({"not_facets": {"kind": ("order",)}}, {1930: 1, 1931: 1, 1932: 1, None: 1}),
    ],
)
def test_facets_narrow_it_and_years_do_not(
    shelf: Shelf, narrowed: dict[str, object], documents: dict[int | None, int]
) -> None:
    years = by_year(shelf.collection, Request("барак", **narrowed))  # type: ignore[arg-type]
    assert {year: counted.documents for year, counted in years.items()} == documents
    assert years[1931].held_documents == 2


def test_of_what_may_not_be_read_nothing_is_told(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves(({"date": "1931", "access": "hidden"}, ["барак"]))
    assert dict(by_year(shelf.collection, Request("барак"))) == {}
