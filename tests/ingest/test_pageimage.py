"""Images of pages: made when they are missing, and not for a page without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from shelves import Shelf

from corpus import documents, pages
from corpus.checks.finding import Part
from corpus.collection import Collection, create_collection
from corpus.description import Description
from corpus.documents import Original, PageSource
from corpus.errors import InputFailed, NotFound
from corpus.originals import digest, keep, place
from corpus.pages import Page
from corpus.reading import Reading, Source
from ingest import check, page_image
from ingest.pageimage import SIDES, image_path


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Page]:
    """A collection with one scan, and its page as if a worker had read it."""
    folder = tmp_path_factory.mktemp("scan")
    collection = create_collection(folder / "collection")
    picture = folder / "лист.png"
    Image.new("L", (2500, 3500), "white").save(picture, dpi=(300, 300))
    sha256 = digest(picture)
    keep(collection.originals, picture, sha256)
    with collection.catalogue() as database:
        with database.transaction():
            documents.enter_original(database, Original(sha256, "image/png", 1, 1))
            documents.insert(
                database, "dscan", Description(), picture.name, [PageSource(sha256, 1)]
            )
        (page,) = pages.of(database, "dscan")
        pages.store_reading(database, page.id, Reading("лист", source=Source.OCR), 1571, 2200)
        (page,) = pages.of(database, "dscan")
    return collection, page


@pytest.mark.parametrize(("kind", "side"), SIDES.items())
def test_an_image_that_is_missing_is_made_again(
    scan: tuple[Collection, Page], kind: str, side: int
) -> None:
    collection, page = scan
    target = image_path(collection, page, kind)
    target.unlink(missing_ok=True)
    assert page_image(collection, page, kind) == target
    with Image.open(target) as image:
        assert (image.format, max(image.size)) == ("JPEG", side)
    assert target.is_relative_to(collection.cache)


def test_an_image_that_is_there_is_not_made_again(scan: tuple[Collection, Page]) -> None:
    collection, page = scan
    target = page_image(collection, page, "thumb")
    made = target.stat().st_mtime_ns
    assert page_image(collection, page, "thumb").stat().st_mtime_ns == made


def test_a_page_of_plain_text_has_no_image(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves("труд")
    with shelf.collection.catalogue() as database:
        (page,) = pages.of(database, shelf.ids[0])
    with pytest.raises(NotFound, match="has no image"):
        page_image(shelf.collection, page)


def test_an_original_that_is_gone_is_said(scan: tuple[Collection, Page]) -> None:
    collection, page = scan
    original = place(collection.originals, page.original)
    hidden = original.rename(original.with_name("hidden"))
    target = image_path(collection, page)
    target.unlink(missing_ok=True)
    try:
        with pytest.raises(InputFailed) as refused:
            page_image(collection, page)
    finally:
        hidden.rename(original)
    assert str(refused.value.remedy)
    assert not Path(target).exists()


def test_the_image_of_a_page_that_was_turned_is_turned(scan: tuple[Collection, Page]) -> None:
    collection, page = scan
    turned = replace(page, width=2200, height=1571, turned=90)
    target = page_image(collection, turned)
    assert target != image_path(collection, page)
    with Image.open(target) as image:
        assert image.size[0] > image.size[1]
    images = [one for one in check(collection, repair=False) if one.part is Part.IMAGE]
    assert images == []
