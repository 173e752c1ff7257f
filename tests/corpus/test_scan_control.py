"""What is wrong with scans, as far as the catalogue can tell; who may know of it."""

from __future__ import annotations

import pytest
from shelves import Shelf

from corpus import documents, files, pages, scancontrol, scans
from corpus.access import Role
from corpus.documents import Original, PageSource
from corpus.files import File
from corpus.reading import Reading, Source
from corpus.reference import Reference
from corpus.scans import Condition, Side

WORDS = "приказ начальника управления лагеря о выводе заключённых на работы"
MARK, LIKE, OTHER = b"\xff" * 64, b"\xff" * 60 + b"\x00" * 4, b"\x0f" * 64


def found(shelf: Shelf, role: Role = Role.ARCHIVIST) -> list[tuple[int | None, str]]:
    with shelf.collection.catalogue() as database:
        seen = scancontrol.findings(database, role)
        assert all(str(f.reason) and str(f.remedy) for f in seen)
    return [(f.page, str(f.fault)) for f in seen]


def reasons(shelf: Shelf) -> list[str]:
    with shelf.collection.catalogue() as database:
        return [str(f.reason) for f in scancontrol.findings(database, Role.ARCHIVIST)]


@pytest.mark.parametrize(
    ("leaves", "faults"),
    [
        (["1", "2", "3"], []),
        (["1", "1 об.", "2", "3 об."], []),  # blank sides are rarely scanned
        (["", "1", "1а", "2"], []),
        (["1", "2", "4", "5"], [(3, "missing")]),
        (["2, 3", "7", "8", "12"], [(2, "missing"), (4, "missing")]),
        (["1", "2", "2", "3"], []),  # a leaf of several pages
        (["1", "2", "", "2"], []),  # its back shows no number
        (["1", "2", "3", "2"], [(4, "doubled")]),
        (["1", "1 об.", "2", "1 об."], [(4, "doubled")]),
    ],
)
def test_leaves_that_are_missing_or_come_again(
    shelf: Shelf, leaves: list[str], faults: list[tuple[int, str]]
) -> None:
    shelf.put(({"leaves": leaves}, ["а"] * len(leaves)), indexed=False)
    assert found(shelf) == faults


def test_a_gap_names_its_leaves(shelf: Shelf) -> None:
    shelf.put(({"leaves": ["1", "5", "7"]}, ["а"] * 3), indexed=False)
    assert reasons(shelf) == [
        "Between leaves 1 and 5 no scan shows: 2–4.",
        "Between leaves 5 and 7 no scan shows: 6.",
    ]


def test_leaves_that_a_person_has_chosen_have_no_gaps(shelf: Shelf) -> None:
    shelf.put(({"leaves": "3, 17"}, ["а", "б"]), indexed=False)
    assert found(shelf) == []


@pytest.mark.parametrize(
    ("leaves", "count", "faults"),
    [
        ("3–4", 1, []),  # an opening
        ("3–4", 2, []),
        ("3–4 об.", 4, []),
        ("3–9", 4, [(None, "count")]),
        ("3", 9, [(None, "count")]),
        ("3", 8, []),  # a leaf that unfolds
    ],
)
def test_pages_against_the_leaves_of_a_description(
    shelf: Shelf, leaves: str, count: int, faults: list[tuple[None, str]]
) -> None:
    shelf.put(({"leaves": leaves}, ["а"] * count), indexed=False)
    assert found(shelf) == faults


@pytest.mark.parametrize(
    ("count", "leaves", "faults"),
    [
        (5, None, []),
        (4, None, [(None, "count")]),
        (16, None, []),
        (17, None, [(None, "count")]),
        (6, ["1", "2", "3", "4", "5", "6"], [(6, "count")]),
    ],
)
def test_pages_against_the_leaves_that_the_inventory_counts(
    shelf: Shelf, count: int, leaves: list[str] | None, faults: list[tuple[int | None, str]]
) -> None:
    reference = "ГА РФ. Ф. 1. Оп. 2. Д. 3"
    keys = {"reference": reference} | ({"leaves": leaves} if leaves else {})
    shelf.put((keys, ["а"] * count), indexed=False)
    listed = [File(Reference("ГА РФ", "1", "2", "3"), leaf_count=5, row=1)]
    with shelf.collection.catalogue() as database, database.transaction():
        documents.enter_original(database, Original("a" * 64, "text/csv", 1, 0))
        files.list_inventory(database, "a" * 64, "опись.csv", listed)
    assert found(shelf) == faults


