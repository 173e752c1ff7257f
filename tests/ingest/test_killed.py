"""Killed at any step or moment and run again: as if nobody had disturbed it."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import killing
import pytest
import scripted

import ingest
from corpus.collection import Collection, create_collection
from ingest import page

#: Kills at each step: of the run, of one of its workers, of both.
KILLS = [
    *((step, 1, "parent") for step in killing.STEPS),
    ("claimed", 3, "parent"), ("recorded", 4, "parent"),
    ("copied", 1, "worker"), ("claimed", 2, "worker"), ("read", 1, "worker"),
    ("entered", 2, "both"), ("recorded", 2, "both"),
]  # fmt: skip
MOMENTS = [
    (random.Random(n).uniform(0.5, 2.0), act)
    for n, act in enumerate(["parent", "worker", "both", "parent", "both"])
]


@pytest.fixture(autouse=True, scope="module")
def read_by_script() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "READER", scripted.READER)
        yield


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killing.write(tmp_path_factory.mktemp("scans"))


@pytest.fixture(scope="module")
def whole(
    tmp_path_factory: pytest.TempPathFactory, scans: Path, read_by_script: None
) -> dict[str, Any]:
    found = killing.undisturbed(tmp_path_factory.mktemp("whole") / "collection", scans)
    assert len(found["pages"]) == len(found["facts"]) == found["rows"]["readings"] == killing.PAGES
    assert {state for state, *_ in found["pages"].values()} == {"read"}
    assert len(found["originals"]) == 3
    return found


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


def resumed(collection: Collection, scans: Path, workers: int | str) -> dict[str, Any]:
    assert ingest.add(collection, [scans], workers=workers).failed == []
    return killing.holds(collection)


@pytest.mark.parametrize(("step", "at", "victim"), KILLS)
def test_killed_at_a_step(
    collection: Collection,
    scans: Path,
    whole: dict[str, Any],
    workers: int | str,
    step: str,
    at: int,
    victim: str,
) -> None:
    run = killing.disturbed(collection, scans, step, at, victim)
    # A worker of this machine that was at a page costs it; one that had nothing to do, or is one of
    # a cluster, costs nothing.
    costs = {0, 1} if workers == killing.WORKERS else {0}
    assert run.returncode in (costs if victim == "worker" else {-signal.SIGKILL}), run.stderr
    assert resumed(collection, scans, workers) == whole


@pytest.mark.parametrize(("seconds", "victim"), MOMENTS)
def test_killed_at_a_moment(
    collection: Collection,
    scans: Path,
    whole: dict[str, Any],
    workers: int | str,
    seconds: float,
    victim: str,
) -> None:
    killing.killed_after(collection, scans, seconds, victim)
    assert resumed(collection, scans, workers) == whole
