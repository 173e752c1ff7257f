"""The engine of many machines: what the servers find, and the embedded engine's word for a page.

An answer of few pages is fetched whole and worked out as the embedded engine does. Of a larger one
the servers tell numbers and order (:mod:`index.opensearch.served`), and what is shown is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial, wraps
from itertools import islice
from typing import ParamSpec, TypeVar, cast

import numpy as np

from corpus.collection import Collection
from index.answer import InYear, Request, Scope
from index.embedded import years
from index.embedded.engine import (
    KEPT,
    KEPT_STANDING,
    every_hit,
    hit_on,
    hits_in_document,
    hits_of_documents,
    ordered,
)
from index.embedded.kept import Kept
from index.embedded.matching import SECONDS, Matched
from index.embedded.near import near
from index.embedded.outcome import Chosen
from index.embedded.selecting import select
from index.engine import DocumentHit, Found, NearPage, PageHit
from index.opensearch import narrowing, served
from index.opensearch.asked import Asked
from index.opensearch.connecting import Refused
from index.opensearch.finding import WHOLE, candidates, found_by_document, hits_in
from index.opensearch.forms import ServerForms
from index.opensearch.gathered import (
    ABOUT,
    WHOLLY,
    Gathered,
    GatheredMatcher,
    fetched,
    lookup,
)
from index.opensearch.generation import usable
from index.opensearch.moments import ALL, Moment, Totals, both, moment, nested, of_page
from index.query.expand import Terms
from index.query.tree import Node

Answered = tuple[
    GatheredMatcher, Matched, Mapping[str, Mapping[str, int]], tuple[str, ...], dict[str, str]
]

#: an answer of up to so many pages is fetched whole: a page costs about a millisecond
FEW = 500

P = ParamSpec("P")
R = TypeVar("R")
#: how often it is asked where nodes go away
_TRIES = 3


def again(method: Callable[P, R]) -> Callable[P, R]:
    """Ask of another state where a node was lost that held the one that was asked."""

    @wraps(method)
    def asked(*given: P.args, **named: P.kwargs) -> R:
        for _ in range(_TRIES - 1):
            try:
                return method(*given, **named)
            except Refused as reason:
                if not reason.lost:
                    raise
        return method(*given, **named)

    return asked


class OpenSearchEngine:
    """Answers from an index of OpenSearch; threads share it."""

    name = "opensearch"

    def __init__(self, collection: Collection, few: int = FEW) -> None:
        """An answer of up to ``few`` pages is fetched whole."""
        self._collection, self._few = collection, few
        self._totals = Kept[Totals](2)
        self._answers = Kept[Answered](KEPT)
        self._standing = Kept[bool](KEPT_STANDING)

    # -- the engine

    @again
    def find(self, tree: Node, request: Request) -> Found:
        """Answer a tree within the request's facets, years and role."""
        with self._moment() as at:
            totals = self._totals_of(at)
            answered = self._answered(at, totals, tree, request)
            if isinstance(answered, Asked):
                return served.find(answered, tree, self._searched(at, totals, request))
            matcher, found, counts, limits, compounds = answered
            chosen = ordered(matcher, found, request)[request.offset :][: request.limit]
            return Found(
                documents=len(found.documents.found),
                pages=len(found.pages.found),
                occurrences=matcher.occurrences(tree, found) if request.count_hits else 0,
                hits=hits_of_documents(matcher.snapshot, matcher, tree, found, chosen),
                facets=counts,
                searched=self._searched(at, totals, request),
                commit=at.commit,
                limits=limits,
                compounds=compounds,
            )

    @again
    def ranked(self, tree: Node, request: Request) -> tuple[str, ...]:
        """The ids of all documents found, in the request's order."""
        with self._moment() as at:
            totals = self._totals_of(at)
            answered = self._answered(at, totals, tree, request)
            if isinstance(answered, Asked):
                return served.ranked(answered, tree)
            matcher, found, *_ = answered
            every = ordered(matcher, found, replace(request, limit=0, offset=0))
            return tuple(matcher.snapshot.documents[one] for one in every.tolist())

    @again
    def hits_of(
        self, tree: Node, request: Request, documents: Sequence[str]
    ) -> tuple[DocumentHit, ...]:
        """Those of some documents that are found, in that order."""
        if not documents:
            return ()
        with self._moment() as at:
            asked = Asked(at, self._totals_of(at), request, [tree])
            return hits_in(asked, tree, documents)

    @again
    def on_page(self, tree: Node, request: Request, document: str, page: int) -> PageHit | None:
        """The hits of a tree on one page, or None where the role may not read it."""
        with self._moment() as at:
            asked = Asked(at, self._totals_of(at), request, [tree])
            wanted = asked.allowed
            if request.scope is Scope.PAGE:
                wanted = both(wanted, {"term": {of_page("number"): page}})
            among = {"term": {"document": document}}
            matcher = asked.matcher(fetched(at, among, wanted, WHOLE, asked.fields))
            row = matcher.snapshot.row(document, page)
            return None if row is None else hit_on(matcher, tree, row)

    @again
    def in_document(
        self, tree: Node, request: Request, document: str, *, spans: bool = False
    ) -> tuple[PageHit, ...]:
        """The pages of one document that match, in page order, with their spans if asked for."""
        with self._moment() as at:
            asked = Asked(at, self._totals_of(at), request, [tree])
            wanted = asked.allowed
            if request.scope is Scope.PAGE:
                wanted = both(wanted, asked.compiler.query(tree))
            among = {"term": {"document": document}}
            matcher = asked.matcher(fetched(at, among, wanted, WHOLE, asked.fields))
            return hits_in_document(matcher, tree, document, spans=spans)

    def every(self, tree: Node, request: Request) -> Iterator[tuple[str, PageHit]]:
        """All pages of the answer with all their spans, by document and page number."""
        with self._moment() as at:
            asked = Asked(at, self._totals_of(at), request, [tree])
            for matcher, found in found_by_document(asked, tree, ()):
                yield from every_hit(matcher, tree, found)

    @again
    def lengths(self, request: Request) -> dict[str, int]:
        """How many words each document has within the request's facets and years."""
        today = date.today()
        with self._moment() as at:
            wanted, always = narrowing.conditions(request, today)
            pages = both(narrowing.allowed(request.role, today), *always, *wanted.values())
            return served.lengths(at, pages)

    @again
    def standing(self, trees: Sequence[Node], request: Request) -> tuple[bool, ...]:
        """For each tree whether it finds a page that the role may read, narrowed by nothing."""
        with self._moment() as at:
            own = at.state, date.today(), request.role, request.language, request.folding
            known = {tree: self._standing.get((own, tree)) for tree in trees}
            new = [tree for tree, stands in known.items() if stands is None]
            if new:
                plain = replace(request, scope=Scope.PAGE)
                asked = Asked(at, self._totals_of(at), plain, new)
                known |= dict(zip(new, served.standing(asked, new), strict=True))
                for tree in new:
                    if known[tree] or not asked.limits:
                        self._standing.put((own, tree), bool(known[tree]))
            return tuple(bool(known[tree]) for tree in trees)

    @again
    def near_words(self, form: str, request: Request, limit: int) -> list[str]:
        """Exact forms like ``form`` that stand on a page which the role may read, best first."""
        edits = min(2, len(form) // 3)
        with self._moment() as at:
            forms = ServerForms(at, narrowing.allowed(request.role, date.today()))
            alike = sorted((d, other) for other, d in forms.like(form, edits).items())
            others = (other for distance, other in alike[: limit * 8] if distance)
            return [*islice(forms.readable(others), limit)]

    @again
    def near(
        self, words: Sequence[Sequence[Terms]], request: Request, limit: int
    ) -> tuple[NearPage, ...]:
        """The pages on which most of some words stand near one another, likeliest first."""
        with self._moment() as at:
            totals = self._totals_of(at)
            asked = Asked(at, totals, request, [])
            counts = asked.counted([t for own in words for group in own for t in group.terms])
            shot = Gathered(served.likely(asked, words, counts), totals)
            there = Chosen(shot.rows, np.arange(shot.rows))
            rows, scores = near(lookup(shot, SECONDS, counts), words, there, limit)
            return tuple(
                NearPage(
                    shot.documents[int(shot.document[row])],
                    int(shot.number[row]),
                    int(shot.layer[row]),
                    float(score),
                )
                for row, score in zip(rows.tolist(), scores.tolist(), strict=True)
            )

    @again
    def by_year(self, tree: Node, request: Request) -> dict[int | None, InYear]:
        """The matches of every year of which the role may read something; None: the undated."""
        with self._moment() as at:
            asked = Asked(at, self._totals_of(at), years.anytime(request), [tree])
            return served.by_year(asked, tree, found_by_document(asked, tree, ABOUT))

    # -- states and answers

    @contextmanager
    def _moment(self) -> Iterator[Moment]:
        known = usable(self._collection)
        with moment(known.client, known.name, known.serial) as at:
            yield at

    def _totals_of(self, at: Moment) -> Totals:
        totals = self._totals.get(at.state)
        if totals is None:
            said = at.pages(ALL, ALL, {"words": {"sum": {"field": of_page("words")}}})
            pages = int(said["doc_count"])
            totals = Totals(pages, said["words"]["value"] / max(1, pages))
            self._totals.put(at.state, totals)
        return totals

    def _searched(self, at: Moment, totals: Totals, request: Request) -> int:
        """How many pages the role may read."""
        today = date.today()
        key = "searched", request.role, today
        if key not in totals.known:
            totals.known[key] = at.number(narrowing.allowed(request.role, today))
        return cast(int, totals.known[key])

    def _answered(
        self, at: Moment, totals: Totals, tree: Node, request: Request
    ) -> Answered | Asked:
        """What matches, as the embedded engine has it; of more than a few pages how it is asked."""
        today = date.today()
        key = at.state, today, tree, request.narrowing()
        answered = self._answers.get(key)
        if answered is None:
            asked = Asked(at, totals, request, [tree])
            among, pages = candidates(asked, tree)
            if at.has_more(pages, both(among, nested(pages)), self._few):
                return asked
            fields = WHOLLY if asked.has_words else ABOUT
            matcher = asked.matcher(fetched(at, among, pages, WHOLE, fields), SECONDS)
            found, counts = select(partial(matcher.among, tree), matcher.snapshot, request, today)
            limits = tuple(dict.fromkeys((*asked.limits, *matcher.limits)))
            answered = matcher, found, counts, limits, asked.compounds
            if not limits:
                self._answers.put(key, answered)
        return answered
