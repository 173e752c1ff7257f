"""Kazakh and Kyrgyz lemmas on sentences that nothing was learned from: floors of the benchmark."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path

import pytest

from benchmarks.languages import GOLD, NO_FORMS, QUERIES, TEXTS, WHOLE, Judged, cross_validated

FLOORS = tomllib.loads((Path(__file__).parent / "floors_lemmas.toml").read_text("utf-8"))
#: The folds of ten that are judged here; scripts/bench languages judges all.
FOLDS = (0, 1)

pytestmark = pytest.mark.skipif(
    not GOLD.is_dir(), reason="../shared with the treebanks is not here"
)


@cache
def judged(language: str) -> dict[str, Judged]:
    return cross_validated(language, FOLDS)


@pytest.mark.parametrize("treebank", FLOORS["treebank"], ids=lambda row: row["language"])
def test_the_floors_are_of_this_data(treebank: dict[str, str]) -> None:
    data = (GOLD / treebank["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == treebank["sha256"]


@pytest.mark.parametrize("way", [WHOLE, NO_FORMS])
@pytest.mark.parametrize("language", ["kk", "ky"])
def test_the_first_lemma_is_right(language: str, way: str) -> None:
    assert judged(language)[way].accuracy >= FLOORS["accuracy"][language][way]


@pytest.mark.parametrize("way", [WHOLE, NO_FORMS, TEXTS, QUERIES])
@pytest.mark.parametrize("language", ["kk", "ky"])
def test_queries_in_dictionary_form(language: str, way: str) -> None:
    assert judged(language)[way].f1 >= FLOORS["query_f1"][language][way]
