"""The pages and documents that a tree is worked out from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from corpus.reference import Reference
from index.answer import Scope
from index.embedded.engine import hits_of_documents
from index.embedded.matching import Matched
from index.engine import DocumentHit
from index.opensearch import narrowing
from index.opensearch.asked import Asked
from index.opensearch.compiling import every_leaf
from index.opensearch.gathered import GatheredMatcher, by_document, fetched
from index.opensearch.laid import Fetched
from index.opensearch.moments import ALL, Query, both, but, either, nested
from index.query.concepts import plain
from index.query.tree import And, Concept, Everything, Field, Node, Not, Or

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


def found_pages(asked: Asked, tree: Node) -> tuple[Query, Query]:
    """The documents that are found, and pages from which their hits can be worked out.

    The role may read them, and they are within facets and years.
    """
    wanted, always = narrowing.conditions(asked.request, date.today())
    within = both(asked.allowed, *always, *wanted.values())
    if asked.request.scope is Scope.PAGE:
        return ALL, both(within, asked.compiler.query(tree))
    pages = within
    if _is_of_words(tree):  # a page with none of them tells nothing
        leaves = dict.fromkeys(every_leaf(tree))
        pages = both(within, either([asked.compiler.query(leaf) for leaf in leaves]))
    return documents(asked, tree, within), pages


def _is_of_words(node: Node) -> bool:
    """Whether whatever a tree finds has a word of it on a page."""
    match node:
        case And(parts) | Or(parts):
            return all(map(_is_of_words, parts))
        case Concept():
            return _is_of_words(plain(node))
        case _:
            return not isinstance(node, Not | Everything | Field | Reference)


def found_by_document(
    asked: Asked, tree: Node, fields: Sequence[str]
) -> Iterator[tuple[GatheredMatcher, Matched]]:
    """Yield all that is found, some documents at a time, in the order of their ids.

    ``fields`` are fetched of each page beside what is needed.
    """
    among, pages = found_pages(asked, tree)
    waiting: list[Fetched] = []
    own_fields = [*dict.fromkeys((*asked.fields, *fields))]
    for own in by_document(asked.moment, among, pages, own_fields):
        waiting += own
        if len(waiting) >= _AT_ONCE:
            yield _found(asked, tree, waiting)
            waiting = []
    if waiting:
        yield _found(asked, tree, waiting)


def _found(asked: Asked, tree: Node, pages: Sequence[Fetched]) -> tuple[GatheredMatcher, Matched]:
    matcher = asked.matcher(pages)
    return matcher, matcher.among(tree, matcher.snapshot.live)


def hits_in(asked: Asked, tree: Node, chosen: Sequence[str]) -> tuple[DocumentHit, ...]:
    """Those of some documents that are found, in that order, with their pages that match."""
    if not chosen:
        return ()
    among, pages = found_pages(asked, tree)
    these = both(among, {"terms": {"document": [*chosen]}})
    matcher, found = _found(asked, tree, fetched(asked.moment, these, pages, WHOLE, asked.fields))
    shot = matcher.snapshot
    place = {shot.documents[one]: one for one in found.documents.found.rows.tolist()}
    rows = np.array([place[one] for one in chosen if one in place], np.intp)
    return hits_of_documents(shot, matcher, tree, found, rows)
