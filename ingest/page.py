"""What is asked of a worker about a file and its pages, and what comes back.

This module is light: it names the functions of :mod:`ingest.reader`, which load the libraries for
PDF, images and OCR, without importing them. Pages are numbered from 1.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from corpus.reading import Reading
from corpus.scans import Condition
from ingest.imported import PageOf
from ingest.workers import Task

#: Time limits in seconds of wall time.
INSPECT_SECONDS = 60.0
READ_SECONDS = 180.0
IMAGE_SECONDS = 60.0


#: What reads a page («module:name», called by a worker); trials of what may go wrong put their own.
READER = "ingest.reader:read_page"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is, by its content: ``media_type`` (IANA) and the number of its pages.

    ``cut_off`` says that the end of the file is missing, so that pages may be missing too.
    """

    media_type: str
    pages: int
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page's reading and the size of its displayed image.

    ``width`` and ``height`` are pixels of the display image (0 where the page is plain text),
    ``dpi`` is the resolution of the scan that was read (0 where nothing was scanned), ``seconds``
    the wall time it took. ``condition`` is that of the scan, None where none was read.
    """

    reading: Reading
    width: int
    height: int
    dpi: int
    seconds: float
    condition: Condition | None = None


def inspection(
    key: Hashable, path: Path, *, password: str = "", seconds: float = INSPECT_SECONDS
) -> Task:
    """Ask for the :class:`Inspection` of a file; it fails with the reason for its refusal."""
    return Task(key, "ingest.reader:inspect", (path, password), seconds=seconds)


def page_reading(
    key: Hashable,
    path: Path,
    number: int,
    *,
    password: str = "",
    image: Path | None = None,
    thumbnail: Path | None = None,
    text_layer: bool = True,
    came_with: PageOf | None = None,
    turned: int = 0,
    seconds: float = READ_SECONDS,
) -> Task:
    """Ask for the :class:`PageRead` of page ``number``.

    ``image`` and ``thumbnail`` say where to write the display JPEG and the small one (whole or not
    at all; not for plain text). ``text_layer=False`` reads a PDF by OCR even where it has text.
    ``came_with`` is where the OCR stands that came with the scan. ``turned`` are degrees by which
    the page is shown turned, clockwise.
    """
    keywords: dict[str, object] = {
        "image": image,
        "thumbnail": thumbnail,
        "text_layer": text_layer,
        "came_with": came_with,
    }
    if turned:
        keywords["turned"] = turned
    return Task(key, READER, (path, number, password), keywords, seconds)


def page_picture(
    key: Hashable,
    path: Path,
    number: int,
    target: Path,
    *,
    password: str = "",
    long_side: int = 2200,
    turned: int = 0,
    seconds: float = IMAGE_SECONDS,
) -> Task:
    """Ask for the image of a page as a JPEG at ``target``; the result is (width, height)."""
    keywords = {"long_side": long_side, "turned": turned}
    return Task(
        key, "ingest.reader:page_image", (path, number, target, password), keywords, seconds
    )
