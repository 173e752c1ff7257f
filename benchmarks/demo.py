"""How long the demo takes: reading its scans, a search as a process, a click in the browser.

``scripts/bench demo``. Times on a shared machine are noisy: medians, and the lowest beside them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

import ingest
from corpus.collection import create_collection
from corpus.demo.render import render
from tests.browser.serving import ARGUMENTS, CHROMIUM
from ui.server import free_port

RUNS = 15
OPIS = Path(sys.executable).with_name("opis")


def told(what: str, seconds: list[float]) -> None:
    """Print a row: median, lowest and number of measurements."""
    print(f"{what:52}{median(seconds):8.2f} s{min(seconds):8.2f} s{len(seconds):5}")


def timed(action: Callable[[], object]) -> float:
    """Seconds that ``action`` takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        scans, path = Path(folder) / "scans", Path(folder) / "collection"
        scans.mkdir()
        rendering = timed(lambda: render(scans))
        collection = create_collection(path)
        report = ingest.add(collection, [scans], workers=2)
        print(f"{'':52}{'median':>10}{'lowest':>10}{'n':>5}")
        told("render 24 pages", [rendering])
        told("add, a page (2 workers; taking, OCR, indexing)", [report.seconds / report.pages])
        search = [OPIS, "search", "заключённый", "--collection", path, "--json"]
        told(
            "opis search as a process",
            [timed(lambda: subprocess.run(search, check=True, capture_output=True))
             for _ in range(RUNS)],
        )  # fmt: skip
        in_the_browser(path)


def in_the_browser(path: Path) -> None:
    """Rows of the pages: first load, a facet click, opening a hit."""
    port = free_port("127.0.0.1", 0)
    server = subprocess.Popen(
        [OPIS, "ui", "--collection", path, "--port", str(port)], stdout=subprocess.DEVNULL
    )
    site = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{site}/healthz", timeout=5)  # noqa: S310 - our own
                break
            except OSError:
                time.sleep(0.2)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            address = f"{site}/?q=заключённый&ui=en"
            told("first load of an answer", [timed(lambda: shown(page, address))])
            clicks = [timed(lambda i=i: facet(page, on=i % 2 == 0)) for i in range(RUNS)]  # type: ignore[misc]  # bound at once
            told("facet click until the new count is shown", clicks)
            page.goto(address)
            opened = [timed(lambda: hit(page, address)) for _ in range(RUNS)]
            told("opening a hit until the scan is painted, and back", opened)
            browser.close()
    finally:
        server.terminate()
        server.wait(20)


def shown(page: Page, address: str) -> None:
    """Open an answer and wait for its counts."""
    page.goto(address)
    page.locator("p.counts").wait_for()


def facet(page: Page, *, on: bool) -> None:
    """Tick or untick a facet's value and wait for another count."""
    before = page.locator("p.counts").inner_text()
    page.get_by_role("checkbox", name="Kazakh").first.set_checked(on)
    page.wait_for_function(
        "before => document.querySelector('p.counts')?.innerText !== before", arg=before
    )


def hit(page: Page, address: str) -> None:
    """Open the first result's page and go back."""
    page.locator("article.card h3 a").first.click()
    page.locator(".hit").first.wait_for(state="attached")
    page.wait_for_function(
        "() => { const find = r => [...r.querySelectorAll('*')].flatMap(e => "
        "[...(e.tagName === 'IMG' && e.src.includes('/img/page/') ? [e] : []), "
        "...(e.shadowRoot ? find(e.shadowRoot) : [])]);"
        "return find(document).some(i => i.complete && i.naturalWidth > 0); }"
    )
    page.go_back()
    page.locator("article.card").first.wait_for()


if __name__ == "__main__":
    main()
