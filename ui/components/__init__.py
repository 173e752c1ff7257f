"""The few parts of the pages that need their own JavaScript, each in its folder.

They are Streamlit's second generation of components: no frame around them, text goes in through
``textContent`` only, and nothing is loaded from elsewhere.
"""

from __future__ import annotations

from importlib.resources import files

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def register(name: str, html: str = "") -> ComponentRenderer:
    """Register the component in the folder ``name``: its ``name.js`` and ``name.css``, if any."""
    folder = files("ui.components").joinpath(name)
    css = folder.joinpath(f"{name}.css")
    return st.components.v2.component(
        f"opis_{name}",
        html=html or None,
        js=folder.joinpath(f"{name}.js").read_text(encoding="utf-8"),
        css=css.read_text(encoding="utf-8") if css.is_file() else None,
    )
