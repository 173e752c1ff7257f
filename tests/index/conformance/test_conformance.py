"""An engine answers as the reference does, whatever the history of its commits."""

from __future__ import annotations

from collections import Counter

import invented
import pytest
from comparing import differing, pages_differing, table, tree_of
from conftest import Both
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import Asked

from corpus.access import Role
from index.answer import Kind, Request, Scope
from index.query.tree import And, Node, Not, Or, Phrase, Wildcard, Word

TABLE = table()


def test_the_table_and_the_collection_are_large_enough() -> None:
    assert len({line for line, _ in TABLE}) == len(TABLE) >= 300
    readings = [r for document in invented.collection() for r in document.readings]
    assert len(invented.collection()) >= 60
    assert len(readings) >= 150
    assert invented.collection() == invented.collection()


def test_most_queries_find_something(both: Both) -> None:
    """Rows that nothing answers would agree whatever an engine does."""
    found = [both.reference.find(tree_of(request), request) for _, request in TABLE]
    assert sum(answer.documents > 0 for answer in found) >= 0.8 * len(found)
    assert sum(answer.occurrences > 0 for answer in found) >= 0.5 * len(found)
    kinds = Counter(span.kind for answer in found for hit in answer.hits
                    for page in hit.pages for span in page.spans)  # fmt: skip
    assert min(kinds[kind] for kind in Kind) >= 20


def test_some_phrases_cross_a_page_end(both: Both) -> None:
    phrases = {n for _, request in TABLE if isinstance(n := tree_of(request), Phrase)}
    asked = Asked(both.reference, Request(), both.reference.pages)
    crossing = [
        hit
        for phrase in phrases
        for page in both.reference.pages
        for hit in asked.hits(phrase, page)
        if hit.last - hit.first + 1 < len(hit.reasons)
    ]
    assert len(crossing) >= 10


@pytest.mark.parametrize(("line", "request_"), TABLE, ids=[line for line, _ in TABLE])
def test_an_answer(both: Both, line: str, request_: Request) -> None:
    tree = tree_of(request_)
    found, expected = both.engine.find(tree, request_), both.reference.find(tree, request_)
    assert differing(found, expected) == []


@pytest.mark.parametrize(("line", "request_"), TABLE[::5], ids=[line for line, _ in TABLE[::5]])
def test_one_document_and_one_page(both: Both, line: str, request_: Request) -> None:
    tree = tree_of(request_)
    for document in sorted({page.document.id for page in both.reference.pages})[::7]:
        asked = (tree, request_, document)
        found, expected = both.engine.in_document(*asked), both.reference.in_document(*asked)
        assert pages_differing(document, found, expected) == []
        for number in (1, 2):
            one, other = both.engine.on_page(*asked, number), both.reference.on_page(*asked, number)
            assert (one is None) == (other is None)
            if one and other:
                assert pages_differing(document, (one,), (other,)) == []


FORMS = sorted({form for words in invented.VOCABULARY.values() for own in words for form in own})
WORDS = st.builds(Word, st.sampled_from(FORMS), st.booleans())
LEAVES = st.one_of(
    WORDS,
    st.builds(Wildcard, st.sampled_from([f"{f[:3]}*" for f in FORMS if f[:3].isalpha()])),
    st.builds(Phrase, st.tuples(WORDS, WORDS)),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(And, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, parts),
    ),
    max_leaves=6,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES, st.sampled_from(Role), st.sampled_from(Scope), st.booleans())
def test_any_tree(both: Both, tree: Node, role: Role, scope: Scope, folding: bool) -> None:
    request = Request(role=role, scope=scope, folding=folding, limit=100)
    found, expected = both.engine.find(tree, request), both.reference.find(tree, request)
    assert differing(found, expected) == []
