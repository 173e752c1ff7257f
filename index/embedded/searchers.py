"""Several searches at a time: a lone one is worked out here, others in processes beside.

Python lets one thread work at a time, and threads that search hand that right over at every step:
two of them get less done than one. So while searches meet again and again they ask processes of
their own, one a core, which are started then: a single reader has none. Searches wait for one
another while all processes are busy.

A process beside ends when nobody asked it for :data:`IDLE` seconds, and with the process that
started it, whose end of the pipe closes then.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.collection import Collection
from corpus.cores import cores
from index.answer import Request
from index.engine import Found
from index.query.tree import Node

#: most processes; seconds after which one that is not asked ends
MOST, IDLE = 8, 600.0
#: searches meet again and again if this often, each time within so many seconds of the last
OFTEN, MET = 20, 1.0


class Searchers:
    """Finds here or in processes beside, whose engine keeps as much as ``kept`` says."""

    def __init__(self, collection: Collection, kept: int) -> None:
        """Start nothing yet."""
        self._collection, self._kept = collection.path, kept
        self._changed = threading.Condition()
        self._under_way, self._met, self._meetings = 0, -math.inf, 0
        self._idle: list[Connection] = []
        self._there, self._missing = 0, min(cores(), MOST)

    def find(self, here: Callable[[], Found], tree: Node, request: Request) -> Found:
        """Return what ``here`` finds, perhaps found beside; raises what it raises."""
        with self._changed:
            now = time.monotonic()
            if now - self._met > MET:
                self._meetings = 0
            if self._under_way:
                self._met, self._meetings = now, self._meetings + 1
            self._under_way += 1
            beside = self._next() if self._meetings >= OFTEN else None
        try:
            found = None if beside is None else self._asked(beside, tree, request)
            return here() if found is None else found
        finally:
            with self._changed:
                self._under_way -= 1

    def _next(self) -> Connection | None:
        """A process that is free, when one is; None as long as none is there."""
        for _ in range(self._missing):
            threading.Thread(target=self._start, daemon=True).start()
        self._missing = 0
        self._changed.wait_for(lambda: self._idle or not self._there)
        return self._idle.pop() if self._idle else None

    def _asked(self, beside: Connection, tree: Node, request: Request) -> Found | None:
        """What a process finds; None where it has ended."""
        found: Found | Exception | None = None
        try:
            with contextlib.suppress(OSError, EOFError):
                beside.send((tree, request))
                found = beside.recv()
        finally:
            with self._changed:
                if found is None:
                    self._there -= 1
                    self._missing += 1
                else:
                    self._idle.append(beside)
                self._changed.notify_all()
        if isinstance(found, Exception):
            raise found
        return found

    def _start(self) -> None:
        ours, theirs = Pipe()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-c", f"from {__name__} import serve; "
                 f"serve({theirs.fileno()}, {str(self._collection)!r}, {self._kept})"],
                env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )  # fmt: skip
        threading.Thread(target=process.wait, daemon=True).start()  # until it has ended
        with contextlib.suppress(OSError, EOFError):
            ours.recv()  # it is ready
            with self._changed:
                self._idle.append(ours)
                self._there += 1
                self._changed.notify_all()


def serve(pipe: int, collection: str, kept: int) -> None:
    """Find for whoever holds the other end of a pipe, until that is closed or nobody asks."""
    from index.embedded.engine import EmbeddedEngine  # which starts these processes

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to handle
    engine, connection = EmbeddedEngine(Collection(Path(collection)), kept), Connection(pipe)
    with contextlib.suppress(OSError, EOFError):
        connection.send("ready")
        while connection.poll(IDLE):
            tree, request = connection.recv()
            try:
                found: Found | Exception = engine.find(tree, request)
            except Exception as error:  # who asked raises it
                found = error
            connection.send(found)
