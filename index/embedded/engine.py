"""The embedded engine: answers from the newest commit of the newest generation."""

from __future__ import annotations

import math
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice

import numpy as np
from whoosh.index import EmptyIndexError

from corpus.collection import Collection
from corpus.errors import EngineFailed
from corpus.messages import N_
from index.answer import InYear, Request, Scope, Sort
from index.embedded import snapshot, years
from index.embedded.expanding import Forms
from index.embedded.generation import Generation, current, is_foreign, unreadable
from index.embedded.hits import Lit
from index.embedded.kept import Kept
from index.embedded.lookup import Lookup
from index.embedded.matching import SECONDS, Matched, Matcher
from index.embedded.near import near
from index.embedded.outcome import Chosen, Floats, Outcome, Rows
from index.embedded.searchers import Searchers
from index.embedded.selecting import kept, select
from index.embedded.snapshot import Snapshot
from index.engine import PASSAGES, DocumentHit, Found, NearPage, PageHit, Span
from index.query.expand import Terms
from index.query.tree import Node

#: Scores are rounded to so many significant digits, so that ties are ties everywhere.
DIGITS = 6
#: A commit may be replaced while it is being opened; so often in a row, with ever longer waits
#: (seconds, two in all), is no accident.
_TRIES, _WAIT = 20, 0.01
#: what is kept: of so many queries which pages match, of so many requests what was found, if it has
#: no more documents than that, and of so many trees whether they find anything
KEPT, KEPT_FOUND, FEW, KEPT_STANDING = 16, 256, 100, 4096
#: pages of which the spans are made at a time where all are wanted
AT_ONCE = 512

Answered = tuple[Matcher, Matched, Mapping[str, Mapping[str, int]]]


