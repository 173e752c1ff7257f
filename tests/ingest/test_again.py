"""What failed is tried again, what was read is read again, a rescan takes the place of a scan."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import scripted

import ingest
from corpus import documents, failures, pages, queue
from corpus.access import Role
from corpus.collection import Collection, create_collection
from corpus.documents import Document
from corpus.errors import BadUse, InputFailed, NotFound, OpisError
from corpus.originals import digest, place
from corpus.pages import Page
from corpus.reading import Source
from index import Request, info, search
from ingest import Report, page
from ingest.pageimage import image_path

BOOK = "том 1: приказ\fтом 2: рапорт\fтом 3: заключённые лагеря\f"


@pytest.fixture(autouse=True)
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have pages read by the script; a file in this folder says what befalls a page."""
    folder = tmp_path / "trial"
    folder.mkdir()
    monkeypatch.setattr(page, "READER", scripted.READER)
    monkeypatch.setenv("OPIS_TRIAL", str(folder))
    return folder


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "scans").mkdir()
    path = tmp_path / "scans" / "том.txt"
    path.write_text(BOOK, encoding="utf-8")
    path.with_suffix(".yaml").write_text(
        "title: Том\naccess: reading-room\nreference: ГА РФ. Ф. 1. Оп. 1. Д. 1. Л. 7–9\n"
    )
    return path


def add(collection: Collection, *paths: Path, describe: Path | None = None) -> Report:
    return ingest.add(collection, paths, describe=describe, workers=1)


def retry(collection: Collection, *names: str) -> Report:
    with collection.catalogue() as database:
        chosen = (
            failures.named(database, names) if names else failures.failed(database, Role.ARCHIVIST)
        )
    return ingest.retry(collection, chosen, workers=1)


def reread(collection: Collection, name: str = "d", number: int | None = None) -> Report:
    chosen = ingest.pages_named(collection, [name], number)
    return ingest.reread(collection, chosen, workers=1)


def only(collection: Collection) -> Document:
    with collection.catalogue() as database:
        (document,) = documents.listed(database, Role.ARCHIVIST)
    return document


def page_of(collection: Collection, number: int) -> Page:
    with collection.catalogue() as database:
        return pages.find(database, only(collection), number, Role.ARCHIVIST)


def texts(collection: Collection, number: int) -> list[str]:
    """The layers of a page of the only document, oldest first."""
    with collection.catalogue() as database:
        rows = database.rows(
            "SELECT id FROM readings WHERE page = ? ORDER BY id", (page_of(collection, number).id,)
        )
        return [pages.reading(database, row["id"]).text for row in rows]


def found(collection: Collection, query: str) -> list[int]:
    """The pages of the only document on which a search finds something."""
    answer = search(collection, Request(query=query, role=Role.ARCHIVIST))
    return [n for hit in answer.hits for n in hit.pages]


def states(collection: Collection) -> list[str]:
    with collection.catalogue() as database:
        return [p.state for p in pages.of(database, only(collection).id)]


def correct(collection: Collection, number: int, old: str, new: str) -> None:
    """Store what a person makes of a page's newest reading."""
    with collection.catalogue() as database:
        own = page_of(collection, number)
        assert own.reading
        before = pages.reading(database, own.reading)
        after = before.text.replace(old, new)
        pages.store_reading(
            database, own.id, replace(before, text=after, words=(), source=Source.CORRECTED)
        )


# retry


def test_a_file_that_had_vanished_is_taken_with_the_description_of_its_run(
    collection: Collection, tmp_path: Path, book: Path
) -> None:
    closed = tmp_path / "closed.yaml"
    closed.write_text("access: hidden")
    book.with_suffix(".yaml").unlink()
    away = book.rename(book.with_suffix(".away"))
    (refused,) = add(collection, book, describe=closed).failed
    assert (refused.path, retry(collection).failed) == (str(book), [refused])
    away.rename(book)
    assert retry(collection).added == 1
    assert only(collection).access == "hidden"
    report = retry(collection)
    assert (report.added, report.known, report.pages, report.failed) == (0, 0, 0, [])


