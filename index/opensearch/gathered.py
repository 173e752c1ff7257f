"""Pages that were fetched, as a snapshot of the embedded engine; the numbers are those of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from index.analysis.overhang import MARK
from index.embedded.arrayfile import Array
from index.embedded.expanding import Expansion
from index.embedded.hits import Hits
from index.embedded.lookup import Found, Lookup
from index.embedded.matching import Matcher
from index.embedded.outcome import Floats, Rows
from index.embedded.phrases import Together
from index.embedded.snapshot import K1, B, Snapshot
from index.opensearch.laid import Fetched, LaidPages
from index.opensearch.moments import Answered, Moment, Query, Totals, both, nested, of_page
from index.opensearch.packing import Words
from index.opensearch.schema import PAGES
from index.query.expand import Terms

#: what is kept of a page to be fetched: its words, what is said of it, both
WORDS, ABOUT = (of_page("kept"),), (of_page("about"),)
WHOLLY = WORDS + ABOUT
#: documents that are fetched at a time; further pages of one are asked for
_DOCUMENTS = 50


class Gathered(Snapshot):
    """Some pages of an index; ``totals`` are those of all.

    ``unpacked`` has words of pages by what is kept of these, so that it is not done again.
    """

    def __init__(
        self, pages: Sequence[Fetched], totals: Totals, unpacked: Mapping[str, Words] | None = None
    ) -> None:
        self._told = {page.document: page.found_kind for page in pages}
        self._mean = totals.mean
        known = unpacked or {}
        words = [known.get(p.kept) or Words(p.kept) for p in pages if p.kept]
        self.unpacked = {p.kept: own for p, own in zip(pages, words, strict=False)}
        self.laid = LaidPages(pages, words) if pages else None
        super().__init__(("", 0), 0, [(self.laid, None)] if self.laid else [])
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

    def __init__(self, snapshot: Gathered, seconds: float, counts: Mapping[str, int]) -> None:
        super().__init__(snapshot, seconds)
        self._laid, self._counts = snapshot.laid, counts

    def terms(self, groups: Iterable[Terms]) -> list[Found]:
        """The terms of some groups that stand in the index, in order."""
        some = [
            replace(group, terms={t: w for t, w in group.terms.items() if self._counts.get(t, 1)})
            for group in groups
        ]
        if self._laid:
            self._laid.laid.look_for(term for group in some for term in group.terms)
        return super().terms(some)

    def stands(self, term: str, numbers: Sequence[int]) -> bool:
        """Whether a term stands on any page; carried ones are looked for on these alone."""
        return super().stands(term, numbers) or self._counts.get(term, 0) > 0

    def frequency(self, term: Found) -> int:
        """The number of all pages that have a term."""
        if term.term.startswith(MARK) or term.term not in self._counts:
            return super().frequency(term)
        return self._counts[term.term]


def lookup(snapshot: Gathered, seconds: float, counts: Mapping[str, int]) -> Lookup:
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


def fetched(
    moment: Moment, among: Query, pages: Query, most: int, fields: Sequence[str]
) -> list[Fetched]:
    """The pages that meet a query, of documents that meet another, with some fields.

    They come by document and number; at most so many, and whole documents as long as one fits.
    """
    out: list[Fetched] = []
    for own in by_document(moment, among, pages, fields):
        if len(out) + len(own) > most and out:
            return out
        out += own
        if len(out) >= most:
            return out[:most]
    return out


def by_document(
    moment: Moment, among: Query, pages: Query, fields: Sequence[str]
) -> Iterator[list[Fetched]]:
    """Yield the pages of one document after another, by their ids."""
    inner = inner_hits(200, fields) | {"sort": [{of_page("number"): "asc"}]}
    query = both(among, nested(pages, inner_hits=inner))
    body: Query = {
        "size": _DOCUMENTS, "query": query, "sort": [{"document": "asc"}],
        "track_total_hits": False,
    }  # fmt: skip
    while True:
        hits = moment.search(body)["hits"]["hits"]
        for hit in hits:
            yield [*_all(moment, hit, pages, inner)]
        if len(hits) < _DOCUMENTS:
            return
        body = body | {"search_after": hits[-1]["sort"]}


def _all(moment: Moment, hit: Answered, pages: Query, inner: Query) -> Iterator[Fetched]:
    """Yield the pages of a document; what does not come with it is asked for."""
    while True:
        yield from pages_in(hit)
        some = hit["inner_hits"][PAGES]["hits"]
        if some["total"]["value"] <= len(some["hits"]):
            return
        behind = {"range": {of_page("number"): {"gt": some["hits"][-1]["sort"][0]}}}
        query = nested(both(pages, behind), inner_hits=inner)
        body = {"size": 1, "query": both({"term": {"document": id_of(hit)}}, query)}
        (hit,) = moment.search(body)["hits"]["hits"]


def inner_hits(most: int, fields: Sequence[str]) -> Query:
    """Asks for so many pages of each document, with some fields."""
    return {"size": most, "stored_fields": "_none_", "docvalue_fields": [*fields]}


def id_of(hit: Answered) -> str:
    """The id of a document that was found."""
    return str(hit["fields"]["document"][0])


def pages_in(hit: Answered) -> Iterator[Fetched]:
    """Yield the pages of a document that came with it."""
    document, found_kind = id_of(hit), hit["fields"].get("found_kind", [""])[0]
    for page in hit["inner_hits"][PAGES]["hits"]["hits"]:
        own = (page["fields"].get(name, [""])[0] for name in WHOLLY)
        yield Fetched(document, found_kind, *own)
