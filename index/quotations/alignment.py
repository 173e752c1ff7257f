"""The best place of a quotation in a row of words, word beside word.

Local alignment (Smith and Waterman 1981) with gaps that cost more to open than to extend (Gotoh
1982), a row of the table at a time: a gap over words of the source is a running maximum. Besides,
two words of one side may be one of the other, as a line end or a lost space leaves them. Where the
quotation marks an omission the source may go on for nearly nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.quotations.likeness import Scores, scores

#: what a word of the quotation costs that does not stand there; by whoever quotes, next to nothing
MISSING, OPTIONAL = -0.6, -0.02
#: words of the source that the quotation lacks: the first, and each that follows it …
OPENED, EXTENDED = -0.5, -0.06
#: … and where an omission is marked
OMITTED, OMITTED_EXTENDED = -0.1, -0.002

#: two words are one if they are so like it together, and so much liker than one of them alone
JOINED, LIKER = 0.5, 0.1

Table = npt.NDArray[np.float32]
Steps = npt.NDArray[np.int32]
_STOP, _PAIR, _MISSING, _MINE_JOINED, _THEIRS_JOINED, _GAP = range(6)


class Mine(Protocol):
    """What alignment needs to know of a word of the quotation."""

    @property
    def form(self) -> str:
        """How it is compared."""

    @property
    def optional(self) -> bool:
        """Whether it is by whoever quotes."""

    @property
    def omits(self) -> bool:
        """Whether the quotation leaves out words before it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of the quotation beside words of the source, both as half-open ranges.

    One of the ranges may be empty: words that only the other side has.
    """

    mine: range
    theirs: range


@dataclass(frozen=True, slots=True)
class Alignment:
    """A place of the quotation: its pairs in order, and what it scores (1 for each word)."""

    pairs: tuple[Pair, ...]
    score: float

    @property
    def theirs(self) -> range:
        """The words of the source from the first to the last that has a partner."""
        some = [pair.theirs for pair in self.pairs if pair.theirs]
        return range(some[0].start, some[-1].stop)


def places(mine: Sequence[Mine], theirs: Sequence[str], least: float, most: int) -> list[Alignment]:
    """The places of a quotation that score at least ``least``, best first, at most so many.

    No word of the source is in two of them.
    """
    if not theirs:
        return []
    theirs = [form.replace("-", "") for form in theirs]
    own = [word.form.replace("-", "") for word in mine]
    likeness = scores(own, theirs)
    joined = _mine_joined(own, theirs, likeness), _theirs_joined(own, theirs, likeness)
    out: list[Alignment] = []
    while len(out) < most:
        found = _best(mine, likeness, joined)
        if found is None or found.score < least:
            break
        out.append(found)
        likeness[:, found.theirs.start : found.theirs.stop] = -np.inf
    return out


#: for each word of the quotation, words of the source with which it makes a pair, and the score
Joined = Mapping[int, Sequence[tuple[int, float]]]


def _mine_joined(mine: Sequence[str], theirs: Sequence[str], likeness: Scores) -> Joined:
    """Where a word of the quotation and the one before are one word of the source."""
    whole = [first + second for first, second in pairwise(mine)]
    joined = scores(whole, theirs) if whole else np.zeros((0, len(theirs)), np.float32)
    alone = np.maximum(likeness[:-1], likeness[1:])
    return _likely(joined, alone, 1, 0)


def _theirs_joined(mine: Sequence[str], theirs: Sequence[str], likeness: Scores) -> Joined:
    """Where a word of the source and the one before are one word of the quotation."""
    whole = [first + second for first, second in pairwise(theirs)]
    joined = scores(mine, whole) if whole else np.zeros((len(mine), 0), np.float32)
    alone = np.maximum(likeness[:, :-1], likeness[:, 1:])
    return _likely(joined, alone, 0, 1)


def _likely(joined: Scores, alone: Scores, down: int, right: int) -> Joined:
    """The joined words that are like a word, and liker than either of them alone."""
    out: dict[int, list[tuple[int, float]]] = {}
    for i, j in np.argwhere((joined >= JOINED) & (joined > alone + LIKER)).tolist():
        out.setdefault(i + down, []).append((j + right, float(joined[i, j])))
    return out


def _best(
    mine: Sequence[Mine], likeness: Scores, joined: tuple[Joined, Joined]
) -> Alignment | None:
    """The best place of all, or None where nothing is alike."""
    n, m = likeness.shape
    table = np.zeros((n + 1, m + 1), np.float32)
    steps = np.zeros((n + 1, m + 1), np.int8)
    gaps: dict[int, Steps] = {}
    columns = np.arange(m + 1, dtype=np.float32)
    for i in range(n):
        row = np.zeros(m + 1, np.float32)
        step = np.zeros(m + 1, np.int8)
        _better(row[1:], step[1:], table[i, :-1] + likeness[i], _PAIR)
        missing = OPTIONAL if mine[i].optional else MISSING
        _better(row, step, table[i] + missing, _MISSING)
        for j, score in joined[0].get(i, ()):
            if np.isfinite(likeness[i, j]):
                one = slice(j + 1, j + 2)
                _better(
                    row[one],
                    step[one],
                    table[i - 1, j : j + 1] + np.float32(2 * score),
                    _MINE_JOINED,
                )
        for j, score in joined[1].get(i, ()):
            if np.isfinite(likeness[i, j - 1 : j + 1]).all():
                one = slice(j + 1, j + 2)
                _better(
                    row[one], step[one], table[i, j - 1 : j] + np.float32(score), _THEIRS_JOINED
                )
        if i + 1 < n:
            opened, extended = (
                (OMITTED, OMITTED_EXTENDED) if mine[i + 1].omits else (OPENED, EXTENDED)
            )
            gaps[i + 1] = _extend(row, step, opened - extended, extended, columns)
        table[i + 1], steps[i + 1] = row, step
    end = int(np.argmax(table))
    if table.flat[end] <= 0:
        return None
    return _followed(table, steps, gaps, *divmod(end, m + 1))


def _better(row: Table, step: npt.NDArray[np.int8], other: Table, sign: int) -> None:
    here = other > row
    row[here], step[here] = other[here], sign


def _extend(
    row: Table, step: npt.NDArray[np.int8], opened: float, extended: float, columns: Table
) -> Steps:
    """Let gaps begin at every place of a row; where that is better, from which place it came."""
    raised = row - extended * columns
    best = np.maximum.accumulate(raised)
    origin = np.maximum.accumulate(np.where(raised >= best, np.arange(len(row)), 0)).astype(
        np.int32
    )
    value = best + extended * columns + opened
    _better(row, step, value.astype(np.float32), _GAP)
    return origin


def _followed(
    table: Table, steps: npt.NDArray[np.int8], gaps: Mapping[int, Steps], i: int, j: int
) -> Alignment:
    """The alignment that ends at a cell of the table."""
    score, pairs = float(table[i, j]), list[Pair]()
    while steps[i, j] != _STOP:
        sign = steps[i, j]
        if sign == _GAP:
            before = int(gaps[i][j])
            pairs.append(Pair(range(i, i), range(before, j)))
            j = before
            continue
        up = {_PAIR: 1, _MISSING: 1, _MINE_JOINED: 2, _THEIRS_JOINED: 1}[int(sign)]
        left = {_PAIR: 1, _MISSING: 0, _MINE_JOINED: 1, _THEIRS_JOINED: 2}[int(sign)]
        pairs.append(Pair(range(i - up, i), range(j - left, j)))
        i, j = i - up, j - left
    return Alignment(tuple(reversed(pairs)), score)
