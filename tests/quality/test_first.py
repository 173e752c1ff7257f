"""Dictionary-form queries on real scans: which pages must be found, and are."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.first import (
    SHARED,
    Row,
    character_error,
    inflected,
    light_collection,
    measure,
    recall,
    truth,
)
from corpus.collection import Collection

FLOORS = tomllib.loads((Path(__file__).parent / "floors_first.toml").read_text(encoding="utf-8"))

pytestmark = [
    pytest.mark.ocr,
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with the scans is not here"),
]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    yield light_collection(tmp_path_factory.mktemp("light") / "collection")


@pytest.fixture(scope="module")
def rows(collection: Collection) -> list[Row]:
    return measure(collection, truth())


@pytest.mark.parametrize("language", ["ru", "kk", "ky"])
def test_share_of_pages_found(rows: list[Row], language: str) -> None:
    missing = {r.query: sorted(r.expected - r.found) for r in rows if r.expected - r.found}
    assert recall(rows, language) >= FLOORS["pages_found"][language], missing


@pytest.mark.parametrize("language", ["ru", "kk", "ky"])
def test_share_of_inflected_forms_lit(rows: list[Row], language: str) -> None:
    missing = {r.query: r.forms_expected - r.forms_found for r in rows}
    assert inflected(rows, language) >= FLOORS["inflected_forms_lit"][language], missing


def test_every_query_finds_its_word_inflected(rows: list[Row]) -> None:
    assert not [row.query for row in rows if not row.forms_expected & row.forms_found]


def test_the_table_has_twenty_queries_a_language_with_pages_to_find(rows: list[Row]) -> None:
    assert Counter(row.language for row in rows) == {"ru": 20, "kk": 20, "ky": 20}
    assert not [row.query for row in rows if not row.expected]


def test_character_error_of_the_light_pages(collection: Collection) -> None:
    errors = character_error(collection, truth())
    assert len(errors) == 7
    assert sum(errors.values()) / len(errors) <= FLOORS["character_error"]["mean"], errors
