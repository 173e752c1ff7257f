"""The use sheet of a file, or of what is chosen: which reader has used it, and when."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from corpus import openings
from corpus.documents import Document
from corpus.holdings import Branch
from corpus.sheets import csv_rows
from corpus.targets import Target
from ui import sheets
from ui.i18n import Translator
from ui.opened import opened

#: lines that are shown, the newest; the table has all
SHOWN = 30


def draw(chosen: Sequence[Document], branch: Branch | None, words: Translator) -> None:
    """Draw the use sheet of the documents, or of the branch that is open."""
    _ = words.gettext
    targets = [Target("documents", one.id, one.id) for one in chosen]
    if not targets and branch is not None:
        targets = [branch.target]
    with st.expander(_("Use sheet"), icon=":material/menu_book:"):
        with opened().collection.catalogue() as database:
            found = openings.sheet(database, targets)
        if not found:
            said = _("No reader has used it; uses are written down where people sign in.")
            st.html(f'<p class="facts">{escape(said)}</p>')
            return
        lines = "".join(f"<li>{escape(sheets.line(one, words))}</li>" for one in found[:SHOWN])
        st.html(f'<ul class="past">{lines}</ul>')
        table = b"".join(csv_rows(sheets.head(words), sheets.rows(found, words)))
        st.download_button(
            _("The whole sheet as a table (CSV): {n}").format(n=words.number(len(found))),
            table,
            "use-sheet.csv",
            "text/csv",
            key="use_sheet",
        )
