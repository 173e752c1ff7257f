"""A query at one moment: its words expanded, and counted on all pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

import numpy as np

from corpus.reference import Reference
from index.answer import Request
from index.embedded.expanding import Expansion
from index.embedded.matching import SECONDS
from index.embedded.phrases import Together
from index.opensearch import narrowing
from index.opensearch.compiling import Compiler, every_leaf
from index.opensearch.forms import ServerForms
from index.opensearch.gathered import (
    ABOUT,
    WHOLLY,
    WORDS,
    Gathered,
    GatheredMatcher,
    fetched,
    lookup,
)
from index.opensearch.laid import Fetched
from index.opensearch.moments import ALL, Moment, Query, Totals, both, nested, of_page
from index.opensearch.packing import Words
from index.query.tree import Everything, Field, Node, Phrase

#: so many pages are looked at one by one where the servers can only narrow down
FEW = 2000
#: so many terms are counted one by one, of more the forms in one look at all forms of their pages
_FEW = 100
#: numbers of terms that are kept
_KNOWN = 200_000


class Asked:
    """Some trees of one request.

    ``late`` says that a leaf of a tree was worked out from some of its pages only, ``compounds``
    is what :class:`index.engine.Found` has.
    """

    def __init__(
        self, moment: Moment, totals: Totals, request: Request, trees: Iterable[Node]
    ) -> None:
        self.moment, self.totals, self.request = moment, totals, request
        self.allowed = narrowing.allowed(request.role, date.today())
        forms = ServerForms(moment, self.allowed, self._known)
        nowhere = lookup(Gathered([], totals), SECONDS, {})
        self.expansion = Expansion(request, nowhere, forms)
        self.compiler = Compiler(moment, self.expansion)
        self.compiler.pages = totals.pages
        self.late = False
        self.compounds: dict[str, str] = {}
        self._having: dict[Together, int] = {}
        self._unpacked: dict[str, Words] = {}
        leaves = dict.fromkeys(leaf for tree in trees for leaf in every_leaf(tree))
        said = [leaf for leaf in leaves if isinstance(leaf, Field | Reference)]
        words = [leaf for leaf in leaves if not isinstance(leaf, Field | Reference | Everything)]
        #: what must be fetched of a page to work out its hits
        self.fields = WORDS * bool(words) + ABOUT * bool(said or not words)
        self._work_out(leaves)

    @property
    def has_words(self) -> bool:
        """Whether something is looked for in the words of pages."""
        return WORDS[0] in self.fields

    @property
    def limits(self) -> tuple[str, ...]:
        """The codes of the limits that were reached."""
        return ("too-many-forms",) * self.expansion.too_many + ("took-too-long",) * self.late

    def matcher(
        self, pages: Sequence[Fetched], seconds: float = math.inf, *, again: bool = False
    ) -> GatheredMatcher:
        """Matches some pages; after so many seconds some are left out.

        ``again``: some of them will be matched again and stay unpacked.
        """
        at = Gathered(pages, self.totals, self._unpacked)
        if again:
            self._unpacked |= at.unpacked
        own = self.expansion.over(lookup(at, seconds, self.compiler.counts))
        return GatheredMatcher(at, own, self._having)

    def _work_out(self, leaves: Iterable[Node]) -> None:
        terms = dict.fromkeys(
            term for leaf in leaves for group in self.compiler.groups(leaf) for term in group.terms
        )
        self.compiler.counts = self.counted([*terms])
        together = [leaf for leaf in leaves if isinstance(leaf, Together)]
        for leaf in together:
            if not self.compiler.is_exact(leaf):
                self._settle(leaf)
        self._count_together([leaf for leaf in together if leaf not in self.compiler.settled])

    def counted(self, terms: Sequence[str]) -> dict[str, int]:
        """On how many pages each term stands."""
        known = self._known
        new = [term for term in terms if term not in known]
        if new:
            known.update(self._asked(new))
        return {term: known[term] for term in terms}

    @property
    def _known(self) -> dict[str, int]:
        """On how many pages terms stand, as far as it was asked."""
        known = cast(dict[str, int], self.totals.known.setdefault("terms", {}))
        if len(known) > _KNOWN:
            known.clear()
        return known

    def _asked(self, terms: Sequence[str]) -> dict[str, int]:
        query: Query = {"terms": {of_page("terms"): [*terms]}}
        forms = [term[1:] for term in terms if term.startswith("x")] if len(terms) > _FEW else []
        others = [term for term in terms if not (forms and term.startswith("x"))]
        aggs: Query = {}
        if forms:
            aggs["forms"] = {"terms": {"field": of_page("forms"), "include": forms,
                                       "size": len(forms), "shard_size": len(forms)}}  # fmt: skip
        if others:
            aggs["others"] = {"filters": {"filters": [_term(term) for term in others]}}
        said = self.moment.pages(query, nested(query), aggs)
        out = dict.fromkeys(terms, 0)
        if forms:
            out |= {f"x{one['key']}": one["doc_count"] for one in said["forms"]["buckets"]}
        if others:
            buckets = said["others"]["buckets"]
            out |= {t: one["doc_count"] for t, one in zip(others, buckets, strict=True)}
        return out

    def _settle(self, leaf: Together) -> None:
        """Work out from the pages on which of them a leaf has hits."""
        query = self.compiler.query(leaf)
        pages = fetched(self.moment, ALL, query, FEW + 1, WHOLLY)
        if len(pages) > FEW:
            self.late = True
        matcher = self.matcher(pages[:FEW], SECONDS)
        self._having[leaf] = len(np.unique(matcher.hits_of(leaf).rows))
        self.late |= bool(matcher.limits)
        rows, scores = matcher.scored(leaf)
        keys = matcher.snapshot.key[rows].tolist()
        self.compiler.settled[leaf] = dict(zip(keys, scores.tolist(), strict=True))
        self.compounds |= matcher.compounds

    def _count_together(self, leaves: Sequence[Together]) -> None:
        """Count the pages of leaves, and see which compounds the reader may find."""
        compounds = {
            pair: self.compiler.row(*row)
            for leaf in leaves
            if isinstance(leaf, Phrase)
            for pair, row in self.compiler.compounds(leaf).items()
        }
        queries = [self.compiler.query(leaf) for leaf in leaves]
        queries += [both(self.allowed, query) for query in compounds.values()]
        numbers = self._numbers(queries)
        self._having |= dict(zip(leaves, numbers, strict=False))
        for (words, compound), number in zip(compounds, numbers[len(leaves) :], strict=True):
            if number:
                self.compounds[words] = compound

    def _numbers(self, queries: Sequence[Query]) -> list[int]:
        """On how many pages each of some queries matches."""
        if not queries:
            return []
        among = {"bool": {"should": [nested(query) for query in queries]}}
        said = self.moment.pages(ALL, among, {"each": {"filters": {"filters": [*queries]}}})
        return [int(bucket["doc_count"]) for bucket in said["each"]["buckets"]]


def _term(term: str) -> Query:
    return {"term": {of_page("terms"): term}}
