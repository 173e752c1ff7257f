"""A page that may be seen and not copied, in a browser: it is read, and nothing of it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

import tiny_collection
from looking import NARROW, WIDE, Visit, unreadable, visit
from serving import CHROMIUM, Site, served

from corpus import closures, rules
from corpus.access import Permit, Use
from corpus.targets import targets_named

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]


@pytest.fixture
def window(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    collection = tiny_collection.build(tmp_path / "collection")
    with collection.catalogue() as database:
        (target,) = targets_named(database, "dletter")
        rules.allow(database, target, [], {Use.COPY: Permit.NOBODY})
    with served(collection, "public") as (url, _server), visit(browser, Site(url)) as visitor:
        yield visitor


@pytest.mark.parametrize(("document", "taken"), [("dletter", False), ("dorder", True)])
def test_what_is_only_seen_is_read_and_not_taken(window: Visit, document: str, taken: bool) -> None:
    page = window.open("/page", id=document)
    scan = page.locator(".sheet img")
    shown = scan.evaluate("(image) => image.decode().then(() => image.naturalWidth)")
    assert shown == tiny_collection.WIDTH
    line = page.locator(".text .line .body").first
    assert line.inner_text()
    line.click(click_count=3)
    words = "(e) => { const r = e.getRootNode(); const s = r.getSelection?.() ?? getSelection();"
    assert bool(line.evaluate(words + " return String(s).trim(); }")) is taken
    free = "(e, type) => e.dispatchEvent(new Event(type, {bubbles: true, cancelable: true}))"
    for way in ("copy", "contextmenu", "dragstart"):
        assert scan.evaluate(free, way) is taken
    assert bool(page.locator(f'a[href^="/file/{document}/"]').count()) is taken
    alone = page.context.new_page().goto(f"{window.site}{scan.get_attribute('src')}")
    assert alone is not None
    assert (alone.status == 200) is taken


def test_what_is_new_is_readable_by_everyone(browser: Browser, tmp_path: Path) -> None:
    collection = tiny_collection.build(tmp_path / "collection")
    with collection.catalogue() as database:
        (target,) = targets_named(database, "dletter")
        rules.allow(database, target, [], {Use.COPY: Permit.NOBODY})
        closures.confirm(database, "ru-personal")
    found: dict[str, list[str]] = {}
    with served(collection) as (url, _server), visit(browser, Site(url)) as visitor:
        for path, parameters in (("/administration", {}), ("/describe", {"b": "fonds:1"})):
            page = visitor.open(path, **parameters)
            faults = unreadable(page, WIDE, NARROW)
            found |= {f"{path}: {fault}": at for fault, at in faults.items()}
    with served(collection, "public") as (url, _server), visit(browser, Site(url)) as visitor:
        page = visitor.open("/page", id="dletter")
        faults = unreadable(page, WIDE, NARROW)
        found |= {f"page: {fault}": at for fault, at in faults.items()}
    assert found == {}
