"""What the servers say of an answer that is too large to be looked at page by page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

import numpy as np

from corpus.access import Level
from corpus.labels import PATH, lineage
from index.answer import InYear, Request, Scope, Sort
from index.embedded import near, years
from index.embedded.engine import rounded
from index.embedded.facts import UNDATED_YEAR
from index.embedded.matching import Matched
from index.embedded.selecting import shown_facets
from index.engine import DocumentHit, Found
from index.opensearch import narrowing
from index.opensearch.asked import Asked
from index.opensearch.compiling import idf
from index.opensearch.counting import occurring
from index.opensearch.finding import documents, hits_in
from index.opensearch.gathered import WORDS, GatheredMatcher, id_of, inner_hits, pages_in
from index.opensearch.laid import Fetched
from index.opensearch.lighting import lit_pages
from index.opensearch.moments import (
    Answered,
    Moment,
    Query,
    both,
    either,
    facet,
    nested,
    of_page,
)
from index.opensearch.schema import DOCUMENT_FACETS, PAGES
from index.query.expand import Terms
from index.query.tree import Node

#: values of a facet that are counted, the most frequent ones
VALUES = 500
#: documents that are put in the order of their exact scores, by their best pages
LOOKED_AT = 60
#: ... or by all pages, where words stand anywhere in a document
WHOLLY = 20
#: pages of each of these that are looked at for it
_BEST = 3
#: documents of an order that come at a time
_AT_A_TIME = 1000
#: documents of which the likeliest pages are looked at for a passage, and so many pages of each
_LIKELY, _OF_EACH = 100, 10


def find(asked: Asked, tree: Node, searched: int) -> Found:
    """Answer a tree: numbers and order by the servers, hits worked out for what is shown."""
    request, today = asked.request, date.today()
    wanted, always = narrowing.conditions(request, today)
    base = both(asked.allowed, *always)
    within = both(base, *wanted.values())
    names = shown_facets(request)
    plainly = [name for name in names if not narrowing.own_of(name) & wanted.keys()]
    order = _Order(asked, tree, within)
    said = order.first(_numbers(asked, tree, within, plainly))
    facets = {name: _counts(said, name) for name in plainly}
    for name in names:
        if name not in plainly:
            others = (query for own, query in wanted.items() if own not in narrowing.own_of(name))
            facets[name] = _counts(_counted(asked, tree, both(base, *others), [name]), name)
    for name, selected in request.facets.items():
        for value in selected:
            facets.get(name, {}).setdefault(value, 0)
    chosen = [*islice(order, request.offset, request.offset + request.limit)]
    missing = hits_in(asked, tree, [one for one in chosen if one not in order.known])
    known = order.known | {hit.document: hit for hit in missing}
    hits = [known[one] for one in chosen if one in known]
    if request.sort is Sort.RELEVANCE:
        hits.sort(key=lambda hit: (-hit.score, hit.document))
    occurrences, late = occurring(asked, tree, within) if request.count_hits else (0, False)
    limits = dict.fromkeys((*asked.limits, *("took-too-long",) * late))
    return Found(
        documents=said["hits"]["total"]["value"],
        pages=sum(part["pages"]["those"]["doc_count"] for part in _parts(said)),
        occurrences=occurrences,
        hits=tuple(hits),
        facets={name: facets[name] for name in names},
        searched=searched,
        commit=asked.moment.commit,
        limits=tuple(limits),
        compounds=asked.compounds,
    )


def ranked(asked: Asked, tree: Node) -> tuple[str, ...]:
    """The ids of all documents found, in the request's order."""
    wanted, always = narrowing.conditions(asked.request, date.today())
    return tuple(_Order(asked, tree, both(asked.allowed, *always, *wanted.values())))


