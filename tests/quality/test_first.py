"""Dictionary-form queries on real scans: which pages must be found, and are."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.first import (
    SHARED,
    Row,
    character_error,
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


def test_every_query_of_the_table_has_a_page_to_find(rows: list[Row]) -> None:
    assert len(rows) == 40
    assert not [row.query for row in rows if not row.expected]


def test_character_error_of_the_light_pages(collection: Collection) -> None:
    errors = character_error(collection, truth())
    assert len(errors) == 7
    assert sum(errors.values()) / len(errors) <= FLOORS["character_error"]["mean"], errors
