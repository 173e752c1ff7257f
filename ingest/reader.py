"""What a worker does with a file: tell what it is, read a page, make a page's image.

These functions open hostile files: call them through a :class:`ingest.workers.Crew` with the tasks
of :mod:`ingest.page`. Pages are numbered from 1. What cannot be read raises InputFailed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pdfminer

from corpus.reading import Reading, Source
from ingest import display, filetype, gate, layer, ocr, pdf, pictures, salvage, textfile
from ingest.compose import Block, Piece, compose
from ingest.display import LONG_SIDE
from ingest.page import Inspection, PageRead


def inspect(path: Path, password: str = "") -> Inspection:
    """Tell what ``path`` is and how many pages it has."""
    kind = filetype.media_type(path)
    if kind == filetype.PDF:
        return Inspection(kind, pdf.count_pages(path, password), not salvage.is_whole(path))
    if kind == filetype.TEXT:
        return Inspection(kind, len(textfile.pages(path)))
    return Inspection(kind, pictures.count_pages(path, kind))


def read_page(
    path: Path,
    number: int,
    password: str = "",
    *,
    image: Path | None = None,
    thumbnail: Path | None = None,
    text_layer: bool = True,
) -> PageRead:
    """Read a page; the display JPEG and the thumbnail are written before the OCR begins.

    ``text_layer=False`` reads the image of a PDF's page even where it has a text of its own.
    """
    began = time.monotonic()
    kind = filetype.media_type(path)
    if kind == filetype.TEXT:
        reading = textfile.read_page(path, number)
        return PageRead(reading, 0, 0, 0, time.monotonic() - began)
    own, reason = None, ""
    if kind == filetype.PDF:
        if text_layer:
            own, reason = _own_text(path, number, password)
        picture = pdf.picture(path, number, password, long_side=LONG_SIDE if own else None)
    else:
        picture = pictures.open_page(path, kind, number)
    shown = display.displayed(picture)
    if image is not None:
        display.write(shown, image)
    if thumbnail is not None:
        display.write(display.thumbnail(shown), thumbnail)
    dpi = round(picture.dpi) if own is None else 0
    reading = own or ocr.read(picture, reason=reason)
    return PageRead(reading, shown.width, shown.height, dpi, time.monotonic() - began)


def page_image(
    path: Path, number: int, target: Path, password: str = "", *, long_side: int = LONG_SIDE
) -> tuple[int, int]:
    """Write the image of a page as a JPEG and return its width and height in pixels."""
    kind = filetype.media_type(path)
    if kind == filetype.PDF:
        picture = pdf.picture(path, number, password, long_side=long_side)
    elif kind == filetype.TEXT:
        raise textfile.no_image()
    else:
        picture = pictures.open_page(path, kind, number)
    shown = display.displayed(picture, long_side)
    display.write(shown, target)
    return shown.width, shown.height


def _own_text(path: Path, number: int, password: str) -> tuple[Reading | None, str]:
    """Return the text that a PDF's page carries if it can be trusted, and why it is not taken."""
    sheet = pdf.sheet(path, number, password)
    if not sheet.has_text:
        return None, gate.NO_TEXT.reason
    try:
        blocks: Sequence[Block] = layer.read_layer(
            path, number, password, sheet.view, pages=sheet.pages
        )
    except layer.LayerTooSlow:
        return None, gate.TOO_SLOW.reason
    except MemoryError:
        raise
    except Exception:  # pdfminer may raise anything on a broken page; recorded in the reading
        return None, gate.UNREADABLE.reason
    verdict = gate.judge(_raw(blocks), on_scan=sheet.on_scan)
    if verdict is gate.UNKNOWN_ALPHABET:
        mended = [[[_as_windows_1251(piece) for piece in line] for line in b] for b in blocks]
        if gate.judge(_raw(mended), on_scan=sheet.on_scan).taken:
            blocks, verdict = mended, gate.MENDED
    if not verdict.taken:
        return None, verdict.reason
    engine = f"pdfminer.six {pdfminer.__version__}"
    reading = compose(blocks, source=Source.TEXT_LAYER, engine=engine, reason=verdict.reason)
    return reading, ""


def _as_windows_1251(piece: Piece) -> Piece:
    return replace(piece, text=gate.as_windows_1251(piece.text))


def _raw(blocks: Sequence[Block]) -> str:
    return "\n".join(" ".join(piece.text for piece in line) for block in blocks for line in block)
