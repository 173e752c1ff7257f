"""A page as pixels, and how many of them Opis is willing to hold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

#: Height x width, or height x width x 3 (red, green, blue); 0 is black.
Pixels = npt.NDArray[np.uint8]

#: What has more pixels is scaled down before reading: A4 at 500 dpi, A3 at 350 dpi, A2 at 250.
READING_PIXELS = 24_000_000
#: Inches of an A4 sheet, which a page is taken to be when its file does not say.
A4 = (8.27, 11.69)
#: Resolutions that scanners have; «72» and «96» are what programs write when they do not know.
PLAUSIBLE_DPI = (100.0, 1200.0)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A displayed page: ``pixels`` upright, ``dpi`` in pixels per inch of paper."""

    pixels: Pixels
    dpi: float

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.pixels.shape[1])

    def grey(self) -> Pixels:
        """Return height x width luminances."""
        if self.pixels.ndim == 2:
            return self.pixels
        return as_pixels(cv2.cvtColor(self.pixels, cv2.COLOR_RGB2GRAY))

    def fitted(self, pixels: int = READING_PIXELS) -> Picture:
        """Return the page with at most so many pixels, smaller if need be."""
        excess = self.width * self.height / pixels
        return self if excess <= 1 else self.scaled(1 / math.sqrt(excess))

    def turned(self, degrees: int) -> Picture:
        """Return the page turned clockwise by 0, 90, 180 or 270 degrees."""
        turned = np.ascontiguousarray(np.rot90(self.pixels, -degrees // 90))
        return Picture(turned, self.dpi) if degrees else self

    def scaled(self, factor: float) -> Picture:
        """Return the page at ``factor`` times its resolution."""
        size = (max(1, round(self.width * factor)), max(1, round(self.height * factor)))
        method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        pixels = as_pixels(cv2.resize(self.pixels, size, interpolation=method))
        return Picture(pixels, self.dpi * factor)


def as_pixels(array: Any) -> Pixels:
    """Return ``array``, which must hold bytes, as contiguous pixels."""
    pixels: Pixels = np.ascontiguousarray(array, dtype=np.uint8)
    return pixels


def likely_dpi(width: int, height: int, claimed: float | None = None) -> float:
    """Return ``claimed`` if a scanner may have said so, else the dpi that makes the page an A4."""
    if claimed is not None and PLAUSIBLE_DPI[0] <= claimed <= PLAUSIBLE_DPI[1]:
        return claimed
    guess = min(max(width, height) / A4[1], min(width, height) / A4[0])
    return min(max(guess, 70.0), PLAUSIBLE_DPI[1])
