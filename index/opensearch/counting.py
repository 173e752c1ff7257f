"""How many hits a tree has on all pages: counted by the servers where its leaves are words.

A word of several terms is hit once at a place, however many of them stand there. The servers give
a page with n such places the score n / (n + 1); how many pages have at least n of them is asked
for n = 1, 2 and so on, each among those of the number before. The sum of all is that of the hits.
"""

from __future__ import annotations

import time

from index.answer import Scope
from index.embedded.matching import SECONDS
from index.opensearch.asked import Asked
from index.opensearch.finding import documents, found_by_document
from index.opensearch.lighting import inner_ands, lighting, lit_pages
from index.opensearch.moments import Query, both, nested
from index.query.tree import Node, Part

#: numbers of places that are asked for at a time, and how far it goes
_AT_A_TIME, _MOST = 16, 240


def occurring(asked: Asked, tree: Node, within: Query) -> tuple[int, bool]:
    """The number of hits among some pages as far as they can be counted in time.

    The other says whether they could not.
    """
    leaves = [*dict.fromkeys(lighting(tree, {}))]
    if not leaves:
        return 0, False
    if all(isinstance(leaf, Part) for leaf in leaves) and not [*inner_ands(tree, top=True)]:
        query = asked.compiler.places([leaf for leaf in leaves if isinstance(leaf, Part)])
        if query is not None:
            there, pages = lit_pages(asked, tree, within)[0]
            if asked.request.scope is Scope.DOCUMENT:
                there = both(there, documents(asked, tree, within))
            number = _summed(asked, there, pages, query)
            if number is not None:
                return number, False
    end, count = time.monotonic() + SECONDS, 0
    for matcher, found in found_by_document(asked, tree, ()):
        if time.monotonic() > end:
            return count, True
        count += len(matcher.lit(tree, found, found.pages.found))
    return count, False


def _summed(asked: Asked, among: Query, pages: Query, places: Query) -> int | None:
    """The number of places on some pages; None where a page has very many."""
    count = 0
    for first in range(1, _MOST, _AT_A_TIME):
        aggs: Query = {}
        for least in reversed(range(first, first + _AT_A_TIME)):
            aggs = {"more": {"filter": _having(places, least), "aggs": aggs}}
        condition = both(pages, _having(places, first))
        said = asked.moment.pages(condition, both(among, nested(condition)), aggs)
        while "more" in said:
            said = said["more"]
            count += int(said["doc_count"])
        if not said["doc_count"]:
            return count
    return None


def _having(places: Query, least: int) -> Query:
    """The pages with at least so many places; their score is n / (n + 1)."""
    score = (least - 0.5) / (least + 0.5)
    return {"function_score": {"query": places, "min_score": score}}
