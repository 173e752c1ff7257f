"""Hits as arrays: where they begin and end, of which kind they are, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.answer import Kind, Reason
from index.embedded.lookup import ROW, Numbers, Places
from index.embedded.outcome import Chosen, Rows, stretches
from index.embedded.snapshot import Snapshot
from index.engine import Span

KINDS = tuple(Kind)
STRENGTH = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Hits:
    """Hits in order: the places of their first and last words, the number of their kind.

    The last word is that on the page itself where a phrase goes on on the next one.
    ``reasons`` has a row for each hit with the number of the reason of each of its words, filled
    up with -1.
    """

    first: Places
    last: Places
    kind: Numbers
    reasons: Numbers

    @property
    def rows(self) -> Rows:
        """The row of each."""
        return self.first // ROW

    def on(self, kept: Chosen) -> Hits:
        """Those on kept rows."""
        here = kept.mask[self.rows]
        return Hits(self.first[here], self.last[here], self.kind[here], self.reasons[here])


def of_words(first: Places, last: Places, reasons: Numbers, known: Sequence[Reason]) -> Hits:
    """Hits whose words have these reasons; the kind is the weakest of theirs."""
    strengths = [STRENGTH[reason.kind] for reason in known]
    if len(set(strengths)) == 1:
        return Hits(first, last, np.full(len(first), strengths[0]), reasons)
    strength = np.array([*strengths, 0], np.int64)
    return Hits(first, last, strength[reasons].max(axis=1, initial=0), reasons)


class Lit:
    """The hits of all leaves of a tree, without those inside another: a phrase is lit once."""

    def __init__(self, leaves: Sequence[Hits]) -> None:
        self._leaves = leaves
        none = np.zeros(0, np.int64)
        first = np.concatenate([none, *(hits.first for hits in leaves)])
        last = np.concatenate([none, *(hits.last for hits in leaves)])
        kind = np.concatenate([none, *(hits.kind for hits in leaves)])
        leaf = np.repeat(np.arange(len(leaves)), [len(hits.first) for hits in leaves])
        number = np.concatenate([none, *(np.arange(len(hits.first)) for hits in leaves)])
        order = np.lexsort((kind, -last, first))
        ends = last[order]
        before = np.maximum.accumulate(np.concatenate([[-1], ends[:-1]])) if len(ends) else ends
        order = order[ends > before]
        self._first, self._last, self._kind = first[order], last[order], kind[order]
        self._leaf, self._number = leaf[order], number[order]

    def __len__(self) -> int:
        """How many they are."""
        return len(self._first)

    def on_each(self, rows: Rows) -> list[int]:
        """How many are on each of some rows."""
        low, high = self._within(rows)
        counts: list[int] = (high - low).tolist()
        return counts

    def _within(self, rows: Rows) -> tuple[Rows, Rows]:
        """Where the hits of each of some rows begin and end."""
        return self._first.searchsorted(rows * ROW), self._first.searchsorted((rows + 1) * ROW)

    def spans(self, rows: Rows, at: Snapshot, known: Sequence[Reason]) -> list[tuple[Span, ...]]:
        """Those on each of some rows."""
        low, high = self._within(rows)
        counts = high - low
        ends = counts.cumsum()
        own = rows.repeat(counts)
        these = stretches(low, counts)
        first, last = self._first[these] - own * ROW, self._last[these] - own * ROW
        edges = (column.tolist() for column in (first, last, *at.edges(own, first, last)))
        kinds = map(KINDS.__getitem__, self._kind[these].tolist())
        every = [*map(Span, *edges, kinds, self._reasons(these, known))]
        return [
            tuple(every[end - count : end])
            for end, count in zip(ends.tolist(), counts.tolist(), strict=True)
        ]

    def _reasons(self, these: Rows, known: Sequence[Reason]) -> list[tuple[Reason, ...]]:
        """The reasons of some hits."""
        out: list[tuple[Reason, ...]] = [()] * len(these)
        for leaf in sorted({*self._leaf[these].tolist()}):
            mine = np.flatnonzero(self._leaf[these] == leaf)
            numbered = self._leaves[leaf].reasons[self._number[these[mine]]]
            why = [*map(tuple, numbered.tolist())]
            of_hits = {numbers: tuple([known[n] for n in numbers if n >= 0]) for numbers in {*why}}
            for place, numbers in zip(mine.tolist(), why, strict=True):
                out[place] = of_hits[numbers]
        return out
