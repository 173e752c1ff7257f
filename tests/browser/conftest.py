"""A server that shows a tiny collection, and a Chromium that looks at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# The pages' tests share one collection; its builder lies with those that need no browser.
sys.path.insert(0, str(Path(__file__).parents[1] / "ui"))

import tiny_collection
from serving import ARGUMENTS, CHROMIUM, Site, served

if TYPE_CHECKING:  # the tests are skipped where there is no Playwright
    from looking import Visit
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tiny collection, served to the public as ``opis ui`` serves it."""
    collection = tiny_collection.build(tmp_path_factory.mktemp("site") / "collection")
    with served(collection, "public") as (url, _server):
        yield Site(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium that all tests share; each opens windows of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def wide(browser: Browser, site: Site) -> Iterator[Visit]:
    """A window on the pages that is as wide as a desk's."""
    from looking import visit

    with visit(browser, site) as visitor:
        yield visitor
