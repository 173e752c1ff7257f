"""A crew of child processes that open hostile files, so that no file can harm the rest.

A PDF or an image may crash the library that opens it, never end, or ask for all memory. Each
worker is therefore a process of its own (a fresh interpreter, started by name: the main module of
the program is never run again), with a pipe, a process group, a memory limit and a time limit for
each task. A worker that breaks is replaced; its task ends in an error with a reason, the others go
on. Workers end with the program that started them, however that ends (see :mod:`ingest.child`).

The parent sets no signal handlers, so a crew may be made and used in any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Self

from corpus.cores import cores
from ingest.child import Limits
from ingest.worker import Done, Task, Worker

__all__ = ["Crew", "Done", "Task"]

_LIMITS = Limits()


class Crew:
    """Worker processes, one a core unless told otherwise; a context manager that ends them.

    A run belongs to one thread at a time.
    """

    def __init__(self, workers: int | None = None, limits: Limits = _LIMITS) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._workers = [Worker(limits) for _ in range(workers or cores())]

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
            ended = False
            for worker in busy:
                task = worker.task
                if (done := worker.progress()) is not None:
                    ended = True
                    other = self._replace(worker) if worker.spent else worker
                    if task and not worker.begun:  # it had died, or was dying, while idle
                        other.give(task)
                    else:
                        yield done
            left = min((w.seconds_left() for w in self._workers if w.task is not None), default=0)
            if left > 0 and not ended:  # one that has ended gets its next task before we wait
                wait([w.pipe for w in self._workers if w.task is not None], timeout=left)

    def _replace(self, worker: Worker) -> Worker:
        worker.end()
        new = Worker(self._limits)
        self._workers[self._workers.index(worker)] = new
        return new
