"""Reading a scan by OCR: tesseract with its models for Cyrillic, Russian and English.

The model of the script reads Kazakh, Kyrgyz and Russian alike, several on one page, so nothing
needs to be known about the language beforehand (measured: Kazakh with the Russian model alone 14 %
of the characters wrong, with this one 0.4 %). Where the Russian model is installed it is used
beside it, word by word as tesseract is surer (faded pages: 3.2 % wrong in place of 4.3 %).

A page is read once with even paper and level lines; where that leaves tesseract unsure, once more
in black and white, and the surer reading is kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import tesserocr
from PIL import Image

from corpus.errors import MissingProgram
from corpus.messages import N_
from corpus.reading import Quad, Reading, Source
from ingest.compose import Block, Piece, compose
from ingest.picture import Picture, Pixels
from ingest.prepare import (
    LEAST_SKEW,
    Turning,
    black_and_white,
    even_paper,
    inverse,
    skew,
    softened,
    turned,
    turning,
    without_specks,
)

#: Scans below LOW_DPI are enlarged to FULL_DPI once they are clean (200 dpi: a quarter less wrong).
LOW_DPI, FULL_DPI = 270.0, 300.0
MOST_ENLARGED = 2.0
#: Mean confidence (0..1) below which a second way of preparing the page is tried.
SECOND_TRY = 0.80
#: Below this the page may stand on its head (there 0.36 to 0.39 was measured, upright 0.83 and
#: more). Pages on their side tesseract reads by itself, if they are not on their head too.
UPSIDE_DOWN = 0.55
#: Below this a page is noise, and nothing of it is kept.
NOISE = 0.30

BLANK = N_("Nothing was found to read on the page.")
UNSURE = N_("What OCR saw is too unsure to be text.")

#: Where systems keep tesseract's models.
_TESSDATA = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
#: Debian keeps the script's model beside the languages, others in a folder of scripts.
_CYRILLIC = ("script/Cyrillic", "Cyrillic")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A word as tesseract reports it: ``box`` is left, top, right, bottom in pixels."""

    text: str
    confidence: float
    box: tuple[float, float, float, float]
    block: int
    line: int

    @property
    def characters(self) -> int:
        return len(re.sub(r"\W|_", "", self.text))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What was seen on a page turned by ``turning``, and the mean confidence of its words."""

    seen: list[_Seen]
    turning: Turning | None
    sure: float

    def or_better(self, other: _Attempt) -> _Attempt:
        """Return the surer attempt; one that sees few words is not trusted."""
        fewer = 2 * len(other.seen) < len(self.seen)
        return self if fewer or other.sure <= self.sure else other


def read(picture: Picture, *, reason: str = "") -> Reading:
    """Return what stands on a displayed page; ``reason`` says why OCR was asked.

    Quads are fractions of ``picture``. A page of which tesseract is too unsure is left unread, with
    the reason. Raises MissingProgram without the models.
    """
    grey, dpi = picture.grey(), picture.dpi
    paper = even_paper(grey, dpi)
    clean = softened(without_specks(paper), dpi)
    angle = skew(clean, dpi)
    level = turning(clean, angle) if abs(angle) >= LEAST_SKEW else None
    best = _attempt(clean, level, dpi)
    if best.seen and best.sure < UPSIDE_DOWN:
        best = best.or_better(_attempt(clean, turning(clean, angle + 180), dpi))
    if best.sure < SECOND_TRY:
        sharp = black_and_white(softened(paper, dpi), dpi)
        best = best.or_better(_attempt(sharp, best.turning, dpi))
    if not any(word.characters for word in best.seen):
        return Reading("", source=Source.OCR, engine=engine_name(), reason=BLANK)
    if best.sure < NOISE:
        return Reading(
            "", source=Source.UNREAD, engine=engine_name(), confidence=best.sure, reason=UNSURE
        )
    return compose(
        _blocks(best, picture),
        source=Source.OCR,
        engine=engine_name(),
        confidence=best.sure,
        reason=reason,
    )


@lru_cache(maxsize=1)
def engine_name() -> str:
    """Return the program, its version and its models, as kept with every reading."""
    version = tesserocr.tesseract_version().split("\n")[0].removeprefix("tesseract ")
    return f"tesseract {version} {_models()[1]}"


def _attempt(grey: Pixels, level: Turning | None, dpi: float) -> _Attempt:
    seen = _recognise(grey if level is None else turned(grey, level), dpi)
    return _Attempt(seen, level, _confidence(seen))


def _recognise(grey: Pixels, dpi: float) -> list[_Seen]:
    """Return the words in reading order, their boxes in pixels of ``grey``."""
    larger = Picture(grey, dpi)
    if dpi < LOW_DPI:
        larger = larger.scaled(min(FULL_DPI / dpi, MOST_ENLARGED)).fitted()
    api = _engine()
    api.SetImage(Image.fromarray(larger.pixels))
    api.SetSourceResolution(round(larger.dpi))
    api.Recognize()
    try:
        return list(_words(api.GetIterator(), larger.width / grey.shape[1]))
    finally:
        api.Clear()


def _words(iterator: Any, enlarged: float) -> Iterator[_Seen]:
    level = tesserocr.RIL
    block = line = 0
    while iterator is not None:
        block += iterator.IsAtBeginningOf(level.BLOCK)
        line += iterator.IsAtBeginningOf(level.TEXTLINE)
        if not iterator.Empty(level.WORD):
            text = iterator.GetUTF8Text(level.WORD)
            if text and not text.isspace():
                left, top, right, bottom = (
                    side / enlarged for side in iterator.BoundingBox(level.WORD)
                )
                sure = iterator.Confidence(level.WORD) / 100
                yield _Seen(text, sure, (left, top, right, bottom), block, line)
        if not iterator.Next(level.WORD):
            return


def _confidence(seen: list[_Seen]) -> float:
    """Return the mean confidence of the words of two and more characters (else of all), 0..1."""
    known = [w.confidence for w in seen if w.characters > 1] or [
        w.confidence for w in seen if w.characters
    ]
    return min(max(sum(known) / len(known), 0.0), 1.0) if known else 0.0


def _blocks(attempt: _Attempt, picture: Picture) -> Iterator[Block]:
    back = None if attempt.turning is None else inverse(attempt.turning)
    for _, words in groupby(attempt.seen, key=lambda word: word.block):
        yield [
            [Piece(w.text, _quad(w.box, back, picture), min(max(w.confidence, 0), 1)) for w in line]
            for _, line in groupby(words, key=lambda word: word.line)
        ]


def _quad(
    box: tuple[float, float, float, float],
    back: Turning | None,
    picture: Picture,
) -> Quad:
    left, top, right, bottom = box
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)
    if back is not None:
        corners = corners @ back[:, :2].T + back[:, 2]
    fractions = np.clip(corners / (picture.width, picture.height), 0, 1)
    one, two, three, four = ((float(x), float(y)) for x, y in fractions)
    return (one, two, three, four)


@lru_cache(maxsize=1)
def _engine() -> Any:
    folder, models = _models()
    return tesserocr.PyTessBaseAPI(path=str(folder), lang=models, psm=tesserocr.PSM.AUTO)


@lru_cache(maxsize=1)
def _models() -> tuple[Path, str]:
    """Return the folder of the models and their names as tesseract wants them."""
    named = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(named), Path(named, "tessdata")] if named else []
    for folder in [*folders, *map(Path, _TESSDATA)]:
        for script in _CYRILLIC:
            if (folder / f"{script}.traineddata").is_file():
                if not (folder / "eng.traineddata").is_file():
                    raise _missing("tesseract-ocr-eng")
                russian = "+rus" if (folder / "rus.traineddata").is_file() else ""
                return folder, f"{script}{russian}+eng"
    raise _missing("tesseract-ocr-script-cyrl")


def _missing(package: str) -> MissingProgram:
    return MissingProgram(
        N_("Tesseract's models for Cyrillic and English are not installed."),
        remedy=N_("On Debian and Ubuntu: sudo apt install {package} tesseract-ocr-eng"),
        package=package,
    )
