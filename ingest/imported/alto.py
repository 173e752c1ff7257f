"""ALTO, 2.1 to 4.4 (loc.gov/standards/alto): strings in lines in blocks.

Whatever the unit (pixels, 0.1 mm, 1/1200 inch), places are fractions of the page in the end. A word
that a line end divides stays as on paper: two strings with the hyphen after the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from corpus.reading import HYPHENS, Quad
from corpus.safexml import Element
from ingest.compose import Piece
from ingest.imported.elements import child_text, children, in_order, name, named, number
from ingest.imported.places import Recognised, around, box, direction, points, share_of, shares

#: A page's parts in the order in which they are read.
_SPACES = ("TopMargin", "LeftMargin", "PrintSpace", "RightMargin", "BottomMargin")
_BLOCKS = ("TextBlock", "ComposedBlock")


def pages(root: Element) -> list[Element]:
    """The pages of the file in order."""
    return [*named(root, "Page")]


def recognised(root: Element, page: Element) -> Recognised:
    """What the file says of one of its pages."""
    width, height = _size(page)
    lines = [
        line
        for space in sorted(children(page, *_SPACES), key=lambda s: _SPACES.index(name(s)))
        for line in named(space, "TextLine")
    ]
    ordered = in_order(lines, _reading_order(root) or _chained(page), "ID")
    blocks = [
        [_line(line) for line in block]
        for _, block in groupby(ordered, key=lambda line: line.getparent())
    ]
    return Recognised(width, height, blocks, _engine(root))


def _size(page: Element) -> tuple[float | None, float | None]:
    """The page's size; a print space that begins in the corner is the page."""
    for element in (page, *children(page, "PrintSpace")):
        width, height = number(element.get("WIDTH")), number(element.get("HEIGHT"))
        corner = (number(element.get("HPOS")) or 0, number(element.get("VPOS")) or 0)
        if width and height and (element is page or corner == (0, 0)):
            return width, height
    return None, None


def _line(line: Element) -> list[Piece]:
    slope = direction(points(line.get("BASELINE")))
    strings = [*children(line, "String")]
    out: list[Piece] = []
    for string in strings:
        place = _place(string, slope) or (_place(line, slope) if len(strings) == 1 else None)
        sure = _confidence(string)
        pieces = [*shares(string.get("CONTENT", ""), place, sure)]
        hyphen = _hyphen(string)
        if pieces and hyphen is not None:
            text, at = hyphen
            last = pieces[-1].quad
            both = around([*last, *at], slope or 0.0) if last and at else last
            pieces[-1] = Piece(pieces[-1].text + text, both, sure)
        out += pieces
    return out


def _place(element: Element, slope: float | None) -> Quad | None:
    for shape in children(element, "Shape"):
        for polygon in children(shape, "Polygon"):
            if quad := around(points(polygon.get("POINTS")), slope):
                return quad
    return box(*(number(element.get(key)) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT")))


def _confidence(string: Element) -> float | None:
    """A word's confidence; some programs write percent where the standard wants 0..1."""
    given = number(string.get("WC"))
    return share_of(string.get("WC"), 100.0 if given is not None and given > 1 else 1.0)


def _hyphen(string: Element) -> tuple[str, Quad | None] | None:
    """The hyphen behind a string and its place, if its text does not have it already.

    The first part of a word without any hyphen gets a soft one: the file says that it goes on.
    """
    if string.get("CONTENT", "").rstrip().endswith(tuple(HYPHENS)):
        return None
    following = string.getnext()
    if following is not None and name(following) == "HYP":
        text = following.get("CONTENT", "").strip() or "\u00ad"
        return text, _place(following, None)
    return ("\u00ad", None) if string.get("SUBS_TYPE") == "HypPart1" else None


def _reading_order(root: Element) -> dict[str, int]:
    """Ranks of the ids in the first of the file's reading orders (since 4.3)."""
    for order in children(root, "ReadingOrder"):
        for group in children(order, "OrderedGroup", "UnorderedGroup"):
            refs = [ref for e in group.iter() for ref in e.get("REF", "").split()]
            return {ref: n for n, ref in enumerate(dict.fromkeys(refs))}
    return {}


def _chained(page: Element) -> Mapping[str, int]:
    """Ranks of the ids of blocks that name their next one (IDNEXT); nothing if none does."""
    blocks = {e.get("ID", ""): e for e in named(page, *_BLOCKS)}
    following = {i: e.get("IDNEXT", "") for i, e in blocks.items() if e.get("IDNEXT") in blocks}
    if not following:
        return {}
    order: dict[str, int] = {}
    inner = {*following.values()}
    for start in (*(i for i in blocks if i not in inner), *blocks):
        current: str | None = start
        while current is not None and current not in order:
            order[current] = len(order)
            current = following.get(current)
    return order


def _engine(root: Element) -> str:
    """The software of the last step that names one."""
    return next(reversed([*_software(root)]), "ALTO")


def _software(root: Element) -> Iterator[str]:
    described = (d for description in children(root, "Description") for d in description.iter())
    for software in (e for e in described if name(e) == "processingSoftware"):
        if product := child_text(software, "softwareName"):
            yield f"{product} {child_text(software, 'softwareVersion')}".strip()
