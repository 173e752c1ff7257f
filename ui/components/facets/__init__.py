"""The facets of an answer: what one can keep or leave out, with the number of documents.

A facet may have a picture: a map on which its values are pressed instead of ticked.

One component for all facets: its counts stand right-aligned beside a clean accessible name, the
focus stays on the value that was changed, and «more» opens a long facet without asking the server.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

import streamlit as st

from ui import atlas
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
class Spot:
    """A value of some facet that lies ``at`` a place of the map: None is outside it.

    ``name`` stands beside it, ``says`` is told when it is pointed at; it is as large as
    ``number``, that of its documents. ``state`` is that of a value. With an address ``to`` it is a
    link there and sets nothing.
    """

    facet: str
    value: str
    name: str
    says: str
    number: int
    state: str
    at: tuple[float, float] | None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A map, drawn on the outlines of :mod:`ui.atlas` and in its units; ``note`` stands below.

    ``kilometres`` are those of a unit.
    """

    spots: Sequence[Spot]
    note: str
    size: tuple[float, float] = field(default_factory=atlas.size)
    kilometres: float = atlas.KILOMETRES
    outlines: Sequence[atlas.Outline] = field(default_factory=atlas.outlines)


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as it is shown."""

    key: str
    name: str
    values: Sequence[Value]
    picture: Picture | None = None


def mount(
    facets: Sequence[Facet],
    words: Translator,
    changed: Callable[[str, str, str], None] = lambda facet, value, state: None,
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
                "map": _("On the map"),
                "whole": _("The whole map"),
                "closer": _("Closer:"),
                "outside": _("Off the map:"),
                "kilometres": _("{n} km"),
            },
        },
        on_change_change=change,
    )
