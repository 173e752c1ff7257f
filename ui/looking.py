"""Scans that may be seen and not copied: our pages show them, and nothing else gets them.

Their addresses carry a key that our pages alone can make, for one reader and for an hour or two; a
browser that says it wants the scan for anything but a picture within a page gets none. Whoever sees
a screen can photograph it: this keeps scans from being taken along, not from being seen.
"""

from __future__ import annotations

import hmac
import time

from starlette.requests import Request

from corpus.pages import Page
from ui import guard

#: seconds for which a key is made; it is good for the next such time too
_LASTS = 3600


def scan(document: str, number: int, *, copied: bool) -> str:
    """The address of a scan for a page of ours that shows it; ``copied`` says that it may be."""
    at = f"/img/page/{document}/{number}.jpg"
    return at if copied else f"{at}?k={_key(document, number, _now())}"


def strip(document: str, number: int, start: int, end: int) -> str:
    """The address of the lines of a scan, for a page of ours, in which these characters stand."""
    key = _key(document, number, _now())
    return f"/img/strip/{document}/{number}.jpg?at={start}-{end}&k={key}"


def is_ours(request: Request, page: Page) -> bool:
    """Whether one of our pages asks for a scan to show it to whoever is asking."""
    if request.headers.get("sec-fetch-dest", "image") != "image":
        return False
    given, now = request.query_params.get("k", "").encode(), _now()
    return any(
        hmac.compare_digest(given, _key(page.document, page.number, then).encode())
        for then in (now, now - 1)
    )


def _key(document: str, number: int, then: int) -> str:
    return guard.word(f"scan {document} {number} {then}")[:32]


def _now() -> int:
    return int(time.time() // _LASTS)
