"""``opis index build`` and ``opis index info``."""

from __future__ import annotations

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
from ui.standing import index_line


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
    say(index_line(words(), standing))
