"""Page images in the cache: where they lie, and how one that is missing is made again.

Images are made by a worker, never by the process that shows pages; the cache may be deleted at any
time.
"""

from __future__ import annotations

import threading
from pathlib import Path

from corpus.collection import Collection
from corpus.documents import PageSource
from corpus.errors import NotFound
from corpus.messages import N_
from corpus.originals import place
from corpus.pages import Page
from ingest.child import Limits
from ingest.page import page_picture
from ingest.workers import Crew

#: long side of the images in pixels: to read on the screen, and to recognise in a list
SIDES = {"page": 2200, "thumb": 320}

_lock = threading.Lock()
_crew: Crew | None = None


def image_path(collection: Collection, page: Page, kind: str = "page") -> Path:
    """Where the image of a page lies (or will lie); ``kind`` is «page» or «thumb»."""
    scan = PageSource(page.original, page.original_page)
    return scan_image(collection, scan, kind, page.turned)


def scan_image(collection: Collection, scan: PageSource, kind: str, turned: int = 0) -> Path:
    """Where the image of a scan lies: named by its content, it is never out of date.

    ``turned`` are degrees by which it is turned, clockwise.
    """
    sha256, how = scan.original, f"-{turned}" if turned else ""
    return collection.cache / kind / sha256[:2] / f"{sha256[2:]}-{scan.page}{how}.jpg"


def page_image(collection: Collection, page: Page, kind: str = "page") -> Path:
    """The image of a page as a JPEG, made again if the cache lacks it.

    Raises:
        NotFound: the page has no image (it was born as text).
        InputFailed: the original cannot be opened any more.

    """
    if page.state == "closed":
        raise NotFound(N_("This page is closed."))
    target = image_path(collection, page, kind)
    if target.exists():
        return target
    if not page.width:
        raise NotFound(
            N_("Page {number} has no image."),
            remedy=N_("It was added as text; read it as such."),
            number=page.number,
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    original = place(collection.originals, page.original)
    task = page_picture(
        target, original, page.original_page, target, long_side=SIDES[kind], turned=page.turned
    )
    _one_worker().call(task)
    return target


def _one_worker() -> Crew:
    """A worker that is started when the first image is missing and kept for the next."""
    global _crew
    with _lock:
        if _crew is None:
            _crew = Crew(1, Limits(nice=0))  # somebody waits for the image
        return _crew