class _Order:
    """The ids of all documents found among some pages, in the request's order.

    The first :data:`LOOKED_AT` (or :data:`WHOLLY`) of those in order of their scores are put in the
    order that these have once they are worked out. ``known`` has the hits of those that were worked
    out wholly.
    """

    def __init__(self, asked: Asked, tree: Node, within: Query) -> None:
        self._asked, self._tree = asked, tree
        self.known: dict[str, DocumentHit] = {}
        sort = asked.request.sort
        self._exactly = sort is Sort.RELEVANCE and asked.has_words
        self._by_page = asked.request.scope is Scope.PAGE
        order: list[Query] = [{"_score": "desc"}, {"document": "asc"}]
        if sort is not Sort.RELEVANCE:
            order.insert(0, {sort.value: "desc" if sort is Sort.ADDED else "asc"})
        self._query = _documents(asked, tree, within, scored=asked.has_words)
        self._body: Query = {
            "size": LOOKED_AT if self._by_page else WHOLLY,
            "track_total_hits": False, "track_scores": True, "sort": order, "query": self._query,
        }  # fmt: skip
        self._said: Answered | None = None

    def first(self, numbers: Query) -> Answered:
        """Ask for the first ones, and for numbers of all; they are not asked for again."""
        self._said = self._asked.moment.search(self._body | numbers)
        return self._said

    def __iter__(self) -> Iterator[str]:
        body = self._body
        hits = (self._said or self._asked.moment.search(body))["hits"]["hits"]
        yield from self._best_first(hits) if self._exactly else map(id_of, hits)
        while len(hits) == body["size"]:
            body = body | {"size": _AT_A_TIME, "search_after": hits[-1]["sort"]}
            hits = self._asked.moment.search(body)["hits"]["hits"]
            yield from map(id_of, hits)

    def _best_first(self, hits: Sequence[Answered]) -> list[str]:
        """The documents of some hits by what they score, by their best pages if that is enough."""
        ids = [*map(id_of, hits)]
        if self._by_page:
            score = self._scores(ids)
        else:
            self.known = {hit.document: hit for hit in hits_in(self._asked, self._tree, ids)}
            score = {one: hit.score for one, hit in self.known.items()}
        return sorted(ids, key=lambda one: (-score.get(one, 0), one))

    def _scores(self, ids: Sequence[str]) -> dict[str, float]:
        """What documents score by their best pages."""
        asked, inner = self._asked, inner_hits(_BEST, self._asked.fields)
        query = {"nested": self._query["nested"] | {"inner_hits": inner}}
        these = {"bool": {"must": [query], "filter": [{"terms": {"document": [*ids]}}]}}
        body = {"size": len(ids), "track_total_hits": False, "query": these}
        hits = asked.moment.search(body)["hits"]["hits"] if ids else []
        best = [page for hit in hits for page in pages_in(hit)]
        matcher = asked.matcher(best, again=True)
        shot = matcher.snapshot
        found = matcher.among(self._tree, shot.live).documents
        there = (shot.documents[one] for one in found.found.rows.tolist())
        return dict(zip(there, rounded(found.score).tolist(), strict=True))


def _documents(asked: Asked, tree: Node, within: Query, *, scored: bool = False) -> Query:
    """The documents that a tree finds among some pages."""
    if asked.request.scope is Scope.DOCUMENT:
        return documents(asked, tree, within, scored=scored)
    query = asked.compiler.query(tree, scored=scored)
    pages = {"bool": {"must": [query], "filter": [within]}}
    return nested(pages, score_mode="max")


# -- numbers


def _counted(asked: Asked, tree: Node, within: Query, names: Iterable[str]) -> Answered:
    """Count values of facets among what a tree finds among some pages."""
    query = both(_documents(asked, tree, within))
    return asked.moment.search({"size": 0, "query": query} | _numbers(asked, tree, within, names))


