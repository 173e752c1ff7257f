"""The terms of a query word in a snapshot: on which rows they stand, how often, and where.

A *place* is a row times :data:`ROW`, plus a position on that page: one number for a word of the
collection, in the order of rows and positions.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answer import Kind, Reason
from index.embedded.listing import Listing
from index.embedded.outcome import Chosen
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
        self._listings: dict[str, Listing] = {}
        self._seconds, self._end = seconds, math.inf

    def terms(self, groups: Iterable[Terms]) -> list[Found]:
        """The terms of some groups that stand in the index, in order."""
        out: list[Found] = []
        for group in groups:
            reasons: dict[str, int] = {}
            for text, word in group.terms.items():
                if self.time_is_up():
                    return out
                numbers = self.snapshot.numbers(text)
                if self.stands(text, numbers):
                    if word not in reasons:
                        reasons[word] = self.number(Reason(group.kind, word))
                    out.append(Found(text, reasons[word], numbers, group.part))
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

    def listing(self, term: Found) -> Listing:
        """The postings of a term, of deleted pages too; unpacked once a query."""
        if term.term not in self._listings:
            at = self.snapshot
            segments = zip(at.segments, term.numbers, at.bases.tolist(), strict=False)
            self._listings[term.term] = Listing(
                [(one.postings, number, base) for one, number, base in segments if number >= 0]
            )
        return self._listings[term.term]

    def frequency(self, term: Found) -> int:
        """The number of live pages that have a term."""
        at = self.snapshot
        if all(at.whole):
            numbers = zip(at.segments, term.numbers, strict=True)
            return sum(one.postings.count(number) for one, number in numbers if number >= 0)
        rows = self.listing(term).rows
        return len(rows) - len(at.deleted.inside(rows))

    def standing(self, terms: Iterable[Found], kept: Chosen) -> Chosen:
        """Those of some rows that have one of some terms."""
        lists = [self.listing(term).rows for term in terms]
        if len(kept) < kept.size:
            lists = [rows[kept.inside(rows)] for rows in lists]
        return Chosen.any_of(self.snapshot.rows, lists)

    def form_stands(self, form: str, kept: Chosen) -> bool:
        """Whether an exact form stands on one of some rows."""
        terms = self.terms([Terms(Kind.EXACT, {f"x{form}": form})])
        return any(kept.mask[self.listing(term).rows].any() for term in terms)

    def places(self, terms: Sequence[Found], kept: Chosen) -> tuple[Places, Numbers]:
        """All places of terms on kept rows, ascending, each once, with the reason of the first."""
        places, reasons = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for term in terms:
            rows, positions = self.listing(term).places(kept)
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

    def count(self, words: Sequence[tuple[Sequence[Found], Chosen]]) -> int:
        """How many places some words have, each with the rows that are kept for it."""
        first = self.snapshot.first_word
        numbers = [
            first[rows] + positions
            for terms, kept in words
            for term in terms
            for rows, positions in (self.listing(term).places(kept),)
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
