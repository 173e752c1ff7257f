"""Pages that were fetched, as a snapshot of the embedded engine; the numbers are those of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from index.analysis.overhang import MARK
from index.embedded import facts, ranges
from index.embedded.arrayfile import Array
from index.embedded.codec import arrays_of
from index.embedded.expanding import Expansion
from index.embedded.hits import Hits
from index.embedded.inverting import Inverter
from index.embedded.lookup import Found, Lookup
from index.embedded.matching import Matcher
from index.embedded.outcome import Floats, Rows
from index.embedded.phrases import Together
from index.embedded.snapshot import K1, B, Segment, Snapshot
from index.opensearch.bodies import unpacked
from index.opensearch.moments import Answered, Moment, Query, Totals, both, nested, of_page

#: documents that are fetched at a time; further pages of one are asked for
_DOCUMENTS = 50
_INNER = {
    "size": 200, "_source": False, "docvalue_fields": [of_page("kept")],
    "sort": [{of_page("number"): "asc"}],
}  # fmt: skip


class Gathered(Snapshot):
    """Some pages of an index, each as it is kept; ``totals`` are those of all."""

    def __init__(self, kept: Sequence[str], totals: Totals) -> None:
        inverter = Inverter()
        pages = [unpacked(one) for one in kept]
        self._told = {page.facts.document: found for page, found in pages}
        self._mean = totals.mean
        for page, _ in pages:
            inverter.add(page.terms)
        about = [page.facts for page, _ in pages]
        beside = facts.pack(about) | ranges.pack([page.ranges for page, _ in pages])
        segments = [Segment("", arrays_of([inverter.plain()], beside))] if pages else []
        super().__init__(("", 0), 0, [(segment, None) for segment in segments])
        self.pages = totals.pages

    @cached_property
    def norm(self) -> Floats:
        """For each row, what BM25 adds to the number of times."""
        return np.asarray(K1 * (1 - B + B * self.words / max(self._mean, 1e-9)), np.float64)

    @cached_property
    def _found_kinds(self) -> Array:
        """For each document the kind found: its first pages need not be among these."""
        number = {value: i for i, value in enumerate(self._kept("found_kind").values)}
        told = [self._told.get(document, "") for document in self.documents]
        return np.array([number.get(kind, -1) if kind else -1 for kind in told], np.int64)


class _Counted(Lookup):
    """A lookup that knows on how many of all pages a term stands."""

    def __init__(self, snapshot: Snapshot, seconds: float, counts: Mapping[str, int]) -> None:
        super().__init__(snapshot, seconds)
        self._counts = counts

    def stands(self, term: str, numbers: Sequence[int]) -> bool:
        """Whether a term stands on any page; carried ones are looked for on these alone."""
        return super().stands(term, numbers) or self._counts.get(term, 0) > 0

    def frequency(self, term: Found) -> int:
        """The number of all pages that have a term."""
        if term.term.startswith(MARK) or term.term not in self._counts:
            return super().frequency(term)
        return self._counts[term.term]


def lookup(snapshot: Snapshot, seconds: float, counts: Mapping[str, int]) -> Lookup:
    """Looks up terms in some pages; ``counts`` has on how many of all each stands."""
    return _Counted(snapshot, seconds, counts)


class GatheredMatcher(Matcher):
    """Matches some pages; ``having`` has on how many of all pages a leaf has hits."""

    def __init__(
        self, snapshot: Snapshot, expansion: Expansion, having: Mapping[Together, int]
    ) -> None:
        super().__init__(snapshot, expansion.request, expansion)
        self._having = having

    def hits_of(self, leaf: Together) -> Hits:
        """The hits of a leaf as wholes."""
        return self._phrases.hits_of(leaf)[0]

    def scored(self, leaf: Together) -> tuple[Rows, Floats]:
        """The pages that have hits of a leaf, and the score of each."""
        found = self._match(leaf)
        return found.found.rows, found.score

    def having(self, leaf: Together, here: int) -> int:
        """The number of all pages that have hits of a leaf."""
        return self._having.get(leaf, here)


def fetched(moment: Moment, among: Query, pages: Query, most: int) -> list[str]:
    """The pages that meet a query, of documents that meet another, each as it is kept.

    They come by document and number; at most so many, and whole documents as long as one fits.
    """
    out: list[str] = []
    for own in by_document(moment, among, pages):
        if len(out) + len(own) > most and out:
            return out
        out += own
        if len(out) >= most:
            return out[:most]
    return out


def by_document(moment: Moment, among: Query, pages: Query) -> Iterator[list[str]]:
    """Yield the kept pages of one document after another, by their ids."""
    query = both(among, nested(pages, inner_hits=_INNER))
    body: Query = {
        "size": _DOCUMENTS, "query": query, "sort": [{"document": "asc"}],
        "track_total_hits": False,
    }  # fmt: skip
    while True:
        hits = moment.search(body)["hits"]["hits"]
        for hit in hits:
            yield [*_all(moment, hit, pages)]
        if len(hits) < _DOCUMENTS:
            return
        body = body | {"search_after": hits[-1]["sort"]}


def _all(moment: Moment, hit: Answered, pages: Query) -> Iterator[str]:
    """Yield the kept pages of a document; what does not come with it is asked for."""
    document = hit["sort"][0]
    while True:
        inner = hit["inner_hits"]["pages"]["hits"]
        some = inner["hits"]
        yield from (page["fields"][of_page("kept")][0] for page in some)
        if inner["total"]["value"] <= len(some):
            return
        behind = {"range": {of_page("number"): {"gt": some[-1]["sort"][0]}}}
        query = nested(both(pages, behind), inner_hits=_INNER)
        body = {"size": 1, "query": both({"term": {"document": document}}, query)}
        (hit,) = moment.search(body)["hits"]["hits"]
