"""Set the lines of a demo page: typewriter, monospaced, book print, newspaper columns.

Places and sizes are in points (1/72 inch) from the page's top left. Lines are never wrapped here:
the texts come wrapped, so that what stands on a line is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from corpus.demo.source import Page, Style
from corpus.errors import MissingProgram
from corpus.messages import N_

A4 = (595.0, 842.0)
_FONTS = Path("/usr/share/fonts/truetype")
#: a line of book print this full is spread to the measure, as a compositor does
_FULL = 0.9
#: a paragraph begins with at most so many spaces; a line with more stands in the middle
_INDENT = 5


@dataclass(frozen=True, slots=True)
class Face:
    """A font, its size and the distance of base lines in points, and where the text begins."""

    file: str
    size: float
    leading: float
    left: float
    top: float = 62.0
    measure: float = 0.0  #: width of a line of book print; 0 keeps every letter on its pitch
    pitch: float = 0.0  #: width of a typewriter's letter, and of each of several spaces

    @property
    def path(self) -> Path:
        """Where Debian puts the font; raises :class:`corpus.errors.MissingProgram`."""
        path = _FONTS / self.file
        if not path.exists():
            raise MissingProgram(
                N_("The font «{font}», with which the demo documents are set, is missing."),
                remedy=N_("Install the Debian package {package}."),
                font=path.name,
                package=f"fonts-{path.parent.name}",
            )
        return path


_SERIF = "paratype/PTF55F.ttf"
_MONO = "paratype/PTM55F.ttf"
FACES = {
    Style.TYPED: Face("gnutypewriter/GNUTypewriter.ttf", 12.0, 20.0, 66.0, pitch=7.44),
    Style.MONO: Face(_MONO, 11.5, 20.5, 66.0, pitch=6.9),
    Style.LIST: Face(_MONO, 10.5, 20.0, 62.0, pitch=6.3),
    Style.SERIF: Face(_SERIF, 12.0, 19.0, 68.0, measure=459.0, pitch=6.0),
    Style.NEWSPAPER: Face(_SERIF, 10.5, 14.6, 58.0, measure=226.0, pitch=5.2),
    Style.DIGITAL: Face(_SERIF, 11.5, 20.0, 78.0, measure=440.0, pitch=5.8),
}
#: The typewriter font's ю and ь fill with ink and are read as р and ъ; these come from another.
KEYS = Face("paratype/PTM75F.ttf", 12.0, 20.0, 66.0, pitch=7.44)
_RECUT = frozenset("юЮЫьЬ")
STAMP_FACE = Face("paratype/PTS75F.ttf", 13.0, 16.0, 0.0)
_GUTTER = 27.0  # between newspaper columns
_MASTHEAD = 30.0  # size of a newspaper's name


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of text with the left end of its base line, in points from the top left."""

    text: str
    x: float
    y: float
    size: float


def place(page: Page) -> list[Placed]:
    """Where every word (of a typewriter: every letter) of the page goes."""
    face = FACES[page.style]
    if page.style is Style.NEWSPAPER:
        return _newspaper(page.blocks, face)
    out: list[Placed] = []
    for n, line in enumerate(page.blocks[0]):
        y = face.top + n * face.leading
        if face.measure:
            out += _printed(line, face, face.left, y)
        else:
            out += [
                Placed(letter, face.left + column * face.pitch, y, face.size)
                for column, letter in enumerate(line)
                if letter != " "
            ]
    return out


def _newspaper(blocks: list[list[str]], face: Face) -> list[Placed]:
    out: list[Placed] = []
    head, *columns = blocks
    y = face.top + 10
    for n, line in enumerate(head):
        size = _MASTHEAD if n == 0 else face.size
        width = width_of(line.strip(), face, size)
        out.append(Placed(line.strip(), (A4[0] - width) / 2, y, size))
        y += face.leading * 1.5
    top = y + face.leading * 0.6
    for column, lines in enumerate(columns):
        x = face.left + column * (face.measure + _GUTTER)
        for n, line in enumerate(lines):
            out += _printed(line, face, x, top + n * face.leading)
    return out


def _printed(line: str, face: Face, x: float, y: float) -> Iterator[Placed]:
    """Words of one line; runs of spaces are as wide as so many typewriter spaces."""
    parts = re.findall(r" +|[^ ]+", line)
    natural = sum(_advance(part, face) for part in parts)
    in_columns = any(part.startswith("  ") for part in parts[1:])
    centred = len(line) - len(line.lstrip()) > _INDENT
    spread = 0.0
    if parts.count(" ") and natural > _FULL * face.measure and not (in_columns or centred):
        spread = (face.measure - natural) / parts.count(" ")
    for part in parts:
        if part[0] != " ":
            yield Placed(part, x, y, face.size)
        x += _advance(part, face) + (spread if part == " " else 0.0)


def _advance(part: str, face: Face) -> float:
    """Width of a word or of a run of spaces in points."""
    if part.startswith("  "):
        return len(part) * face.pitch
    return width_of(part, face, face.size)


def width_of(text: str, face: Face, size: float) -> float:
    """Width of ``text`` in points."""
    return float(font(face.path, 100).getlength(text)) * size / 100


@cache
def font(path: Path, pixels: float) -> ImageFont.FreeTypeFont:
    """Load a font once for each size."""
    return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)


def ink(page: Page, dpi: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw a page: height × width, 255 where there is no ink.

    A typewriter's letters wander off the base line and are struck with uneven force.
    """
    face, scale = FACES[page.style], dpi / 72
    image = Image.new("L", (round(A4[0] * scale), round(A4[1] * scale)), 255)
    draw = ImageDraw.Draw(image)
    typed = page.style is Style.TYPED
    for piece in place(page):
        x, y = piece.x * scale, piece.y * scale
        if typed:
            x, y = x + rng.normal(0, 0.22) * scale, y + rng.normal(0, 0.22) * scale
        strike = int(rng.uniform(0, 80)) if typed else 20
        cut = KEYS if typed and piece.text in _RECUT else face
        letters = font(cut.path, piece.size * scale)
        draw.text((x, y), piece.text, font=letters, fill=strike, anchor="ls")
    if page.style is Style.NEWSPAPER:
        _rules(draw, page, scale)
    return np.asarray(image)


def _rules(draw: ImageDraw.ImageDraw, page: Page, scale: float) -> None:
    """Draw the rules under a newspaper's headline and between its columns."""
    face = FACES[page.style]
    head, *columns = page.blocks
    y = face.top + 10 + face.leading * (1.5 * len(head) - 0.9)
    right, middle = A4[0] - face.left, A4[0] / 2
    bottom = y + face.leading * (max(map(len, columns)) + 1)
    for x0, y0, x1, y1 in ((face.left, y, right, y), (middle, y + 6, middle, bottom)):
        draw.line([x0 * scale, y0 * scale, x1 * scale, y1 * scale], 40, max(1, round(scale / 2)))
