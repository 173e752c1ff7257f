"""Leaves are numbered in one go, as the certificate of a file says."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelves import Shelf

from corpus import documents, leafing, undoing
from corpus.access import Role
from corpus.errors import OpisError
from corpus.leafing import Sides, numbered, read_exceptions
from corpus.reference import parse_leaf


@pytest.mark.parametrize(
    ("count", "first", "sides", "exceptions", "without", "shown"),
    [
        (3, "1", "recto", "", (), "1 | 2 | 3"),
        (3, "15", "recto", "15а", (), "15 | 15а | 16"),
        (4, "15", "recto", "15а, 15б", (), "15 | 15а | 15б | 16"),
        (3, "36", "recto", "37 пропущен", (), "36 | 38 | 39"),
        (3, "36", "recto", "37-й пропущен; 38 missing", (), "36 | 39 | 40"),
        (4, "1", "both", "", (), "1 | 1 об. | 2 | 2 об."),
        (5, "15", "both", "15а", (), "15 | 15 об. | 15а | 15а об. | 16"),
        (3, "1 об.", "both", "", (), "1 об. | 2 | 2 об."),
        (3, "1", "spreads", "", (), "1 | 1 об., 2 | 2 об., 3"),
        (3, "15", "spreads", "15а", (), "15 | 15 об., 15а | 15а об., 16"),
        (4, "1", "recto", "", (1, 3), " | 1 |  | 2"),
        (3, "15а", "recto", "", (), "15а | 16 | 17"),
        (3, "15а", "recto", "15б", (), "15а | 15б | 16"),
    ],
)
def test_pages_show_leaves(
    count: int, first: str, sides: str, exceptions: str, without: tuple[int, ...], shown: str
) -> None:
    found = numbered(
        count, parse_leaf(first), Sides(sides), read_exceptions(exceptions), {*without}
    )
    assert " | ".join(", ".join(map(str, page)) for page in found) == shown


@pytest.mark.parametrize("exceptions", ["16", "15а об.", "абв", "37 порван"])
def test_what_is_no_exception_is_refused(exceptions: str) -> None:
    with pytest.raises(OpisError):
        read_exceptions(exceptions)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(({"reference": "ГА РФ. Ф. 393. Оп. 2. Д. 15"}, ["а", "б", "в"]))
    with shelf.collection.catalogue() as database:
        database.change("UPDATE files SET leaf_count = 4")
    return shelf


def test_the_file_is_certified_to_have_so_many(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        done = leafing.number(database, shelf.ids[0], parse_leaf("1"), Sides.RECTO)
        assert [warning.values["certified"] for warning in done.warnings] == [4]
        assert done.document.level == "file"
        exact = leafing.number(database, shelf.ids[0], parse_leaf("1"), Sides.SPREADS, without={1})
        assert [warning.values["count"] for warning in exact.warnings] == [2]
        database.change("UPDATE files SET leaf_count = 3")
        again = leafing.number(database, shelf.ids[0], parse_leaf("1"), Sides.RECTO)
        assert again.warnings == ()


def test_a_part_of_a_file_gets_its_leaves_and_gives_them_back(shelf: Shelf) -> None:
    shelf.put(({"reference": "ГА РФ. Ф. 393. Оп. 2. Д. 16. Л. 7–8"}, ["а", "б"]))
    own = shelf.ids[1]
    with shelf.collection.catalogue() as database:
        done = leafing.number(database, own, parse_leaf("15"), Sides.BOTH)
        assert str(done.document.description.reference) == (
            "ГА РФ. Ф. 393. Оп. 2. Д. 16. Л. 15–15 об."
        )
        undoing.undo(database, own)
        before = documents.find(database, own, Role.ARCHIVIST)
    assert str(before.description.reference) == "ГА РФ. Ф. 393. Оп. 2. Д. 16. Л. 7–8."
