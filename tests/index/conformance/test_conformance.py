"""An engine answers as the reference does, whatever the history of its commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import get_args

import invented
import pytest
from comparing import differing, pages_differing, table, tree_of
from conftest import ONCE, Both, removed_and_put_back
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reference import Asked

from corpus.access import Role
from corpus.reference import Reference, parse_leaves
from corpus.thesaurus import load
from index.answer import Kind, Request, Scope, Sort
from index.query.concepts import widened
from index.query.expand import word_terms
from index.query.tree import (
    GAP,
    And,
    Concept,
    Day,
    Fact,
    Field,
    Fuzzy,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Person,
    Phrase,
    Wildcard,
    Word,
    Years,
)

TABLE = table()


def test_the_table_and_the_collection_are_large_enough() -> None:
    assert len({line for line, _ in TABLE}) == len(TABLE) >= 300
    readings = [r for document in invented.collection() for r in document.readings]
    assert len(invented.collection()) >= 60
    assert len(readings) >= 150
    assert invented.collection() == invented.collection()


@ONCE
def test_most_queries_find_something(both: Both) -> None:
    """Rows that nothing answers would agree whatever an engine does."""
    found = [both.reference.find(tree_of(request), request) for _, request in TABLE]
    assert sum(answer.documents > 0 for answer in found) >= 0.8 * len(found)
    assert sum(answer.occurrences > 0 for answer in found) >= 0.5 * len(found)
    kinds = Counter(span.kind for answer in found for hit in answer.hits
                    for page in hit.pages for span in page.spans)  # fmt: skip
    assert min(kinds[kind] for kind in {*Kind} - {Kind.THESAURUS}) >= 20  # those have a test below
    answered = [(tree_of(request), request.scope) for (_, request), answer
                in zip(TABLE, found, strict=True) if answer.documents]  # fmt: skip
    sorts = Counter((type(leaf), scope) for tree, scope in answered for leaf in parts_of(tree))
    assert min(sorts[sort, scope] for sort in get_args(Leaf | Fact) for scope in Scope) >= 3


def parts_of(node: Node) -> Iterator[Node]:
    """The leaves of a tree, those under a NOT too."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from parts_of(part)
        case Not(part):
            yield from parts_of(part)
        case _:
            yield node


@pytest.mark.parametrize("both", [removed_and_put_back], indirect=True)
def test_the_servers_are_asked_too(opensearch: str, both: Both) -> None:
    """Skipped, with the reason, where there is no server."""
    assert both.engine.name == "whoosh and opensearch"


@ONCE
def test_some_phrases_cross_a_page_end(both: Both) -> None:
    phrases = {n for _, request in TABLE if isinstance(n := tree_of(request), Phrase)}
    asked = Asked(both.reference, Request(), both.reference.pages)
    crossing = [
        lit
        for phrase in phrases
        for page in both.reference.pages
        for hit in asked.hits(phrase, page)
        for lit in hit.lit
        if lit.last - lit.first + 1 < len(lit.reasons)
    ]
    assert len(crossing) >= 10


@pytest.mark.parametrize(("line", "request_"), TABLE, ids=[line for line, _ in TABLE])
def test_an_answer(both: Both, line: str, request_: Request) -> None:
    tree = tree_of(request_)
    found, expected = both.engine.find(tree, request_), both.reference.find(tree, request_)
    assert differing(found, expected) == []


@pytest.mark.parametrize(("language", "scope"), [(None, Scope.PAGE), ("kk", Scope.DOCUMENT)])
@pytest.mark.parametrize(
    "query",
    ["заключённый", "лагерь хлеб", "#заключённый", "#лагпункт ИЛИ труд", "барак НЕ #заключённый",
     "исправительно-трудовой лагерь", "тема:Киргизия", "Караганда приказ"],
)  # fmt: skip
def test_names_of_the_thesaurus(both: Both, query: str, language: str | None, scope: Scope) -> None:
    request = Request(query, thesaurus=True, language=language, scope=scope, limit=99)
    meant = widened(tree_of(request), load(), request, lambda nodes: [True] * len(nodes))
    assert meant.added
    found = both.engine.find(meant.tree, request)
    assert differing(found, both.reference.find(meant.tree, request)) == []
    kinds = {span.kind for hit in found.hits for page in hit.pages for span in page.spans}
    assert Kind.THESAURUS in kinds or query != "заключённый"


@pytest.mark.parametrize(("line", "request_"), TABLE[::5], ids=[line for line, _ in TABLE[::5]])
def test_one_document_and_one_page(both: Both, line: str, request_: Request) -> None:
    tree = tree_of(request_)
    for document in sorted({page.document.id for page in both.reference.pages})[::7]:
        asked = (tree, request_, document)
        for spans in (False, True):
            found, expected = (
                one.in_document(*asked, spans=spans) for one in (both.engine, both.reference)
            )
            assert pages_differing(document, found, expected) == []
        for number in (1, 2):
            one, other = both.engine.on_page(*asked, number), both.reference.on_page(*asked, number)
            assert (one is None) == (other is None)
            if one and other:
                assert pages_differing(document, (one,), (other,)) == []


