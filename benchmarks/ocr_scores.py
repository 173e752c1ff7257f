"""How well a page was read: characters wrong, words found again, words lit in the right place.

Texts are compared as they were when the conditions were first measured: letters and signs that look
alike are not told apart (neither can a reader of the scan), white space counts once.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from corpus.reading import Quad, Reading
from index.analysis.positions import positions
from index.query.expand import word_terms

SHARED = Path(__file__).parents[1].parent / "shared" / "ocr"

LATIN, CYRILLIC = "ABCEHKMOPTXYaceopxyiI", "АВСЕНКМОРТХУасеорхуіІ"
ALIKE = str.maketrans(LATIN, CYRILLIC) | {
    ord(a): b for a, b in zip("ёЁ«»“”„’‘–—−‑№", 'еЕ"""""\'\'----N', strict=True)
}
#: Boxes of the truth are in pixels at this resolution, of a page of so many inches.
TRUTH_DPI, SHEET = 300, (8.27, 11.69)
#: A word is lit in its place if its quad and the true one share more than this of their areas.
IN_PLACE = 0.5

_HYPHEN_AT_LINE_END = re.compile(r"(?<=\w)[-‐¬]\s*\n\s*(?=[^\W\d_])")
_Corners = npt.NDArray[np.float32]


@cache
def true_text(page: str) -> str:
    """What stands on a page of ``../shared/ocr``."""
    return (SHARED / "truth" / f"{page}.txt").read_text(encoding="utf-8")


@cache
def true_words(page: str) -> list[dict[str, Any]]:
    """Its words: ``t`` text, ``b`` box in pixels at 300 dpi, ``ln`` number of the line."""
    truth = json.loads((SHARED / "truth" / f"{page}.json").read_text(encoding="utf-8"))
    words: list[dict[str, Any]] = truth["words"]
    return words


def folded(text: str) -> str:
    """Return ``text`` with look-alikes made one and white space counted once."""
    alike = unicodedata.normalize("NFC", text).translate(ALIKE).replace("…", "...")
    return re.sub(r"\s+", " ", alike).strip()


def wrong_characters(truth: str, read: str) -> float:
    """Levenshtein distance by the length of the truth; may exceed 1."""
    return Levenshtein.distance(folded(truth), folded(read)) / len(folded(truth))


def words(text: str) -> set[str]:
    """Different words of four and more letters, those divided at a line end joined."""
    joined = _HYPHEN_AT_LINE_END.sub("", text)
    found = re.findall(r"\w+", folded(joined).casefold())
    return {w for w in found if len(w) >= 4 and not w.isdigit()}


def found_again(truth: str, read: str) -> float:
    """Share of the truth's different words that the reading has."""
    known = words(truth)
    return len(known & words(read)) / len(known)


def found_by_search(truth: str, reading: Reading) -> float:
    """Share of the truth's different words for which a search finds the page, in any way."""
    stored = {str(term) for position in positions(reading) for term in position.terms}
    known = words(truth)
    return sum(
        any(not stored.isdisjoint(group.terms) for group in word_terms(word)) for word in known
    ) / len(known)


def lit_in_place(
    reading: Reading, true_words: Sequence[dict[str, Any]], dpi: int, angle: float
) -> tuple[int, int]:
    """Return how many words read are in their true place, and of how many that is known.

    ``true_words`` are those of the truth's files, ``angle`` is by how many degrees the scan of
    ``dpi`` was turned counter-clockwise. Words of three and more letters that the truth has count.
    """
    width, height = (int(side * dpi) for side in SHEET)
    turning = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    places: dict[str, list[_Corners]] = defaultdict(list)
    for word in true_words:
        x0, y0, x1, y1 = (side * dpi / TRUTH_DPI for side in word["b"])
        corners = np.array([(x0, y0, 1), (x1, y0, 1), (x1, y1, 1), (x0, y1, 1)])
        places[_bare(word["t"])].append((corners @ turning.T).astype(np.float32))
    shares = [
        max(_overlap(quad, place, (width, height)) for place in places[_bare(text)])
        for text, quad in _parts(reading)
        if len(_bare(text)) >= 3 and _bare(text) in places
    ]
    return sum(share > IN_PLACE for share in shares), len(shares)


def _parts(reading: Reading) -> list[tuple[str, Quad]]:
    """The words of the lines as they stand on the paper, with their quads."""
    return [
        (text, quad)
        for word in reading.words
        for text, quad in zip(
            reading.text[word.start : word.end].split("\n"), word.quads, strict=True
        )
    ]


def _bare(word: str) -> str:
    return folded(word).casefold().strip('.,;:()"-')


def _overlap(quad: Quad, place: _Corners, size: tuple[int, int]) -> float:
    """Area in common by area together."""
    ours = (np.array(quad) * size).astype(np.float32)
    common, _ = cv2.intersectConvexConvex(ours, place)
    return float(common / (cv2.contourArea(ours) + cv2.contourArea(place) - common))
