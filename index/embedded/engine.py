"""The embedded engine: one snapshot of a generation, one Whoosh reader for each thread."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from whoosh.index import EmptyIndexError
from whoosh.reading import IndexReader

from corpus.collection import Collection
from corpus.errors import EngineFailed
from corpus.messages import N_
from index.answer import Request, Sort
from index.embedded.generation import Generation, current, is_foreign
from index.embedded.matching import Matcher, Matches
from index.embedded.schema import Facts
from index.embedded.selecting import readable, select
from index.engine import DocumentHit, Found, PageHit
from index.query.tree import Node

#: Scores are rounded to so many significant digits, so that ties are ties everywhere.
DIGITS = 6
#: A generation may be replaced while it is being opened; so often in a row is no accident.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """One commit: facts of its live pages by Whoosh's document number.

    ``state`` is the generation's name and Whoosh's number of the commit; ``serial`` how much of
    the catalogue the commit holds at least.
    """

    state: tuple[str, int]
    serial: int
    facts: Mapping[int, Facts]
    by_page: Mapping[tuple[str, int], int]


class EmbeddedEngine:
    """Answers from the newest finished generation of a collection."""

    name = "whoosh"

    def __init__(self, collection: Collection) -> None:
        self._folder = collection.index
        self._lock = threading.Lock()
        self._shared: _Snapshot | None = None
        # A Whoosh reader shared by threads gives wrong results: one for each.
        self._own = threading.local()

    def find(self, tree: Node, request: Request) -> Found:
        """Answer a tree within the request's facets, years and role."""
        snapshot, reader = self._open()
        facts, today = snapshot.facts, date.today()
        matcher, matches = _match(tree, request, facts, reader)
        allowed = readable(facts, request.role, today)
        kept, counts = select(matches.scores.keys() & allowed, facts, request, today)
        hits = _documents(kept, matches, facts)
        ordered = _ordered(hits, facts, snapshot.by_page, request.sort)
        return Found(
            documents=len(hits),
            pages=len(kept),
            occurrences=sum(len(matches.spans.get(page, ())) for page in kept),
            hits=tuple(ordered[request.offset : request.offset + request.limit]),
            facets=counts,
            searched=len(allowed),
            commit=f"{snapshot.state[0]}:{snapshot.serial}",
            limits=tuple(sorted(matcher.limits)),
        )

    def on_page(self, tree: Node, request: Request, document: str, page: int) -> PageHit | None:
        """The hits of a tree on one page, or None where the role may not read it."""
        snapshot, reader = self._open()
        key = snapshot.by_page.get((document, page))
        if key is None or key not in readable(
            {key: snapshot.facts[key]}, request.role, date.today()
        ):
            return None
        _, matches = _match(tree, request, snapshot.facts, reader)
        return _page_hit(key, matches, snapshot.facts)

    def in_document(self, tree: Node, request: Request, document: str) -> tuple[PageHit, ...]:
        """The pages of one document that match, in page order."""
        snapshot, reader = self._open()
        mine = {key: fact for key, fact in snapshot.facts.items() if fact.document == document}
        allowed = readable(mine, request.role, date.today())
        _, matches = _match(tree, request, snapshot.facts, reader)
        hits = [_page_hit(key, matches, mine) for key in matches.scores.keys() & allowed]
        return tuple(sorted(hits, key=lambda hit: hit.number))

    def near_words(self, form: str, request: Request, limit: int) -> list[str]:
        """Exact forms like ``form`` that stand on a page which the role may read, best first."""
        snapshot, reader = self._open()
        allowed = readable(snapshot.facts, request.role, date.today())
        forms = [t[1:].decode() for _, t in reader.terms_from("terms", b"x") if t[:1] == b"x"]
        # Two letters of four, or one of two, are another word.
        near = process.extract(
            form,
            forms,
            scorer=DamerauLevenshtein.distance,
            score_cutoff=min(2, len(form) // 3),
            limit=limit * 8,
        )
        out: list[str] = []
        for word, distance, _ in near:
            if distance and len(out) < limit and _stands_on(reader, word, allowed):
                out.append(word)
        return out

    def _open(self) -> tuple[_Snapshot, IndexReader]:
        """The thread's reader of the newest commit, and the snapshot that goes with it."""
        for _ in range(_TRIES):
            generation = current(self._folder)
            if generation is None:
                break
            try:
                return self._newest(generation)
            except (OSError, EmptyIndexError):  # thrown away between two looks: another is there
                continue
            except Exception as reason:  # whatever Whoosh makes of damaged files
                raise EngineFailed(
                    N_("The index cannot be read ({reason})."),
                    remedy=N_("Build it anew: opis index build"),
                    reason=f"{type(reason).__name__}: {reason}",
                ) from reason
        if is_foreign(self._folder):
            raise EngineFailed(
                N_("The index was made by another version of Opis."),
                remedy=N_("Build it anew: opis index build"),
            )
        raise EngineFailed(
            N_("The collection has no index yet."), remedy=N_("Build it: opis index build")
        )

    def _newest(self, generation: Generation) -> tuple[_Snapshot, IndexReader]:
        own: Any = self._own
        stored = generation.open()
        if getattr(own, "state", None) != (generation.name, stored.latest_generation()):
            serial = generation.serial()  # read first: what it counts is in the reader for sure
            reader = stored.reader()
            state = (generation.name, reader.generation())
            with self._lock:
                if self._shared is None or self._shared.state != state:
                    self._shared = _snapshot(state, serial, reader)
                own.state, own.reader, own.snapshot = state, reader, self._shared
        return own.snapshot, own.reader


def _snapshot(state: tuple[str, int], serial: int, reader: IndexReader) -> _Snapshot:
    facts = {number: stored["facts"] for number, stored in reader.iter_docs()}
    by_page = {(fact.document, fact.number): number for number, fact in facts.items()}
    return _Snapshot(state, serial, facts, by_page)


def _match(
    tree: Node, request: Request, facts: Mapping[int, Facts], reader: IndexReader
) -> tuple[Matcher, Matches]:
    matcher = Matcher(reader, {page: fact.words for page, fact in facts.items()}, request)
    return matcher, matcher.match(tree)


def _page_hit(key: int, matches: Matches, facts: Mapping[int, Facts]) -> PageHit:
    fact = facts[key]
    score = float(f"{matches.scores.get(key, 0.0):.{DIGITS}g}")
    return PageHit(fact.number, fact.layer, score, tuple(matches.spans.get(key, ())))


def _documents(
    kept: Iterable[int], matches: Matches, facts: Mapping[int, Facts]
) -> list[DocumentHit]:
    pages: dict[str, list[PageHit]] = defaultdict(list)
    for key in kept:
        pages[facts[key].document].append(_page_hit(key, matches, facts))
    return [
        DocumentHit(
            document,
            max(hit.score for hit in hits),
            tuple(sorted(hits, key=lambda hit: hit.number)),
        )
        for document, hits in pages.items()
    ]


def _ordered(
    hits: Iterable[DocumentHit],
    facts: Mapping[int, Facts],
    by_page: Mapping[tuple[str, int], int],
    sort: Sort,
) -> list[DocumentHit]:
    """Sort key, then score, then document id."""

    def key(hit: DocumentHit) -> tuple[Any, ...]:
        fact = facts[by_page[hit.document, hit.pages[0].number]]
        return (fact.order.get(sort, 0), -hit.score, hit.document)

    newest_first = sort is Sort.ADDED
    ordered = sorted(hits, key=key)
    if newest_first:
        ordered.sort(key=lambda h: facts[by_page[h.document, h.pages[0].number]].order[sort],
                     reverse=True)  # fmt: skip
    return ordered


def _stands_on(reader: IndexReader, form: str, allowed: set[int]) -> bool:
    postings = reader.postings("terms", "x" + form)
    while postings.is_active():
        if postings.id() in allowed:
            return True
        postings.next()
    return False
