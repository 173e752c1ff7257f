"""Places on a page as OCR files give them, in the file's own units, and the words in them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.reading import Point, Quad
from ingest.compose import Block, Piece
from ingest.imported.elements import number


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an OCR file says of a page.

    ``width``, ``height`` and the quads of ``blocks`` are in one unit, whichever it is; None where
    the file does not give the page's size. ``engine`` is the software it names.
    """

    width: float | None
    height: float | None
    blocks: Sequence[Block]
    engine: str


def box(
    left: float | None, top: float | None, width: float | None, height: float | None
) -> Quad | None:
    """The upright quad with this corner and size, None where something is missing."""
    if left is None or top is None or width is None or height is None:
        return None
    right, bottom = left + width, top + height
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def points(text: str | None) -> list[Point]:
    """«x,y x,y …» (or «x y x y …») as points; of a text that is something else nothing."""
    numbers = [number(n) for n in re.split(r"[\s,]+", (text or "").strip())]
    known = [n for n in numbers if n is not None]
    if len(known) != len(numbers) or len(known) % 2:
        return []
    return [*zip(known[::2], known[1::2], strict=True)]


def direction(baseline: Sequence[Point]) -> float | None:
    """The angle of a baseline in radians, clockwise; None where there is none."""
    if len(baseline) < 2 or baseline[0] == baseline[-1]:
        return None
    (x0, y0), (x1, y1) = baseline[0], baseline[-1]
    return math.atan2(y1 - y0, x1 - x0)


def around(outline: Sequence[Point], angle: float | None) -> Quad | None:
    """The smallest quad around a polygon whose top runs in the direction ``angle`` (radians).

    Where nobody knows the angle, it is that of the sides of a polygon of four corners, at most 45°,
    else 0. None for fewer than two points.
    """
    if len(outline) < 2:
        return None
    if angle is None:
        angle = _lean(outline) if len(outline) == 4 else 0.0
    cos, sin = math.cos(angle), math.sin(angle)
    along = [x * cos + y * sin for x, y in outline]
    across = [y * cos - x * sin for x, y in outline]
    left, right, top, bottom = min(along), max(along), min(across), max(across)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    one, two, three, four = ((u * cos - v * sin, u * sin + v * cos) for u, v in corners)
    return (one, two, three, four)


def _lean(corners: Sequence[Point]) -> float:
    (x0, y0), (x1, y1) = corners[:2]
    quarter = math.pi / 2
    return (math.atan2(y1 - y0, x1 - x0) + quarter / 2) % quarter - quarter / 2


def shares(text: str, quad: Quad | None, confidence: float | None = None) -> Iterator[Piece]:
    """The words of a text that has one place, each with its share of it by its letters."""
    text = text.strip()
    for m in re.finditer(r"\S+", text):
        part = quad and _part(quad, m.start() / len(text), m.end() / len(text))
        yield Piece(m.group(), part, confidence)


def _part(quad: Quad, begin: float, end: float) -> Quad:
    """The part of a quad between two fractions of its width."""
    top_left, top_right, bottom_right, bottom_left = quad
    return (
        _between(top_left, top_right, begin),
        _between(top_left, top_right, end),
        _between(bottom_left, bottom_right, end),
        _between(bottom_left, bottom_right, begin),
    )


def strips(quad: Quad | None, lines: int) -> list[Quad | None]:
    """A quad divided into so many lines of one height."""
    if quad is None or lines < 2:
        return [quad] * lines
    top_left, top_right, bottom_right, bottom_left = quad
    rows = [
        (_between(top_left, bottom_left, n / lines), _between(top_right, bottom_right, n / lines))
        for n in range(lines + 1)
    ]
    return [(above[0], above[1], below[1], below[0]) for above, below in pairwise(rows)]


def _between(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def share_of(value: str | None, whole: float = 1.0) -> float | None:
    """A confidence out of ``whole`` as 0..1, None where it is no number."""
    known = number(value)
    return None if known is None else min(max(known / whole, 0.0), 1.0)
