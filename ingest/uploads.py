"""Uploads: scans that came through the pages, until they are among the originals.

A *batch* is a folder of files that belong together: scans with their descriptions, tables and OCR.

====================  =============================================================================
``uploads/new/``      batches that are being uploaded or looked at; nothing is done with them
``uploads/BATCH``     a batch that somebody has ordered to be added
====================  =============================================================================

A batch is ordered by moving it, one step that cannot be cut in two; what is uploaded later lands in
a new batch. The next run of adding, by whomever, finds it and accepts what lies in it. Once all
of it is taken the batch is deleted; while a file of it is refused it stays, to be tried again.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from tempfile import NamedTemporaryFile
from typing import IO

from corpus import jobs, leases
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.disk import UNFINISHED, writing
from corpus.errors import BadUse, InputFailed, NotFound
from corpus.messages import N_
from corpus.originals import digest, place, sync

#: endings of what can be taken: scans, texts, descriptions and tables, OCR that comes with scans
ENDINGS = (
    *(".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".jp2", ".j2k", ".jpx", ".webp"),
    *(".djvu", ".djv", ".txt", ".text", ".md", ".yaml", ".yml", ".csv", ".xlsx"),
    *(".xml", ".html", ".htm", ".hocr"),
)
#: bytes that a file may have, and those that the disk keeps free
MOST, SPARE = 4 << 30, 1 << 30
#: bytes of the name of a file or folder, as Linux allows with room for «.new-…», and folders in all
LONGEST, DEEPEST = 180, 8

_NEW = "new"
#: no figures: names of folders complete references, and this one must not
_BATCH = re.compile(r"[a-z]{16}")


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that nobody has ordered yet; its files are sorted, ``size`` is theirs in bytes."""

    name: str
    folder: Path
    files: tuple[Path, ...]
    size: int


def new_name() -> str:
    """A name that no batch has."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(16))


def target(collection: Collection, batch: str, name: str, size: int) -> Path:
    """Where an uploaded file is to be written; its folder is there.

    ``name`` is that of the file with those of its folders, as the browser says them, parted by «/».

    Raises:
        InputFailed: it has a name or a size that cannot be.
        BadUse: the disk has no room for it.

    """
    parts = [part for part in name.split("/") if part]
    if not _BATCH.fullmatch(batch) or not parts or any(map(_is_bad, parts)) or len(parts) > DEEPEST:
        raise InputFailed(
            N_("«{path}» has a name that cannot be kept."),
            remedy=N_("Give it a shorter name that does not begin with a dot."),
            path=name[:LONGEST],
        )
    if not parts[-1].casefold().endswith(ENDINGS):
        raise InputFailed(
            N_("«{path}» is of a kind that Opis does not read."),
            remedy=N_("Save it as PDF, JPEG, PNG, TIFF or plain text and add that."),
            path=parts[-1],
        )
    if size > MOST:
        raise InputFailed(
            N_("«{path}» has more than {most} GB."),
            remedy=N_("Name the folder in which it lies instead, or divide it."),
            path=parts[-1],
            most=MOST >> 30,
        )
    path = collection.uploads.joinpath(_NEW, batch, *parts)
    with writing(collection.uploads):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(path.parent).free < 2 * size + SPARE:
            raise BadUse(
                N_("The disk has no room for «{path}»."),
                remedy=N_("Make room there and upload it again; what is here already stays."),
                path=parts[-1],
            )
    return path


@contextmanager
def receiving(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write what is uploaded to; nothing of it stays unless it is settled."""
    prefix = f"{UNFINISHED}{leases.mine().replace(':', '_')}-"
    with (
        writing(path.parent),
        NamedTemporaryFile(dir=path.parent, prefix=prefix, delete=False) as file,
    ):
        try:
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)


