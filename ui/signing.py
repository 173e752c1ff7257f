"""Signing in and out: a page of our own, before anything of Streamlit is reached.

=============  ==========================================================================
``/sign-in``   asks for name and password; ``?next=/page?d=…`` is where one wanted to go
``/sign-out``  POST: ends the session
=============  ==========================================================================
"""

from __future__ import annotations

import logging
from html import escape
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from corpus import sessions, users
from corpus.messages import visible
from ui import guard, plain, provider, visitors
from ui.begun import Begun
from ui.i18n import LANGUAGES, Translator, translator
from ui.opened import served
from ui.plain import HEADERS
from ui.slowing import Slowing

log = logging.getLogger(__name__)
#: where one is sent to the provider of identities (:mod:`ui.arriving`)
THERE = "/sign-in/provider"
_slowing = Slowing()
#: what the provider is shown when somebody signs out who came from there, by the session's token
arrived: Begun[str] = Begun(sessions.LONGEST)


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
        return RedirectResponse(wanted(request), 303, HEADERS)
    return page(words_of(request), wanted(request))


async def sign_in(request: Request) -> Response:
    """Begin a session, or ask again."""
    if not guard.same_origin(request.headers):
        return PlainTextResponse("not from this page", 403, HEADERS)
    body = await plain.body_of(request)
    if body is None:
        return PlainTextResponse("too large", 413, HEADERS)
    form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    name, password = (form.get(field, [""])[0] for field in ("name", "password"))
    return await to_thread.run_sync(_signed_in, request, name, password)


async def sign_out(request: Request) -> Response:
    """End the session, here and with the provider; show the page that asks who comes."""
    if not guard.same_origin(request.headers):
        return PlainTextResponse("not from these pages", 403, HEADERS)
    token = request.cookies.get(visitors.cookie_name(), "")
    await to_thread.run_sync(visitors.sign_out, token)
    elsewhere = await _elsewhere(request, token)
    # A form may lead to no other site, not even by a redirect (form-action).
    answer = onward(elsewhere) if elsewhere else RedirectResponse("/sign-in", 303, HEADERS)
    keep(answer, visitors.cookie_name(), "", 0)
    return answer


async def _elsewhere(request: Request, token: str) -> str | None:
    """Where somebody signs out who has come from the provider of identities."""
    known, shown = arrived.take(token), served()
    if known is None:
        return None
    try:
        back = f"{site(request)}/sign-in"
        return await provider.leave(shown.collection.settings.oidc, shown.secret, known, back)
    except provider.Unanswered as error:
        log.warning("no signing out there: %s", visible(str(error)))
        return None


def site(request: Request) -> str:
    """The address of these pages, as others reach them."""
    own = f"{request.url.scheme}://{request.headers['host']}"
    return served().collection.settings.public_url.rstrip("/") or own


def onward(address: str) -> Response:
    """A page that goes on to an address by itself.

    After a redirect that another site began a browser would send no strict cookie; asked by this
    page it does.
    """
    there = escape(address)
    body = (
        f'<!doctype html><meta http-equiv="refresh" content="0; url={there}">'
        f'<title>…</title><a href="{there}">→</a>'
    )
    return HTMLResponse(body, headers=HEADERS)


def _signed_in(request: Request, name: str, password: str) -> Response:
    words, address = words_of(request), request.client.host if request.client else ""
    wait = _slowing.attempt(address, name)
    if wait > 0:
        log.warning("too many attempts to sign in from %s", visible(address))
        said = words.gettext("Too many attempts. Try again in {n} s.").format(n=int(wait) + 1)
        later = {"Retry-After": str(int(wait) + 1)}
        return page(words, wanted(request), said, 429, name=name, headers=later)
    with served().collection.catalogue() as database:
        user = users.known(database, name, password)
        if user is None:
            # whatever was typed as a name may be a password
            log.warning("wrong name or password from %s", visible(address))
            said = words.gettext("This name and this password do not belong together.")
            return page(words, wanted(request), said, 403, name=name)
        token = sessions.begin(database, user)
    _slowing.succeeded(address, name)
    log.warning("%s signed in from %s", visible(user.name), visible(address))
    answer = RedirectResponse(wanted(request), 303, HEADERS)
    keep(answer, visitors.cookie_name(), token, sessions.LONGEST)
    return answer


def keep(
    answer: Response,
    name: str,
    word: str,
    age: int,
    sent: Literal["strict", "lax"] = "strict",
) -> None:
    """Let the browser keep a word for ``age`` seconds, which no page can read.

    It is ``sent`` with what our own pages ask for, or also when another site leads here (lax).
    """
    answer.set_cookie(
        name, word, max_age=age, secure=visitors.is_tls(), httponly=True, samesite=sent
    )


def wanted(request: Request) -> str:
    """Where one wanted to go: on this site, whatever the address says."""
    asked = request.query_params.get("next", "/")
    parts = urlsplit(asked)
    own = asked.startswith("/") and not (parts.scheme or parts.netloc)
    return asked if own and asked.isascii() and asked.isprintable() and "\\" not in asked else "/"


def words_of(request: Request) -> Translator:
    """The words of ``?ui=``, there or in the address to which one goes, else those of the pages."""
    asked = request.query_params.get("ui") or _asked_language(wanted(request))
    return translator(asked if asked in LANGUAGES else served().language)


def _asked_language(address: str) -> str:
    return parse_qs(urlsplit(address).query).get("ui", [""])[0]


def page(
    words: Translator,
    there: str,
    said: str = "",
    status: int = 200,
    *,
    name: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    """The page that asks who comes; ``said`` is what went wrong, ``there`` where he wants to go."""
    _ = words.gettext
    here = {"next": there}
    own = escape(urlencode(here | {"ui": words.language}))
    tongues = " ".join(
        f'<a href="/sign-in?{escape(urlencode(here | {"ui": code}))}" lang="{code}"'
        f"{' aria-current=true' if code == words.language else ''}>{escape(called)}</a>"
        for code, called in LANGUAGES.items()
    )
    wrong = f'<p role="alert" class="wrong">{escape(said)}</p>' if said else ""
    oidc = served().collection.settings.oidc
    other = _("Sign in with {name}").format(name=oidc.called)
    elsewhere = f'<a class="elsewhere" href="{THERE}?{own}">{escape(other)}</a>' if oidc else ""
    body = f"""<h1>{escape(_("Opis"))}</h1>
{wrong}
{elsewhere}
<form method="post" action="/sign-in?{own}">
<label>{escape(_("Your name"))}
<input name="name" value="{escape(name[: users.LONGEST_NAME])}" autocomplete="username"
 autocapitalize="none" spellcheck="false" maxlength="{users.LONGEST_NAME}" required autofocus>
</label>
<label>{escape(_("Password"))}
<input name="password" type="password" autocomplete="current-password"
 maxlength="{users.LONGEST}" required></label>
<button>{escape(_("Sign in"))}</button>
</form>
<nav aria-label="{escape(_("Language of the pages"))}">{tongues}</nav>"""
    return plain.html(_("Sign in"), body, words, status, headers)
