"""Some pages that were fetched, laid side by side as a segment of the embedded engine.

Only the words that are asked for are unpacked: what a query does not look for costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corpus.access import Level
from index.embedded import facts
from index.embedded.arrayfile import Array
from index.embedded.facts import Facts
from index.embedded.postings import Ints, Pages, Plain, Postings
from index.embedded.ranges import WordRanges
from index.embedded.snapshot import Segment
from index.embedded.strings import Strings
from index.opensearch import packing
from index.opensearch.packing import Wanted, Words

_NONE = np.zeros(0, np.int64)


class Fetched(NamedTuple):
    """A page as the servers keep it: its words and what is said of it, "" where not asked for.

    ``found_kind`` is the kind that the heading of its document names.
    """

    document: str
    found_kind: str
    kept: str
    about: str


class LaidPages(Segment):
    """Pages as a segment; ``words`` are those of each, none where they were not asked for.

    Their facets are empty where it was not asked what is said of them.
    """

    def __init__(self, pages: Sequence[Fetched], words: Sequence[Words]) -> None:
        self._words = words
        about = (
            [packing.facts(page.about) for page in pages]
            if all(page.about for page in pages)
            else [_bare(p.document, own) for p, own in zip(pages, words, strict=True)]
        )
        self.laid = LaidPostings(words)
        super().__init__("", facts.pack(about), self.laid)

    @cached_property
    def ranges(self) -> WordRanges:
        """Where the words of its pages stand."""
        starts, lengths = zip(*(page.ranges for page in self._words), strict=True)
        own = {"word_starts": np.concatenate(starts), "word_lengths": np.concatenate(lengths)}
        return WordRanges({**self.arrays, **own})


def _bare(document: str, own: Words) -> Facts:
    """What is known of a page by its words: nothing that is said of it."""
    return Facts(
        own.key, document, own.number, own.layer, own.words, Level.OPEN, None, {}, None, "", "", ""
    )


class LaidPostings(Postings):
    """The postings of pages, term by term; terms are numbered as they are looked for."""

    def __init__(self, pages: Sequence[Words]) -> None:
        self._laid = pages
        self.terms = _Terms(self)
        self.texts: list[bytes] = []
        #: of each term its pages, how often it stands on each, and all its positions
        self._known: list[tuple[Pages, Ints, Ints]] = []
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        """How many postings are known."""
        return sum(len(pages) for pages, _, _ in self._known)

    def look_for(self, terms: Iterable[str]) -> None:
        """Look for terms on all pages at once."""
        new = [term for term in dict.fromkeys(terms) if term not in self._numbers]
        if new:
            first = self._add(new)
            for number, term in enumerate(new, first):
                self._numbers[term] = number if len(self._known[number][0]) else -1

    def number(self, term: str) -> int:
        """The number of a term, -1 where it stands on no page."""
        self.look_for([term])
        return self._numbers[term]

    def beginning(self, letters: str) -> range:
        """Numbers for the terms that begin with some letters, in order."""
        found = sorted({term for page in self._laid for term in page.beginning(letters)})
        first = self._add(found)
        return range(first, first + len(found))

    def _add(self, terms: Sequence[str]) -> int:
        """Give each term the next number; the first of them."""
        wanted, first = Wanted(terms), len(self._known)
        rows: list[list[int]] = [[] for _ in terms]
        spots: list[list[packing.Ints]] = [[] for _ in terms]
        for row, page in enumerate(self._laid):
            for number, positions in page.places(wanted):
                rows[number].append(row)
                spots[number].append(positions)
        for pages, own in zip(rows, spots, strict=True):
            times = np.array([len(one) for one in own], np.int64)
            every = np.concatenate(own).astype(np.int64) if own else _NONE
            self._known.append((np.array(pages, np.int32), times, every))
        self.texts += [term.encode() for term in terms]
        return first

    def count(self, term: int) -> int:
        """How many pages have the term."""
        return len(self._known[term][0])

    def pages(self, term: int) -> Pages:
        """The pages that have the term, ascending."""
        return self._known[term][0]

    def lay(self, term: int, base: int, out: Array) -> None:
        """Write the pages that have the term to ``out``, numbered from ``base``."""
        np.add(self.pages(term), base, out=out)

    def times(self, term: int) -> Array:
        """How often the term stands on each of its pages."""
        return self._known[term][1]

    def positions(self, term: int) -> Array:
        """All positions of the term, page after page."""
        return self._known[term][2]

    def plain(self, terms: range) -> Plain:
        """A range of terms."""
        some = self._known[terms.start : terms.stop]
        return Plain(
            self.texts[terms.start : terms.stop],
            np.array([len(pages) for pages, _, _ in some], np.int64),
            *(
                np.concatenate([_NONE, *(one[i].astype(np.int64) for one in some)])
                for i in range(3)
            ),
        )


class _Terms(Strings):
    """The terms that are known, to be looked up."""

    def __init__(self, postings: LaidPostings) -> None:
        self._postings = postings

    def __len__(self) -> int:
        return len(self._postings.texts)

    def __getitem__(self, i: int) -> bytes:  # type: ignore[override]  # no slices are needed
        return self._postings.texts[i]

    def find(self, string: bytes) -> int:
        """The number of a term, -1 where it stands on no page."""
        return self._postings.number(string.decode())

    def beginning(self, prefix: bytes) -> range:
        """The numbers of the terms that begin so, in order."""
        return self._postings.beginning(prefix.decode())
