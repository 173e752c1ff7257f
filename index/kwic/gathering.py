"""Where all hits of an answer stand: a few numbers for each, no text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corpus import documents, pages
from corpus.access import Role, may_read
from corpus.catalogue import Database
from corpus.dates import UncertainDate
from corpus.documents import Document
from corpus.reference import Leaf
from index.answer import Kind
from index.engine import PageHit

Numbers = npt.NDArray[np.int64]

KINDS = tuple(Kind)
#: documents that are described at a time
AT_ONCE = 500
#: sorts behind every day
_NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of an answer by document, page and place: N numbers each.

    ``document`` is a place in ``documents``; ``page`` the page's number; ``layer`` its reading;
    ``start`` and ``end`` the half-open range in the text of that; ``nth`` which hit of the page it
    is, from 1; ``kind`` a place in :data:`KINDS`; ``by_reference`` and ``by_date`` are their
    places in these orders.
    """

    documents: Sequence[str]
    document: Numbers
    page: Numbers
    layer: Numbers
    start: Numbers
    end: Numbers
    nth: Numbers
    kind: Numbers
    by_reference: Numbers
    by_date: Numbers

    def __len__(self) -> int:
        """N."""
        return len(self.document)


def gathered(database: Database, found: Iterable[tuple[str, PageHit]], role: Role) -> Hits:
    """The hits of pages as an engine gives them one by one, by document and page number.

    What the catalogue no longer lets the role read is left out.
    """
    names, own = _columns(found)
    known = _known(database, names, role)
    file, leaf, readable = _by_reference(database, names, known, own[0], own[1], role)
    if not readable.all():
        own = [column[readable] for column in own]
        file, leaf = file[readable], leaf[readable]
    document, page, layer, start, end, nth, kind = own
    by_reference = _places(start, page, document, leaf, file)
    dates = np.array([_days(known[n].date if n in known else None) for n in names], np.int64)
    first, last = dates.reshape(-1, 2)[document].T
    by_date = _places(by_reference, last, first)
    return Hits(names, document, page, layer, start, end, nth, kind, by_reference, by_date)


def _columns(found: Iterable[tuple[str, PageHit]]) -> tuple[list[str], list[Numbers]]:
    """The documents, and of each hit its numbers from ``document`` to ``kind``."""
    numbers: dict[str, int] = {}
    columns = [array("q") for _ in range(7)]
    for name, page in found:
        document = numbers.setdefault(name, len(numbers))
        for nth, span in enumerate(page.spans, 1):
            kind = KINDS.index(span.kind)
            hit = (document, page.number, page.layer, span.start, span.end, nth, kind)
            for column, value in zip(columns, hit, strict=True):
                column.append(value)
    empty = np.zeros(0, np.int64)
    return [*numbers], [np.frombuffer(c, np.int64) if c else empty for c in columns]


def _places(*keys: Numbers) -> Numbers:
    """For each its place in the order of some keys, of which the last counts first."""
    order = np.lexsort(keys)
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return places


@dataclass(frozen=True, slots=True)
class _Known:
    """What orders the lines of a document: its file, its first leaf, its date."""

    file: str
    leaf: Leaf | None
    date: UncertainDate | None


def _known(database: Database, names: Sequence[str], role: Role) -> dict[str, _Known]:
    """Those of some documents that the role may read."""
    out: dict[str, _Known] = {}
    for first in range(0, len(names), AT_ONCE):
        found = documents.by_id(database, names[first : first + AT_ONCE])
        out |= {name: _orders(d) for name, d in found.items() if may_read(d.access, role)}
    return out


def _orders(document: Document) -> _Known:
    d = document.description
    first = d.reference.leaves[0].first if d.reference.leaves else None
    return _Known(replace(d.reference, leaves=()).sort_text(), first, d.date)


def _by_reference(
    database: Database,
    names: Sequence[str],
    known: Mapping[str, _Known],
    document: Numbers,
    page: Numbers,
    role: Role,
) -> tuple[Numbers, Numbers, npt.NDArray[np.bool_]]:
    """For each hit the place of its file among all, its leaf, and whether it may be read.

    The leaf is a number that sorts as leaves do. A page whose leaf nobody knows stands behind the
    leaf before it.
    """
    files = {file: i for i, file in enumerate(sorted({k.file for k in known.values()}))}
    file = np.array([files[known[n].file] if n in known else -1 for n in names], np.int64)
    leaf = np.zeros(len(document), np.int64)
    readable = np.zeros(len(document), bool)
    starts = np.flatnonzero(np.diff(document, prepend=-1) | np.diff(page, prepend=-1))
    ends = np.append(starts, len(document))[1:]
    shown: dict[tuple[str, int], tuple[Leaf, ...]] = {}
    described = -1
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        number, name = int(document[start]), names[document[start]]
        if number > described:
            some = [n for n in names[number : number + AT_ONCE] if n in known]
            shown, described = pages.leaves(database, some, role), number + AT_ONCE - 1
        if (name, int(page[start])) in shown:
            readable[start:end] = True
            leaf[start:end] = _leaf_number(shown, name, int(page[start]), known[name].leaf)
    return file[document] if len(document) else document, leaf, readable


def _leaf_number(
    shown: Mapping[tuple[str, int], Sequence[Leaf]], name: str, page: int, first: Leaf | None
) -> int:
    for number in range(page, 0, -1):
        if shown.get((name, number)):
            first = shown[name, number][0]
            break
    if first is None:
        return 0
    return first.number << 22 | ord(first.letter or "\0") << 1 | first.verso


def _days(date: UncertainDate | None) -> tuple[int, int]:
    """The first and the last day of a date as numbers; the undated come last."""
    if date is None:
        return _NEVER, _NEVER
    first = date.earliest.toordinal() if date.earliest else 0
    return first, date.latest.toordinal() if date.latest else _NEVER - 1
