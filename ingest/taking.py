"""Taking: from accepted paths to originals, documents and waiting pages.

Every original is inspected by a worker, copied among the originals (the copy is checked against its
SHA-256), and entered with its documents and pages in one transaction. Each step may be cut off and
is simply done again: a copy is known by its hash, a document by its id.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, cast

from corpus import documents, history, imported, jobs, pages, queue
from corpus.access import Role
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.disk import sweep
from corpus.documents import Original, PageSource
from corpus.errors import BadDescription, InputFailed, MissingProgram, OpisError
from corpus.messages import N_, Message
from corpus.originals import keep, short_id
from ingest.columns import BadTable
from ingest.describing import named, told
from ingest.imported import ocr_type
from ingest.intake import Candidate, Found, candidates, content_digest, digest_of, digests
from ingest.listing import list_files
from ingest.page import Inspection, inspection
from ingest.paperwork import Paper
from ingest.report import Failure, Progress, Report
from ingest.sheet import Sheet, reading
from ingest.sidecar import Part, check_cover
from ingest.workers import Crew, Task

log = logging.getLogger(__name__)


class _Accepted(NamedTuple):
    """A candidate, the description given for its run, and who asked for it (empty: we)."""

    candidate: Candidate
    base: Mapping[str, object]
    who: str


@dataclass(slots=True)
class _New:
    """A candidate that the catalogue does not know, with what is known of it so far."""

    candidate: Candidate
    who: str
    sums: tuple[str, ...]
    parts: tuple[Part, ...]
    seen: dict[int, Inspection] = field(default_factory=dict)
    broken: bool = False


@dataclass(slots=True)
class Taking:
    """Takes paths into a collection; ``stop`` is asked before each new piece of work.

    ``admit`` is asked whether something under the paths may be taken now.
    """

    collection: Collection
    database: Database
    crew: Crew
    password: str
    progress: Progress
    stop: Callable[[], bool]
    report: Report
    admit: Callable[[Found], bool] = lambda _: True

    def take(self, paths: Iterable[Path], base: Mapping[str, object]) -> None:
        """Accept ``paths``, and take them and whatever an earlier run has left behind."""
        sweep(self.collection.originals)
        sweep(self.collection.cache)
        found = self._accepted(filter(self.admit, candidates(paths, self._sheets)), base)
        for job in jobs.left_behind(self.database):
            there = [*candidates([job.path], self._sheets)]
            admitted = [*filter(self.admit, there)]
            found += self._accepted(admitted, job.base, job.who, anew=False)
            if len(admitted) == len(there):
                jobs.hand_on(self.database, job)
        new = self._unknown(found)
        self._inspect(new)

    def _accepted(
        self,
        found: Iterable[Found],
        base: Mapping[str, object],
        who: str = "",
        *,
        anew: bool = True,
    ) -> list[_Accepted]:
        """The candidates among what was found, remembered in the catalogue.

        ``anew`` is as :func:`corpus.jobs.accept` has it.
        """
        here: list[Candidate] = []
        papers: list[Paper] = []
        for one in found:
            if isinstance(one, Candidate):
                here.append(one)
            elif isinstance(one, Paper):
                papers.append(one)
            else:
                self._refuse(*one, base)
        accepted = [*(paper.path for paper in papers), *(candidate.path for candidate in here)]
        mine = set(jobs.accept(self.database, accepted, base, who, anew=anew))
        log.debug("accepted %d", len(mine))
        # Inventories first: what they close is closed before it is there.
        for paper in papers:
            if paper.path in mine:
                self._list(paper, base)
        return [_Accepted(one, base, who) for one in here if one.path in mine]

    def _sheets(self, path: Path) -> tuple[Sheet, ...]:
        sheets: tuple[Sheet, ...] = self.crew.call(reading(path, path.absolute()))
        return sheets

    def _list(self, paper: Paper, base: Mapping[str, object]) -> None:
        """Enter the files of an inventory; say what is wrong with a table."""
        try:
            problems = list_files(self.collection, self.database, paper, base, self.report)
        except OpisError as reason:
            self._refuse(paper.path, reason)
            return
        if problems:
            self._refuse(paper.path, BadTable(problems))
        else:
            jobs.finish(self.database, paper.path)

    def _unknown(self, found: Iterable[_Accepted]) -> dict[str, _New]:
        """Those that are not in the collection yet, by the hash that names the document."""
        new: dict[str, _New] = {}
        for candidate, base, who in found:
            if self.stop():
                break
            try:
                sums = digests(candidate)
                name = content_digest(sums)
                if name in new and new[name].candidate.path == candidate.path:
                    continue  # left behind by itself, and in a folder that is looked at again
                known = len(new[name].parts) if name in new else self._known(sums)
                if known:
                    self.report.known += known
                    jobs.finish(self.database, candidate.path)
                    continue
                self._check_not_grown(candidate, sums)
                new[name] = _New(candidate, who, sums, told(candidate, base))
            except OpisError as error:
                self._refuse(candidate.path, error)
        return new

    def _known(self, sums: tuple[str, ...]) -> int:
        """How many documents have these originals; pages that failed are to be tried again.

        A folder is known if all its scans are: nothing is to stand in the collection twice.
        """
        found = [documents.known_original(self.database, sha256) for sha256 in sums]
        known = {document for each in found for document in each} if all(found) else set()
        for document in known:
            queue.wait_again(self.database, document)
        return len(known)

    def _check_not_grown(self, candidate: Candidate, sums: tuple[str, ...]) -> None:
        """Raise where a folder was taken when it held fewer scans: they would stand here twice."""
        mine = set(sums)
        names = {candidate.name, *(path.name for path in candidate.originals)}
        here = {d for sha256 in sums for d in documents.known_original(self.database, sha256)}
        for document in documents.by_id(self.database, sorted(here)).values():
            before = {
                page.original for page in pages.of(self.database, document.id, Role.ARCHIVIST)
            }
            if document.source_name in names and before < mine:
                raise InputFailed(
                    N_("«{path}» has grown: {known} of its {count} scans are a document already."),
                    remedy=N_("Put the scans that are new into a folder of their own."),
                    path=candidate.name,
                    known=len(before),
                    count=len(mine),
                )

    def _inspect(self, new: Mapping[str, _New]) -> None:
        total = sum(len(one.sums) for one in new.values())
        for count, done in enumerate(self.crew.run(self._inspections(new)), 1):
            name, i = cast("tuple[str, int]", done.key)
            one = new[name]
            self.progress(N_("taking in"), count, total, one.candidate.name)
            if done.error is not None:
                if not isinstance(done.error, (InputFailed, MissingProgram)):
                    raise done.error  # not the file's fault: it stays accepted
                if not one.broken:
                    self._refuse(one.candidate.path, done.error)
                one.broken = True
                continue
            one.seen[i] = done.result
            if len(one.seen) == len(one.sums) and not one.broken:
                try:
                    self._enter(name, one)
                except (InputFailed, BadDescription) as reason:
                    self._refuse(one.candidate.path, reason)

    def _inspections(self, new: Mapping[str, _New]) -> Iterable[Task]:
        for name, one in new.items():
            for i, path in enumerate(one.candidate.originals):
                if self.stop():
                    return
                yield inspection((name, i), path.absolute(), password=self.password)

    def _enter(self, name: str, one: _New) -> None:
        """Copy the originals and enter the documents with their waiting pages."""
        if not jobs.is_mine(self.database, one.candidate.path):  # cancelled since
            return
        seen = [one.seen[i] for i in range(len(one.sums))]
        sources = [
            PageSource(sha256, number)
            for sha256, inspected in zip(one.sums, seen, strict=True)
            for number in range(1, inspected.pages + 1)
        ]
        check_cover(one.parts, len(sources), one.candidate.name)
        parts = named(one.parts, one.candidate, [inspected.pages for inspected in seen])
        originals = []
        for path, sha256, inspected in zip(one.candidate.originals, one.sums, seen, strict=True):
            size = keep(self.collection.originals, path, sha256).stat().st_size
            originals.append(Original(sha256, inspected.media_type, size, inspected.pages))
        came_with = self._kept_ocr(one.candidate, sources, originals)
        log.debug("copied %s", name)
        acting = history.acting(one.who) if one.who else nullcontext()
        with acting, self.database.transaction():
            if not jobs.is_mine(self.database, one.candidate.path):  # while it was copied
                return
            if known := self._known(one.sums):  # another run was quicker
                self.report.known += known
            else:
                for original in originals:
                    documents.enter_original(self.database, original)
                imported.enter(self.database, came_with)
                for part in parts:
                    own = slice((part.first or 1) - 1, part.last)
                    documents.insert(
                        self.database,
                        _id(name, part),
                        part.description,
                        one.candidate.name,
                        sources[own],
                    )
                self.report.added += len(one.parts)
                self.report.taken.append(one.candidate.path)
                if any(inspected.cut_off for inspected in seen):
                    self._warn_cut_off(one.candidate.path, len(sources))
            jobs.finish(self.database, one.candidate.path)
        log.debug("entered %s", name)

    def _kept_ocr(
        self, candidate: Candidate, sources: Iterable[PageSource], originals: list[Original]
    ) -> dict[PageSource, PageSource]:
        """Copy the OCR that lies beside the originals; it joins ``originals``."""
        by_hash = dict(zip((o.sha256 for o in originals), candidate.originals, strict=True))
        kept: dict[Path, str] = {}
        found = {}
        for source in sources:
            own = candidate.ocr.get(by_hash[source.original])
            page = own.page(source.page) if own else None
            if page is None:
                continue
            if page.path not in kept:
                kept[page.path] = sha256 = digest_of(page.path)
                size = keep(self.collection.originals, page.path, sha256).stat().st_size
                originals.append(Original(sha256, ocr_type(page.path), size, 0))
            found[source] = PageSource(kept[page.path], page.number)
        return found

    def _warn_cut_off(self, path: Path, count: int) -> None:
        what = Message(
            N_("The PDF is cut off: {count} pages could be saved, there may have been more."),
            {"count": count},
        )
        remedy = Message(N_("Copy it again from where it came and add that copy."))
        self.report.failed.append(Failure(str(path), None, what, remedy))

    def _refuse(
        self, path: Path, error: OpisError, base: Mapping[str, object] | None = None
    ) -> None:
        with self.database.transaction():
            if base is None and not jobs.is_mine(self.database, path):  # cancelled since
                return
            jobs.refuse(self.database, path, error, base)
        each = error.each if isinstance(error, BadTable) else (error,)
        self.report.failed += [Failure(str(path), None, one.what, one.remedy) for one in each]


def _id(name: str, part: Part) -> str:
    """The document's id; one of several in an original has its pages in the hash."""
    if part.first is None:
        return short_id("d", name)
    own = hashlib.sha256(f"{name}:{part.first}-{part.last}".encode()).hexdigest()
    return short_id("d", own)
