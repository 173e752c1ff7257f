"""The text that a PDF page carries, with the place of every word on the displayed page.

Lines and reading order are pdfminer's (columns are found, which pdfium does not do). Its pages
stand in the sheet's own coordinates: points, upwards from the lower left corner of the media box,
before the page's /Rotate. Words are brought from there to fractions of the displayed page.
"""

from __future__ import annotations

import io
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import (
    LAParams,
    LTChar,
    LTComponent,
    LTContainer,
    LTPage,
    LTTextBox,
    LTTextLine,
)
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import Matrix

from corpus.reading import Point, Quad
from ingest.compose import Block, Piece
from ingest.salvage import is_whole, saved

#: Hostile pages keep pdfminer busy for hours; the slowest honest page measured took 2 s.
LAYER_SECONDS = 20.0


class LayerTooSlow(Exception):
    """The page's text took longer than :data:`LAYER_SECONDS`."""


@dataclass(frozen=True, slots=True)
class View:
    """What of a sheet is displayed.

    ``box`` is left, bottom, right, top in points of the sheet's own coordinates; what is in it is
    turned by ``rotate`` degrees clockwise.
    """

    box: tuple[float, float, float, float]
    rotate: int

    def place(self, x: float, y: float) -> Point:
        """Return a point of the sheet in fractions of the displayed page, cut to its edges."""
        left, bottom, right, top = self.box
        u = min(max((x - left) / (right - left), 0.0), 1.0)
        v = min(max((top - y) / (top - bottom), 0.0), 1.0)
        return {0: (u, v), 90: (1 - v, u), 180: (1 - u, 1 - v), 270: (v, 1 - u)}[self.rotate]


def read_layer(path: Path, number: int, password: str, view: View, *, pages: int) -> list[Block]:
    """Return the blocks of page ``number`` (from 1) in reading order, empty if it has no text.

    ``pages`` is how many there are: pdfminer leaves damaged pages out and would mistake the next
    for them. Raises :class:`LayerTooSlow`, and whatever pdfminer raises on a broken file.
    """
    with _limited(LAYER_SECONDS):
        found, fonts = _pages(path, path.stat().st_mtime_ns, password)
        if len(found) != pages:
            raise LookupError(f"{len(found)} of {pages} pages found")
        page = found[number - 1]
        page.rotate = 0
        sheet, to_sheet = _characters(page, fonts)
        turn = _direction(sheet)
        if turn:  # text that runs up, down or upside down is analysed with the sheet turned
            page.rotate = turn
            sheet, to_sheet = _characters(page, fonts)
        sheet.analyze(LAParams(all_texts=True))
        return [
            [list(_pieces(line, to_sheet, view)) for line in block if isinstance(line, LTTextLine)]
            for block in _blocks(sheet)
        ]


@lru_cache(maxsize=1)
def _pages(path: Path, changed: int, password: str) -> tuple[list[PDFPage], PDFResourceManager]:
    """Open a PDF; kept for the next page of the same file (``changed`` tells versions apart).

    The fonts that pages share are kept as well.
    """
    rest = None if is_whole(path) else saved(path, changed, password)
    stream = path.open("rb") if rest is None else io.BytesIO(rest)
    document = PDFDocument(PDFParser(stream), password=password)
    return list(PDFPage.create_pages(document)), PDFResourceManager()


def _characters(page: PDFPage, fonts: PDFResourceManager) -> tuple[LTPage, Matrix]:
    """Return the page's characters and the matrix from their coordinates to the sheet's."""
    device = PDFPageAggregator(fonts, laparams=None)
    PDFPageInterpreter(fonts, device).process_page(page)
    left, bottom, right, top = page.mediabox
    to_sheet = {
        0: (1.0, 0.0, 0.0, 1.0, left, bottom),
        90: (0.0, 1.0, -1.0, 0.0, right, bottom),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, -1.0, 1.0, 0.0, left, top),
    }
    return device.get_result(), to_sheet[page.rotate]


def _direction(sheet: LTPage) -> int:
    """Return by how many degrees clockwise the sheet must be turned to level most of its text."""
    directions: Counter[int] = Counter()
    for item in _within(sheet):
        if isinstance(item, LTChar) and not item.get_text().isspace():
            a, b, *_ = item.matrix
            directions[(0 if a > 0 else 180) if abs(a) >= abs(b) else (90 if b > 0 else 270)] += 1
    return directions.most_common(1)[0][0] if directions else 0


def _blocks(sheet: LTPage) -> Iterator[LTTextBox]:
    return (item for item in _within(sheet, LTTextBox) if isinstance(item, LTTextBox))


def _within(item: LTComponent, whole: type[LTComponent] = LTChar) -> Iterator[LTComponent]:
    """Yield the parts of an item in order, not going into those of the class ``whole``."""
    waiting = [item]
    while waiting:
        item = waiting.pop()
        yield item
        if isinstance(item, LTContainer) and not isinstance(item, whole):
            waiting.extend(reversed(list(item)))


def _pieces(line: LTTextLine, to_sheet: Matrix, view: View) -> Iterator[Piece]:
    """Divide a line where it has spaces."""
    text = ""
    boxes: list[tuple[float, float, float, float]] = []
    for item in [*line, None]:
        character = item.get_text() if isinstance(item, LTChar) else " "
        if isinstance(item, LTChar) and not character.isspace():
            text += character
            boxes.append(item.bbox)
        elif text:
            yield Piece(text, _quad(boxes, to_sheet, view))
            text, boxes = "", []


def _quad(
    boxes: list[tuple[float, float, float, float]], matrix: Matrix, view: View
) -> Quad | None:
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    bottom, top = min(b[1] for b in boxes), max(b[3] for b in boxes)
    a, b, c, d, e, f = matrix
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    one, two, three, four = (view.place(a * x + c * y + e, b * x + d * y + f) for x, y in corners)
    if len({one[0], two[0], three[0]}) == 1 or len({one[1], two[1], three[1]}) == 1:
        return None  # outside of what is displayed
    return (one, two, three, four)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise :class:`LayerTooSlow` after ``seconds`` (only in a process's main thread)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise LayerTooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)  # again, should a library swallow it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
