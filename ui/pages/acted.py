"""What was done before in many places at once, each act with the button that takes it back."""

from __future__ import annotations

from html import escape

import streamlit as st

from corpus import acts
from corpus.acts import Act
from corpus.catalogue import Database
from corpus.history import Deed
from corpus.messages import N_, Message, visible
from ui.i18n import Translator
from ui.markup import facts
from ui.opened import opened
from ui.pages.doing import do
from ui.when import moment


def past(deed: Deed, heading: str, words: Translator) -> None:
    """Draw the acts of one sort that were done last; nothing where there is none."""
    _ = words.gettext
    with opened().collection.catalogue() as database:
        found = acts.acts(database, deed)
    if not found:
        return
    st.html(f'<h2 class="part">{escape(_(heading))}</h2>')
    for act in found:
        line, button = st.columns([4, 1], vertical_alignment="center")
        line.html(_act(act, deed, words))
        button.button(
            _("Take back"),
            key=f"back_{act.number}",
            disabled=act.undone == act.events,
            on_click=_take_back,
            args=(act.number,),
        )


def _act(act: Act, deed: Deed, words: Translator) -> str:
    """«лагсре → лагере», or «3 документа»; when, who, how much of it was taken back."""
    said = [moment(act.at, words), visible(act.who) or "–"]
    if deed is Deed.CORRECTED:
        what = f"{visible(act.before)} → {visible(act.after) or '–'}"
        said.append(words.ngettext("{n} page", "{n} pages", act.events))
    else:
        what = words.ngettext("{n} document", "{n} documents", act.events)
    if act.undone:
        said.append(words.ngettext("{n} taken back", "{n} taken back", act.undone))
    return f'<p class="proposal">{escape(what)}</p>{facts(said)}'


def _take_back(act: int) -> None:
    def change(database: Database) -> Message:
        done = acts.take_back(database, act)
        values: dict[str, object] = {"done": len(done.events), "left": len(done.left)}
        if not done.left:
            return Message(N_("Taken back: {done}."), values)
        return Message(
            N_("Taken back: {done}. Changed by somebody meanwhile and left alone: {left}."), values
        )

    do(Message(N_("Taken back.")), change)
