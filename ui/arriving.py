"""Signing in elsewhere: to the provider of identities and back, with the same session after that.

======================  =================================================================
``/sign-in/provider``   sends the browser to the provider; ``?next=`` as ``/sign-in`` has it
``/sign-in/back``       where the provider sends it: a session begins, as by a password
``/sign-in/ended``      POST, by the provider itself: somebody has signed out there
======================  =================================================================
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from corpus import arrivals, sessions
from corpus.arrivals import Person
from corpus.messages import visible
from ui import provider, signing, visitors
from ui.begun import LONGEST, Begun
from ui.i18n import translator
from ui.opened import served
from ui.plain import HEADERS, body_of
from ui.signing import THERE

log = logging.getLogger(__name__)
BACK, ENDED = "/sign-in/back", "/sign-in/ended"


@dataclass(frozen=True, slots=True)
class _Sent:
    """Who was sent to the provider: what it must answer to, and where he wants to go."""

    session: dict[str, Any]
    there: str
    language: str


_sent: Begun[_Sent] = Begun()


def routes() -> list[Route]:
    """Return the routes; they are there for everybody."""
    return [
        Route(THERE, go, methods=["GET"]),
        Route(BACK, back, methods=["GET"]),
        Route(ENDED, ended, methods=["POST"]),
    ]


async def go(request: Request) -> Response:
    """Send a browser to the provider, and remember that it was this one."""
    shown = served()
    oidc = shown.collection.settings.oidc
    if not oidc:
        return _none()
    words, there = signing.words_of(request), signing.wanted(request)
    session: dict[str, Any] = {}
    try:
        here = signing.site(request) + BACK
        address = await provider.begin(_with(request, session), oidc, shown.secret, here)
    except provider.Unanswered as error:
        log.warning("%s", visible(str(error)))
        said = words.gettext("{name} does not answer just now. Try again later.")
        return signing.page(words, there, said.format(name=oidc.called), 503)
    answer = Response(status_code=303, headers=HEADERS | {"Location": address})
    word = _sent.keep(_Sent(session, there, words.language))
    signing.keep(answer, _cookie(), word, LONGEST, "lax")
    return answer


async def back(request: Request) -> Response:
    """Begin the session of who comes back; what comes twice, or unasked, begins none."""
    shown = served()
    oidc = shown.collection.settings.oidc
    if not oidc:
        return _none()
    sent = _sent.take(request.cookies.get(_cookie(), ""))
    words = translator(sent.language if sent else shown.language)
    there = sent.there if sent else "/"
    asked = _with(request, sent.session if sent else {})
    try:
        arrived = await provider.finish(asked, oidc, shown.secret)
    except provider.Unanswered as error:
        log.warning("%s", visible(str(error)))
        said = words.gettext("Signing in with {name} was not finished. Begin again.")
        return signing.page(words, there, said.format(name=oidc.called), 403)
    token = await to_thread.run_sync(_admitted, arrived.person, request)
    if token is None:
        said = words.gettext("{name} knows you, but you may not sign in here yet. Ask the archive.")
        return signing.page(words, there, said.format(name=oidc.called), 403)
    signing.arrived.keep(arrived.token, token)
    answer = signing.onward(there)
    signing.keep(answer, visitors.cookie_name(), token, sessions.LONGEST)
    signing.keep(answer, _cookie(), "", 0, "lax")
    return answer


async def ended(request: Request) -> Response:
    """End all sessions here of who has signed out with the provider, if that is who tells us.

    No browser sends this, and no cookie counts: what is believed is signed by the provider.
    """
    shown = served()
    oidc = shown.collection.settings.oidc
    if not oidc:
        return _none()
    form = parse_qs((await body_of(request) or b"").decode("utf-8", "replace"))
    try:
        subject = await provider.ended(oidc, shown.secret, form.get("logout_token", [""])[0])
    except provider.Unanswered as error:
        log.warning("%s", visible(str(error)))
        return PlainTextResponse("no such token", 400, HEADERS)
    await to_thread.run_sync(_signed_out, Person(oidc.issuer, subject))
    return PlainTextResponse("", 200, HEADERS)


def _signed_out(person: Person) -> None:
    with served().collection.catalogue() as database:
        user = arrivals.leave(database, person)
    if user is not None:
        log.warning("%s has signed out elsewhere", visible(user.name))


def _admitted(person: Person, request: Request) -> str | None:
    """Begin a session of a person and return its token, or None where he is not let in."""
    address = request.client.host if request.client else ""
    collection = served().collection
    with collection.catalogue() as database:
        user = arrivals.admit(database, person, collection.settings.oidc.stranger)
        if user is None:
            log.warning(
                "not let in: subject %s, verified e-mail %s, from %s",
                visible(person.subject), visible(person.email or "-"), visible(address),
            )  # fmt: skip
            return None
        log.warning("%s signed in from %s", visible(user.name), visible(address))
        return sessions.begin(database, user)


def _with(request: Request, session: dict[str, Any]) -> Request:
    """The request with a session of ours; Streamlit has one of its own in the request itself."""
    return Request({**request.scope, "session": session})


def _cookie() -> str:
    return f"{visitors.cookie_name()}-sent"


def _none() -> Response:
    return PlainTextResponse("not found", 404, HEADERS)
