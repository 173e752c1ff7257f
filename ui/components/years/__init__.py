"""The years of an answer: a bar for each decade, one for what has no date.

A bar is a button: it takes its decade, with the shift key everything from the decades taken so far
to its own; once more lets go. A document counts in every decade that its date touches, so the bars
do not add up, and the component says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from ui.components import register
from ui.i18n import Translator

_MOUNT = register("years", html='<div class="years"></div>')


@dataclass(frozen=True, slots=True)
class Bar:
    """A decade (its first year) or, with ``decade`` None, the undated documents."""

    decade: int | None
    name: str
    title: str
    documents: int
    on: bool = False


def mount(
    bars: Sequence[Bar],
    words: Translator,
    taken: Callable[[int | None, bool], None],
) -> None:
    """Show ``bars``; ``taken(decade, extend)`` is called with the bar that was pressed."""

    def press() -> None:
        pressed = st.session_state.years.press
        taken(pressed["decade"], pressed["extend"])

    _MOUNT(
        key="years",
        data={
            "bars": [asdict(b) for b in bars],
            "label": words.gettext("Decades"),
            "note": words.gettext(
                "A document counts in every decade its date touches: the bars do not add up."
            ),
        },
        on_press_change=press,
    )
