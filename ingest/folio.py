"""The number of a page or leaf on its scan: «– 5 –» below the text, a pencilled «15 об.» above it.

Such a line stays in the reading and is found, but it is marked as standing apart: the text of the
page does not begin with it, nor end. It is told by its form and its place, alone at the upper or
the lower edge or in an upper corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.reading import Line, Reading

#: The parts of the page, from above and from below, in which numbers stand.
TOP, BOTTOM = 0.12, 0.12
#: The part at the right from which a number above the text may stand beside other lines.
CORNER = 0.75
#: «5», «- 5 -», «15а», «л. 15 об.», «стр. 7»; four figures are a year, unless they are framed.
_NUMBER = re.compile(
    r"[\W_]*(?:(?:л|лист|с|стр|бет|p|page)\.?\s*)?\d{1,3}\s?[а-яё]?\s*(?:об(?:орот)?\.?)?[\W_]*"
    r"|[-–—]\s*\d{4}\s*[-–—]",
    re.IGNORECASE,
)

#: left, top, right, bottom in fractions of the page
_Box = tuple[float, float, float, float]


def set_apart(reading: Reading) -> Reading:
    """Mark the lines of a reading that are only the number of the page or the leaf."""
    boxes = [_box(reading, line) for line in reading.lines]
    numbers = {
        i
        for i, line in enumerate(reading.lines)
        if _NUMBER.fullmatch(reading.text, line.start, line.end)
        and (_at_the_edge(i, boxes) if any(boxes) else i in (0, len(boxes) - 1))
    }
    if not numbers or len(numbers) == len(reading.lines):
        return reading
    lines = [replace(line, apart=i in numbers) for i, line in enumerate(reading.lines)]
    return replace(reading, lines=tuple(lines))


def _box(reading: Reading, line: Line) -> _Box | None:
    points = [
        point
        for i in reading.words_in(line.start, line.end)
        for quad in reading.words[i].quads
        for point in quad
    ]
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _at_the_edge(number: int, boxes: list[_Box | None]) -> bool:
    own = boxes[number]
    if own is None:
        return False
    others = [box for i, box in enumerate(boxes) if i != number and box is not None]
    middle = (own[1] + own[3]) / 2
    if middle < TOP:
        return own[0] > CORNER or _first(own, others)
    return middle > 1 - BOTTOM and _last(own, others)


def _first(own: _Box, others: Iterable[_Box]) -> bool:
    return all(own[3] <= (box[1] + box[3]) / 2 for box in others)


def _last(own: _Box, others: Iterable[_Box]) -> bool:
    return all(own[1] >= (box[1] + box[3]) / 2 for box in others)