@pytest.mark.parametrize(("line", "request_"), TABLE[::3], ids=[line for line, _ in TABLE[::3]])
def test_every_page(both: Both, line: str, request_: Request) -> None:
    tree = tree_of(request_)
    found, expected = [*both.engine.every(tree, request_)], [*both.reference.every(tree, request_)]
    assert [document for document, _ in found] == [document for document, _ in expected]
    for (document, page), (_, other) in zip(found, expected, strict=True):
        assert pages_differing(document, (page,), (other,)) == []


@pytest.mark.parametrize("role", Role)
def test_pages_near_which_words_stand(both: Both, role: Role) -> None:
    """Twelve words in a row lead to their page, and to none that the role may not read."""
    request = Request(role=role)
    readable = {(page.document.id, page.number) for page in both.reference.readable(role)}
    for page in both.reference.pages[::7]:
        row = page.words[4:16]
        if len(row) < 12:
            continue
        found = both.engine.near([word_terms(word.token.form) for word in row], request, 12)
        places = [(near.document, near.number) for near in found]
        assert set(places) <= readable
        assert len(set(places)) == len(places)
        assert [near.score for near in found] == sorted((n.score for n in found), reverse=True)
        if (page.document.id, page.number) in readable:
            own = {(near.document, near.number): near for near in found}[
                page.document.id, page.number
            ]
            assert own.layer == page.layer
            assert own.score == pytest.approx(found[0].score)


def test_every_page_comes_whatever_is_shown(both: Both) -> None:
    request = Request("лагерь", limit=1, offset=2, role=Role.ARCHIVIST)
    tree = tree_of(request)
    pages = [page for _, page in both.engine.every(tree, request)]
    counted = both.engine.find(tree, request)
    assert counted.pages == len(pages) > 3
    assert counted.occurrences == sum(len(page.spans) for page in pages)


@pytest.mark.parametrize(("line", "request_"), TABLE[::5], ids=[line for line, _ in TABLE[::5]])
def test_all_documents_in_order_and_some_of_them(both: Both, line: str, request_: Request) -> None:
    tree = tree_of(request_)
    ranked = both.engine.ranked(tree, request_)
    assert ranked == both.reference.ranked(tree, request_)
    others = sorted({page.document.id for page in both.reference.pages})
    some = [*dict.fromkeys((*ranked[::-3], "dnothing", *others))]
    found, expected = (one.hits_of(tree, request_, some) for one in (both.engine, both.reference))
    assert [hit.document for hit in found] == [hit.document for hit in expected]
    for hit, other in zip(found, expected, strict=True):
        assert pages_differing(hit.document, hit.pages, other.pages) == []


@pytest.mark.parametrize(("line", "request_"), TABLE[::3], ids=[line for line, _ in TABLE[::3]])
def test_lengths(both: Both, line: str, request_: Request) -> None:
    assert both.engine.lengths(request_) == both.reference.lengths(request_)


