"""How long a reader waits: from the click on a hit, or the key, until the scan is painted.

``scripts/bench reader``; ``scripts/bench reader COLLECTION`` takes one that is there instead of the
demo. ``scripts/bench reader --lines [FOLDER]`` measures a concordance instead, see
:mod:`benchmarks.reader_lines`. Painted means: the image is decoded and two frames have been shown
since. Times on a shared machine are noisy: medians, and the lowest beside them.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

import ingest
from benchmarks import reader_lines
from benchmarks.demo import OPIS
from corpus.access import Role
from corpus.collection import Collection, create_collection, open_collection
from corpus.demo.render import render
from index import Request, search
from tests.browser.serving import ARGUMENTS, CHROMIUM
from ui.pages.cards import thumbnail
from ui.server import free_port

QUERY = "лагерь"
#: openings of a hit, keys pressed, and requests of each image
RUNS, REQUESTS = 15, 200
#: Does something, then waits until another scan is painted; returns the milliseconds.
PAINTED = """async ([what, value]) => {
    const find = (root) => {
        for (const e of root.querySelectorAll("*")) {
            const found = e.matches(".pane img") ? e : e.shadowRoot && find(e.shadowRoot);
            if (found) return found;
        }
    };
    const frame = () => new Promise(requestAnimationFrame);
    const before = find(document)?.src;
    const start = performance.now();
    if (what === "click") document.querySelectorAll(value.css)[value.n].click();
    else document.dispatchEvent(new KeyboardEvent("keydown", { key: value }));
    while (performance.now() - start < 20000) {
        const image = find(document);
        if (image && image.src !== before) {
            await image.decode();
            await frame();
            await frame();
            return performance.now() - start;
        }
        await frame();
    }
}"""


def main(arguments: list[str]) -> None:
    """Print the table."""
    if arguments[:1] == ["--lines"]:
        reader_lines.table(Path(*arguments[1:2] or [tempfile.gettempdir(), "opis-bench"]))
        return
    with tempfile.TemporaryDirectory() as folder:
        collection = open_collection(Path(arguments[0])) if arguments else made(Path(folder))
        print(f"{'':60}{'median':>10}{'lowest':>10}{'n':>5}")
        with served(collection) as port:
            in_the_browser(f"http://127.0.0.1:{port}")
            of_the_route(collection, port)


def made(folder: Path) -> Collection:
    """The demo, in a collection of its own."""
    scans = folder / "scans"
    scans.mkdir()
    render(scans)
    collection = create_collection(folder / "collection")
    ingest.add(collection, [scans], workers=2)
    return collection


@contextmanager
def served(collection: Collection) -> Iterator[int]:
    """Serve the pages; yields the port."""
    port = free_port("127.0.0.1", 0)
    server = subprocess.Popen(
        [OPIS, "ui", "--collection", collection.path, "--port", str(port)],
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
                break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def told(what: str, seconds: list[float]) -> None:
    """Print a row in milliseconds: median, lowest and number of measurements."""
    print(f"{what:60}{1000 * median(seconds):7.0f} ms{1000 * min(seconds):7.0f} ms{len(seconds):5}")


def in_the_browser(site: str) -> None:
    """Rows of the scan: opened from the answer, and gone on to from hit to hit."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{site}/?q={quote(QUERY)}&ui=en")
        page.locator("article.card").first.wait_for()
        cards = page.locator("article.card .sheet img").count()
        opened = [opening(page, n % cards) for n in range(RUNS)]
        told("opening a hit until the scan is painted", opened)
        told(f"the first time, of {cards} scans", opened[:cards])
        page.goto(f"{site}/?q={quote(QUERY)}&ui=en")
        page.locator("article.card h3 a").first.click()
        page.locator(".position").wait_for()
        told("going on to the next scan with hits, fetched ahead", [*turning(page)])
        browser.close()


def opening(page: Page, n: int) -> float:
    """Seconds from the click on the n-th card until its scan is painted; goes back then."""
    page.wait_for_load_state("networkidle")
    links = {"css": "article.card a.sheet:has(img)", "n": n}
    waited = page.evaluate(PAINTED, ["click", links])
    page.go_back()
    page.locator("article.card").first.wait_for()
    return float(waited) / 1000


def turning(page: Page) -> Iterator[float]:
    """Seconds from a key that leads to another page until its scan is painted."""
    for _ in range(200):
        page.wait_for_load_state("networkidle")
        place, _, _ = page.locator(".position").inner_text().partition(" on the ")
        at, _, hits = place.partition(" of ")
        if at != hits or page.locator(".hits button").last.is_disabled():
            page.keyboard.press("n")
            continue
        yield float(page.evaluate(PAINTED, ["key", "n"])) / 1000


def of_the_route(collection: Collection, port: int) -> None:
    """Rows of the images alone, from the cache."""
    answer = search(collection, Request(QUERY, role=Role.PUBLIC))
    scanned = [hit for hit in answer.hits if hit.boxes and hit.boxes[0].places]
    scans = [f"/img/page/{hit.document}/{hit.page}.jpg" for hit in scanned]
    thumbs = [thumbnail(hit.document, hit.page, hit.boxes) for hit in scanned]
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for what, addresses in (("a scan", scans), ("a thumbnail with lit words", thumbs)):
        tags = {address: asked(connection, address)[1] for address in addresses}
        again = [addresses[n % len(addresses)] for n in range(REQUESTS)]
        told(f"{what} from the cache", [asked(connection, one)[0] for one in again])
        known = [asked(connection, one, {"If-None-Match": tags[one]})[0] for one in again]
        told(f"{what} that the browser has, asked for again", known)


def asked(
    connection: http.client.HTTPConnection, address: str, headers: dict[str, str] | None = None
) -> tuple[float, str]:
    """Seconds until an image is there, and its tag."""
    started = time.perf_counter()
    connection.request("GET", address, headers=headers or {})
    response = connection.getresponse()
    response.read()
    waited = time.perf_counter() - started
    if response.status not in {200, 304}:
        raise RuntimeError(f"{address}: {response.status}")
    return waited, response.headers["ETag"]


if __name__ == "__main__":
    main(sys.argv[1:])
