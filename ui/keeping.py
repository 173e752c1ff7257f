"""The list of whoever has signed in: what his windows know of it, and how they change it.

``POST /list`` with ``{"known": […], "made": […]}`` makes of the list what a window has made of what
it knew, and answers with ``{"list": […], "revision": 7}``. Who has not signed in has his list in
the browser only.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from corpus import lists
from corpus.lists import Listed
from ui import guard, kept
from ui.downloads import NOT_KEPT
from ui.opened import opened, shared
from ui.plain import body_of

#: bytes that a change may have: two full lists with long notes in Cyrillic letters
MOST = 8_000_000


def own() -> dict[str, Any] | None:
    """What a window is told: whose list it is, the list, and the word to change it with.

    None where nobody signs in.
    """
    if not shared():
        return None
    who = opened()
    with who.collection.catalogue() as database:
        listed = lists.of(database, who.user)
    return {"user": who.user, "token": guard.token(), **_said(listed)}


async def change(request: Request) -> Response:
    """Change the list of whoever asks."""
    refused = guard.refusal(request, allowed=shared())
    if refused is not None:
        return refused
    body = await body_of(request, MOST)
    if body is None:
        return Response("too long", 413, {"Cache-Control": NOT_KEPT}, "text/plain")
    listed = await run_in_threadpool(_change, body)
    if listed is None:
        return Response("no list", 400, {"Cache-Control": NOT_KEPT}, "text/plain")
    return JSONResponse(_said(listed), headers={"Cache-Control": NOT_KEPT})


def _change(body: bytes) -> Listed | None:
    try:
        said = json.loads(body)
        known, made = (
            kept.write(kept.read(one for one in said[name] if isinstance(one, str)))
            for name in ("known", "made")
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    who = opened()
    with who.collection.catalogue() as database:
        return lists.change(database, who.user, known, made, kept.PASSAGES)


def _said(listed: Listed) -> dict[str, Any]:
    return {"list": [*listed.passages], "revision": listed.revision}
