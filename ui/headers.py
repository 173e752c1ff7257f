"""Headers on every answer: what a browser may do with our pages, and who may show or fetch them.

Streamlit's pages need scripts and styles within the page, and charts compile expressions; what a
page may ask for lies on this machine all the same, and no other site may put it into a frame.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",  # media types are as we say, none is guessed
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": POLICY,
}
#: What everybody may see and keep, pictures of open pages, is shown by viewers on other sites too
#: (IIIF). Nothing else may be put into another site.
RESOURCES = "Cross-Origin-Resource-Policy"
#: Where the pages are reached by TLS, no browser asks without it for a year.
ONLY_TLS = {"Strict-Transport-Security": "max-age=31536000"}


class Headers:
    """ASGI middleware that adds :data:`HEADERS` to every answer that has not its own."""

    def __init__(self, app: ASGIApp, tls: bool = False) -> None:
        self._app = app
        self._headers = HEADERS | (ONLY_TLS if tls else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""

        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if not headers.get("cache-control", "").startswith("public"):
                    headers.setdefault(RESOURCES, "same-origin")
            await send(message)

        await self._app(scope, receive, said)
