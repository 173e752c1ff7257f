"""Pages made up for the tests of exports: words at known places, askew, upside down, divided."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from corpus.description import read_description
from corpus.documents import Document
from corpus.export import About, Excerpt, format_named
from corpus.pages import Layer, Page
from corpus.reading import Line, Point, Quad, Reading, Source, Word, join_parts, line_spans
from corpus.reference import parse_leaf

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dpi
DPI = 150


def document(identity: str = "d2k7aaaaaaaaa", source: str = "scan_15.pdf", **keys: Any) -> Document:
    description = read_description(keys)
    return Document(identity, "document", None, description, source, "2026-11-23T10:00:00Z", 1)


def page(
    number: int = 1, *leaves: str, size: tuple[int, int] = (WIDTH, HEIGHT), of: str = "d2k7"
) -> Page:
    return Page(
        id=number,
        document=of,
        number=number,
        original="ab" * 32,
        original_page=number,
        leaves=tuple(map(parse_leaf, leaves)),
        width=size[0],
        height=size[1],
        state="read",
        reason=None,
        remedy=None,
        changed=1,
        reading=number,
        source=Source.OCR,
        confidence=0.9,
        again=None,
    )


def reading(
    text: str,
    turned: float = 0.0,
    *,
    language: str = "ru",
    placed: bool = True,
    source: Source = Source.OCR,
    engine: str = "tesseract 5",
) -> Reading:
    """A text set in letters of one width, the page turned by so many degrees about its middle."""
    words = [
        Word(
            start + m.start(),
            start + m.end(),
            (quad(m.start(), m.end(), row, turned),) if placed else (),
            0.75 + row / 100,
        )
        for row, (start, end) in enumerate(line_spans(text))
        for m in re.finditer(r"\S+", text[start:end])
    ]
    lines = tuple(Line(start, end, language) for start, end in line_spans(text))
    return Reading(text, join_parts(text, words), lines, source, engine, 0.8)


def quad(first: int, last: int, row: int, turned: float) -> Quad:
    """Where letters ``first`` to ``last`` (exclusive) of a line stand, in fractions of the page."""
    left, right, top = 0.1 + first * 0.012, 0.1 + last * 0.012, 0.3 + row * 0.03
    corners = ((left, top), (right - 0.003, top), (right - 0.003, top + 0.016), (left, top + 0.016))
    one, two, three, four = (_turned(corner, turned) for corner in corners)
    return (one, two, three, four)


def _turned(point: Point, degrees: float) -> Point:
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    dx, dy = (point[0] - 0.5) * WIDTH, (point[1] - 0.5) * HEIGHT
    return (0.5 + (dx * cos - dy * sin) / WIDTH, 0.5 + (dx * sin + dy * cos) / HEIGHT)


def excerpts(*readings: Reading | None, about: Document | None = None) -> list[Excerpt]:
    """The pages of a document, one for each reading."""
    whole = about or document(title="Приказ", reference="ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155")
    return [
        Excerpt(
            whole,
            page(number, str(number)),
            one,
            layers=(Layer(one.source, one.engine, ""),) if one else (),
        )
        for number, one in enumerate(readings, 1)
    ]


def made(name: str, some: Iterable[Excerpt], about: About | None = None) -> bytes:
    """What a format makes of excerpts."""
    return b"".join(format_named(name).chunks(some, about or About()))


def scan(folder: Path, size: Sequence[int] = (WIDTH, HEIGHT), mode: str = "L") -> Path:
    """An empty sheet as a JPEG of 150 dpi."""
    path = folder / f"scan-{mode}.jpg"
    Image.new(mode, (size[0], size[1]), "white").save(path, "JPEG", dpi=(DPI, DPI))
    return path
