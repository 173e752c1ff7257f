"""Chromium for the tests: the pages of one visit, what they asked for, what the words say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import parse_qs, urlencode, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Locator, Page, TimeoutError, expect

WIDE, NARROW = (1440, 900), (390, 844)
#: Web Content Accessibility Guidelines 2.2, levels A and AA
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: what axe is asked: faults alone, without the pieces that are none
ASKED = {"runOnly": RULES, "resultTypes": ["violations"]}
#: of them what goes by colours: dark, a page has the same pieces as light
OF_COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
#: true where no colour fades any more; what turns without end does not count
_FADED = """() => document.getAnimations().every((each) => each.playState !== "running"
    || each.effect.getComputedTiming().endTime === Infinity)"""
#: True where no run of the script was asked for in several frames, as many as parts that have been
#: drawn may take to ask for the next one.
_AT_REST = """(asked) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const rests = app?.dataset.testScriptState === "notRunning" && window.askedForRest === asked
        && !document.querySelector('[data-testid="stSkeleton"]');
    window.askedForRest = asked;
    window.framesAtRest = rests ? window.framesAtRest + 1 : 0;
    return window.framesAtRest > 5;
}"""
_ASKED = count(1)
#: Milliseconds that a click may take on a busy machine before a test gives up.
PATIENCE = 60_000
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
        if parameters.get("ui") != "en":  # Streamlit's own, until links, ticks and keys are heard
            self.page.wait_for_selector("html:not([lang=en])", state="attached")
        return self.page

    def settle(self) -> None:
        """Wait until Streamlit has run the script and the parts with JavaScript are drawn."""
        for _ in range(2):  # a run may begin only when the first has drawn its parts
            self.page.wait_for_function(_AT_REST, arg=next(_ASKED))
            self.page.wait_for_load_state("networkidle")

    def seen(self) -> bytes:
        """What stands on the screen, as a PNG, once it stands still."""
        before = b""
        for _ in range(PATIENCE // 100):
            now = self.page.screenshot()
            if now == before:
                return now
            before = now
            self.page.wait_for_timeout(100)
        raise AssertionError("the page does not stand still")

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


def unreadable(page: Page, *sizes: tuple[int, int]) -> dict[str, list[str]]:
    """What somebody could not read of a page, by width, colours and rule: the pieces at fault.

    The page is looked at light and dark, in ``sizes`` (the first is what it was opened in) or as
    it is. Everything that can be opened is opened. ``sideways`` is there where the page is wider
    than its window.
    """
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    page.evaluate(Axe().axe_script)
    emulation = page.context.new_cdp_session(page)
    found: dict[str, list[str]] = {}
    for size in sizes or [None]:
        if size and size != sizes[0]:
            _resize(emulation, size)
        for scheme, asked in (("light", ASKED), ("dark", OF_COLOURS)):
            page.emulate_media(color_scheme=scheme)
            _fade(page)
            for fault in page.evaluate("(asked) => axe.run(asked)", asked)["violations"]:
                called = f"{size or ''} {scheme}: {fault['id']}"
                found[called] = [node["html"][:200] for node in fault["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{size or ''} sideways"] = []
    if len(sizes) > 1:
        _resize(emulation, sizes[0])
    page.emulate_media(color_scheme="light")
    return found


def _resize(emulation: CDPSession, size: tuple[int, int]) -> None:
    """Give a page a window of another size; a narrow one is a phone with touch, as in a visit."""
    width, height = size
    shape = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == NARROW}
    emulation.send("Emulation.setDeviceMetricsOverride", shape)
    emulation.send("Emulation.setTouchEmulationEnabled", {"enabled": size == NARROW})


def _fade(page: Page) -> None:
    """Wait until no colour fades any more; axe would measure them half way."""
    page.wait_for_timeout(300)  # until they begin
    page.wait_for_function(_FADED)


def write(visitor: Visit, box: Locator, text: str, leave: str = "Tab") -> None:
    """Write into a box of a page that is drawn, and leave it by a key: the text stands there."""
    visitor.settle()
    box.fill(text)
    box.press(leave)
    visitor.settle()
    expect(box).to_have_value(text)


def choose(visitor: Visit, choice: Locator, value: str) -> None:
    """Choose a value of a list, again where the page was drawn anew and closed it meanwhile."""
    option = visitor.page.get_by_role("option", name=value, exact=True)
    for _ in range(5):
        choice.click()
        try:
            option.click(timeout=PATIENCE // 10)
        except TimeoutError:
            continue
        visitor.settle()
        return
    option.click()
