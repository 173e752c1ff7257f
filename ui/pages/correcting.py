"""«Correct»: the pages that OCR was least sure of, and the desk on which one is corrected."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from corpus import documents, pages
from corpus.access import Role
from corpus.documents import Document
from corpus.pages import Page
from ui import linewise, visit
from ui.address import Address, link
from ui.components.correcting import Desk, mount
from ui.i18n import Translator
from ui.leaves import leaf_name
from ui.markup import soft_link, tied
from ui.names import value_name
from ui.opened import opened
from ui.pages import everywhere
from ui.pages.turning import beyond, turning

#: where the page is
PATH = "/correct"
#: pages of the queue that are shown at once
PER_PAGE = 25


def page() -> None:
    """Draw the page; only archivists have it (:mod:`ui.pages.desk`)."""
    here, words = visit.here(), visit.words()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('Correct')} · {_('Opis')}")
    if here.document:
        _desk(here, words)
    else:
        st.html(_queue(here, words))


def to(document: str, number: int, here: Address) -> Address:
    """The desk with a page on it; it is at :data:`PATH`."""
    return Address(interface=here.interface).at(document, number)


def _queue(here: Address, words: Translator) -> str:
    _ = words.gettext
    with opened().collection.catalogue() as database:
        total = pages.count_unchecked(database)
        last = max(1, -(-total // PER_PAGE))
        shown = min(here.results, last)
        found = pages.unchecked(database, PER_PAGE, (shown - 1) * PER_PAGE)
        rows = [
            _row(documents.find(database, page.document, Role.ARCHIVIST), page, here, words)
            for page in found
        ]
    head = (
        f'<h1 class="mine">{escape(_("Correct"))}</h1><p class="facts">'
        f"<span>{everywhere.way(here, words)}</span></p>"
    )
    if not found:
        says = _("No page waits to be corrected: OCR was never unsure, or all were compared.")
        return f'{head}<div class="empty"><p>{escape(says)}</p></div>'
    count = words.ngettext(
        "{n} page that nobody has compared with its scan, the worst first.",
        "{n} pages that nobody has compared with their scans, the worst first.",
        total,
    )
    names = (_("Confidence"), _("Leaf"), _("Document"), _("Text"))
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    turn = turning(shown, last, lambda n: replace(here, results=n), words, path=PATH)
    return (
        f'{head}<p class="facts">{escape(count)}</p>{beyond("p", here.results, last, words)}'
        '<div class="checked"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>{turn}"
    )


def _row(document: Document, page: Page, here: Address, words: Translator) -> str:
    described = document.description
    title = described.title or document.source_name or words.gettext("Untitled")
    leaf = leaf_name(page.leaves, page.number, words, scanned=bool(page.width))
    target = to(document.id, page.number, here)
    opens = soft_link(target, escape(leaf), path=PATH, aria_label=f"{leaf}, {title}")
    cells = (
        f"{round(100 * (page.confidence or 0))} %",
        opens,
        f"{escape(title)}<br><small>{tied(str(described.reference))}</small>",
        escape(value_name("text_source", page.source, words)),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _desk(here: Address, words: Translator) -> None:
    _ = words.gettext
    with opened().collection.catalogue() as database:
        document = documents.find(database, here.document, Role.ARCHIVIST)
        page = pages.find(database, document, min(here.page, document.pages), Role.ARCHIVIST)
        sheet = linewise.sheet(database, page, words)
        queue = [other for other in pages.unchecked(database, 2) if other.id != page.id]
    leaf = leaf_name(page.leaves, page.number, words, scanned=bool(page.width))
    title = document.description.title or document.source_name or _("Untitled")
    st.set_page_config(page_title=f"{title}, {leaf} · {_('Correct')} · {_('Opis')}")
    with st.container(key="correctly"):
        st.html(_head(document, page, f"{title}, {leaf}", words, here))
    following = to(queue[0].document, queue[0].number, here) if queue else None
    desk = Desk(
        key=f"{page.id} {words.language}",
        route=f"{PATH}/{document.id}/{page.number}?ui={words.language}",
        image=f"/img/page/{document.id}/{page.number}.jpg" if page.width else "",
        alt=_("Scan of {leaf}").format(leaf=leaf),
        size=(page.width or 1, page.height or 1),
        sheet=sheet,
        next=link(following, PATH) if following else "",
    )
    mount(desk, words)


def _head(document: Document, page: Page, name: str, words: Translator, here: Address) -> str:
    _ = words.gettext
    around = [
        (page.number - 1, _("‹ previous page")),
        (page.number + 1, _("next page ›")),
    ]
    links = [
        soft_link(
            Address(interface=here.interface), f"← {escape(_('Pages to correct'))}", path=PATH
        ),
        soft_link(to(document.id, page.number, here), escape(_("Open in the reader"))),
        everywhere.way(here, words),
        *(
            soft_link(to(document.id, number, here), escape(label), path=PATH)
            for number, label in around
            if 1 <= number <= document.pages
        ),
    ]
    spans = "".join(f"<span>{each}</span>" for each in links)
    return f'<h1 class="desk">{escape(name)}</h1><p class="facts">{spans}</p>'
