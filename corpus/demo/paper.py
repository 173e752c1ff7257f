"""Age a drawn page: uneven ink, yellowed paper, a slight turn, grain, and the training stamp.

Grey values are 0 (black) to 255; lengths are in millimetres where they are named ``mm``.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from corpus.demo.typesetting import STAMP_FACE, font

Grey = NDArray[np.uint8]
Shade = NDArray[np.float32]

STAMP = "УЧЕБНЫЙ ОБРАЗЕЦ"
_TURN = 0.6  # degrees at most, either way
_TINT = (1.0, 0.965, 0.86)  # red, green, blue of yellowed paper against white
_STAMP_INK = (0.45, 0.62, 0.2)  # how much violet stamp ink takes of red, green, blue
#: sharpening and threshold of 1-bit scans, in shares and grey of paper divided by its background:
#: of nine pairs tried the best on five pages (CER 0.3 to 2.5 %)
_SHARP, _THRESHOLD = 1.5, 170


def age(drawn: Grey, dpi: int, rng: np.random.Generator, *, faded: bool = False) -> Shade:
    """Return the page as a grey scan before compression, same shape; ``faded`` pales its ink."""
    height, width = drawn.shape
    dark = 1 - cv2.GaussianBlur(drawn, (0, 0), dpi / 375).astype(np.float32) / 255
    ribbon = _clouds(rng, drawn.shape, 9, *((0.26, 0.5) if faded else (0.66, 1.0)))
    paper = _clouds(rng, drawn.shape, 6, 208, 236)
    paper *= _binding(width, dpi)
    page = paper - dark * ribbon * 185
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-_TURN, _TURN), 1)
    turned = cv2.warpAffine(page, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    grain = rng.standard_normal(drawn.shape, dtype=np.float32) * (7 if faded else 5)
    return np.asarray(turned + grain, np.float32)


def _clouds(
    rng: np.random.Generator, shape: tuple[int, ...], cells: int, low: float, high: float
) -> Shade:
    """Slowly varying values between about ``low`` and ``high``."""
    coarse = rng.uniform(low, high, (cells, cells)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def _binding(width: int, dpi: int) -> Shade:
    """The shadow where the sewn file curves away from the glass, at the left edge."""
    mm = np.arange(width, dtype=np.float32) * 25.4 / dpi
    return np.asarray(1 - 0.3 * np.exp(-mm / 4), np.float32)


def bilevel(page: Shade, dpi: int) -> NDArray[np.bool_]:
    """White where the paper is: background division, sharpening, one threshold."""
    grey = np.clip(page, 0, 255).astype(np.uint8)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    side = round(dpi / 13)
    background = cv2.dilate(small, np.ones((side, side), np.uint8))
    background = cv2.resize(background, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, background, scale=255)
    soft = cv2.GaussianBlur(even, (0, 0), dpi / 130)
    return cv2.addWeighted(even, 1 + _SHARP, soft, -_SHARP, 0) > _THRESHOLD


@dataclass(frozen=True, slots=True)
class Stamp:
    """The training stamp: its ink (0..1) and the pixel at its top left."""

    ink: Shade
    x: int
    y: int

    @property
    def where(self) -> tuple[slice, slice]:
        """The rows and columns of the page that it covers."""
        height, width = self.ink.shape
        return slice(self.y, self.y + height), slice(self.x, self.x + width)


def stamp(dpi: int, rng: np.random.Generator) -> Stamp:
    """Draw the framed stamp in the bottom right margin, never twice at one place.

    It stands so askew that tesseract's page layout leaves it alone (measured with script/Cyrillic:
    at 4° it is read as the last line of the page, at 12° it is not).
    """
    scale = dpi / 72
    patch = Image.new("L", (round(156 * scale), round(62 * scale)), 0)
    draw = ImageDraw.Draw(patch)
    frame = (10 * scale, 19 * scale, 146 * scale, 43 * scale)
    draw.rectangle(frame, outline=255, width=round(1.2 * scale))
    letters = font(STAMP_FACE.path, STAMP_FACE.size * scale)
    draw.text((78 * scale, 31 * scale), STAMP, font=letters, fill=255, anchor="mm")
    turned = patch.rotate(rng.uniform(12, 14), Image.Resampling.BILINEAR)
    x, y = rng.uniform(385, 405) * scale, rng.uniform(770, 778) * scale
    return Stamp(np.asarray(turned, np.float32) / np.float32(255), round(x), round(y))


def coloured(page: Shade) -> Shade:
    """Give a grey page the tint of yellowed paper: height × width × red, green, blue."""
    return page[:, :, None] * np.array(_TINT, np.float32)


def stamped(page: Shade, mark: Stamp) -> Shade:
    """Print the stamp on a page of one or three channels."""
    out = page.copy()
    takes = np.array(_STAMP_INK if page.shape[2] == 3 else [np.mean(_STAMP_INK)], np.float32)
    out[mark.where] *= 1 - mark.ink[:, :, None] * takes
    return out


def stamped_bilevel(white: NDArray[np.bool_], mark: Stamp) -> NDArray[np.bool_]:
    """Print the stamp as the dots that a 1-bit scanner makes of pale violet."""
    out = white.copy()
    rows, columns = np.indices(mark.ink.shape)
    dots = (rows % 2 == 0) & (columns % 2 == 0)
    out[mark.where] &= ~((mark.ink > 0.5) & dots)
    return out
