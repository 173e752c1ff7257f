"""Intake: from paths that somebody named to originals that may become documents.

Folders are walked in the order a person would list them. A folder with an ``opis.yaml`` and images
is one document; everywhere else a file is one. Sidecars, hidden files and what file managers leave
behind are passed over.
"""

from __future__ import annotations

import hashlib
import os
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


def candidates(paths: Iterable[Path]) -> Iterator[Candidate | tuple[Path, OpisError]]:
    """Yield what there is under ``paths``, or a path with the reason why it cannot be taken."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path)
        elif path.exists():
            yield Candidate(path, (path,), sidecar_of(path))
        else:
            yield (
                path,
                InputFailed(
                    N_("There is no file or folder «{path}»."),
                    remedy=N_("Check the name."),
                    path=path,
                ),
            )


def _folder(folder: Path) -> Iterator[Candidate | tuple[Path, OpisError]]:
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
                yield (
                    orphan,
                    InputFailed(
                        N_("The description «{path}» has no scan beside it."),
                        remedy=N_("Give the scan and its description the same name."),
                        path=orphan.name,
                    ),
                )
    for path in inside:
        if path.is_dir() and not _litter(path) and not path.is_symlink():
            yield from _folder(path)


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
