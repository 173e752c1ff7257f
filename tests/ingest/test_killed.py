"""Killed at any step or moment and run again: as if nobody had disturbed it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import killing
import pytest

import ingest
from corpus.collection import create_collection

#: Kills at the first and at a later record of each step, and at random moments.
KILLS = [(step, at) for step in killing.STEPS for at in (1, 2) if (step, at) != ("accepted", 2)]
MOMENTS = [random.Random(n).uniform(0.3, 1.6) for n in range(5)]


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scans")
    for name, count in (("том", 9), ("дело", 2), ("письмо", 1)):
        text = "\f".join(f"{name}, лист {n}: заключённые лагеря" for n in range(count))
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "дело.yaml").write_text("reference: ГА РФ. Ф. 1. Оп. 2. Д. 3. Л. 1–2")
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, scans: Path) -> dict[str, Any]:
    found = killing.undisturbed(tmp_path_factory.mktemp("whole") / "collection", scans)
    assert len(found["pages"]) == 12
    assert found["index"]
    return found


@pytest.mark.parametrize(("step", "at"), KILLS)
def test_killed_at_a_step(
    tmp_path: Path, scans: Path, whole: dict[str, Any], step: str, at: int
) -> None:
    collection = create_collection(tmp_path / "collection")
    killed = killing.killed_at_step(collection, scans, step, at)
    assert killed or (step in {"committed", "noted"} and at == 2)  # one commit holds all
    ingest.add(collection, [scans], workers=2)
    assert killing.holds(collection) == whole


@pytest.mark.parametrize("seconds", MOMENTS)
def test_killed_at_a_moment(
    tmp_path: Path, scans: Path, whole: dict[str, Any], seconds: float
) -> None:
    collection = create_collection(tmp_path / "collection")
    killing.killed_after(collection, scans, seconds)
    ingest.add(collection, [scans], workers=2)
    assert killing.holds(collection) == whole