def scanned(shelf: Shelf, *seen: Condition, access: str = "open", texts: str | None = None) -> None:
    """Put a document on the shelf whose pages' scans were seen so."""
    words = (texts or WORDS).split("|")
    own = [f"{words[n % len(words)]}" for n in range(len(seen))]
    (document,) = shelf.put(({"access": access}, own), indexed=False)
    with shelf.collection.catalogue() as database:
        for page, condition in zip(pages.of(database, document), seen, strict=True):
            scans.enter(database, PageSource(page.original, page.original_page), condition)


@pytest.mark.parametrize(
    ("condition", "faults"),
    [
        (Condition(), []),
        (Condition(blur=0.007), []),
        (Condition(blur=0.009), ["It is blurred."]),
        (Condition(turned=180), ["It was scanned upside down."]),
        (Condition(turned=90), ["It was scanned on its side."]),
        (
            Condition(cut=(Side.LEFT, Side.BOTTOM)),
            [
                "Text runs off the left edge of the scan.",
                "Text runs off the lower edge of the scan.",
            ],
        ),
    ],
)  # fmt: skip
def test_what_a_worker_saw(shelf: Shelf, condition: Condition, faults: list[str]) -> None:
    scanned(shelf, Condition(), condition)
    assert reasons(shelf) == faults


@pytest.mark.parametrize(
    ("first", "second", "texts", "faults"),
    [
        (MARK, LIKE, WORDS, [(2, "doubled")]),
        (MARK, OTHER, WORDS, []),  # they look different
        (
            MARK,
            LIKE,
            f"{WORDS}|Қаулы еңбек тұрмыс туралы жұмысшыларға",
            [],
        ),  # a form filled in anew
        (b"", b"", WORDS, []),  # too little to know them by
    ],
)
def test_pages_that_are_the_same_sheet(
    shelf: Shelf, first: bytes, second: bytes, texts: str, faults: list[tuple[int, str]]
) -> None:
    scanned(shelf, Condition(fingerprint=first), Condition(fingerprint=second), texts=texts)
    assert found(shelf) == faults


def test_who_may_know_of_it(shelf: Shelf) -> None:
    for access in ("open", "reading-room", "description", "hidden"):
        scanned(shelf, Condition(turned=180), access=access)
    assert [len(found(shelf, role)) for role in Role] == [1, 2, 4]


def test_a_rescan_ends_it(shelf: Shelf) -> None:
    scanned(shelf, Condition(turned=180))
    layer = Reading("приказ", source=Source.OCR)
    with shelf.collection.catalogue() as database:
        (page,) = pages.of(database, shelf.ids[0])
        documents.enter_original(database, Original("f" * 64, "image/png", 1, 1))
        with database.transaction():
            pages.replace_scan(database, page, PageSource("f" * 64, 1), layer, 30, 40)
    assert found(shelf) == []


def test_a_fault_that_was_looked_at_is_not_told_again_until_the_scan_is_another(
    shelf: Shelf,
) -> None:
    (document,) = shelf.put(({}, ["а"]), indexed=False)
    with shelf.collection.catalogue() as database:
        (page,) = pages.of(database, document)
        with database.transaction():
            scans.enter(database, PageSource(page.original, 1), Condition(turned=180, blur=0.1))
        turned, blurred = scancontrol.findings(database, Role.ARCHIVIST)
        scancontrol.let_stand(database, turned)
        scancontrol.let_stand(database, turned)
        assert scancontrol.findings(database, Role.ARCHIVIST) == [blurred]
        assert scancontrol.findings(database, Role.ARCHIVIST, looked=True) == [turned]
        scancontrol.tell_again(database, turned)
        assert scancontrol.findings(database, Role.ARCHIVIST) == [turned, blurred]
        scancontrol.let_stand(database, turned)
        other = "f" * 64
        with database.transaction():
            documents.enter_original(database, Original(other, "image/png", 1, 1))
            scans.enter(database, PageSource(other, 1), Condition(turned=180))
            database.change("UPDATE pages SET original = ? WHERE id = ?", (other, page.id))
        assert [f.fault for f in scancontrol.findings(database, Role.ARCHIVIST)] == ["turned"]
