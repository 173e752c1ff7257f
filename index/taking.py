"""A whole answer to take away: its documents, and every passage in them that was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus import documents, pages
from corpus.access import Use, may_read
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.documents import Document
from corpus.export import Excerpt
from corpus.pages import Page
from index import snippets
from index.answer import Request
from index.engine import PASSAGES, DocumentHit, Engine, PageHit
from index.query.tree import Node, leaves
from index.searching import engine_of, meaning

#: documents that the engine is asked for at once
AT_ONCE = 200


def found_documents(collection: Collection, request: Request) -> Iterator[Document]:
    """The documents of the answer in its order, whatever ``limit`` and ``offset`` say."""
    for batch in _found(collection, request, meaning(collection, request)):
        yield from (document for document, _ in batch)


def found_passages(
    collection: Collection, request: Request, describe: bool = False
) -> Iterator[Excerpt]:
    """Every passage of the answer with a hit, by documents in its order, then by pages.

    A document in which nothing is lit (the query names no words of it) is given by its pages that
    match, each whole; or alone, by its description, if ``describe`` says so and the query has no
    words at all. Nothing that the role may not read and export is among them.
    """
    tree = meaning(collection, request)
    engine, worded = engine_of(collection), bool(leaves(tree))
    for batch in _found(collection, request, tree):
        for document, hit in batch:
            if describe and not worded:
                yield Excerpt(document)
                continue
            if not document.rights.allow(request.role, Use.EXPORT):
                continue
            lit = _lit(engine, tree, request, hit) if worded else hit.pages
            with collection.catalogue() as database:
                own = {
                    page.number: page
                    for page in pages.readable(database, document.id, request.role, Use.EXPORT)
                }
                taken = [
                    excerpt
                    for page in lit
                    if page.number in own
                    for excerpt in _excerpts(database, document, own[page.number], page)
                ]
            yield from taken


def _found(
    collection: Collection, request: Request, tree: Node
) -> Iterator[list[tuple[Document, DocumentHit]]]:
    """The documents of the answer that may be read, some at a time."""
    engine = engine_of(collection)
    every = engine.ranked(tree, request)
    for at in range(0, len(every), AT_ONCE):
        hits = engine.hits_of(tree, request, every[at : at + AT_ONCE])
        with collection.catalogue() as database:
            about = documents.by_id(database, [hit.document for hit in hits])
        yield [
            (about[hit.document], hit)
            for hit in hits
            if hit.document in about and may_read(about[hit.document].access, request.role)
        ]


def _lit(engine: Engine, tree: Node, request: Request, hit: DocumentHit) -> Sequence[PageHit]:
    """The pages of a document that have hits, with their spans; where none has, all that match."""
    own = hit.pages
    if len(own) > PASSAGES:  # only the best pages come with their spans
        within = {page.number for page in own}
        every = engine.in_document(tree, request, hit.document, spans=True)
        own = tuple(page for page in every if page.number in within)
    return [page for page in own if page.spans] or own


def _excerpts(
    database: Database, document: Document, page: Page, hit: PageHit
) -> Iterator[Excerpt]:
    reading = pages.reading(database, hit.layer)
    if not hit.spans:
        yield Excerpt(document, page, reading)
    for start, end, inside in snippets.windows(
        reading.text, snippets.hits(reading, page.number, hit.spans)
    ):
        marks = tuple((one.start, one.end) for one in inside)
        yield Excerpt(document, page, reading, start, end, marks)
