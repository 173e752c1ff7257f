"""tantivy for scripts/bench engine, by its Python package."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.engine_corpus import Pages
from benchmarks.engine_peers import (
    BUFFER,
    FACETS,
    FIELDS,
    LIMIT,
    TRACE,
    Peer,
    Words,
    copied,
    fields,
    timed,
)
from benchmarks.engine_queries import Query
from index.query.expand import Terms


def missing() -> str:
    """Why tantivy cannot be measured here, or nothing."""
    return "" if find_spec("tantivy") else "not installed: benchmarks/engine.lock"


class Tantivy:
    """tantivy by its Python package: Rust, one writing and one searching thread."""

    name = "tantivy"
    took: float | None = None

    def __init__(self, folder: Path, pages: Pages) -> None:
        self.path, self.pages = folder / f"tantivy-{pages.count}", pages

    def build(self) -> tuple[float, float]:
        """Index all pages."""
        import tantivy

        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("page", stored=True, fast=True)
        builder.add_unsigned_field("number", stored=True)
        builder.add_text_field("document", stored=True, fast=True, tokenizer_name="raw")
        for field in FIELDS.values():
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        for facet in FACETS:
            builder.add_text_field(facet, fast=True, tokenizer_name="raw")
        index = tantivy.Index(builder.build(), path=str(self.path))

        def work() -> None:
            writer = index.writer(heap_size=BUFFER, num_threads=1)
            for page in range(self.pages.count):
                writer.add_document(self._document(page))
            writer.commit()
            writer.wait_merging_threads()

        return timed(work)

    def _document(self, page: int, before: str = "") -> Any:
        import tantivy

        document = tantivy.Document()
        document.add_unsigned("page", page)
        document.add_unsigned("number", int(self.pages.number[page]))
        document.add_text("document", self.pages.document_name(page))
        for kind, text in self.pages.fields(page).items():
            document.add_text(FIELDS[kind], f"{before} {text}" if kind == "x" else text)
        for facet, value in self.pages.facets(page).items():
            document.add_text(facet, value)
        return document

    def open(self) -> None:
        """Open the newest commit."""
        import tantivy

        self.index = tantivy.Index.open(str(self.path))
        self.searcher = self.index.searcher()
        self.counted = {f: {"terms": {"field": f, "size": 1000}} for f in FACETS}

    def _query(self, query: Query, words: Words) -> Any:
        from tantivy import Occur
        from tantivy import Query as Make

        schema = self.index.schema

        def best(word: tuple[Terms, ...]) -> Any:
            return Make.disjunction_max_query(
                [
                    Make.boost_query(Make.term_query(schema, field, term), weight)
                    for field, term, weight in fields(word)
                ],
                TRACE,
            )

        match query.kind:
            case "any":
                return Make.boolean_query([(Occur.Should, best(word)) for word in words])
            case "phrase":
                return Make.phrase_query(schema, "exact", list(query.words))
            case "wildcard":
                pattern = query.words[0].replace("*", ".*").replace("?", ".")
                return Make.regex_query(schema, "exact", pattern)
            case "fuzzy":
                return Make.fuzzy_term_query(schema, "exact", query.words[0], distance=1)
        return Make.all_query()

    def ask(self, query: Query, words: Words, *, passages: bool = False) -> int | None:
        """Search, count the facets, cut passages."""
        import tantivy

        made = self._query(query, words)
        found = self.searcher.search(made, LIMIT, count=True)
        pages = []
        for _, address in found.hits:
            stored = self.searcher.doc(address)
            stored.get_first("document"), stored.get_first("number")
            pages.append(stored.get_first("page"))
        self.searcher.aggregate(made, self.counted)
        if passages:
            cutter = tantivy.SnippetGenerator.create(
                self.searcher, made, self.index.schema, "exact"
            )
            cutter.set_max_num_chars(200)
            for page in pages:
                document = tantivy.Document()
                document.add_text("exact", self.pages.text(page))
                cutter.snippet_from_doc(document).to_html()
        return int(found.count)

    def matching(self, query: Query, words: Words) -> set[int]:
        """All pages that match."""
        found = self.searcher.search(self._query(query, words), self.pages.count)
        return {self.searcher.doc(address).get_first("page") for _, address in found.hits}

    def add(self, page: int, word: str) -> int:
        """Add a page, commit, look for it."""
        from tantivy import Query as Make

        writer = self.index.writer(heap_size=50_000_000, num_threads=1)
        writer.add_document(self._document(page, word))
        writer.commit()
        self.index.reload()
        searcher = self.index.searcher()
        made = Make.term_query(self.index.schema, "exact", word)
        return int(searcher.search(made, 1, count=True).count)

    def beside(self, folder: Path) -> Peer:
        """The same index, to be changed: files that are never changed are linked."""
        other = Tantivy(folder, self.pages)
        copied(self.path, other.path, os.link)
        other.open()
        return other

    def close(self) -> None:
        """Let go of the files."""
        del self.index, self.searcher  # tantivy has nothing to close
