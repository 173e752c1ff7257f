"""Opis as scripts/bench engine asks it: parsed, expanded, found, with passages of the best pages.

``python -m benchmarks.engine_opis FOLDER PAGES`` is a process that asks one query first and then
others: it prints the milliseconds of the first and the private memory at the end.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.engine_corpus import Pages
from benchmarks.engine_queries import Query
from corpus.collection import Collection
from corpus.reading import Reading
from index import snippets
from index.answer import Request, Snippet
from index.embedded.engine import EmbeddedEngine
from index.embedded.generation import Generation, begin, current, finish
from index.embedded.holding import writing
from index.engine import Found
from index.query.parse import parse

LIMIT = 20


class Opis:
    """The embedded engine over the corpus."""

    name = "Opis"
    took: float | None = None

    def __init__(self, folder: Path, pages: Pages) -> None:
        self.pages, self._folder = pages, folder
        self.collection = Collection(folder / f"opis-{pages.count}")
        self.engine = EmbeddedEngine(self.collection)

    def anew(self) -> Opis:
        """The same, keeping no answer for the next time."""
        other = Opis(self._folder, self.pages)
        other.engine = EmbeddedEngine(other.collection, kept=0)
        return other

    def build(self) -> tuple[float, float]:
        """Index all pages; seconds of the clock and of the processor."""
        shutil.rmtree(self.collection.path, ignore_errors=True)
        start, own = time.perf_counter(), time.process_time()
        with writing(self.collection.index):
            generation = begin(self.collection.index)
            writer = generation.writer()
            for page in range(self.pages.count):
                writer.add_page(
                    self.pages.terms(page), self.pages.facts(page), self.pages.ranges(page)
                )
            writer.commit()
            finish(generation)
        return time.perf_counter() - start, time.process_time() - own

    def is_built(self) -> bool:
        """Whether there is an index that this Opis reads."""
        return current(self.collection.index) is not None

    @property
    def generation(self) -> Generation:
        """The generation that answers."""
        return self.generation_at(self.collection.index)

    @staticmethod
    def generation_at(index: Path) -> Generation:
        """The generation that answers in a folder of indexes."""
        generation = current(index)
        if generation is None:
            raise FileNotFoundError(index)
        return generation

    def understands(self, query: Query) -> bool:
        """Whether the parser takes every sign of a query."""
        return not parse(query.text).diagnostics

    #: whether the hits of all pages are counted, which no peer does
    count_hits = False

    def find(self, query: Query) -> Found:
        """Parse and find."""
        request = Request(limit=LIMIT, count_hits=self.count_hits)
        return self.engine.find(parse(query.text).tree, request)

    def ask(self, query: Query, *, passages: bool = False) -> int:
        """The number of pages; facets are counted, passages cut where they are asked for."""
        found = self.find(query)
        if passages:
            cut(found, self.pages)
        return found.pages

    def matching(self, query: Query) -> set[int]:
        """All pages that match."""
        found = self.engine.find(parse(query.text).tree, Request(limit=sys.maxsize))
        return {page.layer for hit in found.hits for page in hit.pages}

    def add(self, page: int, word: str) -> int:
        """Add a page that begins with ``word``; how many pages have that word then."""
        writer = self.generation.writer()
        facts, (first, *others) = self.pages.facts(page), self.pages.terms(page)
        writer.add_page([(*first, f"x{word}"), *others], facts, self.pages.ranges(page))
        writer.commit()
        return self.ask(Query("any", word, (word,)))

    def exchange(self, number: int) -> None:
        """Put a page of words that stand nowhere else in the place of the one put there before."""
        facts = replace(self.pages.facts(0), key=-1, document="strange")
        words = range(facts.words)
        terms = [(f"xnew{number}n{n}", f"len:new{n}", f"anew{n}") for n in words]
        writer = self.generation.writer()
        writer.delete_pages([facts.key])
        writer.add_page(terms, facts, [(10 * n, 10 * n + 9) for n in words])
        writer.commit()

    def beside(self, folder: Path) -> Opis:
        """The same index, to be changed: files that are never changed are linked."""
        other = Opis(folder, self.pages)
        shutil.rmtree(other.collection.path, ignore_errors=True)
        shutil.copytree(self.collection.path, other.collection.path, copy_function=os.link)
        return other

    def close(self) -> None:
        """Let go of the files."""
        self.engine = EmbeddedEngine(self.collection)

    @property
    def path(self) -> Path:
        """The folder of the index."""
        return self.collection.index


def cut(found: Found, pages: Pages) -> list[Snippet]:
    """A passage of the best page of every document, as a results page shows it."""
    out: list[Snippet] = []
    for hit in found.hits:
        best = hit.best
        reading = Reading(pages.text(best.layer))
        lit = snippets.hits(reading, best.number, best.spans)
        out += snippets.passages(reading, best.number, (), lit, 1)
    return out


def private_memory() -> float:
    """RssAnon of this process in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1000
    raise OSError("the kernel does not tell RssAnon")


def main() -> None:
    """Ask a first query, then others; see the module."""
    pages = Pages(Path(sys.argv[1]), int(sys.argv[2]))
    lemmas_loaded = sys.argv[3] == "loaded"
    first, *others = (Query(**one) for one in json.load(sys.stdin))
    if lemmas_loaded:
        first.terms()
    before = private_memory()
    opis = Opis(Path(sys.argv[1]), pages)
    start, own = time.perf_counter(), time.process_time()
    opis.ask(first, passages=True)
    took = {"wall": time.perf_counter() - start, "cpu": time.process_time() - own}
    for query in others:
        opis.ask(query, passages=True)
    print(json.dumps({**took, "before": before, "after": private_memory()}))


if __name__ == "__main__":
    main()
