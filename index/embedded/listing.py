"""The postings of a term in all segments of a snapshot, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.embedded.arrayfile import Array
from index.embedded.outcome import Chosen, Rows, stretches
from index.embedded.postings import Postings

Ints = npt.NDArray[np.int64]
_NONE: Array = np.zeros(0, np.uint8)


class Listing:
    """On which rows a term stands, ascending, and how often (``times``) on each.

    ``segments`` have its number among their terms, and their first row.
    """

    def __init__(self, segments: Sequence[tuple[Postings, int, int]]) -> None:
        self._segments = segments
        counts = [postings.count(number) for postings, number, _ in segments]
        self.rows: Rows = np.empty(sum(counts), np.intp)
        end = 0
        for count, (postings, number, base) in zip(counts, segments, strict=True):
            postings.lay(number, base, self.rows[end : end + count])
            end += count
        times = [postings.times(number) for postings, number, _ in segments]
        self.times: Array = times[0] if len(times) == 1 else np.concatenate([_NONE, *times])
        #: the rows that were asked for last, and where it has those on which it stands: what is
        #: shown is scored first and lit then
        self._met: tuple[Chosen | None, Rows] = (None, self.rows)

    def __len__(self) -> int:
        """On how many rows it stands."""
        return len(self.rows)

    def on(self, kept: Chosen) -> tuple[Rows, Array]:
        """On which of the kept rows it stands, and how often there."""
        mine, there = kept.meeting(self.rows)
        self._met = kept, there
        return mine, self.times[there]

    @cached_property
    def _positions(self) -> list[Array]:
        return [postings.positions(number) for postings, number, _ in self._segments]

    def places(self, kept: Chosen) -> tuple[Rows, Ints]:
        """All positions on kept rows, in order: the row of each, and it."""
        met, here = self._met
        if met is not kept:
            here = kept.inside(self.rows)
        if len(here) == len(self):
            every = np.concatenate([_NONE, *self._positions])
            return self.rows.repeat(self.times), every.astype(np.int64)
        if not len(here):
            return here, np.zeros(0, np.int64)
        times = self.times[here].astype(np.int64)
        behind = np.add.reduceat(self.times, here, dtype=np.uint32).astype(np.int64)  # to the next
        before = self.times[: here[0]].sum(dtype=np.int64) + behind.cumsum() - behind
        return self.rows[here].repeat(times), self._at(stretches(before, times))

    def _at(self, spots: Ints) -> Ints:
        """Some of all positions, ascending."""
        out, start = np.empty(len(spots), np.int64), 0
        for positions in self._positions:
            first, end = spots.searchsorted([start, start + len(positions)])
            out[first:end] = positions[spots[first:end] - start]
            start += len(positions)
        return out
