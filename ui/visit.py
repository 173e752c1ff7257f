"""What a Streamlit page asks of the visitor's session: where it is, in which words, where to next.

Everything a page shows comes from the address (:mod:`ui.address`). A control sets its session key
from the address before it is drawn and writes the address when it is changed, which makes one
history entry. ``bind=`` of Streamlit's widgets is not used: it writes labels and keeps no history.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui import address
from ui.address import Address
from ui.i18n import Translator, translator
from ui.opened import served


def here() -> Address:
    """Return the address that is shown."""
    return address.decode({name: st.query_params.get_all(name) for name in st.query_params})


def go(to: Address) -> None:
    """Show another address in this visit: one step in the browser's history."""
    parameters = address.encode(to)
    if parameters != address.encode(here()):
        st.query_params.from_dict(parameters)


def words() -> Translator:
    """Return the words of the interface's language."""
    return translator(here().interface or served().language)


def speak(language: str) -> None:
    """Change the language of the interface."""
    own = language == served().language
    go(replace(here(), interface=None if own else language))
