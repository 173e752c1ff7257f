"""Trying again what failed, and reading again what was read: both go on where they were cut off.

What is to be done stands in the catalogue before anything is begun, so that a run which is killed,
or one beside this, leaves nothing undone and does nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from corpus import documents, failures, pages, queue
from corpus.access import Role
from corpus.collection import Collection
from corpus.failures import Failed
from corpus.pages import Again, Page
from ingest.adding import add, at_work
from ingest.queue import Queue
from ingest.report import Progress, Report


def retry(
    collection: Collection,
    failed: Iterable[Failed],
    *,
    workers: int | str = 0,
    password: str = "",
    progress: Progress = lambda *_: None,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Try again what failed; whatever an earlier run left undone is done as well.

    Raises what :func:`ingest.add` raises.
    """
    with collection.catalogue() as database:
        failures.try_again(database, failed)
    return add(collection, (), workers=workers, password=password, progress=progress, stop=stop)


def pages_named(collection: Collection, names: Iterable[str], number: int | None) -> list[Page]:
    """The pages of the documents called so, or of each the page with this number.

    Raises:
        NotFound: there is no such document or page.

    """
    chosen: dict[int, Page] = {}
    with collection.catalogue() as database:
        for name in names:
            document = documents.find(database, name, Role.ARCHIVIST)
            own = (
                pages.of(database, document.id, Role.ARCHIVIST)
                if number is None
                else [pages.find(database, document, number, Role.ARCHIVIST)]
            )
            chosen.update((page.id, page) for page in own)
    return [*chosen.values()]


def reread(
    collection: Collection,
    chosen: Sequence[Page],
    *,
    workers: int | str = 0,
    password: str = "",
    progress: Progress = lambda *_: None,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Read pages again by OCR, whatever text their files have, with the engine that is here now.

    What a page has stands until the new reading is recorded; corrections stay above it. What is cut
    off is left to the next run, of whatever command.

    Raises:
        MissingProgram: tesseract or a model is missing.
        EngineFailed: the cluster cannot be reached (any more) or has no workers.
        BadUse: the disk is full.

    """
    started = time.monotonic()
    report = Report()
    with at_work(collection, workers, progress) as (database, _, readers):
        with database.transaction():
            for page in chosen:
                queue.ask_again(database, page.id, Again.OCR)
        only = frozenset(page.id for page in chosen)
        trouble = Queue(
            collection, database, readers, password, progress, stop, report, only
        ).read()
    report.seconds = round(time.monotonic() - started, 2)
    report.stopped = stop()
    if trouble is not None:
        raise trouble
    return report
