"""Who has signed in, and the way out; both only where people sign in.

The window of a page outlives a session: it is told when it asks for something.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from ui.i18n import Translator
from ui.opened import opened, shared
from ui.visitors import SignedOut


def way_out(words: Translator) -> None:
    """Draw who has signed in and a button to sign out."""
    if not shared():
        return
    with st.container(key="leaving"):
        st.html(
            '<form method="post" action="/sign-out">'
            f'<a href="/account?ui={words.language}" target="_self" '
            f'title="{escape(words.gettext("Your password"))}">{escape(opened().user)}</a> '
            f'<button class="btn">{escape(words.gettext("Sign out"))}</button></form>'
        )


def signed_out(error: SignedOut, words: Translator) -> None:
    """Draw that the session has ended, in place of the page."""
    st.html(
        f'<div class="empty" role="alert"><h2>{escape(words.text(error.what))}</h2>'
        f'<p><a href="/sign-in" target="_self">{escape(words.text(error.remedy))}</a></p></div>'
    )
