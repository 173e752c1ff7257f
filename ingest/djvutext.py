"""The hidden text of a DjVu page as djvused prints it: zones within zones, counted from below.

::

    (page 0 0 1654 2339 (line 200 2000 900 2100 (word 200 2000 700 2100 "труда") …))

Letters, words, lines or whole paragraphs may be the smallest zone (djvused(1), «Hidden text file
syntax»).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from corpus.reading import Quad
from ingest.compose import Block, Piece
from ingest.imported.places import shares, strips

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([()]|[^\s()"]+)', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\n"}
_SMALL = frozenset({"line", "word", "char"})
#: page, column, region, para, line, word, char: more are no text
_DEEPEST = 12


@dataclass(slots=True)
class _Zone:
    """A zone: its kind, left, bottom, right, top in pixels, text and zones inside."""

    kind: str = ""
    sides: list[int] = field(default_factory=list)
    text: str = ""
    inside: list[_Zone] = field(default_factory=list)


def blocks(printed: str, width: int, height: int) -> list[Block]:
    """The text of a page of this size in pixels; quads are fractions of it."""
    return [block for zone in _zones(printed) for block in _blocks(zone, width, height)]


def _zones(printed: str) -> list[_Zone]:
    """The outermost zones; what is no zone ends the text."""
    top = _Zone()
    open_: list[_Zone] = [top]
    for m in _TOKEN.finditer(printed):
        text, sign = m.groups()
        zone = open_[-1]
        if text is not None:
            zone.text += _ESCAPE.sub(_unescaped, text)
        elif sign == "(":
            if len(open_) > _DEEPEST:
                break
            open_.append(_Zone())
            zone.inside.append(open_[-1])
        elif sign == ")":
            if len(open_) == 1:
                break
            open_.pop()
        elif not zone.kind:
            zone.kind = sign
        elif re.fullmatch(r"-?\d{1,9}", sign):
            zone.sides.append(int(sign))
    return top.inside


def _unescaped(m: re.Match[str]) -> str:
    return chr(int(m[1], 8)) if m[1] else _ESCAPED.get(m[2], m[2])


def _blocks(zone: _Zone, width: int, height: int) -> Iterator[Block]:
    """The lines that stand in a zone itself, then the blocks of the zones inside it."""
    if zone.kind in _SMALL:
        zone = _Zone(inside=[zone])
    elif text := zone.text.strip().splitlines():
        places = strips(_place(zone, width, height), len(text))
        yield [[*shares(line, place)] for line, place in zip(text, places, strict=True)]
    lines: list[list[Piece]] = []
    for kind, run in groupby(zone.inside, key=lambda z: z.kind):
        if kind == "line":
            lines += [_pieces(_words(line), width, height) for line in run]
        elif kind in _SMALL:
            lines.append(_pieces(run, width, height))
    if lines:
        yield lines
    for z in zone.inside:
        if z.kind not in _SMALL:
            yield from _blocks(z, width, height)


def _pieces(zones: Iterable[_Zone], width: int, height: int) -> list[Piece]:
    return [p for z in zones for p in shares(_text(z), _place(z, width, height))]


def _words(line: _Zone) -> list[_Zone]:
    """The words of a line; a line with a text of its own, or of letters only, is one run."""
    return [z for z in line.inside if z.kind == "word"] or [line]


def _text(zone: _Zone) -> str:
    return zone.text or "".join(z.text for z in zone.inside)


def _place(zone: _Zone, width: int, height: int) -> Quad | None:
    if len(zone.sides) != 4:
        return None
    left, bottom, right, top = zone.sides
    x0, x1 = (min(max(x / width, 0.0), 1.0) for x in (left, right))
    y0, y1 = (min(max(1 - y / height, 0.0), 1.0) for y in (top, bottom))
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
