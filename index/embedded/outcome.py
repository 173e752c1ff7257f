"""Some of the rows of a snapshot (or of its documents), and what matching makes of them.

Rows are numbers, ascending. Work is done on the numbers, so that a word of ten pages costs ten
pages; flags of all rows are made where membership is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

#: among so many times more rows the chosen ones are looked for one by one
_FEW = 16


class Chosen:
    """Some rows of all. Neither the rows nor the flags may be changed."""

    def __init__(self, size: int, rows: Rows) -> None:
        self.size = size
        self.__dict__["rows"] = rows

    @classmethod
    def of(cls, mask: Mask) -> Chosen:
        """The rows that are marked."""
        chosen = cls.__new__(cls)
        chosen.size = len(mask)
        chosen.__dict__["mask"] = mask
        return chosen

    @cached_property
    def rows(self) -> Rows:
        """The numbers of the rows."""
        return np.flatnonzero(self.mask)

    @cached_property
    def mask(self) -> Mask:
        """For every row whether it is chosen."""
        mask = np.zeros(self.size, bool)
        mask[self.rows] = True
        return mask

    def inside(self, rows: Rows) -> Rows:
        """Where among ascending rows those that are chosen stand."""
        if len(self) * _FEW > len(rows):
            return np.flatnonzero(self.mask[rows])
        at = rows.searchsorted(self.rows)
        there = at < len(rows)
        there[there] = rows[at[there]] == self.rows[there]
        return at[there]

    def __len__(self) -> int:
        return len(self.rows)

    def __and__(self, other: Chosen) -> Chosen:
        few, many = (self, other) if len(self) < len(other) else (other, self)
        return Chosen(self.size, few.rows[many.mask[few.rows]])

    def __or__(self, other: Chosen) -> Chosen:
        return Chosen.of(self.mask | other.mask)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows (or documents) that match, and the score of each."""

    found: Chosen
    score: Floats

    def among(self, within: Mask) -> Outcome:
        """What of it is marked."""
        here = within[self.found.rows]
        return Outcome(Chosen(self.found.size, self.found.rows[here]), self.score[here])

    def at(self, rows: Rows) -> Floats:
        """The scores of some rows, 0 of those that do not match."""
        place = self.found.rows.searchsorted(rows)
        there = place < len(self.found)
        there[there] = self.found.rows[place[there]] == rows[there]
        score = np.zeros(len(rows))
        score[there] = self.score[place[there]]
        return score


def unscored(mask: Mask) -> Outcome:
    """What is marked, with no score."""
    found = Chosen.of(mask)
    return Outcome(found, np.zeros(len(found)))


def all_of(parts: Sequence[Outcome]) -> Outcome:
    """What matches in all parts; scores add up."""
    fewest, *others = sorted((part.found for part in parts), key=len)
    rows = fewest.rows
    for other in others:
        rows = rows[other.mask[rows]]
    score = np.zeros(len(rows))
    for part in parts:
        score += part.at(rows)
    return Outcome(Chosen(fewest.size, rows), score)


def any_of(parts: Sequence[Outcome], size: int) -> Outcome:
    """What of ``size`` rows matches in one part or more; scores add up."""
    mask, score = np.zeros(size, bool), np.zeros(size)
    for part in parts:
        mask[part.found.rows] = True
        score[part.found.rows] += part.score
    found = Chosen.of(mask)
    return Outcome(found, score[found.rows])


def best_of(pages: Outcome, document: Rows, documents: int) -> Outcome:
    """The documents of matching pages, each with the score of its best page.

    ``document`` has the document of each row.
    """
    mask, score = np.zeros(documents, bool), np.zeros(documents)
    if len(pages.found):
        own = document[pages.found.rows]
        # Pages of a document mostly stand side by side: what is left to compare is little.
        starts = np.concatenate([[0], np.flatnonzero(own[1:] != own[:-1]) + 1])
        own = own[starts]
        mask[own] = True
        np.maximum.at(score, own, np.maximum.reduceat(pages.score, starts))
    found = Chosen.of(mask)
    return Outcome(found, score[found.rows])
