"""Asking: from what a reader typed to results with passages, boxes and facets."""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus import documents, pages, running
from corpus.access import Role
from corpus.catalogue import Database
from corpus.collection import Collection, EngineName
from corpus.documents import Document
from corpus.labels import lineage
from corpus.pages import Page
from corpus.reading import Reading
from index import snippets
from index.answer import (
    FACETS,
    FOUND,
    MOST_VALUES,
    TREES,
    Answer,
    Beside,
    Diagnostic,
    FacetValue,
    Grouping,
    Hit,
    InYear,
    Neighbour,
    Request,
    Result,
    Snippet,
)
from index.embedded.engine import EmbeddedEngine
from index.embedded.expanding import MAX_EXPANSIONS
from index.embedded.matching import SECONDS
from index.engine import PASSAGES, DocumentHit, Engine, Found, PageHit
from index.gathering import BEST, Gathered, by_file, filed
from index.query.diagnostics import diagnostic
from index.query.explain import explained
from index.query.parse import parse
from index.query.tree import Node, leaves
from index.subjects import Subjects
from index.suggesting import Suggesting

#: pages whose numbers are listed
PAGES_LISTED = 50

_engines: dict[tuple[Path, EngineName], Engine] = {}
_lock = threading.Lock()


def engine_of(collection: Collection) -> Engine:
    """The engine of a collection, as its settings say; one a process."""
    with _lock:
        key = collection.path, collection.settings.engine
        if key not in _engines:
            _engines[key] = _engine(collection)
        return _engines[key]


def _engine(collection: Collection) -> Engine:
    if collection.settings.engine is EngineName.OPENSEARCH:
        from index.opensearch.engine import OpenSearchEngine  # start-up does without its client

        return OpenSearchEngine(collection)
    return EmbeddedEngine(collection)


def search(collection: Collection, request: Request) -> Answer:
    """Answer a request. A query never raises; what was odd about it is said."""
    started = time.perf_counter()
    engine = engine_of(collection)
    parsed = parse(request.query, language=request.language, all_exact=request.exact)
    subjects = Subjects(collection, engine)
    meant = subjects.meant(parsed.tree, request)
    found, gathered, results = _found(collection, engine, meant.tree, request)
    notes = [*parsed.diagnostics, *subjects.notes(meant), *said_of(found)]
    more, offered = subjects.offered(parsed.tree, request, found.documents)
    if more:
        names = ", ".join(name.text for name in offered)
        notes.append(diagnostic("thesaurus-offered", more=more, names=names))
    suggestions, fewer = parsed.offered, tuple[str, ...]()
    if not found.documents:
        other = Suggesting(engine, parsed.tree, request, subjects)
        suggestions += other.respelt()
        if other.whole_missing():
            notes.append(diagnostic("whole-missing"))
            fewer = other.fewer()
    with collection.catalogue() as database:
        readable = pages.number_open(database, request.role)
        hits = _results(database, found.hits)
        groups = None if gathered is None else filed(database, gathered, hits, request.role)
    return Answer(
        query=request.query,
        understood=explained(parsed.tree),
        diagnostics=tuple(notes),
        suggestions=suggestions,
        fewer=fewer,
        documents=found.documents,
        pages=found.pages,
        occurrences=found.occurrences,
        complete=not found.limits,
        searched_pages=found.searched,
        unread_pages=max(0, readable - found.searched),
        took_ms=round((time.perf_counter() - started) * 1000, 1),
        engine=engine.name,
        commit=found.commit,
        hits=hits if groups is None else tuple(hit for group in groups for hit in group.hits),
        facets=_facets(found, request),
        added=meant.added,
        offered=offered,
        more=more,
        results=results,
        groups=groups,
    )


def _found(
    collection: Collection, engine: Engine, tree: Node, request: Request
) -> tuple[Found, list[Gathered] | None, int]:
    """What is found, with the hits to be shown; their files, and how many results there are."""
    if request.group is Grouping.DOCUMENT:
        found = engine.find(tree, request)
        return found, None, found.documents
    found = engine.find(tree, replace(request, limit=0, offset=0))
    every = _by_file(collection, engine.ranked(tree, request))
    chosen = every[request.offset :][: request.limit]
    shown = [document for one in chosen for document in one.documents[:BEST]]
    return replace(found, hits=engine.hits_of(tree, request, shown)), chosen, len(every)


def meaning(collection: Collection, request: Request) -> Node:
    """What a request's query means, concepts by their names."""
    tree = parse(request.query, language=request.language, all_exact=request.exact).tree
    return Subjects(collection, engine_of(collection)).meant(tree, request).tree


def said_of(found: Found) -> list[Diagnostic]:
    """What is to be said of how an engine found what it did."""
    values: dict[str, object] = {"limit": MAX_EXPANSIONS, "seconds": f"{SECONDS:g}"}
    joined = [
        diagnostic("compound-tried", words=words, compound=compound)
        for words, compound in found.compounds.items()
    ]
    return joined + [diagnostic(code, **values) for code in found.limits]


def matching(collection: Collection, request: Request) -> frozenset[str]:
    """The ids of all documents that match, whatever ``limit`` and ``offset`` say."""
    return frozenset(engine_of(collection).ranked(meaning(collection, request), request))


def by_year(collection: Collection, request: Request) -> Mapping[int | None, InYear]:
    """What the answer has in every year of which the role may read something; None: undated.

    In ascending order; the request's own years and decades are left out of account.
    """
    tree = meaning(collection, request)
    return engine_of(collection).by_year(tree, request)


