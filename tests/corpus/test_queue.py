"""Reading again: a new layer below the corrections, or the old one where nothing is new."""

from __future__ import annotations

import pytest
from shelves import Shelf

from corpus import documents, pages, queue, scans
from corpus.access import Role
from corpus.catalogue import Database
from corpus.documents import Original, PageSource
from corpus.errors import InputFailed
from corpus.pages import Again, Page
from corpus.reading import Reading, Source
from corpus.scans import Condition, Side


@pytest.fixture
def page(shelf: Shelf) -> Page:
    """A page that OCR has read."""
    (document,) = shelf.put(({}, ["а"]), indexed=False)
    with shelf.collection.catalogue() as database:
        (page,) = pages.of(database, document)
        database.change("DELETE FROM readings")
        pages.store_reading(database, page.id, ocr("приказ о лагеpe"), 100, 140)
        return now(database, page)


def ocr(text: str) -> Reading:
    return Reading(text, source=Source.OCR, engine="tesseract 5")


def now(database: Database, page: Page) -> Page:
    (page,) = pages.of(database, page.document)
    return page


def layers(database: Database, page: Page) -> list[tuple[str, str]]:
    """Source and text of each layer, the oldest first."""
    rows = database.rows("SELECT id, source FROM readings WHERE page = ? ORDER BY id", (page.id,))
    return [(row["source"], pages.reading(database, row["id"]).text) for row in rows]


def read_again(database: Database, page: Page, reading: Reading | InputFailed) -> None:
    queue.ask_again(database, page.id, Again.OCR)
    claimed = queue.claim(database, 0)
    assert claimed and claimed.again is Again.OCR
    assert queue.claim(database, 0) is None
    if isinstance(reading, Reading):
        queue.record_reading(database, claimed, reading, 200, 280)
    else:
        queue.record_failure(database, claimed, reading)


def test_a_new_reading_is_a_new_layer(shelf: Shelf, page: Page) -> None:
    with shelf.collection.catalogue() as database:
        read_again(database, page, ocr("приказ о лагере"))
        assert layers(database, page) == [("ocr", "приказ о лагеpe"), ("ocr", "приказ о лагере")]
        after = now(database, page)
        assert (after.state, after.again, after.width, after.height) == ("read", None, 200, 280)
        assert after.changed > page.changed
        assert queue.waiting(database) == 0


def test_what_was_seen_of_its_scan_is_kept(shelf: Shelf, page: Page) -> None:
    with shelf.collection.catalogue() as database:
        for seen in (Condition(0.006, 180, (Side.TOP,), b"ab"), Condition()):
            queue.ask_again(database, page.id, Again.OCR)
            claimed = queue.claim(database, 0)
            assert claimed
            queue.record_reading(database, claimed, ocr("приказ"), seen=seen)
            assert scans.of(database, page.document) == {1: seen}


def test_the_same_reading_is_not_stored_twice(shelf: Shelf, page: Page) -> None:
    with shelf.collection.catalogue() as database:
        read_again(database, page, ocr("приказ о лагеpe"))
        assert layers(database, page) == [("ocr", "приказ о лагеpe")]
        assert now(database, page).again is None


def test_corrections_stay_on_top(shelf: Shelf, page: Page) -> None:
    corrected = Reading("приказ о лагере", source=Source.CORRECTED)
    with shelf.collection.catalogue() as database:
        pages.store_reading(database, page.id, corrected)
        read_again(database, page, ocr("Приказ о лагеpe"))
        read_again(database, page, ocr("Приказ № 5 о лагсре"))
        assert layers(database, page)[1:] == [
            ("corrected", "приказ о лагере"),
            ("ocr", "Приказ о лагеpe"),
            ("corrected", "Приказ о лагере"),
            ("ocr", "Приказ № 5 о лагсре"),
            ("corrected", "Приказ № 5 о лагере"),
        ]
        assert now(database, page).source is Source.CORRECTED


def test_a_page_that_nobody_but_a_person_could_read_stays_read(shelf: Shelf, page: Page) -> None:
    unread = Reading("", source=Source.UNREAD, reason="Handwriting.")
    with shelf.collection.catalogue() as database:
        read_again(database, page, unread)
        assert now(database, page).state == "unread"
        pages.store_reading(database, page.id, Reading("рукопись", source=Source.CORRECTED))
        read_again(database, page, unread)
        read_again(database, page, ocr("pykoпиcb"))
        assert layers(database, page)[-1] == ("corrected", "рукопись")
        assert (now(database, page).state, now(database, page).reason) == ("read", None)


def test_a_page_that_cannot_be_read_again_keeps_what_it_has(shelf: Shelf, page: Page) -> None:
    with shelf.collection.catalogue() as database:
        read_again(database, page, InputFailed("It crashed.", remedy="Scan it anew."))
        after = now(database, page)
        assert (after.state, after.reading, after.again) == ("read", page.reading, None)
        assert (after.changed, queue.waiting(database)) == (page.changed, 0)


