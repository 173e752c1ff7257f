"""The engines that Opis is held against in scripts/bench engine, each with the same terms.

Each kind of term has a field of its own; a query word is the best of its terms, weighted by kind
(dis_max; the sum where an engine has none). An answer is the exact number of pages, the first 20,
four facets counted by page, and, where asked for, a passage of each of the 20 by the engine's own
highlighter from the same text. The terms of words are known to all before they are timed.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from benchmarks.engine_queries import Query
from index.query.expand import WEIGHTS, Terms

LIMIT = 20
FACETS = ("archive", "kind", "decade", "language")
#: the field of a kind, by the first letter of its terms
FIELDS = {"x": "exact", "l": "lemma", "f": "folded", "a": "alternative"}
TRACE = 0.001
#: memory that an engine may fill before it writes
BUFFER = 256_000_000
Words = list[tuple[Terms, ...]]


class Peer(Protocol):
    """An engine over the corpus."""

    name: str
    path: Path
    #: seconds of the last answer where the engine times itself
    took: float | None

    def build(self) -> tuple[float, float]:
        """Index all pages; seconds of the clock and of the processor."""
        ...

    def open(self) -> None:
        """Make ready to be asked."""
        ...

    def ask(self, query: Query, words: Words, *, passages: bool = False) -> int | None:
        """The number of pages, None where the engine has no such query."""
        ...

    def matching(self, query: Query, words: Words) -> set[int]:
        """All pages that match."""
        ...

    def add(self, page: int, word: str) -> int:
        """Add a page that begins with ``word``; how many pages have that word then."""
        ...

    def beside(self, folder: Path) -> Peer:
        """The same index, open, to be changed."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


def fields(words: tuple[Terms, ...]) -> list[tuple[str, str, float]]:
    """The field, the term and the weight of each term of a word, of the kinds that pages have."""
    return [
        (FIELDS[term[0]], term[1:], WEIGHTS[group.kind])
        for group in words
        for term in group.terms
        if term[0] in FIELDS
    ]


def copied(old: Path, new: Path, copy: Callable[[str, str], object]) -> None:
    """Put a copy of a folder in the place of another, each file by ``copy``."""
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(old, new, copy_function=copy)


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of the clock and of the processor that something takes."""
    start, own = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - own
