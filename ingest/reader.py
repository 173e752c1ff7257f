"""What a worker does with a file: tell what it is, read a page, make a page's image.

These functions open hostile files: call them through a :class:`ingest.workers.Crew` with the tasks
of :mod:`ingest.page`. Pages are numbered from 1. What cannot be read raises InputFailed.

What opens PDFs, DjVu files and OCR that came with images is loaded by the first of them: a worker
that reads images starts in two thirds of the time.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.reading import Reading, Source
from ingest import display, filetype, gate, legible, mojibake, ocr, pictures, textfile
from ingest.compose import Block, Piece, compose
from ingest.condition import condition
from ingest.display import LONG_SIDE
from ingest.folio import set_apart
from ingest.glued import parted
from ingest.imported import PageOf
from ingest.page import Inspection, PageRead
from ingest.picture import Picture


def inspect(path: Path, password: str = "") -> Inspection:
    """Tell what ``path`` is and how many pages it has."""
    kind = filetype.media_type(path)
    if kind == filetype.PDF:
        from ingest import pdf, salvage

        return Inspection(kind, pdf.count_pages(path, password), not salvage.is_whole(path))
    if kind == filetype.TEXT:
        return Inspection(kind, len(textfile.pages(path)))
    if kind == filetype.DJVU:
        from ingest import djvu

        return Inspection(kind, djvu.count_pages(path))
    return Inspection(kind, pictures.count_pages(path, kind))


def read_page(
    path: Path,
    number: int,
    password: str = "",
    *,
    image: Path | None = None,
    thumbnail: Path | None = None,
    text_layer: bool = True,
    came_with: PageOf | None = None,
    turned: int = 0,
) -> PageRead:
    """Read a page; the display JPEG and the thumbnail are written before the OCR begins.

    The OCR that came with it is taken if it can be this page's, else the text in the file if it can
    be trusted, else the image is read. ``text_layer=False`` passes over the text in the file.
    All is as on a page that is turned clockwise by so many degrees.
    """
    began = time.monotonic()
    kind = filetype.media_type(path)
    if kind == filetype.TEXT:
        reading = set_apart(textfile.read_page(path, number))
        return PageRead(reading, 0, 0, 0, time.monotonic() - began)
    own, reason = None, ""
    picture: Picture | None = None
    if came_with is not None:
        picture = _picture(path, kind, number, password, LONG_SIDE)
        own, reason = _imported(came_with, picture)
    if own is None and text_layer:
        own, why = _own_text(path, kind, number, password)
        # That the OCR which came with the page is not taken is the more surprising of the two.
        reason = reason or why
        own = replace(own, reason=reason) if own is not None and reason else own
    if own is None or picture is None:
        picture = _picture(path, kind, number, password, LONG_SIDE if own else None)
    picture = picture.turned(turned)
    own = own.turned(turned) if own else None
    shown = display.displayed(picture)
    if image is not None:
        display.write(shown, image)
    if thumbnail is not None:
        display.write(display.thumbnail(shown), thumbnail)
    dpi = round(picture.dpi) if own is None else 0
    reading = set_apart(own or _by_ocr(picture, reason))
    scanned = reading.source in {Source.OCR, Source.IMPORTED}
    seen = condition(picture, reading) if scanned else None
    return PageRead(reading, shown.width, shown.height, dpi, time.monotonic() - began, seen)


def _by_ocr(picture: Picture, reason: str) -> Reading:
    """Read the image; what no model can read is called unread, and nothing of it is kept."""
    reading = ocr.read(picture, reason=reason)
    none = legible.unreadable(reading) if reading.source is Source.OCR else ""
    if not none:
        return reading
    return Reading(
        "",
        source=Source.UNREAD,
        engine=reading.engine,
        confidence=reading.confidence,
        reason=none,
    )


def page_image(
    path: Path,
    number: int,
    target: Path,
    password: str = "",
    *,
    long_side: int = LONG_SIDE,
    turned: int = 0,
) -> tuple[int, int]:
    """Write the image of a page as a JPEG and return its width and height in pixels."""
    kind = filetype.media_type(path)
    if kind == filetype.TEXT:
        raise textfile.no_image()
    picture = _picture(path, kind, number, password, long_side)
    shown = display.displayed(picture.turned(turned), long_side)
    display.write(shown, target)
    return shown.width, shown.height


def _picture(path: Path, kind: str, number: int, password: str, long_side: int | None) -> Picture:
    """The page as displayed; None as ``long_side`` asks for the scan's own resolution."""
    if kind == filetype.PDF:
        from ingest import pdf

        return pdf.picture(path, number, password, long_side=long_side)
    if kind == filetype.DJVU:
        from ingest import djvu

        return djvu.picture(path, number, long_side=long_side)
    return pictures.open_page(path, kind, number)


def _imported(came_with: PageOf, shown: Picture) -> tuple[Reading | None, str]:
    """Return the OCR that came with a page if it can be the page's, and why it is not taken."""
    from ingest.imported import reading as imported

    try:
        return imported.read(came_with.path, came_with.number, shown.width, shown.height), ""
    except imported.Unusable as unusable:
        return None, unusable.reason


def _own_text(path: Path, kind: str, number: int, password: str) -> tuple[Reading | None, str]:
    """Return the text that a file has of a page if it can be trusted, and why it is not taken."""
    if kind == filetype.PDF:
        return _pdf_text(path, number, password)
    if kind == filetype.DJVU:
        from ingest import djvu

        return _judged(djvu.text(path, number), djvu.version(), on_scan=True)
    return None, ""


def _pdf_text(path: Path, number: int, password: str) -> tuple[Reading | None, str]:
    import pdfminer

    from ingest import layer, pdf

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
    return _judged(blocks, f"pdfminer.six {pdfminer.__version__}", on_scan=sheet.on_scan)


def _judged(blocks: Sequence[Block], engine: str, *, on_scan: bool) -> tuple[Reading | None, str]:
    lines = [" ".join(piece.text for piece in line) for block in blocks for line in block]
    found = mojibake.mended(lines)
    verdict = gate.judge("\n".join(found.lines), on_scan=on_scan)
    if not verdict.taken:
        return None, verdict.reason
    if found.encoding:
        right = iter(found.lines)
        blocks = [[_with_texts(line, next(right).split(" ")) for line in b] for b in blocks]
        verdict = gate.MENDED[found.encoding]
    blocks = [[list(map(parted, line)) for line in block] for block in blocks]
    reading = compose(blocks, source=Source.TEXT_LAYER, engine=engine, reason=verdict.reason)
    return reading, ""


def _with_texts(line: Sequence[Piece], texts: Sequence[str]) -> list[Piece]:
    return [replace(piece, text=text) for piece, text in zip(line, texts, strict=True)]
