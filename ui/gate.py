"""Nothing without a session: what stands before every page, picture, file and upload.

What is asked for does not matter, so nobody learns what there is. A browser that opens a page is
sent to :mod:`ui.signing`, everything else is refused with 401.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import guard, visitors
from ui.arriving import BACK, ENDED
from ui.signing import THERE

#: what is there for everybody
FREE = frozenset({"/sign-in", THERE, BACK, ENDED, "/health", "/healthz"})
_NOT_KEPT = {"Cache-Control": "private, no-store"}
#: A browser sends no strict cookie with a link of another site. The same page asked for once more,
#: by itself, comes with it.
_AGAIN = '<!doctype html><meta http-equiv="refresh" content="0"><title>…</title>'


class Gate:
    """ASGI middleware that lets nobody pass who has not signed in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as that of whoever has signed in, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            return await self._app(scope, receive, send)
        asked = HTTPConnection(scope)
        token = asked.cookies.get(visitors.cookie_name(), "")
        who = await to_thread.run_sync(visitors.of_token, token)
        if scope["type"] == "websocket":  # a window; it lasts longer than a session may
            if who is None or not _own(asked.headers):
                return await send({"type": "websocket.close", "code": 1008})
            return await self._app(scope, receive, send)
        if who is not None:
            with visitors.asking(who):
                return await self._app(scope, receive, _private(send))
        if scope["path"] in FREE:
            return await self._app(scope, receive, send)
        return await refusal(scope["method"], asked)(scope, receive, send)


def refusal(method: str, asked: HTTPConnection) -> Response:
    """What is answered to a request without a session."""
    if method not in {"GET", "HEAD"} or not _opens_page(asked.headers):
        return PlainTextResponse("sign in", 401, _NOT_KEPT)
    if asked.headers.get("sec-fetch-site") == "cross-site":
        return HTMLResponse(_AGAIN, headers=_NOT_KEPT)
    path = asked.url.path + (f"?{asked.url.query}" if asked.url.query else "")
    where = "/sign-in" + ("" if path == "/" else f"?{urlencode({'next': path})}")
    return RedirectResponse(where, 303, _NOT_KEPT)


def _own(headers: Mapping[str, str]) -> bool:
    """Whether no browser says that another site asks."""
    return "origin" not in headers or guard.same_origin(headers)


def _opens_page(headers: Mapping[str, str]) -> bool:
    """Whether a browser asks for what it shows as a page of its own."""
    dest = headers.get("sec-fetch-dest")
    return dest == "document" if dest else "text/html" in headers.get("accept", "")


def _private(send: Send) -> Send:
    """Let nothing between us and who has signed in keep an answer for others."""

    async def said(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kept = headers.get("cache-control", "no-cache")
            headers["Cache-Control"] = kept.replace("public", "private")
            headers.add_vary_header("Cookie")
        await send(message)

    return said
