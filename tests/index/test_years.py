"""How an answer lies over the years, beside what the collection holds of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from shelves import Shelf

from corpus import documents, files
from corpus.access import Role
from corpus.dates import parse_date
from corpus.files import File
from corpus.reference import Reference, parse_reference
from index import Request, by_year, search, update
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


def asked(shelf: Shelf, **narrowed: object) -> set[str]:
    hits = search(shelf.collection, Request(limit=99, **narrowed)).hits  # type: ignore[arg-type]
    return {hit.date for hit in hits}


@pytest.mark.parametrize(
    ("narrowed", "dates"),
    [
        ({"exact_dates": True}, {"1931", "1932"}),
        ({"exact_dates": True, "first_year": 1932}, {"1932"}),
        ({"first_year": 1932}, {"1930/1932", "1932"}),
        ({"first_year": 1932, "undated": True}, {"1930/1932", "1932", ""}),
        ({"last_year": 1930, "undated": True, "exact_dates": True}, set()),
        ({"undated": True}, {"1931", "1930/1932", "1932", ""}),
    ],
)
def test_exact_dates_and_the_undated_beside_years(
    shelf: Shelf, narrowed: dict[str, object], dates: set[str]
) -> None:
    assert asked(shelf, **narrowed) == dates


def test_an_open_end_is_that_of_the_file(shelves: Callable[..., Shelf]) -> None:
    file = "ЦГА РК. Ф. 1109. Оп. 2. Д. 47"
    shelf = shelves(
        ({"reference": f"{file}. Л. 1", "date": "1935/.."}, ["барак"]),
        ({"reference": f"{file}. Л. 2", "date": "../1935"}, ["барак"]),
        ({"reference": f"{file}. Л. 3"}, ["барак"]),
    )
    assert [*by_year(shelf.collection, Request())] == [1935, None]
    with shelf.collection.catalogue() as database, database.transaction():
        inventory = [File(parse_reference(file) or Reference(), date=parse_date("1932/1938"))]
        documents.enter_original(database, documents.Original("0" * 64, "text/csv", 1, 0))
        files.list_inventory(database, "0" * 64, "опись.csv", inventory)
    update(shelf.collection)
    years = by_year(shelf.collection, Request())
    assert [*years] == [*range(1932, 1939), None]
    assert [years[year].documents for year in (1932, 1935, 1938, None)] == [1, 2, 1, 1]
    decades = search(shelf.collection, Request()).facets["decade"]
    assert [(v.value, v.documents) for v in decades] == [("1930", 2), ("undated", 1)]
