"""Backups and what is restored from them: whole, or refused with the file that is not."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import backup as backing
from corpus import bag
from corpus.backup import Backup, back_up
from corpus.catalogue import Database
from corpus.collection import RESTORING, Collection, create_collection, open_collection
from corpus.documents import Original, enter_original
from corpus.errors import BadUse, Busy, InputFailed, OpisError
from corpus.originals import digest, keep, place
from corpus.restoring import restore


@pytest.fixture
def collection(archive: Collection, tmp_path: Path) -> Collection:
    """A copy of the small archive that a test may harm."""
    shutil.copytree(archive.path, tmp_path / "collection")
    return open_collection(tmp_path / "collection")


@pytest.fixture(scope="module")
def whole(archive: Collection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the small archive; tests copy it before they harm it."""
    return back_up(archive, tmp_path_factory.mktemp("whole") / "backup").path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A backup that a test may harm."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def rows(collection: Collection) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a catalogue holds, by table."""
    with collection.catalogue() as database:
        tables = database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return {
            name: sorted(tuple(row) for row in database.rows(f"SELECT * FROM {name}"))  # noqa: S608 - its own names
            for (name,) in tables
        }


def files(folder: Path) -> dict[str, str]:
    """Checksums of all files below a folder."""
    return {str(p.relative_to(folder)): digest(p) for p in folder.rglob("*") if p.is_file()}


def one(collection: Collection) -> str:
    """The SHA-256 of an original."""
    return min(p.parent.name + p.name for p in collection.originals.rglob("*") if p.is_file())


def cut_off(*_: object) -> None:
    raise KeyboardInterrupt


# backing up


def test_a_backup_is_a_bag_with_everything_in_it(archive: Collection, whole: Path) -> None:
    manifest = bag.read(whole)
    payload = {f"data/{path}": sha256 for path, sha256 in files(whole / "data").items()}
    assert payload == manifest
    assert {p.parent.name + p.name for p in archive.originals.rglob("*") if p.is_file()} == {
        sha256 for path, sha256 in manifest.items() if path.startswith("data/originals/")
    }
    assert {Path(p).name for p in manifest if "/originals/" not in p} == {
        "catalogue.sqlite", "opis.toml",
    }  # fmt: skip
    octets = sum(p.stat().st_size for p in (whole / "data").rglob("*") if p.is_file())
    assert f"Payload-Oxum: {octets}.{len(manifest)}\n" in (whole / "bag-info.txt").read_text()
    assert (whole / "bagit.txt").read_text() == (
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )


def test_nobody_else_may_look_into_it(whole: Path) -> None:
    modes = {p.is_dir(): p.stat().st_mode & 0o777 for p in [whole, *whole.rglob("*")]}
    assert modes == {True: 0o700, False: 0o600}


def test_it_counts_what_it_holds(collection: Collection, tmp_path: Path) -> None:
    originals = len(files(collection.originals))
    made = back_up(collection, tmp_path / "a" / "backup")
    size = sum(p.stat().st_size for p in (made.path / "data").rglob("*") if p.is_file())
    assert made == Backup(tmp_path / "a" / "backup", originals, originals, size, ())


def test_a_second_backup_copies_what_is_new(collection: Collection, copy: Path) -> None:
    before = bag.read(copy)
    with collection.catalogue() as database:
        database.change("UPDATE serial SET value = 999")
    made = back_up(collection, copy)
    after = bag.read(copy)
    assert made.copied == 0
    assert before.keys() & after.keys() == {p for p in after if p.startswith("data/originals/")}
    assert files(copy / "data") == {p.removeprefix("data/"): d for p, d in after.items()}
    assert rows(restore(copy, copy.with_name("restored")).collection)["serial"] == [(999,)]


def test_what_others_are_writing_is_left_out_whole(collection: Collection, tmp_path: Path) -> None:
    before = rows(collection)
    with collection.catalogue() as other, other.transaction():
        other.change("UPDATE documents SET title = 'half a change'")
        back_up(collection, tmp_path / "backup")
    assert rows(restore(tmp_path / "backup", tmp_path / "restored").collection) == before