def test_pages_that_failed_are_read_those_named_only(
    collection: Collection, book: Path, trial: Path
) -> None:
    for name in ("том 1", "том 3"):
        (trial / name).write_text("crash")
    assert len(add(collection, book).failed) == 2
    assert states(collection) == ["failed", "read", "failed"]
    (trial / "том 3").unlink()
    report = retry(collection, f"{only(collection).id}:3")
    assert (report.pages, report.failed) == (1, [])
    assert states(collection) == ["failed", "read", "read"]
    assert found(collection, "заключённый") == [3]
    assert [f.page for f in retry(collection, only(collection).id).failed] == [1]
    (trial / "том 1").unlink()
    assert retry(collection).pages == 1
    assert [len(texts(collection, n)) for n in (1, 2, 3)] == [1, 1, 1]
    assert info(collection).current


def test_a_second_try_of_what_another_run_has_just_taken_does_nothing_twice(
    collection: Collection, book: Path
) -> None:
    away = book.rename(book.with_suffix(".away"))
    add(collection, book)
    with collection.catalogue() as database:
        failed = failures.failed(database, Role.ARCHIVIST)
    away.rename(book)
    assert add(collection, book).added == 1
    report = ingest.retry(collection, failed, workers=1)
    assert (report.added, report.pages, states(collection)) == (0, 0, ["read"] * 3)


# reread


def test_a_page_is_read_again_corrections_stay_the_index_follows(
    collection: Collection, book: Path, trial: Path
) -> None:
    add(collection, book)
    correct(collection, 3, "лагеря", "лагерей")
    (trial / "том 3").write_text("other")
    assert reread(collection, number=3).pages == 1
    assert texts(collection, 3) == [
        "том 3: заключённые лагеря",
        "том 3: заключённые лагерей",
        "том 3: каторжане лагеря",
        "том 3: каторжане лагерей",
    ]
    assert found(collection, "каторжанин") == [3]
    assert found(collection, "заключённый") == []
    assert [len(texts(collection, n)) for n in (1, 2)] == [1, 1]


def test_a_page_that_cannot_be_read_again_keeps_what_it_has(
    collection: Collection, book: Path, trial: Path
) -> None:
    add(collection, book)
    (trial / "том 3").write_text("crash")
    assert [f.page for f in reread(collection).failed] == [3]
    assert states(collection) == ["read"] * 3
    assert found(collection, "заключённый") == [3]


def test_other_pages_that_wait_are_left_alone(collection: Collection, book: Path) -> None:
    add(collection, book)
    with collection.catalogue() as database:
        database.change("UPDATE pages SET state = 'waiting' WHERE number = 1")
    assert reread(collection, number=2).pages == 1
    assert states(collection) == ["waiting", "read", "read"]


def test_a_page_that_does_not_exist_is_not_read_again(collection: Collection, book: Path) -> None:
    add(collection, book)
    for name, number in (("d", 4), ("dnone", None)):
        with pytest.raises(NotFound):
            ingest.pages_named(collection, [name], number)


RUN = """
import sys; from pathlib import Path
import scripted, ingest; from ingest import page; from corpus.collection import open_collection
page.READER = scripted.READER
c = open_collection(Path(sys.argv[1]))
{what}
"""


def killed(collection: Collection, what: str, begun: Callable[[], bool], *more: Path) -> None:
    """Run ``what`` in a process that is killed as soon as it has begun to read."""
    with subprocess.Popen(
        [sys.executable, "-c", RUN.format(what=what), str(collection.path), *map(str, more)],
        env={"PYTHONPATH": ":".join(sys.path), "OPIS_TRIAL": str(collection.path.parent / "trial")},
    ) as run:
        while not begun():
            assert run.poll() is None, "it ended by itself"
            time.sleep(0.02)
        run.kill()


def test_killed_while_it_reads_again_the_next_run_does_it(
    collection: Collection, book: Path, trial: Path
) -> None:
    add(collection, book)
    (trial / "том 3").write_text("endless")

    def leased() -> bool:
        with collection.catalogue() as database:
            return bool(database.rows("SELECT 1 FROM pages WHERE number = 3 AND lease <> ''"))

    killed(collection, "ingest.reread(c, ingest.pages_named(c, ['d'], 3), workers=1)", leased)
    assert found(collection, "заключённый") == [3]
    (trial / "том 3").write_text("other")
    assert add(collection).pages == 1
    assert texts(collection, 3) == ["том 3: заключённые лагеря", "том 3: каторжане лагеря"]
    with collection.catalogue() as database:
        assert queue.waiting(database) == 0


