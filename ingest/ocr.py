"""Reading a scan by OCR: tesseract with its models for Cyrillic, Russian and English.

The model of the script reads Kazakh, Kyrgyz and Russian alike, several on one page, so nothing
needs to be known about the language beforehand (measured: Kazakh with the Russian model alone 14 %
of the characters wrong, with this one 0.4 %). Where the Russian model is installed it is used
beside it, word by word as tesseract is surer (faded pages: 3.2 % wrong in place of 4.3 %). The
English model reads only lines that look Latin (:mod:`ingest.latin`).

A page is read once as :mod:`ingest.prepare` makes it; where that leaves tesseract unsure, the lines
it is unsure of are read once more with all their greys, Russian ones by the Russian model alone,
and what that makes of a word is kept beside it (:mod:`ingest.secondlook`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import tesserocr

from corpus.errors import MissingProgram
from corpus.messages import N_
from corpus.reading import Quad, Reading, Source
from ingest.compose import Block, Piece, compose
from ingest.latin import TURKIC, looks_latin, with_latin
from ingest.picture import Picture, Pixels
from ingest.prepare import (
    LEAST_SKEW,
    READING_DPI,
    Turning,
    clean,
    inverse,
    prepared,
    resized,
    skew,
    softened,
    turned,
    turning,
)
from ingest.secondlook import Seen, sureness, with_alternatives

#: Mean confidence (0..1) below which a page is looked at again.
SECOND_LOOK = 0.85
#: A line as sure as this is not.
SURE_LINE = 0.9
#: Below this the page may stand on its head (there 0.36 to 0.39 was measured, upright 0.83 and
#: more). Pages on their side tesseract reads by itself, if they are not on their head too.
UPSIDE_DOWN = 0.55
#: Below this a page is noise, and nothing of it is kept.
NOISE = 0.30
#: Where this share of the letters is not Russian, the page is Kazakh or Kyrgyz.
FEW_TURKIC = 0.02
#: Signs without a letter or figure are specks below this.
SPECK = 0.80
_SPECK = re.compile(r"(?:[^\w№§%]|_)+")
#: What is read around a line, in inches.
AROUND_LINE = 0.03
#: Where the back shows through, lines below this are the back's.
BACK = 0.45

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
class _Look:
    """What was seen on a page turned by ``angle`` degrees, and the mean confidence (0..1)."""

    seen: list[Seen]
    angle: float
    sure: float

    def or_better(self, other: _Look) -> _Look:
        """Return the ``other`` if it is surer and sees enough words, else this."""
        fewer = 2 * len(other.seen) < len(self.seen)
        return self if fewer or other.sure <= self.sure else other


def read(picture: Picture, *, reason: str = "") -> Reading:
    """Return what stands on a displayed page; ``reason`` says why OCR was asked.

    Quads are fractions of ``picture``. A page of which tesseract is too unsure is left unread, with
    the reason. Raises MissingProgram without the models.
    """
    grey = Picture(picture.grey(), picture.dpi)
    page, shows_through = prepared(grey)
    best = _look(page, skew(page.pixels, page.dpi), grey)
    if best.seen and best.sure < UPSIDE_DOWN:
        best = best.or_better(_look(page, best.angle + 180, grey))
    if shows_through:
        best = _looked([line for line in _lines(best.seen) if sureness(line) >= BACK], best.angle)
    elif best.sure < SECOND_LOOK:
        best = _looked_at_again(best, grey)
    if not any(word.characters for word in best.seen):
        return Reading("", source=Source.OCR, engine=engine_name(), reason=BLANK)
    if best.sure < NOISE:
        return Reading(
            "", source=Source.UNREAD, engine=engine_name(), confidence=best.sure, reason=UNSURE
        )
    return compose(
        _blocks(best, grey),
        source=Source.OCR,
        engine=engine_name(),
        confidence=best.sure,
        reason=reason,
    )


@lru_cache(maxsize=1)
def engine_name() -> str:
    """Return the program, its version and its models, as kept with every reading."""
    version = tesserocr.tesseract_version().split("\n")[0].removeprefix("tesseract ")
    return f"tesseract {version} {_models()[1]}+eng"


def _look(page: Picture, angle: float, displayed: Picture) -> _Look:
    """Read a page turned by ``angle``; boxes are in pixels of ``displayed``, turned likewise."""
    seen = _recognise(_engine(), Picture(_level(page.pixels, angle), page.dpi), displayed)
    return _looked([seen], angle)


def _level(pixels: Pixels, angle: float) -> Pixels:
    return pixels if abs(angle) < LEAST_SKEW else turned(pixels, turning(pixels, angle))


def _looked_at_again(first: _Look, page: Picture) -> _Look:
    """Add what another look at the unsure lines, with all their greys, makes of their words."""
    greys = _level(softened(clean(page.pixels, page.dpi), page.dpi), first.angle)
    unsure = [line for line in _lines(first.seen) if sureness(line) < SURE_LINE]
    alone = resized(Picture(_alone(greys, unsure, page.dpi), page.dpi), READING_DPI)
    api = _engine() if _is_turkic(first.seen) else _russian()
    return replace(first, seen=with_alternatives(first.seen, _recognise(api, alone, page)))


def _is_turkic(seen: Iterable[Seen]) -> bool:
    letters = "".join(word.text for word in seen)
    return len(TURKIC.findall(letters)) > FEW_TURKIC * len(letters)


def _alone(level: Pixels, lines: Iterable[list[Seen]], dpi: float) -> Pixels:
    """Return white paper with these lines of a page alone."""
    alone = np.full_like(level, 255)
    for line in lines:
        left, top, right, bottom = _around(line, dpi)
        part = slice(top, bottom), slice(left, right)
        alone[part] = level[part]
    return alone


def _around(line: list[Seen], dpi: float) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in pixels of a line with what is read around it."""
    boxes, margin = np.array([word.box for word in line]), int(AROUND_LINE * dpi)
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return (
        max(0, int(left) - margin), max(0, int(top) - margin),
        int(right) + margin, int(bottom) + margin,
    )  # fmt: skip


