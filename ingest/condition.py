"""Scan control by a worker: whether the page it reads is blurred, turned or cut off.

A false alarm costs an archivist more than a fault that is missed, so each measure says what it is
sure of. The limits were found on 84 scans of seven pages in ten conditions at 200 and 300 dpi, on
those of the demo, and on copies of them that were blurred, turned, cut and scanned anew
(``tests/quality/test_scan_defects.py``).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from corpus.reading import Quad, Reading, Word
from corpus.scans import Condition, Side
from ingest.picture import Picture, Pixels
from ingest.prepare import even_paper, without_specks

#: Blur is measured at this resolution; a coarser scan does not show it.
BLUR_DPI, LEAST_BLUR_DPI = 200.0, 190.0
#: It is measured in the middle of the scan, of so many inches, to save time and memory.
BLUR_INCHES = 6.0
#: Edges that must be found, or there is too little to measure.
LEAST_EDGES = 200
#: A side of the scan is looked at so deep, in inches; ink is darker than INK and a third of that.
EDGE, INK, INKED = 0.015, 110, 0.34
#: How wide the strokes are that run off, in inches, and how many there must be: of 84 scans whose
#: text keeps away from the edges the worst, full of specks, has 13.
STROKE, CUT_STROKES = (0.006, 0.12), 15
#: Words that must be there to tell how the text lies and to know a page by them.
LEAST_WORDS = 12
#: A majority of the words that nobody doubts.
MOST = 0.7
#: Rows and columns of a fingerprint.
ROWS, COLUMNS = 32, 16


def condition(picture: Picture, reading: Reading) -> Condition:
    """Say what a displayed scan and the places of its words (fractions of it) show."""
    size = np.array((picture.width, picture.height), np.float64)
    words = [w for w in reading.words if w.quads and w.end - w.start > 1 and _sure(w)]
    quads = [np.asarray(w.quads, np.float64) * size for w in words]
    fine = _fine(Picture(picture.grey(), picture.dpi))
    return Condition(
        blur=blur(fine.pixels, fine.dpi),
        turned=_turned(words, quads),
        cut=cut(fine.pixels, fine.dpi),
        fingerprint=_fingerprint(picture, [q for w in words for q in w.quads]),
    )


def blur(grey: Pixels, dpi: float) -> float | None:
    """Return the standard deviation, in inches, of the blur at the edges of letters.

    An edge of contrast C that a Gaussian of deviation s has blurred is steepest with C / (s √(2π)).
    The contrast is that of 0.05 inch around; of all edges the sharper quarter begins at the one
    that counts. Specks and noise make a scan seem sharper, never more blurred.
    """
    if dpi < LEAST_BLUR_DPI:
        return None
    page = _fine(Picture(grey, dpi))
    grey, dpi = _middle(page.pixels, int(BLUR_INCHES * page.dpi)), page.dpi
    soft = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 0.7)
    around = np.ones((int(0.05 * dpi) | 1,) * 2, np.uint8)
    contrast = np.asarray(cv2.dilate(soft, around) - cv2.erode(soft, around), np.float32)
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3) / 8
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3) / 8
    steep = np.hypot(across, down)
    crest = steep >= cv2.dilate(steep, np.ones((5, 5), np.uint8))
    clear = contrast > max(1.0, 0.5 * float(np.percentile(contrast, 99)))
    edges = (steep / np.maximum(contrast, 1))[crest & clear & (steep > 0.1 * contrast)]
    if edges.size < LEAST_EDGES:
        return None
    return float(1 / (np.sqrt(2 * np.pi) * np.percentile(edges, 75) * dpi))


def _fine(page: Picture) -> Picture:
    """Reduce a page to :data:`BLUR_DPI`, if it has more."""
    return (
        Picture(page.scaled(BLUR_DPI / page.dpi).pixels, BLUR_DPI) if page.dpi > BLUR_DPI else page
    )


def _middle(grey: Pixels, side: int) -> Pixels:
    """Return the middle of a scan, ``side`` pixels high and wide at most."""
    top, left = (max(0, (length - side) // 2) for length in grey.shape)
    return grey[top : top + side, left : left + side]


def _sure(word: Word) -> bool:
    return word.confidence is None or word.confidence >= 0.5


def _turned(words: Sequence[Word], quads: Sequence[np.ndarray]) -> int:
    """How the text lies: quads begin at the words' top left, boxes of long words are wide."""
    if len(words) < LEAST_WORDS:
        return 0
    long = [q for w, q in zip(words, quads, strict=True) if w.end - w.start > 3 and len(q) == 1]
    tall = sum(bool(np.ptp(q[0, :, 1]) > 1.5 * np.ptp(q[0, :, 0])) for q in long)
    if len(long) >= LEAST_WORDS and tall > MOST * len(long):
        return 90
    backwards = sum(bool((q[:, 1, 0] < q[:, 0, 0]).all()) for q in quads)
    return 180 if backwards > MOST * len(words) else 0


def cut(grey: Pixels, dpi: float) -> tuple[Side, ...]:
    """Return the sides at which the scan ends in the middle of letters.

    What runs off there is inked in many short places; a dark border or a shadow is inked in a long
    one, and letters that are whole keep away from the edge.
    """
    small = _fine(Picture(grey, dpi))
    paper = without_specks(even_paper(small.grey(), small.dpi))
    deep = max(2, int(EDGE * small.dpi))
    strips = {
        Side.LEFT: paper[:, :deep].T,
        Side.TOP: paper[:deep],
        Side.RIGHT: paper[:, -deep:].T,
        Side.BOTTOM: paper[-deep:],
    }
    return tuple(s for s, strip in strips.items() if _strokes(strip, small.dpi) >= CUT_STROKES)


def _strokes(strip: Pixels, dpi: float) -> int:
    """Count the places along a strip (depth x length) that are inked as wide as a stroke is."""
    inked = (strip < INK).mean(axis=0) >= INKED
    changes = np.diff(np.concatenate([[False], inked, [False]]).astype(np.int8))
    widths = (np.flatnonzero(changes == -1) - np.flatnonzero(changes == 1)) / dpi
    return int(((widths >= STROKE[0]) & (widths <= STROKE[1])).sum())


def _fingerprint(picture: Picture, quads: Sequence[Quad]) -> bytes:
    """Say where the text is denser than to its right, in cells of the text's own extent.

    A difference hash (N. Krawetz, «Kind of like that», 2013) of what the words cover, so that it
    does not matter where on the glass a sheet lay.
    """
    if len(quads) < LEAST_WORDS:
        return b""
    points = np.array([point for quad in quads for point in quad])
    left, top = np.percentile(points, 1, axis=0)
    right, bottom = np.percentile(points, 99, axis=0)
    small = picture.scaled(min(1.0, 75 / picture.dpi))
    even = even_paper(small.grey(), small.dpi)
    height, width = even.shape
    text = even[
        int(top * height) : max(int(bottom * height), int(top * height) + 1),
        int(left * width) : max(int(right * width), int(left * width) + 1),
    ]
    cells = cv2.resize(text.astype(np.float32), (COLUMNS + 1, ROWS), interpolation=cv2.INTER_AREA)
    cells = cv2.GaussianBlur(cells, (3, 3), 0)
    return np.packbits(cells[:, 1:] > cells[:, :-1]).tobytes()