def test_one_that_was_cut_off_is_none(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(backing.bag, "write", cut_off)
        back_up(collection, tmp_path / "backup")
    with pytest.raises(BadUse, match="never finished"):
        restore(tmp_path / "backup", tmp_path / "restored")
    made = back_up(collection, tmp_path / "backup")
    assert (made.copied, made.originals) == (0, len(files(collection.originals)))
    assert rows(restore(made.path, tmp_path / "restored").collection) == rows(collection)


def test_the_next_one_cut_off_leaves_it_as_it_was(
    collection: Collection, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(collection)
    with collection.catalogue() as database:
        database.change("UPDATE serial SET value = 999")
    monkeypatch.setattr(backing.bag, "write", cut_off)
    with pytest.raises(KeyboardInterrupt):
        back_up(collection, copy)
    assert rows(restore(copy, copy.with_name("restored")).collection) == before


def test_what_the_collection_has_lost_is_named(collection: Collection, tmp_path: Path) -> None:
    lost = one(collection)
    place(collection.originals, lost).unlink()
    made = back_up(collection, tmp_path / "backup")
    assert made.missing == (lost,)
    restored = restore(made.path, tmp_path / "restored")
    assert restored.missing == (lost,)
    assert files(restored.collection.originals) == files(collection.originals)


def test_what_the_collection_has_lost_is_in_the_earlier_backup(
    collection: Collection, copy: Path
) -> None:
    lost = place(collection.originals, one(collection))
    lost.chmod(0o600)
    lost.write_bytes(b"?" * lost.stat().st_size)
    assert back_up(collection, copy).missing == ()


def test_a_damaged_catalogue_takes_no_backups_place(collection: Collection, copy: Path) -> None:
    catalogue = collection.path / "catalogue.sqlite"
    with catalogue.open("r+b") as file:
        file.seek(catalogue.stat().st_size // 2 // 4096 * 4096)
        file.write(os.urandom(4096))
    with pytest.raises((InputFailed, BadUse), match="damaged"):
        back_up(collection, copy)
    assert restore(copy, copy.with_name("restored")).missing == ()


def test_a_full_disk(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadUse, match="disk is full"):
        back_up(collection, tmp_path / "backup")


def in_the_collection(collection: Collection, _: Path) -> Path:
    return collection.path / "log" / "backup"


def with_other_things(_: Collection, folder: Path) -> Path:
    folder.mkdir()
    (folder / "отчёт.doc").touch()
    return folder


def a_file(_: Collection, folder: Path) -> Path:
    folder.touch()
    return folder


def of_another_collection(_: Collection, folder: Path) -> Path:
    other = create_collection(folder.with_name("other"))
    scan = folder.with_name("скан.txt")
    scan.write_text("лагерь")
    keep(other.originals, scan, digest(scan))
    with other.catalogue() as database:
        enter_original(database, Original(digest(scan), "text/plain", scan.stat().st_size, 1))
    return back_up(other, folder).path


@pytest.mark.parametrize(
    ("where", "why"),
    [
        (in_the_collection, "lies in the collection"),
        (with_other_things, "holds other things"),
        (a_file, "holds other things"),
        (of_another_collection, "of another collection"),
    ],
)
def test_where_no_backup_may_go(
    collection: Collection,
    tmp_path: Path,
    where: Callable[[Collection, Path], Path],
    why: str,
) -> None:
    folder = where(collection, tmp_path / "there")
    before = files(folder)
    with pytest.raises(BadUse, match=why):
        back_up(collection, folder)
    assert {p: d for p, d in files(folder).items() if "/20" not in p} == {
        p: d for p, d in before.items() if "/20" not in p
    }


def test_two_at_once_do_not_write_over_each_other(collection: Collection, copy: Path) -> None:
    handle = os.open(copy, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(Busy, match="Another backup"):
        back_up(collection, copy)
    os.close(handle)


# restoring


def test_what_is_restored_is_what_was_there(
    archive: Collection, whole: Path, tmp_path: Path
) -> None:
    restored = restore(whole, tmp_path / "new" / "collection")
    assert rows(restored.collection) == rows(archive)
    assert files(restored.collection.originals) == files(archive.originals)
    assert (restored.collection.path / "opis.toml").read_text() == (
        archive.path / "opis.toml"
    ).read_text()
    assert not (restored.collection.path / "thesaurus.yaml").exists()
    assert {p.stat().st_mode & 0o777 for p in restored.collection.originals.rglob("*")} == {
        0o755 & ~_umask(), 0o444,
    }  # fmt: skip
    assert not (restored.collection.path / RESTORING).exists()


def test_what_a_collection_adds_to_the_thesaurus_comes_along(
    collection: Collection, tmp_path: Path
) -> None:
    own = b"- {id: camp-pow-45, hide: true} # \xff"  # whatever it is: nothing is lost
    (collection.path / "thesaurus.yaml").write_bytes(own)
    backup = back_up(collection, tmp_path / "backup").path
    restored = restore(backup, tmp_path / "restored").collection
    assert (restored.path / "thesaurus.yaml").read_bytes() == own


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_what_processes_were_at_is_free(collection: Collection, tmp_path: Path) -> None:
    with collection.catalogue() as database:
        database.change("UPDATE pages SET state = 'waiting', lease = 'somebody'")
    back_up(collection, tmp_path / "backup")
    pages = rows(restore(tmp_path / "backup", tmp_path / "restored").collection)["pages"]
    assert not any("somebody" in page for page in pages)


def altered(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def original(copy: Path) -> Path:
    return min(p for p in (copy / "data/originals").rglob("*") if p.is_file())


def state(copy: Path, name: str) -> Path:
    (path,) = (copy / "data").glob(f"2*/{name}")
    return path


def relisted(copy: Path, change: Callable[[str], str]) -> None:
    """Write the manifest anew, ``change`` being applied to each of its lines."""
    manifest = copy / "manifest-sha256.txt"
    lines = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(map(change, lines)))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda c: altered(original(c)), "data/originals/"),
        (lambda c: original(c).unlink(), "data/originals/"),
        (lambda c: altered(state(c, "catalogue.sqlite")), "catalogue.sqlite"),
        (lambda c: state(c, "catalogue.sqlite").unlink(), "catalogue.sqlite"),
        (lambda c: altered(state(c, "opis.toml")), "opis.toml"),
        (lambda c: (c / "bagit.txt").unlink(), "no backup, or one that was never finished"),
        (lambda c: (c / "manifest-sha256.txt").unlink(), "no backup"),
        (lambda c: (c / "manifest-sha256.txt").write_bytes(b"\xff\xfe"), "manifest-sha256.txt"),
        (lambda c: relisted(c, lambda line: "f" * 64 + line[64:]), "data/"),
        (lambda c: relisted(c, lambda line: line * ("originals" not in line)), "data/originals/"),
        (lambda c: relisted(c, lambda line: line * ("catalogue" not in line)), "no catalogue"),
        (lambda c: relisted(c, lambda line: line.replace("data/", "data/../")), "manifest"),
        (lambda c: relisted(c, lambda line: line.replace("data/", "/data/")), "manifest"),
    ],
)
def test_a_damaged_backup_restores_nothing(
    copy: Path, harm: Callable[[Path], object], said: str, tmp_path: Path
) -> None:
    harm(copy)
    with pytest.raises(OpisError, match=said):
        restore(copy, tmp_path / "restored")
    assert not any((tmp_path / "restored").glob("*"))


def test_a_backup_of_a_newer_opis(collection: Collection, tmp_path: Path) -> None:
    back_up(collection, tmp_path / "backup")
    catalogue = state(tmp_path / "backup", "catalogue.sqlite")
    before = digest(catalogue)
    newer = Database(catalogue)
    newer.change("PRAGMA user_version = 9999")
    newer.close()
    relisted(tmp_path / "backup", lambda line: line.replace(before, digest(catalogue)))
    with pytest.raises(Busy, match="newer Opis"):
        restore(tmp_path / "backup", tmp_path / "restored")
    assert not any((tmp_path / "restored").iterdir())


def test_nothing_is_restored_over_anything(collection: Collection, whole: Path) -> None:
    before = files(collection.path)
    for folder in (collection.path, collection.originals):
        with pytest.raises(BadUse, match="not empty"):
            restore(whole, folder)
    assert files(collection.path).items() >= before.items()
    with pytest.raises(BadUse, match="lies in the backup"):
        restore(whole, whole / "data" / "new")


def test_a_restore_goes_on_where_it_was_cut_off(
    archive: Collection, whole: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "restored"

    def in_the_middle(_step: str, done: int, total: int, _name: str) -> None:
        if done == total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(whole, folder, in_the_middle)
    for opening in (open_collection, create_collection):
        with pytest.raises(Busy, match="is being restored") as refused:
            opening(folder)
        assert refused.value.exit_code == 4
    kept = {p: p.stat().st_mtime_ns for p in (folder / "originals").rglob("*") if p.is_file()}
    assert 0 < len(kept) < len(files(archive.originals))
    assert rows(restore(whole, folder).collection) == rows(archive)
    assert {p: p.stat().st_mtime_ns for p in kept} == kept


def test_one_restore_at_a_time(whole: Path, tmp_path: Path) -> None:
    with (tmp_path / RESTORING).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy, match="Another backup is being restored"):
            restore(whole, tmp_path)
