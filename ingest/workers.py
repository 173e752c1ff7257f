"""A crew of child processes that open hostile files, so that no file can harm the rest.

A PDF or an image may crash the library that opens it, never end, or ask for all memory. Each
worker is therefore a process of its own (a fresh interpreter, started by name: the main module of
the program is never run again), with a pipe, a process group, a memory limit and a time limit for
each task. A worker that breaks is replaced; its task ends in an error with a reason, the others go
on. Workers end with the program that started them, however that ends (see :mod:`ingest.child`).

The parent sets no signal handlers, so a crew may be made and used in any thread.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Self

from corpus.errors import EngineFailed, InputFailed, OpisError
from corpus.messages import N_

log = logging.getLogger(__name__)

GIB = 1 << 30
#: What a worker may allocate (address space, RLIMIT_AS) unless told otherwise.
MEMORY = 4 * GIB
#: A new interpreter that has not reported after this many seconds never will.
START_SECONDS = 120.0

_TRY_AGAIN = N_(
    "Try it again; if it fails again, the file is damaged or too complex: save or scan it anew."
)


@dataclass(frozen=True, slots=True)
class Task:
    """A call to be made by a worker.

    ``function`` is «module:name», importable by the worker; arguments and the result travel
    pickled. ``seconds`` of wall time are allowed, the worker's start not counted.
    """

    key: Hashable
    function: str
    arguments: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: its result, or the error and (if Python raised it) the traceback."""

    key: Hashable
    result: Any = None
    error: OpisError | None = None
    seconds: float = 0.0
    trace: str = ""


class Crew:
    """Worker processes, one a core unless told otherwise; a context manager that ends them.

    A run belongs to one thread at a time. ``memory`` is the address space of a worker in bytes.
    """

    def __init__(self, workers: int | None = None, *, memory: int = MEMORY) -> None:
        self._memory = memory
        self._lock = threading.Lock()
        self._workers = [_Worker(memory) for _ in range(workers or _cores())]

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do the tasks, each result as soon as it is there, in no particular order.

        A task is drawn only when a worker is free for it. Leaving the iterator early stops the
        tasks under way. Raises :class:`EngineFailed` where no worker can be started at all.
        """
        if not self._lock.acquire(blocking=False):
            raise RuntimeError("this crew is already running tasks in another thread")
        try:
            yield from self._run(iter(tasks))
        finally:
            for worker in self._workers:
                if worker.task is not None:
                    self._replace(worker)
            self._lock.release()

    def call(self, task: Task) -> Any:
        """Do one task and return its result or raise its error; threads wait for one another."""
        with self._lock:
            [done] = self._run(iter([task]))
        if done.error is not None:
            raise done.error
        return done.result

    def close(self) -> None:
        """End all workers at once, whatever they are doing."""
        for worker in self._workers:
            worker.end()
        self._workers = []

    @property
    def process_ids(self) -> list[int]:
        """The processes that are alive."""
        return [w.process.pid for w in self._workers if w.process.poll() is None]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self, tasks: Iterator[Task]) -> Iterator[Done]:
        more = True
        while True:
            while more and (idle := next((w for w in self._workers if w.task is None), None)):
                task = next(tasks, None)
                if task is None:
                    more = False
                else:
                    idle.give(task)
            busy = [w for w in self._workers if w.task is not None]
            if not busy:
                return
            for worker in busy:
                if (done := worker.progress()) is not None:
                    if worker.broken:
                        self._replace(worker)
                    yield done
            left = min((w.seconds_left() for w in self._workers if w.task is not None), default=0)
            if left > 0:
                wait([w.pipe for w in self._workers if w.task is not None], timeout=left)

    def _replace(self, worker: _Worker) -> None:
        worker.end()
        self._workers[self._workers.index(worker)] = _Worker(self._memory)


def _cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker:
    """One child process and the task it is at."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.task: Task | None = None
        self.broken = False
        self._ready = False
        self._since = time.monotonic()  # of the start, then of the task
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in end()
        self.pipe, theirs = Pipe()
        # Nobody writes to the lifeline: it closes when this process ends, and so ends the child.
        lifeline, self._lifeline = Pipe(duplex=False)
        passed = (theirs.fileno(), lifeline.fileno())
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [
                sys.executable,
                "-P",
                "-c",
                f"from ingest.child import serve; serve({passed[0]}, {passed[1]}, {memory})",
            ],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            pass_fds=passed,
            start_new_session=True,
        )
        theirs.close()
        lifeline.close()

    def give(self, task: Task) -> None:
        self.task = task
        if self._ready:
            self._since = time.monotonic()
        # Had it died while idle, progress() would find that out and say so.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send((task.function, task.arguments, dict(task.keywords)))

    def seconds_left(self) -> float:
        limit = self.task.seconds if self.task and self._ready else START_SECONDS
        return self._since + limit - time.monotonic()

    def progress(self) -> Done | None:
        """Return the task's end, if it has come; ``broken`` says that we must be replaced."""
        task = self.task
        if task is None:
            raise RuntimeError("no task was given")
        try:
            while self.pipe.poll():
                message = self.pipe.recv()
                if message == "ready":
                    self._ready, self._since = True, time.monotonic()
                    continue
                result, error, trace, healthy = message
                self.broken = not healthy
                if trace:
                    log.debug("%s: %s", task.function, trace)
                return self._done(result=result, error=error, trace=trace)
        except (EOFError, OSError):
            self.broken = True
            if not self._ready:
                raise self._death() from None
            return self._done(error=self._death())
        if self.seconds_left() > 0:
            return None
        self.broken = True
        if not self._ready:
            self.process.kill()
            raise self._death()
        error = InputFailed(
            N_("Reading it took longer than {seconds} s and was stopped."),
            remedy=_TRY_AGAIN,
            seconds=round(task.seconds),
        )
        return self._done(error=error)

    def _done(
        self, *, result: object = None, error: OpisError | None = None, trace: str = ""
    ) -> Done:
        task, self.task = self.task, None
        if task is None:
            raise RuntimeError("no task was given")
        return Done(task.key, result, error, time.monotonic() - self._since, trace)

    def _death(self) -> OpisError:
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:  # it closed its pipe and lives on
            code = 0
        if not self._ready:
            self._errors.seek(0)
            said = self._errors.read().decode(errors="replace").strip().splitlines() or [""]
            return EngineFailed(
                N_("A worker process could not be started: {reason}."),
                remedy=N_("Check the installation (`opis` and its packages) and free memory."),
                reason=said[-1] or code,
            )
        if code == -signal.SIGKILL:
            return InputFailed(
                N_("Reading it was ended by the system, most likely because memory ran out."),
                remedy=N_("Try it again with fewer workers (`--workers 1`)."),
            )
        if code < 0:
            return InputFailed(
                N_("Reading it crashed the program that opens it ({signal})."),
                remedy=_TRY_AGAIN,
                signal=signal.Signals(-code).name,
            )
        return InputFailed(
            N_("Reading it ended the program that opens it (exit code {code})."),
            remedy=_TRY_AGAIN,
            code=code,
        )

    def end(self) -> None:
        if self.process.poll() is None:
            # The worker leads its own group, so whatever it started ends too.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.pipe.close()
        self._lifeline.close()
        self._errors.close()


def _environment() -> dict[str, str]:
    """Give a worker one thread and our own import path."""
    return os.environ | {
        "OMP_THREAD_LIMIT": "1",  # tesseract on several threads is ten times slower (measured)
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
    }
