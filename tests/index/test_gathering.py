"""Results by file: exact totals and facets, the order of files, what is shown of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from shelves import Shelf

from corpus import documents, files
from corpus.access import Level, Role
from corpus.documents import Original
from corpus.files import File
from corpus.reference import parse_reference
from index import Request, search
from index.answer import Answer, Grouping, Sort

GARF, CGA = "ГА РФ. Ф. Р-9414. Оп. 1. Д. ", "ЦГА РК. Ф. 1109. Оп. 2. Д. "
HOLDINGS = {
    "приказ": ({"reference": GARF + "10. Л. 7", "date": "1931"}, ["труд труд труд"]),
    "отчёт": ({"reference": GARF + "10. Л. 2", "date": "1950"}, ["труд и хлеб", "труд"]),
    "письмо": ({"reference": CGA + "2. Л. 1", "date": "1941"}, ["труд и лагерь, хлеб"]),
    "справка": ({"reference": GARF + "10. Л. 3 об.", "date": "1940"}, ["хлеб, соль и труд"]),
    "список": ({"reference": GARF + "10. Л. 5", "date": "1942"}, ["хлеб, соль, труд и вода"]),
    "книга": ({"title": "История", "date": "1939"}, ["труд"]),
    "фонд": ({"reference": "ГА РФ. Ф. Р-9414", "date": "1938"}, ["труд и вода"]),
    "другой": ({"reference": "ГА РФ. Ф. Р-9414", "date": "1937"}, ["труд и соль"]),
    "зал": ({"reference": CGA + "2. Л. 9", "access": "reading-room"}, ["труд"]),
    "тайна": ({"reference": CGA + "2. Л. 10", "access": "hidden"}, ["труд"]),
}  # fmt: skip
TRUD = Request("труд", group=Grouping.FILE, limit=99)
HELD = GARF + "10", CGA + "2"


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(*HOLDINGS.values())


def named(shelf: Shelf, answer: Answer) -> list[tuple[str, ...]]:
    """The documents of each group by their names."""
    names = dict(zip(shelf.ids, HOLDINGS, strict=True))
    return [tuple(names[hit.document] for hit in group.hits) for group in answer.groups or ()]


def test_documents_of_a_file_are_one_result_in_the_order_of_their_leaves(shelf: Shelf) -> None:
    answer = search(shelf.collection, TRUD)
    assert sorted(named(shelf, answer)) == [
        ("другой",), ("книга",), ("отчёт", "справка", "приказ"), ("письмо",), ("фонд",),
    ]  # fmt: skip
    (file,) = (group for group in answer.groups or () if len(group.hits) > 1)
    assert (str(file.reference), file.documents) == (GARF + "10.", 4)
    assert [hit for group in answer.groups or () for hit in group.hits] == [*answer.hits]


def test_totals_and_facets_are_those_of_the_documents(shelf: Shelf) -> None:
    by_file, plain = (
        search(shelf.collection, replace(TRUD, group=group, limit=2))
        for group in (Grouping.FILE, Grouping.DOCUMENT)
    )
    for name in ("documents", "pages", "occurrences", "facets", "searched_pages", "commit"):
        assert getattr(by_file, name) == getattr(plain, name), name
    assert (by_file.results, plain.results) == (5, 8)
    assert len(by_file.groups or ()) == 2
    assert plain.groups is None


@pytest.mark.parametrize("sort", Sort)
def test_a_file_stands_where_its_best_document_stands(shelf: Shelf, sort: Sort) -> None:
    every = search(shelf.collection, replace(TRUD, group=Grouping.DOCUMENT, sort=sort))
    first: dict[str, int] = {}
    for place, hit in enumerate(every.hits):
        first.setdefault(hit.file or hit.document, place)
    groups = search(shelf.collection, replace(TRUD, sort=sort)).groups or ()
    assert [group.file or group.hits[0].document for group in groups] == [*first]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_turned_page_by_page_it_is_the_same(shelf: Shelf, size: int) -> None:
    whole = search(shelf.collection, TRUD).groups or ()
    turned = [
        group
        for start in range(0, len(whole), size)
        for group in search(shelf.collection, replace(TRUD, limit=size, offset=start)).groups or ()
    ]
    assert turned == [*whole]


@pytest.mark.parametrize(
    ("role", "there"), [(Role.PUBLIC, 1), (Role.READER, 2), (Role.ARCHIVIST, 3)]
)
def test_a_file_counts_what_the_reader_may_see(shelf: Shelf, role: Role, there: int) -> None:
    groups = search(shelf.collection, replace(TRUD, role=role)).groups or ()
    (own,) = (group for group in groups if str(group.reference).startswith(CGA))
    assert own.documents == there


def test_a_file_is_called_as_its_inventory_says_unless_it_is_hidden(
    shelves: Callable[..., Shelf],
) -> None:
    shelf = shelves(*HOLDINGS.values())
    listed = [
        File(parse_reference(HELD[0]), "Приказы по лагерю"),
        File(parse_reference(HELD[1]), "Чего никто не знает", access=Level.HIDDEN),
    ]
    with shelf.collection.catalogue() as database, database.transaction():
        documents.enter_original(database, Original("0" * 64, "text/csv", 1, 0))
        files.list_inventory(database, "0" * 64, "опись.xlsx", listed)
        database.change("UPDATE documents SET access = 'open' WHERE access = 'hidden'")
    titles = {group.title for group in search(shelf.collection, TRUD).groups or ()}
    assert titles == {"", "Приказы по лагерю"}
