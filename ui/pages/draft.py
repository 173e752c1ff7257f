"""The draft checker's half of «Find a quotation»: a file is given, a table comes back.

The file is read where it is uploaded and kept nowhere.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import streamlit as st

from corpus.errors import BadUse
from corpus.messages import N_
from corpus.sheets import csv_rows
from ui import drafts, visit
from ui.i18n import Translator
from ui.markup import soft_link
from ui.opened import opened

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_SAYS = N_(
    "Every quotation of a draft is looked up, and the reference beside it compared with where it "
    "stands: DOCX, ODT, TXT or MD. The file is not kept."
)
_CHECKED = "checked_draft"


def draw(words: Translator) -> None:
    """Ask for a draft, and show what became of its quotations."""
    _ = words.gettext
    st.html(f'<p class="understood">{escape(_(_SAYS))}</p>')
    given = st.file_uploader(_("Draft"), type=["docx", "odt", "txt", "md"], key="draft")
    if given is None:
        return
    try:
        rows = _rows(given)
    except BadUse as error:
        says, remedy = words.text(error.what), words.text(error.remedy)
        st.html(f'<p class="wrong" role="alert">{escape(says)} {escape(remedy)}</p>')
        return
    if not rows:
        st.html(f'<p role="status">{escape(_("There is no quotation in the draft."))}</p>')
        return
    st.html(f'<div class="checked">{drafts.table(rows, words, _linked)}</div>')
    name = Path(given.name).stem
    cells = [drafts.cells(number, row, words) for number, row in enumerate(rows, 1)]
    with st.container(horizontal=True):
        st.download_button(
            _("The table as a page"), drafts.html(rows, given.name, words), f"{name}.html"
        )
        st.download_button(
            _("The table as CSV"), b"".join(csv_rows(drafts.head(words), cells)), f"{name}.csv"
        )


def _rows(given: UploadedFile) -> list[drafts.Row]:
    """The quotations of an uploaded file, checked once and not at each click."""
    known = st.session_state.get(_CHECKED)
    if known is None or known[0] != given.file_id:
        with TemporaryDirectory(prefix="opis-draft-") as folder:
            path = Path(folder) / f"draft{Path(given.name).suffix}"
            path.write_bytes(given.getvalue())
            rows = [*drafts.checked_draft(opened().collection, path, opened().role)]
        known = st.session_state[_CHECKED] = (given.file_id, rows)
    found: list[drafts.Row] = known[1]
    return found


def _linked(row: drafts.Row, text: str) -> str:
    """The citation of a place, leading there; ``text`` is HTML."""
    match = row.checked.match
    return text if match is None else soft_link(visit.here().at(match.document, match.page), text)
