"""The test pages drawn again from their true words and boxes, and scanned in every condition.

Where ``../shared/ocr`` has two scans of each page, this draws the page at 600 dpi with the font
that it was drawn with, reduces it to the resolution of a condition and wears it down
(:mod:`benchmarks.degrade`). Scans are kept in a temporary folder under a hash of all that makes
them.
"""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.degrade import Condition, Plane, degraded
from benchmarks.ocr_scores import TRUTH_DPI, true_words
from corpus.tables import rows

FONTS = Path("/usr/share/fonts/truetype")
#: The resolution of the drawing and the sheet in inches.
DRAWN_DPI, SHEET = 600, (8.27, 11.69)


@dataclass(frozen=True, slots=True)
class TestPage:
    """How a page is drawn: its font, the columns of its table (inches from the left)."""

    __test__ = False  # to pytest this is no test

    name: str
    font: Path
    points: float
    typed: bool
    columns: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan on disk: the page, the condition, the degrees by which it was turned."""

    page: str
    condition: Condition
    path: Path
    angle: float


def test_pages() -> list[TestPage]:
    """The pages whose truth is known and whose fonts are installed, in order of their names."""
    found = []
    for name, font, points, typed, columns in rows("benchmarks", "drawn_pages.tsv"):
        inches = tuple(map(float, columns.split()))
        found.append(TestPage(name, FONTS / font, float(points), typed == "yes", inches))
    return [page for page in found if page.font.is_file()]


test_pages.__test__ = False  # type: ignore[attr-defined]  # to pytest this is no test


def scanned(page: TestPage, condition: Condition) -> Scanned:
    """Return the scan of a page in a condition, drawn unless it was before."""
    pages = test_pages()
    back = pages[(pages.index(page) + 1) % len(pages)]
    key = hashlib.sha256()
    for source in (Path(__file__), Path(__file__).with_name("degrade.py"), page.font, back.font):
        key.update(source.read_bytes())
    key.update(
        json.dumps(
            [true_words(page.name), true_words(back.name), str(page), str(condition)]
        ).encode()
    )
    folder = Path(tempfile.gettempdir()) / "opis-drawn-pages"
    folder.mkdir(exist_ok=True)
    name = folder / f"{page.name}__{condition}-{key.hexdigest()[:16]}"
    notes = name.with_suffix(".json")
    if not notes.is_file():
        scan = degraded(
            _reduced(_drawn(page), condition.dpi),
            _reduced(_drawn(back), condition.dpi),
            condition,
            page.name,
        )
        path = name.with_suffix(".png" if scan.quality is None else ".jpg")
        dpi = (condition.dpi, condition.dpi)
        Image.fromarray(scan.pixels).save(path, dpi=dpi, quality=scan.quality)
        notes.write_text(json.dumps([path.name, scan.angle]), encoding="utf-8")
    file, angle = json.loads(notes.read_text(encoding="utf-8"))
    return Scanned(page.name, condition, folder / file, angle)


def _reduced(ink: Plane, dpi: int) -> Plane:
    size = (int(SHEET[0] * dpi), int(SHEET[1] * dpi))
    return np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), np.float32)


@lru_cache(maxsize=2)
def _drawn(page: TestPage) -> Plane:
    """Return the ink (0..1) of a page at 600 dpi."""
    size = (int(SHEET[0] * DRAWN_DPI), int(SHEET[1] * DRAWN_DPI))
    sheet = Image.new("L", size, 255)
    draw = ImageDraw.Draw(sheet)
    pixels = int(page.points * DRAWN_DPI / 72)
    font = ImageFont.truetype(str(page.font), pixels, layout_engine=ImageFont.Layout.BASIC)
    dice = random.Random(page.name)
    tops: dict[object, float] = {}
    for word in true_words(page.name):
        text = word["t"]
        left, top = (side * DRAWN_DPI / TRUTH_DPI for side in word["b"][:2])
        inner = font.getbbox(text)
        at = (left - inner[0], top - inner[1])
        tops.setdefault(word["ln"], at[1])
        if page.typed:
            _type(sheet, at, text, font, dice)
        else:
            draw.text(at, text, font=font, fill=0)
    if page.columns:
        _rule(draw, page.columns, [*tops.values()], font.size)
    return np.asarray(1 - np.asarray(sheet, np.float32) / 255, np.float32)


def _type(
    sheet: Image.Image,
    at: tuple[float, float],
    text: str,
    font: ImageFont.FreeTypeFont,
    dice: random.Random,
) -> None:
    """Strike each letter with its own force, a little turned and out of line."""
    x, y = at
    for letter in text:
        advance = font.getlength(letter)
        struck = Image.new("L", (int(2 * advance) + 20, int(1.9 * font.size)), 0)
        place, force = (advance / 2, 0.3 * font.size), dice.randint(150, 255)
        ImageDraw.Draw(struck).text(place, letter, font=font, fill=force)
        struck = struck.rotate(dice.uniform(-1.2, 1.2), Image.Resampling.BICUBIC)
        corner = (int(x - advance / 2), int(y - 0.3 * font.size + dice.gauss(0, 4)))
        sheet.paste(0, corner, struck)
        x += advance


def _rule(
    draw: ImageDraw.ImageDraw, columns: tuple[float, ...], tops: list[float], size: float
) -> None:
    """Draw the lines of a table: one above its first row, one under each, between all columns."""
    above = 0.06 * DRAWN_DPI
    heights = [tops[1] - above, *(top + int(1.9 * size) - above for top in tops[1:])]
    xs = [column * DRAWN_DPI for column in columns]
    for x in xs:
        draw.line((x, heights[0], x, heights[-1]), fill=0, width=6)
    for y in heights:
        draw.line((xs[0], y, xs[-1], y), fill=0, width=6)
