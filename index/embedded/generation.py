"""Generations of the index: folders that are built aside, swapped in and thrown away.

``index/0003/`` holds a Whoosh index, ``opis.json`` (which versions made it; read before anything
else, since Whoosh's own files are pickles); each commit says how much of the catalogue it has seen.
The highest number with a sentinel that fits is the current one; a folder whose name ends in
``.building`` is not finished and is removed by the next build.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from whoosh.index import TOC, FileIndex

from index.analysis.positions import ANALYSIS_VERSION
from index.embedded import committing
from index.embedded.committing import Storage, Writer
from index.embedded.facts import Facts
from index.embedded.schema import SCHEMA_VERSION

#: what a sentinel must say for this program to use the generation
SENTINEL = {"engine": "whoosh", "schema": SCHEMA_VERSION, "analysis": ANALYSIS_VERSION}
_UNFINISHED = ".building"
#: what Whoosh calls the index within its folder
INDEX = "MAIN"


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished generation on disk."""

    path: Path

    @property
    def name(self) -> str:
        """Its number as the folder bears it."""
        return self.path.name

    def serial(self) -> int:
        """How much of the catalogue it has seen: the serial of the newest change in it."""
        return committing.serial_of(self.open()._read_toc())

    def commit(self) -> int:
        """Whoosh's number of its newest commit, -1 where there is none."""
        return int(TOC._latest_generation(Storage(str(self.path)), INDEX))

    def open(self) -> FileIndex:
        """The Whoosh index."""
        return committing.opened(self.path)

    def stored(self) -> list[Facts]:
        """The facts of all live pages, from files that are as they were written.

        Raises :class:`index.embedded.arrayfile.DamagedArrays`.
        """
        return committing.stored(self.path)

    def writer(self) -> Writer:
        """A writer of pages; call it while :func:`writing`."""
        return Writer(self.path)


def current(folder: Path) -> Generation | None:
    """The newest generation that this program can read, or None."""
    for path in sorted(_finished(folder), key=lambda path: int(path.name), reverse=True):
        if _read(path / "opis.json") == SENTINEL:
            return Generation(path)
    return None


def is_foreign(folder: Path) -> bool:
    """Whether there are generations, and another version of Opis has made them all."""
    return current(folder) is None and bool(_finished(folder))


def _finished(folder: Path) -> list[Path]:
    return [p for p in folder.iterdir() if p.name.isdecimal()] if folder.is_dir() else []


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the index for writing, waiting for whoever holds it; a process that dies lets go."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "writing.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def begin(folder: Path) -> Generation:
    """Make an empty unfinished generation after all others; call it while :func:`writing`."""
    numbers = [int(p.name) for p in folder.iterdir() if p.name.isdecimal()]
    path = folder / f"{max(numbers, default=0) + 1:04d}{_UNFINISHED}"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)
    committing.create(path)
    return Generation(path)


def finish(built: Generation) -> Generation:
    """Swap an unfinished generation in and remove the older ones."""
    (built.path / "opis.json").write_text(json.dumps(SENTINEL), encoding="utf-8")
    target = built.path.with_name(built.path.name.removesuffix(_UNFINISHED))
    built.path.rename(target)
    for path in target.parent.iterdir():
        if path != target and path.name.removesuffix(_UNFINISHED).isdecimal():
            shutil.rmtree(path, ignore_errors=True)
    return Generation(target)


def _read(path: Path) -> dict[str, object]:
    with suppress(OSError, ValueError, RecursionError):
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, dict):
            return content
    return {}
