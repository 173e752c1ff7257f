"""The few parts of the pages that need their own JavaScript, each in its folder.

They are Streamlit's second generation of components: no frame around them, text goes in through
``textContent`` only, and nothing is loaded from elsewhere.
"""

from __future__ import annotations

from importlib.resources import files

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def register(name: str, html: str = "") -> ComponentRenderer:
    """Register the component in the folder ``name``: its scripts and its style, if it has one.

    Streamlit takes a component's script as one text, which cannot import from another; so the
    scripts of the folder, and ``make.js`` for all components, are put one behind the other.
    """
    here = files("ui.components")
    own = sorted(here.joinpath(name).iterdir(), key=lambda file: file.name)
    scripts = [here.joinpath("make.js"), *(file for file in own if file.name.endswith(".js"))]
    style = "".join(file.read_text(encoding="utf-8") for file in own if file.name.endswith(".css"))
    return st.components.v2.component(
        f"opis_{name}",
        html=html or None,
        js="\n".join(script.read_text(encoding="utf-8") for script in scripts),
        css=style or None,
    )
