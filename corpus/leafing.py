"""Numbering the leaves of a document's pages in one go, as a file is numbered.

The first page shows the first leaf, and the numbers go on; exceptions are said as archivists say
them in the certificate of a file: «15а» is a leaf after 15, «37 пропущен» a number that no leaf
has. A page without a number (a cover) is named by its own number in the document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count, islice

from corpus import documents
from corpus.access import Role
from corpus.catalogue import Database
from corpus.describing import put_leaves
from corpus.errors import BadReference
from corpus.history import Deed, Recorder
from corpus.messages import N_, Message
from corpus.reference import Leaf, LeafRange, parse_leaf, print_leaves


class Sides(StrEnum):
    """What each page shows of a leaf."""

    RECTO = "recto"  # the front of each leaf
    BOTH = "both"  # front and back, one a page
    SPREADS = "spreads"  # the back of a leaf and the front of the next


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Leaves with a letter («15а»), and numbers that no leaf has («37 пропущен»)."""

    lettered: tuple[Leaf, ...] = ()
    missing: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Numbered:
    """What each page of a document shows now, and what does not agree with the file's count."""

    document: documents.Document
    leaves: tuple[tuple[Leaf, ...], ...]
    warnings: tuple[Message, ...] = ()


_MISSING = re.compile(r"(\d+)\s*(?:-[а-яё]+)?\s*(?:пропущен\w*|нет|missing|жоқ|жок)", re.I)


def read_exceptions(text: str) -> Exceptions:
    """Read «15а, 15б, 37 пропущен».

    Raises:
        BadReference: a part of it is neither.

    """
    lettered, missing = [], set()
    for part in filter(None, (part.strip() for part in re.split(r"[,;]", text))):
        if m := _MISSING.fullmatch(part):
            missing.add(int(m[1]))
            continue
        leaf = parse_leaf(part)
        if not leaf.letter or leaf.verso:
            raise BadReference(
                N_("«{part}» is no exception from the numbers of leaves."),
                remedy=N_("Say «15а» for a leaf after 15, «37 пропущен» for a number without one."),
                part=part,
            )
        lettered.append(leaf)
    return Exceptions(tuple(sorted(lettered)), frozenset(missing))


def numbered(
    pages: int,
    first: Leaf,
    sides: Sides,
    exceptions: Exceptions = Exceptions(),
    without: Collection[int] = (),
) -> tuple[tuple[Leaf, ...], ...]:
    """Which leaves each of ``pages`` pages shows; the pages ``without`` (from 1) show none."""
    leaves = _leaves(first, exceptions)
    if sides is Sides.RECTO:
        shown: Iterator[tuple[Leaf, ...]] = ((leaf,) for leaf in leaves)
    elif sides is Sides.BOTH:
        shown = ((side,) for leaf in leaves for side in (leaf, replace(leaf, verso=True)))
        shown = islice(shown, 1, None) if first.verso else shown
    else:
        shown = _spreads(leaves)
    return tuple(() if n in without else next(shown) for n in range(1, pages + 1))


def _leaves(first: Leaf, exceptions: Exceptions) -> Iterator[Leaf]:
    """Fronts of leaves from the first on."""
    front = replace(first, verso=False)
    lettered = sorted({*exceptions.lettered, *([front] if first.letter else [])})
    for number in count(first.number):
        own = [leaf for leaf in lettered if leaf.number == number]
        if number not in exceptions.missing:
            own.insert(0, Leaf(number))
        yield from (leaf for leaf in own if leaf >= front)


def _spreads(leaves: Iterator[Leaf]) -> Iterator[tuple[Leaf, ...]]:
    before: Leaf | None = None
    for leaf in leaves:
        back = Leaf(before.number, before.letter, verso=True) if before else None
        yield (back, leaf) if back else (leaf,)
        before = leaf


def number(
    database: Database,
    name: str,
    first: Leaf,
    sides: Sides,
    *,
    exceptions: Exceptions = Exceptions(),
    without: Collection[int] = (),
    against: int | None = None,
) -> Numbered:
    """Number the leaves of a document's pages; the index has to be brought up to date.

    Raises:
        NotFound: there is no such document.
        Conflict: somebody else has numbered them since.

    """
    with database.transaction():
        document = documents.find(database, name, Role.ARCHIVIST)
        shown = numbered(document.pages, first, sides, exceptions, without)
        recorder = Recorder(database, Deed.NUMBERED, against=against)
        put_leaves(recorder, database, document, shown)
        every = [leaf for page in shown for leaf in page]
        if document.level == "document" and every:
            whole = print_leaves([LeafRange(min(every), max(every))])
            recorder.put(document.id, "documents", document.id, {"leaves": whole})
        if recorder.event is not None:
            serial = database.next_serial()
            database.change(
                "UPDATE pages SET changed = ? WHERE document = ?", (serial, document.id)
            )
        warnings = tuple(_disagreements(database, document, every))
        return Numbered(documents.find(database, document.id, Role.ARCHIVIST), shown, warnings)


def _disagreements(
    database: Database, document: documents.Document, every: list[Leaf]
) -> Iterator[Message]:
    """What does not agree with the number of leaves that the file is certified to have."""
    row = database.row("SELECT leaf_count FROM files WHERE id = ?", (document.file,))
    certified = row["leaf_count"] if row else None
    if certified is None or not every:
        return
    leaves = {(leaf.number, leaf.letter) for leaf in every}
    if document.level == "file" and len(leaves) != certified:
        yield Message(
            N_("{count} leaves are numbered; the file is certified to have {certified}."),
            {"count": len(leaves), "certified": certified},
        )
    elif len(leaves) > certified:
        yield Message(
            N_("{count} leaves are numbered; the whole file is certified to have {certified}."),
            {"count": len(leaves), "certified": certified},
        )
