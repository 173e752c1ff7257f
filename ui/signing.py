"""Signing in and out: a page of our own, before anything of Streamlit is reached.

=============  ==========================================================================
``/sign-in``   asks for name and password; ``?next=/page?d=…`` is where one wanted to go
``/sign-out``  POST: ends the session
=============  ==========================================================================
"""

from __future__ import annotations

import logging
from html import escape
from importlib.resources import files
from urllib.parse import parse_qs, urlencode, urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from corpus import sessions, users
from corpus.messages import visible
from ui import guard, visitors
from ui.i18n import LANGUAGES, Translator, translator
from ui.opened import served
from ui.slowing import Slowing

log = logging.getLogger(__name__)
#: bytes of what a form sends, at most
LARGEST = 16_384
_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}
_slowing = Slowing()


def routes() -> list[Route]:
    """Return the routes; the first is there for everybody."""
    return [
        Route("/sign-in", sign_in_page, methods=["GET"]),
        Route("/sign-in", sign_in, methods=["POST"]),
        Route("/sign-out", sign_out, methods=["POST"]),
    ]


def sign_in_page(request: Request) -> Response:
    """Answer with the page that asks for name and password."""
    token = request.cookies.get(visitors.cookie_name(), "")
    if visitors.of_token(token) is not None:
        return RedirectResponse(_next(request), 303, _HEADERS)
    return _page(request, _words(request))


async def sign_in(request: Request) -> Response:
    """Begin a session, or ask again."""
    if not guard.same_origin(request.headers):
        return PlainTextResponse("not from this page", 403, _HEADERS)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return PlainTextResponse("too large", 413, _HEADERS)
    form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    name, password = (form.get(field, [""])[0] for field in ("name", "password"))
    return await to_thread.run_sync(_signed_in, request, name, password)


def sign_out(request: Request) -> Response:
    """End the session, and show the page that asks for name and password."""
    if not guard.same_origin(request.headers):
        return PlainTextResponse("not from these pages", 403, _HEADERS)
    visitors.sign_out(request.cookies.get(visitors.cookie_name(), ""))
    answer = RedirectResponse("/sign-in", 303, _HEADERS)
    _set(answer, "", 0)
    return answer


def _signed_in(request: Request, name: str, password: str) -> Response:
    words, address = _words(request), request.client.host if request.client else ""
    wait = _slowing.attempt(address, name)
    if wait > 0:
        log.warning("too many attempts to sign in from %s", visible(address))
        said = words.gettext("Too many attempts. Try again in {n} s.").format(n=int(wait) + 1)
        return _page(request, words, said, name, 429, {"Retry-After": str(int(wait) + 1)})
    with served().collection.catalogue() as database:
        user = users.known(database, name, password)
        if user is None:
            # whatever was typed as a name may be a password
            log.warning("wrong name or password from %s", visible(address))
            said = words.gettext("This name and this password do not belong together.")
            return _page(request, words, said, name, 403)
        token = sessions.begin(database, user)
    _slowing.succeeded(address, name)
    log.warning("%s signed in from %s", visible(user.name), visible(address))
    answer = RedirectResponse(_next(request), 303, _HEADERS)
    _set(answer, token, sessions.LONGEST)
    return answer


def _set(answer: Response, token: str, age: int) -> None:
    answer.set_cookie(
        visitors.cookie_name(),
        token,
        max_age=age,
        secure=visitors.is_tls(),
        httponly=True,
        samesite="strict",
    )


def _next(request: Request) -> str:
    """Where one wanted to go: on this site, whatever the address says."""
    asked = request.query_params.get("next", "/")
    parts = urlsplit(asked)
    own = asked.startswith("/") and not (parts.scheme or parts.netloc)
    return asked if own and asked.isascii() and asked.isprintable() and "\\" not in asked else "/"


def _words(request: Request) -> Translator:
    """The words of ``?ui=``, there or in the address to which one goes, else those of the pages."""
    asked = request.query_params.get("ui") or _asked_language(_next(request))
    return translator(asked if asked in LANGUAGES else served().language)


def _asked_language(address: str) -> str:
    return parse_qs(urlsplit(address).query).get("ui", [""])[0]


def _page(
    request: Request,
    words: Translator,
    said: str = "",
    name: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """The page; ``said`` is what went wrong."""
    _ = words.gettext
    here = {"next": _next(request)}
    own = urlencode(here | {"ui": words.language})
    tongues = " ".join(
        f'<a href="/sign-in?{escape(urlencode(here | {"ui": code}))}" lang="{code}"'
        f"{' aria-current=true' if code == words.language else ''}>{escape(called)}</a>"
        for code, called in LANGUAGES.items()
    )
    wrong = f'<p role="alert" class="wrong">{escape(said)}</p>' if said else ""
    css = files("ui").joinpath("signing.css").read_text(encoding="utf-8")
    body = f"""<!doctype html>
<html lang="{words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(_("Sign in"))} · {escape(_("Opis"))}</title>
<style>{css}</style>
</head>
<body>
<main>
<h1>{escape(_("Opis"))}</h1>
{wrong}
<form method="post" action="/sign-in?{escape(own)}">
<label>{escape(_("Your name"))}
<input name="name" value="{escape(name[: users.LONGEST_NAME])}" autocomplete="username"
 autocapitalize="none" spellcheck="false" maxlength="{users.LONGEST_NAME}" required autofocus>
</label>
<label>{escape(_("Password"))}
<input name="password" type="password" autocomplete="current-password"
 maxlength="{users.LONGEST}" required></label>
<button>{escape(_("Sign in"))}</button>
</form>
<nav aria-label="{escape(_("Language of the pages"))}">{tongues}</nav>
</main>
</body>
</html>
"""
    return HTMLResponse(body, status, _HEADERS | (headers or {}))
