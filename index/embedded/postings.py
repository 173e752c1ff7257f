"""The postings of a segment as arrays: which pages have a term, how often, and where.

Terms are sorted by their bytes. A term has a run of postings, one a page, in page order; a posting
has a run of positions. The arrays of a file (see :mod:`index.embedded.arrayfile`), T terms,
P postings, Q positions:

==================  ========  ==========================================================
``terms``           u1        the terms, each followed by a line feed
``term_starts``     u4, T+1   where each begins among those bytes
``starts``          u4, T+1   ... its postings among all postings
``spots``           u4, T+1   ... its positions among all positions
``first``           u4, T     page of its first posting
``width``           u1, T     0, 1, 2: steps from page to page are kept as u1, u2, u4
``steps_at``        u4, T     where its steps begin in the array of that width
``steps1/2/4``                the steps, one less than the term has postings
``times``           u1, u2    P: how often the term stands on the page
``positions``       u2, u4    Q: where, in order
==================  ========  ==========================================================

Positions of a page are numbered from 0. Numbers of four bytes have eight where they need them.
Terms are decoded only when they are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from index.embedded.arrayfile import Array, narrow
from index.embedded.strings import Strings, packed

Ints = npt.NDArray[np.int64]
Pages = npt.NDArray[np.int32]

_STEPS = ("steps1", "steps2", "steps4")
_STEP_TYPES = (np.uint8, np.uint16, np.uint32)


@dataclass(frozen=True, slots=True)
class Plain:
    """Postings before they are packed: sorted terms, and their postings one after another.

    ``counts`` is the number of postings of each term, ``pages`` and ``times`` have one entry for
    each posting, ``positions`` one for each time.
    """

    terms: Sequence[bytes]
    counts: Ints
    pages: Ints
    times: Ints
    positions: Ints


def pack(parts: Sequence[Plain]) -> dict[str, Array]:
    """Return the arrays of a segment; ``parts`` hold its terms in order, each term once."""
    counts = _joined([p.counts for p in parts])
    times = _joined([narrow(p.times, np.uint8, np.uint16) for p in parts])
    positions = _joined([narrow(p.positions, np.uint16, np.uint32) for p in parts])
    terms, term_starts = packed(chain.from_iterable(part.terms for part in parts))
    first, width, steps = _stepped(parts)
    starts, spots = _starts(counts), _starts(_joined([_spots(p) for p in parts]))
    kept = np.maximum(counts - 1, 0)
    steps_at = np.zeros(len(counts), np.int64)
    for kind in range(len(_STEPS)):
        mine = width == kind
        steps_at[mine] = _starts(kept[mine])[:-1]
    return {
        "terms": terms,
        "term_starts": narrow(term_starts, np.uint32, np.uint64),
        "starts": narrow(starts, np.uint32, np.uint64),
        "spots": narrow(spots, np.uint32, np.uint64),
        "first": first,
        "width": width,
        "steps_at": narrow(steps_at, np.uint32, np.uint64),
        **dict(zip(_STEPS, steps, strict=True)),
        "times": times,
        "positions": positions,
    }


def _stepped(parts: Sequence[Plain]) -> tuple[Array, Array, list[Array]]:
    """The first page of each term, the width of its steps, and the steps of each width."""
    firsts: list[Array] = []
    widths: list[Array] = []
    steps: tuple[list[Array], ...] = ([], [], [])
    for part in parts:
        starts = _starts(part.counts)[:-1]
        step = np.diff(part.pages, prepend=0)
        firsts.append(part.pages[starts].astype(np.uint32))
        step[starts] = 0
        most = np.maximum.reduceat(step, starts) if len(starts) else step
        width = ((most > 0xFF).astype(np.uint8) + (most > 0xFFFF)).astype(np.uint8)
        follows = np.ones(len(step), bool)
        follows[starts] = False
        by_posting = np.repeat(width, part.counts)
        for kind, dtype in enumerate(_STEP_TYPES):
            steps[kind].append(step[follows & (by_posting == kind)].astype(dtype))
        widths.append(width)
    joined = [
        np.concatenate(some) if some else np.zeros(0, dtype)
        for some, dtype in zip(steps, _STEP_TYPES, strict=True)
    ]
    empty = np.zeros(0, np.uint32)
    return np.concatenate([empty, *firsts]), _joined(widths, np.uint8), joined


def _spots(part: Plain) -> Ints:
    """How many positions each term has."""
    if not len(part.counts):
        return part.counts
    return np.add.reduceat(part.times, _starts(part.counts)[:-1])


def _starts(counts: Ints) -> Ints:
    out = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=out[1:])
    return out


def _joined(arrays: Sequence[Array], dtype: type = np.int64) -> Array:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype)


class Postings:
    """Reads packed postings. Terms are told by their number, in their order."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.terms = Strings(arrays["terms"], arrays["term_starts"])
        self._starts, self._spots = arrays["starts"], arrays["spots"]
        self._first, self._width = arrays["first"], arrays["width"]
        self._steps_at = arrays["steps_at"]
        self._steps = [arrays[name] for name in _STEPS]
        self._times, self._positions = arrays["times"], arrays["positions"]

    def __len__(self) -> int:
        """How many postings there are."""
        return int(self._starts[-1])

    def count(self, term: int) -> int:
        """How many pages have the term, deleted ones too."""
        return int(self._starts[term + 1] - self._starts[term])

    def pages(self, term: int) -> Pages:
        """The pages that have the term, ascending."""
        out = np.empty(self.count(term), np.int32)
        self.lay(term, 0, out)
        return out

    def lay(self, term: int, base: int, out: Array) -> None:
        """Write the pages that have the term to ``out``, numbered from ``base``."""
        out[0] = self._first[term] + base
        at = int(self._steps_at[term])
        out[1:] = self._steps[self._width[term]][at : at + len(out) - 1]
        np.add.accumulate(out, out=out)

    def times(self, term: int) -> Array:
        """How often the term stands on each of its pages."""
        return self._times[self._starts[term] : self._starts[term + 1]]

    def positions(self, term: int) -> Array:
        """All positions of the term, page after page."""
        return self._positions[self._spots[term] : self._spots[term + 1]]

    def plain(self, terms: range) -> Plain:
        """Unpack a range of terms."""
        starts = self._starts[terms.start : terms.stop + 1].astype(np.int64)
        spots = slice(self._spots[terms.start], self._spots[terms.stop])
        counts = np.diff(starts)
        step = np.zeros(int(counts.sum()), np.int64)
        follows = np.ones(len(step), bool)
        begins = starts[:-1] - starts[0]
        follows[begins] = False
        width = self._width[terms.start : terms.stop]
        by_posting = np.repeat(width, counts)
        for kind, steps in enumerate(self._steps):
            mine = np.flatnonzero(width == kind)
            if len(mine):
                at = int(self._steps_at[terms.start + mine[0]])
                places = follows & (by_posting == kind)
                step[places] = steps[at : at + int(places.sum())]
        step[begins] = self._first[terms.start : terms.stop]
        pages = np.cumsum(step)
        before = np.zeros(len(begins), np.int64)
        before[1:] = pages[begins[1:] - 1]
        pages -= np.repeat(before, counts)
        return Plain(
            self.terms.some(terms),
            counts,
            pages,
            self._times[starts[0] : starts[-1]].astype(np.int64),
            self._positions[spots].astype(np.int64),
        )
