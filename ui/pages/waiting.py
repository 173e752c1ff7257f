"""What a reader sees while the index is built anew: how far it is; then the page itself."""

from __future__ import annotations

from html import escape

import streamlit as st

import index
from ui import adder, visit
from ui.opened import opened

#: seconds between two looks
OFTEN = 2.0


def for_the_index() -> bool:
    """Wait where there is no index and it is being built; false where that is not so."""
    if not _is_built():
        return False
    st.fragment(_draw, run_every=OFTEN)()
    return True


def _is_built() -> bool:
    collection = opened().collection
    return not index.info(collection).generation and adder.state(collection).at_work


def _draw() -> None:
    if not _is_built():
        st.rerun()
    words = visit.words()
    _ = words.gettext
    share = index.share_built(opened().collection)
    what = _("The index is being built: {n} %.").format(n=words.number(round(100 * share)))
    st.html(
        f'<div class="empty" role="status"><h2>{escape(what)}</h2>'
        f"<p>{escape(_('Search opens by itself as soon as it is ready.'))}</p></div>"
    )
