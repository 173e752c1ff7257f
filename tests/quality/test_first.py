"""Dictionary-form queries on real scans: which pages must be found, and are."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from searchable import POPPLER, found, share_found

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
from corpus import documents
from corpus.access import Role
from corpus.collection import Collection
from corpus.export import About, format_named, whole_pages
from ingest import page_image

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


@pytest.mark.skipif(not POPPLER, reason="pdftotext (poppler-utils) is not here")
def test_words_of_a_searchable_pdf_are_found_where_they_stand(
    collection: Collection, tmp_path: Path
) -> None:
    with collection.catalogue() as database:
        scanned = documents.listed(database, Role.PUBLIC)
    about = About(
        image=lambda page: page_image(collection, page), left_out=lambda _page, _reason: None
    )
    shares = {}
    for document in scanned:
        pages = list(whole_pages(collection, document, Role.PUBLIC))
        if not pages[0].page or not pages[0].page.width:
            continue
        made = b"".join(format_named("pdf").chunks(pages, about))
        for page, words in zip(pages, found(made, tmp_path), strict=True):
            assert page.reading is not None
            shares[document.source_name] = share_found(page.reading, words)
    assert len(shares) == 7
    assert min(shares.values()) >= FLOORS["searchable_pdf"]["words_found"], shares
