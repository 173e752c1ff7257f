"""«Describe»: the tree of what there is, and beside it the description of what is chosen in it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from corpus import documents, holdings
from corpus.access import Role
from corpus.documents import Document
from corpus.holdings import Branch
from ui import visit
from ui.address import Address
from ui.i18n import Translator
from ui.opened import opened
from ui.pages import acts, given, laying, past, sheet, shelves, tables, uses
from ui.pages.doing import begun, tell


def page() -> None:
    """Draw the page; only archivists have it (:mod:`ui.pages.desk`)."""
    here, words = visit.here(), visit.words()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('Describe')} · {_('Opis')}")
    st.html(f'<h1 class="mine">{escape(_("Describe"))}</h1>')
    with opened().collection.catalogue() as catalogue:
        chosen = [documents.find(catalogue, one, Role.ARCHIVIST) for one in here.chosen]
        branch = here.branch or _branch(chosen)
        way = holdings.path(catalogue, branch) if branch not in holdings.NO_WAY else []
        tree = shelves.tree(catalogue, branch, way, chosen, here, words)
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(key="shelves"):
        st.html(tree)
    with right, begun("sheet", here.chosen or branch):
        tell(words)
        if chosen:
            _head(chosen, here, words)
            sheet.draw(chosen, words)
            acts.access(chosen, None, words)
            if len(chosen) == 1:
                acts.leaves(chosen[0], words)
                laying.draw(chosen[0], words)
            acts.dividing_and_bin(chosen, words)
            st.html(given.away(chosen, None, words))
            uses.draw(chosen, None, words)
            past.draw([one.id for one in chosen], words)
        elif branch == holdings.BIN:
            acts.binned(words)
        elif way:
            _whole(way, words)
        else:
            st.html(f'<p class="facts">{escape(_nothing(words))}</p>')
            st.html(given.away([], None, words))


def _whole(way: Sequence[Branch], words: Translator) -> None:
    """The fonds, opis or file that is open in the tree; what has no number is only a drawer."""
    own = way[-1]
    numbered = getattr(own.reference, "file" if own.target.place == "files" else own.target.place)
    if numbered:
        st.html(f'<h2 class="part">{escape(str(own.reference))}</h2>')
        sheet.draw_whole(way, words)
    st.html(f'<p class="facts">{escape(_nothing(words))}</p>')
    st.html(given.away([], own, words))
    acts.access([], own, words)
    if own.target.place == "files":
        uses.draw([], own, words)
    past.draw([own.id], words)


def _branch(chosen: list[Document]) -> str:
    """Where the tree is open if the address says nothing: at what is chosen."""
    if not chosen:
        return holdings.TOP
    return chosen[0].file or holdings.LOOSE


def _nothing(words: Translator) -> str:
    return words.gettext("Choose a document in the tree, or tick several to describe them at once.")


def _head(chosen: list[Document], here: Address, words: Translator) -> None:
    """What is described: the document with its way to the scan, or how many."""
    if len(chosen) > 1:
        said = escape(words.ngettext("{n} document", "{n} documents", len(chosen)))
        st.html(
            f'<h2 class="part">{said}</h2>'
            f'<p class="facts"><span>{tables.way(here, words)}</span></p>'
        )
        return
    (one,) = chosen
    title = escape(one.description.title or one.source_name)
    st.html(
        f'<h2 class="part">{title}</h2><p class="facts"><span>{escape(one.id)}</span>'
        f"<span>{escape(one.source_name)}</span>"
        f"<span>{shelves.to_page(one, 1, escape(words.gettext('See the scan')), here)}</span>"
        f"<span>{tables.way(here, words)}</span></p>"
    )
