"""Holding the index: one process writes at a time, the others wait and are told who it is.

The lock is the system's (flock): it ends with the process, however that ends. What stands in the
file is only for people.
"""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.catalogue.database import now
from corpus.errors import EngineFailed
from corpus.messages import N_

#: seconds for which a process waits for another, and between two tries
PATIENCE, _RETRY = 30.0, 0.02


class IndexHeld(EngineFailed):
    """Another process writes the index, and did not end while this one waited."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the generation that answers: commit to it, or put another in its place.

    Raises:
        IndexHeld: another process has held it for longer than :data:`PATIENCE`.

    """
    with _held(folder / "writing.lock"):
        yield


@contextmanager
def building(folder: Path) -> Iterator[None]:
    """Hold the generation that is built beside; the other may be written meanwhile.

    Whoever holds both has taken this one first. Raises as :func:`writing` does.
    """
    with _held(folder / "building.lock"):
        yield


@contextmanager
def _held(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+", encoding="utf-8") as lock:
        _take(lock)
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n{socket.gethostname()}\n{now()}\n")
        lock.flush()
        yield


def _take(lock: IO[str]) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise _told(lock) from None
            time.sleep(_RETRY)
        else:
            return


def _told(lock: IO[str]) -> IndexHeld:
    lock.seek(0)
    process, machine, since, *_ = *lock.read().split("\n"), "?", "?", "?"
    return IndexHeld(
        N_("Process {process} on {machine} has been writing the index since {since}."),
        remedy=N_("Wait for it to end, then run the same command again; nothing is lost."),
        process=process,
        machine=machine,
        since=since,
    )
