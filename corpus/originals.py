"""Originals: files as they came, named by their SHA-256, read-only, never changed."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from corpus import disk
from corpus.errors import InputFailed
from corpus.messages import N_


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def short_id(letter: str, hexadecimal: str) -> str:
    """An id of one letter and 12 base32 characters made of a SHA-256."""
    return letter + base64.b32encode(bytes.fromhex(hexadecimal)).decode().lower()[:12]


def place(folder: Path, sha256: str) -> Path:
    """Where the original of this SHA-256 lies under the folder of originals."""
    return folder / sha256[:2] / sha256[2:]


def keep(folder: Path, path: Path, sha256: str) -> Path:
    """Copy ``path`` among the originals, complete or not at all, and make it read-only.

    The copy is checked against ``sha256``: a file that changed meanwhile is not kept.

    Raises:
        InputFailed: the file has gone, cannot be read, or changed while it was copied.
        BadUse: the disk is full, or the originals cannot be written.

    """
    target = place(folder, sha256)
    if not target.exists():
        put(target, path, sha256)
    return target


def put(target: Path, path: Path, sha256: str, mode: int = 0o444) -> None:
    """Copy as :func:`keep` does to ``target``, whatever stands there; ``mode`` is its permissions.

    Raises what :func:`keep` does.
    """
    with disk.writing(target.parent):
        if not target.parent.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            sync(target.parent.parent)
        with disk.fresh(target, mode) as copy:
            for piece in _pieces(path):
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())
            if digest(Path(copy.name)) != sha256:
                raise InputFailed(
                    N_("«{path}» changed while it was copied."),
                    remedy=N_("Wait until nothing changes it any more and add it again."),
                    path=path.name,
                )
        sync(target.parent)


def _pieces(path: Path) -> Iterator[bytes]:
    """Read a file piece by piece; what its disk refuses is not our disk's fault."""
    try:
        with path.open("rb") as source:
            while piece := source.read(1 << 20):
                yield piece
    except OSError as reason:
        raise InputFailed(
            N_("«{path}» could not be copied: {reason}."),
            remedy=N_("See that the file is there and may be read; add it again."),
            path=path.name,
            reason=os.strerror(reason.errno) if reason.errno else reason,
        ) from reason


def sync(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
