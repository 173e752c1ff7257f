"""«Correct everywhere»: a misreading that comes again and again, each place seen and ticked."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from itertools import islice

import streamlit as st

import index
from corpus import documents, everywhere, pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.correcting import cleaned
from corpus.documents import Document
from corpus.everywhere import Place, Written
from corpus.history import Deed
from corpus.messages import N_, Message, visible
from corpus.pages import Page
from corpus.reading import Reading
from ui import visit
from ui.address import Address
from ui.i18n import Translator
from ui.leaves import leaf_name
from ui.markup import marked, soft_link, unmarked
from ui.opened import opened
from ui.pages import acted
from ui.pages.doing import do, tell

#: where the page is
PATH = "/everywhere"
#: places that are shown, and written, at once
AT_ONCE = 100
_OLD, _NEW = "everywhere_old", "everywhere_new"


def page() -> None:
    """Draw the page; only archivists have it (:mod:`ui.pages.desk`)."""
    here, words = visit.here(), visit.words()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('Correct everywhere')} · {_('Opis')}")
    says = _(
        "A word or phrase that was misread again and again is corrected wherever it stands. "
        "You see every place before anything is written; all of it can be taken back."
    )
    st.html(
        f'<h1 class="mine">{escape(_("Correct everywhere"))}</h1>'
        f'<p class="understood">{escape(says)}</p>'
    )
    tell(words)
    _asked(here, words)
    with st.container(key="everywhere"):
        if cleaned(here.query):
            _found(here, words)
    acted.past(Deed.CORRECTED, N_("Corrected everywhere before"), words)


def way(here: Address, words: Translator) -> str:
    """The link to the page."""
    to = Address(interface=here.interface)
    return soft_link(to, escape(words.gettext("Correct everywhere")), path=PATH)


def _asked(here: Address, words: Translator) -> None:
    """What was read, and what stands on the paper."""
    _ = words.gettext
    st.session_state[_OLD], st.session_state[_NEW] = here.query, here.instead
    left, right = st.columns(2)
    left.text_input(_("As it was read, letter by letter"), key=_OLD, on_change=_go)
    right.text_input(_("As it stands on the paper"), key=_NEW, on_change=_go)


def _go() -> None:
    old, new = (str(st.session_state[key]).strip() for key in (_OLD, _NEW))
    visit.go(replace(visit.here(), query=old, instead=new))


def _found(here: Address, words: Translator) -> None:
    """The places, each to be ticked, and the button that writes."""
    _, collection = words.gettext, opened().collection
    saying = index.pages_saying(collection, here.query, Role.ARCHIVIST)
    with collection.catalogue() as database:
        found = [*islice(everywhere.places(database, saying, here.query), AT_ONCE + 1)]
        shown = found[:AT_ONCE]
        if not shown:
            said = _("No page reads «{old}» just so, as whole words.").format(old=here.query)
            st.html(f'<p role="status">{escape(said)}</p>')
            return
        drawn = [(one, *_shown(database, one, here, words)) for one in shown]
    counted = words.ngettext("{n} place", "{n} places", len(shown))
    if len(found) > AT_ONCE:
        counted = _("The first {n} places; the others come when these are written.").format(
            n=AT_ONCE
        )
    st.html(f'<p class="facts" role="status"><span>{escape(counted)}</span></p>')
    with st.form("everywhere-places", border=False):
        for number, (one, name, html) in enumerate(drawn):
            with st.container(key=f"place-{number}"):
                key = f"tick_{one.layer}_{one.start}_{here.query}"
                st.checkbox(name, value=not one.checked, key=key)
                st.html(html)
        st.form_submit_button(
            _("Write «{new}» in the ticked places").format(new=unmarked(here.instead))
            if here.instead
            else _("Write first what stands on the paper"),
            type="primary",
            key="everywhere-write",
            disabled=not cleaned(here.instead),
            on_click=_write,
            args=(shown, here),
        )


def _shown(database: Database, one: Place, here: Address, words: Translator) -> tuple[str, str]:
    """What a place is called, and its line of the scan above its line of the text, as HTML."""
    _ = words.gettext
    document = documents.find(database, one.document, Role.ARCHIVIST)
    page = pages.find(database, document, one.page, Role.ARCHIVIST)
    reading = pages.reading(database, one.layer)
    name = unmarked(f"{_leaf(page, words)}, {_title(document)}")
    notes = [_("the page was compared with its scan")] if one.checked else []
    to = replace(
        Address(interface=here.interface).at(document.id, page.number),
        lit=((one.start, one.end),),
    )
    opens = soft_link(to, escape(_("Open in the reader")), aria_label=f"{_('Open in the reader')}: "
                      f"{_leaf(page, words)}, {_title(document)}")  # fmt: skip
    image = ""
    if page.width:
        source = f"/img/strip/{escape(document.id)}/{page.number}.jpg?at={one.start}-{one.end}"
        alt = escape(_("The lines of the scan"))
        image = f'<img loading="lazy" src="{source}" alt="{alt}">'
    start, end = _line(reading, one)
    line = marked(
        " ".join(reading.text[start:end].split("\n")), [(one.start - start, one.end - start)]
    )
    told = "".join(f"<span>{escape(note)}</span>" for note in notes)
    return name, (
        f'<div class="strips"><figure>{image}<figcaption>{line}</figcaption></figure>'
        f'<p class="facts"><span>{opens}</span>{told}</p></div>'
    )


def _line(reading: Reading, one: Place) -> tuple[int, int]:
    """The range of the lines in which a place stands."""
    start = reading.text.rfind("\n", 0, one.start) + 1
    end = reading.text.find("\n", one.end)
    return start, len(reading.text) if end < 0 else end


def _leaf(page: Page, words: Translator) -> str:
    return leaf_name(page.leaves, page.number, words, scanned=bool(page.width))


def _title(document: Document) -> str:
    return visible(document.description.title or document.source_name)


def _write(shown: list[Place], here: Address) -> None:
    ticked = [
        one for one in shown if st.session_state.get(f"tick_{one.layer}_{one.start}_{here.query}")
    ]

    def change(database: Database) -> Message:
        return _told(everywhere.write(database, ticked, here.instead))

    do(Message(N_("Written.")), change)


def _told(what: Written) -> Message:
    """What was done, with the number of places and pages, and what was left alone."""
    values: dict[str, object] = {
        "done": Message(N_("Written.")),
        "places": what.places,
        "pages": len(what.pages),
        "left": len(what.left),
    }
    if what.left:
        return Message(
            N_("{done} Places: {places}, pages: {pages}. Pages that somebody has changed "
               "meanwhile and that were left alone: {left}."),
            values,
        )  # fmt: skip
    return Message(N_("{done} Places: {places}, pages: {pages}."), values)
