"""The terms of a query word in a snapshot: on which rows they stand, how often, and where.

A *place* is a row times :data:`ROW`, plus a position on that page: one number for a word of the
collection, in the order of rows and positions.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answer import Kind, Reason
from index.embedded.outcome import Chosen, Rows
from index.embedded.snapshot import Snapshot
from index.query.expand import Terms

#: no page has so many words
ROW = 1 << 32

Places = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """A term of the index: the number of its reason, and its number in each segment, or -1.

    ``part`` is what of the weight of its kind it has.
    """

    term: str
    reason: int
    numbers: tuple[int, ...]
    part: float = 1.0


class Lookup:
    """Looks terms up in a snapshot until ``seconds`` are over; ``late`` says that they are.

    A snapshot may hold some pages of many: who knows of the others says which terms these have, in
    how many pages (:meth:`stands`, :meth:`frequency`).

    Reasons are numbered as they come; ``reasons`` lists them.
    """

    def __init__(self, snapshot: Snapshot, seconds: float) -> None:
        self.snapshot = snapshot
        self.late = False
        self.reasons: list[Reason] = []
        self._numbers: dict[Reason, int] = {}
        self._rows: dict[tuple[int, int], Rows] = {}
        self._seconds, self._end = seconds, math.inf

    def terms(self, groups: Iterable[Terms]) -> list[Found]:
        """The terms of some groups that stand in the index, in order."""
        out: list[Found] = []
        for group in groups:
            for text, word in group.terms.items():
                if self.time_is_up():
                    return out
                term = text.encode()
                numbers = tuple(s.postings.terms.find(term) for s in self.snapshot.segments)
                if self.stands(text, numbers):
                    reason = self.number(Reason(group.kind, word))
                    out.append(Found(text, reason, numbers, group.part))
        return out

    def stands(self, term: str, numbers: Sequence[int]) -> bool:
        """Whether a term with these numbers stands anywhere."""
        return max(numbers, default=-1) >= 0

    def time_is_up(self) -> bool:
        """Whether the seconds are over. They begin with the first term, when tables are loaded."""
        now = time.monotonic()
        if self._end == math.inf:
            self._end = now + self._seconds
        self.late |= now > self._end
        return now > self._end

    def number(self, reason: Reason) -> int:
        """The number of a reason."""
        if reason not in self._numbers:
            self._numbers[reason] = len(self.reasons)
            self.reasons.append(reason)
        return self._numbers[reason]

    def rows(self, term: Found) -> Iterator[tuple[int, int, Rows]]:
        """Segment, number of the term there, and its rows, deleted ones too."""
        for i, number in enumerate(term.numbers):
            if number >= 0:
                yield i, number, self._rows_of(i, number)

    def _rows_of(self, segment: int, number: int) -> Rows:
        """The rows of a term in a segment, unpacked once a query."""
        key = segment, number
        if key not in self._rows:
            pages = self.snapshot.segments[segment].postings.pages(number)
            self._rows[key] = pages + self.snapshot.bases[segment]
        return self._rows[key]

    def frequency(self, term: Found) -> int:
        """The number of live pages that have a term."""
        at, count = self.snapshot, 0
        for i, number in enumerate(term.numbers):
            if number >= 0:
                if at.whole[i]:
                    count += at.segments[i].postings.count(number)
                else:
                    count += int(np.count_nonzero(at.live.mask[self._rows_of(i, number)]))
        return count

    def standing(self, terms: Iterable[Found], kept: Chosen) -> Chosen:
        """Those of some rows that have one of some terms."""
        mask = np.zeros(self.snapshot.rows, bool)
        for term in terms:
            for _, _, rows in self.rows(term):
                mask[rows[kept.inside(rows)]] = True
        return Chosen.of(mask)

    def form_stands(self, form: str, kept: Chosen) -> bool:
        """Whether an exact form stands on one of some rows."""
        terms = self.terms([Terms(Kind.EXACT, {f"x{form}": form})])
        return any(kept.mask[rows].any() for term in terms for _, _, rows in self.rows(term))

    def places(self, terms: Sequence[Found], kept: Chosen) -> tuple[Places, Numbers]:
        """All places of terms on kept rows, ascending, each once, with the reason of the first."""
        places, reasons = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for term in terms:
            for rows, positions in self._positions(term, kept):
                places.append(rows * ROW + positions)
                reasons.append(np.full(len(rows), term.reason))
        if len(places) == 2:
            return places[1], reasons[1]
        every, why = np.concatenate(places), np.concatenate(reasons)
        order = np.argsort(every, kind="stable")
        every, why = every[order], why[order]
        first = np.ones(len(every), bool)
        first[1:] = every[1:] != every[:-1]
        return every[first], why[first]

    def _positions(self, term: Found, kept: Chosen) -> Iterator[tuple[Numbers, Numbers]]:
        """Rows and positions of a term on kept rows, for each segment that has it."""
        for i, number, rows in self.rows(term):
            yield self.snapshot.segments[i].postings.places(number, rows, kept)

    def count(self, words: Sequence[tuple[Sequence[Found], Chosen]]) -> int:
        """How many places some words have, each with the rows that are kept for it."""
        first = self.snapshot.first_word
        numbers = [
            first[rows] + positions
            for terms, kept in words
            for term in terms
            for rows, positions in self._positions(term, kept)
        ]
        return _distinct(numbers, int(first[-1]))


def _distinct(numbers: Sequence[Places], most: int) -> int:
    """How many different numbers below ``most`` there are."""
    if len(numbers) < 2:
        return sum(map(len, numbers))
    seen = np.zeros(most, bool)
    count = 0
    for some in numbers:
        count += len(some) - int(np.count_nonzero(seen[some]))
        seen[some] = True
    return count
