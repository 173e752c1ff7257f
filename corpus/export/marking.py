"""Watermarks: on a copy stands what it is of, who took it and when.

Over the scan, so faintly that it can be read, and once plainly at its foot. It stops nobody who
cuts it off; it tells whoever finds the copy where it is from.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from corpus.documents import Document
from corpus.harmless import one_line
from corpus.pages import Page

#: height of the letters, as a part of the longer side; least height in pixels; share of ink over
#: the scan, and of paper under the line at the foot; degrees by which the lines over it rise
_LETTERS, _LEAST, _FAINT, _PLAIN, _RISE = 1 / 75, 11, 0.17, 0.75, 30
_QUALITY = 88
#: of the strokes, as fonts count it: half bold
_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Mark:
    """Who takes copies (empty: the public), on which day; ``font`` is a file with its letters."""

    reader: str
    day: dt.date
    font: Path

    @property
    def taken(self) -> str:
        """«Алия · 27.11.2026»."""
        return " · ".join(filter(None, (one_line(self.reader), f"{self.day:%d.%m.%Y}")))

    def text(self, document: Document, page: Page | None = None) -> str:
        """«ГА РФ. Ф. 393. Оп. 2. Д. 15. Л. 3. · Алия · 27.11.2026»."""
        ref, title = document.description.reference, document.description.title
        what = ref.printed(page.leaves if page else None) if ref else title or document.source_name
        return f"{one_line(what)} · {self.taken}"

    def put(self, data: bytes, text: str) -> bytes:
        """A JPEG with a text over it, of the same size and resolution.

        Raises:
            OSError: it is no JPEG.

        """
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            dpi = image.info.get("dpi")
            sheet = image.copy() if image.mode in {"L", "RGB"} else image.convert("RGB")
        letters = self._letters(sheet.size, text)
        _over(sheet, letters)
        _below(sheet, letters)
        out = io.BytesIO()
        sheet.save(out, "JPEG", quality=_QUALITY, **({"dpi": dpi} if dpi else {}))
        return out.getvalue()

    def _font(self, height: int) -> ImageFont.FreeTypeFont:
        basic = ImageFont.Layout.BASIC
        font = ImageFont.truetype(str(self.font), height, layout_engine=basic)
        font.set_variation_by_axes([_WEIGHT])
        return font

    def _letters(self, size: tuple[int, int], text: str) -> Image.Image:
        """The text as ink (white) on nothing (black), no wider than the page."""
        height = max(_LEAST, round(max(size) * _LETTERS))
        font = self._font(height)
        length = font.getlength(text)
        if length > 0.94 * size[0]:
            height = max(_LEAST, math.floor(height * 0.94 * size[0] / length))
            font = self._font(height)
        ink = Image.new("L", (math.ceil(font.getlength(text)) + height, round(1.5 * height)))
        ImageDraw.Draw(ink).text((height / 2, ink.height / 2), text, 255, font, anchor="lm")
        return ink


def _over(sheet: Image.Image, letters: Image.Image) -> None:
    """The text again and again over the whole sheet, faintly."""
    line = letters.rotate(_RISE, expand=True, resample=Image.Resampling.BILINEAR)
    shape = line
    line = line.point([round(value * _FAINT) for value in range(256)])
    ink = Image.new("L", sheet.size)
    for row, y in enumerate(range(-line.height // 2, sheet.height, round(line.height * 0.9))):
        for x in range(-line.width + row % 2 * line.width // 2, sheet.width, line.width):
            ink.paste(line, (x, y), shape)
    sheet.paste(_colour(sheet, 0), (0, 0), ink)


def _below(sheet: Image.Image, letters: Image.Image) -> None:
    """The text once at the foot, plainly."""
    top = sheet.height - letters.height
    paper = Image.new("L", (sheet.width, letters.height), round(255 * _PLAIN))
    sheet.paste(_colour(sheet, 255), (0, top), paper)
    sheet.paste(_colour(sheet, 0), (max(0, (sheet.width - letters.width) // 2), top), letters)


def _colour(sheet: Image.Image, value: int) -> int | tuple[int, int, int]:
    return value if sheet.mode == "L" else (value, value, value)