def settle(file: IO[bytes], path: Path) -> Path:
    """Have an uploaded file stand at ``path``, so that no power cut takes it away any more.

    Another file of this name stays; the new one is numbered: «скан (2).pdf». Returns where it is.

    Raises:
        OSError: the batch has been ordered or thrown away meanwhile, or the disk refuses.

    """
    file.flush()
    os.fsync(file.fileno())
    n, free = 1, path
    while free.exists():
        if digest(free) == digest(Path(file.name)):
            return free
        n += 1
        free = path.with_name(f"{path.stem} ({n}){path.suffix}")
    Path(file.name).rename(free)
    sync(free.parent)
    return free


def waiting(collection: Collection) -> list[Batch]:
    """The batches that nobody has ordered yet, those that were begun first first."""
    folders = sorted(_folders(collection.uploads / _NEW), key=lambda p: p.stat().st_mtime_ns)
    batches = []
    for folder in folders:
        files = tuple(sorted(_files(folder)))
        if files:
            size = sum(path.stat().st_size for path in files)
            batches.append(Batch(folder.name, folder, files, size))
    return batches


def order(collection: Collection, database: Database, batch: str) -> None:
    """Have a batch added by the next run.

    Raises:
        NotFound: there is none, or it has been ordered or thrown away meanwhile.

    """
    ordered = collection.uploads / batch
    try:
        _folder(collection, batch).rename(ordered)
    except OSError as reason:
        raise gone() from reason
    jobs.order(database, ordered)


def discard(collection: Collection, batch: str) -> None:
    """Throw a batch away that nobody has ordered.

    Raises:
        NotFound: there is none, or it has been ordered or thrown away meanwhile.

    """
    try:
        shutil.rmtree(_folder(collection, batch))
    except OSError as reason:
        raise gone() from reason


def remember(collection: Collection, database: Database) -> None:
    """Accept the batches whose order was cut off, or whose clearing was."""
    for folder in _ordered(collection):
        if not jobs.below(database, folder) and not jobs.is_cancelled(database, folder):
            jobs.order(database, folder, anew=False)


def clear(collection: Collection, database: Database) -> None:
    """Delete the batches of which everything was taken; each original is looked at once more."""
    for folder in _ordered(collection):
        if jobs.below(database, folder):
            continue
        if all(_is_safe(collection, database, path) for path in _files(folder)):
            shutil.rmtree(folder)
    jobs.forget_cancelled(database, collection.uploads)


def shown(collection: Collection, path: str | Path) -> str:
    """A path as its archivist knows it: without where uploads lie."""
    path = Path(path)
    for above, depth in ((collection.uploads / _NEW, 1), (collection.uploads, 1)):
        if path.is_relative_to(above) and len(path.relative_to(above).parts) > depth:
            return str(Path(*path.relative_to(above).parts[depth:]))
    return str(path)


def _is_bad(part: str) -> bool:
    if part.startswith((".", "~$")) or not part.isprintable() or "\\" in part:
        return True
    try:
        return len(part.encode()) > LONGEST
    except UnicodeEncodeError:
        return True


def _is_safe(collection: Collection, database: Database, path: Path) -> bool:
    """Whether a file is an original that is whole, or none at all but a description of one."""
    sha256 = digest(path)
    if not database.rows("SELECT 1 FROM originals WHERE sha256 = ?", (sha256,)):
        return True
    kept = place(collection.originals, sha256)
    return kept.exists() and digest(kept) == sha256


def _folder(collection: Collection, batch: str) -> Path:
    if not _BATCH.fullmatch(batch):
        raise gone()
    return collection.uploads / _NEW / batch


def gone() -> NotFound:
    """The error that a batch is not there any more."""
    return NotFound(
        N_("These files are not here any more: they are being added, or were thrown away."),
        remedy=N_("Load the page again to see what is there."),
    )


def _ordered(collection: Collection) -> list[Path]:
    return [folder for folder in _folders(collection.uploads) if _BATCH.fullmatch(folder.name)]


def _folders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []


def _files(folder: Path) -> Iterator[Path]:
    return (
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(UNFINISHED)
    )
