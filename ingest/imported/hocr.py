"""hOCR (kba.github.io/hocr-spec, 1.2): HTML whose classes say what is a page, a line, a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from corpus.reading import Quad
from corpus.safexml import Element
from ingest.compose import Piece
from ingest.imported.elements import children, number
from ingest.imported.places import Recognised, box, share_of, shares

_WORDS = frozenset({"ocrx_word", "ocr_word"})
#: Tesseract calls lines in headings and pictures by the last four.
_LINES = frozenset(
    {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}
)
_BLOCKS = frozenset({"ocr_par", "ocr_carea", "ocrx_block", "ocr_page"})


def pages(root: Element) -> list[Element]:
    """The pages of the file in order."""
    return [e for e in root.iter() if _is(e, frozenset({"ocr_page"}))]


def recognised(root: Element, page: Element) -> Recognised:
    """What the file says of one of its pages; words without a line stand in one a block."""
    lines: list[tuple[Element, list[Piece]]] = []
    for line, words in groupby(_words_or_lines(page), key=_line_of):
        pieces = [piece for word in words for piece in _pieces(word)]
        lines.append((_block_of(line), pieces))
    blocks = [[line for _, line in block] for _, block in groupby(lines, key=lambda pair: pair[0])]
    width, height = _size(page)
    return Recognised(width, height, blocks, _engine(root))


def _words_or_lines(page: Element) -> Iterator[Element]:
    """The words in order, and the lines that are not divided into words."""
    for element in page.iter():
        divided = _is(element, _LINES) and any(_is(e, _WORDS) for e in element.iterdescendants())
        if _is(element, _WORDS) or (_is(element, _LINES) and not divided):
            yield element


def _line_of(element: Element) -> Element:
    around = (element, *element.iterancestors())
    return next((e for e in around if _is(e, _LINES)), _block_of(element))


def _block_of(element: Element) -> Element:
    return next(e for e in (element, *element.iterancestors()) if _is(e, _BLOCKS))


def _pieces(element: Element) -> Iterator[Piece]:
    sure = re.search(r"(?:^|;)\s*x_wconf\s+([\d.]+)", element.get("title", ""))
    text = " ".join("".join(element.itertext()).split())
    return shares(text, _bbox(element), share_of(sure[1], 100.0) if sure else None)


def _bbox(element: Element) -> Quad | None:
    m = re.search(r"(?:^|;)\s*bbox((?:\s+-?[\d.]+){4})", element.get("title", ""))
    if m is None:
        return None
    left, top, right, bottom = (number(n) or 0.0 for n in m[1].split())
    return box(left, top, right - left, bottom - top)


def _size(page: Element) -> tuple[float | None, float | None]:
    quad = _bbox(page)
    return (None, None) if quad is None else (quad[2][0], quad[2][1])


def _engine(root: Element) -> str:
    metas = (meta for head in children(root, "head") for meta in children(head, "meta"))
    systems = (m.get("content", "") for m in metas if m.get("name") == "ocr-system")
    return " ".join(next(systems, "").split()) or "hOCR"


def _is(element: Element, classes: frozenset[str]) -> bool:
    return not classes.isdisjoint(element.get("class", "").split())
