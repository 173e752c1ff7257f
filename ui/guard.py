"""What guards a route that changes something: only our own pages may ask, and who may change it.

A browser sends the cookies of this site with a form of any other site (CSRF). Here it must say that
one of our pages asks (``Sec-Fetch-Site``, ``Origin``), and the page must know a word that no other
site can read: the header ``X-Opis-Token``, which the page has from :func:`token`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from corpus.access import Role
from ui.opened import opened

#: the header that a page sends with the word of :func:`token`
HEADER = "X-Opis-Token"
_NOT_KEPT = {"Cache-Control": "private, no-store"}
_SECRET = secrets.token_bytes(32)


def token() -> str:
    """The word that the pages of whoever is asking send with a change; it lasts as this process."""
    return word("")


def word(about: str) -> str:
    """A word that only this process can make, for whoever is asking and for one thing."""
    return hmac.new(_SECRET, f"{opened().user}\0{about}".encode(), hashlib.sha256).hexdigest()


def refusal(request: Request, *, allowed: bool | None = None) -> Response | None:
    """What a request that would change something is answered instead, or None: it may.

    ``allowed`` says whether who asks may at all; where it is not said, archivists may. Who may not
    is told what is told of an address that is none.
    """
    if allowed is None:
        allowed = opened().role is Role.ARCHIVIST
    if not allowed:
        return Response("not found", 404, _NOT_KEPT, "text/plain")
    if request.method != "POST":
        return Response("only POST", 405, _NOT_KEPT | {"Allow": "POST"}, "text/plain")
    given = request.headers.get(HEADER, "").encode()
    if not same_origin(request.headers) or not hmac.compare_digest(given, token().encode()):
        return Response("not from these pages: load the page again", 403, _NOT_KEPT, "text/plain")
    return None


def same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that a page of this site asks; one that says nothing is not believed.

    ``headers`` are without regard to case, as Starlette has them.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and origin is None:
        return False
    if site not in {None, "same-origin"}:
        return False
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")
