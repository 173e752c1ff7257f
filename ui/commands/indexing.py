"""``opis index build`` and ``opis index info``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.messages import N_
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    answer,
    opened,
    say,
    words,
)

if TYPE_CHECKING:  # the command's help need not load the engine
    from index import Standing

_ = words().gettext


def build(collection: CollectionOption = DEFAULT_COLLECTION, as_json: JsonOption = False) -> None:
    """Build the index anew from the catalogue, beside the old one, and swap it in."""
    import index
    from ui.commands.progress import progress

    target = opened(collection)
    with progress(words()) as report:
        index.build(target, lambda done, total: report(N_("indexing"), done, total, ""))
    info(collection, as_json)


def info(collection: CollectionOption = DEFAULT_COLLECTION, as_json: JsonOption = False) -> None:
    """Say which generation answers and whether it has seen every change."""
    import index
    from ui.commands.shapes import index_shape

    standing = index.info(opened(collection))
    if as_json:
        answer(index_shape(standing))
        return
    say(standing_line(standing))


def standing_line(standing: Standing) -> str:
    """How the index stands, and what to do about it."""
    if standing.foreign:
        state = _("made by another version of Opis: opis index build")
    elif standing.renamed:
        state = _("the thesaurus has changed: opis index build")
    else:
        state = _("up to date") if standing.current else _("behind: opis index build")
    return _("Index {commit}: {state}").format(commit=standing.commit or "–", state=state)
