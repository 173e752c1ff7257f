"""PAGE XML, 2013 to 2024 (prima-research.org): polygons of words in lines in regions.

Words are taken with their own text and polygon. A line without them has its text divided into
words, each with its share of the line; a region without lines likewise.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from corpus.reading import Quad
from corpus.safexml import Element
from ingest.compose import Piece
from ingest.imported.elements import child_text, children, in_order, name, named, number
from ingest.imported.places import (
    Recognised,
    around,
    direction,
    points,
    share_of,
    shares,
    strips,
)

_GROUPS = ("OrderedGroup", "OrderedGroupIndexed", "UnorderedGroup", "UnorderedGroupIndexed")
_REFERENCES = ("RegionRef", "RegionRefIndexed")


def pages(root: Element) -> list[Element]:
    """The page of the file; the standard has one a file."""
    return [*named(root, "Page")]


def recognised(root: Element, page: Element) -> Recognised:
    """What the file says of its page."""
    units = [e for e in named(page, "TextLine", "TextRegion") if _is_line(e)]
    ordered = in_order(units, _reading_order(page), "id")
    blocks = [
        [line for unit in region for line in _lines(unit)]
        for _, region in groupby(ordered, key=_region)
    ]
    width, height = number(page.get("imageWidth")), number(page.get("imageHeight"))
    return Recognised(width, height, blocks, _engine(root))


def _is_line(element: Element) -> bool:
    """Whether it is a line, or a region whose text is not divided into lines."""
    return name(element) == "TextLine" or (
        not any(e is not element for e in named(element, "TextLine", "TextRegion"))
    )


def _region(element: Element) -> Element:
    parent: Element = element.getparent() if name(element) == "TextLine" else element
    return parent


def _lines(unit: Element) -> Iterator[list[Piece]]:
    """The lines of a line (one) or of a region without lines."""
    baseline = next(children(unit, "Baseline"), None)
    slope = None if baseline is None else direction(points(baseline.get("points")))
    words = [piece for word in children(unit, "Word") for piece in _word(word, slope)]
    if words:
        yield words
        return
    text, sure = _text(unit)
    lines = text.splitlines()
    for line, place in zip(lines, strips(_place(unit, slope), len(lines)), strict=True):
        yield [*shares(line, place, sure)]


def _word(word: Element, slope: float | None) -> Iterator[Piece]:
    text, sure = _text(word)
    if not text:
        text = "".join(_text(glyph)[0] for glyph in children(word, "Glyph"))
    return shares(text, _place(word, slope), sure)


def _text(element: Element) -> tuple[str, float | None]:
    """The text of a line or word and its confidence; of several versions the first counts."""
    versions = sorted(children(element, "TextEquiv"), key=lambda e: number(e.get("index")) or 0)
    for version in versions:
        unicode = next(children(version, "Unicode"), None)
        if unicode is not None and (text := "".join(unicode.itertext()).strip()):
            return text, share_of(version.get("conf"))
    return "", None


def _place(element: Element, slope: float | None) -> Quad | None:
    outline = next(children(element, "Coords"), None)
    return None if outline is None else around(points(outline.get("points")), slope)


def _reading_order(page: Element) -> dict[str, int]:
    """Ranks of the regions' ids."""
    refs = [r for order in children(page, "ReadingOrder") for r in _references(order)]
    return {ref: n for n, ref in enumerate(dict.fromkeys(refs))}


def _references(group: Element) -> Iterator[str]:
    for element in sorted(group, key=lambda e: number(e.get("index")) or 0):
        if name(element) in _REFERENCES:
            yield element.get("regionRef", "")
        elif name(element) in _GROUPS:
            if element.get("regionRef"):  # the group is what stands inside this region
                yield element.get("regionRef", "")
            yield from _references(element)


def _engine(root: Element) -> str:
    """The software of the last processing step, or who made the file."""
    steps = [
        item.get("value", "")
        for metadata in children(root, "Metadata")
        for item in children(metadata, "MetadataItem")
        if item.get("type") == "processingStep" and item.get("value")
    ]
    creator = next((child_text(m, "Creator") for m in children(root, "Metadata")), "")
    return (steps[-1] if steps else creator) or "PAGE XML"
