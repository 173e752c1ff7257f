"""The few parts of the pages that need their own JavaScript, each in its folder.

They are Streamlit's second generation of components: no frame around them, text goes in through
``textContent`` only, and nothing is loaded from elsewhere.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def register(name: str, html: str = "") -> ComponentRenderer:
    """Register the component in the folder ``name``: its scripts and its style, if it has one.

    Streamlit takes a component's script as one text, which cannot import from another; so those for
    all components, and the scripts of the folder, are put one behind the other.
    """
    here = files("ui.components")
    style, own = (_joined(here.joinpath(name), ending) for ending in (".css", ".js"))
    return st.components.v2.component(
        f"opis_{name}",
        html=html or None,
        js=_joined(here, ".js") + own,
        css=style or None,
    )


def _joined(folder: Traversable, ending: str) -> str:
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return "".join(f.read_text(encoding="utf-8") for f in files if f.name.endswith(ending))
