"""Intake: from paths that somebody named to originals that may become documents.

Folders are walked in the order a person would list them. A folder with an ``opis.yaml`` and images
is one document; everywhere else a file is one. A sidecar stands for what it describes, so that
``scans/*`` means the same as ``scans``. Hidden files, what file managers leave behind and other
collections are passed over.
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import InputFailed, OpisError
from corpus.messages import N_
from corpus.originals import digest
from corpus.reference import natural
from ingest.sidecar import SUFFIXES, sidecar_of

_LITTER = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One or several originals (a folder's images) that are to become a document or more."""

    path: Path
    originals: tuple[Path, ...]
    sidecar: Path | None

    @property
    def name(self) -> str:
        """The name as it came, in characters that can be stored."""
        return os.fsencode(self.path.name).decode("utf-8", "replace")


Found = Candidate | tuple[Path, OpisError]


def candidates(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield what there is under ``paths``, each once, or a path and why it cannot be taken."""
    seen: set[Path] = set()
    for path in paths:
        for found in _named(path):
            at = (found.path if isinstance(found, Candidate) else found[0]).absolute()
            if at not in seen:
                seen.add(at)
                yield found


def _named(path: Path) -> Iterator[Found]:
    """What somebody meant who named ``path``."""
    mode = _mode(path)
    if stat.S_ISDIR(mode) and _is_collection(path):
        yield path, InputFailed(
            N_("«{path}» is a collection."),
            remedy=N_("Name the folder with the scans that are to be added."),
            path=path,
        )  # fmt: skip
    elif stat.S_ISDIR(mode):
        yield from _folder(path)
    elif stat.S_ISREG(mode) and sidecar_of(path.parent):
        yield next(_folder(path.parent))  # the document that the folder is
    elif stat.S_ISREG(mode) and path.suffix.casefold() in SUFFIXES:
        yield _scan_of(path) or _orphan(path)
    elif stat.S_ISREG(mode):
        yield Candidate(path, (path,), sidecar_of(path))
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


def _mode(path: Path) -> int:
    """What a path is (see :mod:`stat`); 0 where there is nothing, or no name for it."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _is_collection(folder: Path) -> bool:
    return (folder / "catalogue.sqlite").is_file()


def _scan_of(sidecar: Path) -> Candidate | None:
    beside = sorted(sidecar.parent.glob(glob.escape(sidecar.stem) + "*"))
    scans = [p for p in beside if p.is_file() and sidecar_of(p) == sidecar]
    return Candidate(scans[0], (scans[0],), sidecar) if scans else None


def _orphan(sidecar: Path) -> tuple[Path, OpisError]:
    return sidecar, InputFailed(
        N_("The description «{path}» has no scan beside it."),
        remedy=N_("Give the scan and its description the same name."),
        path=sidecar.name,
    )  # fmt: skip


def _folder(folder: Path) -> Iterator[Found]:
    try:
        inside = sorted(folder.iterdir(), key=lambda p: natural(p.name))
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
    files = [p for p in inside if p.is_file() and not _litter(p)]
    scans = [p for p in files if p.suffix.casefold() not in SUFFIXES]
    if (sidecar := sidecar_of(folder)) and scans:
        yield Candidate(folder, tuple(scans), sidecar)
    else:
        for path in scans:
            yield Candidate(path, (path,), sidecar_of(path))
        used = {sidecar_of(p) for p in scans}
        for orphan in files:
            if orphan not in scans and orphan not in used:
                yield _orphan(orphan)
    for path in inside:
        if path.is_dir() and not path.is_symlink() and not _litter(path):
            yield from () if _is_collection(path) else _folder(path)


def _litter(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name.casefold() in _LITTER


def digests(candidate: Candidate) -> tuple[str, ...]:
    """SHA-256 of each original.

    Raises:
        InputFailed: one is empty or cannot be read.

    """
    out = []
    for path in candidate.originals:
        try:
            if path.stat().st_size == 0:
                raise InputFailed(
                    N_("«{path}» is empty (0 bytes)."),
                    remedy=N_("Copy or scan it again."),
                    path=path.name,
                )
            out.append(digest(path))
        except OSError as reason:
            raise InputFailed(
                N_("«{path}» cannot be read: {reason}"),
                remedy=N_("Give yourself the right to read it, or copy it again."),
                path=path.name,
                reason=reason.strerror,
            ) from reason
    return tuple(out)


def content_digest(parts: tuple[str, ...]) -> str:
    """The SHA-256 that names a document: of its original, or of its ordered page hashes."""
    if len(parts) == 1:
        return parts[0]
    return hashlib.sha256("".join(parts).encode()).hexdigest()
