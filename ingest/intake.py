"""Intake: from paths that somebody named to originals that may become documents.

Folders are walked in the order a person would list them. A folder with an ``opis.yaml`` and images
is one document, and so is one whose images are numbered through; everywhere else a file is one. A
sidecar stands for what it describes, a table for the scans in its rows, OCR for its scan, so that
``scans/*`` means the same as ``scans``. Hidden files, what file managers leave behind and other
collections are passed over.
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import InputFailed, OpisError
from corpus.messages import N_
from corpus.originals import digest
from corpus.reference import natural
from ingest.imported import SUBFOLDERS, Beside, beside, is_ocr
from ingest.numbering import IMAGES, series
from ingest.paperwork import Paper, Paperwork, Read
from ingest.register import Told, page_by_page
from ingest.sheet import is_table
from ingest.sidecar import SUFFIXES, sidecar_of

_LITTER = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One or several originals (a folder's images) that are to become a document or more."""

    path: Path
    originals: tuple[Path, ...]
    sidecar: Path | None
    #: the OCR that lies beside the originals, for those that have any
    ocr: Mapping[Path, Beside] = field(default_factory=dict)
    #: what a table tells of them
    told: Told | None = None

    @property
    def name(self) -> str:
        """The name as it came, in characters that can be stored."""
        return os.fsencode(self.path.name).decode("utf-8", "replace")


Found = Candidate | Paper | tuple[Path, OpisError]


def candidates(paths: Iterable[Path], read: Read = lambda _: ()) -> Iterator[Found]:
    """Yield what there is under ``paths``, each once, or a path and why it cannot be taken.

    ``read`` gives the sheets of a table.
    """
    named = [*paths]
    walk = _Walk(frozenset(named), Paperwork(read))
    seen: set[Path] = set()
    for path in named:
        for found in _named(path, walk):
            at = (found[0] if isinstance(found, tuple) else found.path).absolute()
            if at not in seen:
                seen.add(at)
                yield found


def _named(path: Path, walk: _Walk) -> Iterator[Found]:
    """What somebody meant who named ``path``."""
    mode = _mode(path)
    if stat.S_ISDIR(mode) and _is_collection(path):
        yield path, InputFailed(
            N_("«{path}» is a collection."),
            remedy=N_("Name the folder with the scans that are to be added."),
            path=path,
        )  # fmt: skip
    elif stat.S_ISDIR(mode):
        yield from walk.folder(path)
    elif stat.S_ISREG(mode) and is_table(path):
        paper = walk.paperwork.paper(path)
        yield paper
        for described in paper.register.told:
            yield from _named(described, walk)
    elif stat.S_ISREG(mode) and (scan := walk.owner(path)):
        yield from _named(scan, walk)
    elif stat.S_ISREG(mode) and sidecar_of(path.parent):
        whole = (one for one in walk.folder(path.parent) if not isinstance(one, Paper))
        yield next(whole)  # the document that the folder is
    elif stat.S_ISREG(mode) and path.suffix.casefold() in SUFFIXES:
        scan = _scan_of(path)
        yield from _named(scan, walk) if scan else (_orphan(path),)
    elif stat.S_ISREG(mode):
        yield walk.file(path)
    elif mode:
        yield path, InputFailed(
            N_("«{path}» is neither a file nor a folder."),
            remedy=N_("Copy what it holds into a file and add that."),
            path=path,
        )  # fmt: skip
    else:
        yield (
            path,
            InputFailed(
                N_("There is no file or folder «{path}»."), remedy=N_("Check the name."), path=path
            ),
        )


@dataclass(frozen=True, slots=True)
class _Folder:
    """What lies in a folder, in order.

    ``scans`` are the files that may become documents: no descriptions, no OCR, no tables. ``ocr``
    is theirs, ``owners`` says whose each OCR file is. ``numbered`` is the document that scans make
    by their numbers; ``all_named``, whether somebody named each of them.
    """

    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    scans: tuple[Path, ...] = ()
    ocr: Mapping[Path, Beside] = field(default_factory=dict)
    owners: Mapping[Path, Path] = field(default_factory=dict)
    numbered: Candidate | None = None
    all_named: bool = False


