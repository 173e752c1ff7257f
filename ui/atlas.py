"""The map on which places are drawn: its frame, its outlines, and where on it something lies.

The picture is flat: degrees of latitude are all as long, and degrees of longitude as they are at
48° north (an equirectangular projection), the middle of Kazakhstan and Kyrgyzstan.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import pairwise
from math import cos, radians
from typing import NamedTuple

from corpus.tables import rows

#: what is in the picture: longitudes and latitudes of its sides, west, south, east, north
FRAME = (45.5, 38.4, 88.3, 56.2)
#: the latitude where both axes have the same scale, and how many units a degree of latitude has
_TRUE, _UNITS = 48, 20
#: a unit in kilometres; a degree of latitude has 111
KILOMETRES = 111.2 / _UNITS


class Kind(StrEnum):
    """What an outline is of; those of countries and waters are closed."""

    KAZAKHSTAN = "kazakhstan"
    KYRGYZSTAN = "kyrgyzstan"
    WATER = "water"
    BORDER = "border"  # of their neighbours, and shores


class Outline(NamedTuple):
    """A line of the map as SVG draws it, in units of the picture."""

    kind: Kind
    path: str


def flat(longitude: float, latitude: float) -> tuple[float, float]:
    """Where degrees lie in the picture: units from its left and from its upper side."""
    across = (longitude - FRAME[0]) * cos(radians(_TRUE))
    return across * _UNITS, (FRAME[3] - latitude) * _UNITS


def size() -> tuple[float, float]:
    """Width and height of the picture in units."""
    return flat(FRAME[2], FRAME[1])


def is_inside(longitude: float, latitude: float) -> bool:
    """Whether degrees lie in the picture."""
    west, south, east, north = FRAME
    return west < longitude < east and south < latitude < north


@cache
def lines(kind: Kind) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The lines of a kind, each as longitudes and latitudes in degrees."""
    return tuple(
        tuple((float(x), float(y)) for x, _, y in (at.partition(",") for at in line.split()))
        for what, line in rows("ui", "outlines.tsv")
        if what == kind
    )


@cache
def outlines() -> tuple[Outline, ...]:
    """What is drawn below places, in the order in which it is."""
    closed = {kind: "" if kind is Kind.BORDER else "z" for kind in Kind}
    order = (Kind.BORDER, Kind.KAZAKHSTAN, Kind.KYRGYZSTAN, Kind.WATER)
    return tuple(
        Outline(kind, "".join(_path(line) + closed[kind] for line in lines(kind))) for kind in order
    )


def _path(line: Iterable[tuple[float, float]]) -> str:
    """A line as SVG draws it, in whole units: where it begins, then steps."""
    (x, y), *more = [(round(x), round(y)) for x, y in (flat(*point) for point in line)]
    steps = [
        f"{to_x - from_x} {to_y - from_y}"
        for (from_x, from_y), (to_x, to_y) in pairwise([(x, y), *more])
    ]
    return f"M{x} {y}l{' '.join(steps)}"