def _looked(lines: Iterable[list[Seen]], angle: float) -> _Look:
    seen = [word for line in lines for word in line]
    return _Look(seen, angle, _confidence(seen))


def _recognise(api: Any, page: Picture, displayed: Picture) -> list[Seen]:
    """Return the words in reading order, their boxes in pixels of ``displayed``."""
    scale = page.width / displayed.width
    seen: list[Seen] = []
    for line in _lines(_words(api, page)):
        seen += _with_english(line, page) if looks_latin(line) else line
    return [
        replace(w, box=(w.box[0] / scale, w.box[1] / scale, w.box[2] / scale, w.box[3] / scale))
        for w in seen
        if w.confidence >= SPECK or not _SPECK.fullmatch(w.text)
    ]


def _with_english(line: list[Seen], page: Picture) -> list[Seen]:
    """Read a line by the English model too."""
    box = left, top, right, bottom = _around(line, page.dpi)
    if bottom - top > right - left:  # a page on its side
        return line
    return with_latin(line, list(_words(_english(), page, box)))


def _words(
    api: Any, page: Picture, part: tuple[int, int, int, int] | None = None
) -> Iterator[Seen]:
    """Read a page or a ``part`` (left, top, right, bottom); boxes are in its pixels."""
    x0 = y0 = 0
    pixels = page.pixels
    if part is not None:
        x0, y0, right, bottom = part
        pixels = pixels[y0:bottom, x0:right]
    height, width = pixels.shape
    api.SetImageBytes(pixels.tobytes(), width, height, 1, width)
    api.SetSourceResolution(round(page.dpi))
    api.Recognize()
    try:
        yield from _seen(api.GetIterator(), x0, y0)
    finally:
        api.Clear()


def _seen(iterator: Any, x0: int, y0: int) -> Iterator[Seen]:
    level = tesserocr.RIL
    block = line = 0
    while iterator is not None:
        block += iterator.IsAtBeginningOf(level.BLOCK)
        line += iterator.IsAtBeginningOf(level.TEXTLINE)
        if not iterator.Empty(level.WORD):
            text = iterator.GetUTF8Text(level.WORD)
            if text and not text.isspace():
                left, top, right, bottom = iterator.BoundingBox(level.WORD)
                box = (left + x0, top + y0, right + x0, bottom + y0)
                yield Seen(text, iterator.Confidence(level.WORD) / 100, box, block, line)
        if not iterator.Next(level.WORD):
            return


def _confidence(seen: list[Seen]) -> float:
    """Return the mean confidence of the words of two and more characters (else of all), 0..1."""
    known = [w.confidence for w in seen if w.characters > 1] or [
        w.confidence for w in seen if w.characters
    ]
    return min(max(sum(known) / len(known), 0.0), 1.0) if known else 0.0


def _lines(seen: Iterable[Seen]) -> Iterator[list[Seen]]:
    for _, words in groupby(seen, key=lambda word: word.line):
        yield list(words)


def _blocks(look: _Look, displayed: Picture) -> Iterator[Block]:
    level = turning(displayed.pixels, look.angle)
    back = inverse(level) if abs(look.angle) >= LEAST_SKEW else None
    for _, words in groupby(look.seen, key=lambda word: word.block):
        yield [
            [
                Piece(
                    w.text,
                    _quad(w.box, back, displayed),
                    min(max(w.confidence, 0), 1),
                    w.alternatives,
                )
                for w in line
            ]
            for line in _lines(words)
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
def _russian() -> Any:
    """The Russian model alone, in half the time; all models where it is not installed."""
    folder, models = _models()
    if not models.endswith("rus"):
        return _engine()
    return tesserocr.PyTessBaseAPI(path=str(folder), lang="rus", psm=tesserocr.PSM.AUTO)


@lru_cache(maxsize=1)
def _english() -> Any:
    folder, _ = _models()
    return tesserocr.PyTessBaseAPI(path=str(folder), lang="eng", psm=tesserocr.PSM.SINGLE_BLOCK)


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
                return folder, f"{script}{russian}"
    raise _missing("tesseract-ocr-script-cyrl")


def _missing(package: str) -> MissingProgram:
    return MissingProgram(
        N_("Tesseract's models for Cyrillic and English are not installed."),
        remedy=N_("On Debian and Ubuntu: sudo apt install {package} tesseract-ocr-eng"),
        package=package,
    )
