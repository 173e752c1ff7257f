"""A preview of adding: what would become of paths, with nothing changed in the collection.

It goes the way of :mod:`ingest.taking` up to where that would write: the same walk, tables,
sidecars and names, each original opened by a worker and its pages counted. No page is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from corpus import documents, files, jobs
from corpus.access import Level
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.description import leaves_of_pages
from corpus.errors import InputFailed, MissingProgram, OpisError
from corpus.files import File
from corpus.messages import N_
from corpus.reference import Leaf, Reference
from ingest.columns import BadTable
from ingest.describing import named, told
from ingest.executor import crew_of
from ingest.intake import Candidate, candidates, content_digest, digests
from ingest.listing import ForeseenInventory, foresee, inventory_of
from ingest.page import Inspection, inspection
from ingest.paperwork import Paper
from ingest.report import Failure, Progress
from ingest.sheet import Sheet, reading
from ingest.sidecar import Part, check_cover, over, standing_for_all
from ingest.workers import Crew, Task


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A document that would be: its description, each field with its origin (see :class:`Part`).

    ``leaves`` are those that each of its pages would show. Where an inventory says something of its
    file, the origin of that is «inventory».
    """

    path: Path
    source_name: str
    part: Part
    leaves: tuple[tuple[Leaf, ...], ...]

    @property
    def level(self) -> str:
        """«file» or «document», as in the catalogue."""
        reference = self.part.description.reference
        return "file" if reference.file and not reference.leaves else "document"


@dataclass(frozen=True, slots=True)
class Known:
    """What the collection has: ids of its documents, or the path that holds the same."""

    path: Path
    documents: tuple[str, ...] = ()
    same_as: Path | None = None


@dataclass(slots=True)
class Preview:
    """What would become of paths; ``stopped`` says that it was asked to end before the end."""

    documents: list[Foreseen] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    inventories: list[ForeseenInventory] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    stopped: bool = False


def preview(
    collection: Collection,
    paths: Iterable[Path],
    *,
    describe: Path | None = None,
    workers: int | str = 0,
    password: str = "",
    progress: Progress = lambda *_: None,
    stop: Callable[[], bool] = lambda: False,
) -> Preview:
    """Say what :func:`ingest.add` would make of the same arguments.

    Raises:
        BadDescription: ``describe`` cannot be used.

    """
    base = standing_for_all(describe)
    with collection.catalogue() as database, crew_of(collection, workers) as crew:
        looking = _Looking(database, crew, password, progress, stop)
        looking.look(paths, base)
        for job in jobs.left_behind(database):
            looking.look([job.path], job.base)
        looking.inspect()
    looking.seen.documents.sort(key=lambda one: looking.order[one.path])
    looking.seen.stopped = stop()
    return looking.seen


