"""From pages with their terms to terms with their pages.

Terms are numbered as they come; at the end all are sorted at once (stable, so that pages and
positions keep their order), which costs a fraction of what an object for each posting would.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from index.embedded.postings import Ints, Plain


class _Numbers(dict[str, int]):
    """Numbers terms as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class Inverter:
    """Takes pages one by one, then gives the postings of all."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        #: terms one after another, how many stand at each position, positions of each page
        self._terms, self._at, self._positions = array("I"), array("I"), array("I")

    def __len__(self) -> int:
        """How many terms at positions are held."""
        return len(self._terms)

    def add(self, page: Iterable[Sequence[str]]) -> None:
        """Take a page: for each position, in order, its terms, none of them twice."""
        words = list(page)
        self._terms.extend(map(self._numbers.__getitem__, chain.from_iterable(words)))
        self._at.extend(map(len, words))
        self._positions.append(len(words))

    def plain(self) -> Plain:
        """The postings of all pages."""
        names = list(self._numbers)
        in_order = sorted(range(len(names)), key=names.__getitem__)
        rank = np.empty(len(names), np.int64)
        rank[in_order] = np.arange(len(names))
        terms = rank[np.array(self._terms, np.uint32)]
        at = np.array(self._at, np.uint32)
        counts = np.array(self._positions, np.uint32)
        first = np.cumsum(counts, dtype=np.int64) - counts
        position = np.arange(len(at)) - np.repeat(first, counts)
        page = np.repeat(np.arange(len(counts)), counts)
        # As one number a term and its place are sorted several times faster than places by terms.
        sorts = np.sort(terms << 32 | np.arange(len(terms)))
        order = sorts & 0xFFFFFFFF
        return gathered(
            [names[number].encode() for number in in_order],
            sorts >> 32,
            np.repeat(page, at)[order],
            np.repeat(position, at)[order],
        )


def gathered(terms: Sequence[bytes], numbers: Ints, pages: Ints, positions: Ints) -> Plain:
    """Make postings of terms at positions, sorted by the term's number, page and position."""
    new = np.ones(len(numbers), bool)
    new[1:] = (numbers[1:] != numbers[:-1]) | (pages[1:] != pages[:-1])
    begins = np.flatnonzero(new)
    return Plain(
        terms,
        np.bincount(numbers[begins], minlength=len(terms)),
        pages[begins],
        np.diff(np.append(begins, len(numbers))),
        positions,
    )
