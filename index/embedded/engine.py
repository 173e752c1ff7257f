"""The embedded engine: answers from the newest commit of the newest generation."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
from whoosh.index import EmptyIndexError

from corpus.access import Role
from corpus.collection import Collection
from corpus.errors import EngineFailed
from corpus.messages import N_
from index.answer import InYear, Request, Scope, Sort
from index.embedded import snapshot, vocabulary, years
from index.embedded.codec import EXACT
from index.embedded.generation import Generation, current, is_foreign, unreadable
from index.embedded.hits import Lit
from index.embedded.matching import Matched, Matcher
from index.embedded.selecting import select
from index.embedded.snapshot import Mask, Rows, Segment, Snapshot
from index.engine import DocumentHit, Found, PageHit
from index.query.tree import Node

#: Scores are rounded to so many significant digits, so that ties are ties everywhere.
DIGITS = 6
#: A commit may be replaced while it is being opened; so often in a row, with ever longer waits
#: (seconds, two in all), is no accident.
_TRIES, _WAIT = 20, 0.01


#: a commit, a day, and what of a request decides whether a tree finds anything at all
_Asked = tuple[tuple[str, int], date, Role, str | None, bool]


class EmbeddedEngine:
    """Answers from the newest finished generation of a collection; threads share its snapshot."""

    name = "whoosh"

    def __init__(self, collection: Collection) -> None:
        self._folder = collection.index
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._segments: dict[str, Segment] = {}
        self._standing: dict[_Asked, dict[Node, bool]] = {}

    def find(self, tree: Node, request: Request) -> Found:
        """Answer a tree within the request's facets, years and role."""
        at, today = self._open(), date.today()
        matcher = Matcher(at, request)
        found, counts = select(partial(matcher.among, tree), at, request, today)
        chosen = _ordered(at, found, request)[request.offset :][: request.limit]
        return Found(
            documents=int(_documents(at, found.rows).sum()),
            pages=len(found.rows),
            occurrences=matcher.occurrences(tree, found) if request.count_hits else 0,
            hits=_hits(at, matcher, tree, found, chosen),
            facets=counts,
            searched=int(at.allowed(request.role, today).sum()),
            commit=f"{at.state[0]}:{at.serial}",
            limits=matcher.limits,
            compounds=matcher.compounds,
        )

    def on_page(self, tree: Node, request: Request, document: str, page: int) -> PageHit | None:
        """The hits of a tree on one page, or None where the role may not read it."""
        at = self._open()
        row, allowed = at.row(document, page), at.allowed(request.role, date.today())
        if row is None or not allowed[row]:
            return None
        matcher = Matcher(at, request)
        found = matcher.among(tree, allowed)
        lit = matcher.lit(tree, found, np.arange(at.rows) == row)
        (hit,) = _pages(at, found, lit, np.array([row]))
        return replace(hit, spans=lit.spans(row, at, matcher.reasons))

    def in_document(self, tree: Node, request: Request, document: str) -> tuple[PageHit, ...]:
        """The pages of one document that match, in page order."""
        at = self._open()
        matcher = Matcher(at, request)
        found = matcher.among(tree, at.allowed(request.role, date.today()))
        mine = np.zeros(at.rows, bool)
        mine[at.rows_of(document)] = True
        mine &= found.pages
        hits = _pages(at, found, matcher.lit(tree, found, mine), np.flatnonzero(mine))
        return tuple(sorted(hits, key=lambda hit: hit.number))

    def standing(self, trees: Sequence[Node], request: Request) -> tuple[bool, ...]:
        """For each tree whether it finds a page that the role may read, narrowed by nothing."""
        at, today = self._open(), date.today()
        asked = (at.state, today, request.role, request.language, request.folding)
        if asked not in self._standing:
            # Most searches of one moment ask the same; what an older commit had is of no use.
            self._standing = {k: v for k, v in self._standing.items() if k[:2] == asked[:2]}
            self._standing[asked] = {}
        known, allowed = self._standing[asked], at.allowed(request.role, today)
        matcher = Matcher(at, replace(request, scope=Scope.PAGE))
        for tree in trees:
            if tree not in known:
                known[tree] = bool(matcher.among(tree, allowed).pages.any())
                if matcher.limits:  # perhaps it does: the time was up
                    del known[tree]
        return tuple(known.get(tree, False) for tree in trees)

    def near_words(self, form: str, request: Request, limit: int) -> list[str]:
        """Exact forms like ``form`` that stand on a page which the role may read, best first."""
        at = self._open()
        allowed = at.allowed(request.role, date.today())
        edits = min(2, len(form) // 3)  # Two letters of four, or one of two, are another word.
        near = {
            (distance, other)
            for segment in at.segments
            for other, distance in vocabulary.like(segment, form, edits)
        }
        out: list[str] = []
        for distance, other in sorted(near)[: limit * 8]:
            if distance and len(out) < limit and _stands_on(at, other, allowed):
                out.append(other)
        return out

    def by_year(self, tree: Node, request: Request) -> dict[int | None, InYear]:
        """The matches of every year of which the role may read something; None: the undated."""
        at = self._open()
        return years.count(at, Matcher(at, request), tree, request, date.today())

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
                known, self._segments = snapshot.read(
                    generation.path, generation.name, self._segments
                )
                self._snapshot = known
            return known


def _documents(at: Snapshot, rows: Rows) -> Mask:
    """The documents of some pages."""
    mask = np.zeros(len(at.documents), bool)
    mask[at.document[rows]] = True
    return mask


def _ordered(at: Snapshot, found: Matched, request: Request) -> Rows:
    """The documents found: sort order, then score, then id; at least as many as asked for."""
    some = np.flatnonzero(_documents(at, found.rows))
    score = found.document_score
    if request.sort is Sort.RELEVANCE:
        enough = request.offset + request.limit
        if 0 < enough < len(some):  # those that may round to the last score that counts
            least = np.partition(score[some], len(some) - enough)[len(some) - enough]
            some = some[score[some] >= least * (1 - 10.0 ** (1 - DIGITS))]
        return some[np.lexsort((some, -_rounded(score[some])))]
    rank = np.zeros(len(at.documents), np.int64)
    rank[at.document[found.rows]] = at.rank(request.sort)[at.record[found.rows]]
    order = -rank[some] if request.sort is Sort.ADDED else rank[some]
    return some[np.lexsort((some, -_rounded(score[some]), order))]


def _rounded(score: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    different, place = np.unique(score, return_inverse=True)
    return np.array([float(f"{one:.{DIGITS}g}") for one in different.tolist()])[place]


def _hits(
    at: Snapshot, matcher: Matcher, tree: Node, found: Matched, chosen: Rows
) -> tuple[DocumentHit, ...]:
    """The documents chosen, in that order, with their pages that match."""
    shown = np.zeros(len(at.documents), bool)
    shown[chosen] = True
    rows = found.rows[shown[at.document[found.rows]]]
    mine = np.zeros(at.rows, bool)
    mine[rows] = True
    lit = matcher.lit(tree, found, mine)
    pages: dict[int, list[tuple[PageHit, int]]] = {document: [] for document in chosen.tolist()}
    documents = at.document[rows].tolist()
    for document, hit, row in zip(
        documents, _pages(at, found, lit, rows), rows.tolist(), strict=True
    ):
        pages[document].append((hit, row))
    out: list[DocumentHit] = []
    for document, own in pages.items():
        score = float(f"{found.document_score[document]:.{DIGITS}g}")
        hits = tuple(sorted((hit for hit, _ in own), key=lambda hit: hit.number))
        plain = DocumentHit(at.documents[document], score, hits)
        row_of = {hit.number: row for hit, row in own}
        best = {
            hit.number: replace(hit, spans=lit.spans(row_of[hit.number], at, matcher.reasons))
            for hit in plain.best_pages
        }
        out.append(replace(plain, pages=tuple(best.get(hit.number, hit) for hit in hits)))
    return tuple(out)


def _pages(at: Snapshot, found: Matched, lit: Lit, rows: Rows) -> list[PageHit]:
    """The pages of some rows, in that order, without their spans."""
    columns = (at.number[rows], at.layer[rows], found.page_score[rows])
    return [
        PageHit(number, layer, float(f"{score:.{DIGITS}g}"), occurrences)
        for number, layer, score, occurrences in zip(
            *(column.tolist() for column in columns), lit.on_each(rows), strict=True
        )
    ]


def _stands_on(at: Snapshot, form: str, allowed: Mask) -> bool:
    """Whether a form stands on an allowed page."""
    term = EXACT + form.encode()
    numbers = ((i, segment.postings.terms.find(term)) for i, segment in enumerate(at.segments))
    return any(
        allowed[at.segments[i].postings.pages(number) + at.bases[i]].any()
        for i, number in numbers
        if number >= 0
    )
