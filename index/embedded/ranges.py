"""Where the words of pages stand in their texts, so that nothing is cut into words to be shown.

``word_starts`` keeps where each word begins on its page, page after page, and ``word_lengths`` how
long it is, both in code points and as narrow as the longest page and word of a segment allow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from index.embedded.arrayfile import Array, narrow
from index.embedded.outcome import Rows

#: start and end of each word of a page: half-open ranges of code points
Ranges = Sequence[tuple[int, int]]
Edges = npt.NDArray[np.int64]


def pack(pages: Sequence[Ranges]) -> dict[str, Array]:
    """Return the arrays of pages."""
    edges = np.array([edge for page in pages for word in page for edge in word], np.int64)
    starts, ends = edges.reshape(-1, 2).T
    return {"word_starts": _narrow(starts), "word_lengths": _narrow(ends - starts)}


def merged(
    segments: Sequence[Mapping[str, Array]], live: Sequence[npt.NDArray[np.bool_]]
) -> dict[str, Array]:
    """Return the arrays of the live pages of several segments."""
    kept = [np.repeat(mask, own["words"]) for own, mask in zip(segments, live, strict=True)]
    return {
        name: np.concatenate(
            [np.zeros(0, np.uint8)]
            + [own[name][mask] for own, mask in zip(segments, kept, strict=True)]
        )
        for name in ("word_starts", "word_lengths")
    }


class WordRanges:
    """Reads the ranges of the words of a segment's pages."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._starts, self._lengths = arrays["word_starts"], arrays["word_lengths"]
        #: number of the first word of each page among all words
        self.first = np.concatenate([[0], np.cumsum(arrays["words"], dtype=np.int64)])
        self.words = int(self.first[-1])

    def of(self, page: int) -> Edges:
        """Return start and end of each word of a page, an array of words x 2."""
        mine = slice(int(self.first[page]), int(self.first[page + 1]))
        starts = self._starts[mine].astype(np.int64)
        return np.column_stack([starts, starts + self._lengths[mine]])

    def edges(self, pages: Rows, first: Edges, last: Edges) -> tuple[Edges, Edges]:
        """Return where stretches of words start and end, each from one word of a page to another.

        Words are told by their position on the page; both are of the stretch.
        """
        at = self.first[pages]
        starts = self._starts[at + first].astype(np.int64)
        ends = at + last
        return starts, self._starts[ends].astype(np.int64) + self._lengths[ends]


def _narrow(values: Edges) -> Array:
    return narrow(values, np.uint8, np.uint16, np.uint32)
