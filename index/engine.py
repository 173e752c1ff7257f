"""What an engine is: something that stores pages as terms and answers a query tree.

Everything above it (parsing, snippets, boxes, counts in words) is the same for every engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple, Protocol

from index.answer import InYear, Kind, Reason, Request
from index.query.expand import Terms
from index.query.tree import Node

#: pages of a document whose hits are given, and passages of it in an answer
PASSAGES = 3


class Span(NamedTuple):
    """A hit as positions of its page: from ``first`` to ``last``, both included.

    ``start`` and ``end`` are its half-open range in the page's text. ``reasons`` has one for each
    position; ``kind`` is the weakest of theirs.
    """

    first: int
    last: int
    start: int
    end: int
    kind: Kind
    reasons: tuple[Reason, ...] = ()


class PageHit(NamedTuple):
    """A page of the answer. ``layer`` is the reading that was indexed, by its catalogue id.

    ``spans`` are its hits, or none where they were not asked for; ``occurrences`` is their number.
    """

    number: int
    layer: int
    score: float
    occurrences: int
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A document of the answer with its pages, in page order.

    The :data:`PASSAGES` best ones have their spans. ``found_kind`` is the kind that its heading
    names where nobody has said of which kind it is.
    """

    document: str
    score: float
    pages: tuple[PageHit, ...]
    found_kind: str = ""

    @property
    def best(self) -> PageHit:
        """The page with the highest score, the first of several."""
        return max(self.pages, key=attrgetter("score"))

    @property
    def best_pages(self) -> list[PageHit]:
        """The pages with the highest scores, best first, as many as have their spans."""
        return sorted(self.pages, key=lambda p: (-p.score, p.number))[:PASSAGES]


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found: totals over all, documents of the page asked for, facet counts.

    ``facets`` maps a facet's name to its values and the number of documents each would keep; the
    counts of a facet leave its own selection out of account. ``searched`` is the number of pages
    that the index holds and the reader may read, ``commit`` the state it answered from, ``limits``
    the codes of the limits that cut the answer short, ``compounds`` neighbours in phrases that were
    also found as one word, with that word.
    """

    documents: int
    pages: int
    occurrences: int
    hits: tuple[DocumentHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    searched: int
    commit: str
    limits: tuple[str, ...] = ()
    compounds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NearPage:
    """A page on which words of a passage stand; ``score`` is their part of its weight, 0 to 1."""

    document: str
    number: int
    layer: int
    score: float


class Engine(Protocol):
    """An index that can be asked; safe to use from several threads."""

    name: str

    def find(self, tree: Node, request: Request) -> Found:
        """Answer a tree within the request's facets, years and role."""
        ...

    def ranked(self, tree: Node, request: Request) -> tuple[str, ...]:
        """The ids of all documents found, in the request's order, whatever its limit and offset."""
        ...

    def hits_of(
        self, tree: Node, request: Request, documents: Sequence[str]
    ) -> tuple[DocumentHit, ...]:
        """Those of some different documents that are found, as :meth:`find` gives them.

        They stand in the order given.
        """
        ...

    def on_page(self, tree: Node, request: Request, document: str, page: int) -> PageHit | None:
        """The hits of a tree on one page, or None where the role may not read it."""
        ...

    def in_document(
        self, tree: Node, request: Request, document: str, *, spans: bool = False
    ) -> tuple[PageHit, ...]:
        """The pages of one document that match, in page order, with their spans if asked for."""
        ...

    def every(self, tree: Node, request: Request) -> Iterator[tuple[str, PageHit]]:
        """All pages of the answer with all their spans, each with the id of its document.

        They come by document id and page number, whatever the request's order, limit and offset,
        a few at a time and all from one commit; ``limits`` of :meth:`find` hold for them too.
        """
        ...

    def lengths(self, request: Request) -> Mapping[str, int]:
        """How many words the pages of each document have that an answer may come from.

        They are those that the role may read within the request's facets and years.
        """
        ...

    def standing(self, trees: Sequence[Node], request: Request) -> tuple[bool, ...]:
        """For each tree whether it finds a page that the role may read, narrowed by nothing."""
        ...

    def near_words(self, form: str, request: Request, limit: int) -> list[str]:
        """Exact forms like ``form`` that stand on a page which the role may read, best first."""
        ...

    def near(
        self, words: Sequence[Sequence[Terms]], request: Request, limit: int
    ) -> tuple[NearPage, ...]:
        """The pages on which most of some words stand near one another, likeliest first.

        ``words`` has the terms of each word of a passage, in its order. Pages are those that the
        role may read, narrowed by nothing; of a passage that goes on over pages each is given, at
        most ``limit`` for every stretch of it.
        """
        ...

    def by_year(self, tree: Node, request: Request) -> Mapping[int | None, InYear]:
        """The matches of every year of which the role may read something; None: the undated.

        As in the counts of a facet, the request's years and decades are left out of account, and
        what is held is all that the role may read.
        """
        ...
