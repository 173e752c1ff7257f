"""What an archivist has just done on a page: it is done, or is said why not, in the next view."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corpus.access import Role
from corpus.catalogue import Database
from corpus.errors import BadUse, OpisError
from corpus.messages import N_, Message
from ui.changing import changing
from ui.i18n import Translator
from ui.opened import opened

_DONE, _WRONG = "desk_done", "desk_wrong"


def do(done: Message, change: Callable[[Database], object]) -> None:
    """Make a change, then say ``done`` or what was wrong; for callbacks, which draw nothing.

    A message that the change returns is said instead.
    """

    def changed() -> object:
        with changing(opened().collection) as database:
            return change(database)

    attempt(done, changed)


def administer(done: Message, change: Callable[[Database], object]) -> None:
    """:func:`do` for what administrators alone may do; no index knows of it."""

    def changed() -> object:
        if not opened().administrator:
            raise BadUse(
                N_("Only an administrator may do this."), remedy=N_("Sign in as an administrator.")
            )
        with opened().collection.catalogue() as database:
            return change(database)

    attempt(done, changed)


def attempt(done: Message, work: Callable[[], object]) -> None:
    """:func:`do` for what opens the catalogue itself, and leaves the index as it is."""
    forget()
    try:
        if opened().role is not Role.ARCHIVIST:  # not any more: this window is an old one
            raise BadUse(
                N_("Only an archivist may do this; you look as «{role}»."),
                remedy=N_("Sign in as an archivist."),
                role=opened().role,
            )
        said = work()
    except OpisError as error:
        st.session_state[_WRONG] = (error.what, error.remedy)
    else:
        st.session_state[_DONE] = said if isinstance(said, Message) else done


def forget() -> None:
    """What was done before is no longer told."""
    st.session_state.pop(_DONE, None)
    st.session_state.pop(_WRONG, None)


def tell(words: Translator) -> None:
    """Draw what was done, or what was wrong."""
    said = ""
    if done := st.session_state.pop(_DONE, None):
        said += f'<p class="done" role="status">{escape(words.text(done))}</p>'
    if wrong := st.session_state.pop(_WRONG, None):
        what, remedy = (escape(words.text(part)) for part in wrong)
        said += f'<p class="wrong" role="alert">{what} {remedy}</p>'
    say(said)


def say(html: str) -> None:
    """Draw what is said above a form now and then; where nothing is, its place stays.

    Otherwise Streamlit would draw the fields below anew, one place further, and what is typed just
    then would be gone.
    """
    if html:
        st.html(html)
    else:
        st.empty()


def begun(key: str, of: object) -> DeltaGenerator:
    """A container for what belongs to ``of``; where that is another than before, an empty one.

    Streamlit leaves what was drawn before until something new is drawn in its place: in a field
    of the last form, under the heading of the new one, somebody would type what is then gone.
    So there are two places, of which one is empty, and what is new is drawn in the other.
    """
    known = f"{key}_begun"
    before, second = st.session_state.get(known, (of, False))
    second ^= before != of
    st.session_state[known] = of, second
    if second:
        st.empty()
        return st.container(key=key)
    place = st.container(key=key)
    st.empty()
    return place
