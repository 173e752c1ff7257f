"""Names on pages and headings of persons: floors of what scripts/bench names prints."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from benchmarks.names import Score, normalised, persons, score, sentences, sets

FLOORS = tomllib.loads((Path(__file__).parent / "floors_names.toml").read_text("utf-8"))


@cache
def scored(name: str) -> Score:
    return score(sets()[name])


def test_the_gold_is_as_large_as_it_was() -> None:
    gold = sentences()
    assert len(gold) >= 72
    assert sum(s.set == "fresh" for s in gold) >= 42
    rows = [written for kind, written, _ in persons() if kind == "fresh"]
    assert len(set(rows)) >= 61


@pytest.mark.parametrize("name", FLOORS["found"])
def test_names_are_found(name: str) -> None:
    floor = FLOORS["found"][name]
    found = scored(name)
    assert found.precision() >= floor["precision"]
    assert found.recall() >= floor["recall"]
    assert found.exact / found.names["all"] >= floor.get("exact", 0)
    assert found.recall("organisation") >= floor.get("organisations", 0)


@pytest.mark.parametrize("kind", FLOORS["headings"])
def test_persons_get_their_headings(kind: str) -> None:
    right, of = normalised(kind)
    assert right / of >= FLOORS["headings"][kind]
