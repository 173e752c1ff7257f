"""«My list»: the passages that stand in the address, as far as they may be seen, to be noted on."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from urllib.parse import urlencode

import streamlit as st

from corpus.reading import Source, joined
from ui import kept, visit
from ui.address import Address, encode, link
from ui.components import kept as component
from ui.i18n import Translator
from ui.kept import Kept, Passage
from ui.leaves import leaf_name
from ui.listing import cited
from ui.markup import facts
from ui.opened import opened
from ui.when import in_words


def page() -> None:
    """Draw the list of the address."""
    here, words = visit.here(), visit.words()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('My list')} · {_('Opis')}")
    with opened().collection.catalogue() as catalogue:
        found = kept.passages(catalogue, here.kept, opened().role)
    st.html(f'<h1 class="mine">{escape(_("My list"))}</h1>{_taking(here, words)}')
    rows = [_row(own, one, words, here) for own, one in zip(here.kept, found, strict=True)]
    component.mount(
        rows, words, lambda written: visit.go(replace(visit.here(), kept=kept.read(written)))
    )


def _taking(here: Address, words: Translator) -> str:
    """How many passages there are, and the list as a file."""
    _ = words.gettext
    if not here.kept:
        return ""
    query = urlencode(encode(Address(kept=here.kept, interface=here.interface)), doseq=True)
    names = {"csv": _("As a table (CSV)"), "txt": _("As text"), "docx": "DOCX", "ris": "RIS"}
    files = "".join(
        f'<a class="btn" download href="/file/list.{ending}?{escape(query)}">{escape(name)}</a>'
        for ending, name in names.items()
    )
    many = words.ngettext("{n} passage", "{n} passages", len(here.kept))
    told = _("The address of this page is the list: who opens it sees the same passages.")
    return f'{facts([many, told])}<p class="taking">{files}</p>'


def _row(own: Kept, found: Passage | None, words: Translator, here: Address) -> component.Row:
    _ = words.gettext
    (written,) = kept.write([own])
    tags = ", ".join(own.tags)
    if found is None:
        closed = _("This page is closed, or it is not there any more.")
        return component.Row(written, own.place, tags, own.note, remark=closed)
    about = found.document.description
    where = (about.reference.printed(()), in_words(str(about.date or ""), words))
    scanned = found.page.source != Source.TEXT
    to = Address(interface=here.interface).at(found.document.id, found.page.number)
    moved = _("The page has been read anew since: this may be another passage.")
    return component.Row(
        written,
        own.place,
        tags,
        own.note,
        head=" · ".join(filter(None, where)),
        title=about.title or found.document.source_name,
        language=next(iter(about.languages), ""),
        leaf=leaf_name(found.page.leaves, found.page.number, words, scanned=scanned),
        href=link(to),
        text=" ".join(joined(found.text).split()),
        citation=cited(opened().collection, found),
        remark=moved if found.moved else "",
    )
