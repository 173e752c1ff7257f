"""Watching a folder: whatever appears in it and is complete is added.

The folder is looked at again and again, so that network drives can be watched too. What is still
(:mod:`ingest.stillness`) goes through :func:`ingest.adding.add`, as if somebody had named the
folder; what is not is left out of that run. What was refused is not tried again until it changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from corpus import jobs
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.errors import BadUse, EngineFailed
from corpus.messages import N_, Message
from corpus.originals import digest, place
from corpus.progress import Progress, silent
from ingest.adding import add
from ingest.intake import Candidate, Found
from ingest.report import Failure
from ingest.sidecar import SUFFIXES
from ingest.stillness import Patience, Signature, Survey, open_for_writing, signature_of

#: The folder is looked at this often, in seconds.
EVERY = 2.0
PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Taken:
    """A document (or several) that was taken from a path; whether its sources were deleted.

    ``kept`` says why a source was not deleted that should have been.
    """

    path: Path
    deleted: bool = False
    kept: Message | None = None


@dataclass(slots=True)
class Watch:
    """Watches ``folder`` until ``stop`` says so, and tells of each thing taken or refused.

    ``move`` deletes sources, each only when the original in the collection was read again and has
    the SHA-256 of the source. ``clock`` gives seconds, ``sleep`` waits so many.
    """

    collection: Collection
    folder: Path
    tell: Callable[[Taken | Failure], None]
    stop: Callable[[], bool]
    move: bool = False
    patience: Patience = PATIENCE
    workers: int | str = 0
    progress: Progress = silent
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    survey: Survey = field(init=False)
    #: what was ready when everything was added last, and what was taken or refused
    _offered: dict[Path, Signature] = field(init=False, default_factory=dict)
    _done: dict[Path, Signature] = field(init=False, default_factory=dict)
    _ready: dict[Path, Signature] = field(init=False, default_factory=dict)
    _admitted: list[Found] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        if not self.folder.is_dir():
            raise BadUse(
                N_("There is no folder «{folder}» to watch."),
                remedy=N_("Make it, or check the name."),
                folder=self.folder,
            )
        if self._is_ours(self.folder):
            raise BadUse(
                N_("«{folder}» lies in the collection itself."),
                remedy=N_("Name the folder into which scans are put."),
                folder=self.folder,
            )
        self.folder = self.folder.absolute()
        self.survey = Survey(self.folder)

    def run(self) -> None:
        """Look, add what is complete, wait, and look again.

        Raises what :func:`ingest.adding.add` does; what was accepted waits for the next run.
        """
        while not self.stop():
            self.look()
            if not self.stop():
                self.sleep(EVERY)

    def look(self) -> None:
        """Look once, and add what is complete."""
        now = self.clock()
        self.survey.look(now)
        ready = self.survey.still(now, self.patience)
        new = {path for path, signature in ready.items() if self._offered.get(path) != signature}
        written = open_for_writing(new) if new else set()
        if new <= written:
            return
        self._ready = {path: s for path, s in ready.items() if path not in written}
        self._admitted = []
        try:
            report = add(
                self.collection,
                [self.folder],
                workers=self.workers,
                progress=self.progress,
                stop=self.stop,
                admit=self._admit,
            )
        except EngineFailed as reason:  # what was taken is looked at again
            self.tell(Failure(str(self.folder), None, reason.what, reason.remedy))
            return
        self._offered = self._ready
        for failure in report.failed:
            self.tell(failure)
        with self.collection.catalogue() as database:
            waiting = jobs.accepted(database)  # left to the next run, or another one is at it
            refused = {failure.path for failure in report.failed if failure.page is None}
            for found in self._admitted:
                path = found[0] if isinstance(found, tuple) else found.path
                if str(path) in waiting:
                    continue
                self._done |= {file: self._ready[file] for file in _files_of(found)}
                if isinstance(found, Candidate) and str(path) not in refused:
                    self._tell_taken(database, found, new=path in report.taken)

    def _admit(self, found: Found) -> bool:
        """Whether something may be taken now: all its files are still, and some of them are new."""
        files = _files_of(found)
        if not any(file.is_relative_to(self.folder) for file in files):
            return bool(files)  # an earlier run has left it behind
        if not all(file in self._ready for file in files):
            return False
        if all(self._done.get(file) == self._ready[file] for file in files):
            return False
        self._admitted.append(found)
        return True

    def _tell_taken(self, database: Database, found: Candidate, *, new: bool) -> None:
        """Tell what was taken, and delete its sources if that is wanted."""
        if self.move:
            sources = [file for file in _files_of(found) if file != found.sidecar]
            kept = [why for file in sources if (why := self._delete(database, file))]
            self.tell(Taken(found.path, not kept, kept[0] if kept else None))
        elif new:
            self.tell(Taken(found.path))

    def _delete(self, database: Database, path: Path) -> Message | None:
        """Delete a source whose original is safe, or say why it stays."""
        if path.is_symlink():
            return Message(N_("It is a link."))
        if self._is_ours(path):
            return Message(N_("It lies in the collection."))
        try:
            sha256 = digest(path)
            if not database.rows("SELECT 1 FROM originals WHERE sha256 = ?", (sha256,)):
                return Message(N_("The collection keeps no copy of it."))
            if digest(place(self.collection.originals, sha256)) != sha256:
                return Message(N_("The original in the collection is damaged: opis check"))
            if signature_of(path) != self._ready[path]:
                return Message(N_("It has changed meanwhile."))
            path.unlink()
        except OSError as reason:
            return Message(N_("It cannot be deleted: {reason}."), {"reason": reason.strerror})
        return None

    def _is_ours(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.collection.path.resolve())


def _files_of(found: Found) -> list[Path]:
    """The files that stand or fall together: scans, their description, their OCR.

    None for a description without a scan: it waits for one.
    """
    if isinstance(found, tuple):
        return [] if found[0].suffix.casefold() in SUFFIXES else [found[0]]
    if not isinstance(found, Candidate):
        return [found.path]
    description = [found.sidecar] if found.sidecar else []
    return [*found.originals, *description, *(p for ocr in found.ocr.values() for p in ocr.paths)]
