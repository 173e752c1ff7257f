"""Russian lemmas in sentences written for it: floors of what scripts/bench languages prints."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from benchmarks.judged import Judged
from benchmarks.russian import judged, sentences

FLOORS = tomllib.loads((Path(__file__).parent / "floors_russian.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def words() -> Judged:
    return judged()


def test_there_are_enough_different_sentences() -> None:
    assert len({tuple(pairs) for pairs in sentences()}) >= FLOORS["sentences"]["least"]


def test_the_first_lemma_is_right(words: Judged) -> None:
    assert words.accuracy >= FLOORS["sentences"]["accuracy"]


def test_queries_in_dictionary_form(words: Judged) -> None:
    assert words.f1 >= FLOORS["sentences"]["query_f1"]
