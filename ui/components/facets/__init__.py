"""The facets of an answer: what one can keep or leave out, with the number of documents.

One component for all facets: its counts stand right-aligned beside a clean accessible name, the
focus stays on the value that was changed, and «more» opens a long facet without asking the server.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from ui.components import register
from ui.i18n import Translator

#: How many values of a facet are shown before «more».
TOP = 5
#: A facet with more values than this has a box to find one in.
LONG = 12

_MOUNT = register("facets", html='<div class="facets"></div>')


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is shown; ``state`` is ``"keep"``, ``"drop"`` or empty.

    ``depth`` 1 stands under the last value with 0 (a fonds under its archive), and so on; ``open``
    is never behind «more».
    """

    value: str
    name: str
    documents: str
    state: str = ""
    depth: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as it is shown."""

    key: str
    name: str
    values: Sequence[Value]


def mount(
    facets: Sequence[Facet], words: Translator, changed: Callable[[str, str, str], None]
) -> None:
    """Show ``facets``; ``changed(facet, value, state)`` is called with what the reader set."""
    _ = words.gettext

    def change() -> None:
        change = st.session_state.facets.change
        changed(change["facet"], change["value"], change["state"])

    _MOUNT(
        key="facets",
        data={
            "facets": [asdict(f) for f in facets],
            "top": TOP,
            "long": LONG,
            "labels": {
                "more": _("{n} more"),
                "less": _("fewer"),
                "drop": _("Leave out: {name}"),
                "find": _("Find in the list"),
                "documents": _("documents"),
            },
        },
        on_change_change=change,
    )
