"""Dividing, merging, leaving out: pages move, nothing is lost, and it is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelves import Shelf

from corpus import bin as bins
from corpus import dividing, documents, history, pages, rules, targets, undoing
from corpus.access import Level, Role
from corpus.correcting import correct
from corpus.describing import describe
from corpus.errors import BadUse, Conflict, NotFound
from index import Request, matching, search
from index.checking import check_index
from index.embedded.writer import update

REFERENCE = "ГА РФ. Ф. 393. Оп. 2. Д. 15. Л. 3–6"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "Дело", "reference": REFERENCE, "kind": "приказ"},
         ["первая лагерь", "вторая", "третья лагерь", "четвёртая"]),
        ({"title": "Письмо", "access": "reading-room"}, ["пятая"]),
    )  # fmt: skip
    return shelf


def texts(shelf: Shelf, document: str) -> list[str]:
    with shelf.collection.catalogue() as database:
        own = pages.of(database, document, Role.ARCHIVIST)
        assert [page.number for page in own] == list(range(1, len(own) + 1))
        return [pages.reading(database, page.reading or 0).text.split()[0] for page in own]


def divided(shelf: Shelf, *begins: int) -> list[documents.Document]:
    with shelf.collection.catalogue() as database:
        return dividing.divide(database, shelf.ids[0], begins)


def test_a_scan_is_divided_into_documents(shelf: Shelf) -> None:
    parts = divided(shelf, 2, 4)
    update(shelf.collection)
    assert [texts(shelf, part.id) for part in parts] == [["первая"], ["вторая", "третья"],
                                                         ["четвёртая"]]  # fmt: skip
    leaves = [str(part.description.reference).rpartition("Л. ")[2] for part in parts]
    assert leaves == ["3.", "4–5.", "6."]
    assert {part.description.kind for part in parts} == {"order"}
    assert len({part.id for part in parts} | {shelf.ids[0]}) == 4
    assert matching(shelf.collection, Request(query="лагерь")) == {parts[0].id, parts[1].id}
    assert check_index(shelf.collection) == []
    with shelf.collection.catalogue() as database, pytest.raises(NotFound):
        documents.find(database, shelf.ids[0], Role.ARCHIVIST)


@pytest.mark.parametrize("begins", [(), (1,), (5,), (2, 9), (0,)])
def test_no_document_begins_there(shelf: Shelf, begins: tuple[int, ...]) -> None:
    with pytest.raises(BadUse):
        divided(shelf, *begins)
    assert texts(shelf, shelf.ids[0]) == ["первая", "вторая", "третья", "четвёртая"]


def test_documents_are_merged_and_closed_as_far_as_any(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        made = dividing.merge(database, shelf.ids)
    update(shelf.collection)
    assert texts(shelf, made.id) == ["первая", "вторая", "третья", "четвёртая", "пятая"]
    assert (made.description.title, made.access) == ("Дело", Level.READING_ROOM)
    assert search(shelf.collection, Request(query="лагерь")).documents == 0
    assert search(shelf.collection, Request(query="пятая", role=Role.READER)).documents == 1
    assert check_index(shelf.collection) == []


def test_a_page_that_is_closed_stays_so(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        (page,) = targets.targets_named(database, f"{shelf.ids[0]}:3")
        rules.restrict(database, page, rules.Rule(Level.HIDDEN))
    parts = divided(shelf, 3)
    update(shelf.collection)
    assert matching(shelf.collection, Request(query="третья")) == frozenset()
    with shelf.collection.catalogue() as database:
        assert pages.of(database, parts[1].id)[0].state == "closed"


def test_pages_are_left_out_into_the_bin(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        dividing.leave_out(database, shelf.ids[0], [2, 3])
        (binned,) = bins.listed(database)
    update(shelf.collection)
    assert texts(shelf, shelf.ids[0]) == ["первая", "четвёртая"]
    assert matching(shelf.collection, Request(query="вторая")) == frozenset()
    assert check_index(shelf.collection) == []
    with shelf.collection.catalogue() as database:
        bins.restore(database, binned.document.id)
    assert texts(shelf, binned.document.id) == ["вторая", "третья"]
    with shelf.collection.catalogue() as database, pytest.raises(BadUse):
        dividing.leave_out(database, shelf.ids[0], [1, 2])


@pytest.mark.parametrize("how", ["divide", "merge", "leave out"])
def test_it_is_taken_back(shelf: Shelf, how: str) -> None:
    with shelf.collection.catalogue() as database:
        before = [documents.find(database, own, Role.ARCHIVIST) for own in shelf.ids]
        if how == "divide":
            made = dividing.divide(database, shelf.ids[0], [2])[0].id
        elif how == "merge":
            made = dividing.merge(database, shelf.ids).id
        else:
            made = dividing.leave_out(database, shelf.ids[0], [1, 3]).id
        undoing.undo(database, made)
        assert [documents.find(database, own, Role.ARCHIVIST) for own in shelf.ids] == before
        assert len(documents.listed(database, Role.ARCHIVIST)) == 2
    update(shelf.collection)
    assert texts(shelf, shelf.ids[0]) == ["первая", "вторая", "третья", "четвёртая"]
    assert search(shelf.collection, Request(query="лагерь")).pages == 2
    assert check_index(shelf.collection) == []


def test_what_was_done_with_a_part_since_is_not_lost_from_sight(shelf: Shelf) -> None:
    parts = divided(shelf, 2)
    with shelf.collection.catalogue() as database:
        describe(database, parts[1].id, {"title": "Часть"})
        correct(database, parts[1].id, 1, "вторая", "другая")
        with pytest.raises(Conflict):
            undoing.undo(database, shelf.ids[0])
        for _ in range(3):
            undoing.undo(database, parts[1].id)
    assert texts(shelf, shelf.ids[0]) == ["первая", "вторая", "третья", "четвёртая"]


def test_the_scans_are_still_known(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        original = pages.of(database, shelf.ids[0])[0].original
        parts = dividing.divide(database, shelf.ids[0], [2])
        assert {*documents.known_original(database, original)} == {part.id for part in parts}
        assert history.events(database, parts[0].id)[0].deed is history.Deed.DIVIDED
