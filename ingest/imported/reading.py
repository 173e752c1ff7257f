"""From an OCR file to the reading of a page, if it can be that page's. Only to be used in a worker.

An OCR file is believed if the page it describes has the shape of the scan's: its own size may be
another one (scans are delivered smaller than they were read), its proportions may not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from statistics import fmean
from types import ModuleType

from corpus.reading import Quad, Reading, Source
from corpus.safexml import Element
from ingest.compose import Block, Piece, compose
from ingest.imported import alto, hocr, pagexml
from ingest.imported.elements import (
    ANOTHER_SIZE,
    NO_SIZE,
    NO_TEXT,
    TAKEN,
    UNKNOWN,
    Unusable,
    name,
    opened,
)
from ingest.imported.places import Recognised

#: How far the proportions of the two pages may differ: a border of 1 % is often cut off.
TOLERANCE = 0.02
#: Share of the words that may stand outside the page before the file is for another one.
MOST_OUTSIDE = 0.02
#: What software calls itself is kept up to this length.
_LONGEST_NAME = 120

__all__ = ["Unusable", "read"]

_FORMATS: dict[str, ModuleType] = {"alto": alto, "PcGts": pagexml, "html": hocr}


def read(path: Path, number: int, width: float, height: float) -> Reading:
    """Return page ``number`` (from 1) of an OCR file as the reading of a scan of this shape.

    ``width`` and ``height`` are those of the displayed page, in any unit. Raises Unusable with the
    reason why the file cannot be its reading.
    """
    kind, root, pages = _opened(path, path.stat().st_mtime_ns)
    if number > len(pages):
        raise Unusable(NO_TEXT)
    page: Recognised = kind.recognised(root, pages[number - 1])
    if not page.width or not page.height or min(page.width, page.height) <= 0:
        raise Unusable(NO_SIZE)
    if abs((page.width / page.height) / (width / height) - 1) > TOLERANCE:
        raise Unusable(ANOTHER_SIZE)
    pieces = [p for block in page.blocks for line in block for p in line]
    if not any(c.isalnum() for p in pieces for c in p.text):
        raise Unusable(NO_TEXT)
    if sum(_is_outside(p, page.width, page.height) for p in pieces) > MOST_OUTSIDE * len(pieces):
        raise Unusable(ANOTHER_SIZE)
    return compose(
        _in_fractions(page.blocks, page.width, page.height),
        source=Source.IMPORTED,
        engine=page.engine[:_LONGEST_NAME],
        confidence=_confidence(pieces),
        reason=TAKEN,
    )


@lru_cache(maxsize=1)
def _opened(path: Path, changed: int) -> tuple[ModuleType, Element, list[Element]]:
    """Open a file; kept for its next page (``changed`` tells versions apart)."""
    root = opened(path)
    kind = _FORMATS.get(name(root))
    pages: list[Element] = kind.pages(root) if kind else []
    if kind is None or not pages:
        raise Unusable(UNKNOWN)
    return kind, root, pages


def _is_outside(piece: Piece, width: float, height: float) -> bool:
    """Whether the middle of a word is not on the page."""
    if piece.quad is None:
        return False
    x, y = fmean(p[0] for p in piece.quad), fmean(p[1] for p in piece.quad)
    return not (0 <= x <= width and 0 <= y <= height)


def _in_fractions(blocks: Sequence[Block], width: float, height: float) -> Iterator[Block]:
    def scaled(quad: Quad) -> Quad:
        one, two, three, four = (
            (min(max(x / width, 0.0), 1.0), min(max(y / height, 0.0), 1.0)) for x, y in quad
        )
        return (one, two, three, four)

    for block in blocks:
        yield [
            [replace(p, quad=scaled(p.quad) if p.quad else None) for p in line] for line in block
        ]


def _confidence(pieces: Sequence[Piece]) -> float | None:
    """The mean confidence of the words of two and more letters or figures (as after our OCR)."""
    known = [
        p.confidence
        for p in pieces
        if p.confidence is not None and sum(c.isalnum() for c in p.text) > 1
    ]
    return fmean(known) if known else None
