"""Reading a scan by OCR: tesseract's model for all Cyrillic languages and the English one.

The model of the script reads Russian, Kazakh and Kyrgyz (and several languages on one page), so
nothing needs to be known about the language beforehand (measured: Kazakh with the Russian model
14 % of the characters wrong, with this one 0.4 %). A page is read once as it is, with even paper
and level lines; where that leaves tesseract unsure, once more in black and white, and the surer
reading is kept.
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

#: Mean confidence (0..1) below which a second way of preparing the page is tried.
SECOND_TRY = 0.80
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
    box: tuple[int, int, int, int]
    block: int
    line: int

    @property
    def characters(self) -> int:
        return len(re.sub(r"\W|_", "", self.text))


def read(picture: Picture, *, reason: str = "") -> Reading:
    """Return what stands on a displayed page; ``reason`` says why OCR was asked.

    Quads are fractions of ``picture``. A page on which tesseract is on the whole surer of its error
    than of its words is left unread, with the reason. Raises MissingProgram without the models.
    """
    grey, dpi = picture.grey(), picture.dpi
    paper = even_paper(grey, dpi)
    quiet = without_specks(paper)
    matrix = _levelling(quiet, dpi)
    seen = _recognise(_turned(quiet, matrix), dpi)
    sure = _confidence(seen)
    if sure < SECOND_TRY:
        soft = softened(paper, dpi)
        matrix2 = _levelling(soft, dpi)
        seen2 = _recognise(black_and_white(_turned(soft, matrix2), dpi), dpi)
        sure2 = _confidence(seen2)
        if sure2 > sure and 2 * len(seen2) >= len(seen):
            seen, sure, matrix = seen2, sure2, matrix2
    if not any(word.characters for word in seen):
        return Reading("", source=Source.OCR, engine=engine_name(), reason=BLANK)
    if sure < NOISE:
        return Reading(
            "", source=Source.UNREAD, engine=engine_name(), confidence=sure, reason=UNSURE
        )
    return compose(
        _blocks(seen, matrix, picture),
        source=Source.OCR,
        engine=engine_name(),
        confidence=sure,
        reason=reason,
    )


@lru_cache(maxsize=1)
def engine_name() -> str:
    """Return the program, its version and its models, as kept with every reading."""
    version = tesserocr.tesseract_version().split("\n")[0].removeprefix("tesseract ")
    return f"tesseract {version} {_models()[1]}"


def _levelling(grey: Pixels, dpi: float) -> Turning | None:
    angle = skew(grey, dpi)
    return turning(grey, angle) if abs(angle) >= LEAST_SKEW else None


def _turned(grey: Pixels, matrix: Turning | None) -> Pixels:
    return grey if matrix is None else turned(grey, matrix)


def _recognise(grey: Pixels, dpi: float) -> list[_Seen]:
    api = _engine()
    api.SetImage(Image.fromarray(grey))
    api.SetSourceResolution(round(dpi))
    api.Recognize()
    try:
        return list(_words(api.GetIterator()))
    finally:
        api.Clear()


def _words(iterator: Any) -> Iterator[_Seen]:
    level = tesserocr.RIL
    block = line = 0
    while iterator is not None:
        block += iterator.IsAtBeginningOf(level.BLOCK)
        line += iterator.IsAtBeginningOf(level.TEXTLINE)
        if not iterator.Empty(level.WORD):
            text = iterator.GetUTF8Text(level.WORD)
            if text and not text.isspace():
                box = iterator.BoundingBox(level.WORD)
                yield _Seen(text, iterator.Confidence(level.WORD) / 100, box, block, line)
        if not iterator.Next(level.WORD):
            return


def _confidence(seen: list[_Seen]) -> float:
    """Return the mean confidence of the words of two and more characters (else of all), 0..1."""
    known = [w.confidence for w in seen if w.characters > 1] or [
        w.confidence for w in seen if w.characters
    ]
    return min(max(sum(known) / len(known), 0.0), 1.0) if known else 0.0


def _blocks(seen: list[_Seen], matrix: Turning | None, picture: Picture) -> Iterator[Block]:
    back = None if matrix is None else inverse(matrix)
    for _, words in groupby(seen, key=lambda word: word.block):
        yield [
            [Piece(w.text, _quad(w.box, back, picture), min(max(w.confidence, 0), 1)) for w in line]
            for _, line in groupby(words, key=lambda word: word.line)
        ]


def _quad(
    box: tuple[int, int, int, int],
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
                return folder, f"{script}+eng"
    raise _missing("tesseract-ocr-script-cyrl")


def _missing(package: str) -> MissingProgram:
    return MissingProgram(
        N_("Tesseract's models for Cyrillic and English are not installed."),
        remedy=N_("On Debian and Ubuntu: sudo apt install {package} tesseract-ocr-eng"),
        package=package,
    )
