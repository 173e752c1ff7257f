"""PDF files through pdfium: how many pages, and what a page looks like.

Where one scan makes up the page, its pixels are taken out of the file as they are; any other page
is drawn, at the resolution of the scans on it. Only to be used in a worker process: a hostile file
may crash it, or fill its memory.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from pypdfium2 import raw

from corpus.errors import InputFailed
from corpus.messages import N_
from ingest.layer import View
from ingest.picture import READING_PIXELS, Picture, Pixels, as_pixels
from ingest.pictures import no_such_page
from ingest.salvage import is_whole, saved

#: The resolution for pages without scans, and the limits for those with.
DRAWN_DPI = 300.0
SCAN_DPI = (150.0, 600.0)
#: Images of more pixels are not taken out but drawn smaller (they may be bombs).
EXTRACTED_PIXELS = 120_000_000
#: Among more objects than this nobody looks for images.
MOST_OBJECTS = 20_000
#: Share of the page from which on an image is what one sees.
SCAN_SHARE = 0.5

_SAVE_ANEW = N_("Open it in another program, save it anew and add that.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: what of it is displayed, whether scans cover it, whether it may have a text.

    ``pages`` is the number of pages of its file.
    """

    view: View
    pages: int
    on_scan: bool
    has_text: bool


def count_pages(path: Path, password: str = "") -> int:
    """Return the number of pages; raises InputFailed for what is no readable PDF."""
    pages = len(_document(path, path.stat().st_mtime_ns, password))
    if not pages:
        raise _no_pages()
    return pages


def _no_pages() -> InputFailed:
    return InputFailed(N_("The PDF has no pages."), remedy=_SAVE_ANEW)


def sheet(path: Path, number: int, password: str = "") -> Sheet:
    """Look at page ``number`` (from 1) without drawing it."""
    with _page(path, number, password) as page:
        text = page.get_textpage()
        characters = text.count_chars()
        text.close()
        covered = sum(share for _, share in _images(page))
        return Sheet(
            _view(page), count_pages(path, password), covered >= SCAN_SHARE, characters > 0
        )


def picture(
    path: Path, number: int, password: str = "", *, long_side: int | None = None
) -> Picture:
    """Return page ``number`` (from 1) as it is displayed.

    It has the resolution of its scans, or 300 dpi, or ``long_side`` pixels; never more than
    :data:`ingest.picture.READING_PIXELS`.
    """
    with _page(path, number, password) as page:
        images = sorted(_images(page), key=lambda image: image[1], reverse=True)
        if long_side is None and images and images[0][1] > 0.97:
            taken = _taken_out(page, images[0][0])
            if taken is not None:
                return taken.fitted()
        if long_side is not None:
            return _drawn(page, 72 * long_side / max(page.get_size()))
        dpi = max((_dpi(image) for image, share in images if share > 0.1), default=DRAWN_DPI)
        return _drawn(page, min(max(dpi, SCAN_DPI[0]), SCAN_DPI[1]))


@lru_cache(maxsize=1)
def _document(path: Path, changed: int, password: str) -> pypdfium2.PdfDocument:
    """Open a PDF; kept for the next page of the same file (``changed`` tells versions apart)."""
    # Of a document without pages pdfium reports the error of the last one that failed: let that be
    # an error which a file that exists cannot cause.
    raw.FPDF_LoadDocument(b"", None)
    try:
        return pypdfium2.PdfDocument(path, password=password or None)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {raw.FPDF_ERR_FORMAT, raw.FPDF_ERR_UNKNOWN}:
            rest = saved(path, changed, password)
            if rest is not None:
                return pypdfium2.PdfDocument(rest)
        raise _refusal(path, error, password) from error


def _refusal(path: Path, error: pypdfium2.PdfiumError, password: str) -> InputFailed:
    if error.err_code == raw.FPDF_ERR_PASSWORD:
        if password:
            return InputFailed(N_("The password is wrong."), remedy=N_("Give the right one."))
        return InputFailed(
            N_("The file is protected by a password."),
            remedy=N_(
                "Save a copy without the password and add it again, or give it with --password."
            ),
        )
    if error.err_code == raw.FPDF_ERR_FILE:
        return _no_pages()
    if error.err_code == raw.FPDF_ERR_SECURITY:
        return InputFailed(N_("The PDF is protected in an unknown way."), remedy=_SAVE_ANEW)
    if not is_whole(path):
        return InputFailed(
            N_("The PDF is cut off: its end is missing."),
            remedy=N_("Copy it again from where it came."),
        )
    return InputFailed(N_("The PDF is damaged: its pages cannot be found."), remedy=_SAVE_ANEW)


