"""The history of what is chosen, and taking the last thing back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from corpus import documents, history, undoing
from corpus.catalogue import Database
from corpus.messages import N_, Message
from ui import events, visit
from ui.i18n import Translator
from ui.opened import opened
from ui.pages import sheet
from ui.pages.described import is_document
from ui.pages.doing import do

#: events of a document that are shown, the newest
SHOWN = 20


def draw(ids: Sequence[str], words: Translator) -> None:
    """Draw what was done with the one thing chosen, and the button that takes the last back."""
    _ = words.gettext
    with opened().collection.catalogue() as database:
        found = [history.events(database, one) for one in ids]
        shown = found[0][:SHOWN] if len(ids) == 1 else []
        called = events.names(database, shown)
    undone = all(any(undoing.lasts(event) for event in own) for own in found)
    with st.expander(_("History"), icon=":material/history:"):
        if len(ids) == 1:
            lines = "".join(_event(event, words, called) for event in shown)
            st.html(f'<ul class="past">{lines}</ul>')
            if len(found[0]) > SHOWN:
                st.html(f"<p>opis history {escape(ids[0])}</p>")
        st.button(
            _("Take back the last thing done"),
            key="undo",
            icon=":material/undo:",
            disabled=not undone,
            on_click=_undo,
            args=(ids,),
        )


def _event(event: history.Event, words: Translator, called: Mapping[str, str]) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in events.told(event, words, called))
    css = ' class="undone"' if event.undone else ""
    return f"<li{css}>{escape(events.head(event, words))}<ul>{lines}</ul></li>"


def _undo(ids: Sequence[str]) -> None:
    def undo(database: Database) -> None:
        concerned = [*ids]
        for one in ids:
            # one event may concern several documents
            if not is_document(one) or documents.by_id(database, [one]):
                event = undoing.undo(database, one)
                concerned += [change.subject for change in event.changes]
        there = documents.by_id(database, concerned)
        sheet.redraw()
        left = tuple(one for one in dict.fromkeys(concerned) if one in there)
        visit.go(replace(visit.here(), chosen=left))

    do(Message(N_("Taken back.")), undo)
