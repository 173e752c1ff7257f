"""Packages for keeping, made in a process of their own and fetched when they are whole.

Each has a folder in the cache of the collection, named by a random word:

==============  ===================================================================================
``order.json``  of what it is to be, for whom, with whose eyes; without it nobody wants it any more
``state.json``  which process is at it and how far, why it could not be made, what is in it
``bag.zip``     the package; it has that name when it is whole
==============  ===================================================================================

One is made at a time. Nobody but who has ordered it gets it, and only as long as all that is in it
may still be given.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from corpus import documents, giving, leases
from corpus.access import Role, Use
from corpus.catalogue import now
from corpus.collection import Collection, open_collection
from corpus.disk import fresh, writing
from corpus.errors import BadUse, NotFound, OpisError
from corpus.export import Format, format_named, write
from corpus.messages import N_, Message
from corpus.progress import Progress
from ingest.uploads import SPARE
from ui import adder, taken
from ui.address import decode
from ui.i18n import translator

#: packages that one person keeps, and for how many seconds; more are thrown away, the oldest first
MOST, LONGEST = 5, 7 * 24 * 3600
#: seconds that a process may take to begin, and between two looks at what others do
PATIENCE, AGAIN = 20.0, 0.5
_WORD = re.compile(r"[0-9a-f]{32}")


class Stage(StrEnum):
    """How far a package is."""

    WAITING = "waiting"  # another one is being made, or its process begins
    MADE = "made"  # it is being made
    CUT_OFF = "cut-off"
    FAILED = "failed"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Order:
    """A package that ``who`` wants: of ``names`` (see :func:`ui.taken.documents`), all without.

    Or it is of the answer whose address has the parameters ``asked``, as it is when the package is
    made. ``called`` says in words what it is of.
    """

    word: str
    names: tuple[str, ...]
    called: str
    who: str
    role: Role
    language: str
    at: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """How a package stands: ``done`` of ``total`` steps; whole, its size in bytes.

    ``documents`` are in it, ``closed`` could not be given with their originals.
    """

    order: Order
    stage: Stage
    done: int = 0
    total: int = 0
    size: int = 0
    documents: tuple[str, ...] = ()
    closed: int = 0
    why: Message | None = None
    remedy: Message | None = None


def order(
    collection: Collection,
    names: Sequence[str],
    called: str,
    *,
    who: str,
    role: Role,
    language: str,
    asked: str = "",
) -> Order:
    """Have a package made; returns at once. Another one of the same by the same is thrown away."""
    new = Order(secrets.token_hex(16), (*names,), called, who, role, language, now(), asked)
    sweep(collection)
    for number, old in enumerate(packages(collection, who)):
        same = (old.order.names, old.order.asked) == (new.names, new.asked)
        if same or number >= MOST - 1:
            remove(collection, old.order.word, who)
    folder = _folder(collection) / new.word
    begun = folder.with_name(f"new-{new.word}")  # nobody takes it for one that is not wanted
    begun.mkdir(parents=True, mode=0o700)
    _put(begun / "order.json", asdict(new))
    begun.rename(folder)
    with (folder / "log").open("ab") as said:
        subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "ui.packing", str(collection.path), new.word],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,  # it outlives the pages
        )
    return new


def packages(collection: Collection, who: str) -> list[Package]:
    """The packages that somebody has ordered, the newest first."""
    found = map(_standing, _folders(collection))
    own = [one for one in found if one is not None and one.order.who == who]
    return sorted(own, key=lambda one: (one.order.at, one.order.word), reverse=True)


def whole(collection: Collection, word: str, who: str, role: Role) -> tuple[Package, Path]:
    """A package that is whole, and its file, for who has ordered it and looks as then.

    Raises:
        NotFound: there is none, or something in it may not be given any more.

    """
    folder = _folder(collection) / word
    own = _standing(folder) if _WORD.fullmatch(word) else None
    if (
        own is None
        or own.stage is not Stage.WHOLE
        or (own.order.who, own.order.role) != (who, role)
    ):
        raise _none()
    with collection.catalogue() as database:
        known = documents.by_id(database, own.documents).values()
        free = [one for one in known if one.rights.allow(role, Use.EXPORT)]
        given = {one.id for one in giving.whole(database, free, role)}
    if role is not Role.ARCHIVIST and given != {*own.documents}:
        raise _none()
    return own, folder / "bag.zip"


def remove(collection: Collection, word: str, who: str) -> None:
    """Throw a package away, or have it made no more; one that is somebody else's stays."""
    folder = _folder(collection) / word
    own = _standing(folder) if _WORD.fullmatch(word) else None
    if own is not None and own.order.who == who:
        _drop(folder)


def sweep(collection: Collection) -> None:
    """Throw away what is too old, and what nobody wants any more."""
    for folder in _folders(collection):
        path = folder / "order.json"
        if not path.exists() or time.time() - path.stat().st_mtime > LONGEST:
            _drop(folder)


def main(path: Path, word: str) -> None:
    """Make a package that was ordered, when no other is being made."""
    os.nice(adder.NICENESS)
    collection = open_collection(path)
    folder = _folder(collection) / word
    if _wanted(folder):
        _tell(folder)
        with _alone(collection, folder):
            if _wanted(folder):
                _make(collection, folder)
    if not _wanted(folder):
        shutil.rmtree(folder, ignore_errors=True)


