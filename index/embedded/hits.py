"""Hits as arrays: where they begin and end, of which kind they are, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.answer import Kind, Reason
from index.embedded.lookup import ROW, Numbers, Places
from index.embedded.snapshot import Mask, Rows, Snapshot
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

    def on(self, kept: Mask) -> Hits:
        """Those on kept rows."""
        here = kept[self.rows]
        return Hits(self.first[here], self.last[here], self.kind[here], self.reasons[here])


def of_words(first: Places, last: Places, reasons: Numbers, known: Sequence[Reason]) -> Hits:
    """Hits whose words have these reasons; the kind is the weakest of theirs."""
    strength = np.array([*(STRENGTH[reason.kind] for reason in known), 0], np.int64)
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
        low = np.searchsorted(self._first, rows * ROW)
        counts: list[int] = (np.searchsorted(self._first, (rows + 1) * ROW) - low).tolist()
        return counts

    def spans(self, row: int, at: Snapshot, known: Sequence[Reason]) -> tuple[Span, ...]:
        """Those on a row."""
        low, high = self._first.searchsorted([row * ROW, (row + 1) * ROW]).tolist()
        if low == high:
            return ()
        here = slice(low, high)
        first, last = self._first[here] - row * ROW, self._last[here] - row * ROW
        words = at.word_ranges(row)
        columns = (first, last, words[first, 0], words[last, 1], self._kind[here],
                   self._leaf[here], self._number[here])  # fmt: skip
        out: list[Span] = []
        for a, b, start, end, kind, leaf, number in zip(
            *(c.tolist() for c in columns), strict=True
        ):
            why = self._leaves[leaf].reasons[number].tolist()
            reasons = tuple(known[reason] for reason in why if reason >= 0)
            out.append(Span(a, b, start, end, KINDS[kind], reasons))
        return tuple(out)
