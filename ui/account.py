"""«Own password»: a page of our own for whoever has signed in, like the one that asks for it.

=====================  ==================================================================
``/account``           asks for the old and the new password, and how many sessions there are
``/account`` (POST)    changes the password; all other sessions end
``/account/end``       POST: ends all other sessions
=====================  ==================================================================
"""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from corpus import sessions, users
from corpus.errors import OpisError
from corpus.messages import N_
from ui import guard, plain, visitors
from ui.i18n import LANGUAGES, Translator, translator
from ui.opened import opened, served
from ui.slowing import Slowing

_slowing = Slowing()
#: what is told once something is done
_CHANGED = N_("The password is changed; all other sessions have ended.")
_ENDED = N_("All other sessions have ended.")


def routes() -> list[Route]:
    """Return the routes; the gate lets nobody here who has not signed in."""
    return [
        Route("/account", account_page, methods=["GET"]),
        Route("/account", change, methods=["POST"]),
        Route("/account/end", end_others, methods=["POST"]),
    ]


def account_page(request: Request) -> Response:
    """Answer with the page."""
    return _page(request)


async def change(request: Request) -> Response:
    """Change the password of whoever asks, who has to know the old one."""
    if not guard.same_origin(request.headers):
        return PlainTextResponse("not from this page", 403, plain.HEADERS)
    body = await plain.body_of(request)
    if body is None:
        return PlainTextResponse("too large", 413, plain.HEADERS)
    form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    old, new, again = (form.get(name, [""])[0] for name in ("old", "new", "again"))
    return await to_thread.run_sync(_changed, request, old, new, again)


def end_others(request: Request) -> Response:
    """End all sessions of whoever asks but this one."""
    if not guard.same_origin(request.headers):
        return PlainTextResponse("not from this page", 403, plain.HEADERS)
    with served().collection.catalogue() as database:
        sessions.end_others(database, _token(request))
    visitors.forget()
    return _page(request, done=_ENDED)


def _changed(request: Request, old: str, new: str, again: str) -> Response:
    name, words = opened().user, _words(request)
    address = request.client.host if request.client else ""
    wait = _slowing.attempt(address, name)
    if wait > 0:
        said = words.gettext("Too many attempts. Try again in {n} s.").format(n=int(wait) + 1)
        return _page(request, wrong=said, status=429)
    if new != again:
        return _page(request, wrong=words.gettext("That was not the same password."), status=400)
    with served().collection.catalogue() as database:
        if users.known(database, name, old) is None:
            said = words.gettext("This is not your password.")
            return _page(request, wrong=said, status=403)
        _slowing.succeeded(address, name)
        try:
            users.change_password(database, name, new)
            sessions.end_others(database, _token(request))
        except OpisError as error:
            said = f"{words.text(error.what)} {words.text(error.remedy)}"
            return _page(request, wrong=said, status=400)
    visitors.forget()
    return _page(request, done=_CHANGED)


def _token(request: Request) -> str:
    return request.cookies.get(visitors.cookie_name(), "")


def _words(request: Request) -> Translator:
    asked = request.query_params.get("ui", "")
    return translator(asked if asked in LANGUAGES else served().language)


def _page(request: Request, *, done: str = "", wrong: str = "", status: int = 200) -> Response:
    words, name = _words(request), opened().user
    _, query = words.gettext, f"?ui={words.language}"
    with served().collection.catalogue() as database:
        others = sessions.count_others(database, _token(request))
        own = users.has_password(database, name)
    told = f'<p role="status">{escape(_(done))}</p>' if done else ""
    told += f'<p role="alert" class="wrong">{escape(wrong)}</p>' if wrong else ""
    form = f"""<form method="post" action="/account{query}">
<input type="hidden" name="name" value="{escape(name)}" autocomplete="username">
{_field("old", _("Your password now"), "current-password")}
{_field("new", _("A new password"), "new-password")}
{_field("again", _("The new one once more"), "new-password")}
<button>{escape(_("Change the password"))}</button>
</form>"""
    ending = f"""<form method="post" action="/account/end{query}">
<p>{escape(_("Other sessions of yours, in other browsers: {n}").format(n=others))}</p>
<button>{escape(_("End them"))}</button>
</form>"""
    body = f"""<h1>{escape(name)}</h1>
{told}
{form if own else ""}
{ending if others else ""}
<nav><a href="/{query}">{escape(_("Back to the search"))}</a></nav>"""
    return plain.html(_("Your password"), body, words, status)


def _field(name: str, called: str, complete: str) -> str:
    return (
        f'<label>{escape(called)}\n<input name="{name}" type="password" '
        f'autocomplete="{complete}" maxlength="{users.LONGEST}" required></label>'
    )
