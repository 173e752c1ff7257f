"""Restoring: from a backup (:mod:`corpus.backup`) to a collection in a new folder.

Every checksum is verified while it is copied, and the catalogue is put in its place last, so that
there is no collection until all of it is there. Until then ``.restoring`` stands in the folder:
whoever opens a collection there is told so, and a restore that was cut off may go on there.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus import bag, disk
from corpus.backup import CATALOGUE, MISSING, entry_of, sizes_of
from corpus.catalogue import Database
from corpus.collection import HAND_WRITTEN, RESTORING, Collection, furnish, open_collection
from corpus.errors import BadUse, Busy, InputFailed
from corpus.messages import N_
from corpus.originals import place, put
from corpus.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Restored:
    """A collection that was restored, its number of originals, and those the backup lacks."""

    collection: Collection
    originals: int
    missing: tuple[str, ...]


def restore(backup: Path, folder: Path, progress: Progress = silent) -> Restored:
    """Restore a backup into ``folder``, which is new or empty, or where a restore was cut off.

    Its index is not in the backup and has to be built.

    Raises:
        InputFailed: the backup is damaged; nothing of it is left in ``folder``.
        BadUse: there is no backup, or ``folder`` holds something, cannot be written, or its disk
            is full.
        Busy: the backup was made by a newer Opis, or another restore is running in ``folder``.

    """
    manifest = bag.read(backup)
    if folder.resolve().is_relative_to(backup.resolve()):
        raise BadUse(
            N_("The folder «{folder}» lies in the backup."),
            remedy=N_("Name a new folder elsewhere with --collection."),
            folder=folder,
        )
    with disk.writing(folder), _taken(folder):
        try:
            originals, missing = _restored(backup, manifest, folder, progress)
        except (InputFailed, Busy):  # going on would not help
            _clear(folder)
            raise
    return Restored(open_collection(folder), originals, missing)


@contextmanager
def _taken(folder: Path) -> Iterator[None]:
    """Hold the folder for a restore. The mark stays where the block was cut off."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / RESTORING
    if not mark.exists() and any(folder.iterdir()):
        raise BadUse(
            N_("The folder «{folder}» is not empty."),
            remedy=N_("Name a new folder with --collection; nothing was changed."),
            folder=folder,
        )
    with mark.open("a") as lock:
        busy = Busy(
            N_("Another backup is being restored into «{folder}»."),
            remedy=N_("Wait for it to end."),
            folder=folder,
        )
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as reason:
            raise busy from reason
        if not mark.exists():  # it has just ended
            raise busy
        yield
        mark.unlink()


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _restored(
    backup: Path, manifest: bag.Manifest, folder: Path, progress: Progress
) -> tuple[int, tuple[str, ...]]:
    """Copy everything, the catalogue's place last; how many originals, and which are missing."""
    disk.sweep(folder)
    state = _state(manifest)
    if CATALOGUE not in state:
        raise InputFailed(
            N_("There is no catalogue in «{folder}»: it is no backup of a collection."),
            remedy=N_("Name the folder that «opis backup» wrote."),
            folder=backup,
        )
    prepared = folder / f"{CATALOGUE}.new"
    for path in folder.glob(f"{prepared.name}*"):  # SQLite's own files, too, of one cut off
        path.unlink()
    _copy(backup, manifest, state[CATALOGUE], prepared, 0o600)
    with closing(Database.open(prepared, keep_older=False)) as database:
        if database.faults():
            raise _damaged(state[CATALOGUE])
        _end_leases(database)
        wanted = sizes_of(database)
    furnish(folder)
    for name in HAND_WRITTEN:
        if name in state:
            _copy(backup, manifest, state[name], folder / name, 0o600)
    missing = {*_lacking(backup, manifest, state)}
    for count, sha256 in enumerate(wanted, 1):
        entry = entry_of(sha256)
        if manifest.get(entry) != sha256 and sha256 not in missing:
            raise _damaged(entry)
        if sha256 not in missing and not place(folder / "originals", sha256).exists():
            _copy(backup, manifest, entry, place(folder / "originals", sha256), 0o444)
        progress(N_("restoring"), count, len(wanted), sha256[:12])
    prepared.replace(folder / CATALOGUE)
    return len(wanted) - len(missing), tuple(sorted(missing))


def _state(manifest: bag.Manifest) -> dict[str, str]:
    """The files beside the catalogue, which is in one folder below the payload, by their names."""
    for entry in map(PurePosixPath, manifest):
        if entry.name == CATALOGUE and len(entry.parts) == 3:
            beside = (one for one in map(PurePosixPath, manifest) if one.parent == entry.parent)
            return {one.name: str(one) for one in beside}
    return {}


def _lacking(backup: Path, manifest: bag.Manifest, state: dict[str, str]) -> list[str]:
    """The originals that the collection had lost before the backup."""
    if MISSING not in state:
        return []
    try:
        listed = (backup / state[MISSING]).read_bytes()
    except OSError as reason:
        raise _damaged(state[MISSING]) from reason
    if hashlib.sha256(listed).hexdigest() != manifest[state[MISSING]]:
        raise _damaged(state[MISSING])
    return listed.decode().split()


def _copy(backup: Path, manifest: bag.Manifest, entry: str, target: Path, mode: int) -> None:
    """Copy a file of the backup and verify its checksum."""
    try:
        put(target, backup / entry, manifest[entry], mode)
    except InputFailed as reason:
        raise _damaged(entry) from reason


def _damaged(entry: str) -> InputFailed:
    return InputFailed(
        N_("The backup is damaged: «{file}» is missing or is not what was backed up."),
        remedy=N_("Take another copy of the backup; nothing was restored."),
        file=entry,
    )


def _end_leases(database: Database) -> None:
    """What processes were at when the backup was made is free for others."""
    database.change("UPDATE pages SET lease = ''")
    database.change("UPDATE jobs SET lease = ''")
