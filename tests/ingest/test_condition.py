"""What a worker sees of a scan: blur, text that runs off, how it lies, and what it looks like."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from corpus.reading import Quad, Reading, Source, Word
from corpus.scancontrol import BLURRED, SAME_BITS
from corpus.scans import Condition, Side, distance
from ingest import pdf
from ingest.condition import blur, condition, cut
from ingest.picture import Picture, Pixels, as_pixels

FIXTURES = Path(__file__).parents[1] / "fixtures"
PAGES = ("ru", "kk", "ky")


@pytest.fixture(scope="module")
def scans() -> dict[str, Picture]:
    return {name: pdf.picture(FIXTURES / f"{name}.pdf", 1) for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_letters_that_run_into_each_other_are_blurred(scans: dict[str, Picture], name: str) -> None:
    grey, dpi = scans[name].grey(), scans[name].dpi
    measured = [blur(grey, dpi)]
    measured += [
        blur(as_pixels(cv2.GaussianBlur(grey, (0, 0), inches * dpi)), dpi)
        for inches in (0.005, 0.01, 0.015)
    ]
    known = [m for m in measured if m is not None]
    assert known == sorted(known) and len(known) == 4
    assert [m >= BLURRED for m in (known[0], *known[2:])] == [False, True, True]


def test_a_scan_that_is_too_coarse_or_empty_is_not_called_blurred(
    scans: dict[str, Picture],
) -> None:
    coarse = scans["ru"].scaled(0.6)
    assert blur(coarse.grey(), coarse.dpi) is None
    assert blur(np.full((600, 400), 230, np.uint8), 200) is None


def halved(grey: Pixels, dpi: float, side: Side) -> Pixels:
    """Cut a scan in the middle of its first line or of the beginnings of its lines.

    For the right and the lower side it is seen in a mirror.
    """
    across = side in {Side.LEFT, Side.RIGHT}
    page = grey.T if across else grey
    inside = int(0.5 * dpi)  # beyond holes and shadows
    dark = (page[inside:-inside, inside:-inside] < 110).mean(axis=1)
    first = int(np.flatnonzero(dark > 0.03)[0]) + inside + int((0.8 if across else 0.06) * dpi)
    rest = page[first:] if side in {Side.LEFT, Side.TOP} else page[first:][::-1]
    return as_pixels(rest.T if across else rest)


@pytest.mark.parametrize("side", list(Side))
def test_text_that_runs_off_is_cut(scans: dict[str, Picture], side: Side) -> None:
    found = {
        name: cut(halved(scan.grey(), scan.dpi, side), scan.dpi) for name, scan in scans.items()
    }
    assert all(set(sides) <= {side} for sides in found.values())
    assert sum(map(bool, found.values())) >= 2, found


@pytest.mark.parametrize("name", PAGES)
def test_a_whole_page_is_not_cut_nor_one_in_a_dark_frame(
    scans: dict[str, Picture], name: str
) -> None:
    grey, dpi = scans[name].grey(), scans[name].dpi
    assert cut(grey, dpi) == ()
    framed = grey.copy()
    framed[:12], framed[:, -20:] = 25, 30
    assert cut(framed, dpi) == ()


def lines(turns: int, shift: float = 0.0) -> Reading:
    """A page of 12 lines of three words, its image turned so many times by 90 degrees."""
    words, quads = [], []
    for n in range(36):
        x, y = 0.1 + 0.25 * (n % 3) + shift, 0.1 + 0.06 * (n // 3) + shift
        quad = [(x, y), (x + 0.2, y), (x + 0.2, y + 0.02), (x, y + 0.02)]
        if turns == 2:
            quad = [(1 - x, 1 - y) for x, y in quad]
        if turns == 1:  # tesseract's boxes begin at their own top left
            quad = [(y, x), (y + 0.02, x), (y + 0.02, x + 0.2), (y, x + 0.2)]
        words.append("лагерь")
        one, two, three, four = quad
        quads.append((one, two, three, four))
    return reading(words, quads)


def reading(texts: list[str], quads: list[Quad]) -> Reading:
    words, at = [], 0
    for text, quad in zip(texts, quads, strict=True):
        words.append(Word(at, at + len(text), (quad,), 0.9))
        at += len(text) + 1
    return Reading(" ".join(texts), tuple(words), source=Source.OCR)


@pytest.mark.parametrize(("turns", "degrees"), [(0, 0), (1, 90), (2, 180)])
def test_how_the_text_lies(turns: int, degrees: int) -> None:
    sheet = Picture(np.full((1000, 1000), 240, np.uint8), 200)
    assert condition(sheet, lines(turns)).turned == degrees


def sheet(seed: int, shift: float = 0.0) -> tuple[Picture, Reading]:
    """A page of 20 lines whose words are as long as chance has it, and its reading."""
    dice, pixels = np.random.default_rng(seed), np.full((1200, 850), 240, np.uint8)
    quads: list[Quad] = []
    for line in range(20):
        left, top = 0.1 + shift, 0.1 + 0.04 * line + shift
        while (right := left + dice.uniform(0.02, 0.2)) < 0.9 + shift:
            quads.append(((left, top), (right, top), (right, top + 0.02), (left, top + 0.02)))
            across, down = slice(int(left * 850), int(right * 850)), int(top * 1200)
            pixels[down : down + 24, across] = 40
            left = right + 0.02
    return Picture(pixels, 100), reading(["лагерь"] * len(quads), quads)


def test_a_sheet_is_known_again_wherever_it_lay_and_not_taken_for_another() -> None:
    mark, moved, other = (
        condition(*made).fingerprint for made in (sheet(1), sheet(1, 0.015), sheet(2))
    )
    assert len(mark) == 64
    assert distance(mark, moved) <= SAME_BITS < distance(mark, other)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (40, 40)])
@pytest.mark.parametrize("dpi", [70.0, 200.0, 1200.0])
def test_a_scan_of_any_size_is_measured(size: tuple[int, int], dpi: float) -> None:
    dice = np.random.default_rng(1)
    tiny = Picture(dice.integers(0, 256, size, dtype=np.uint8), dpi)
    assert condition(tiny, Reading("")).fingerprint == b""
    assert isinstance(condition(tiny, lines(0)), Condition)
