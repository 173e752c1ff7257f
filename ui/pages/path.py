"""Where a page stands: archive / fonds / opis / file / leaf, and a box to go to another leaf."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from corpus import pages
from corpus.documents import Document
from corpus.errors import BadReference
from corpus.pages import Page
from corpus.reference import Leaf, Reference, parse_reference, print_leaves
from ui import visit
from ui.address import Address
from ui.i18n import Translator
from ui.leaves import leaf_name
from ui.markup import soft_link
from ui.opened import opened

_WRONG = "wrong_leaf"


def crumbs(document: Document, page: Page | None, words: Translator, here: Address) -> str:
    """Return the path as HTML; every step leads to all that stands under it."""
    _ = words.gettext
    back = _("to the results") if here.query or here.narrowed else _("to all documents")
    parts = [soft_link(here.search(), f"← {escape(back)}")]
    parts += [
        f"<span>{soft_link(to, escape(name))}</span>"
        for name, to in _steps(document.description.reference, words, here)
    ]
    if page is not None:
        name = escape(leaf_name(page.leaves, page.number, words, scanned=bool(page.width)))
        leaf = Address(interface=here.interface).at(document.id, page.number)
        parts.append(f"<span>{soft_link(leaf, name, aria_current='page')}</span>")
    label = escape(_("Where the page stands"))
    return f'<nav class="crumbs" aria-label="{label}">{"".join(parts)}</nav>'


def _steps(ref: Reference, words: Translator, here: Address) -> list[tuple[str, Address]]:
    """The parts that a reference has, each with the query for what stands under it."""
    _ = words.gettext
    everything = Address(interface=here.interface)
    if ref.archive:
        everything = everything.with_facet("archive", ref.archive, "keep")
    fonds = Reference(fonds=ref.fonds)
    box, opis = replace(fonds, box=ref.box), replace(fonds, box=ref.box, opis=ref.opis)
    file = replace(opis, file=ref.file, unit=ref.unit)
    steps = [
        (ref.archive, ref.archive, Reference()),
        (ref.fonds, _("f. {number}"), fonds),
        (ref.box, _("box {number}"), box),
        (ref.opis, _("op. {number}"), opis),
        (ref.file, _("d. {number}"), file),
    ]
    return [
        (name.format(number=number), replace(everything, query=str(under)))
        for number, name, under in steps
        if number
    ]


def leaf_box(document: Document, every: list[Page], words: Translator) -> None:
    """Draw the box; where no page has a leaf it takes the number of a scan, and says so."""
    _ = words.gettext
    if len(every) < 2 and document.file is None:
        return
    numbered = document.file is None and not any(page.leaves for page in every)
    label = _("Scan No.") if numbered else _("Leaf")
    st.session_state["leaf"] = ""
    st.text_input(
        label,
        key="leaf",
        placeholder=label,
        label_visibility="collapsed",
        autocomplete="off",
        width=110,
        on_change=lambda: _go(document, every, numbered=numbered),
    )


def wrong(document: Document, words: Translator) -> str:
    """Return what is to be said where a leaf was asked for that nobody has, as HTML."""
    typed = st.session_state.pop(_WRONG, "")
    if not typed:
        return ""
    said = words.gettext("There is no «{leaf}» here.").format(leaf=typed)
    if own := print_leaves(document.description.reference.leaves):
        said += " " + words.gettext("The leaves of this document: {leaves}.").format(leaves=own)
    return f'<p class="wrong" role="alert">{escape(said)}</p>'


def _go(document: Document, every: list[Page], *, numbered: bool) -> None:
    typed = st.session_state["leaf"].strip()
    found = _scan(every, typed) if numbered else _leaf(document, typed)
    if found is not None:
        visit.go(visit.here().at(found.document, found.number))
    elif typed:
        st.session_state[_WRONG] = typed


def _scan(every: list[Page], typed: str) -> Page | None:
    return next((page for page in every if str(page.number) == typed), None)


def _leaf(document: Document, typed: str) -> Page | None:
    leaf = asked(typed)
    if leaf is None:
        return None
    with opened().collection.catalogue() as catalogue:
        return pages.at_leaf(catalogue, document, leaf, opened().role)


def asked(typed: str) -> Leaf | None:
    """Return the leaf that somebody asked for: «15а об.», «15a», «л. 15», «15-п.»."""
    for text in (typed, f"Л. {typed}"):
        try:
            reference = parse_reference(text)
        except BadReference:
            return None
        if reference is not None and reference.leaves:
            return reference.leaves[0].first
    return None