def test_a_failed_page_that_fails_again_says_the_newest_reason(shelf: Shelf, page: Page) -> None:
    with shelf.collection.catalogue() as database:
        database.change("DELETE FROM readings")
        database.change("UPDATE pages SET state = 'failed', reason = '', remedy = ''")
        read_again(database, page, InputFailed("It crashed.", remedy="Scan it anew."))
        assert (now(database, page).state, str(now(database, page).reason)) == (
            "failed", "It crashed.",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "asked", "meanwhile", "left"),
    [
        ("read", Again.OCR, Again.OCR, None),  # one reading answers both
        ("read", Again.OWN, Again.OCR, Again.OCR),
        ("waiting", None, Again.OCR, Again.OCR),
        ("failed", Again.OWN, Again.OCR, Again.OCR),
    ],
)
def test_what_is_asked_for_while_a_page_is_read_is_not_lost(
    shelf: Shelf, page: Page, state: str, asked: Again | None, meanwhile: Again, left: Again | None
) -> None:
    for outcome in (ocr("приказ"), InputFailed("It crashed.")):
        with shelf.collection.catalogue() as database:
            database.change("UPDATE pages SET state = ?, again = ?", (state, asked or ""))
            claimed = queue.claim(database, 0)
            assert claimed
            queue.ask_again(database, page.id, meanwhile)
            if isinstance(outcome, Reading):
                queue.record_reading(database, claimed, outcome)
            else:
                queue.record_failure(database, claimed, outcome)
            assert now(database, page).again == left
            assert queue.waiting(database) == (left is not None)


def test_a_correction_made_while_a_page_is_read_ends_on_top(shelf: Shelf, page: Page) -> None:
    with shelf.collection.catalogue() as database:
        queue.ask_again(database, page.id, Again.OCR)
        claimed = queue.claim(database, 0)
        assert claimed
        pages.store_reading(database, page.id, Reading("приказ о лагере", source=Source.CORRECTED))
        assert now(database, page).width == 100  # the image is still there
        queue.record_reading(database, claimed, ocr("Приказ о лагеpe"), 200, 280)
        assert layers(database, page)[-2:] == [
            ("ocr", "Приказ о лагеpe"), ("corrected", "Приказ о лагере"),
        ]  # fmt: skip


def test_what_was_read_of_a_scan_that_is_no_more_the_pages_is_dropped(
    shelf: Shelf, page: Page
) -> None:
    with shelf.collection.catalogue() as database:
        queue.ask_again(database, page.id, Again.OCR)
        claimed = queue.claim(database, 0)
        assert claimed
        documents.enter_original(database, Original("f" * 64, "image/png", 1, 1))
        with database.transaction():
            pages.replace_scan(
                database, now(database, page), PageSource("f" * 64, 1), ocr("новый"), 30, 40
            )
        queue.ask_again(database, page.id, Again.OCR)
        queue.record_reading(database, claimed, ocr("старый"))
        assert layers(database, page)[-1] == ("ocr", "новый")
        assert queue.claim(database, 0) is not None  # it was asked for again, and is free


def test_a_rescan_takes_the_place_of_a_scan(shelf: Shelf, page: Page) -> None:
    rescan = Original("f" * 64, "image/png", 1, 1)
    corrected = Reading("приказ о лагере", source=Source.CORRECTED)
    with shelf.collection.catalogue() as database:
        pages.store_reading(database, page.id, corrected)
        before = now(database, page)
        documents.enter_original(database, rescan)
        with database.transaction():
            pages.replace_scan(
                database, before, PageSource(rescan.sha256, 1), ocr("Приказ о лагеpe"), 30, 40
            )
        after = now(database, page)
        assert (after.id, after.number, after.leaves) == (before.id, before.number, before.leaves)
        assert (after.original, after.width, after.height) == (rescan.sha256, 30, 40)
        assert layers(database, page)[-1] == ("corrected", "Приказ о лагере")
        # both scans are known when they are added
        for sha256 in (before.original, rescan.sha256):
            assert documents.known_original(database, sha256) == [page.document]
        assert documents.find(database, page.document, Role.PUBLIC).pages == 1


def test_what_is_urgent_is_read_before_what_has_waited_longer(shelf: Shelf) -> None:
    first, second, third = shelf.put("а", "б", ({}, ["в", "г"]), indexed=False)
    with shelf.collection.catalogue() as database:
        database.change("UPDATE pages SET state = 'waiting'")
        queue.read_first(database, second)
        queue.read_first(database, third)
        assert [one.document for one in queue.standings(database, 9)] == [third, second, first]
        order = []
        while page := queue.claim_urgent(database):
            order.append((page.document, page.number))
        assert order == [(third, 1), (third, 2), (second, 1)]
        waiting = queue.claim(database, 0)
        assert waiting is not None
        assert waiting.document == first
