"""An OCR that reads scans as a script says, and does worse where a trial tells it to.

It stands in for :func:`ingest.reader.read_page` in the workers. A «scan» is a text file whose pages
begin with a name and a colon: «том 3: заключённые лагеря». What befalls a page is written in a file
of that name in the folder ``OPIS_TRIAL``: a function's name of :mod:`faults` or of this module.
"""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

import faults
import numpy as np

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
    said = textfile.read_page(path, number).text
    assert not came_with, "no trial has OCR beside its scans"
    happens = Path(os.environ.get("OPIS_TRIAL", "/nowhere")) / said.partition(":")[0]
    fault = happens.read_text() if happens.exists() else ""
    if fault == "full_disk":
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
    noise = np.random.default_rng(number).integers(0, 256, SIZE, dtype=np.uint8)
    shown = Picture(np.kron(noise, np.ones((4, 4), dtype=np.uint8)), 100)
    display.write(shown, image)
    display.write(display.thumbnail(shown), thumbnail)
    time.sleep(SECONDS)
    if fault:
        return (globals().get(fault) or getattr(faults, fault))()
    return PageRead(reading(said), shown.width, shown.height, 300, SECONDS)


def reading(said: str) -> Reading:
    """The reading of a page that says this, every word with its place."""
    line = [
        Piece(word, ((0.1 * n, 0.1), (0.1 * n + 0.09, 0.1), (0.1 * n + 0.09, 0.2), (0.1 * n, 0.2)))
        for n, word in enumerate(said.split())
    ]
    return compose([[line]], source=Source.OCR, engine="scripted 1", confidence=0.9)


def no_reading() -> object:
    """Answer with something else than a reading."""
    return {"text": "Tesseract Open Source OCR Engine"}


def half_characters() -> object:
    """Answer with a text that nobody can store."""
    return PageRead(Reading("лагерь \ud800"), *SIZE, 300, SECONDS)
