"""An OCR that reads scans as a script says, and does worse where a trial tells it to.

It stands in for :func:`ingest.reader.read_page` in the workers. A «scan» is a text file whose pages
begin with a name and a colon: «том 3: заключённые лагеря»; or an image that has its text in its
metadata (:func:`image`). What befalls a page is written in a file
of that name in the folder ``OPIS_TRIAL``: a function's name of :mod:`faults` or of this module. The
file «seconds» there says how long every page takes.
"""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

import faults
import numpy as np
from PIL import Image, ImageSequence
from PIL.PngImagePlugin import PngInfo

from corpus.reading import Reading, Source
from ingest import display, textfile
from ingest.compose import Piece, compose
from ingest.imported import PageOf
from ingest.page import PageRead
from ingest.picture import Picture

#: what a trial puts in place of :data:`ingest.page.READER`
READER = f"{__name__}:read_page"
#: long enough for a process to be killed in the middle of a page
SECONDS = 0.02
SIZE = (240, 180)


def read_page(
    path: Path,
    number: int,
    _password: str = "",
    *,
    image: Path,
    thumbnail: Path,
    text_layer: bool = True,
    came_with: PageOf | None = None,
) -> object:
    """Read a page, its images first, as the real one does."""
    said = _said(path, number)
    assert not came_with, "no trial has OCR beside its scans"
    happens = Path(os.environ.get("OPIS_TRIAL", "/nowhere")) / said.partition(":")[0]
    fault = happens.read_text() if happens.exists() else ""
    if fault == "full_disk":
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
    noise = np.random.default_rng(number).integers(0, 256, SIZE, dtype=np.uint8)
    shown = Picture(np.kron(noise, np.ones((4, 4), dtype=np.uint8)), 100)
    display.write(shown, image)
    display.write(display.thumbnail(shown), thumbnail)
    slow = happens.parent / "seconds"
    time.sleep(float(slow.read_text()) if slow.exists() else SECONDS)
    if fault:
        return (globals().get(fault) or getattr(faults, fault))()
    return PageRead(reading(said), shown.width, shown.height, 300, SECONDS)


def _said(path: Path, number: int) -> str:
    if path.read_bytes()[:4] in {b"\x89PNG", b"II*\0"}:
        with Image.open(path) as scan:
            own = [frame.info.get("said", "") for frame in ImageSequence.Iterator(scan)]
            return own[number - 1] or f"лист {number}: рескан"
    return textfile.read_page(path, number).text


def image(path: Path, said: str = "", count: int = 1) -> Path:
    """Write a scan of a page that says this, or a TIFF of several."""
    pages = [Image.new("L", (60, 80), 255 - n) for n in range(count)]
    about = PngInfo()
    about.add_text("said", said)
    if count == 1:
        pages[0].save(path, "PNG", pnginfo=about)
    else:
        pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:])
    return path


def reading(said: str) -> Reading:
    """The reading of a page that says this, every word with its place."""
    line = [
        Piece(word, ((0.1 * n, 0.1), (0.1 * n + 0.09, 0.1), (0.1 * n + 0.09, 0.2), (0.1 * n, 0.2)))
        for n, word in enumerate(said.split())
    ]
    return compose([[line]], source=Source.OCR, engine="scripted 1", confidence=0.9)


def other() -> object:
    """Read something else than stands there."""
    return PageRead(reading("том 3: каторжане лагеря"), *SIZE, 300, SECONDS)


def endless() -> object:
    """Read for as long as nobody ends it."""
    time.sleep(1000)
    return None


def no_reading() -> object:
    """Answer with something else than a reading."""
    return {"text": "Tesseract Open Source OCR Engine"}


def half_characters() -> object:
    """Answer with a text that nobody can store."""
    return PageRead(Reading("лагерь \ud800"), *SIZE, 300, SECONDS)
