"""The pages and documents that a tree is worked out from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from index.answer import Request, Scope
from index.embedded.engine import hits_of_documents
from index.embedded.matching import Matched
from index.embedded.selecting import kept
from index.engine import DocumentHit
from index.opensearch import narrowing
from index.opensearch.asked import Asked
from index.opensearch.gathered import GatheredMatcher, by_document, fetched
from index.opensearch.moments import ALL, Query, both, but, either, nested
from index.query.tree import And, Everything, Node, Not, Or

#: pages whose hits are worked out at a time where all are wanted
_AT_ONCE = 500
#: no answer has so many pages
WHOLE = 1 << 40


def candidates(asked: Asked, tree: Node) -> tuple[Query, Query]:
    """Documents and pages from which an answer and all counts of its facets can be worked out."""
    wanted, always = narrowing.conditions(asked.request, date.today())
    base = both(asked.allowed, *always)
    if asked.request.scope is Scope.PAGE:
        return ALL, both(base, asked.compiler.query(tree))
    left_out: list[frozenset[str]] = [frozenset(), *map(narrowing.own_of, wanted)]
    variants = [
        documents(asked, tree, both(base, *(q for name, q in wanted.items() if name not in out)))
        for out in left_out
    ]
    return either(variants), base


def documents(asked: Asked, node: Node, within: Query, *, scored: bool = False) -> Query:
    """Documents that a tree matches anywhere among some of their pages (rule 9)."""
    match node:
        case And(parts):
            inside = [documents(asked, one, within, scored=scored) for one in parts]
            return {"bool": {"must": inside}} if scored else both(*inside)
        case Or(parts):
            return either([documents(asked, one, within, scored=scored) for one in parts])
        case Not(inside_it):
            return both(nested(within), but(documents(asked, inside_it, within)))
        case Everything():
            return both(nested(within))
        case _:
            query = asked.compiler.query(node, scored=scored)
            return nested({"bool": {"must": [query], "filter": [within]}}, score_mode="max")


def found_by_document(asked: Asked, tree: Node) -> Iterator[tuple[GatheredMatcher, Matched]]:
    """Yield all that is found, some documents at a time, in the order of their ids."""
    request, today = asked.request, date.today()
    among, pages = candidates(asked, tree)
    waiting: list[str] = []
    for own in by_document(asked.moment, among, pages):
        waiting += own
        if len(waiting) >= _AT_ONCE:
            yield _found(asked, tree, request, waiting, today)
            waiting = []
    if waiting:
        yield _found(asked, tree, request, waiting, today)


def _found(
    asked: Asked, tree: Node, request: Request, pages: Sequence[str], today: date
) -> tuple[GatheredMatcher, Matched]:
    matcher = asked.matcher(pages)
    return matcher, matcher.among(tree, kept(matcher.snapshot, request, today))


def hits_in(asked: Asked, tree: Node, chosen: Sequence[str]) -> tuple[DocumentHit, ...]:
    """Those of some documents that are found, in that order, with their pages that match."""
    among, pages = candidates(asked, tree)
    these = both(among, {"terms": {"document": [*chosen]}})
    matcher, found = _found(
        asked, tree, asked.request, fetched(asked.moment, these, pages, WHOLE), date.today()
    )
    shot = matcher.snapshot
    place = {shot.documents[one]: one for one in found.documents.found.rows.tolist()}
    rows = np.array([place[one] for one in chosen if one in place], np.intp)
    return hits_of_documents(shot, matcher, tree, found, rows)
