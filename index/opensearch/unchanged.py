"""Pages of a changed document that are as the index has them: taken from there, not made anew.

A document is sent whole. To make the terms of a page takes ten times as long as to send it, so a
correction in a document of hundreds of pages is made of two: of the page and of the one before it,
which carries its first words.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus import pages
from corpus.catalogue import Database
from corpus.pages import Page
from index.indexed import Indexed, indexed
from index.naming import Naming
from index.opensearch.gathered import WHOLLY, inner_hits, pages_in
from index.opensearch.generation import Generation
from index.opensearch.moments import ALL, Query, both, nested
from index.opensearch.packing import Words, facts
from index.opensearch.schema import AT_ONCE

#: so few unchanged pages are made as quickly as they are fetched
_FEW = 4


def whole(
    database: Database, own: Sequence[Page], naming: Naming, known: Generation | None
) -> list[Indexed]:
    """Those of all pages of a document that may be found; ``known`` has what it may have seen."""
    seen = known.serial if known else 0
    changed = [page for page in own if page.changed > seen]
    anew = {page.id for page in (*changed, *pages.before(database, changed))}
    there: dict[int, Indexed] = {}
    if known is not None and len(own) - len(anew) > _FEW:
        newest = max(page.changed for page in own if page.changed <= seen)
        there = _kept(known, own[0].document, newest)
    taken = [there[page.id] for page in own if page.id in there and page.id not in anew]
    others = {page.facts.key for page in taken}
    made = indexed(database, [page for page in own if page.id not in others], naming)
    return sorted((*taken, *made), key=lambda page: page.facts.number)


def _kept(known: Generation, document: str, newest: int) -> dict[int, Indexed]:
    """The pages of a document as an index has them, if it has seen its change ``newest``."""
    query = nested(ALL, inner_hits=inner_hits(AT_ONCE, WHOLLY))
    body: Query = {
        "query": both({"term": {"document": document}}, query), "version": True,
        "stored_fields": "_none_", "docvalue_fields": ["document"],
    }  # fmt: skip
    out: dict[int, Indexed] = {}
    for hit in known.client.search(index=known.name, body=body)["hits"]["hits"]:
        for page in pages_in(hit) if hit["_version"] >= newest else ():
            words = Words(page.kept)
            starts, lengths = words.ranges
            edges = zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
            out[words.key] = Indexed(facts(page.about), words.terms, [*edges])
    return out
