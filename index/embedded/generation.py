"""Generations of the index: folders that are built aside, swapped in and thrown away.

``index/0003/`` holds a Whoosh index, ``opis.json`` (which versions made it; read before anything
else, since Whoosh's own files are pickles); each commit says how much of the catalogue it has seen.
The highest number with a sentinel that fits is the current one; a folder whose name ends in
``.building`` is not finished; the next build goes on with it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from whoosh.index import FileIndex

from corpus.errors import EngineFailed
from corpus.messages import N_
from index.analysis.positions import ANALYSIS_VERSION
from index.embedded import committing
from index.embedded.committing import Writer
from index.embedded.facts import Facts
from index.embedded.schema import SCHEMA_VERSION

log = logging.getLogger(__name__)

#: what a sentinel must say for this program to use the generation
SENTINEL = {"engine": "whoosh", "schema": SCHEMA_VERSION, "analysis": ANALYSIS_VERSION}
_UNFINISHED = ".building"
#: what each folder says of itself
_SENTINEL = "opis.json"
#: what Whoosh calls the index within its folder
INDEX = "MAIN"
#: what Whoosh calls the table of contents of a commit
_CONTENTS = re.compile(rf"_{INDEX}_(\d+)\.toc")


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished generation on disk."""

    path: Path

    @property
    def name(self) -> str:
        """Its number as the folder bears it."""
        return self.path.name

    def names(self) -> str:
        """By which rules and thesaurus names were found; see :func:`begin`."""
        return str(_read(self.path / _SENTINEL).get("names", ""))

    def serial(self) -> int:
        """How much of the catalogue it has seen: the serial of the newest change in it.

        Raises:
            EngineFailed: its contents are damaged.

        """
        try:
            return committing.serial_of(self.open()._read_toc())
        except Exception as reason:  # whatever Whoosh makes of damaged files
            raise unreadable(reason) from reason

    def commit(self) -> int:
        """Whoosh's number of its newest commit, -1 where there is none."""
        names = os.listdir(self.path)  # noqa: PTH208 - asked with every query
        numbers = map(_CONTENTS.fullmatch, names)
        return max((int(number[1]) for number in numbers if number), default=-1)

    def open(self) -> FileIndex:
        """The Whoosh index."""
        return committing.opened(self.path)

    def stored(self) -> list[Facts]:
        """The facts of all live pages, from files that are as they were written.

        Raises :class:`index.embedded.arrayfile.DamagedArrays`.
        """
        return committing.stored(self.path)

    def writer(self) -> Writer:
        """A writer of pages; call it while the index is held."""
        return Writer(self.path)


def current(folder: Path) -> Generation | None:
    """The newest generation that this program can read, or None."""
    finished, before = _finished(folder), None
    while finished != before:  # while it was looked for, another may have taken its place
        for name in sorted(finished, key=int, reverse=True):
            sentinel = f"{folder}/{name}/{_SENTINEL}"
            with suppress(OSError):
                about = os.stat(sentinel)  # noqa: PTH116 - asked with every query
                if _is_ours(sentinel, about.st_ino, about.st_mtime_ns):
                    return Generation(folder / name)
        finished, before = _finished(folder), finished
    return None


@lru_cache(maxsize=8)
def _is_ours(sentinel: str, inode: int, written: int) -> bool:
    """Whether a sentinel is ours; it is read again only if it is another file or was written to."""
    return _fits(_read(Path(sentinel)))


def _fits(said: dict[str, object]) -> bool:
    return {key: said.get(key) for key in SENTINEL} == SENTINEL


def is_foreign(folder: Path) -> bool:
    """Whether there are generations, and another version of Opis has made them all."""
    return current(folder) is None and bool(_finished(folder))


def _finished(folder: Path) -> set[str]:
    with suppress(FileNotFoundError):
        return {*filter(str.isdecimal, os.listdir(folder))}  # noqa: PTH208 - asked with every query
    return set()


def under_way(folder: Path) -> Generation | None:
    """The generation that is being built, or that the next build goes on with."""
    paths = sorted(folder.glob(f"*{_UNFINISHED}")) if folder.is_dir() else []
    return Generation(paths[-1]) if paths else None


def begin(folder: Path, newest: int = 0, names: str = "") -> Generation:
    """An unfinished generation after all others; call it while it is held for building.

    One that was cut off goes on, if its files are whole and it has seen no more than ``newest``;
    else it is an empty one. ``names`` says by which rules and thesaurus names are found in it: one
    that says otherwise is begun anew, but answers as well.
    """
    numbers = [int(p.name) for p in folder.iterdir() if p.name.isdecimal()]
    path = folder / f"{max(numbers, default=0) + 1:04d}{_UNFINISHED}"
    if not _goes_on(path, newest, names):
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700)
        committing.create(path)
        said = json.dumps(SENTINEL | {"names": names})
        (path / _SENTINEL).write_text(said, encoding="utf-8")
    return Generation(path)


def _goes_on(path: Path, newest: int, names: str) -> bool:
    if _read(path / _SENTINEL) != SENTINEL | {"names": names}:
        return False
    try:
        committing.verify(path)
        return Generation(path).serial() <= newest
    except Exception as reason:  # whatever comes of damaged files
        log.info("%s is begun anew: %s", path.name, reason)
        return False


def finish(built: Generation) -> Generation:
    """Swap an unfinished generation in and remove the older ones; call it while all is held."""
    target = built.path.with_name(built.path.name.removesuffix(_UNFINISHED))
    built.path.rename(target)
    for path in target.parent.iterdir():
        if path != target and path.name.removesuffix(_UNFINISHED).isdecimal():
            shutil.rmtree(path, ignore_errors=True)
    return Generation(target)


def unreadable(reason: Exception) -> EngineFailed:
    """The error that says that damaged files were met, and what to do."""
    return EngineFailed(
        N_("The index cannot be read ({reason})."),
        remedy=N_("Build it anew: opis index build"),
        reason=f"{type(reason).__name__}: {reason}",
    )


def _read(path: Path) -> dict[str, object]:
    with suppress(OSError, ValueError, RecursionError):
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, dict):
            return content
    return {}