def _numbers(asked: Asked, tree: Node, within: Query, names: Iterable[str]) -> Query:
    """Asks how much a tree finds among some pages: documents, pages, values of facets."""
    of_documents: Query = {}
    of_pages: Query = {}
    for name in names:
        some = of_documents if name in DOCUMENT_FACETS else of_pages
        some |= _facet(asked.request, name)
    aggs = {
        str(i): {
            "filter": condition,
            "aggs": of_documents
            | {
                "pages": {
                    "nested": {"path": PAGES},
                    "aggs": {"those": {"filter": pages, "aggs": of_pages}},
                }
            },
        }
        for i, (condition, pages) in enumerate(lit_pages(asked, tree, within))
    }
    return {"track_total_hits": True, "aggs": aggs}


def _parts(said: Answered) -> list[Any]:
    return [*said["aggregations"].values()]


_TO_DOCUMENTS: Query = {"documents": {"reverse_nested": {}}}


def _facet(request: Request, name: str) -> Query:
    """The aggregations that count a facet by documents."""
    if name == "access":
        levels = {level.value: narrowing.level(level.value, date.today()) for level in Level}
        return {name: {"filters": {"filters": levels}, "aggs": _TO_DOCUMENTS}}
    selected = request.facets.get(name, ())
    out = {name: _values(name)}
    if selected:
        out[f"{name} selected"] = _values(name, include=[*selected])
    if name == "archive":
        for path in _open_paths(selected):
            sign = "".join(s if s.isalnum() else f"\\{s}" for s in path + PATH)
            out[f"{name} below {path}"] = _values("shelf", include=f"{sign}.*")
            out[f"{name} selected"] = _values("archive", include=[*selected])
            out[f"{name} selected below"] = _values("shelf", include=[*selected])
    return out


def _open_paths(selected: Iterable[str]) -> list[str]:
    """What is selected of an archive and what stands over it, if more can stand below."""
    paths = {over for value in selected for over in lineage("archive", value)}
    return sorted(path for path in paths if path.count(PATH) in (1, 2))


def _values(name: str, **more: Any) -> Query:
    if name in DOCUMENT_FACETS:
        terms = {"field": f"facet.{name}", "size": VALUES, "shard_size": 4 * VALUES}
        return {"terms": terms | more}
    terms = {"field": facet(name), "size": VALUES, "order": {"documents": "desc"},
             "shard_size": 4 * VALUES}  # fmt: skip
    return {"terms": terms | more, "aggs": _TO_DOCUMENTS}


def _counts(said: Answered, name: str) -> dict[str, int]:
    """How many documents bear each value of a facet."""
    out: dict[str, int] = {}
    for part in _parts(said):
        own: dict[str, int] = {}
        for key, counted in (part if name in DOCUMENT_FACETS else part["pages"]["those"]).items():
            if key == name or key.startswith(f"{name} "):
                own |= {v: n for v, n in _buckets(counted) if _is_right_below(key, v)}
        for value, number in own.items():
            out[value] = out.get(value, 0) + number
    return {value: number for value, number in out.items() if number}


def _buckets(counted: Any) -> Iterator[tuple[str, int]]:
    buckets = counted["buckets"]
    some = buckets.items() if isinstance(buckets, dict) else ((b["key"], b) for b in buckets)
    for value, bucket in some:
        yield value, bucket.get("documents", bucket)["doc_count"]


def _is_right_below(key: str, value: str) -> bool:
    """Whether a value is to be shown: of an opened fonds its opisi, but not their files."""
    found = re.fullmatch(r"archive below (.*)", key, re.DOTALL)
    if not found:
        return True
    below = value.removeprefix(found[1] + PATH)
    return found[1].count(PATH) == 2 or PATH not in below


