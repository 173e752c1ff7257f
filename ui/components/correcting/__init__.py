"""Correcting a page: each line of the scan above its text, the whole page beside.

What is typed goes by a route of its own (:mod:`ui.linewise`), never by Streamlit: nothing is drawn
anew while somebody types.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ui.components import register
from ui.guard import HEADER, token
from ui.i18n import Translator

_MOUNT = register("correcting", html='<div class="correcting"></div>')

#: what is typed by a button: special letters and signs, then what stands for what cannot be read
LETTERS = "әғқңөұүһіё«»№—"
UNREADABLE, DOUBTFUL = "[нрзб.]", "[?]"


@dataclass(frozen=True, slots=True)
class Desk:
    """A page to correct: ``sheet`` is what :func:`ui.linewise.sheet` says of it.

    ``key`` names the page; while it is the same nothing is drawn anew. ``route`` is where changes
    go, ``size`` the image's width and height in pixels, ``next`` the address of the page to correct
    after this one, empty where there is none.
    """

    key: str
    route: str
    image: str
    alt: str
    size: tuple[int, int]
    sheet: dict[str, Any]
    next: str


def mount(desk: Desk, words: Translator) -> None:
    """Show the desk."""
    _ = words.gettext
    _MOUNT(
        key="correcting",
        data={
            "key": desk.key,
            "route": desk.route,
            "header": HEADER,
            "token": token(),
            "image": desk.image,
            "alt": desk.alt,
            "width": desk.size[0],
            "height": desk.size[1],
            "sheet": desk.sheet,
            "next": desk.next,
            "letters": [*LETTERS],
            "marks": [[UNREADABLE, _("cannot be read")], [DOUBTFUL, _("doubtful")]],
            "labels": {
                "letters": _("Special letters"),
                "line": _("Line {n}"),
                "text": _("Lines of the text"),
                "scan": _("Scan"),
                "larger": _("Larger"),
                "smaller": _("Smaller"),
                "right": _("The page is right"),
                "isRight": _("The page was compared with its scan."),
                "next": _("Next page to correct"),
                "undo": _("Take back the last correction"),
                "saving": _("Saving…"),
                "kept": _("Saved."),
                "saved": _("Saved; a search finds it."),
                "soon": _("Saved; a search will find it in a while."),
                "lost": _("It was not saved: the program does not answer. Try again."),
                "again": _("Try again"),
                "mine": _("Write mine"),
                "theirs": _("Keep what stands there"),
                "below": _("Line below"),
                "doubts": _("Unsure:"),
                "or": _("or {other}"),
                "empty": _("Nothing of this page has been read. Write what stands on it."),
                "history": _("What was done with this page"),
                "nothing": _("Nobody has corrected this page."),
                "undone": _("taken back since"),
                "keys": _("Keys"),
                "help": [
                    ["Enter", _("save and go on to the next line")],
                    ["↑ ↓", _("to the line above or below")],
                    ["Alt + Enter", _("a new line below")],
                    ["F2", _("another letter before the cursor: а → ә, у → ұ → ү")],
                    ["Esc", _("what stood there before")],
                    ["Ctrl + Enter", _("the page is right")],
                ],
            },
        },
    )
