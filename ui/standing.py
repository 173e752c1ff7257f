"""How the index stands, in a line: for the command and for the page about the collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.i18n import Translator

if TYPE_CHECKING:  # the command's help need not load the engine
    from index import Standing


def index_line(words: Translator, standing: Standing) -> str:
    """How the index stands, and what to do about it."""
    _ = words.gettext
    if standing.trouble is not None:
        state = words.text(standing.trouble)
    elif standing.foreign:
        state = _("made by another version of Opis: opis index build")
    elif standing.renamed:
        state = _("the thesaurus has changed: opis index build")
    else:
        state = _("up to date") if standing.current else _("behind: opis index build")
    return _("Index {commit}: {state}").format(commit=standing.commit or "–", state=state)
