"""``opis status``."""

from __future__ import annotations

from corpus.messages import visible
from ui.commands.indexing import standing_line
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    RoleOption,
    answer,
    opened,
    say,
    words,
)
from ui.commands.outcome import failure_line

_ = words().gettext


def status(
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what there is, what waits, what failed and why, and how the index stands."""
    import index
    from corpus import failures, files, pages
    from corpus.access import Role
    from ui.commands.inventories import digitised_line, digitised_shape
    from ui.commands.shapes import failed_shape, index_shape

    target = opened(collection)
    eyes = role or Role.ARCHIVIST
    with target.catalogue() as database:
        counts = pages.counts(database, eyes)
        listed = files.digitised(database, eyes)
        failed = [failed_shape(one, words()) for one in failures.failed(database, eyes)]
    standing = index.info(target)
    if as_json:
        answer(
            {
                "documents": counts.documents,
                "pages": counts.pages,
                "waiting": counts.waiting,
                "failed": failed,
                "unread_pages": counts.unread,
                "index": index_shape(standing),
            }
            | ({"inventories": [*map(digitised_shape, listed)]} if listed else {})
        )
        return
    say(words().ngettext("{n} document", "{n} documents", counts.documents))
    say(words().ngettext("{n} page", "{n} pages", counts.pages))
    say(words().ngettext("{n} page waits", "{n} pages wait", counts.waiting))
    say(words().ngettext("{n} page is not read", "{n} pages are not read", counts.unread))
    say(standing_line(standing))
    for opis in listed:
        say(digitised_line(opis))
    for failure in failed:
        say(f"{visible(failure['id'])}  {failure_line(failure)}")
        say(f"      {failure['remedy']}")