class EmbeddedEngine:
    """Answers from the newest finished generation of a collection; threads share its snapshot."""

    name = "whoosh"

    def __init__(self, collection: Collection, kept: int = KEPT) -> None:
        """Of ``kept`` queries it is kept which pages match; with 0 nothing that was found is."""
        self._folder, self._kept = collection.index, kept
        self._lock = threading.Lock()
        self._searchers = Searchers(collection, kept)
        self._snapshot: Snapshot | None = None
        self._standing = Kept[bool](KEPT_STANDING)
        self._answers = Kept[Answered](kept)
        self._found = Kept[Found](KEPT_FOUND if kept else 0)

    def find(self, tree: Node, request: Request) -> Found:
        """Answer a tree within the request's facets, years and role.

        A page of the front end asks the same again whenever something on it is touched: what was
        found is kept.
        """
        at, today = self._open(), date.today()
        key = at.state, today, tree, request.narrowing(), request.part()
        known = self._found.get(key)
        if known is None:
            here = partial(self._find, at, tree, request, today)
            known = self._searchers.find(here, tree, request)
            if request.limit <= FEW and not known.limits and known.commit == _commit(at):
                self._found.put(key, known)
        return known

    def _find(self, at: Snapshot, tree: Node, request: Request, today: date) -> Found:
        matcher, found, counts = self._answered(at, tree, request, today)
        chosen = ordered(matcher, found, request)[request.offset :][: request.limit]
        return Found(
            documents=len(found.documents.found),
            pages=len(found.pages.found),
            occurrences=matcher.occurrences(tree, found) if request.count_hits else 0,
            hits=hits_of_documents(at, matcher, tree, found, chosen),
            facets=counts,
            searched=len(at.allowed(request.role, today)),
            commit=_commit(at),
            limits=matcher.limits,
            compounds=matcher.compounds,
        )

    def ranked(self, tree: Node, request: Request) -> tuple[str, ...]:
        """The ids of all documents found, in the request's order."""
        at = self._open()
        matcher, found, _ = self._answered(at, tree, request, date.today())
        every = ordered(matcher, found, replace(request, limit=0, offset=0))
        return tuple(at.documents[one] for one in every.tolist())

    def hits_of(
        self, tree: Node, request: Request, documents: Sequence[str]
    ) -> tuple[DocumentHit, ...]:
        """Those of some documents that are found, in that order."""
        at = self._open()
        matcher, found, _ = self._answered(at, tree, request, date.today())
        there = [(one, bisect_left(at.documents, one)) for one in documents]
        chosen = [
            row
            for one, row in there
            if row < len(at.documents)
            and at.documents[row] == one
            and found.documents.found.mask[row]
        ]
        return hits_of_documents(at, matcher, tree, found, np.array(chosen, np.intp))

    def on_page(self, tree: Node, request: Request, document: str, page: int) -> PageHit | None:
        """The hits of a tree on one page, or None where the role may not read it."""
        at = self._open()
        row, allowed = at.row(document, page), at.allowed(request.role, date.today())
        if row is None or not allowed.mask[row]:
            return None
        return hit_on(Matcher(at, request), tree, row)

    def in_document(
        self, tree: Node, request: Request, document: str, *, spans: bool = False
    ) -> tuple[PageHit, ...]:
        """The pages of one document that match, in page order, with their spans if asked for."""
        at = self._open()
        return hits_in_document(Matcher(at, request), tree, document, spans=spans)

    def every(self, tree: Node, request: Request) -> Iterator[tuple[str, PageHit]]:
        """All pages of the answer with all their spans, by document and page number."""
        at = self._open()
        matcher, found, _ = self._answered(at, tree, request, date.today())
        yield from every_hit(matcher, tree, found)

    def lengths(self, request: Request) -> dict[str, int]:
        """How many words each document has within the request's facets and years."""
        at = self._open()
        rows = kept(at, request, date.today()).rows
        document = at.document[rows]
        sums = np.bincount(document, weights=at.words[rows], minlength=len(at.documents))
        return {at.documents[one]: int(sums[one]) for one in np.unique(document).tolist()}

    def standing(self, trees: Sequence[Node], request: Request) -> tuple[bool, ...]:
        """For each tree whether it finds a page that the role may read, narrowed by nothing."""
        at, today = self._open(), date.today()
        allowed = at.allowed(request.role, today)
        matcher = Matcher(at, replace(request, scope=Scope.PAGE))
        out: list[bool] = []
        for tree in trees:
            key = at.state, today, request.role, request.language, request.folding, tree
            stands = self._standing.get(key)
            if stands is None:
                stands = len(matcher.among(tree, allowed).rows) > 0
                if stands or not matcher.limits:  # else perhaps it does: the time was up
                    self._standing.put(key, stands)
            out.append(stands)
        return tuple(out)

    def near_words(self, form: str, request: Request, limit: int) -> list[str]:
        """Exact forms like ``form`` that stand on a page which the role may read, best first."""
        at = self._open()
        edits = min(2, len(form) // 3)  # Two letters of four, or one of two, are another word.
        forms = Forms(Lookup(at, math.inf), request)
        near = sorted((distance, other) for other, distance in forms.like(form, edits).items())
        others = (other for distance, other in near[: limit * 8] if distance)
        return [*islice(forms.readable(others), limit)]

    def near(
        self, words: Sequence[Sequence[Terms]], request: Request, limit: int
    ) -> tuple[NearPage, ...]:
        """The pages on which most of some words stand near one another, likeliest first."""
        at = self._open()
        allowed = at.allowed(request.role, date.today())
        rows, scores = near(Lookup(at, SECONDS), words, allowed, limit)
        columns = (at.document[rows], at.number[rows], at.layer[rows], scores)
        return tuple(
            NearPage(at.documents[document], number, layer, score)
            for document, number, layer, score in zip(*(c.tolist() for c in columns), strict=True)
        )

    def by_year(self, tree: Node, request: Request) -> dict[int | None, InYear]:
        """The matches of every year of which the role may read something; None: the undated."""
        at = self._open()
        return years.count(at, Matcher(at, request), tree, request, date.today())

    def _answered(self, at: Snapshot, tree: Node, request: Request, today: date) -> Answered:
        """What matches and the counts of the facets; the last ones are kept.

        So the next results of a query, another order of them and the first page of a collection,
        which all see, are not worked out again.
        """
        key = at.state, today, tree, request.narrowing()
        answered = self._answers.get(key)
        if answered is None:
            matcher = Matcher(at, request)
            answered = matcher, *select(partial(matcher.among, tree), at, request, today)
            if not matcher.limits:
                self._answers.put(key, answered)
        return answered

    def _open(self) -> Snapshot:
        """The newest commit."""
        for tried in range(_TRIES):
            generation = current(self._folder)
            if generation is None:
                break
            try:
                return self._newest(generation)
            except (OSError, EmptyIndexError):  # thrown away between two looks: another is there
                time.sleep(_WAIT * tried)
            except Exception as reason:  # whatever Whoosh makes of damaged files
                raise unreadable(reason) from reason
        if is_foreign(self._folder):
            raise EngineFailed(
                N_("The index was made by another version of Opis."),
                remedy=N_("Build it anew: opis index build"),
            )
        raise EngineFailed(
            N_("The collection has no index yet."), remedy=N_("Build it: opis index build")
        )

    def _newest(self, generation: Generation) -> Snapshot:
        known = self._snapshot
        if known is not None and known.state == (generation.name, generation.commit()):
            return known
        with self._lock:
            known = self._snapshot
            if known is None or known.state != (generation.name, generation.commit()):
                known = snapshot.read(generation.path, generation.name, known)
                self._snapshot, self._answers = known, Kept(self._kept)
                self._found = Kept(KEPT_FOUND if self._kept else 0)
            return known


def _commit(at: Snapshot) -> str:
    return f"{at.state[0]}:{at.serial}"


def hit_on(matcher: Matcher, tree: Node, row: int) -> PageHit:
    """The hits of a tree on one page of a snapshot, which the role may read."""
    at, rows = matcher.snapshot, np.array([row])
    found = matcher.among(tree, at.allowed(matcher.request.role, date.today()))
    lit = matcher.lit(tree, found, Chosen(at.rows, rows))
    spans = lit.spans(rows, at, matcher.reasons)
    (hit,) = pages_of_rows(at, scores_of(found.pages, rows), lit, rows, spans)
    return hit


def hits_in_document(
    matcher: Matcher, tree: Node, document: str, *, spans: bool
) -> tuple[PageHit, ...]:
    """The pages of one document that match, in page order, with their spans if asked for."""
    at = matcher.snapshot
    found = matcher.among(tree, at.allowed(matcher.request.role, date.today()))
    rows = at.rows_of(document)
    rows = rows[found.pages.found.mask[rows]]
    rows = rows[np.argsort(at.number[rows])]
    lit = matcher.lit(tree, found, Chosen(at.rows, np.sort(rows)))
    own = lit.spans(rows, at, matcher.reasons) if spans else [()] * len(rows)
    return tuple(pages_of_rows(at, scores_of(found.pages, rows), lit, rows, own))


def every_hit(matcher: Matcher, tree: Node, found: Matched) -> Iterator[tuple[str, PageHit]]:
    """Yield all pages of what was matched with all their spans, by document and page number."""
    at, rows = matcher.snapshot, found.rows
    lit = matcher.lit(tree, found, found.pages.found)
    rows = rows[np.lexsort((at.number[rows], at.document[rows]))]
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        spans = lit.spans(some, at, matcher.reasons)
        pages = pages_of_rows(at, scores_of(found.pages, some), lit, some, spans)
        for document, page in zip(at.document[some].tolist(), pages, strict=True):
            yield at.documents[document], page


def ordered(matcher: Matcher, found: Matched, request: Request) -> Rows:
    """The documents found: sort order, then score, then id; at least as many as asked for."""
    at, documents = matcher.snapshot, found.documents
    if request.sort is Sort.RELEVANCE:
        enough = request.offset + request.limit
        if 0 < enough < len(documents.found):  # those that may round to the last score that counts
            least = 1 - 10.0 ** (1 - DIGITS)
            documents = matcher.best_documents(found, enough, least)
            last = np.partition(documents.score, -enough)[-enough]
            likely = documents.score >= last * least
            some, score = documents.found.rows[likely], documents.score[likely]
        else:
            some, score = documents.found.rows, documents.score
        return np.asarray(some[np.lexsort((some, -rounded(score)))])
    some, score = documents.found.rows, documents.score
    rank = np.zeros(len(at.documents), np.int64)
    rank[at.document[found.rows]] = at.rank(request.sort)[at.record[found.rows]]
    order = -rank[some] if request.sort is Sort.ADDED else rank[some]
    return some[np.lexsort((some, -rounded(score), order))]


def scores_of(outcome: Outcome, rows: Rows) -> Floats:
    """The scores of some rows, in any order, as they are told."""
    order = np.argsort(rows)
    scores = np.empty(len(rows))
    scores[order] = rounded(outcome.at(Chosen(outcome.found.size, rows[order])))
    return scores


def rounded(score: Floats) -> Floats:
    """Scores to so many significant digits; they are not negative."""
    digits = np.floor(np.log10(np.maximum(score, np.finfo(float).tiny)))
    by = 10.0 ** (DIGITS - 1 - np.clip(digits, -15, DIGITS - 1))
    return np.asarray(np.round(score * by) / by)


def hits_of_documents(
    at: Snapshot, matcher: Matcher, tree: Node, found: Matched, chosen: Rows
) -> tuple[DocumentHit, ...]:
    """The documents chosen, in that order, with their pages that match."""
    rows = at.pages_of(chosen)
    kept = Chosen(at.rows, rows[found.pages.found.mask[rows]])
    order = np.lexsort((at.number[kept.rows], at.document[kept.rows]))
    rows, scores = kept.rows[order], rounded(found.pages.at(kept))[order]
    lit = matcher.lit(tree, found, kept)  # where the terms stand was seen with their scores
    document = at.document[rows]
    starts = document.searchsorted(document)
    best_first = np.lexsort((-scores, document))
    best = best_first[np.arange(len(rows)) - starts < PASSAGES]
    spans: list[tuple[Span, ...]] = [()] * len(rows)
    for place, own in zip(best.tolist(), lit.spans(rows[best], at, matcher.reasons), strict=True):
        spans[place] = own
    pages = pages_of_rows(at, scores, lit, rows, spans)
    first, end = document.searchsorted(chosen), document.searchsorted(chosen, "right")
    by_page = matcher.request.scope is Scope.PAGE
    most = scores[best_first[first]] if by_page else scores_of(found.documents, chosen)
    columns = (column.tolist() for column in (chosen, most, first, end))
    return tuple(
        [
            DocumentHit(at.documents[one], score, tuple(pages[a:b]), at.found_kind(one))
            for one, score, a, b in zip(*columns, strict=True)
        ]
    )


def pages_of_rows(
    at: Snapshot, scores: Floats, lit: Lit, rows: Rows, spans: Sequence[tuple[Span, ...]]
) -> list[PageHit]:
    """The pages of some rows, in that order, each with its spans."""
    columns = (column.tolist() for column in (at.number[rows], at.layer[rows], scores))
    return [*map(PageHit, *columns, lit.on_each(rows), spans)]
