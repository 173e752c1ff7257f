"""ALTO 4 (loc.gov/standards/alto): the words of pages with their places, for other programs.

Units are pixels of the displayed page. A page of plain text has no places. A word that a line end
divides is two strings (HypPart1, HypPart2) with the whole word in each; its hyphen is a HYP. Every
layer of a page is a step of its processing; the newest is what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import Any

from lxml import etree

from corpus.documents import Document
from corpus.export.excerpt import About, Excerpt
from corpus.export.parts import Part, parts
from corpus.harmless import harmless, one_line
from corpus.pages import Layer, Page
from corpus.reading import HYPHENS, Line, Quad, Reading, Source
from corpus.sink import pieces

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_VERSION = "4.4"
_SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
#: bytes of pages that are kept in memory before they go to disk
_KEPT = 1 << 23
#: a hyphen at the end of a part of a divided word
_HYPHEN = re.compile(f"[{re.escape(HYPHENS)}]$")
#: a quad leans where its corners are farther from an upright box than this, in pixels
_UPRIGHT = 0.5

_Element = Any  # lxml publishes no types
_Attributes = dict[str, str]
_Steps = dict[tuple[Source, str], str]


def alto(excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
    """The pages of the excerpts, each whole, as one ALTO file.

    What made them is told before the pages in ALTO: they wait on disk meanwhile.
    """
    steps: _Steps = {}
    first: Excerpt | None = None
    with SpooledTemporaryFile(_KEPT) as waiting:
        for excerpt in excerpts:
            if excerpt.page is not None:
                first = first or excerpt
                waiting.write(etree.tostring(_page(excerpt, excerpt.page, steps), encoding="utf-8"))
        described = etree.tostring(_description(first, steps), encoding="utf-8")
        yield (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="{NAMESPACE}" '
            f'xmlns:xsi="{_INSTANCE}" xsi:schemaLocation="{NAMESPACE} {_SCHEMA}" '
            f'SCHEMAVERSION="{_VERSION}">\n'
        ).encode() + described
        yield b"\n<Layout>\n"
        yield from pieces(waiting)
        yield b"</Layout>\n</alto>\n"


def _description(first: Excerpt | None, steps: Mapping[tuple[Source, str], str]) -> _Element:
    description = etree.Element("Description")
    _child(description, "MeasurementUnit").text = "pixel"
    if first is not None:
        image = _child(description, "sourceImageInformation")
        _child(image, "fileName").text = one_line(first.document.source_name)
        if first.page is not None:
            _child(image, "fileIdentifier").text = f"sha256:{first.page.original}"
        for name in _names(first.document):
            _child(image, "documentIdentifier").text = name
    for (source, engine), name in steps.items():
        step = _child(description, "Processing", ID=name)
        made = source is not Source.CORRECTED
        _child(step, "processingCategory").text = (
            "contentGeneration" if made else "contentModification"
        )
        _child(step, "processingStepDescription").text = source.value
        if engine:
            _child(_child(step, "processingSoftware"), "softwareName").text = one_line(engine)
    return description


def _names(document: Document) -> Iterator[str]:
    """By what a document is known: its id, and its reference if it has one."""
    yield document.id
    if document.description.reference:
        yield one_line(str(document.description.reference))


def _page(excerpt: Excerpt, page: Page, steps: _Steps) -> _Element:
    reading = excerpt.reading
    attributes = {"ID": f"p{page.number}", "PHYSICAL_IMG_NR": str(page.number)}
    if page.leaves:
        attributes["PRINTED_IMG_NR"] = ", ".join(map(str, page.leaves))
    if page.width:
        attributes |= {"WIDTH": str(page.width), "HEIGHT": str(page.height)}
    if reading is not None:
        made = [_step(layer.source, layer.engine, steps) for layer in _layers(excerpt, reading)]
        attributes["PROCESSINGREFS"] = " ".join(dict.fromkeys(made))
        if reading.confidence is not None:
            attributes["PC"] = f"{reading.confidence:.3f}"
        main, *others = reading.languages or [""]
        attributes |= {"LANG": main, "OTHERLANGS": " ".join(others)}
    element = etree.Element("Page", {k: v for k, v in attributes.items() if v})
    space = _child(element, "PrintSpace", ID=f"p{page.number}_space")
    if page.width:
        space.attrib.update(
            {"HPOS": "0", "VPOS": "0", "WIDTH": str(page.width), "HEIGHT": str(page.height)}
        )
    if reading is not None:
        for number, block in enumerate(_blocks(reading), 1):
            _block(space, f"p{page.number}_b{number}", block, reading, page)
    return element


def _layers(excerpt: Excerpt, reading: Reading) -> Sequence[Layer]:
    return excerpt.layers or (Layer(reading.source, reading.engine, ""),)


def _step(source: Source, engine: str, steps: _Steps) -> str:
    """The id of the step that made a layer of this origin."""
    return steps.setdefault((source, engine), f"step{len(steps) + 1}")


def _blocks(reading: Reading) -> list[list[tuple[Line | None, list[Part]]]]:
    """The parts by lines, and the lines by blocks: an empty line sets a block off."""
    blocks: list[list[tuple[Line | None, list[Part]]]] = []
    lines = list(reading.lines)
    end = 0
    for part in parts(reading):
        between = reading.text[end : part.start]
        if not blocks or "\n\n" in between:
            blocks.append([])
        if not blocks[-1] or "\n" in between or part.number:
            while lines and lines[0].end <= part.start:
                del lines[0]
            here = lines[0] if lines and lines[0].start <= part.start else None
            blocks[-1].append((here, []))
        blocks[-1][-1][1].append(part)
        end = part.end
    return blocks


def _block(
    space: _Element,
    name: str,
    lines: Sequence[tuple[Line | None, list[Part]]],
    reading: Reading,
    page: Page,
) -> None:
    every = [part.quad for _, own in lines for part in own]
    block = _child(space, "TextBlock", {"ID": name, **_box(every, page)})
    for number, (line, own) in enumerate(lines, 1):
        attributes = {"ID": f"{name}_l{number}", **_box([part.quad for part in own], page)}
        if line is not None and line.language:
            attributes["LANG"] = line.language
        element = _child(block, "TextLine", attributes)
        for at, part in enumerate(own):
            if at:
                _child(element, "SP")
            _string(element, part, reading, page)


def _string(line: _Element, part: Part, reading: Reading, page: Page) -> None:
    """A string, and the hyphen behind it where a word goes on in the next line."""
    text, hyphen, attributes = part.text, "", _Attributes()
    if part.of > 1 and part.word is not None:
        attributes["SUBS_TYPE"] = "HypPart1" if part.number == 0 else "HypPart2"
        attributes["SUBS_CONTENT"] = harmless(_whole(reading.text[part.word.start : part.word.end]))
        if part.number < part.of - 1 and (m := _HYPHEN.search(text)) and m.start():
            text, hyphen = text[: m.start()], m.group()
    attributes |= {"CONTENT": one_line(text), **_box([part.quad], page)}
    word = part.word
    if word is not None and word.confidence is not None:
        attributes["WC"] = f"{word.confidence:.3f}"
    string = _child(line, "String", attributes)
    if part.quad is not None and page.width and _leans(part.quad, page):
        points = " ".join(f"{x * page.width:.2f},{y * page.height:.2f}" for x, y in part.quad)
        _child(_child(string, "Shape"), "Polygon", POINTS=points)
    if word is not None and part.of == 1:
        for other in word.alternatives:
            _child(string, "ALTERNATIVE").text = one_line(other)
    if hyphen:
        _child(line, "HYP", CONTENT=hyphen)


def _whole(divided: str) -> str:
    """A divided word without the hyphens at its line ends."""
    lines = [line.strip() for line in divided.split("\n")]
    return "".join([*(_HYPHEN.sub("", line) for line in lines[:-1]), lines[-1]])


def _box(quads: Sequence[Quad | None], page: Page) -> _Attributes:
    """The upright box around some quads, in pixels; nothing where no place is known."""
    corners = [point for quad in quads if quad is not None for point in quad]
    if not corners or not page.width:
        return {}
    left, right = (f(x for x, _ in corners) * page.width for f in (min, max))
    top, bottom = (f(y for _, y in corners) * page.height for f in (min, max))
    return {
        "HPOS": f"{left:.2f}",
        "VPOS": f"{top:.2f}",
        "WIDTH": f"{right - left:.2f}",
        "HEIGHT": f"{bottom - top:.2f}",
    }


def _leans(quad: Quad, page: Page) -> bool:
    """Whether a quad is another place than the upright box around it."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    aside = max(abs(x0 - x3), abs(x1 - x2)) * page.width
    return max(aside, abs(y0 - y1) * page.height, abs(y2 - y3) * page.height) > _UPRIGHT


def _child(
    parent: _Element, name: str, attributes: Mapping[str, str] | None = None, **more: str
) -> _Element:
    return etree.SubElement(parent, name, {**(attributes or {}), **more})
