"""Adding: from files and folders to searchable pages, resumable at any point.

Paths are *accepted* in the catalogue, *taken* (inspected, copied and checked, entered with waiting
pages), their pages *read* one by one and *recorded*, and the index follows. Every step may be cut
off at any instant; the next run goes on with the path or page it stood at, and nothing is done
twice. Several runs may work on one collection at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from corpus import jobs, queue
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.messages import N_
from index import update
from ingest import uploads
from ingest.executor import Executor, cluster_of, crew_of
from ingest.intake import Found
from ingest.queue import Queue
from ingest.report import Progress, Report
from ingest.sidecar import standing_for_all
from ingest.taking import Taking
from ingest.workers import Crew


def add(
    collection: Collection,
    paths: Iterable[Path],
    *,
    describe: Path | None = None,
    workers: int | str = 0,
    password: str = "",
    progress: Progress = lambda *_: None,
    stop: Callable[[], bool] = lambda: False,
    admit: Callable[[Found], bool] = lambda _: True,
) -> Report:
    """Add files and folders, and do whatever an earlier run left undone.

    ``workers`` is how many read pages, 0 being what the settings say, or the address of a Dask
    cluster that does. ``describe`` is a YAML description that stands for all files where their own
    sidecar is silent. ``stop`` is asked before each new file or page; once it says yes, what is
    under way is finished and the rest is left to the next run. ``admit`` says of what lies under
    the paths whether it may be taken now.

    Raises:
        BadDescription: ``describe`` cannot be used.
        MissingProgram: pages need OCR and tesseract or a model is missing; what could be read
            without is read, the rest waits.
        EngineFailed: the cluster cannot be reached (any more) or has no workers; pages wait.
        BadUse: the disk is full; what was accepted waits.

    """
    started = time.monotonic()
    base = standing_for_all(describe)
    report = Report()
    with at_work(collection, workers, progress) as (database, crew, readers):
        taking = Taking(collection, database, crew, password, progress, stop, report, admit)
        uploads.remember(collection, database)
        taking.take(paths, base)
        uploads.clear(collection, database)
        trouble = Queue(collection, database, readers, password, progress, stop, report).read()
    report.seconds = round(time.monotonic() - started, 2)
    report.stopped = stop()
    if trouble is not None:
        raise trouble
    return report


@contextmanager
def at_work(
    collection: Collection, workers: int | str, progress: Progress
) -> Iterator[tuple[Database, Crew, Executor]]:
    """Give the catalogue, a crew that opens what comes from outside, and who reads pages.

    In the end leases are given up and the index follows.
    """
    with ExitStack() as last:
        database = last.enter_context(collection.catalogue())
        cluster = cluster_of(collection, workers)
        readers = last.enter_context(cluster) if cluster else None
        crew = last.enter_context(crew_of(collection, workers))
        last.callback(_index, collection, progress)
        last.callback(queue.give_up, database)
        last.callback(jobs.give_up, database)
        yield database, crew, readers or crew


def _index(collection: Collection, progress: Progress) -> None:
    progress(N_("indexing"), 0, 1, "")
    update(collection)
    progress(N_("indexing"), 1, 1, "")
