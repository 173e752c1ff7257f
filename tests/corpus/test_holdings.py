"""The archivist's tree: what stands right below a branch, and how much of it is scanned."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelves import Shelf

from corpus import bin as bins
from corpus import files, holdings, rules
from corpus.access import Level
from corpus.errors import NotFound
from corpus.files import File
from corpus.reference import Reference
from corpus.rules import Rule

OPIS = "ГА РФ. Ф. 393. Оп. 2"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Two fonds, five files of which an inventory lists two that nobody has scanned."""
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "Десятое", "reference": f"{OPIS}. Д. 10. Л. 1"}, ["лагерь"]),
        ({"title": "Второй", "reference": f"{OPIS}. Д. 2. Л. 11"}, ["лагерь"]),
        ({"title": "Первый", "reference": f"{OPIS}. Д. 2. Л. 3"}, ["лагерь"]),
        ({"title": "Чужой", "reference": "ЦГА РК. Ф. 44. Оп. 1. Д. 1"}, ["лагерь"]),
        ({"title": "Ничей"}, ["лагерь"]),
        indexed=False,
    )
    with shelf.collection.catalogue() as database, database.transaction():
        database.change("INSERT INTO originals VALUES ('table', 'text/csv', 1, 0, '')")
        listed = [
            File(Reference("ГА РФ", "393", "2", number), title=f"Дело {number}", leaf_count=8)
            for number in ("2", "9", "9а")
        ]
        files.list_inventory(database, "table", "опись.csv", listed)
    return shelf


def test_of_each_branch_it_is_said_how_much_is_scanned(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        fonds = holdings.fonds(database)
        (opis,) = holdings.opises(database, int(fonds[0].target.row))
    counted = [(str(one.reference), one.files, one.digitised, one.documents) for one in fonds]
    assert counted == [("ГА РФ. Ф. 393.", 4, 2, 3), ("ЦГА РК. Ф. 44.", 1, 1, 1)]
    assert (opis.files, opis.digitised) == (4, 2)


def test_files_stand_as_they_are_numbered_those_without_scans_too(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        opis = holdings.opises(database, int(holdings.fonds(database)[0].target.row))[0]
        found = holdings.files(database, int(opis.target.row))
        later = holdings.files(database, int(opis.target.row), limit=2, offset=1)
    said = [(one.reference.file, one.certified, one.documents) for one in found]
    assert said == [("2", 8, 2), ("9", 8, 0), ("9а", 8, 0), ("10", None, 1)]
    assert [one.reference.file for one in later] == ["9", "9а"]


def test_documents_stand_by_their_leaves_and_those_in_no_file_apart(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        path = holdings.path(database, _file(shelf, 1))
        inside = holdings.in_file(database, path[-1].id)
        loose = holdings.loose(database)
        assert holdings.count_loose(database) == 1
    assert [one.description.title for one in inside] == ["Первый", "Второй"]
    assert [one.description.title for one in loose] == ["Ничей"]
    assert [one.target.place for one in path] == ["fonds", "opis", "files"]


def test_what_is_in_the_bin_counts_no_more(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        bins.remove(database, shelf.ids[0])
        bins.remove(database, shelf.ids[4])
        assert holdings.fonds(database)[0].digitised == 1
        assert holdings.count_loose(database) == 0
        assert holdings.loose(database) == []


def test_what_holds_above_is_told_from_what_was_said_of_itself(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        fonds = holdings.fonds(database)[0]
        rules.restrict(database, fonds.target, Rule(Level.READING_ROOM))
        fonds, opis = holdings.path(
            database, holdings.opises(database, int(fonds.target.row))[0].id
        )
        file = holdings.path(database, _file(shelf, 0))[-1]
    assert [one.rule.today for one in (fonds, opis, file)] == [Level.READING_ROOM] * 3
    assert [one.own is not None for one in (fonds, opis, file)] == [True, False, False]
    assert fonds.closed


@pytest.mark.parametrize("branch", ["fonds:99", "opis:99", "f999", "fonds:x", "", "pages:1"])
def test_a_branch_that_is_none_is_said_to_be_none(shelf: Shelf, branch: str) -> None:
    with shelf.collection.catalogue() as database, pytest.raises(NotFound):
        holdings.path(database, branch)


def _file(shelf: Shelf, n: int) -> str:
    with shelf.collection.catalogue() as database:
        row = database.row("SELECT file FROM documents WHERE id = ?", (shelf.ids[n],))
    assert row is not None
    return str(row["file"])
