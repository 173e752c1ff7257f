"""The years of an answer: a thin bar for each, one for what has no date.

Pressing a year takes it, dragging over years takes them all; a stretch of years below the bars is
a button for the keyboard. With the shift key what was taken grows to what is pressed; once more
lets go. What a bar shows, documents or hits, as a number or as a part of what the collection holds
in that year, the reader chooses, and every number stands in a table that is there for screen
readers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from ui.components import register
from ui.i18n import Translator

_MOUNT = register("years", html='<div class="years"></div>')


@dataclass(frozen=True, slots=True)
class Bar:
    """A year of which the collection has something, or the undated (None).

    ``says`` tells its numbers, ``cells`` are those of the table; ``heights`` has a number for each
    measure.
    """

    year: int | None
    says: str
    cells: Sequence[str]
    heights: Mapping[str, float]
    on: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Years, both ends included, that are taken together."""

    first: int
    last: int
    name: str
    title: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn: years in order, at their place from the first stretch to the end of the last.

    ``measures`` are the names of what bars may show, ``head`` that of the table's columns.
    """

    bars: Sequence[Bar]
    stretches: Sequence[Stretch]
    undated: Bar | None
    measures: Mapping[str, str]
    head: Sequence[str]
    note: str


def mount(
    timeline: Timeline,
    words: Translator,
    taken: Callable[[tuple[int, int] | None, bool], None],
) -> None:
    """Show the years; ``taken(years, extend)`` is called with what was pressed, None: undated."""
    _ = words.gettext

    def press() -> None:
        pressed = st.session_state.years.press
        years = pressed["years"]
        taken((int(years[0]), int(years[1])) if years else None, bool(pressed["extend"]))

    _MOUNT(
        key="years",
        data=asdict(timeline)
        | {"labels": {"years": _("Years"), "show": _("What the bars show"), "most": _("Most in")}},
        on_press_change=press,
    )