@contextmanager
def _page(path: Path, number: int, password: str) -> Iterator[pypdfium2.PdfPage]:
    pages = count_pages(path, password)
    if not 1 <= number <= pages:
        raise no_such_page(number, pages)
    damaged = InputFailed(N_("The page is damaged."), remedy=_SAVE_ANEW)
    try:
        page = _document(path, path.stat().st_mtime_ns, password)[number - 1]
    except pypdfium2.PdfiumError as error:
        raise damaged from error
    try:
        if not all(math.isfinite(side) and side >= 1 for side in page.get_size()):
            raise damaged
        yield page
    except pypdfium2.PdfiumError as error:
        raise damaged from error
    finally:
        page.close()


def _view(page: pypdfium2.PdfPage) -> View:
    left, bottom, right, top = page.get_bbox()
    return View((left, bottom, right, top), page.get_rotation())


def _images(page: pypdfium2.PdfPage) -> Iterator[tuple[pypdfium2.PdfImage, float]]:
    """Yield the images that stand on the page itself, with the share of it that each covers."""
    left, bottom, right, top = page.get_bbox()
    for item in islice(page.get_objects(max_depth=1), MOST_OBJECTS):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = item.get_bounds()
            width = max(0.0, min(x1, right) - max(x0, left))
            height = max(0.0, min(y1, top) - max(y0, bottom))
            yield item, width * height / ((right - left) * (top - bottom))


def _dpi(image: pypdfium2.PdfImage) -> float:
    a, b, c, d, *_ = image.get_matrix().get()
    width, height = image.get_px_size()
    sides = (math.hypot(a, b), math.hypot(c, d))  # points
    return float(max(72 * width / max(sides[0], 1), 72 * height / max(sides[1], 1)))


def _drawn(page: pypdfium2.PdfPage, dpi: float) -> Picture:
    width, height = page.get_size()
    scale = min(dpi / 72, math.sqrt(READING_PIXELS / (width * height)))
    # pdfium rounds up and needs a pixel at least
    bitmap = page.render(scale=max(scale, 1 / min(width, height)), rev_byteorder=True)
    return Picture(_grey_if_colourless(as_pixels(bitmap.to_numpy())), 72 * scale)


def _taken_out(page: pypdfium2.PdfPage, image: pypdfium2.PdfImage) -> Picture | None:
    """Return the image's own pixels if they look like the page; layers and frames do not.

    A stencil (how many programs store black and white) comes out as its negative.
    """
    width, height = image.get_px_size()
    if width * height > EXTRACTED_PIXELS:
        return None
    bitmap = image.get_bitmap()
    pixels = np.array(bitmap.to_numpy())  # a copy: the memory goes with the bitmap
    if bitmap.n_channels >= 3:
        pixels = _grey_if_colourless(as_pixels(pixels[:, :, 2::-1]))
    pixels = np.rot90(pixels, -page.get_rotation() // 90)
    drawn = _drawn(page, 72 * 512 / max(page.get_size()))
    candidates = [pixels] if pixels.ndim == 3 else [pixels, 255 - pixels]
    pictures = (Picture(as_pixels(candidate), _dpi(image)) for candidate in candidates)
    return next((picture for picture in pictures if _alike(picture, drawn)), None)


def _alike(taken: Picture, drawn: Picture) -> bool:
    """Compare two pictures in squares of 1/64 of the page, in which drawing methods agree."""
    small = [
        cv2.resize(p.grey(), (64, 64), interpolation=cv2.INTER_AREA).astype(np.int16)
        for p in (taken, drawn)
    ]
    ratio = (taken.width / taken.height) / (drawn.width / drawn.height)
    return abs(ratio - 1) < 0.03 and int(np.abs(small[0] - small[1]).max()) < 40


def _grey_if_colourless(pixels: Pixels) -> Pixels:
    """Return one channel where all three are alike (looked at in every fourth row and column)."""
    red, green, blue = cv2.split(pixels[::4, ::4])
    pairs = ((red, green), (green, blue), (blue, red))
    if any(int(cv2.absdiff(one, two).max(initial=0)) > 8 for one, two in pairs):
        return pixels
    return as_pixels(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