@dataclass(slots=True)
class _Walk:
    """One way through the folders, each of which is listed once; ``named`` is what was named."""

    named: frozenset[Path]
    paperwork: Paperwork
    listed: dict[Path, _Folder] = field(default_factory=dict)

    def folder(self, folder: Path) -> Iterator[Found]:
        """What there is in a folder and below."""
        try:
            here = self._look(folder)
        except OSError as reason:
            yield (
                folder,
                InputFailed(
                    N_("The folder «{path}» cannot be read: {reason}"),
                    remedy=N_("Give yourself the right to read it."),
                    path=folder,
                    reason=reason.strerror,
                ),
            )
            return
        papers = [self.paperwork.paper(path) for path in here.files if is_table(path)]
        yield from papers
        if any(paper.error for paper in papers):
            return  # what is here waits for its description
        sidecar, told = sidecar_of(folder), self.paperwork.told(folder)
        if (sidecar or told) and here.scans:
            yield Candidate(folder, here.scans, sidecar, here.ocr, told)
        else:
            if here.numbered:
                yield here.numbered
            taken = frozenset(here.numbered.originals if here.numbered else ())
            yield from (self._alone(path, here) for path in here.scans if path not in taken)
            used = {sidecar_of(p) for p in here.files}
            for path in here.files:
                if path.suffix.casefold() in SUFFIXES and path not in used:
                    yield _orphan(path)
        for path in here.folders:
            yield from () if _is_collection(path) else self.folder(path)

    def file(self, path: Path) -> Candidate:
        """What a file that was named stands for: the folder, if all its numbered scans were."""
        here = self._look_if_allowed(path.parent)
        if here.numbered and here.all_named and _is_image(path):
            return here.numbered
        return self._alone(path, here)

    def _alone(self, path: Path, here: _Folder) -> Candidate:
        ocr = _of((path,), here.ocr)
        return Candidate(path, (path,), sidecar_of(path), ocr, self.paperwork.told(path))

    def owner(self, path: Path) -> Path | None:
        """The scan whose OCR a file is."""
        here = self._look_if_allowed(path.parent)
        return here.owners.get(path) or self._above(path.parent).owners.get(path)

    def _look(self, folder: Path) -> _Folder:
        if folder not in self.listed:
            inside = sorted(folder.iterdir(), key=lambda p: natural(p.name))
            files = tuple(p for p in inside if p.is_file() and not _litter(p))
            scans = [p for p in files if not (p.suffix.casefold() in SUFFIXES or is_table(p))]
            ocr = beside(folder, [p for p in scans if not is_ocr(p)])
            owners = {path: scan for scan, own in ocr.items() for path in own.paths}
            passed = owners.keys() | self._above(folder).owners.keys()
            own_scans = tuple(p for p in scans if p not in passed)
            images = [*filter(_is_image, own_scans)]
            through = () if any(map(sidecar_of, images)) else series(images)
            each = [self.paperwork.told(image) for image in through]
            told = page_by_page(each) if any(each) else None
            if any(each) and not told:  # each is described by itself
                through = ()
            whole = Candidate(folder, through, None, _of(through, ocr), told)
            numbered = whole if through else None
            folders = (p for p in inside if p.is_dir() and not p.is_symlink() and not _litter(p))
            self.listed[folder] = _Folder(
                files, tuple(folders), own_scans, ocr, owners, numbered, self.named >= {*through}
            )
        return self.listed[folder]

    def _above(self, folder: Path) -> _Folder:
        """The folder of the scans whose OCR a folder may hold by its name."""
        is_for_ocr = folder.name.casefold() in SUBFOLDERS
        return self._look_if_allowed(folder.parent) if is_for_ocr else _Folder()

    def _look_if_allowed(self, folder: Path) -> _Folder:
        """What lies in a folder; nothing in one that may not be listed, though files in it may."""
        try:
            return self._look(folder)
        except OSError:
            return _Folder()


def _of(scans: Iterable[Path], ocr: Mapping[Path, Beside]) -> dict[Path, Beside]:
    return {path: ocr[path] for path in scans if path in ocr}


def _mode(path: Path) -> int:
    """What a path is (see :mod:`stat`); 0 where there is nothing, or no name for it."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _is_collection(folder: Path) -> bool:
    return (folder / "catalogue.sqlite").is_file()


def _scan_of(sidecar: Path) -> Path | None:
    beside_it = sorted(sidecar.parent.glob(glob.escape(sidecar.stem) + "*"))
    return next((p for p in beside_it if p.is_file() and sidecar_of(p) == sidecar), None)


def _orphan(sidecar: Path) -> tuple[Path, OpisError]:
    return sidecar, InputFailed(
        N_("The description «{path}» has no scan beside it."),
        remedy=N_("Give the scan and its description the same name."),
        path=sidecar.name,
    )  # fmt: skip


def _is_image(path: Path) -> bool:
    return path.suffix.casefold() in IMAGES and not _litter(path)


def _litter(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name.casefold() in _LITTER


def digests(candidate: Candidate) -> tuple[str, ...]:
    """SHA-256 of each original.

    Raises:
        InputFailed: one is empty or cannot be read.

    """
    for path in candidate.originals:
        if path.exists() and path.stat().st_size == 0:
            raise InputFailed(
                N_("«{path}» is empty (0 bytes)."),
                remedy=N_("Copy or scan it again."),
                path=path.name,
            )
    return tuple(digest_of(path) for path in candidate.originals)


def digest_of(path: Path) -> str:
    """SHA-256 of a file that is to be taken.

    Raises:
        InputFailed: it cannot be read.

    """
    try:
        return digest(path)
    except OSError as reason:
        raise InputFailed(
            N_("«{path}» cannot be read: {reason}"),
            remedy=N_("Give yourself the right to read it, or copy it again."),
            path=path.name,
            reason=reason.strerror,
        ) from reason


def content_digest(parts: tuple[str, ...]) -> str:
    """The SHA-256 that names a document: of its original, or of its ordered page hashes."""
    if len(parts) == 1:
        return parts[0]
    return hashlib.sha256("".join(parts).encode()).hexdigest()
