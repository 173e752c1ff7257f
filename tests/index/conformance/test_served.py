"""Of a large answer the servers tell numbers and order: these are the reference's, too.

Sets, counts, facets, marks and scores are equal, and so is the order of the first documents. The
order of the others is the servers': of two whose scores are nearly the same either may stand first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import invented
import pytest
from comparing import differing, table, tree_of
from conftest import Both, asking_servers, servers
from laid import catalogued
from reference import Reference

from corpus.collection import create_collection
from index import update
from index.answer import Request, Scope, Sort
from index.engine import Found
from index.opensearch.connecting import connected
from index.opensearch.served import LOOKED_AT, WHOLLY

#: one of so many queries of the table
TABLE = table()[4::13]
#: No document behind the first ones has a score that is greater by more than this part of it. The
#: servers count the 16 words that a page carries of the next one as words of it: much on pages as
#: short as these.
ORDER = 0.5


@pytest.fixture(scope="module")
def served(opensearch: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """An engine to which every answer is large."""
    made = create_collection(tmp_path_factory.mktemp("served") / "collection")
    with made.catalogue() as database:
        invented.fill(database, invented.collection())
        reference = Reference(catalogued(database))
    view = servers(opensearch).view(made)
    update(view)
    yield Both(view, asking_servers(view, few=0), reference)
    connected(view).indices.delete(index=f"{view.settings.opensearch.index}-*")


@pytest.mark.parametrize(("line", "request_"), TABLE, ids=[line for line, _ in TABLE])
def test_a_large_answer(served: Both, line: str, request_: Request) -> None:
    tree, request = tree_of(request_), replace(request_, limit=999, offset=0)
    found, expected = served.engine.find(tree, request), served.reference.find(tree, request)
    assert differing(_by_document(found), _by_document(expected)) == []
    ranked = served.engine.ranked(tree, request)
    assert sorted(ranked) == sorted(hit.document for hit in expected.hits)
    if request.sort is Sort.RELEVANCE:
        place = {hit.document: n for n, hit in enumerate(expected.hits)}
        many = LOOKED_AT if request.scope is Scope.PAGE else WHOLLY
        first, others = ranked[:many], ranked[many:]
        assert list(first) == sorted(first, key=place.__getitem__)
        score = {hit.document: hit.score for hit in expected.hits}
        for one in others:
            assert score[one] <= score[first[-1]] * (1 + ORDER)


def _by_document(found: Found) -> Found:
    return replace(found, hits=tuple(sorted(found.hits, key=lambda hit: hit.document)))


def test_an_answer_goes_on_where_it_ended(served: Both) -> None:
    """Page by page every document comes once, in the order of all."""
    request = Request("лагерь ИЛИ приказ ИЛИ труд")
    tree = tree_of(request)
    ranked = served.engine.ranked(tree, request)
    shown = [
        hit.document
        for offset in range(0, len(ranked), 7)
        for hit in served.engine.find(tree, replace(request, offset=offset, limit=7)).hits
    ]
    assert len(shown) > 21
    assert sorted(shown) == sorted(ranked)
    assert set(shown[:7]) == {*ranked[:7]}
