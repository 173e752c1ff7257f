"""What waits to be taken in may be cancelled, also while the work is going on or is killed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import ingest
from corpus import documents, jobs
from corpus.access import Role
from corpus.collection import Collection, create_collection
from ingest import taking, uploads

#: seen by the one who cancels, and then killed: between which two steps
KILLS = ["its folder was looked at", "its folder was handed on", "the others were taken"]


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


@pytest.fixture
def batch(collection: Collection) -> Path:
    """Two scans that came through the pages and were ordered."""
    name = uploads.new_name()
    for scan in ("один", "два"):
        with uploads.receiving(uploads.target(collection, name, f"{scan}.txt", 9)) as file:
            file.write(f"лист {scan}".encode())
            uploads.settle(file, uploads.target(collection, name, f"{scan}.txt", 9))
    with collection.catalogue() as database:
        uploads.order(collection, database, name)
    return collection.uploads / name


def cancel(collection: Collection, path: Path) -> None:
    with collection.catalogue() as database:
        jobs.cancel(database, str(path))


def added(collection: Collection) -> list[str]:
    """What is there after another run, which finds nothing more to do."""
    assert ingest.add(collection, [], workers=1).failed == []
    with collection.catalogue() as database:
        assert jobs.waiting(database) == 0
        assert jobs.refusals(database) == []
        assert database.rows("SELECT * FROM cancelled") == []
        return sorted(d.source_name for d in documents.listed(database, Role.ARCHIVIST))


def dies(run: Callable[[], object]) -> None:
    """Run something in a process that is killed in the middle of it."""
    child = os.fork()
    if not child:
        try:
            run()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_what_is_cancelled_while_it_is_taken_in_is_not_added(
    collection: Collection, tmp_path: Path
) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    for name in ("один", "два"):
        (scans / f"{name}.txt").write_text(f"лист {name}", encoding="utf-8")
    report = ingest.add(
        collection, [scans], workers=1, progress=lambda *_: cancel(collection, scans / "два.txt")
    )
    assert report.added == 1
    assert added(collection) == ["один.txt"]
    ingest.add(collection, [scans], workers=1)  # who asks for it again gets it
    assert added(collection) == ["два.txt", "один.txt"]


@pytest.mark.parametrize("kill", KILLS)
def test_what_is_cancelled_stays_so_when_the_run_is_killed_at_that_moment(
    collection: Collection, batch: Path, monkeypatch: pytest.MonkeyPatch, kill: str
) -> None:
    """The fault: its folder was still to be taken in, or had nothing waiting any more.

    Either way the next run looked into the folder again, and took in what had been cancelled.
    """

    def cancelled(*_: object) -> None:
        cancel(collection, batch / "два.txt")
        os._exit(9)

    at = {
        KILLS[0]: (taking.jobs, "hand_on"),
        KILLS[1]: (taking.Taking, "_unknown"),
        KILLS[2]: (uploads, "clear"),
    }
    with monkeypatch.context() as killing:
        killing.setattr(*at[kill], cancelled)
        dies(lambda: ingest.add(collection, [], workers=1))
    expected = ["два.txt", "один.txt"] if kill == KILLS[2] else ["один.txt"]
    assert added(collection) == expected, "what was taken already is a document"
    assert not batch.exists(), "nothing of it is left behind"


def test_what_is_not_cancelled_is_not_lost_when_the_run_is_killed_at_that_moment(
    collection: Collection, batch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: of a file and its folder, both left behind, the file was taken for its own copy.

    It was said to be known, was not entered, and was cleared away with its folder.
    """
    with monkeypatch.context() as killing:
        killing.setattr(taking.jobs, "hand_on", lambda *_: os._exit(9))
        dies(lambda: ingest.add(collection, [], workers=1))
    assert added(collection) == ["два.txt", "один.txt"]


def test_what_is_cancelled_stays_so_when_the_pages_are_killed_before_they_clear(
    collection: Collection, batch: Path
) -> None:
    """The fault: an upload with nothing waiting was taken for one whose order was cut off."""
    (batch / "один.txt").unlink()
    with collection.catalogue() as database:
        jobs.accept(database, [batch / "два.txt"], {})
        (job,) = [one for one in jobs.left_behind(database) if one.path == batch]
        jobs.hand_on(database, job)
    cancel(collection, batch / "два.txt")
    assert added(collection) == []
    assert not batch.exists()


def test_a_folder_is_cancelled_before_anything_of_it_is_known(
    collection: Collection, batch: Path
) -> None:
    cancel(collection, batch)
    assert added(collection) == []
    assert not batch.exists()


def test_what_is_cancelled_while_its_folder_is_looked_at_is_not_added(
    collection: Collection, batch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: what lay in a folder was accepted though the folder was cancelled meanwhile."""
    looked = taking.candidates

    def cancelled(*given: object) -> list[object]:
        found = [*looked(*given)]  # type: ignore[arg-type]
        cancel(collection, batch)
        return [*found]

    monkeypatch.setattr(taking, "candidates", cancelled)
    assert ingest.add(collection, [], workers=1).added == 0
    assert added(collection) == []


def test_what_is_cancelled_while_it_is_copied_is_not_added(
    collection: Collection, batch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: it was looked at once, before the copy, and entered after it all the same."""
    keep = taking.keep

    def cancelled(folder: Path, path: Path, sha256: str) -> Path:
        if path.name == "два.txt":
            cancel(collection, path)
        return keep(folder, path, sha256)

    monkeypatch.setattr(taking, "keep", cancelled)
    assert ingest.add(collection, [], workers=1).added == 1
    assert added(collection) == ["один.txt"]


def test_what_is_cancelled_and_gone_while_it_is_read_is_no_failure(
    collection: Collection, batch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: the file that its canceller had thrown away was told as one that failed."""
    digests = taking.digests

    def cancelled(candidate: taking.Candidate) -> tuple[str, ...]:
        if candidate.path.name == "два.txt":
            cancel(collection, candidate.path)
            candidate.path.unlink()
        return digests(candidate)

    monkeypatch.setattr(taking, "digests", cancelled)
    report = ingest.add(collection, [], workers=1)
    assert (report.added, report.failed) == (1, [])
    assert added(collection) == ["один.txt"]
