"""The page reader's heart: the scan with the words lit, its text beside it, and the way on.

Hits are polygons over the image (``polygon.hit[data-word]``, points in fractions of the page times
its size), so they sit right on pages that were scanned askew. Moving over a word on one side lights
it on the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from ui.components import register
from ui.i18n import Translator

_MOUNT = register("viewer", html='<div class="viewer"></div>')

#: Text, index of the word it belongs to (or -1), index of the hit it belongs to (or -1).
Atom = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the text in ``language``; ``gap``: a paragraph's space stands before it.

    What stands ``apart`` is no part of the text. ``hyphen`` is how many characters at its end only
    say that its last word goes on in the next line, 0 where none does.
    """

    language: str
    gap: bool
    apart: bool
    hyphen: int
    atoms: Sequence[Atom]


@dataclass(frozen=True, slots=True)
class Turn:
    """A page to go on to, and its hit to show there (0 for the first, -1 for the last).

    ``document`` is that of another document, ``results`` the page of the answer it stands on, and
    ``label`` says that one goes on to it; empty where the page is of the same document.
    """

    page: int
    hit: int
    document: str = ""
    results: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as the viewer shows it.

    ``key`` changes with whatever must be drawn anew. ``size`` is the image's width and height in
    any unit, ``quads`` the places of each word in fractions of them, ``hits`` the words of each
    hit (none where the text has no image), ``reasons`` why each is one (empty for the very word).
    ``current`` is the hit to begin with, from 0. ``position`` says where among the hits the reader
    is, ``{i}`` standing for the current one's number; empty where nothing is searched.
    ``turned`` are the degrees, clockwise, by which the reader turned the scan. ``doubts`` are the
    words that OCR was «unsure» of, and those that are «doubtful»; ``tinted`` says whether they are
    shown so. ``ahead`` are the addresses of scans that may be wanted next. ``citation`` is what a
    passage of the page is copied with; ``copied`` says whether the page may be. ``note`` is the
    address that is told when that is done, and the word with which (:mod:`ui.guard`), if any is.
    """

    key: str
    image: str | None
    alt: str
    size: tuple[float, float]
    quads: Sequence[Sequence[Sequence[float]]]
    rows: Sequence[Row]
    hits: Sequence[Sequence[int]]
    reasons: Sequence[str]
    current: int
    position: str
    turned: int
    doubts: Mapping[str, Sequence[int]]
    tinted: bool
    ahead: Sequence[str]
    previous: Turn | None
    next: Turn | None
    citation: str
    notice: Sequence[str] = ()
    copied: bool = True
    note: tuple[str, str] | None = None


def mount(sheet: Sheet, words: Translator, turned: Callable[[Turn], None]) -> None:
    """Show ``sheet``; ``turned`` is called when its hits are done and the reader goes on."""
    _ = words.gettext

    def turn() -> None:
        to = st.session_state.viewer.turn
        turned(Turn(int(to["page"]), int(to["hit"]), str(to["document"]), int(to["results"])))

    _MOUNT(
        key="viewer",
        data={
            "key": sheet.key,
            "image": sheet.image,
            "alt": sheet.alt,
            "width": sheet.size[0],
            "height": sheet.size[1],
            "quads": sheet.quads,
            "rows": [
                {
                    "lang": row.language,
                    "gap": row.gap,
                    "apart": row.apart,
                    "hyphen": row.hyphen,
                    "atoms": row.atoms,
                }
                for row in sheet.rows
            ],
            "hits": sheet.hits,
            "reasons": sheet.reasons,
            "current": sheet.current,
            "position": sheet.position,
            "previous": sheet.previous and asdict(sheet.previous),
            "next": sheet.next and asdict(sheet.next),
            "turned": sheet.turned,
            "doubts": sheet.doubts,
            "tinted": sheet.tinted,
            "ahead": sheet.ahead,
            "citation": sheet.citation,
            "notice": sheet.notice,
            "copied": sheet.copied,
            "note": sheet.note and dict(zip(("address", "token"), sheet.note, strict=True)),
            "labels": {
                "scan": _("Scan"),
                "text": _("Text"),
                "previous": _("Previous hit (p)"),
                "next": _("Next hit (n)"),
                "larger": _("Larger (+)"),
                "smaller": _("Smaller (-)"),
                "width": _("Fit the width (0)"),
                "whole": _("The whole page (w)"),
                "turn": _("Turn the scan (r)"),
                "full": _("Full screen (f)"),
                "tint": _("Show words that OCR was unsure of (t)"),
                "unsure": _("read with a confidence of 70 to 90 %"),
                "doubtful": _("below 70 %"),
                "box": _("To the search box (/)"),
                "help": _("What the keys do (?)"),
                "close": _("Close"),
                "divider": _("Share of the scan"),
                "cite": _("Cite"),
                "quote": _("Copy with its citation"),
                "copied": _("Copied"),
                "barred": _("This page may be read here, and not copied."),
                "citing": _("Copy the selected text with its citation, or the citation alone (c)"),
            },
        },
        on_turn_change=turn,
    )
