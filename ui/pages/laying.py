"""How the pages of a document lie: turned, and in which order; what each looks like is beside."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from corpus import pages, turning
from corpus.access import Role
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.messages import N_, Message
from corpus.pages import Page
from ui.i18n import Translator
from ui.leaves import leaf_name
from ui.opened import opened
from ui.pages import sheet
from ui.pages.acts import numbers
from ui.pages.cards import thumbnail
from ui.pages.doing import do

#: pages that are shown small
SHOWN = 60
_TURNS = {
    90: N_("to the right (clockwise)"),
    270: N_("to the left"),
    180: N_("upside down"),
}


def draw(one: Document, words: Translator) -> None:
    """Draw the pages small, with what turns them and puts them in order."""
    _ = words.gettext
    with opened().collection.catalogue() as database:
        own = pages.of(database, one.id, Role.ARCHIVIST)
    with st.expander(_("Turn pages, put them in order"), icon=":material/rotate_right:"):
        st.html(_small(one, own, words))
        left, right = st.columns(2)
        left.text_input(_("Turn these pages, like 3, 5–7"), key=f"turn_{one.id}")
        right.selectbox(
            _("Turn them"), [*_TURNS], key=f"by_{one.id}", format_func=lambda by: _(_TURNS[by])
        )
        st.button(_("Turn"), key="turn", on_click=_turn, args=(one.id,))
        if len(own) > 1:
            order = f"1–{len(own)}"
            st.text_input(
                _("The pages as they shall follow one another, like 2, 1, 3–9"),
                key=f"order_{one.id}",
                placeholder=order,
            )
            st.button(_("Put them in this order"), key="order", on_click=_order, args=(one.id,))


def _small(one: Document, own: Sequence[Page], words: Translator) -> str:
    """The first pages small, each with its number and its leaf."""
    items = []
    for page in own[:SHOWN]:
        name = leaf_name(page.leaves, page.number, words, scanned=bool(page.width))
        number = words.gettext("page {n}").format(n=page.number)
        image = '<span class="scan-edge blank"></span>'
        if page.width:  # the image changes when the page is turned or moved: asked for anew
            source = f"{thumbnail(one.id, page.number)}?as={page.id}-{page.turned}"
            image = (
                f'<img class="scan-edge" loading="lazy" src="{escape(source)}" '
                f'alt="{escape(f"{number}, {name}")}">'
            )
        leaf = f" · {name}" if page.leaves else ""
        items.append(f"<li>{image}<span>{page.number}{escape(leaf)}</span></li>")
    more = f"<li>… {len(own)}</li>" if len(own) > SHOWN else ""
    return f'<ol class="laid">{"".join(items)}{more}</ol>'


def _typed(name: str, id: str) -> str:
    return str(st.session_state.get(f"{name}_{id}") or "").strip()


def _turn(id: str) -> None:
    def change(database: Database) -> None:
        by = int(st.session_state.get(f"by_{id}") or 90)
        turning.turn(database, id, numbers(_typed("turn", id)), by, against=sheet.seen(id))
        sheet.redraw()

    do(Message(N_("The pages are turned.")), change)


def _order(id: str) -> None:
    def change(database: Database) -> None:
        turning.reorder(database, id, numbers(_typed("order", id)), against=sheet.seen(id))
        sheet.redraw()
        st.session_state[f"order_{id}"] = ""

    do(Message(N_("The pages are in this order now.")), change)