@dataclass(slots=True)
class _Looking:
    database: Database
    crew: Crew
    password: str
    progress: Progress
    stop: Callable[[], bool]
    seen: Preview = field(default_factory=Preview)
    #: the candidates that are new, by the hash that names the document
    new: dict[str, tuple[Candidate, tuple[Part, ...]]] = field(default_factory=dict)
    order: dict[Path, int] = field(default_factory=dict)
    listed: dict[tuple[str, ...], list[File]] = field(default_factory=dict)

    def look(self, paths: Iterable[Path], base: Mapping[str, object]) -> None:
        """Find candidates and inventories; sort out what is known."""
        for found in candidates(paths, self._sheets):
            if self.stop():
                return
            if isinstance(found, tuple):
                self._refuse(*found)
            elif isinstance(found, Paper):
                self._list(found, base)
            elif found.path not in self.order:
                self.order[found.path] = len(self.order)
                self._sort(found, base)

    def _sheets(self, path: Path) -> tuple[Sheet, ...]:
        sheets: tuple[Sheet, ...] = self.crew.call(reading(path, path.absolute()))
        return sheets

    def _list(self, paper: Paper, base: Mapping[str, object]) -> None:
        if paper.error:
            self._refuse(paper.path, paper.error)
            return
        try:
            inventory = inventory_of(paper, base)
        except OpisError as reason:
            self._refuse(paper.path, reason)
            return
        if problems := (*paper.register.problems, *inventory.problems):
            self._refuse(paper.path, BadTable(problems))
        for file in inventory.files:
            self.listed.setdefault(_without_archive(file.reference), []).append(file)
        if inventory.files:
            self.seen.inventories.append(foresee(self.database, paper.path, inventory))

    def _sort(self, candidate: Candidate, base: Mapping[str, object]) -> None:
        try:
            sums = digests(candidate)
            name = content_digest(sums)
            found = [documents.known_original(self.database, sha256) for sha256 in sums]
            if name in self.new:
                self.seen.known.append(Known(candidate.path, same_as=self.new[name][0].path))
            elif all(found):
                ids = dict.fromkeys(one for each in found for one in each)
                self.seen.known.append(Known(candidate.path, tuple(ids)))
            else:
                self.new[name] = (candidate, told(candidate, base))
        except OpisError as reason:
            self._refuse(candidate.path, reason)

    def inspect(self) -> None:
        """Have every new original opened, and describe the documents that it would become."""
        total = sum(len(candidate.originals) for candidate, _ in self.new.values())
        pages: dict[str, dict[int, int]] = {name: {} for name in self.new}
        for count, done in enumerate(self.crew.run(self._inspections()), 1):
            name, i = cast("tuple[str, int]", done.key)
            candidate, parts = self.new[name]
            self.progress(N_("looking through"), count, total, candidate.name)
            if done.error is not None:
                if not isinstance(done.error, (InputFailed, MissingProgram)):
                    raise done.error
                if pages.pop(name, None) is not None:  # the first of its originals
                    self._refuse(candidate.path, done.error)
            elif name in pages:
                pages[name][i] = cast("Inspection", done.result).pages
                if len(pages[name]) == len(candidate.originals):
                    self._foresee(candidate, parts, [n for _, n in sorted(pages[name].items())])

    def _inspections(self) -> Iterable[Task]:
        for name, (candidate, _) in self.new.items():
            for i, path in enumerate(candidate.originals):
                if self.stop():
                    return
                yield inspection((name, i), path.absolute(), password=self.password)

    def _foresee(self, candidate: Candidate, parts: Sequence[Part], pages: Sequence[int]) -> None:
        try:
            check_cover(parts, sum(pages), candidate.name)
        except OpisError as reason:
            self._refuse(candidate.path, reason)
            return
        for part in named(parts, candidate, pages):
            whole = self._with_inventory(part)
            last = part.last or sum(pages)
            shown = leaves_of_pages(whole.description, last - (part.first or 1) + 1)
            self.seen.documents.append(Foreseen(candidate.path, candidate.name, whole, shown))

    def _with_inventory(self, part: Part) -> Part:
        """What the inventory of its file says, where nobody says it of the document."""
        d = part.description
        file = self._file(d.reference) if d.reference.file else None
        if file is None:
            return part
        reference = replace(d.reference, archive=file.reference.archive)
        after = replace(d, reference=reference)
        if not reference.leaves:
            after = replace(after, title=d.title or file.title, date=d.date or file.date)
        if d.access is Level.OPEN and not d.opens:
            basis = file.basis or d.basis
            after = replace(after, access=file.access, opens=file.opens, basis=basis)
        return over(part, after, "inventory")

    def _file(self, reference: Reference) -> File | None:
        here = [
            file
            for file in self.listed.get(_without_archive(reference), [])
            if reference.archive in {"", file.reference.archive}
        ]
        return here[0] if len(here) == 1 else files.inventoried(self.database, reference)

    def _refuse(self, path: Path, error: OpisError) -> None:
        each = error.each if isinstance(error, BadTable) else (error,)
        self.seen.failed += [Failure(str(path), None, one.what, one.remedy) for one in each]


def _without_archive(reference: Reference) -> tuple[str, ...]:
    return (reference.fonds, reference.opis, reference.box, reference.file)
