"""Adding: from files and folders to searchable pages, resumable at any point.

Two steps, each safe to be cut off. *Taking*: every original is inspected by a worker, copied among
the originals, and entered with its documents and waiting pages in one transaction. *Reading*: all
waiting pages, those of an earlier run too, go through the workers; each reading is stored in a
transaction of its own. The index follows in batches and catches up by itself after a break.
"""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from corpus import documents, pages, refusals
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.documents import Original, PageSource
from corpus.errors import BadUse, InputFailed, MissingProgram, OpisError
from corpus.messages import N_, Message
from corpus.originals import keep, place, short_id
from corpus.pages import Page
from index import update
from ingest.intake import Candidate, candidates, content_digest, digests
from ingest.page import Inspection, PageRead, inspection, page_reading
from ingest.pageimage import image_path
from ingest.sidecar import Part, check_cover, load, read_sidecar
from ingest.workers import Crew, Done, Task

#: While pages are read, what is new becomes searchable this often, in seconds.
INDEX_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or a page that could not be taken or read (``page`` None: the whole file)."""

    path: str
    page: int | None
    reason: Message
    remedy: Message


@dataclass(slots=True)
class Report:
    """What a run did, counting documents; ``pages`` were read in it, ``seconds`` it took."""

    added: int = 0
    known: int = 0
    failed: list[Failure] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0


#: told about progress: what is being done, how much of it is done, how much there is, and a name
Progress = Callable[[str, int, int, str], None]


def add(
    collection: Collection,
    paths: Iterable[Path],
    *,
    describe: Path | None = None,
    workers: int = 0,
    password: str = "",
    progress: Progress = lambda *_: None,
) -> Report:
    """Add files and folders, and read whatever waits.

    ``describe`` is a YAML description that stands for all files where their own sidecar is silent.

    Raises:
        BadUse: another run adds to this collection.
        BadDescription: ``describe`` cannot be used.
        MissingProgram: pages need OCR and tesseract or a model is missing; what could be read
            without is read, the rest waits.

    """
    started = time.monotonic()
    base = load(describe) if describe else {}
    read_sidecar(None, base)
    report = Report()
    crew_size = workers or collection.settings.workers or None
    with (
        _only_one(collection),
        collection.catalogue() as database,
        Crew(crew_size) as crew,
    ):
        run = _Run(collection, database, crew, password, progress, report)
        run.take(paths, base)
        try:
            missing = run.read()
        finally:
            progress(N_("indexing"), 0, 1, "")
            update(collection)
            progress(N_("indexing"), 1, 1, "")
    report.seconds = round(time.monotonic() - started, 2)
    if missing is not None:
        raise missing
    return report


@contextmanager
def _only_one(collection: Collection) -> Iterator[None]:
    """Hold the collection's lock for adding; the system gives it up if the process dies."""
    with (collection.path / "adding.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as reason:
            raise BadUse(
                N_("Another «opis add» is at work on this collection."),
                remedy=N_("Let it finish, or stop it, and try again."),
            ) from reason
        yield


@dataclass(slots=True)
class _Run:
    collection: Collection
    database: Database
    crew: Crew
    password: str
    progress: Progress
    report: Report

    # taking ---------------------------------------------------------------------------------

    def take(self, paths: Iterable[Path], base: Mapping[str, object]) -> None:
        """Enter all new documents under ``paths``."""
        new: dict[str, tuple[Candidate, tuple[str, ...], tuple[Part, ...]]] = {}
        for found in candidates(paths):
            if not isinstance(found, Candidate):
                self._refuse(*found)
                continue
            try:
                sums = digests(found)
                name = content_digest(sums)
                if name in new or self._is_known(name, sums):
                    self.report.known += 1
                    refusals.forget(self.database, found.path)
                    continue
                new[name] = (found, sums, read_sidecar(found.sidecar, base))
            except OpisError as error:
                self._refuse(found.path, error)
        self._inspect(new)

    def _is_known(self, name: str, sums: tuple[str, ...]) -> bool:
        """Whether the documents are here; pages of theirs that failed are to be tried again."""
        known = documents.known_original(self.database, sums[0])
        if len(sums) > 1:
            known = [k for k in known if k == short_id("d", name)]
        for document in known:
            pages.wait_again(self.database, document)
        return bool(known)

    def _inspect(
        self, new: Mapping[str, tuple[Candidate, tuple[str, ...], tuple[Part, ...]]]
    ) -> None:
        waiting: dict[str, dict[int, Inspection]] = {name: {} for name in new}
        broken: set[str] = set()
        tasks = (
            inspection((name, i), path.absolute(), password=self.password)
            for name, (candidate, _, _) in new.items()
            for i, path in enumerate(candidate.originals)
        )
        total = sum(len(candidate.originals) for candidate, _, _ in new.values())
        for count, done in enumerate(self.crew.run(tasks), 1):
            name, i = cast("tuple[str, int]", done.key)
            candidate, sums, parts = new[name]
            self.progress(N_("taking in"), count, total, candidate.name)
            if done.error is not None:
                if name not in broken:
                    self._refuse(candidate.path, done.error)
                broken.add(name)
                continue
            waiting[name][i] = done.result
            if len(waiting[name]) == len(sums) and name not in broken:
                found = [waiting[name][k] for k in range(len(sums))]
                try:
                    self._enter(candidate, name, sums, found, parts)
                except (OpisError, OSError, ValueError) as reason:
                    self._refuse(candidate.path, _as_failure(candidate, reason))

    def _enter(
        self,
        candidate: Candidate,
        name: str,
        sums: tuple[str, ...],
        found: list[Inspection],
        parts: tuple[Part, ...],
    ) -> None:
        sources = [
            PageSource(sha256, number)
            for sha256, seen in zip(sums, found, strict=True)
            for number in range(1, seen.pages + 1)
        ]
        check_cover(parts, len(sources), candidate.name)
        for path, sha256 in zip(candidate.originals, sums, strict=True):
            keep(self.collection.originals, path, sha256)
        with self.database.transaction():
            for path, sha256, seen in zip(candidate.originals, sums, found, strict=True):
                size = path.stat().st_size
                documents.enter_original(
                    self.database, Original(sha256, seen.media_type, size, seen.pages)
                )
            for part in parts:
                own = sources[(part.first or 1) - 1 : part.last]
                documents.insert(
                    self.database, _id(name, part), part.description, candidate.name, own
                )
        refusals.forget(self.database, candidate.path)
        self.report.added += len(parts)

    def _refuse(self, path: Path, error: OpisError) -> None:
        refusals.remember(self.database, path, error)
        self.report.failed.append(Failure(str(path), None, error.what, error.remedy))

    # reading --------------------------------------------------------------------------------

    def read(self) -> MissingProgram | None:
        """Read all waiting pages; returns the error of those that lack a program."""
        queue = {page.id: page for page in pages.waiting(self.database)}
        names = documents.by_id(self.database, sorted({p.document for p in queue.values()}))
        missing: MissingProgram | None = None
        indexed = time.monotonic()
        for count, done in enumerate(self.crew.run(map(self._task, queue.values())), 1):
            page = queue[cast("int", done.key)]
            name = names[page.document].source_name
            self.progress(N_("reading"), count, len(queue), f"{name} · {page.number}")
            if isinstance(done.error, MissingProgram):
                missing = done.error
            else:
                self._store(page, name, done)
            if time.monotonic() - indexed > INDEX_SECONDS:
                update(self.collection)
                indexed = time.monotonic()
        return missing

    def _task(self, page: Page) -> Task:
        image, thumb = (image_path(self.collection, page, kind) for kind in ("page", "thumb"))
        for path in (image, thumb):
            path.parent.mkdir(parents=True, exist_ok=True)
        original = place(self.collection.originals, page.original)
        return page_reading(
            page.id,
            original,
            page.original_page,
            password=self.password,
            image=image,
            thumbnail=thumb,
        )

    def _store(self, page: Page, name: str, done: Done) -> None:
        if done.error is not None:
            pages.store_failure(self.database, page.id, done.error)
            failure = Failure(name, page.number, done.error.what, done.error.remedy)
            self.report.failed.append(failure)
            return
        read: PageRead = done.result
        pages.store_reading(self.database, page.id, read.reading, read.width, read.height)
        self.report.pages += 1


def _id(name: str, part: Part) -> str:
    """The document's id; one of several in an original has its pages in the hash."""
    if part.first is None:
        return short_id("d", name)
    own = hashlib.sha256(f"{name}:{part.first}-{part.last}".encode()).hexdigest()
    return short_id("d", own)


def _as_failure(candidate: Candidate, reason: Exception) -> OpisError:
    if isinstance(reason, OpisError):
        return reason
    return InputFailed(
        N_("«{path}» could not be copied: {reason}"),
        remedy=N_("See that the disk has room and the file is not being changed; add it again."),
        path=candidate.name,
        reason=getattr(reason, "strerror", None) or reason,
    )