def lengths(at: Moment, pages: Query) -> dict[str, int]:
    """How many words the pages that meet a query have in each document."""
    words = {"words": {"sum": {"field": of_page("words")}}}
    inside = {
        "pages": {"nested": {"path": PAGES}, "aggs": {"those": {"filter": pages, "aggs": words}}}
    }
    composite: Query = {"size": 5000, "sources": [{"document": {"terms": {"field": "document"}}}]}
    out: dict[str, int] = {}
    while True:
        own = {"own": {"composite": composite, "aggs": inside}}
        said = at.search({"size": 0, "query": nested(pages), "aggs": own})["aggregations"]["own"]
        for bucket in said["buckets"]:
            out[bucket["key"]["document"]] = int(bucket["pages"]["those"]["words"]["value"])
        if "after_key" not in said or len(said["buckets"]) < composite["size"]:
            return out
        composite = composite | {"after": said["after_key"]}


def standing(asked: Asked, trees: Sequence[Node]) -> list[bool]:
    """For each tree whether it finds a page that the role may read."""
    queries = [nested(both(asked.allowed, asked.compiler.query(tree))) for tree in trees]
    body = {"size": 0, "query": {"bool": {"should": queries}},
            "aggs": {"each": {"filters": {"filters": queries}}}}  # fmt: skip
    said = asked.moment.search(body)["aggregations"]["each"]["buckets"]
    return [bucket["doc_count"] > 0 for bucket in said]


def likely(
    asked: Asked, words: Sequence[Sequence[Terms]], counts: Mapping[str, int]
) -> list[Fetched]:
    """The pages with the greatest weight of words, window by window."""
    out: dict[Fetched, None] = {}
    for window in near.windows(len(words)):
        clauses = []
        for i in window:
            terms = [t for group in words[i] for t in group.terms if counts.get(t)]
            if terms:
                weight = idf(asked.totals.pages, max(counts[t] for t in terms))
                own = {"terms": {of_page("terms"): terms}}
                clauses.append({"constant_score": {"filter": own, "boost": max(weight, 1e-6)}})
        inner = inner_hits(_OF_EACH, WORDS)
        query = {"bool": {"must": [either(clauses)], "filter": [asked.allowed]}}
        body = {"size": _LIKELY, "track_total_hits": False,
                "query": nested(query, score_mode="max", inner_hits=inner)}  # fmt: skip
        for hit in asked.moment.search(body)["hits"]["hits"]:
            out |= dict.fromkeys(pages_in(hit))
    return [*out]


def by_year(
    asked: Asked, tree: Node, every: Iterable[tuple[GatheredMatcher, Matched]]
) -> dict[int | None, InYear]:
    """The matches by year, ascending, the undated (None) last; no year without a document."""
    undated = UNDATED_YEAR, UNDATED_YEAR
    columns: dict[tuple[int, int], list[int]] = {}
    for matcher, found in every:
        shot = matcher.snapshot
        hits = matcher.lit(tree, found, found.pages.found).on_each(found.rows)
        there = set()
        for row, own in zip(found.rows.tolist(), hits, strict=True):
            record = shot.record[row]
            span = int(shot.first_year[record]), int(shot.last_year[record])
            span = undated if span[0] == UNDATED_YEAR else span
            column = columns.setdefault(span, [0, 0, 0, 0])
            column[0] += int(shot.document[row]) not in there
            column[1] += own
            there.add(int(shot.document[row]))
    sources = [
        {name: {"terms": {"field": of_page(name), "missing_bucket": True}}}
        for name in ("first", "last")
    ]
    aggs = _TO_DOCUMENTS | {"words": {"sum": {"field": of_page("words")}}}
    for bucket in asked.moment.composed(asked.allowed, nested(asked.allowed), sources, aggs):
        first, last = bucket["key"]["first"], bucket["key"]["last"]
        column = columns.setdefault(undated if first is None else (first, last), [0, 0, 0, 0])
        column[2] += bucket["documents"]["doc_count"]
        column[3] += int(bucket["words"]["value"])
    spans = np.array([*columns], np.int64).reshape(-1, 2)
    numbers = np.array([*columns.values()], np.int64).reshape(-1, 4)
    return years.spread(spans[:, 0], spans[:, 1], [*numbers.T])
