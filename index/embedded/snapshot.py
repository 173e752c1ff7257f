"""One commit of the index as a whole: its segments side by side, its pages numbered through.

A page is told by its *row*, from 0; N rows in all, deleted ones too. Documents (D) are told by
their place in the order of their ids, records (R) are those of :mod:`index.embedded.facts`.
Everything is read-only and may be shared by threads.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from corpus.access import READABLE, Level, Role
from corpus.dates import is_exact
from corpus.headings import COVER
from corpus.labels import above
from index.answer import FOUND, Sort
from index.embedded import arrayfile
from index.embedded.arrayfile import Array
from index.embedded.codec import EXACT, ArraySegment
from index.embedded.committing import opened, serial_of
from index.embedded.facet import Facet
from index.embedded.facts import PAGE_FACETS, UNDATED_YEAR
from index.embedded.outcome import Chosen, Floats, Mask, Rows, stretches
from index.embedded.postings import Postings
from index.embedded.ranges import Edges, WordRanges
from index.embedded.strings import Names, Strings, different, united

#: BM25 (Robertson and Zaragoza 2009)
K1, B = 1.2, 0.75
_LEVELS = tuple(Level)
#: what segments of so many pages have in common is worked out once for many commits
LARGE = 1000
#: terms whose numbers are kept: the common words of a collection come again and again
TERMS = 1 << 14
#: where fewer than one of so many pages are meant, each is looked at
_SPARSE = 3
_ORDERS = {Sort.REFERENCE: "reference", Sort.ADDED: "added"}


class Segment:
    """The arrays of a segment; the same object serves every commit that has it."""

    def __init__(
        self, name: str, arrays: Mapping[str, Array], postings: Postings | None = None
    ) -> None:
        """``postings`` are given where they are not among the arrays."""
        self.name, self.arrays = name, arrays
        self.postings = Postings(self.arrays) if postings is None else postings
        self.size = len(self.arrays["key"])

    @cached_property
    def pool(self) -> list[bytes]:
        """The strings of its facts."""
        return Strings(self.arrays["pool"], self.arrays["pool_starts"]).all()

    @cached_property
    def ranges(self) -> WordRanges:
        """Where the words of its pages stand."""
        return WordRanges(self.arrays)

    @cached_property
    def forms(self) -> range:
        """The numbers of its exact forms among its terms."""
        return self.postings.terms.beginning(EXACT)


class Snapshot:
    """A commit, ready to be asked."""

    def __init__(
        self,
        state: tuple[str, int],
        serial: int,
        segments: Sequence[tuple[Segment, Mask | None]],
        before: Snapshot | None = None,
    ) -> None:
        """Lay segments side by side; with each its live pages, None where all are.

        What does not differ from the commit ``before`` is taken from there.
        """
        self.state, self.serial = state, serial
        self.segments = [segment for segment, _ in segments]
        sizes = [segment.size for segment in self.segments]
        self.bases = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        self.rows = int(self.bases[-1])
        live = [np.ones(s.size, bool) if mask is None else mask for s, mask in segments]
        self.live = Chosen.of(np.concatenate(live) if live else np.zeros(0, bool))
        self.whole = [mask is None for _, mask in segments]
        self.pages = len(self.live)
        self.key, self.number, self.layer, self.words = (
            self._side_by_side(name) for name in ("key", "number", "layer", "words")
        )
        self._large: tuple[list[Segment], list[bytes], list[Array]]
        #: the number of a term in each segment, or -1
        self.numbers = lru_cache(maxsize=TERMS)(self._numbers)
        self._lay_records(before)

    def _numbers(self, term: str) -> tuple[int, ...]:
        wanted = term.encode()
        return tuple([segment.postings.terms.find(wanted) for segment in self.segments])

    def _side_by_side(self, name: str) -> Array:
        arrays = [segment.arrays[name] for segment in self.segments]
        return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)

    def _lay_records(self, before: Snapshot | None) -> None:
        large = [segment for segment in self.segments if segment.size >= LARGE]
        if before is not None and before._large[0] == large:
            self._large = before._large
        else:
            self._large = (large, *united([segment.pool for segment in large]))
        _, pool, places = self._large
        small = [segment for segment in self.segments if segment.size < LARGE]
        self._pool, (moved, *others) = united([pool, *(segment.pool for segment in small)])
        own = {s.name: moved[place] for s, place in zip(large, places, strict=True)}
        own |= {s.name: place for s, place in zip(small, others, strict=True)}
        self._renumbered = [own[segment.name] for segment in self.segments]
        counts = [len(segment.arrays["document"]) for segment in self.segments]
        self._first_record = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self.records = int(self._first_record[-1])
        self.record = self._moved("record", self._first_record)
        self._strings: dict[str, Array] = {}
        used, self.document_of = different(self._string("document"), len(self._pool))
        self.documents = Names(self._pool, used)
        self.document = self.document_of[self.record]
        self._facets: dict[str, Facet] = {}
        self.first_year = self._side_by_side("first_year")
        self.last_year = self._side_by_side("last_year")
        self._opens = self._side_by_side("opens")
        self._allowed: dict[tuple[Role, date], Chosen] = {}
        self._access: dict[date, Facet] = {}

    def _string(self, name: str) -> Array:
        """For each record, the place of a string of it in the pool."""
        if name not in self._strings:
            self._strings[name] = self._translated(name)
        return self._strings[name]

    def facet(self, name: str) -> Facet:
        """A facet that is kept; of the kinds those too that only headings tell, and the groups."""
        if name == "kind":
            return self._kinds
        return self._kept(name)

    def _kept(self, name: str) -> Facet:
        if name not in self._facets:
            of_pages = name in PAGE_FACETS
            owner = self._moved(f"{name}_owner", self.bases if of_pages else self._first_record)
            codes = self._translated(f"{name}_value")
            used, value = different(codes, len(self._pool))
            live = (self.live.mask if of_pages else self._live_records)[owner]
            self._facets[name] = Facet(
                [*Names(self._pool, used)],
                owner[live],
                value[live],
                self.document if of_pages else self.document_of,
                self._pages_held if of_pages else self._records_held,
                of_pages=of_pages,
            )
        return self._facets[name]

    def found_kind(self, document: int) -> str:
        """The kind that the heading of a document names where nobody has said it, else empty."""
        which = int(self._found_kinds[document])
        return self._kept("found_kind").values[which] if which >= 0 else ""

    @cached_property
    def _found_kinds(self) -> Array:
        """For each document the kind found, as a number of the values of ``found_kind``, or -1.

        It stands on the first page, or on the second where the first is a cover.
        """
        said, found = self._kept("kind"), self._kept("found_kind")
        described, covered = np.zeros((2, len(self.documents)), bool)
        described[self.document_of[said.owner]] = True
        covers = self.live.mask & (self.number == 1) & (self.words <= COVER)
        covered[self.document[covers]] = True
        document, number = self.document[found.owner], self.number[found.owner]
        out = np.full(len(self.documents), -1, np.int64)
        for heading in ((number == 2) & covered[document], number == 1):
            these = heading & ~described[document]
            out[document[these]] = found.value[these]
        return out

    @cached_property
    def _kinds(self) -> Facet:
        """Kinds with their groups; what only a heading tells bears :data:`FOUND` too."""
        said, found = self._kept("kind"), self._kept("found_kind")
        kinds = sorted({*said.values, *found.values})
        groups = sorted({group for kind in kinds if (group := above("kind", kind))} - {*kinds})
        values = [*kinds, *groups, FOUND]
        number = {value: i for i, value in enumerate(values)}
        of_said, of_found, of_group = (
            np.array([number.get(name, -1) for name in names], np.int64)
            for names in (said.values, found.values, [above("kind", value) for value in values])
        )
        of_record = self._found_kinds[self.document_of]
        owners = np.flatnonzero((of_record >= 0) & self._live_records)
        owner = np.concatenate([said.owner, owners])
        value = np.concatenate([of_said[said.value], of_found[of_record[owners]]])
        below = np.flatnonzero(of_group[value] >= 0)
        return Facet(
            values,
            np.concatenate([owner, owner[below], owners]),
            np.concatenate([value, of_group[value[below]], np.full(len(owners), number[FOUND])]),
            self.document_of,
            self._records_held,
            of_pages=False,
        )

    @cached_property
    def _live_records(self) -> Mask:
        """The records of live pages."""
        live = np.zeros(self.records, bool)
        live[self.record[self.live.rows]] = True
        return live

    @cached_property
    def _records_held(self) -> Array:
        """How many of its records have live pages, for each document."""
        return np.bincount(self.document_of[self._live_records], minlength=len(self.documents))

    @cached_property
    def _pages_held(self) -> Array:
        """How many live pages each document has."""
        return np.bincount(self.document[self.live.rows], minlength=len(self.documents))

    def _moved(self, name: str, by: Array) -> Array:
        arrays = [s.arrays[name] + int(n) for s, n in zip(self.segments, by, strict=False)]
        return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)

    def _translated(self, name: str) -> Array:
        arrays = [n[s.arrays[name]] for s, n in zip(self.segments, self._renumbered, strict=True)]
        return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)

    @cached_property
    def deleted(self) -> Chosen:
        """The rows of deleted pages."""
        return Chosen.of(~self.live.mask)

    @cached_property
    def norm(self) -> Floats:
        """For each row, what BM25 adds to the number of times: K1 (1 - B + B length / mean)."""
        mean = self.words[self.live.mask].mean() if self.pages else 1.0
        return np.asarray(K1 * (1 - B + B * self.words / max(mean, 1e-9)), np.float64)

    @cached_property
    def least_norm(self) -> float:
        """The least of them, that of the shortest page."""
        return float(self.norm.min(initial=np.inf))

    @property
    def undated(self) -> Mask:
        """Records without a date."""
        return np.asarray(self.first_year == UNDATED_YEAR)

    @cached_property
    def exactly_dated(self) -> Mask:
        """Records whose date is exact."""
        codes, inverse = different(self._string("edtf"), len(self._pool))
        exact = [is_exact(self._pool[code].decode()) for code in codes.tolist()]
        return np.array(exact, bool)[inverse]

    def level(self, today: date) -> Array:
        """The level of access of each record in force ``today``, as a number of :class:`Level`."""
        names = {level.value.encode(): i for i, level in enumerate(_LEVELS)}
        codes, inverse = different(self._string("access"), len(self._pool))
        level = np.array([names[self._pool[code]] for code in codes.tolist()], np.int64)[inverse]
        level[(self._opens > 0) & (self._opens <= today.toordinal())] = _LEVELS.index(Level.OPEN)
        return level

    def allowed(self, role: Role, today: date) -> Chosen:
        """The live pages that ``role`` may read today."""
        if (role, today) not in self._allowed:
            may = np.array([level in READABLE[role] for level in _LEVELS])
            by_record = may[self.level(today)] if self.records else np.zeros(0, bool)
            self._allowed[role, today] = Chosen.of(by_record[self.record] & self.live.mask)
        return self._allowed[role, today]

    def access(self, today: date) -> Facet:
        """The levels in force today, as a facet."""
        if today not in self._access:
            values, owner = [level.value for level in _LEVELS], np.flatnonzero(self._live_records)
            level, held = self.level(today)[owner], self._records_held
            self._access[today] = Facet(
                values, owner, level, self.document_of, held, of_pages=False
            )
        return self._access[today]

    def rank(self, sort: Sort) -> Array:
        """For each record, its place in a sort order; equal ones share it."""
        if sort is Sort.DATE:  # the undated stand last
            first = np.where(self.undated, 1 << 20, self.first_year.astype(np.int64))
            order = np.stack([first, self.last_year, self._string("edtf")])
            return np.unique(order, axis=1, return_inverse=True)[1].reshape(-1)
        return self._string(_ORDERS[sort])  # numbered as they sort

    @cached_property
    def first_word(self) -> Array:
        """The number of the first word of each row among all words, and how many there are."""
        return np.concatenate([[0], np.cumsum(self.words, dtype=np.int64)])

    def edges(self, rows: Rows, first: Edges, last: Edges) -> tuple[Edges, Edges]:
        """Where on their pages stretches from word ``first`` to word ``last`` start and end."""
        starts, ends = np.empty_like(first), np.empty_like(last)
        of = self.bases.searchsorted(rows, side="right") - 1
        for i in sorted({*of.tolist()}):
            own = of == i
            pages = rows[own] - self.bases[i]
            starts[own], ends[own] = self.segments[i].ranges.edges(pages, first[own], last[own])
        return starts, ends

    def row(self, document: str, page: int) -> int | None:
        """The row of a page of a document, None where it is not in the index."""
        rows = self.rows_of(document)
        found = rows[self.number[rows] == page]
        return int(found[0]) if len(found) else None

    def rows_of(self, document: str) -> Rows:
        """The rows of the live pages of a document."""
        at = bisect_left(self.documents, document)
        if at == len(self.documents) or self.documents[at] != document:
            return np.zeros(0, np.intp)
        return self.pages_of(np.array([at]))

    @cached_property
    def _by_document(self) -> tuple[Rows, Rows]:
        """The rows by document, and where those of each begin and end."""
        counts = np.bincount(self.document, minlength=len(self.documents))
        return np.argsort(self.document, kind="stable"), np.cumsum(np.append(0, counts))

    @cached_property
    def _runs(self) -> tuple[Rows, Rows]:
        """Where rows of another document begin, and which."""
        starts = np.flatnonzero(np.diff(self.document, prepend=-1))
        return starts, self.document[starts]

    def documents_of(self, pages: Chosen) -> Mask:
        """The documents of some pages."""
        out = np.zeros(len(self.documents), bool)
        if len(pages) * _SPARSE < self.rows:
            out[self.document[pages.rows]] = True
        else:
            starts, document = self._runs
            out[document[np.flatnonzero(np.logical_or.reduceat(pages.mask, starts))]] = True
        return out

    def pages_of(self, documents: Rows) -> Rows:
        """The rows of the live pages of some documents, ascending."""
        order, starts = self._by_document
        counts = starts[documents + 1] - starts[documents]
        rows = np.sort(order[stretches(starts[documents], counts)])
        return np.asarray(rows[self.live.mask[rows]])


def read(folder: Path, name: str, before: Snapshot | None) -> Snapshot:
    """Read the newest commit of a folder; what it shares with the one ``before`` is taken there."""
    contents = opened(folder)._read_toc()
    known = {segment.name: segment for segment in before.segments} if before else {}
    segments: list[tuple[Segment, Mask | None]] = []
    for entry in contents.segments:
        path = entry.path(folder)
        segments.append(
            (known.get(path.name) or Segment(path.name, arrayfile.read(path)), _live(entry))
        )
    return Snapshot((name, contents.generation), serial_of(contents), segments, before)


def _live(entry: ArraySegment) -> Mask | None:
    if not entry.deleted:
        return None
    live = np.ones(entry.doc_count_all(), bool)
    live[list(entry.deleted)] = False
    return live
