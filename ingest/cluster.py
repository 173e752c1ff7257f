"""Pages read by the workers of a Dask cluster (https://distributed.dask.org), many machines wide.

A worker of the cluster opens no file itself: it has a crew of one, a killable child with the same
limits as here (:mod:`ingest.workers`). Originals and page images are not sent about: the worker
reads and writes them in the store, the folder of the collection, which it sees under the same path.
What comes back is a :class:`Done`; who drew the task records it, so that a page read twice, because
its worker was given up too early, is recorded once.

A worker that dies costs no page: Dask hands what it had to another one.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import NamedTuple, Self

from distributed import CancelledError, Client, Future, KilledWorker, get_worker

from corpus.errors import EngineFailed, InputFailed, OpisError
from corpus.messages import N_
from ingest.child import Limits
from ingest.workers import Crew, Done, Task

#: seconds in which a scheduler must answer, and in which a worker must turn up
CONNECT_SECONDS = 10
WORKER_SECONDS = 60.0
#: how often the cluster is looked at while nothing comes from it, in seconds
LOOK_SECONDS = 1.0
#: Tasks drawn for each thread of the cluster: one that it is at, and one for when that is done.
AHEAD = 2
#: Dask gives a task up when four workers have died that had it, be it only waiting there.
TRIES = 3

_INSTALL = N_("Install the same Opis on every machine of the cluster.")
_AGAIN = N_("Nothing is lost. Start the cluster again, and run the same command to go on.")

# What Dask says of lost connections, and asyncio of what it was at then, is said by us, in a line.
for _name in ("distributed.client", "distributed.core", "asyncio"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class _Asked(NamedTuple):
    """A task that the cluster has, and how often Dask has given it up."""

    task: Task
    future: Future[Done]
    deaths: int


class Cluster:
    """The cluster whose scheduler has this address: an executor, and a context manager.

    Raises:
        EngineFailed: nobody answers there.

    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._threads, self._looked = 0, float("-inf")

    def __enter__(self) -> Self:
        try:
            self._client = Client(self.address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as reason:
            raise EngineFailed(
                N_("No Dask scheduler answers at {address}."),
                remedy=N_("Start one (dask scheduler), or check the address and the network."),
                address=self.address,
            ) from reason
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close(timeout=CONNECT_SECONDS)

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do the tasks, see :class:`ingest.executor.Executor`."""
        left = iter(tasks)
        more = True
        ended: SimpleQueue[Future[Done]] = SimpleQueue()
        under_way: dict[object, _Asked] = {}

        def ask(task: Task, deaths: int) -> None:
            there = all(path.exists() for path in _read_by(task))
            future = self._client.submit(work, task, version("opis"), there, pure=False)
            under_way[future.key] = _Asked(task, future, deaths)
            future.add_done_callback(ended.put)

        try:
            while True:
                room = AHEAD * self._threads_there()
                while more and len(under_way) < room:
                    task = next(left, None)
                    if task is None:
                        more = False
                    else:
                        ask(task, 0)
                if not under_way:
                    return
                with suppress(Empty):
                    task, future, deaths = under_way.pop(ended.get(timeout=LOOK_SECONDS).key)
                    try:
                        yield self._done(future)
                    except TimeoutError:  # its worker died with the result
                        ask(task, deaths)
                    except KilledWorker:
                        if deaths + 1 < TRIES:
                            ask(task, deaths + 1)
                        else:
                            yield Done(task.key, error=_deadly())
        finally:
            with suppress(OSError, CancelledError):  # where it has gone there is nothing to cancel
                self._client.cancel([asked.future for asked in under_way.values()])

    def _done(self, future: Future[Done]) -> Done:
        """What became of a task that has ended; raises TimeoutError where that is not to be had."""
        try:
            done = future.result(timeout=CONNECT_SECONDS)
        except CancelledError as reason:
            raise self._gone() from reason
        except (KilledWorker, TimeoutError):
            raise
        except Exception as reason:  # whatever a worker that is not set up as it must be raises
            raise EngineFailed(
                N_("A worker of the cluster cannot do its work: {reason}"),
                remedy=_INSTALL,
                reason=f"{type(reason).__name__}: {reason}"[:200],
            ) from reason
        if not isinstance(done, Done):
            raise TypeError("a worker answered with something else than what became of its task")
        return done

    def _threads_there(self) -> int:
        """How many tasks the cluster does at once; waits for the first.

        Raises:
            EngineFailed: the scheduler has gone, or no worker has turned up for a while.

        """
        began = time.monotonic()
        while time.monotonic() - self._looked > LOOK_SECONDS:
            if self._client.status != "running":
                raise self._gone()
            try:
                self._threads = sum(self._client.nthreads().values())
            except OSError as reason:
                raise self._gone() from reason
            if self._threads:
                self._looked = time.monotonic()
            elif time.monotonic() - began > WORKER_SECONDS:
                raise EngineFailed(
                    N_("The cluster at {address} has no workers."),
                    remedy=N_("Start some (dask worker {address}), and run the same command."),
                    address=self.address,
                )
            else:
                time.sleep(LOOK_SECONDS)
        return self._threads

    def _gone(self) -> EngineFailed:
        return EngineFailed(
            N_("The Dask scheduler at {address} has gone."), remedy=_AGAIN, address=self.address
        )


def _read_by(task: Task) -> list[Path]:
    """The files that a task reads stand among its arguments; those it writes are keywords."""
    return [argument for argument in task.arguments if isinstance(argument, Path)]


def _deadly() -> InputFailed:
    return InputFailed(
        N_("Workers of the cluster that were to read it died, one after another."),
        remedy=N_("See why in their logs; then try it again: opis retry"),
    )


_own = threading.local()


def work(task: Task, opis: str, there: bool) -> Done:
    """Do a task in a child of this worker of the cluster.

    ``opis`` is the version of who asks, ``there`` whether the files to be read are there. An error
    that is not the fault of what was to be read names this worker.
    """
    try:
        done = _checked(task, opis, there)
    except OpisError as error:
        done = Done(task.key, error=error)
    if done.error is None or isinstance(done.error, InputFailed):
        return done
    if (crew := vars(_own).pop("crew", None)) is not None:  # once that is mended, begin afresh
        crew.close()
    return replace(done, error=_on_this_worker(done.error))


def _checked(task: Task, opis: str, there: bool) -> Done:
    here = version("opis")
    if here != opis:
        raise EngineFailed(
            N_("It has Opis {here}, this is {opis}."), remedy=_INSTALL, here=here, opis=opis
        )
    unseen = [path for path in _read_by(task) if there and not path.exists()]
    if unseen:
        raise EngineFailed(
            N_("It does not see «{path}»."),
            remedy=N_("Mount the folder of the collection there, under the same path."),
            path=unseen[0],
        )
    if not hasattr(_own, "crew"):
        # as nice as a crew elsewhere, however nice the worker itself is
        _own.crew = Crew(1, Limits(nice=max(0, Limits().nice - os.nice(0))))
    crew: Crew = _own.crew
    [done] = crew.run([task])
    return done


def _on_this_worker(error: OpisError) -> OpisError:
    values = dict(error.remedy.values) | {"worker": get_worker().address, "said": error.what}
    return type(error)(N_("On the worker {worker}: {said}"), remedy=error.remedy.template, **values)
