"""What of an answer or of a found quotation may be taken away.

The command and the pages ask here; it is light, since every search that programs read needs it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.access import Role, Use
from corpus.collection import Collection
from corpus.permits import Allowed
from index.answer import Answer, Result

if TYPE_CHECKING:
    from index.quotations import Match


def exported(collection: Collection, found: Answer, role: Role) -> Answer:
    """An answer as programs get it: without what stands on pages that ``role`` may not export."""
    with collection.catalogue() as database:
        allowed = Allowed(database, role, Use.EXPORT)
        return replace(
            found,
            hits=tuple(_exported(hit, allowed) for hit in found.hits),
            groups=found.groups
            and tuple(
                replace(group, hits=tuple(_exported(hit, allowed) for hit in group.hits))
                for group in found.groups
            ),
        )


def _exported(hit: Result, allowed: Allowed) -> Result:
    return replace(
        hit,
        snippets=tuple(s for s in hit.snippets if allowed(hit.document, s.page)),
        boxes=hit.boxes if allowed(hit.document, hit.page) else (),
    )


def quoted(match: Match, allowed: Allowed) -> Match:
    """A match as it is taken away: without the words of a page that may not be exported."""
    if allowed(match.document, match.page):
        return match
    return replace(match, found="", differences=())
