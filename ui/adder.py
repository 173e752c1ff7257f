"""The adder: adding in a process of its own, which goes on when browsers and pages have gone.

It is the one that the pages start; ``opis add`` and ``opis watch`` may run beside it. In the folder
of logs of the collection

===============  ==================================================================================
``adding.lock``  is locked as long as it lives: nothing is left behind by one that was killed
``adding.json``  says what is wanted: to go on (``on``), to rest (``paused``), or why it cannot go
                 on (``stuck``); it is gone when everything is done
``adding.log``   what it said
===============  ==================================================================================

What is to be added stands in the catalogue, so that it can be ended at any instant.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import index
from corpus import jobs, queue
from corpus.collection import Collection, open_collection
from corpus.disk import fresh
from corpus.errors import OpisError
from corpus.messages import N_, Message

#: how much the adder yields to the pages and to searches
NICENESS = 10

BUG = N_("Opis has made a mistake ({error}).")
_REPORT = N_("What was taken in is safe. Go on; if it stays so, report it with «{log}».")


class Wish(StrEnum):
    """What is wanted of the adder."""

    NOTHING = "nothing"
    ON = "on"
    PAUSED = "paused"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class State:
    """What is wanted and for how many seconds, whether it is at work, why it is stuck if it is."""

    wish: Wish
    at_work: bool
    seconds: float = 0.0
    why: Message | None = None
    remedy: Message | None = None


def state(collection: Collection) -> State:
    """How the adder of a collection stands."""
    at_work = False
    with _locked(collection) as ours:
        at_work = not ours
    return _read(collection, at_work=at_work)


def start(collection: Collection) -> None:
    """Have everything added that was ordered or left behind; it goes on until it is done."""
    _want(collection, Wish.ON)
    collection.log.mkdir(exist_ok=True, mode=0o700)
    with (collection.log / "adding.log").open("ab") as said:
        subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "ui.adder", str(collection.path)],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,  # it outlives the pages
        )


def go_on(collection: Collection) -> None:
    """Start again what was cut off, if anything was; called when the pages are opened.

    An index that has not seen all of the catalogue, or that another version of Opis has made, is
    brought up to it too: adding ends with that.
    """
    wish = state(collection).wish
    if wish is Wish.ON or (wish is Wish.NOTHING and not index.info(collection).current):
        start(collection)


def pause(collection: Collection) -> None:
    """Have it end after the pages that are under way, until it is started again."""
    _want(collection, Wish.PAUSED)


def left_behind(collection: Collection) -> bool:
    """Whether there is something to be added that no process is at."""
    with collection.catalogue() as database:
        return bool(jobs.left_behind(database)) or queue.left_behind(database)


def main(folder: Path) -> None:
    """Add whatever waits; ends at once where another adder is at it."""
    os.nice(NICENESS)
    collection = open_collection(folder)
    while True:
        with _locked(collection) as ours:
            if not ours:
                return
            _work(collection)
        # What was ordered just before the lock was given back, nobody else has begun.
        if _read(collection).wish is not Wish.ON or not left_behind(collection):
            return


def _work(collection: Collection) -> None:
    """Add until nothing is left behind, or it is not wanted any more."""
    import ingest

    def stop() -> bool:
        return _read(collection).wish is not Wish.ON or _ordered(collection)

    try:
        while _read(collection).wish is Wish.ON:
            if ingest.add(collection, (), stop=stop).stopped:
                continue
            _want(collection, Wish.NOTHING)
            if _ordered(collection):  # since then, by somebody whose wish this was written over
                _want(collection, Wish.ON)
    except OpisError as trouble:
        _want(collection, Wish.STUCK, trouble.what, trouble.remedy)
    except Exception as bug:
        remedy = Message(_REPORT, {"log": str(collection.log / "adding.log")})
        _want(collection, Wish.STUCK, Message(BUG, {"error": type(bug).__name__}), remedy)
        raise


def _ordered(collection: Collection) -> bool:
    """Whether somebody has ordered something that no process is at: it is taken in first."""
    with collection.catalogue() as database:
        return bool(jobs.left_behind(database))


def _read(collection: Collection, *, at_work: bool = False) -> State:
    try:
        path = collection.log / "adding.json"
        said = json.loads(path.read_text(encoding="utf-8"))
        seconds = time.time() - path.stat().st_mtime
        why, remedy = (Message.from_json(m) if m else None for m in (said["why"], said["remedy"]))
        return State(Wish(said["wish"]), at_work, seconds, why, remedy)
    except FileNotFoundError:
        return State(Wish.NOTHING, at_work)


def _want(
    collection: Collection, wish: Wish, why: Message | None = None, remedy: Message | None = None
) -> None:
    path = collection.log / "adding.json"
    if wish is Wish.NOTHING:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(exist_ok=True, mode=0o700)
    said = {
        "wish": wish,
        "why": why.to_json() if why else "",
        "remedy": remedy.to_json() if remedy else "",
    }
    with fresh(path, 0o600) as file:
        file.write(json.dumps(said, ensure_ascii=False).encode())


@contextmanager
def _locked(collection: Collection) -> Iterator[bool]:
    """Give whether the lock is ours; it is given back with the block, or with our life."""
    collection.log.mkdir(exist_ok=True, mode=0o700)
    with (collection.log / "adding.lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
