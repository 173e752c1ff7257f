"""Plain pages of our own, which no script and nothing of Streamlit is needed for."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ui.i18n import Translator

#: bytes of what a form sends, at most
LARGEST = 16_384
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}


async def body_of(request: Request, most: int = LARGEST) -> bytes | None:
    """What a form or a script sends; None where it is more than ``most`` bytes."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            return None
    return body


def html(
    title: str,
    body: str,
    words: Translator,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """A page with a title, around ``body``, which is HTML."""
    css = files("ui").joinpath("signing.css").read_text(encoding="utf-8")
    page = f"""<!doctype html>
<html lang="{words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · {escape(words.gettext("Opis"))}</title>
<style>{css}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
    return HTMLResponse(page, status, HEADERS | (headers or {}))
