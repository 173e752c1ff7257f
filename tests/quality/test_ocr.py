"""How well scans are read: wrong characters, words found again, words lit in the right place.

Run with ``-s`` to see the figures of every page. Floors are in floors_ocr.toml.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import cv2
import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from corpus.reading import Quad, Reading
from ingest.ocr import engine_name
from ingest.page import page_reading
from ingest.workers import Crew, Done

HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared" / "ocr"
#: Floors by the models that are installed: «Cyrillic+eng», or with the Russian one.
FLOORS = tomllib.loads((HERE / "floors_ocr.toml").read_text(encoding="utf-8"))

pytestmark = [
    pytest.mark.ocr,
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with the scans is not here"),
]

#: Letters and signs that look alike are not told apart: neither can a reader of the scan.
LATIN, CYRILLIC = "ABCEHKMOPTXYaceopxyiI", "АВСЕНКМОРТХУасеорхуіІ"
ALIKE = str.maketrans(LATIN, CYRILLIC) | {
    ord(a): b for a, b in zip("ёЁ«»“”„’‘–—−‑№", 'еЕ"""""\'\'----N', strict=True)
}
#: Boxes of the truth are in pixels at this resolution, before the scan was turned.
TRUTH_DPI = 300


@dataclass(frozen=True)
class Scored:
    """A page's share of wrong characters, of words found again, of words lit in place."""

    page: str
    condition: str
    wrong: float
    found: float
    lit: float
    confidence: float
    seconds: float


def folded(text: str) -> str:
    alike = unicodedata.normalize("NFC", text).translate(ALIKE).replace("…", "...")
    return re.sub(r"\s+", " ", alike).strip()


def words(text: str) -> set[str]:
    """Words of four and more letters, those divided at a line end joined."""
    joined = re.sub(r"(?<=\w)[-‐¬]\s*\n\s*(?=[^\W\d_])", "", text)
    found = re.findall(r"\w+", folded(joined).casefold())
    return {w for w in found if len(w) >= 4 and not w.isdigit()}


def wrong_characters(truth: str, read: str) -> float:
    """Levenshtein distance by the length of the truth, white space counted once."""
    return Levenshtein.distance(folded(truth), folded(read)) / len(folded(truth))


def lit_in_place(scan: Scan, reading: Reading) -> float:
    """Share of the words read that overlap their true place by more than half (of both areas)."""
    width, height = (int(side * scan.dpi) for side in (8.27, 11.69))
    turning = cv2.getRotationMatrix2D((width / 2, height / 2), scan.angle, 1)
    truth = json.loads((SHARED / "truth" / f"{scan.page}.json").read_text(encoding="utf-8"))
    places: dict[str, list[np.ndarray]] = defaultdict(list)
    for word in truth["words"]:
        x0, y0, x1, y1 = (side * scan.dpi / TRUTH_DPI for side in word["b"])
        corners = np.array([(x0, y0, 1), (x1, y0, 1), (x1, y1, 1), (x0, y1, 1)])
        places[bare(word["t"])].append((corners @ turning.T).astype(np.float32))
    shares = [
        max(overlap(quad, place, (width, height)) for place in places[bare(text)])
        for text, quad in parts(reading)
        if len(bare(text)) >= 3 and bare(text) in places
    ]
    return mean(share > 0.5 for share in shares)


def parts(reading: Reading) -> list[tuple[str, Quad]]:
    """The words of the lines as they stand on the paper, with their quads."""
    return [
        (text, quad)
        for word in reading.words
        for text, quad in zip(
            reading.text[word.start : word.end].split("\n"), word.quads, strict=True
        )
    ]


def bare(word: str) -> str:
    return folded(word).casefold().strip('.,;:()"-')


def overlap(quad: Quad, place: np.ndarray, size: tuple[int, int]) -> float:
    """Area in common by area together."""
    ours = (np.array(quad) * size).astype(np.float32)
    common, _ = cv2.intersectConvexConvex(ours, place)
    return float(common / (cv2.contourArea(ours) + cv2.contourArea(place) - common))


@dataclass(frozen=True)
class Scan:
    """A degraded page: its resolution and the degrees by which it was turned."""

    page: str
    condition: str
    dpi: int
    angle: float

    @property
    def path(self) -> Path:
        return SHARED / "pages" / f"{self.page}__{self.condition}{self.dpi}.jpg"


def scans() -> list[Scan]:
    table = (HERE.parents[1] / "benchmarks" / "given_pages.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in table if not line.startswith("#")]
    light = [Scan(page, "light", 200, float(angle)) for page, angle, _ in rows]
    return light + [Scan(page, "faded", 300, float(angle)) for page, _, angle in rows]


def score(scan: Scan, done: Done) -> Scored:
    assert done.error is None, (scan, done.error)
    reading: Reading = done.result.reading
    truth = (SHARED / "truth" / f"{scan.page}.txt").read_text(encoding="utf-8")
    known = words(truth)
    return Scored(
        scan.page,
        scan.condition,
        wrong_characters(truth, reading.text),
        len(known & words(reading.text)) / len(known),
        lit_in_place(scan, reading),
        reading.confidence or 0.0,
        done.seconds,
    )


@pytest.fixture(scope="module")
def scored() -> dict[str, list[Scored]]:
    with Crew(2) as crew:
        done = list(crew.run(page_reading(scan, scan.path, 1) for scan in scans()))
    scores = [score(d.key, d) for d in done if isinstance(d.key, Scan)]
    print()
    for s in sorted(scores, key=lambda s: (s.condition, s.page)):
        print(
            f"{s.condition} {s.page:16} wrong {s.wrong:7.2%} found {s.found:6.1%} "
            f"lit {s.lit:6.1%} confidence {s.confidence:.2f} {s.seconds:.1f} s"
        )
    return {c: [s for s in scores if s.condition == c] for c in ("light", "faded")}


def floor(condition: str, name: str) -> float:
    models = engine_name().split(" ")[-1].removeprefix("script/")
    return float(FLOORS[models][condition][name])


@pytest.mark.parametrize("condition", ["light", "faded"])
def test_wrong_characters(scored: dict[str, list[Scored]], condition: str) -> None:
    assert mean(s.wrong for s in scored[condition]) <= floor(condition, "wrong_mean")
    worst = max(scored[condition], key=lambda s: s.wrong)
    assert worst.wrong <= floor(condition, "wrong_worst"), worst


@pytest.mark.parametrize("condition", ["light", "faded"])
def test_words_found_again(scored: dict[str, list[Scored]], condition: str) -> None:
    assert mean(s.found for s in scored[condition]) >= floor(condition, "found_mean")


@pytest.mark.parametrize("condition", ["light", "faded"])
def test_words_lit_in_their_place(scored: dict[str, list[Scored]], condition: str) -> None:
    assert mean(s.lit for s in scored[condition]) >= floor(condition, "lit_mean")
