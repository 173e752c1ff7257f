"""Words in order or near each other, from the places of each.

A place is one number for a page and a position on it, so far apart from page to page that no
distance of the query language leads over the edge of a page. Of every part there are its places,
ascending, and a number for why each is one. What is found is a pair of arrays with a row for each
hit and a column for each part: the places, and the numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
Part = tuple[Places, Places]
Found = tuple[Places, Places]
#: the parts that may stand at each place
Fitting = Mapping[int, Sequence[int]]


def in_order(parts: Sequence[Part], gaps: Sequence[int]) -> Found:
    """Hits of parts in order, with at most ``gaps[i]`` other words between part i and the next.

    From the last part backwards: of the next part's places from which the rest can be reached, the
    first behind a place is the one to take. So hits are the shortest: none lies within another.
    """
    columns = [parts[-1]]
    for (places, why), gap in zip(reversed(parts[:-1]), reversed(gaps), strict=True):
        nexts = columns[0][0]
        behind = nexts.searchsorted(places, "right")
        ahead = np.append(nexts, -1)[behind] - places
        reached = np.flatnonzero((ahead > 0) & (ahead <= gap + 1))
        at = behind[reached]
        columns = [(places[reached], why[reached]), *((a[at], b[at]) for a, b in columns)]
    matrix, reasons = (np.column_stack(some) for some in zip(*columns, strict=True))
    if any(gaps):  # else every word of a hit follows from the first
        last = columns[-1][0]
        shortest = np.ones(len(last), bool)
        shortest[:-1] = last[1:] != last[:-1]
        matrix, reasons = matrix[shortest], reasons[shortest]
    return matrix, reasons


def near(parts: Sequence[Part], distance: int, late: Callable[[], bool]) -> Found:
    """Hits of parts in any order with at most ``distance`` other words between first and last.

    Every part has a place of its own. Hits are the shortest stretches of words, taken from the left
    without overlap; columns are in order of places. ``late`` ends the search.
    """
    width = len(parts) + distance
    ends = np.unique(np.concatenate([places for places, _ in parts]))
    at = [np.searchsorted(places, ends, side="right") - 1 for places, _ in parts]
    there = np.logical_and.reduce([one >= 0 for one in at])
    ends, at = ends[there], [one[there] for one in at]
    matrix = np.column_stack([places[i] for (places, _), i in zip(parts, at, strict=True)])
    close = ends - matrix.min(axis=1, initial=np.iinfo(np.int64).max) < width
    ends, matrix = ends[close], matrix[close]
    ordered = np.sort(matrix, axis=1)
    shared = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
    for row in shared.tolist():  # two parts took one word
        matrix[row] = -1 if late() else _own_places(parts, int(ends[row]), width)
    chosen, last = [], -1
    starts = matrix.min(axis=1, initial=np.iinfo(np.int64).max)
    for row, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if start > last:
            chosen.append(row)
            last = end
    matrix = matrix[chosen]
    why = np.column_stack(
        [
            numbers[np.searchsorted(places, column)]
            for (places, numbers), column in zip(parts, matrix.T, strict=True)
        ]
    )
    order = np.argsort(matrix, axis=1)
    return np.take_along_axis(matrix, order, axis=1), np.take_along_axis(why, order, axis=1)


def _own_places(parts: Sequence[Part], end: int, width: int) -> Sequence[int]:
    """The latest places up to ``end``, one for each part, or -1 for all where there are none.

    Places are taken from the right as long as every one finds a part of its own (Kuhn 1955); then
    each, from the left, goes to the first part of the query that leaves a place to the others.
    """
    options = [
        places[np.searchsorted(places, end - width + 1) : np.searchsorted(places, end, "right")]
        for places, _ in parts
    ]
    fitting: dict[int, list[int]] = {}
    for part, some in enumerate(options):
        for place in some.tolist():
            fitting.setdefault(place, []).append(part)
    owner: dict[int, int] = {}
    for place in sorted(fitting, reverse=True):
        if _seated(place, fitting, owner, set()) and len(owner) == len(parts):
            taken = sorted(owner.values())
            orders = permutations(range(len(parts)))
            pairs = ([*zip(order, taken, strict=True)] for order in orders)
            right = next(p for p in pairs if all(part in fitting[at] for part, at in p))
            return [at for _, at in sorted(right)]
    return [-1] * len(parts)


def _seated(place: int, fitting: Fitting, owner: dict[int, int], tried: set[int]) -> bool:
    """Whether a place finds a part; those that own one may go to another."""
    for part in fitting[place]:
        if part not in tried:
            tried.add(part)
            if part not in owner or _seated(owner[part], fitting, owner, tried):
                owner[part] = place
                return True
    return False


def runs(found: Found, own: npt.NDArray[np.bool_]) -> tuple[Places, Places, Places]:
    """Stretches of words side by side: first and last place, and the numbers, filled up by -1.

    Other words between the parts of a hit belong to no stretch. A stretch begins and ends with what
    ``own`` says is on the page itself; the numbers are those of all its words.
    """
    matrix, numbers = found
    rows, columns = matrix.shape
    begins = np.ones((rows, columns), bool)
    begins[:, 1:] = matrix[:, 1:] != matrix[:, :-1] + 1
    opened = np.flatnonzero(begins)
    stretch = np.cumsum(begins) - 1
    out = np.full((len(opened), columns), -1, np.int64)
    out[stretch, np.arange(rows * columns) - opened[stretch]] = numbers.ravel()
    away = np.concatenate([[0], np.cumsum(~own.ravel())])
    before: Places = away[opened]
    here = np.bincount(stretch[away[1:] == before[stretch]], minlength=len(opened))
    first = matrix.ravel()[opened]
    return first[here > 0], (first + here - 1)[here > 0], out[here > 0]
