"""Running titles: a line that stands at the top or the foot of one page after another.

«Диссертация на соискание …», «СОВЕРШЕННО СЕКРЕТНО», the name of a chapter. They are worked out from
the pages at hand whenever they are asked for, never kept: a page's reading must not depend on which
pages were read before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from corpus.reading import Reading

#: lines at each edge that may be a running title, and the fewest lines of a page that has one
EDGE, FEWEST = 2, 4
#: of a title of so many letters so much must be alike (percent), misread letters allowed
LETTERS, ALIKE = 6, 85

_NO_LETTER = re.compile(r"[\W\d_]+")


def set_apart(reading: Reading, others: Sequence[Reading]) -> Reading:
    """Mark the running titles of a page as standing apart; ``others`` are pages near it.

    A line is one if a line at the same edge of another page has the same letters: figures and signs
    do not count, since the number of the page often stands in the same line.
    """
    titles = set[int]()
    for edge in (1, -1):
        theirs = [title for other in others for _, title in _edge(other, edge)]
        for i, title in _edge(reading, edge):
            if not _is_among(title, theirs):
                break  # what stands behind the first line that is none is text
            titles.add(i)
    if not titles:
        return reading
    lines = [replace(line, apart=line.apart or i in titles) for i, line in enumerate(reading.lines)]
    return replace(reading, lines=tuple(lines))


def _edge(reading: Reading, edge: int) -> list[tuple[int, str]]:
    """The lines at the top (1) or the foot (-1) that may be titles: their numbers and letters."""
    own = [i for i, line in enumerate(reading.lines) if not line.apart]
    if len(own) < FEWEST:
        return []
    out = []
    for i in own[::edge][:EDGE]:
        line = reading.lines[i]
        letters = _NO_LETTER.sub("", reading.text[line.start : line.end]).casefold()
        if len(letters) < LETTERS:
            break
        out.append((i, letters))
    return out


def _is_among(title: str, others: Iterable[str]) -> bool:
    return any(fuzz.ratio(title, other) >= ALIKE for other in others)
