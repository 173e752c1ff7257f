"""Scan control of what was added last: what is wrong with each scan, and a new one in its place."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

import ingest
from corpus import documents, scancontrol
from corpus.access import Role
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.errors import OpisError
from corpus.messages import visible
from corpus.scancontrol import Fault, Finding
from ui import visit
from ui.address import Address
from ui.i18n import Translator
from ui.markup import soft_link
from ui.opened import opened

#: documents that are looked at, and faults that are shown
LATEST, SHOWN = 20, 30
#: faults that a new scan of the page mends
_MENDED = {Fault.TURNED, Fault.BLURRED, Fault.CUT, Fault.DOUBLED}


@st.fragment
def draw() -> None:
    """Draw the list; nothing where all scans are in order."""
    if opened().role is not Role.ARCHIVIST:
        return
    words, collection = visit.words(), opened().collection
    _ = words.gettext
    with collection.catalogue() as database:
        latest = documents.latest(database, Role.ARCHIVIST, LATEST)
        found, looked = (
            [
                (one, finding)
                for one in latest
                for finding in scancontrol.findings(database, Role.ARCHIVIST, one.id, looked=looked)
            ]
            for looked in (False, True)
        )
    if not found and not looked:
        return
    counted = words.ngettext("{n} scan to look at", "{n} scans to look at", len(found))
    st.html(
        f'<h2 class="part">{escape(_("Scan control"))}</h2>'
        f'<p class="facts"><span>{escape(counted)}</span>'
        f"<span>{escape(_('of the documents that were added last'))}</span></p>"
    )
    for number, (document, finding) in enumerate(found[:SHOWN]):
        _finding(number, document, finding, words)
    if looked:
        says = words.ngettext("{n} looked at", "{n} looked at", len(looked))
        with st.expander(says):
            for number, (document, finding) in enumerate(looked[:SHOWN]):
                _told(document, finding, words)
                st.button(
                    _("Tell of it again"),
                    key=f"again-{number}-{document.id}",
                    on_click=_change,
                    args=(scancontrol.tell_again, finding),
                )


def _change(change: Callable[[Database, Finding], None], finding: Finding) -> None:
    if opened().role is not Role.ARCHIVIST:
        return
    with opened().collection.catalogue() as database:
        change(database, finding)


def _finding(number: int, document: Document, finding: Finding, words: Translator) -> None:
    _ = words.gettext
    mended = _told(document, finding, words)
    with st.container(horizontal=True):
        st.button(
            _("Looked at"),
            key=f"looked-{number}-{document.id}-{finding.page}",
            icon=":material/check:",
            on_click=_change,
            args=(scancontrol.let_stand, finding),
        )
    if mended:
        with st.expander(_("Replace this page")):
            page = finding.page or 1
            _replacing(f"{number}-{document.id}-{page}", document, page, words)


def _told(document: Document, finding: Finding, words: Translator) -> bool:
    """Draw what is wrong; whether a new scan of the page would mend it."""
    _ = words.gettext
    name = document.description.title or visible(document.source_name)
    page = finding.page or 1
    to = Address(interface=visit.here().interface).at(document.id, page)
    where = f"{name} · {_('page {n}').format(n=page)}" if finding.page else name
    mended = finding.page is not None and finding.fault in _MENDED
    remedy = "" if mended else f" {escape(words.text(finding.remedy))}"
    reason = escape(words.text(finding.reason))
    st.html(f'<p class="failed">{soft_link(to, escape(where))}<br>{reason}{remedy}</p>')
    return mended


def _replacing(key: str, document: Document, page: int, words: Translator) -> None:
    """Ask for a new scan of a page, and put it in its place."""
    _ = words.gettext
    given = st.file_uploader(
        _("New scan of page {n}: one image, or a PDF of one page").format(n=page),
        type=["pdf", "jpg", "jpeg", "png", "tif", "tiff", "jp2", "webp", "djvu"],
        key=f"rescan-{key}",
    )
    if given is None or not st.button(_("Put it in its place"), key=f"put-{key}", type="primary"):
        return
    try:
        with st.spinner(_("The new scan is being read")), TemporaryDirectory() as folder:
            path = Path(folder) / f"scan{Path(given.name).suffix}"
            path.write_bytes(given.getvalue())
            ingest.replace(opened().collection, document.id, page, path)
    except OpisError as error:
        said = f"{words.text(error.what)} {words.text(error.remedy)}"
        st.html(f'<p class="wrong" role="alert">{escape(said)}</p>')
        return
    done = _("The new scan stands in its place; the old one is kept, corrections stay.")
    st.html(f'<p role="status">{escape(done)}</p>')