# replace


def test_a_rescan_keeps_number_leaf_access_and_corrections(
    collection: Collection, book: Path, tmp_path: Path
) -> None:
    add(collection, book)
    correct(collection, 3, "лагеря", "лагерей")
    before, document = page_of(collection, 3), only(collection)
    rescan = scripted.image(tmp_path / "л9.png", "том 3: каторжане лагеря")
    done = ingest.replace(collection, document.id, 3, rescan)
    after = page_of(collection, 3)
    assert (done.page, done.before) == (after, before.original)
    assert (after.id, after.number, after.leaves) == (before.id, 3, before.leaves)
    assert list(map(str, after.leaves)) == ["9"]
    assert only(collection) == document
    assert texts(collection, 3)[-1] == "том 3: каторжане лагерей"
    assert found(collection, "каторжанин") == [3]
    assert found(collection, "рапорт") == [2]
    # both originals are there, the images are the new one's
    assert after.original == digest(rescan) == digest(place(collection.originals, after.original))
    assert place(collection.originals, before.original).read_text(encoding="utf-8") == BOOK
    for kind in ("page", "thumb"):
        new, old = image_path(collection, after, kind), image_path(collection, before, kind)
        assert new.exists() and new != old
    # neither scan becomes a second document
    report = add(collection, book, rescan)
    assert (report.added, report.known) == (0, 2)
    assert ingest.replace(collection, document.id, 3, rescan).before == ""
    assert len(texts(collection, 3)) == 4


def test_a_page_that_could_not_be_read_is_read_from_its_rescan(
    collection: Collection, book: Path, trial: Path, tmp_path: Path
) -> None:
    (trial / "том 3").write_text("crash")
    add(collection, book)
    ingest.replace(collection, "d", 3, scripted.image(tmp_path / "a.png", "лист: лагерь"))
    assert states(collection) == ["read"] * 3
    assert retry(collection).pages == 0


def test_of_a_rescan_with_several_pages_one_is_chosen(
    collection: Collection, book: Path, tmp_path: Path
) -> None:
    add(collection, book)
    rescan = scripted.image(tmp_path / "rescan.tif", count=3)
    with pytest.raises(BadUse, match="has 3 pages"):
        ingest.replace(collection, "d", 3, rescan)
    with pytest.raises(InputFailed, match="no page 4"):
        ingest.replace(collection, "d", 3, rescan, scan_page=4)
    done = ingest.replace(collection, "d", 3, rescan, scan_page=2)
    assert done.page.original_page == 2
    assert texts(collection, 3)[-1] == "лист 2: рескан"


@pytest.mark.parametrize(
    ("name", "content", "number", "error", "says"),
    [
        ("нет.png", None, 3, InputFailed, "cannot be read"),
        ("пусто.png", b"", 3, InputFailed, "empty"),
        ("текст.txt", "лагерь".encode(), 3, BadUse, "is a text"),
        ("битый.png", b"\x89PNG\r\n\x1a\n broken", 3, InputFailed, "damaged"),
        ("хороший.png", b"", 4, NotFound, "no page 4"),
    ],
)
def test_what_is_no_rescan_changes_nothing(
    collection: Collection,
    book: Path,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    number: int,
    error: type[OpisError],
    says: str,
) -> None:
    add(collection, book)
    before = page_of(collection, 3)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=says) as caught:
        ingest.replace(collection, "d", number, tmp_path / name)
    assert str(caught.value.remedy)
    assert page_of(collection, 3) == before


def test_killed_before_the_rescan_is_read_the_page_is_as_it_was(
    collection: Collection, book: Path, trial: Path, tmp_path: Path
) -> None:
    add(collection, book)
    before = page_of(collection, 3)
    rescan = scripted.image(tmp_path / "a.png", "лист: лагерь")
    (trial / "лист").write_text("endless")
    kept = place(collection.originals, digest(rescan))
    killed(collection, "ingest.replace(c, 'd', 3, Path(sys.argv[2]))", kept.exists, rescan)
    assert page_of(collection, 3) == before
    (trial / "лист").unlink()
    ingest.replace(collection, "d", 3, rescan)
    assert texts(collection, 3)[-1] == "лист: лагерь"
