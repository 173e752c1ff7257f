"""Bags: a folder of files with a list of their checksums, as archives hand them on.

BagIt 1.0 (RFC 8493): ``bagit.txt`` says that it is one, ``data/`` holds the files,
``manifest-sha256.txt`` has a line with checksum and path for each. The declaration is written last
and the manifest is replaced at once, so that a bag that was cut off is none, or is what it was
before.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from corpus import disk
from corpus.errors import BadUse, InputFailed
from corpus.messages import N_

PAYLOAD = "data"
MANIFEST = "manifest-sha256.txt"
_DECLARATION = "bagit.txt"
_INFO = "bag-info.txt"
#: files of a bag that is being made or has been made
NAMES = frozenset({PAYLOAD, MANIFEST, _DECLARATION, _INFO})
#: permissions of its files
MODE = 0o600

#: checksums by path within the bag («data/originals/ab/cdef…»)
Manifest = Mapping[str, str]


def is_bag(folder: Path) -> bool:
    """Whether a bag lies in ``folder``, whole as far as can be seen without reading it."""
    return (folder / _DECLARATION).is_file() and (folder / MANIFEST).is_file()


def read(folder: Path) -> Manifest:
    """The manifest of a bag.

    Raises:
        BadUse: ``folder`` is no bag, or one that was never finished.
        InputFailed: the manifest is damaged.

    """
    if not is_bag(folder):
        raise BadUse(
            N_("«{folder}» is no backup, or one that was never finished."),
            remedy=N_("Name the folder that holds bagit.txt; finish a backup by running it again."),
            folder=folder,
        )
    try:
        lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
        return dict(_entry(line) for line in lines if line)
    except (OSError, ValueError) as reason:
        raise InputFailed(
            N_("The backup is damaged: «{file}» cannot be used."),
            remedy=N_("Take another copy of the backup."),
            file=MANIFEST,
        ) from reason


def write(folder: Path, manifest: Manifest, software: str, day: str, size: int) -> None:
    """Make the payload that lies in ``folder`` a bag, or a bag's new state; ``size`` is in bytes.

    Raises:
        BadUse: the disk is full, or ``folder`` cannot be written.

    """
    info = (
        f"Bag-Software-Agent: {software}\nBagging-Date: {day}\n"
        f"Payload-Oxum: {size}.{len(manifest)}\n"
    )
    lines = (f"{digest}  {_quoted(path)}\n" for path, digest in sorted(manifest.items()))
    put(folder / _INFO, info)
    put(folder / MANIFEST, "".join(lines))
    put(folder / _DECLARATION, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")


def put(path: Path, content: str | bytes) -> None:
    """Write a file of a bag, so that it survives a power cut."""
    with disk.writing(path.parent), disk.fresh(path, MODE) as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())


def _entry(line: str) -> tuple[str, str]:
    m = re.fullmatch(r"([0-9a-fA-F]{64})[ \t]+\*?(.+)", line)
    path = PurePosixPath(unquote(m[2])) if m else PurePosixPath()
    if m is None or path.is_absolute() or path.parts[:1] != (PAYLOAD,) or ".." in path.parts:
        raise ValueError(f"no line of a manifest: {line!r}")
    return str(path), m[1].lower()


def _quoted(path: str) -> str:
    """A path as manifests have it: what would end the line is written in per cent."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
