"""Chromium for the tests: the pages of one visit, what they asked for, what the words say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Browser, Page, expect

WIDE, NARROW = (1440, 900), (390, 844)
#: Milliseconds that a click may take on a busy machine before a test gives up.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@dataclass
class Visit:
    """A browser window of somebody who has never been here."""

    page: Page
    site: str
    asked: list[str] = field(default_factory=list)

    def open(self, path: str = "/", **parameters: str) -> Page:
        """Go to an address and wait until it is drawn."""
        query = urlencode(parameters)
        self.page.goto(f"{self.site}{path}?{query}" if query else f"{self.site}{path}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until Streamlit has run the script and the parts with JavaScript are drawn."""
        self.page.wait_for_selector(
            '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=PATIENCE
        )
        self.page.wait_for_load_state("networkidle")

    @property
    def outside(self) -> list[str]:
        """What was asked of other machines."""
        ours = urlsplit(self.site).netloc
        return [url for url in self.asked if urlsplit(url).netloc not in {ours, ""}]

    @property
    def parameters(self) -> dict[str, list[str]]:
        """What stands in the address."""
        return parse_qs(urlsplit(self.page.url).query)


@contextmanager
def visit(
    browser: Browser, site: object, size: tuple[int, int] = WIDE, scheme: str = "light"
) -> Iterator[Visit]:
    """Open a fresh window of ``size`` in pixels; a narrow one is a phone with touch."""
    phone = size == NARROW
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        is_mobile=phone,
        has_touch=phone,
    )
    context.set_default_timeout(PATIENCE)
    try:
        visit = Visit(context.new_page(), str(site))
        visit.page.on("request", lambda request: visit.asked.append(request.url))
        yield visit
    finally:
        context.close()
