"""Where the words of pages stand in their texts, so that nothing is cut into words to be shown.

The starts and ends of a page's words, one after another, only grow. ``edges`` (u1) keeps by how
much, two steps a word, page after page; a step of :data:`LARGE` and more stands in ``large`` (u4)
for its place ``large_at`` (u4) among all steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from index.embedded.arrayfile import Array

LARGE = 255

#: start and end of each word of a page: half-open ranges of code points
Ranges = Sequence[tuple[int, int]]


def pack(pages: Sequence[Ranges]) -> dict[str, Array]:
    """Return the arrays of pages."""
    flat = [edge for page in pages for word in page for edge in word]
    steps = np.array(flat, np.int64)
    steps[1:] -= steps[:-1].copy()
    at = 0
    for page in pages:  # a page begins anew
        if page:
            steps[at] = page[0][0]
        at += 2 * len(page)
    return _packed(steps)


def merged(
    segments: Sequence[Mapping[str, Array]], live: Sequence[npt.NDArray[np.bool_]]
) -> dict[str, Array]:
    """Return the arrays of the live pages of several segments."""
    steps = [
        _steps(segment, 0, len(segment["edges"]))[np.repeat(mask, 2 * segment["words"])]
        for segment, mask in zip(segments, live, strict=True)
    ]
    return _packed(np.concatenate(steps) if steps else np.zeros(0, np.int64))


class WordRanges:
    """Reads the ranges of the words of a segment's pages."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._arrays = arrays
        #: number of the first word of each page among all words
        self.first = np.concatenate([[0], np.cumsum(arrays["words"], dtype=np.int64)])
        self.words = int(self.first[-1])

    def of(self, page: int) -> npt.NDArray[np.int64]:
        """Return start and end of each word of a page, an array of words x 2."""
        first, last = 2 * int(self.first[page]), 2 * int(self.first[page + 1])
        return _steps(self._arrays, first, last).cumsum().reshape(-1, 2)


def _packed(steps: npt.NDArray[np.int64]) -> dict[str, Array]:
    large = np.flatnonzero(steps >= LARGE)
    return {
        "edges": np.minimum(steps, LARGE).astype(np.uint8),
        "large_at": large.astype(np.uint32),
        "large": steps[large].astype(np.uint32),
    }


def _steps(arrays: Mapping[str, Array], first: int, last: int) -> npt.NDArray[np.int64]:
    steps = arrays["edges"][first:last].astype(np.int64)
    low, high = arrays["large_at"].searchsorted([first, last]).tolist()
    if low < high:
        steps[arrays["large_at"][low:high].astype(np.int64) - first] = arrays["large"][low:high]
    return steps
