"""Some of the rows of a snapshot (or of its documents), and what matching makes of them.

Rows are numbers, ascending. Work is done on the numbers, so that a word of ten pages costs ten
pages; flags of all rows are made where membership is asked.

Which rows match is worked out of all, how well they do only of those that are asked for: facets
need no score, and of the documents all that cannot be among the best are passed over
(:func:`contenders`, by the bounds of MaxScore: Turtle and Flood 1995).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

#: among so many times more rows chosen ones are looked for one by one, and so many always
_FEW, _ALWAYS = 20, 256
#: so many parts of an OR are told apart when pages are passed over
_TOLD = 6
#: so many times the documents wanted say well enough how much the best ones score
_SAMPLE = 3


def stretches(starts: Rows, counts: Rows) -> Rows:
    """All numbers of some stretches, one after another: so many from each start on."""
    ends = counts.cumsum()
    return np.repeat(starts - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)


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

    @classmethod
    def any_of(cls, size: int, lists: Sequence[Rows]) -> Chosen:
        """The rows that stand in one of some lists or more."""
        if len(lists) == 1:
            return cls(size, lists[0])
        mask = np.zeros(size, bool)
        for rows in lists:
            mask[rows] = True
        return cls.of(mask)

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

    @cached_property
    def _place(self) -> Rows:
        """For every row that is chosen which of them it is."""
        place = np.empty(self.size, np.intp)
        place[self.rows] = np.arange(len(self))
        return place

    def is_few(self, rows: Rows) -> bool:
        """Whether they are so few beside these rows that each is looked for."""
        return len(self) < max(len(rows) // _FEW, _ALWAYS)

    def inside(self, rows: Rows) -> Rows:
        """Where among ascending rows those that are chosen stand."""
        if not self.is_few(rows):
            return np.flatnonzero(self.mask[rows])
        return self.meeting(rows)[1]

    def meeting(self, rows: Rows) -> tuple[Rows, Rows]:
        """Which of the chosen are among ascending rows, and where these stand there."""
        if not self.is_few(rows):
            there = self.inside(rows)
            return self._place[rows[there]], there
        if not len(rows):
            return rows, rows
        at = rows.searchsorted(self.rows)
        mine = np.flatnonzero(rows.take(at, mode="clip") == self.rows)
        return mine, at[mine]

    @cached_property
    def _count(self) -> int:
        rows = self.__dict__.get("rows")
        return int(np.count_nonzero(self.mask)) if rows is None else len(rows)

    def __len__(self) -> int:
        return self._count

    def __and__(self, other: Chosen) -> Chosen:
        few, many = (self, other) if len(self) < len(other) else (other, self)
        if len(many) == many.size:
            return few
        if "rows" in few.__dict__:
            return Chosen(self.size, few.rows[many.mask[few.rows]])
        return Chosen.of(few.mask & many.mask)

    def __or__(self, other: Chosen) -> Chosen:
        return Chosen.of(self.mask | other.mask)


class Outcome:
    """What matches, and how well; none of it scores more than ``most``.

    ``parts`` are those of an OR, whose scores add up, those that may score most first: what
    ``found`` holds matches in one of them.
    """

    def __init__(
        self,
        found: Chosen,
        scoring: Callable[[Chosen], Floats],
        most: float,
        parts: Sequence[Outcome] = (),
    ) -> None:
        """``scoring`` gives the score of each of some rows, 0 of those that do not match."""
        self.found, self.most, self.parts = found, most, parts
        self._scoring = scoring

    @classmethod
    def known(cls, found: Chosen, score: Floats) -> Outcome:
        """What matches with these scores."""
        outcome = cls(found, lambda _: score, float(score.max(initial=0)))
        outcome.__dict__["score"] = score
        return outcome

    @cached_property
    def score(self) -> Floats:
        """The score of each row that matches."""
        return self._scoring(self.found)

    def at(self, kept: Chosen) -> Floats:
        """The scores of some rows, 0 of those that do not match."""
        if kept is self.found:
            return self.score
        if "score" not in self.__dict__:
            return self._scoring(kept)
        mine, there = kept.meeting(self.found.rows)
        out = np.zeros(len(kept))
        out[mine] = self.score[there]
        return out

    def among(self, within: Chosen) -> Outcome:
        """What of it is chosen."""
        if len(within) == within.size:
            return self
        found = self.found & within
        return Outcome(found, _only(found, self.at), self.most, self.parts)


def _only(found: Chosen, scoring: Callable[[Chosen], Floats]) -> Callable[[Chosen], Floats]:
    """The same scores, 0 of all that is not found."""

    def at(kept: Chosen) -> Floats:
        if kept is found:
            return scoring(kept)
        here = found.mask[kept.rows]
        if here.all():
            return scoring(kept)
        out = np.zeros(len(kept))
        out[here] = scoring(Chosen(kept.size, kept.rows[here]))
        return out

    return at


def _summed(parts: Sequence[Outcome]) -> Callable[[Chosen], Floats]:
    def at(kept: Chosen) -> Floats:
        score = np.zeros(len(kept))
        for part in parts:
            score += part.at(kept)
        return score

    return at


def unscored(mask: Mask) -> Outcome:
    """What is marked, with no score."""
    return Outcome(Chosen.of(mask), lambda kept: np.zeros(len(kept)), 0.0)


def all_of(parts: Sequence[Outcome]) -> Outcome:
    """What matches in all parts; scores add up."""
    found, *others = sorted((part.found for part in parts), key=len)
    for other in others:
        found = found & other
    return Outcome(found, _only(found, _summed(parts)), sum(part.most for part in parts))


def any_of(parts: Sequence[Outcome], size: int) -> Outcome:
    """What of ``size`` rows matches in one part or more; scores add up."""
    mask = np.zeros(size, bool)
    for part in parts:
        mask |= part.found.mask
    heavy_first = sorted(parts, key=lambda part: -part.most)
    most = sum(part.most for part in parts)
    return Outcome(Chosen.of(mask), _summed(heavy_first), most, heavy_first)


def contenders(
    pages: Outcome, documents: Callable[[Outcome], Outcome], count: int, least: float
) -> Outcome:
    """The documents that may be among the ``count`` best, by their best pages.

    Those left out, if any, score less than ``least`` times the last of these. Pages that have most
    parts of an OR say how much that is at least; of the others only those are looked at of which
    the parts that they have can be as much, part by part.
    """
    sample = _sample(pages, documents, count) if len(pages.parts) > 1 else None
    if sample is None:
        return documents(pages)
    enough = float(np.partition(sample.score, -count)[-count]) * least
    heavy, light = pages.parts[:_TOLD], pages.parts[_TOLD:]
    rest = sum(part.most for part in light)  # as if all pages had these
    kept = Chosen.of(pages.found.mask & _reaching(heavy, enough - rest))
    score = np.zeros(len(kept))
    for i, part in enumerate(pages.parts, 1):
        score += part.at(kept)
        most = score + sum(one.most for one in pages.parts[max(i, _TOLD) :])
        for one in heavy[i:]:
            most += one.most * one.found.mask[kept.rows]
        reaching = np.flatnonzero(most >= enough)
        kept, score = Chosen(kept.size, kept.rows[reaching]), score[reaching]
    return documents(Outcome.known(kept, score))


def _sample(pages: Outcome, documents: Callable[[Outcome], Outcome], count: int) -> Outcome | None:
    """Some of the best documents, by their best pages; None where there may be too few.

    They score at least that: only the parts are added up that all these pages have.
    """
    first, *others = pages.parts
    having, parts = Chosen.of(pages.found.mask & first.found.mask), [first]
    for part in others:
        fewer = Chosen.of(having.mask & part.found.mask)
        if len(fewer) < _SAMPLE * count:
            break
        having = fewer
        parts.append(part)
    some = documents(Outcome(having, _summed(parts), pages.most))
    return some if len(some.found) >= count else None


def _reaching(parts: Sequence[Outcome], enough: float) -> Mask | bool:
    """The rows of which the parts that they have may score so much together; True: all."""
    if enough <= 0 or enough > sum(part.most for part in parts):
        return enough <= 0
    first, *others = parts
    with_it, without = _reaching(others, enough - first.most), _reaching(others, enough)
    having = first.found.mask if with_it is True else first.found.mask & with_it
    return having if without is False else having | without
