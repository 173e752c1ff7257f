"""What a second look at a page made of its words, kept beside what the first one read.

It may be found in a search; what the page says it does not change: taking the surer of the two word
by word made readings no better (docs/decisions/0008-ocr-passes.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

#: Words are the same place if they share so much of the narrower's width and the lower's height.
SHARED_WIDTH, SHARED_HEIGHT = 0.3, 0.5
#: More words than this at one place are no other reading of it but another line.
MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as the OCR reports it.

    ``box`` is left, top, right, bottom in pixels of the level page; ``block`` and ``line`` are
    numbers that change where a new one begins; ``alternatives`` are what another look made of it.
    """

    text: str
    confidence: float
    box: tuple[float, float, float, float]
    block: int
    line: int
    alternatives: tuple[str, ...] = ()

    @property
    def characters(self) -> int:
        """How many letters and figures it has."""
        return len(re.sub(r"\W|_", "", self.text))


def sureness(words: Sequence[Seen]) -> float:
    """Return the mean confidence, long words counting more."""
    weights = [max(1, word.characters) for word in words]
    return sum(w.confidence * n for w, n in zip(words, weights, strict=True)) / sum(weights)


def with_alternatives(first: Sequence[Seen], second: Sequence[Seen]) -> list[Seen]:
    """Return the words of ``first``, each with what ``second`` saw in its place if that differs.

    Where they divide a place into other words, the first word there has all of it.
    """
    besides = {id(ours[0]): _besides(ours, theirs) for ours, theirs in same_places(first, second)}
    return [replace(word, alternatives=besides.get(id(word), ())) for word in first]


def same_places(
    first: Sequence[Seen], second: Sequence[Seen]
) -> Iterator[tuple[list[Seen], list[Seen]]]:
    """Divide ``first`` into the words that stand in one place, beside those of ``second`` there.

    In the order of the first word of each place. Mostly that is one word and one word, or none.
    """
    places = np.array([word.box for word in second], np.float64).reshape(-1, 4)
    rivals = [set(np.flatnonzero(_same_place(word.box, places)).tolist()) for word in first]
    claims: dict[int, set[int]] = {}
    for i, theirs in enumerate(rivals):
        for j in theirs:
            claims.setdefault(j, set()).add(i)
    done: set[int] = set()
    for i in range(len(first)):
        if i not in done:
            ours, theirs = _together(i, rivals, claims)
            done |= ours
            yield [first[k] for k in sorted(ours)], [second[k] for k in sorted(theirs)]


def _same_place(
    box: tuple[float, float, float, float], places: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    left, top, right, bottom = box
    x0, y0, x1, y1 = places.T
    wide = np.minimum(right, x1) - np.maximum(left, x0)
    high = np.minimum(bottom, y1) - np.maximum(top, y0)
    return np.asarray(
        (wide > SHARED_WIDTH * np.minimum(right - left, x1 - x0))
        & (high > SHARED_HEIGHT * np.minimum(bottom - top, y1 - y0))
    )


def _together(
    start: int, rivals: Sequence[set[int]], claims: dict[int, set[int]]
) -> tuple[set[int], set[int]]:
    """The words of both looks that hang together with word ``start`` of the first."""
    ours, theirs, new = {start}, set[int](), {start}
    while new:
        theirs |= {j for i in new for j in rivals[i]}
        new = {i for j in theirs for i in claims[j]} - ours
        ours |= new
    return ours, theirs


def _besides(ours: Sequence[Seen], theirs: Sequence[Seen]) -> tuple[str, ...]:
    lines = {word.line for word in ours}, {word.line for word in theirs}
    if tuple(map(len, lines)) != (1, 1) or max(len(ours), len(theirs)) > MOST_WORDS:
        return ()
    said, besides = (" ".join(word.text for word in words) for words in (ours, theirs))
    # Only what has letters or figures is worth finding.
    same = said.casefold() == besides.casefold() or not re.search(r"[^\W_]", besides)
    return () if same else (besides,)
