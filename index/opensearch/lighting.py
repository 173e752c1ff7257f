"""Which pages of what a tree finds have hits of it, and of which of its leaves.

It says in queries what :func:`index.embedded.matching.Matcher.among` works out of a snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from corpus.reference import Reference
from index.answer import Scope
from index.opensearch.asked import Asked
from index.opensearch.finding import documents
from index.opensearch.moments import ALL, Query, both, but, either, nested
from index.query.concepts import plain
from index.query.tree import And, Concept, Everything, Field, Node, Not, Or

#: pages that are found (or lit), in documents that meet a condition
Lit = tuple[Query, Query]


def lit_pages(asked: Asked, tree: Node, within: Query) -> list[Lit]:
    """The pages that a tree finds, among some pages, in documents that it finds.

    Of a document that is found as a whole they are those with a hit; where no page has one, all.
    """
    if asked.request.scope is Scope.PAGE:
        return [(ALL, both(within, asked.compiler.query(tree)))]
    out: list[Lit] = []
    inner = [*dict.fromkeys(inner_ands(tree, top=True))]
    for holding in product((True, False), repeat=len(inner)):
        holds = dict(zip(inner, holding, strict=True))
        conditions = [documents(asked, one, within) for one in inner]
        these = both(*(q if yes else but(q) for q, yes in zip(conditions, holding, strict=True)))
        lit = either([asked.compiler.query(leaf) for leaf in lighting(tree, holds)])
        lit = both(within, lit)
        out += [(both(these, nested(lit)), lit), (both(these, but(nested(lit))), within)]
    return out


def inner_ands(node: Node, *, top: bool) -> Iterator[And]:
    """The ANDs below an OR: their words light nothing where not all of them are there."""
    match node:
        case And(parts):
            if not top:
                yield node
            for one in parts:
                yield from inner_ands(one, top=top)
        case Or(parts):
            for one in parts:
                yield from inner_ands(one, top=False)


def lighting(node: Node, holds: Mapping[And, bool]) -> Iterator[Node]:
    """The leaves that light something, where each inner AND holds or does not."""
    match node:
        case And(parts) | Or(parts):
            if not isinstance(node, And) or holds.get(node, True):
                for one in parts:
                    yield from lighting(one, holds)
        case Not() | Everything() | Field() | Reference():
            return
        case Concept():
            yield from lighting(plain(node), holds)
        case _:
            yield node
