"""The reader's list: every passage with its tags and note, changed here and kept.

A list that came by a link is somebody else's until it is taken over: nothing of it can be changed,
and nothing of it is kept. Without a list in the address the browser's own is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from ui import keeping, visit
from ui.address import Address, link
from ui.components import register
from ui.i18n import Translator

_MOUNT = register("kept", html='<div class="kept"></div>')


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as it is shown; what may not be seen has only its place, tags and note.

    ``written`` is the whole as it stands in an address, ``remark`` says what is odd about it.
    """

    written: str
    place: str
    tags: str
    note: str
    head: str = ""
    title: str = ""
    language: str = ""
    leaf: str = ""
    href: str = ""
    text: str = ""
    citation: str = ""
    remark: str = ""


def mount(rows: Sequence[Row], words: Translator, changed: Callable[[Sequence[str]], None]) -> None:
    """Show a list; ``changed(written)`` is called with it as it is to stand in the address."""
    _ = words.gettext

    def change() -> None:
        changed([str(one) for one in st.session_state.kept.change["list"]])

    own = keeping.own()
    empty = _("Tick passages in an answer: they gather here, in this browser only.")
    if own is not None:
        empty = _("Tick passages in an answer: they gather here, wherever you sign in.")
    _MOUNT(
        key="kept",
        data={
            "own": own,
            "search": link(Address(interface=visit.here().interface)),
            "rows": [asdict(row) for row in rows],
            "labels": {
                "empty": empty,
                "search": _("Back to the search"),
                "before": _("This browser has a list from before you signed in."),
                "foreign": _("This list came by a link; it is not the one of this browser."),
                "take": _("Add it to my list"),
                "tags": _("Tags, with commas"),
                "note": _("Note"),
                "cite": _("cite"),
                "remove": _("Remove"),
                "up": _("Up"),
                "every": _("All"),
                "shown": _("Tags"),
            },
        },
        on_change_change=change,
    )
