"""What a reader sees when something went wrong: what it was and what to do, in his language."""

from __future__ import annotations

from html import escape

import streamlit as st

from corpus.errors import OpisError
from corpus.messages import N_, Message
from ui import visit

_BUG = N_("This page cannot be shown: Opis has made a mistake ({error}).")
_REPORT = N_(
    "Nothing in the collection is lost. Go back and try again; if it stays so, report it together "
    "with what the window of the command «opis ui» says."
)


def say(error: Exception) -> bool:
    """Draw the error in place of the page; true, for Streamlit, that nothing else is to be drawn.

    Streamlit itself has written a bug's traceback to the log before it calls this.
    """
    words = visit.words()
    what, remedy = Message(_BUG, {"error": type(error).__name__}), Message(_REPORT)
    if isinstance(error, OpisError):
        what, remedy = error.what, error.remedy
    st.html(
        f'<div class="empty" role="alert"><h2>{escape(words.text(what))}</h2>'
        f"<p>{escape(words.text(remedy))}</p></div>"
    )
    return True
