"""The archivist's pages: those that change the collection."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from corpus.access import Role
from ui.i18n import Translator
from ui.opened import opened
from ui.pages import (
    adding,
    administration,
    correcting,
    describe,
    everywhere,
    headings,
    tables,
)


def pages(words: Translator) -> list[StreamlitPage]:
    """The pages for archivists; for anybody else there is nothing at their addresses."""
    _ = words.gettext
    if opened().role is not Role.ARCHIVIST:
        return []
    return [
        st.Page(adding.page, title=_("Add"), url_path="add", icon=":material/note_add:"),
        st.Page(
            describe.page, title=_("Describe"), url_path="describe", icon=":material/edit_note:"
        ),
        st.Page(tables.page, title=_("From a table"), url_path="tables", icon=":material/table:"),
        st.Page(
            correcting.page, title=_("Correct"), url_path="correct", icon=":material/spellcheck:"
        ),
        st.Page(
            everywhere.page,
            title=_("Correct everywhere"),
            url_path="everywhere",
            visibility="hidden",
        ),
        st.Page(headings.page, title=_("Headings"), url_path="headings", icon=":material/label:"),
        *([_administration(words)] if opened().administrator else []),
    ]


def _administration(words: Translator) -> StreamlitPage:
    return st.Page(
        administration.page,
        title=words.gettext("Administration"),
        url_path="administration",
        icon=":material/admin_panel_settings:",
    )