def _make(collection: Collection, folder: Path) -> None:
    own, kind = _ordered(folder), format_named("bagit")
    try:
        chosen = _chosen(collection, kind, own)
        about = taken.about(collection, chosen.title, translator(own.language), own.role)
        excerpts = [*chosen.excerpts]
        given = [one.document.id for one in excerpts if one.document.scanned]
        with collection.catalogue() as database:
            needed = giving.room(database, given)
        if shutil.disk_usage(folder).free < needed + SPARE:
            raise BadUse(
                N_("The disk has no room for the package: it needs {n} MB."),
                remedy=N_("Make room there, or take less at once."),
                n=(needed + SPARE) // 1_000_000,
            )
        done = write(
            kind,
            excerpts,
            about,
            folder / "bag",
            total=chosen.total,
            progress=_progress(folder),
            stop=lambda: not _wanted(folder),
        )
        if not done.stopped:
            _tell(folder, documents=given, closed=chosen.closed)
            _zip(folder)
    except _Unwanted:
        pass
    except OpisError as trouble:
        _fail(folder, trouble.what, trouble.remedy)
    except Exception as bug:
        _fail(folder, Message(adder.BUG, {"error": type(bug).__name__}), Message(_REPORT))
        raise


def _chosen(collection: Collection, kind: Format, own: Order) -> taken.Taken:
    """What is packed, as far as the role may have it now; of an answer the rest is not counted."""
    if not own.asked:
        return taken.documents(collection, kind, own.role, own.names)
    request = decode(parse_qs(own.asked)).request(own.role)
    chosen = taken.answer(collection, kind, request)
    return chosen if own.role is Role.ARCHIVIST else replace(chosen, closed=0)


_REPORT = N_("Have it made again; if it stays so, report it.")


class _Unwanted(Exception):
    """Nobody wants the package any more."""


def _tell(folder: Path, **said: Any) -> None:
    """Tell how far it is, in the place of what was told before."""
    _put(folder / "state.json", {"lease": leases.mine(), **said})


def _fail(folder: Path, why: Message, remedy: Message) -> None:
    shutil.rmtree(folder / "bag", ignore_errors=True)
    _tell(folder, why=why.to_json(), remedy=remedy.to_json())


def _progress(folder: Path) -> Progress:
    """Tell how far it is, not more often than somebody looks."""
    last = 0.0

    def far(_step: str, done: int, total: int, _name: str) -> None:
        nonlocal last
        if time.monotonic() - last > AGAIN:
            last = time.monotonic()
            _tell(folder, done=done, total=total)

    return far


def _zip(folder: Path) -> None:
    """Put the bag into one file, and each of its files away as soon as it is in it."""
    bag = folder / "bag"
    with (
        writing(folder),
        fresh(folder / "bag.zip", 0o600) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed,
    ):
        for path in sorted(path for path in bag.rglob("*") if path.is_file()):
            if not _wanted(folder):
                raise _Unwanted
            packed.write(path, Path("package") / path.relative_to(bag))
            path.unlink()
    shutil.rmtree(bag)


@contextmanager
def _alone(collection: Collection, folder: Path) -> Iterator[None]:
    """Wait until no other package is being made, or this one is not wanted any more."""
    with (_folder(collection) / "making.lock").open("ab") as lock:
        while _wanted(folder):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(AGAIN)
        yield


def _standing(folder: Path) -> Package | None:
    """How a package stands; None where nobody wants it any more."""
    try:
        own, told = _ordered(folder), _read(folder / "state.json")
        since = time.time() - (folder / "order.json").stat().st_mtime
        file = folder / "bag.zip"
        size = file.stat().st_size if file.exists() else 0
    except FileNotFoundError:
        return None
    why, remedy = (Message.from_json(told[key]) if key in told else None for key in _SAID)
    known = Package(
        own, Stage.WHOLE, told.get("done", 0), told.get("total", 0), size,
        tuple(told.get("documents", ())), told.get("closed", 0), why, remedy,
    )  # fmt: skip
    if why:
        return replace(known, stage=Stage.FAILED)
    if size:
        return known
    if not told and since < PATIENCE:
        return replace(known, stage=Stage.WAITING)
    if not leases.is_alive(told.get("lease", "")):
        return replace(known, stage=Stage.CUT_OFF)
    return replace(known, stage=Stage.MADE if len(told) > 1 else Stage.WAITING)


_SAID = ("why", "remedy")


def _drop(folder: Path) -> None:
    """Take the order back; whoever is at it throws the rest away, else it is thrown away here."""
    (folder / "order.json").unlink(missing_ok=True)
    if not leases.is_alive(_read(folder / "state.json").get("lease", "")):
        shutil.rmtree(folder, ignore_errors=True)


def _wanted(folder: Path) -> bool:
    return (folder / "order.json").exists()


def _ordered(folder: Path) -> Order:
    said = _read(folder / "order.json", needed=True)
    return Order(**(said | {"names": tuple(said["names"]), "role": Role(said["role"])}))


def _read(path: Path, *, needed: bool = False) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if needed:
            raise
        return {}
    return said


def _put(path: Path, said: dict[str, Any]) -> None:
    with fresh(path, 0o600) as file:
        file.write(json.dumps(said, ensure_ascii=False).encode())


def _folder(collection: Collection) -> Path:
    return collection.cache / "packages"


def _folders(collection: Collection) -> list[Path]:
    there = _folder(collection)
    return [one for one in there.iterdir() if _WORD.fullmatch(one.name)] if there.is_dir() else []


def _none() -> NotFound:
    return NotFound(N_("There is no such package."), remedy=N_("Have it made again."))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
