"""«Headings»: the names found in the collection, and what archivists make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

import index
from corpus.collection import Collection
from corpus.messages import N_, Message, visible
from corpus.thesaurus import overlay
from corpus.thesaurus.thesaurus import load
from index.answer import NAMED
from ui import named, visit
from ui.address import Address
from ui.i18n import Translator
from ui.markup import soft_link
from ui.named import Named, Names, State
from ui.names import facet_name
from ui.opened import opened
from ui.pages import heading
from ui.pages.doing import attempt, begun, tell

#: names that are shown at once
SHOWN = 50


def page() -> None:
    """Draw the page; only archivists have it (:mod:`ui.pages.desk`)."""
    here, words = visit.here(), visit.words()
    _ = words.gettext
    here = replace(here, names=here.names or Names())
    st.set_page_config(page_title=f"{_('Headings')} · {_('Opis')}")
    st.html(f'<h1 class="mine">{escape(_("Headings"))}</h1>')
    tell(words)
    collection, asked = opened().collection, here.names or Names()
    _behind(collection, words)
    _bar(asked, words)
    seen, known = overlay.revision(collection), load(collection)
    with st.spinner(""):
        found = named.listed(collection, known, asked, opened().role)
        open_ = named.one(known, found, asked) if asked.open else None
    with st.container(key="names"):  # on a phone what is open stands above the list
        left, right = st.columns([2, 3], gap="large")
    with left:
        st.html(_table(found, asked, here, words))
    with right, begun("heading", asked.open):
        if open_ is None:
            says = _("Choose a name to see where it stands, and to make it a heading.")
            st.html(f'<p class="facts">{escape(says)}</p>')
        else:
            heading.draw(open_, asked, known, seen, words)


def go(**changed: Any) -> None:
    """Show the names otherwise."""
    here = visit.here()
    visit.go(replace(here, names=replace(here.names or Names(), **changed)))


def _behind(collection: Collection, words: Translator) -> None:
    """Say that the search does not know the last changes, and offer to bring it up to date."""
    if index.info(collection).current:
        st.empty()
        return
    _ = words.gettext
    says = _("The search and its facets go by the headings as they were before the last changes.")
    with st.container(key="behind", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="facts" role="status">{escape(says)}</p>')
        if st.button(_("Bring the search up to date"), key="catch_up"):
            with st.spinner(_("All pages are looked through for names…")):
                attempt(Message(N_("The search is up to date.")), lambda: index.update(collection))
            st.rerun()


def _bar(asked: Names, words: Translator) -> None:
    _ = words.gettext
    states = {
        State.ALL: _("all names"),
        State.FOUND: _("not confirmed yet"),
        State.HEADING: _("headings"),
    }
    st.session_state["names_facet"] = asked.facet
    st.session_state["names_state"] = asked.state
    st.session_state["names_typed"] = asked.typed
    with st.container(key="namesbar", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            _("What is named"),
            NAMED,
            key="names_facet",
            format_func=lambda facet: facet_name(facet, words),
            on_change=lambda: go(facet=st.session_state["names_facet"], open=""),
        )
        st.selectbox(
            _("Which names"),
            [*states],
            key="names_state",
            format_func=states.__getitem__,
            on_change=lambda: go(state=State(st.session_state["names_state"])),
        )
        st.text_input(
            _("With these letters"),
            key="names_typed",
            on_change=lambda: go(typed=st.session_state["names_typed"].strip()),
        )


def _table(found: Sequence[Named], asked: Names, here: Address, words: Translator) -> str:
    """The names, each a link that opens it, with what it is and its number of documents."""
    _ = words.gettext
    if not found:
        return f'<p class="facts" role="status">{escape(_("There is no such name."))}</p>'
    rows = []
    for name in found[:SHOWN]:
        value = name.concept.id if name.concept else name.value
        to = replace(here, names=replace(asked, open=value))
        current = {"aria_current": "true"} if value == asked.open else {}
        link = soft_link(to, escape(visible(_text(name, words))), **current)
        rows.append(
            f'<tr><th scope="row">{link}</th><td>{escape(state(name, words))}</td>'
            f"<td>{words.number(name.documents)}</td></tr>"
        )
    head = "".join(
        f'<th scope="col">{escape(text)}</th>' for text in (_("Name"), _("State"), _("Documents"))
    )
    more = len(found) - SHOWN
    says = words.ngettext("{n} more: type letters of it", "{n} more: type letters of them", more)
    rest = f'<p class="facts"><span>{escape(says)}</span></p>' if more > 0 else ""
    return (
        f'<table class="used names"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>{rest}"
    )


def _text(name: Named, words: Translator) -> str:
    if name.concept is None:
        return name.text
    return load(opened().collection).heading(name.concept.id, words.language).text


def state(name: Named, words: Translator) -> str:
    """«рубрика», «в тексте», «под вопросом»."""
    _ = words.gettext
    if name.concept is not None:
        return _("heading")
    return _("in the text") if name.sure else _("unsure")
