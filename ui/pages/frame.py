"""What surrounds every page: style, name, language switch, navigation. Streamlit runs this file."""

from __future__ import annotations

from importlib.resources import as_file, files

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from corpus.errors import EngineFailed, OpisError
from ui import visit
from ui.components import links
from ui.i18n import LANGUAGES, Translator
from ui.opened import opened
from ui.pages import (
    about,
    concordance,
    desk,
    failed,
    leaving,
    mine,
    packages,
    quotation,
    reader,
    search,
    waiting,
)
from ui.visitors import SignedOut

_SHORT = {"ru": "Рус", "kk": "Қаз", "ky": "Кыр", "en": "Eng"}
_FILES = files("ui")


def frame() -> None:
    """Draw the frame and the page that the address names, for whoever has signed in."""
    words = visit.words()
    _ = words.gettext
    try:
        opened()
    except SignedOut as error:  # while the window was open
        _style(words)
        leaving.signed_out(error, words)
        return
    # The icon must be a file: Streamlit's browser part would fetch a named one from the network.
    with as_file(_FILES.joinpath("logo.png")) as icon, as_file(_FILES.joinpath("logo.svg")) as logo:
        st.set_page_config(page_title=_("Opis"), page_icon=str(icon), layout="wide")
        st.logo(str(logo), size="large")
    pages = {"": _everybodys(words), _("Archivist"): desk.pages(words)}
    shown = st.navigation({name: own for name, own in pages.items() if own}, position="top")
    _style(words)
    with st.container(key="tongue"):
        _languages(_("Language of the pages"), words.language)
    leaving.way_out(words)
    links.mount(words)
    try:
        shown.run()
    except OpisError as error:
        if not (isinstance(error, EngineFailed) and waiting.for_the_index()):
            failed.say(error)


def _everybodys(words: Translator) -> list[StreamlitPage]:
    """The pages that whoever may come here sees; the first one is where one begins."""
    _ = words.gettext
    return [
        st.Page(
            search.page,
            title=_("Search"),
            url_path="search",
            icon=":material/search:",
            default=True,
        ),
        st.Page(
            concordance.page,
            title=_("Concordance"),
            url_path="concordance",
            icon=":material/format_align_center:",
        ),
        st.Page(
            quotation.page,
            title=_("Quotation"),
            url_path="quotation",
            icon=":material/format_quote:",
        ),
        st.Page(mine.page, title=_("My list"), url_path="list", icon=":material/bookmark:"),
        st.Page(
            about.page,
            title=_("About the collection"),
            url_path="about",
            icon=":material/info:",
        ),
        st.Page(reader.page, title=_("Page"), url_path="page", visibility="hidden"),
        st.Page(
            packages.page, title=_("Packages for keeping"), url_path="packages", visibility="hidden"
        ),
    ]


def _style(words: Translator) -> None:
    """Put the style on the page; what Streamlit says in English there is said by it.

    On a phone a button opens the drawer: «Narrow» where something stands in it, else the «Menu».
    """
    _ = words.gettext
    css = _FILES.joinpath("style.css").read_text(encoding="utf-8")
    names = {"menu": _("Menu"), "narrow": _("Narrow"), "choose": _("Choose a file")}
    said = "; ".join(f'--{name}: "{text}"' for name, text in names.items())
    st.html(f"<style>:root {{ {said} }}\n{css}</style>")


def _languages(label: str, current: str) -> None:
    st.session_state["language"] = current
    st.segmented_control(
        label,
        list(LANGUAGES),
        key="language",
        required=True,
        format_func=_SHORT.__getitem__,
        label_visibility="collapsed",
        on_change=lambda: visit.speak(st.session_state["language"]),
    )


frame()
