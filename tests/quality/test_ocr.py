"""How well scans are read: wrong characters, words found again, words lit in the right place.

The scans are those of ``../shared/ocr`` and its pages drawn again and worn down; ``scripts/bench
ocr`` prints the figures of all. Floors, and the pages that are read for them, are in
floors_ocr.toml.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks.degrade import CONDITIONS
from benchmarks.drawn_pages import test_pages as drawn_pages
from benchmarks.ocr import Run, by_search, drawn_samples, given_samples, in_place, opis, scores
from benchmarks.ocr_scores import SHARED
from ingest.ocr import engine_name

FLOORS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "floors_ocr.toml").read_text(encoding="utf-8")
)

pytestmark = [
    pytest.mark.ocr,
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with the scans is not here"),
    pytest.mark.skipif(
        SHARED.is_dir() and len(drawn_pages()) < 7,
        reason="the fonts of the drawn pages are not installed (see scripts/test)",
    ),
]


@pytest.fixture(scope="module")
def read() -> Run:
    assert "rus" in engine_name(), "the floors are those of all three models"
    samples = given_samples()
    for condition in map(str, CONDITIONS):
        if condition in FLOORS:
            samples += drawn_samples([condition], FLOORS[condition]["pages"])
    run = opis(
        [
            sample
            for sample in samples
            if sample.page.startswith(tuple(FLOORS[sample.condition]["pages"]))
        ]
    )
    for condition in FLOORS:
        wrong, found = scores(run, condition)
        print(
            f"{condition:16} wrong {wrong:5.2f} found {found:5.1f} "
            f"by search {by_search(run, condition):5.1f} in place {in_place(run, condition):5.1f}"
        )
    return run


@pytest.mark.parametrize("condition", FLOORS)
def test_wrong_characters(read: Run, condition: str) -> None:
    assert scores(read, condition)[0] <= FLOORS[condition]["wrong"]


@pytest.mark.parametrize("condition", FLOORS)
def test_words_found_again(read: Run, condition: str) -> None:
    assert scores(read, condition)[1] >= FLOORS[condition]["found"]


@pytest.mark.parametrize("condition", [c for c, floor in FLOORS.items() if "by_search" in floor])
def test_words_found_by_search(read: Run, condition: str) -> None:
    assert by_search(read, condition) >= FLOORS[condition]["by_search"]


@pytest.mark.parametrize("condition", [c for c, floor in FLOORS.items() if "in_place" in floor])
def test_words_lit_in_their_place(read: Run, condition: str) -> None:
    assert in_place(read, condition) >= FLOORS[condition]["in_place"]