def page_hits(
    collection: Collection, request: Request, document: str, page: int
) -> tuple[Hit, ...]:
    """What a query lights on one page, in text order; nothing where the role may not read it."""
    tree = meaning(collection, request)
    if not leaves(tree):
        return ()
    found = engine_of(collection).on_page(tree, request, document, page)
    if found is None:
        return ()
    with collection.catalogue() as database:
        return snippets.hits(pages.reading(database, found.layer), page, found.spans)


def hit_pages(
    collection: Collection, request: Request, document: str
) -> tuple[tuple[int, int], ...]:
    """The pages of a document that match a query, in order, each with its number of hits."""
    tree = meaning(collection, request)
    if not leaves(tree):
        return ()
    found = engine_of(collection).in_document(tree, request, document)
    return tuple((hit.number, hit.occurrences) for hit in found if hit.occurrences)


def beside(collection: Collection, request: Request, document: str) -> Beside | None:
    """Where a document stands in an answer, all of it; None where it is not found."""
    engine, tree = engine_of(collection), meaning(collection, request)
    order: Sequence[str] = engine.ranked(tree, request)
    places: Sequence[int] = range(1, len(order) + 1)
    if request.group is Grouping.FILE:
        files = _by_file(collection, order)
        order = [one for file in files for one in file.documents]
        places = [place for place, file in enumerate(files, 1) for _one in file.documents]
    if document not in order:
        return None
    at = order.index(document)
    near = [n for n in (at - 1, at + 1) if 0 <= n < len(order)]
    hits = engine.hits_of(tree, request, [order[n] for n in near])
    found = {
        n: Neighbour(hit.document, _with_hits(hit)[-1 if n < at else 0], places[n])
        for n, hit in zip(near, hits, strict=True)
    }
    return Beside(at + 1, len(order), found.get(at - 1), found.get(at + 1))


def _by_file(collection: Collection, ranked: Sequence[str]) -> list[Gathered]:
    with collection.catalogue() as database:
        return by_file(ranked, documents.files_of(database, ranked))


def _with_hits(hit: DocumentHit) -> list[int]:
    """The numbers of a document's pages with hits; of all that match where none has one."""
    every = [page.number for page in hit.pages]
    return [page.number for page in hit.pages if page.occurrences] or every


def _results(database: Database, hits: Sequence[DocumentHit]) -> tuple[Result, ...]:
    about = documents.by_id(database, [hit.document for hit in hits])
    return tuple(_result(database, about[hit.document], hit) for hit in hits)


def _result(database: Database, document: Document, hit: DocumentHit) -> Result:
    # the engine has found what the reader may see; nothing is shown of other pages
    own = {page.number: page for page in pages.of(database, document.id, Role.ARCHIVIST)}
    best = hit.best
    readings: dict[int, Reading] = {}
    for page in hit.best_pages:
        readings[page.number] = pages.reading(database, page.layer)
    languages = tuple(
        dict.fromkeys(lang for reading in readings.values() for lang in reading.languages)
    )
    d = document.description
    listed = hit.pages[:PAGES_LISTED]
    return Result(
        document=document.id,
        file=document.file,
        level=document.level,
        title=d.title or document.source_name,
        reference=str(d.reference),
        date=str(d.date or ""),
        kind=d.kind or hit.found_kind,
        kind_found=not d.kind and bool(hit.found_kind),
        languages=languages or d.languages,
        text_source=own[best.number].source,
        page=best.number,
        leaves=_leaves(own[best.number]),
        score=hit.score,
        pages=tuple(p.number for p in listed),
        page_leaves=tuple(_leaves(own[p.number]) for p in listed),
        page_occurrences=tuple(p.occurrences for p in listed),
        pages_total=len(hit.pages),
        snippets=tuple(_passages(database, hit, own, readings)),
        boxes=snippets.hits(readings[best.number], best.number, best.spans),
    )


def _passages(
    database: Database, hit: DocumentHit, own: Mapping[int, Page], readings: Mapping[int, Reading]
) -> list[Snippet]:
    """Passages of the best pages, in leaf order."""
    each = max(1, PASSAGES // len(readings))
    by_number: dict[int, PageHit] = {page.number: page for page in hit.pages}
    out: list[Snippet] = []
    for number, reading in sorted(readings.items()):
        found = snippets.hits(reading, number, by_number[number].spans)
        shown = _leaves(own[number])
        if found:
            out += snippets.passages(reading, number, shown, found, each)
        elif not out:
            near = [own[n] for n in (number - 2, number - 1, number + 1, number + 2) if n in own]
            others = [pages.reading(database, p.reading) for p in near if p.reading is not None]
            whole = running.set_apart(reading, others)
            out.append(snippets.opening(whole, number, shown))
    return out


def _leaves(page: Page) -> tuple[str, ...]:
    return tuple(map(str, page.leaves))


def _facets(found: Found, request: Request) -> dict[str, tuple[FacetValue, ...]]:
    return {
        name: _values(name, found.facets[name], request.facets.get(name, ()))
        for name in FACETS
        if name in found.facets
    }


def _values(
    name: str, counts: Mapping[str, int], selected: tuple[str, ...]
) -> tuple[FacetValue, ...]:
    """Most frequent first, so many; decades in their order; a fonds behind its archive, and so on.

    That a kind is only found by the heading is said last.
    """

    def key(value: str) -> tuple[object, ...]:
        if name == "decade":
            return (not value.isdecimal(), value)
        return (value == FOUND, [(-counts.get(one, 0), one) for one in lineage(name, value)])

    shown = [*counts]
    if len(counts) > MOST_VALUES and name not in TREES:
        least = heapq.nlargest(MOST_VALUES, counts.values())[-1]
        shown = [value for value, n in counts.items() if n >= least or value in selected]
    return tuple(
        FacetValue(value, counts[value], value in selected, len(lineage(name, value)) - 1)
        for n, value in enumerate(sorted(shown, key=key))
        if n < MOST_VALUES or value in selected
    )
