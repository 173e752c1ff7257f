"""A clean drawn page as an archive's scan of it would look: the conditions of the OCR tables.

Ink and paper are float arrays of height x width; ink is 0 (none) to 1, paper 0 (black) to 255. The
strengths are those with which the conditions were first measured. Lengths are pixels at 300 dpi and
grow with the resolution. Whatever is random is drawn from a seed made of the page, the condition
and the resolution, so that every run sees the same scans.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]
#: Colour that enters at the corners of a page that was turned.
PAPER, DARK_PAPER = 235.0, 200.0


@dataclass(frozen=True, slots=True)
class Condition:
    """A way of wear and the resolution at which the page is scanned."""

    name: str
    dpi: int

    def __str__(self) -> str:
        return f"{self.name}{self.dpi}"


#: In the order of the tables.
CONDITIONS = tuple(
    [
        *(Condition(n, 300) for n in ("clean", "light", "skew", "faded", "bleed", "speckle")),
        Condition("heavy", 300),
        *(Condition(n, 200) for n in ("clean", "light", "heavy")),
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """A degraded page: ``angle`` is by how many degrees it was turned counter-clockwise.

    ``quality`` is that of the JPEG it is stored as, None for a lossless file.
    """

    pixels: Pixels
    angle: float = 0.0
    quality: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """What is to be worn: the ink in front and behind, ``scale`` in pixels of 1/300 inch."""

    ink: Plane
    behind: Plane
    scale: float
    dice: np.random.Generator

    def pixels(self, at_300_dpi: float) -> int:
        return max(1, int(at_300_dpi * self.scale))

    def blurred(self, plane: Plane, radius: float) -> Plane:
        return _plane(cv2.GaussianBlur(plane, (0, 0), radius * self.scale))

    def cloud(self, cell: int, low: float, high: float) -> Plane:
        """Random values that change smoothly, one for every ``cell`` pixels."""
        height, width = self.ink.shape
        coarse = self.dice.uniform(low, high, (max(2, height // cell), max(2, width // cell)))
        size, method = (width, height), cv2.INTER_CUBIC
        return _plane(cv2.resize(_plane(coarse), size, interpolation=method))

    def grain(self, plane: Plane, strength: float) -> Plane:
        noise = self.dice.standard_normal(plane.shape, np.float32) * strength
        return _plane(np.clip(plane + noise, 0, 255))

    def specks(self, plane: Plane, share: float) -> Plane:
        """Single black and white pixels, ``share`` of the page each, and some larger dots."""
        plane = plane.copy()
        height, width = plane.shape
        count = int(height * width * share)
        for value in (0, 255):
            rows = self.dice.integers(0, height, count)
            plane[rows, self.dice.integers(0, width, count)] = value
        largest = self.pixels(3) + 1
        for _ in range(count // 50):
            centre = int(self.dice.integers(0, width)), int(self.dice.integers(0, height))
            radius, grey = self.dice.integers(1, max(2, largest)), self.dice.choice([0, 30, 255])
            cv2.circle(plane, centre, int(radius), float(grey), -1)
        return plane

    def either_way(self, least: float, most: float) -> float:
        return float(self.dice.choice([-1, 1]) * self.dice.uniform(least, most))


def degraded(ink: Plane, behind: Plane, condition: Condition, page: str) -> Scan:
    """Return the scan of a page drawn at the condition's resolution.

    ``behind`` is what stands on the back, seen from its own side.
    """
    seed = zlib.crc32(f"{page} {condition}".encode())
    scale = condition.dpi / 300
    sheet = _Sheet(ink, _plane(behind[:, ::-1]), scale, np.random.default_rng(seed))
    return _WEAR[condition.name](sheet)


def _clean(sheet: _Sheet) -> Scan:
    return Scan(_bytes(255 * (1 - sheet.ink)))


def _light(sheet: _Sheet) -> Scan:
    plane = 10 + PAPER * (1 - sheet.blurred(sheet.ink, 0.6))
    return _scanned(sheet, plane, sheet.dice.uniform(-0.5, 0.5), grain=8, quality=80)


def _skew(sheet: _Sheet) -> Scan:
    plane = 20 + 217 * (1 - sheet.blurred(sheet.ink, 0.7))
    return _scanned(sheet, plane, sheet.either_way(1.2, 2.0), grain=12, quality=70)


def _faded(sheet: _Sheet) -> Scan:
    """Ink of 18 to 75 %, broken in every letter, on stained paper."""
    ribbon = sheet.cloud(sheet.pixels(350), 0.18, 0.75)
    broken = np.clip(sheet.cloud(3, 0.35, 1.25), 0, 1)
    stains = sheet.cloud(sheet.pixels(600), 0, 35)
    plane = sheet.blurred(PAPER - stains - 200 * sheet.ink * ribbon * broken, 0.8)
    return _scanned(sheet, plane, sheet.dice.uniform(-0.4, 0.4), grain=12, quality=75)


def _bleed(sheet: _Sheet) -> Scan:
    """The back shows through, a third as dark as the front, a little shifted."""
    right, down = sheet.dice.uniform(-40, 40), sheet.dice.uniform(-60, 60)
    shift = np.array([[1, 0, right * sheet.scale], [0, 1, down * sheet.scale]], np.float32)
    behind = sheet.blurred(sheet.behind, 1.8)
    behind = _plane(cv2.warpAffine(behind, shift, behind.shape[::-1]))
    through = 245 - sheet.cloud(sheet.pixels(700), 0, 45) - 85 * behind
    front = 45 + 204 * (1 - sheet.blurred(sheet.ink, 0.7))
    plane = _plane(np.minimum(through, front))
    return _scanned(sheet, plane, sheet.dice.uniform(-0.6, 0.6), grain=8, quality=75)


def _speckle(sheet: _Sheet) -> Scan:
    """A photocopy: black margins, punched holes, dots everywhere."""
    plane = 15 + 229.5 * (1 - sheet.blurred(sheet.ink, 0.6))
    angle = float(sheet.dice.uniform(-1, 1))
    plane = _turned(plane, angle, PAPER)
    plane[:, : sheet.pixels(25)] = 20
    plane[: sheet.pixels(18)] = 30
    for height in (0.28, 0.72):
        centre = (sheet.pixels(90), int(plane.shape[0] * height))
        cv2.circle(plane, centre, sheet.pixels(32), 25.0, -1)
    plane = sheet.grain(sheet.specks(plane, 0.008), 6)
    return Scan(_bytes(plane), angle, 75)


def _heavy(sheet: _Sheet) -> Scan:
    """Uneven ink, every other page swollen, on dark, stained, noisy paper, crooked, a poor JPEG."""
    ribbon = sheet.cloud(sheet.pixels(400), 0.35, 0.95)
    broken = np.clip(sheet.cloud(2, 0.3, 1.5), 0, 1)
    ink = sheet.ink
    if sheet.dice.random() < 0.5:
        ink = _plane(cv2.dilate(ink, np.ones((sheet.pixels(3),) * 2, np.uint8)))
    stains = sheet.cloud(sheet.pixels(500), 0, 50)
    through = 30 * sheet.blurred(sheet.behind, 2)
    plane = sheet.blurred(225 - stains - 190 * ink * ribbon * broken - through, 1.15)
    angle = sheet.either_way(1, 2)
    plane = sheet.specks(_turned(plane, angle, DARK_PAPER), 0.002)
    return Scan(_bytes(sheet.grain(plane, 20)), angle, 40)


_WEAR: dict[str, Callable[[_Sheet], Scan]] = {
    "clean": _clean,
    "light": _light,
    "skew": _skew,
    "faded": _faded,
    "bleed": _bleed,
    "speckle": _speckle,
    "heavy": _heavy,
}


def _scanned(sheet: _Sheet, plane: Plane, angle: float, *, grain: float, quality: int) -> Scan:
    turned = _turned(plane, angle, PAPER)
    return Scan(_bytes(sheet.grain(turned, grain)), float(angle), quality)


def _turned(plane: Plane, angle: float, corners: float) -> Plane:
    height, width = plane.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return _plane(cv2.warpAffine(_plane(plane), matrix, (width, height), borderValue=corners))


def _plane(array: npt.ArrayLike) -> Plane:
    return np.asarray(array, np.float32)


def _bytes(plane: Plane) -> Pixels:
    return np.clip(plane, 0, 255).astype(np.uint8)
