"""Stock Whoosh for scripts/bench engine."""

from __future__ import annotations

import os
import re
import shutil
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


class Whoosh:
    """Whoosh 2.7.4 as it comes: its own codec, scorer, columns and highlighter."""

    name = "Whoosh"
    took: float | None = None

    def __init__(self, folder: Path, pages: Pages) -> None:
        self.path, self.pages = folder / f"whoosh-{pages.count}", pages

    def build(self) -> tuple[float, float]:
        """Index all pages."""
        from whoosh import analysis, index
        from whoosh import fields as make

        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        schema = make.Schema(page=make.STORED, document=make.STORED, number=make.STORED)
        for field in FIELDS.values():
            schema.add(field, make.TEXT(analyzer=analysis.SpaceSeparatedTokenizer()))
        for facet in FACETS:
            schema.add(facet, make.ID(sortable=True))

        def work() -> None:
            writer = index.create_in(str(self.path), schema).writer(limitmb=BUFFER // 1_000_000)
            for page in range(self.pages.count):
                self._add(writer, page)
            writer.commit()

        return timed(work)

    def _add(self, writer: Any, page: int, before: str = "") -> None:
        own = {FIELDS[kind]: text for kind, text in self.pages.fields(page).items()}
        own["exact"] = f"{before} {own['exact']}"
        writer.add_document(page=page, document=self.pages.document_name(page),
                            number=int(self.pages.number[page]), **own,
                            **self.pages.facets(page))  # fmt: skip

    def open(self) -> None:
        """Open the newest commit."""
        from whoosh import index

        self.index = index.open_dir(str(self.path))
        self.searcher = self.index.searcher()

    def _query(self, query: Query, words: Words) -> Any:
        from whoosh import query as make

        match query.kind:
            case "any":
                return make.Or(
                    [
                        make.DisjunctionMax(
                            [make.Term(field, term, boost=w) for field, term, w in fields(word)],
                            tiebreak=TRACE,
                        )
                        for word in words
                    ]
                )
            case "phrase":
                return make.Phrase("exact", list(query.words))
            case "wildcard":
                return make.Wildcard("exact", query.words[0])
            case "fuzzy":
                return make.FuzzyTerm("exact", query.words[0], maxdist=1)
        return make.Every()

    def ask(self, query: Query, words: Words, *, passages: bool = False) -> int | None:
        """Search, count the facets, cut passages."""
        from whoosh import highlight, sorting

        counted = {f: sorting.FieldFacet(f, maptype=sorting.Count) for f in FACETS}
        found = self.searcher.search(self._query(query, words), limit=LIMIT, groupedby=counted)
        shown = [hit.fields() for hit in found[:LIMIT]]
        for facet in FACETS:
            found.groups(facet)
        if passages:
            forms = {term for word in words for field, term, _ in fields(word) if field == "exact"}
            for hit in shown:
                highlight.highlight(
                    re.sub(r"\s+", " ", self.pages.text(hit["page"])),
                    forms,
                    self.index.schema["exact"].analyzer,
                    highlight.ContextFragmenter(maxchars=200, surround=40),
                    highlight.HtmlFormatter(),
                    top=1,
                )
        return len(found)

    def matching(self, query: Query, words: Words) -> set[int]:
        """All pages that match."""
        found = self.searcher.search(self._query(query, words), limit=None)
        return {hit["page"] for hit in found}

    def add(self, page: int, word: str) -> int:
        """Add a page, commit, look for it."""
        from whoosh import query as make

        writer = self.index.writer()
        self._add(writer, page, word)
        writer.commit()
        with self.index.searcher() as searcher:
            return len(searcher.search(make.Term("exact", word), limit=1))

    def beside(self, folder: Path) -> Peer:
        """The same index, to be changed: files that are never changed are linked."""
        other = Whoosh(folder, self.pages)
        copied(self.path, other.path, os.link)
        other.open()
        return other

    def close(self) -> None:
        """Let go of the files."""
        self.searcher.close()
        self.index.close()
