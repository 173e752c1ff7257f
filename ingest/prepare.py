"""What is done to a scan before it is read by OCR: even paper, less noise, straight lines.

Grey arrays are height x width, 0 black, 255 white. Lengths are given in inches and turned into
pixels by ``dpi``, so that a method does the same at every resolution. What a page needs beyond even
paper is told by two measures, of the grain of its paper and of marks too faint to be print
(docs/decisions/0008-ocr-passes.md).
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ingest.picture import Picture, Pixels, as_pixels

#: A 2 x 3 matrix: where it brings a pixel (x, y) is the matrix times (x, y, 1).
Turning = npt.NDArray[np.float64]
#: The search for the skew ends here; scanned sheets lie straighter.
MOST_SKEW = 3.0
#: Pages are read at this resolution: tesseract makes every line 36 pixels high anyway, print of 12
#: points has 33 then, and reducing takes away noise.
READING_DPI, MOST_ENLARGED = 200.0, 2.0
#: Mean difference of the paper from its median, in grey levels, from which a page is noisy.
NOISY = 3.5
#: How strongly noise is taken away (a difference in grey levels that counts as none).
NOISE = 10.0
#: Marks of less than this part of the ink around them may be what stands on the back.
FAINT = 0.4
#: From this share of all marks on they are.
SHOWS_THROUGH = 0.08
#: ... and what is fainter than this part of the ink around it is made white.
CUT = 0.35
#: Turning blurs a little: below this many degrees it does more harm than good.
LEAST_SKEW = 0.25


def even_paper(grey: Pixels, dpi: float) -> Pixels:
    """Divide by the brightness of the paper around each pixel: stains and shadows become white.

    The paper is what remains when everything as thin as print is removed (a grey dilation and a
    median over 0.36 inch, on the page reduced four times).
    """
    reduced = 4
    small = _reduced(grey, reduced)
    size = int(dpi * 0.18 / reduced) | 1
    ink_free = cv2.dilate(small, np.ones((max(3, size // 3),) * 2, np.uint8))
    paper = cv2.medianBlur(ink_free, min(255, size * 2 + 1))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return as_pixels(cv2.divide(grey, np.maximum(paper, 1), scale=255))


def without_specks(grey: Pixels) -> Pixels:
    """Replace each pixel by the median of its 3 x 3 neighbours."""
    return as_pixels(cv2.medianBlur(grey, 3))


def prepared(page: Picture) -> tuple[Picture, bool]:
    """Return a page as it is best read, and whether its back shows through.

    The paper is made even and the page reduced to :data:`READING_DPI`; then a noisy page is
    smoothed, one whose back shows through loses what is faint, and on any other the ink is made
    equally dark everywhere.
    """
    reduced = resized(Picture(clean(page.pixels, page.dpi), page.dpi), READING_DPI)
    grey, dpi = reduced.pixels, reduced.dpi
    if grain(grey) >= NOISY:
        return Picture(smoothed(grey), dpi), False
    through = faint_marks(grey, dpi) >= SHOWS_THROUGH
    return Picture(dark_ink(grey, dpi, cut=CUT if through else 0.0), dpi), through


def clean(grey: Pixels, dpi: float) -> Pixels:
    """Return even paper without single specks."""
    return without_specks(even_paper(grey, dpi))


def resized(page: Picture, dpi: float) -> Picture:
    """Reduce to a resolution, or enlarge to it, :data:`MOST_ENLARGED` times at most."""
    factor = min(dpi / page.dpi, MOST_ENLARGED)
    return page if abs(factor - 1) < 0.05 else page.scaled(factor).fitted()


def softened(grey: Pixels, dpi: float) -> Pixels:
    """Blur by 0.003 inch, which joins broken strokes."""
    return as_pixels(cv2.GaussianBlur(grey, (0, 0), 0.9 * dpi / 300))


def smoothed(grey: Pixels) -> Pixels:
    """Replace each pixel by the mean of those with like surroundings.

    A. Buades, B. Coll, J.-M. Morel: A non-local algorithm for image denoising, CVPR 2005.
    """
    return as_pixels(cv2.fastNlMeansDenoising(grey, None, NOISE, 5, 7))


def grain(grey: Pixels) -> float:
    """Return the mean difference of paper from its median; the darkest third is taken for ink."""
    some = grey[::4, ::3]  # enough to tell
    paper = some[some >= np.percentile(some, 30)].astype(np.float32)
    return float(np.abs(paper - np.median(paper)).mean())


def faint_marks(grey: Pixels, dpi: float) -> float:
    """Return the share of the marks that have less than :data:`FAINT` of the ink around them.

    A mark is a pixel darker than paper that no neighbour exceeds; even print has few faint ones.
    """
    dark = as_pixels(255 - softened(grey, dpi))
    marks = (dark == cv2.dilate(dark, np.ones((5, 5), np.uint8))) & (dark > 25)
    strength = dark[marks] / _ink_around(grey, dpi)[marks]
    strength = strength[strength > 0.1]
    return float((strength < FAINT).mean()) if strength.size else 0.0


def dark_ink(grey: Pixels, dpi: float, *, cut: float = 0.0) -> Pixels:
    """Make ink equally dark everywhere; what has less than ``cut`` of the ink around it goes.

    The grain of the paper goes too, lest it be made dark where there is no ink.
    """
    reach = 1.0 if not cut else 0.9
    strength = np.subtract(255 - 3 * grain(grey), grey, dtype=np.float32)
    np.maximum(strength, 0, out=strength)  # in place: fresh memory costs more than the sums
    strength /= _ink_around(grey, dpi)
    strength -= cut
    strength *= -230 / (reach - cut)
    strength += 255
    return as_pixels(np.clip(strength, 0, 255, out=strength))


def _ink_around(grey: Pixels, dpi: float) -> npt.NDArray[np.float32]:
    """Return the darkness of the darkest ink within 0.35 inch of each pixel, smoothed.

    Where there is none, a third of the darkest on the page, that bare paper stays light.
    """
    cell = 8
    dark = as_pixels(255 - cv2.GaussianBlur(grey, (0, 0), dpi / 300))
    height, width = dark.shape
    padded = np.pad(dark, ((0, -height % cell), (0, -width % cell)))
    rows, columns = padded.shape[0] // cell, padded.shape[1] // cell
    cells = padded.reshape(rows, cell, columns, cell).max(axis=(1, 3))
    around = max(3, int(0.7 * dpi / cell)) | 1
    darkest = cv2.dilate(cells, np.ones((around, around), np.uint8)).astype(np.float32)
    darkest = np.asarray(cv2.GaussianBlur(darkest, (0, 0), around / 3), np.float32)
    darkest = np.maximum(darkest, max(darkest.max() / 3, 40.0))
    whole = cv2.resize(darkest, padded.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole[:height, :width], np.float32)


def skew(grey: Pixels, dpi: float) -> float:
    """Return the degrees by which the page must be turned counter-clockwise to have level lines.

    The angle is the one at which the sums of ink along the rows differ most from row to row, found
    at 75 dpi in steps of half a degree up to :data:`MOST_SKEW` and then of a tenth.
    """
    reduced = max(1.0, dpi / 75)
    small = _reduced(grey, reduced)
    height, width = small.shape
    margin = int(0.06 * min(height, width))
    if min(height, width) - 2 * margin < 32:
        return 0.0  # too small to have lines
    soft, mean = cv2.GaussianBlur(small, (3, 3), 0), cv2.ADAPTIVE_THRESH_MEAN_C
    black = cv2.adaptiveThreshold(soft, 255, mean, cv2.THRESH_BINARY_INV, 31, 12)
    ink = as_pixels(black[margin : height - margin, margin : width - margin])

    def contrast(angle: float) -> float:
        level = cv2.warpAffine(ink, turning(ink, angle), ink.shape[::-1], flags=cv2.INTER_NEAREST)
        rows = level.sum(axis=1, dtype=np.float64)
        return float((np.diff(rows) ** 2).sum())

    if not ink.any():
        return 0.0
    best = max(np.arange(-MOST_SKEW, MOST_SKEW + 0.01, 0.5), key=contrast)
    return float(max(np.arange(best - 0.4, best + 0.41, 0.1), key=contrast))


def _reduced(grey: Pixels, factor: float) -> Pixels:
    size = (max(1, int(grey.shape[1] / factor)), max(1, int(grey.shape[0] / factor)))
    return as_pixels(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))


def turning(grey: Pixels, angle: float) -> Turning:
    """Return the matrix that turns pixels about the centre, degrees counter-clockwise."""
    height, width = grey.shape
    return np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1), np.float64)


def inverse(matrix: Turning) -> Turning:
    """Return the turning back."""
    return np.asarray(cv2.invertAffineTransform(matrix), np.float64)


def turned(grey: Pixels, matrix: Turning) -> Pixels:
    """Apply a :func:`turning`; the size stays, corners are filled from the edges."""
    height, width = grey.shape
    edges = cv2.BORDER_REPLICATE
    return as_pixels(cv2.warpAffine(grey, matrix, (width, height), borderMode=edges))
