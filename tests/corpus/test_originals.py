from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from corpus import leases
from corpus.disk import sweep
from corpus.errors import BadUse, InputFailed
from corpus.originals import digest, keep, place, short_id


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "дело_15.pdf"
    path.write_bytes(b"%PDF-1.4 scan")
    return path


def test_an_original_is_kept_as_it_came(tmp_path: Path, scan: Path) -> None:
    sha256 = hashlib.sha256(scan.read_bytes()).hexdigest()
    kept = keep(tmp_path / "originals", scan, digest(scan))
    assert kept == tmp_path / "originals" / sha256[:2] / sha256[2:]
    assert kept == place(tmp_path / "originals", sha256)
    assert kept.read_bytes() == scan.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o444
    assert scan.exists()


def test_keeping_twice_keeps_once(tmp_path: Path, scan: Path) -> None:
    folder = tmp_path / "originals"
    first = keep(folder, scan, digest(scan))
    assert keep(folder, scan, digest(scan)) == first
    assert [p for p in folder.rglob("*") if p.is_file()] == [first]


def test_a_file_that_changes_while_it_is_copied_is_not_kept(tmp_path: Path, scan: Path) -> None:
    before = digest(scan)
    scan.write_bytes(b"%PDF-1.4 another scan")
    with pytest.raises(InputFailed, match="changed while it was copied"):
        keep(tmp_path / "originals", scan, before)
    assert [p for p in (tmp_path / "originals").rglob("*") if p.is_file()] == []


def test_a_file_that_has_gone_is_the_files_fault(tmp_path: Path, scan: Path) -> None:
    sha256 = digest(scan)
    scan.unlink()
    with pytest.raises(InputFailed, match="could not be copied: No such file"):
        keep(tmp_path / "originals", scan, sha256)


def test_a_file_that_cannot_be_read_is_the_files_fault(tmp_path: Path, scan: Path) -> None:
    sha256 = digest(scan)
    scan.unlink()
    scan.mkdir()  # like a broken disk, it opens and cannot be read
    with pytest.raises(InputFailed, match="could not be copied: Is a directory"):
        keep(tmp_path / "originals", scan, sha256)


def test_a_disk_that_cannot_be_written_is_not(
    tmp_path: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadUse, match="disk is full"):
        keep(tmp_path / "originals", scan, digest(scan))
    assert [p for p in (tmp_path / "originals").rglob("*") if p.is_file()] == []


def test_a_copy_that_was_cut_off_is_swept_away(tmp_path: Path, scan: Path) -> None:
    folder = tmp_path / "originals"
    kept = keep(folder, scan, digest(scan))
    dead = leases.mine().rpartition(":")[0] + ":1"  # began at another moment
    for cut_off in (f".new-{dead}-abc", ".new-abc"):
        (kept.parent / cut_off).write_bytes(b"%PDF")
    under_way = kept.parent / f".new-{leases.mine()}-abc"
    under_way.write_bytes(b"%PDF")
    sweep(folder)
    assert {p for p in folder.rglob("*") if p.is_file()} == {kept, under_way}


def test_an_id_is_a_letter_and_twelve_base32_characters() -> None:
    sha256 = hashlib.sha256(b"abc").hexdigest()
    assert short_id("d", sha256) == "dxj4bnp4pahh6"
