"""Backing up: catalogue, settings and originals as a bag (:mod:`corpus.bag`) in another folder.

::

    data/originals/ab/cdef…               as in the collection
    data/20261125T130000Z-…/              a state: catalogue.sqlite, opis.toml, thesaurus.yaml

The catalogue is copied first, at one moment, while others may go on writing; originals never change
and are there before the catalogue names them. A second backup to the same place copies what is new
and a new state; until its manifest is in place, the backup is what it was before.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

from corpus import bag, disk
from corpus.catalogue import Database, now
from corpus.collection import HAND_WRITTEN, Collection
from corpus.errors import BadUse, Busy, InputFailed
from corpus.messages import N_
from corpus.originals import digest, place, put
from corpus.progress import Progress, silent

ORIGINALS = f"{bag.PAYLOAD}/originals"
CATALOGUE = "catalogue.sqlite"
#: originals that were missing or damaged when the backup was made, one SHA-256 a line
MISSING = "missing.txt"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: originals, of which ``copied`` are new, and ``size`` bytes in all.

    ``missing`` are the originals (SHA-256) that the collection itself lacks or has damaged.
    """

    path: Path
    originals: int
    copied: int
    size: int
    missing: tuple[str, ...]


def back_up(collection: Collection, folder: Path, progress: Progress = silent) -> Backup:
    """Back a collection up into ``folder``, which is new, empty or holds an earlier backup of it.

    Raises:
        BadUse: the folder lies in the collection, holds other things, cannot be written, or the
            disk is full; what was copied is used by the next backup.
        Busy: another backup to the same folder is running.

    """
    _check(collection, folder)
    with disk.writing(folder):
        for made in (folder, folder / bag.PAYLOAD, folder / ORIGINALS):
            made.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(folder):
            disk.sweep(folder)
            before = bag.read(folder) if bag.is_bag(folder) else {}
            return _backed_up(collection, folder, before, progress)


def _check(collection: Collection, folder: Path) -> None:
    if folder.resolve().is_relative_to(collection.path.resolve()):
        raise BadUse(
            N_("«{folder}» lies in the collection itself."),
            remedy=N_("Name a folder elsewhere, best on another disk."),
            folder=folder,
        )
    if folder.exists() and not (folder.is_dir() and all(map(_may_be_ours, folder.iterdir()))):
        raise BadUse(
            N_("«{folder}» holds other things than a backup."),
            remedy=N_("Name a new folder, an empty one, or that of an earlier backup."),
            folder=folder,
        )


def _may_be_ours(path: Path) -> bool:
    return path.name in bag.NAMES or path.name.startswith(disk.UNFINISHED)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder as long as the block runs; a process that dies lets go."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as reason:
        raise Busy(
            N_("Another backup is being written in «{folder}»."),
            remedy=N_("Wait for it to end."),
            folder=folder,
        ) from reason
    except OSError:  # a network drive that has no locks: whoever uses it sees to it
        pass
    try:
        yield
    finally:
        os.close(handle)


def _backed_up(
    collection: Collection, folder: Path, before: bag.Manifest, progress: Progress
) -> Backup:
    state = Path(mkdtemp(prefix=f"{now().translate(_NO_SIGNS)}-", dir=folder / bag.PAYLOAD))
    with collection.catalogue() as database:
        (state / CATALOGUE).touch(bag.MODE)
        database.copy_to(state / CATALOGUE)
    for written in (collection.path / name for name in HAND_WRITTEN):
        if written.exists():
            bag.put(state / written.name, written.read_bytes())
    made = seal(collection, folder, state, before, progress)
    for path in (folder / bag.PAYLOAD).iterdir():
        if path not in {state, folder / ORIGINALS}:
            shutil.rmtree(path)
    return made


def seal(
    collection: Collection,
    folder: Path,
    state: Path,
    before: bag.Manifest,
    progress: Progress = silent,
) -> Backup:
    """Make a bag of ``folder``: the originals of the catalogue in ``state``, and what lies there.

    ``before`` is the manifest of the bag that ``folder`` has been.

    Raises:
        InputFailed: the catalogue is damaged.
        BadUse: the bag was that of another collection, or the disk is full.

    """
    sizes = _originals(state / CATALOGUE)
    _check_whose(folder, before, sizes)
    copied, missing = _copied(collection, folder, before, sizes, progress)
    if missing:
        bag.put(state / MISSING, "".join(f"{sha256}\n" for sha256 in missing))
    kept = {sha256: size for sha256, size in sizes.items() if sha256 not in missing}
    manifest = {entry_of(sha256): sha256 for sha256 in kept}
    size = sum(kept.values())
    for path in (path for path in state.rglob("*") if path.is_file()):
        manifest[path.relative_to(folder).as_posix()] = digest(path)
        size += path.stat().st_size
    bag.write(folder, manifest, f"opis {version('opis')}", now()[:10], size)
    return Backup(folder, len(kept), copied, size, missing)


_NO_SIGNS = str.maketrans("", "", "-:")


def _originals(catalogue: Path) -> dict[str, int]:
    """The originals of a copied catalogue: SHA-256 and size in bytes."""
    with closing(Database(catalogue)) as database:
        if database.faults():
            raise InputFailed(
                N_("The catalogue is damaged; the backup stays as it was."),
                remedy=N_("See what can be mended: opis check"),
            )
        return sizes_of(database)


def sizes_of(database: Database) -> dict[str, int]:
    """The originals that a catalogue knows: SHA-256 and size in bytes."""
    rows = database.rows("SELECT sha256, size FROM originals ORDER BY sha256")
    return {row["sha256"]: row["size"] for row in rows}


def entry_of(sha256: str) -> str:
    """The path of an original within a backup."""
    return place(Path(ORIGINALS), sha256).as_posix()


def _check_whose(folder: Path, before: bag.Manifest, sizes: dict[str, int]) -> None:
    """Raise where the backup is another collection's: no original is in both."""
    theirs = {digest for path, digest in before.items() if path.startswith(ORIGINALS)}
    if theirs and theirs.isdisjoint(sizes):
        raise BadUse(
            N_("«{folder}» holds the backup of another collection."),
            remedy=N_("Name another folder for this one."),
            folder=folder,
        )


def _copied(
    collection: Collection,
    folder: Path,
    before: bag.Manifest,
    sizes: dict[str, int],
    progress: Progress,
) -> tuple[int, tuple[str, ...]]:
    """Copy the originals that the backup lacks; how many, and which could not be copied."""
    copied, missing = 0, []
    for count, (sha256, size) in enumerate(sizes.items(), 1):
        target = place(folder / ORIGINALS, sha256)
        if not _has(target, sha256, size, known=entry_of(sha256) in before):
            target.parent.mkdir(exist_ok=True, mode=0o700)
            try:
                put(target, place(collection.originals, sha256), sha256, bag.MODE)
                copied += 1
            except InputFailed:
                missing.append(sha256)
        progress(N_("backing up"), count, len(sizes), sha256[:12])
    return copied, tuple(missing)


def _has(target: Path, sha256: str, size: int, *, known: bool) -> bool:
    """Whether an original is in the backup; what was cut off is read, what is ``known`` is not."""
    there = target.exists() and target.stat().st_size == size
    return there and (known or digest(target) == sha256)
