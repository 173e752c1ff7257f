"""A full disk, scans that vanish, an OCR that fails: named, nothing lost, and mended afterwards."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import killing
import pytest
import scripted

import ingest
from corpus import jobs, pages
from corpus.collection import Collection, create_collection
from corpus.errors import BadUse
from ingest import Report, page

PAGES = killing.PAGES


@pytest.fixture(autouse=True, scope="module")
def read_by_script() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "READER", scripted.READER)
        yield


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killing.write(tmp_path_factory.mktemp("scans"), ballast=60_000)


@pytest.fixture(scope="module")
def whole(
    tmp_path_factory: pytest.TempPathFactory, scans: Path, read_by_script: None
) -> dict[str, Any]:
    found = killing.undisturbed(tmp_path_factory.mktemp("whole") / "collection", scans)
    assert len(found["facts"]) == found["rows"]["readings"] == PAGES
    return found


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


def add(collection: Collection, scans: Path, workers: int | str = killing.WORKERS) -> Report:
    return ingest.add(collection, [scans], workers=workers)


def states(collection: Collection) -> list[str]:
    """What has become of each page."""
    with collection.catalogue() as database:
        return [p.state for p in pages.changed_since(database, 0)]


# a full disk


@pytest.mark.parametrize(
    ("step", "at", "what"),
    [
        ("accepted", 1, "an original"),
        ("copied", 1, "a document"),
        ("read", 1, "the first reading"),
        ("read", PAGES, "the last one"),
        ("recorded", PAGES, "the index"),
        ("committed", 1, "what the index has seen"),
    ],
)
def test_no_room(
    collection: Collection, scans: Path, whole: dict[str, Any], step: str, at: int, what: str
) -> None:
    run = killing.disturbed(collection, scans, step, at, "fill")
    assert run.returncode == BadUse.exit_code, f"no room for {what}: {run.stderr}"
    assert "disk" in run.stderr
    assert set(states(collection)) <= {"waiting", "read"}
    assert add(collection, scans).failed == []
    assert killing.holds(collection) == whole


def test_no_room_for_page_images(
    collection: Collection,
    scans: Path,
    whole: dict[str, Any],
    workers: int | str,
    happens: Path,
) -> None:
    (happens / "том 4").write_text("full_disk")
    with pytest.raises(BadUse, match=r"The disk is full: .*/cache/page/"):
        add(collection, scans, workers)
    assert set(states(collection)) == {"waiting", "read"}
    (happens / "том 4").unlink()
    assert add(collection, scans, workers).failed == []
    assert killing.holds(collection) == whole


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB, where we may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only an administrator may mount a disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("room", [64, 300, 500, 1100, 1400], ids="{} KB".format)
def test_a_disk_that_fills_up(disk: Path, scans: Path, whole: dict[str, Any], room: int) -> None:
    collection = create_collection(disk / "collection")
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - room * 1024))
    run = killing.disturbed(collection, scans, "none", 1, "")
    assert (run.returncode, "disk is full" in run.stderr) == (BadUse.exit_code, True), run.stderr
    ballast.unlink()  # a reader needs a page of room too
    assert set(states(collection)) <= {"waiting", "read"}
    assert add(collection, scans).failed == []
    assert killing.holds(collection) == whole


def test_a_disk_without_room_to_read_is_called_full(disk: Path) -> None:
    collection = create_collection(disk / "collection")
    (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free))
    with pytest.raises(BadUse, match="disk is full"):
        states(collection)


# scans that vanish


@pytest.mark.parametrize("step", ["accepted", "copied", "claimed"])
def test_scans_that_vanish(
    tmp_path: Path, collection: Collection, whole: dict[str, Any], scans: Path, step: str
) -> None:
    folder, elsewhere = tmp_path / "scans", tmp_path / "elsewhere"
    shutil.copytree(scans, folder)
    elsewhere.mkdir()
    run = killing.disturbed(collection, folder, step, 1, "vanish")
    assert run.returncode in ({1} if step != "claimed" else {0}), run.stderr
    with collection.catalogue() as database:
        refused = jobs.refusals(database)
    assert bool(refused) == (step != "claimed")
    for refusal in refused:
        assert "No such file" in str(refusal.reason)
        assert str(refusal.remedy)
    folder.rmdir()
    elsewhere.rename(folder)
    assert add(collection, folder).failed == []
    assert killing.holds(collection) == whole


# an OCR that fails


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("crash", "crashed the program that opens it (SIGSEGV)"),
        ("hang", "took longer than 2 s"),
        ("leave", "ended the program that opens it (exit code 3)"),
        ("killed_for_memory", "most likely because memory ran out"),
        ("eat_memory", "more than the 2 GiB of memory"),
        ("rubbish", "answered nonsense"),
        ("no_reading", "answered nonsense"),
        ("half_characters", "could not be read (UnicodeEncodeError"),
        ("unpicklable", "could not be read ("),
    ],
)
def test_an_ocr_that_fails(
    collection: Collection,
    scans: Path,
    whole: dict[str, Any],
    workers: int | str,
    happens: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    reason: str,
) -> None:
    if fault == "hang":
        monkeypatch.setitem(page.page_reading.__kwdefaults__, "seconds", 2.0)
    (happens / "том 4").write_text(fault)
    report = add(collection, scans, workers)
    (failure,) = report.failed
    assert (failure.path, failure.page, report.pages) == ("том.txt", 4, PAGES - 1)
    assert reason in str(failure.reason)
    assert str(failure.remedy)
    (happens / "том 4").unlink()
    assert add(collection, scans, workers).failed == []
    assert killing.holds(collection) == whole
