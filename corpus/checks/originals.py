"""Originals: each is there, is what it was, and is known to the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus import disk, leases
from corpus.catalogue import Database
from corpus.checks.finding import Finding, Part
from corpus.errors import InputFailed
from corpus.messages import N_, Message
from corpus.originals import digest, place, put
from corpus.progress import Progress

_PUT_BACK = N_(
    "Put it back from a backup or from where the scans came: opis check --repair --originals FOLDER"
)


def check_originals(
    folder: Path, database: Database, *, copies: Path | None, repair: bool, progress: Progress
) -> Iterator[Finding]:
    """What is wrong with the originals in ``folder``.

    ``repair`` puts back what is lost if the same bytes lie anywhere below ``copies``, under
    whatever name: a backup, or the folder from which scans were added.
    """
    files = {p for p in folder.rglob("*") if p.is_file()}
    known = {row["sha256"]: row["size"] for row in database.rows("SELECT * FROM originals")}
    lost: dict[str, str] = {}
    for count, sha256 in enumerate(known, 1):
        progress(N_("checking originals"), count, len(known), sha256[:12])
        fault = _fault(place(folder, sha256), sha256)
        if fault:
            lost[sha256] = fault
    found = _found(copies, {s: known[s] for s in lost}) if repair and copies else {}
    for sha256, fault in lost.items():
        mended = sha256 in found and _put_back(place(folder, sha256), found[sha256], sha256)
        values = {"path": _short(sha256), "documents": _documents(database, sha256)}
        yield Finding(Part.ORIGINAL, Message(fault, values), Message(_PUT_BACK), mended)
    yield from _unknown(folder, files - {place(folder, s) for s in known}, database)


def _fault(path: Path, sha256: str) -> str:
    """What is wrong with an original, nothing where it is sound."""
    if not path.is_file():
        return N_("The original {path} is missing (documents: {documents}).")
    try:
        same = digest(path) == sha256
    except OSError:
        return N_("The original {path} cannot be read (documents: {documents}).")
    return "" if same else N_("The original {path} is altered (documents: {documents}).")


def _short(sha256: str) -> str:
    return place(Path("originals"), sha256).as_posix()


def _documents(database: Database, sha256: str) -> str:
    """The names under which an original came: its own, or those of the scans whose OCR it is."""
    rows = database.rows(
        """SELECT DISTINCT d.source_name || ' ' || d.id AS name
           FROM pages p JOIN documents d ON d.id = p.document
           WHERE p.original = ?1
              OR p.original IN (SELECT original FROM imported WHERE file = ?1) LIMIT 3""",
        (sha256,),
    )
    return ", ".join(row["name"] for row in rows) or "–"


def _found(copies: Path, lost: Mapping[str, int]) -> dict[str, Path]:
    """Files below a folder that are what was lost."""
    found = {}
    for path in copies.rglob("*"):
        if path.is_file() and path.stat().st_size in lost.values():
            sha256 = digest(path)
            if sha256 in lost:
                found[sha256] = path
    return found


def _put_back(target: Path, path: Path, sha256: str) -> bool:
    try:
        put(target, path, sha256)
    except InputFailed:  # it cannot be read, or changes under our hands
        return False
    return True


def _unknown(folder: Path, files: set[Path], database: Database) -> Iterator[Finding]:
    """Files among the originals that no document knows: nobody but a person may delete them."""
    if any(leases.is_alive(row["lease"]) for row in database.rows("SELECT lease FROM jobs")):
        return  # they are being added just now
    for path in sorted(files):
        if path.name.startswith(disk.UNFINISHED):
            continue
        name = path.relative_to(folder.parent).as_posix()
        if re.fullmatch(r"originals/[0-9a-f]{2}/[0-9a-f]{62}", name):
            what = N_("The original {path} belongs to no document.")
            remedy = N_("Add it to have it again as a document: opis add {path}")
        else:
            what = N_("The file {path} is no original.")
            remedy = N_("Move it out of the folder of the originals.")
        yield Finding(Part.ORIGINAL, Message(what, {"path": name}), Message(remedy, {"path": path}))
