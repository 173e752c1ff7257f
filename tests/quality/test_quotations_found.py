"""Quotations: floors of what scripts/bench quotations prints."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.first import SHARED
from benchmarks.quotations import at_rank_1, found_falsely, of_kind, right_grades
from benchmarks.quoted import EACH, KINDS, gold

FLOORS = tomllib.loads((Path(__file__).parent / "floors_quotations.toml").read_text("utf-8"))

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with the texts is not here")


def test_the_gold_is_the_one_that_was_measured() -> None:
    kinds = Counter(case.kind for case in gold().cases)
    assert {kind: kinds[kind] for kind in KINDS} == dict.fromkeys(KINDS, EACH)
    assert kinds["not in the collection"] == 60
    assert gold().digest() == FLOORS["digest"]


@pytest.mark.parametrize("kind", KINDS)
def test_quotations_are_found_first_on_their_page(kind: str) -> None:
    assert at_rank_1(of_kind(kind)) >= FLOORS["rank_1"][kind]


def test_what_is_not_in_the_collection_is_not_found() -> None:
    assert found_falsely(of_kind("not in the collection")) <= FLOORS["others"]["falsely"]


def test_grades_are_right() -> None:
    pairs = [pair for kind in KINDS for pair in of_kind(kind)]
    assert right_grades(pairs) >= FLOORS["others"]["grades"]