FORMS = sorted({form for words in invented.VOCABULARY.values() for own in words for form in own})
#: what every other page has, so that several of them meet
FREQUENT = ("и", "в", "лагерь", "лагеря", "труд", "приказ", "еңбек", "туралы", "эмгек")
WORDS = st.builds(Word, st.one_of(*map(st.sampled_from, (FREQUENT, FORMS))), st.booleans())
PATTERNS = [
    pattern
    for form in FORMS
    if form.isalpha() and len(form) > 3
    for pattern in (f"{form[:3]}*", f"*{form[-3:]}", f"{form[:2]}?{form[3:]}")
]
PARTS = st.one_of(
    WORDS,
    WORDS,
    st.builds(Wildcard, st.sampled_from(PATTERNS)),
    st.builds(
        Fuzzy,
        st.sampled_from([f for f in FORMS if f.isalpha() and len(f) > 4]),
        st.sampled_from([1, 2]),
    ),
)
PHRASES = st.lists(PARTS, min_size=2, max_size=4).flatmap(
    lambda parts: st.lists(
        st.sampled_from([0, GAP]), min_size=len(parts) - 1, max_size=len(parts) - 1
    ).map(lambda gaps: Phrase(tuple(parts), tuple(gaps)))
)
COMPOUNDS = st.builds(
    lambda before, form: Phrase((*before, Word("исправительно"), Word(form))),
    st.lists(WORDS, max_size=1),
    st.sampled_from(["трудовой", "трудовых"]),
)
NEARS = st.builds(Near, st.lists(PARTS, min_size=2, max_size=4).map(tuple), st.integers(1, 12))
SURNAMES = ("Иванов", "Ежову", "Петрова", "Рысқұлов", "Рыскулов")
PEOPLE = st.builds(
    Person, st.sampled_from(SURNAMES), st.sampled_from(["С", "СН", "Н", "НИ", "АИ", "Т"]).map(tuple)
)
DAYS = st.builds(Day, st.sampled_from(["1931-09-17", "1941-08-06"]))
YEARS = st.one_of(st.none(), st.sampled_from([1925, 1931, 1935, 1941]))
SPANS = st.tuples(YEARS, YEARS).filter(
    lambda span: span != (None, None) and (None in span or span[0] <= span[1])
)
FIELDS = st.one_of(
    st.builds(Field, st.just("year"), SPANS.map(lambda span: Years(*span))),
    *(
        st.builds(Field, st.just(name), st.sampled_from(values))
        for name, values in {
            "language": ["ru", "kk", "ky", "KK"],
            "kind": ["order", "letter", "report", "administrative", "found"],
            "archive": ["ГАРФ", "ЦГА РК"],
            "fonds": ["393", "9414", "Р-9414"],
            "opis": ["1", "2", "02"],
            "file": ["15", "77", "1155"],
            "author": ["Ежов", "Иванов", "лагерь"],
            "title": ["приказ", "труд хлеб", "еңбек"],
            "person": ["Иванов", "начальник"],
            "place": ["Караганда", "лагерь"],
        }.items()
    ),
)
NAMED_BY_HEADINGS = st.sampled_from(
    [
        Field("person", "Иванов", ("Иванов",)),
        Field("person", "Иванов С.", ("Иванов С.",)),
        Field("person", "Петровой", ("Петров", "Петрова")),
        Field("camp", "лагерь", ("camp-karlag",)),
        Field("organisation", "НКВД", ("agency-nkvd",)),
    ]
)
REFERENCES = st.builds(
    Reference,
    archive=st.sampled_from(["", "ГАРФ", "ГА РФ"]),
    fonds=st.sampled_from(["393", "9414", "708", "105"]),
    opis=st.sampled_from(["", "1", "2", "4"]),
    leaves=st.sampled_from(["", "1", "2 об.", "1-3", "15а об.", "3, 16"]).map(
        lambda text: parse_leaves(text) if text else ()
    ),
)
CONCEPTS = st.builds(Concept, st.sampled_from(["лагерь", "труд заключённый"]))
LEAVES = st.one_of(
    PARTS, PHRASES, COMPOUNDS, NEARS, PEOPLE, DAYS, FIELDS, NAMED_BY_HEADINGS, REFERENCES, CONCEPTS,
)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(And, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, parts),
    ),
    max_leaves=6,
)
#: of each facet some values, one that nothing bears among them
SELECTED = {
    "language": ["ru", "kk", "ky", "de"],
    "kind": ["order", "letter", "map", "administrative", "found"],
    "decade": ["1930", "1940", "undated"],
    "archive": ["ГА РФ", "ГА РФ › 393", "unreferenced"],
    "text_source": ["ocr", "text"],
    "quality": ["weak", "verified"],
    "copy": ["copy"],
    "access": ["open", "hidden"],
    "person": ["Иванов С. Н.", "Рысқұлов Т.", "Никто Н."],
    "author": ["Бедин", "Ежов Н. И."],
    "unconfirmed": ["person", "place"],
}
SELECTIONS = st.dictionaries(st.sampled_from(sorted(SELECTED)), st.integers(1, 7), max_size=2).map(
    lambda some: {
        name: tuple(value for i, value in enumerate(SELECTED[name]) if bits >> i & 1)
        for name, bits in some.items()
    }
)
REQUESTS = st.builds(
    Request,
    role=st.sampled_from(Role),
    unconfirmed=st.booleans(),
    scope=st.sampled_from(Scope),
    folding=st.booleans(),
    language=st.sampled_from([None, None, "ru", "kk"]),
    facets=SELECTIONS,
    not_facets=SELECTIONS,
    first_year=YEARS,
    last_year=YEARS,
    undated=st.booleans(),
    exact_dates=st.sampled_from([False, False, True]),
    sort=st.sampled_from(Sort),
    limit=st.just(100),
)
#: a fixture that lasts for all examples
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


#: words of which the nearest stand on the next page together, one of them on this page too
NEXT_PAGE = Near((Fuzzy("лагерю", 2), Fuzzy("начальник", 1)), 1)


@settings(SHARED, max_examples=40)
@given(LEAVES, st.sampled_from(Role), st.sampled_from(Scope))
@example(NEXT_PAGE, Role.PUBLIC, Scope.PAGE)
def test_any_leaf(both: Both, leaf: Node, role: Role, scope: Scope) -> None:
    request = Request(role=role, scope=scope, limit=100)
    assert differing(both.engine.find(leaf, request), both.reference.find(leaf, request)) == []


@settings(SHARED, max_examples=60)
@given(TREES, REQUESTS)
def test_any_tree(both: Both, tree: Node, request: Request) -> None:
    found, expected = both.engine.find(tree, request), both.reference.find(tree, request)
    assert differing(found, expected) == []
