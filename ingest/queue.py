"""The queue: waiting pages are leased one by one, read by an executor, and recorded.

A page is leased to this process just before a worker gets it, so that several runs may read one
collection at once; what a dead process had leased is free again. Each reading is stored in a
transaction of its own; the index follows in batches and catches up by itself after a break.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import cast

from corpus import documents, imported, queue
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.errors import EngineFailed, InputFailed, OpisError
from corpus.messages import N_
from corpus.originals import place
from corpus.pages import Again, Page
from index import update
from ingest.executor import Executor
from ingest.imported import PageOf
from ingest.page import PageRead, page_reading
from ingest.pageimage import image_path
from ingest.report import Failure, Progress, Report
from ingest.worker import nonsense
from ingest.workers import Done, Task

log = logging.getLogger(__name__)

#: While pages are read, what is new becomes searchable this often, in seconds.
INDEX_SECONDS = 30.0


@dataclass(slots=True)
class Queue:
    """Reads the queued pages of a collection; ``stop`` is asked before each page.

    ``only`` are the ids of the pages that are to be read, all where it is None.
    """

    collection: Collection
    database: Database
    readers: Executor
    password: str
    progress: Progress
    stop: Callable[[], bool]
    report: Report
    only: frozenset[int] | None = None
    under_way: dict[int, Page] = field(default_factory=dict)
    trouble: OpisError | None = None

    def read(self) -> OpisError | None:
        """Read all pages that wait.

        Returns the error that kept pages from being read without their fault (a program that is
        missing, a full disk); they wait on, and so do all that would have come after them.
        """
        queue.free_dead_leases(self.database)
        total = queue.waiting(self.database, self.only)
        indexed = time.monotonic()
        count = 0
        # Once more from the first page: some may have been put back into the queue meanwhile.
        while (first := next(tasks := self._tasks(), None)) is not None:
            for done in self.readers.run(chain([first], tasks)):
                page = self.under_way.pop(cast("int", done.key))
                about = documents.by_id(self.database, [page.document]).get(page.document)
                name = about.source_name if about else page.document  # it may be in the bin now
                self._store(page, name, done)
                count += 1
                self.progress(N_("reading"), count, max(total, count), f"{name} · {page.number}")
                if time.monotonic() - indexed > INDEX_SECONDS:
                    try:
                        update(self.collection)
                    except EngineFailed as reason:  # what is read stays; the last update tells
                        log.info("not indexed yet: %s", reason)
                    indexed = time.monotonic()
        queue.give_up(self.database)
        return self.trouble

    def _tasks(self) -> Iterator[Task]:
        last = 0
        while self.trouble is None and not self.stop():
            page = queue.claim_urgent(self.database, self.only)
            if page is None:
                page = queue.claim(self.database, last, self.only)
                if page is None:
                    return
                last = page.id
            log.debug("claimed %d", page.id)
            self.under_way[page.id] = page
            image, thumb = (image_path(self.collection, page, kind) for kind in ("page", "thumb"))
            yield page_reading(
                page.id,
                place(self.collection.originals, page.original),
                page.original_page,
                password=self.password,
                image=image,
                thumbnail=thumb,
                text_layer=page.again is not Again.OCR,
                came_with=self._came_with(page),
                turned=page.turned,
            )

    def _came_with(self, page: Page) -> PageOf | None:
        """Where the OCR lies that came with a page."""
        if page.again is Again.OCR:
            return None
        found = imported.of(self.database, page.original, page.original_page)
        if found is None:
            return None
        return PageOf(place(self.collection.originals, found.original), found.page)

    def _store(self, page: Page, name: str, done: Done) -> None:
        if isinstance(done.error, InputFailed):
            self._fail(page, name, done.error)
        elif done.error is not None:
            self.trouble = done.error
        elif not isinstance(done.result, PageRead):
            self._fail(page, name, nonsense())
        else:
            read = done.result
            log.debug("read %d", page.id)
            queue.record_reading(
                self.database, page, read.reading, read.width, read.height, read.condition
            )
            log.debug("recorded %d", page.id)
            self.report.pages += 1

    def _fail(self, page: Page, name: str, error: OpisError) -> None:
        queue.record_failure(self.database, page, error)
        self.report.failed.append(Failure(name, page.number, error.what, error.remedy))
