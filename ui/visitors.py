"""Who is asking, where people sign in: told by the cookie of a request or of a window.

A request passes :mod:`ui.gate`, which notes here whose it is. Streamlit runs a page in a thread of
its own, which knows the cookies with which its window came.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from corpus import sessions
from corpus.access import Rank
from corpus.errors import OpisError
from corpus.messages import N_
from ui.opened import Visitor, served

#: What a browser keeps. The longer name is for TLS: with it no other site of the domain can set it.
COOKIE, TLS_COOKIE = "opis", "__Host-opis"
#: for so long, in seconds, a session is not looked up again, of so many at most
FRESH, MOST = 1.0, 1000

_asking: ContextVar[Visitor | None] = ContextVar("asking", default=None)
_known: dict[str, tuple[float, Visitor]] = {}


class SignedOut(OpisError):
    """Nobody has signed in, or the session has ended."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__(N_("You are signed out."), remedy=N_("Sign in again."))


def visitor() -> Visitor:
    """Who is asking just now.

    Raises:
        SignedOut: nobody has signed in.

    """
    known = _asking.get() or of_token(_of_window())
    if known is None:
        raise SignedOut
    return known


@contextmanager
def asking(who: Visitor) -> Iterator[None]:
    """Let what is done within be asked by ``who``."""
    token = _asking.set(who)
    try:
        yield
    finally:
        _asking.reset(token)


def cookie_name() -> str:
    """The name of our cookie: TLS has another one."""
    return TLS_COOKIE if is_tls() else COOKIE


def is_tls() -> bool:
    """Whether the pages are reached by TLS."""
    return served().collection.settings.public_url.startswith("https://")


def of_token(token: str) -> Visitor | None:
    """Whose session a token is, or None where it is none; that may be a second old."""
    if not token:
        return None
    until, known = _known.get(token, (0.0, None))
    if known is not None and time.monotonic() < until:
        return known
    with served().collection.catalogue() as database:
        user = sessions.user(database, token)
    if user is None:
        _known.pop(token, None)
        return None
    if len(_known) >= MOST:
        _known.clear()
    found = Visitor(user.rank.role, user.name, user.rank is Rank.ADMINISTRATOR)
    _known[token] = (time.monotonic() + FRESH, found)
    return found


def forget() -> None:
    """Look up every session anew: sessions have ended, or users changed."""
    _known.clear()


def sign_out(token: str) -> None:
    """End a session, at once."""
    with served().collection.catalogue() as database:
        sessions.end(database, token)
    _known.pop(token, None)


def _of_window() -> str:
    """The token with which the window came whose page is drawn in this thread."""
    return str(st.context.cookies.get(cookie_name(), ""))
