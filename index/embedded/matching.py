"""Which pages a query tree matches, where, and how well.

Scores follow rule 4 of the query language: BM25 of a word's best term, weighted by the term's kind,
all terms sharing the idf of the most frequent one, and a trace of the others, so that of two pages
with the same best term the one with more of a stronger kind stands first (Lucene's dis_max with a
tie breaker); parts of an AND or OR add up. What is counted for the idf are live pages.

Hits come from the same terms: those of a word are looked up again on the few pages that are shown,
those of a phrase were found when it was matched.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpus.reference import Reference
from index.answer import Kind, Reason, Request, Scope
from index.embedded import described, hits
from index.embedded.arrayfile import Array
from index.embedded.expanding import Expansion, Forms
from index.embedded.hits import KINDS, Hits, Lit
from index.embedded.lookup import Found, Lookup
from index.embedded.outcome import (
    Chosen,
    Floats,
    Outcome,
    Rows,
    all_of,
    any_of,
    contenders,
    unscored,
)
from index.embedded.phrases import Phrases, Together
from index.embedded.snapshot import K1, Snapshot
from index.query.concepts import plain
from index.query.expand import WEIGHTS
from index.query.tree import (
    And,
    Concept,
    Everything,
    Field,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Part,
    Wildcard,
    Word,
)

#: terms times rows up to which the scores of all are worked out at once; a pattern has many terms
#: that each stand on few of many rows
_AT_ONCE = 1 << 13
#: what the terms that are not the best add to a score (Lucene's tie breaker)
TRACE = 0.001
#: the kinds of what was typed
_TYPED = tuple(kind for kind in KINDS if kind is not Kind.THESAURUS)
#: the seconds after which no term is looked up any more: see rule 10 of the query language
SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Matched:
    """The pages that match and their documents.

    ``ands`` says on which rows each AND of the tree has all its parts.
    """

    pages: Outcome
    documents: Outcome
    ands: Mapping[And, Chosen]

    @property
    def rows(self) -> Rows:
        """The rows of the pages, ascending."""
        return self.pages.found.rows


class Matcher:
    """Evaluates trees over one snapshot."""

    def __init__(
        self, snapshot: Snapshot, request: Request, expansion: Expansion | None = None
    ) -> None:
        """``expansion`` expands by other forms than the snapshot's."""
        self.snapshot, self.request = snapshot, request
        if expansion is None:
            lookup = Lookup(snapshot, SECONDS)
            expansion = Expansion(request, lookup, Forms(lookup, request))
        self._expansion, self._lookup = expansion, expansion.lookup
        self._phrases = Phrases(self._expansion)
        self._outcomes: dict[Node, Outcome] = {}

    @property
    def limits(self) -> tuple[str, ...]:
        """The codes of the limits that were reached."""
        late, many = self._lookup.late, self._expansion.too_many
        return ("too-many-forms",) * many + ("took-too-long",) * late

    @property
    def compounds(self) -> Mapping[str, str]:
        """Words side by side in phrases that were found as compounds."""
        return self._phrases.compounds

    @property
    def reasons(self) -> Sequence[Reason]:
        """What the numbers of reasons mean."""
        return self._lookup.reasons

    def among(self, node: Node, within: Chosen) -> Matched:
        """What a tree matches among some pages: by page, or by document as rule 9 has it."""
        at = self.snapshot
        if self.request.scope is Scope.PAGE:
            pages = self._match(node).among(within)
            ands = {one: self._match(one).found for one in _ands(node)}
            return Matched(pages, self._best(pages), ands)
        known: dict[Node, Outcome] = {}
        documents = self._by_document(node, within, known)
        inside = within.mask & documents.found.mask[at.document]
        ands = {one: Chosen.of(known[one].found.mask[at.document]) for one in _ands(node)}
        lighting = _lighting(node, ands, Chosen.of(inside)).items()
        pages = any_of([self._match(leaf).among(kept) for leaf, kept in lighting], at.rows)
        without = documents.found.mask.copy()  # of which no page has a hit: all their pages
        without[at.document[pages.found.rows]] = False
        pages = any_of([pages, unscored(without[at.document] & inside)], at.rows)
        return Matched(pages, documents, ands)

    def _match(self, node: Node) -> Outcome:
        """Evaluate a tree over all live pages, each by itself."""
        if node not in self._outcomes:
            self._outcomes[node] = self._evaluated(node)
        return self._outcomes[node]

    def _evaluated(self, node: Node) -> Outcome:
        match node:
            case Word() | Wildcard() | Fuzzy():
                return self._by_terms(self._expansion.terms_of(node))
            case Concept():
                return self._match(plain(node))
            case Field():
                said = described.field(self.snapshot, node, self._expansion.any_form)
                return unscored(said & self.snapshot.live.mask)
            case Reference():
                said = described.reference(self.snapshot, node)
                return unscored(said & self.snapshot.live.mask)
            case And(parts) | Or(parts):
                return _combined(node, [self._match(part) for part in parts], self.snapshot.live)
            case Not(part):
                return _combined(node, [self._match(part)], self.snapshot.live)
            case Everything():
                return _combined(node, [], self.snapshot.live)
            case _:
                return self._by_hits(node)

    def best_documents(self, found: Matched, count: int, least: float) -> Outcome:
        """The documents that may be among so many best; see :func:`contenders`."""
        if self.request.scope is Scope.PAGE:
            return contenders(found.pages, self._scored, count, least)
        return found.documents

    def _by_document(self, node: Node, within: Chosen, known: dict[Node, Outcome]) -> Outcome:
        """Evaluate a tree over documents: a word of it may stand on any of their pages."""
        if node not in known:
            match node:
                case And(parts) | Or(parts):
                    found = [self._by_document(part, within, known) for part in parts]
                case Not(part):
                    found = [self._by_document(part, within, known)]
                case Everything():
                    found = []
                case _:
                    known[node] = self._best(self._match(node).among(within))
                    return known[node]
            there = np.zeros(len(self.snapshot.documents), bool)
            there[self.snapshot.document[within.rows]] = True
            known[node] = _combined(node, found, Chosen.of(there))
        return known[node]

    def _best(self, pages: Outcome) -> Outcome:
        """The documents of matching pages, each with the score of its best page."""
        at = self.snapshot
        found = Chosen.of(at.documents_of(pages.found))

        def scores(kept: Chosen) -> Floats:
            if kept is found:
                return self._scored(pages).score
            own = pages.found & Chosen(pages.found.size, at.pages_of(kept.rows))
            return self._scored(Outcome(own, pages.at, pages.most)).at(kept)

        return Outcome(found, scores, pages.most)

    def _scored(self, pages: Outcome) -> Outcome:
        """The same with all scores worked out."""
        document = self.snapshot.document[pages.found.rows]
        order = np.argsort(document, kind="stable")
        own = document[order]
        begins = np.ones(len(own), bool)
        begins[1:] = own[1:] != own[:-1]
        starts = np.flatnonzero(begins)
        best = np.maximum.reduceat(pages.score[order], starts) if len(own) else pages.score
        return Outcome.known(Chosen(len(self.snapshot.documents), own[starts]), best)

    # -- what is lit

    def lit(self, node: Node, matched: Matched, kept: Chosen) -> Lit:
        """The hits of a tree on kept rows of what it matched; none under a NOT."""
        found = _lighting(node, matched.ands, kept).items()
        return Lit([self._hits(leaf, rows) for leaf, rows in found])

    def occurrences(self, node: Node, matched: Matched) -> int:
        """The number of hits of a tree on all pages that it matched."""
        found = _lighting(node, matched.ands, matched.pages.found)
        words = [
            (self._expansion.terms_of(leaf), rows)
            for leaf, rows in found.items()
            if isinstance(leaf, Part)
        ]
        if len(words) == len(found):
            return self._lookup.count(words)
        return len(self.lit(node, matched, matched.pages.found))

    def _hits(self, leaf: Leaf, kept: Chosen) -> Hits:
        assert not isinstance(leaf, Concept)  # noqa: S101 - its words are lit
        if isinstance(leaf, Together):
            return self._phrases.hits_of(leaf)[1].on(kept)
        places, why = self._lookup.places(self._expansion.terms_of(leaf), kept)
        return hits.of_words(places, places, why.reshape(-1, 1), self.reasons)

    # -- scores

    def _by_terms(self, terms: Sequence[Found]) -> Outcome:
        """Score the pages that have one of some terms: the best of them, and a trace of others."""
        at = self.snapshot
        idf = _idf(at.pages, max(map(self._lookup.frequency, terms), default=0))
        lists = [*map(self._lookup.listing, terms)]
        weights = [WEIGHTS[self.reasons[term.reason].kind] * term.part for term in terms]
        factors = np.array(weights) * (idf * (K1 + 1))
        trace = TRACE if len(terms) > 1 else 0

        def scores(kept: Chosen) -> Floats:
            norm = at.norm[kept.rows]
            if len(lists) * len(kept) <= _AT_ONCE:
                score = np.zeros((len(lists), len(kept)))
                for own, listing in zip(score, lists, strict=True):
                    mine, own[mine] = listing.on(kept)
                score = _saturated(score, norm) * factors[:, None]
                best, total = score.max(axis=0, initial=0), score.sum(axis=0)
            else:
                best, total = np.zeros(len(kept)), np.zeros(len(kept))
                for listing, factor in zip(lists, factors.tolist(), strict=True):
                    mine, times = listing.on(kept)
                    some = _saturated(times, norm[mine]) * factor
                    best[mine] = np.maximum(best[mine], some)
                    total[mine] += some
            return np.asarray((1 - trace) * best + trace * total)

        often = np.array([listing.times.max(initial=0) for listing in lists])
        most = factors * _saturated(often, at.least_norm)
        found = Chosen.any_of(at.rows, [listing.rows for listing in lists])
        return Outcome(
            found if all(at.whole) else found & at.live,
            scores,
            float((1 - trace) * most.max(initial=0) + trace * most.sum()),
        )

    def having(self, leaf: Together, here: int) -> int:
        """The number of all live pages that have hits of a leaf; so many have them ``here``."""
        return here

    def _by_hits(self, leaf: Together) -> Outcome:
        """Score hits like a word whose terms are those of their kind and all stronger ones.

        What comes from the thesaurus was not typed and is nothing weaker of what was.
        """
        at, (found, _) = self.snapshot, self._phrases.hits_of(leaf)
        begins = np.flatnonzero(np.diff(found.rows, prepend=-1))
        rows = found.rows[begins]
        idf = _idf(at.pages, self.having(leaf, len(rows)))
        best, total, norm = np.zeros(len(rows)), np.zeros(len(rows)), at.norm[rows]
        there = np.flatnonzero(np.bincount(found.kind)).tolist()
        for rank, weaker in pairwise([*there, len(KINDS)]):
            kind = KINDS[rank]
            own = found.kind == rank if kind is Kind.THESAURUS else found.kind <= rank
            times = np.add.reduceat(own, begins, dtype=np.int64)
            score = idf * (K1 + 1) * _saturated(times, norm)
            alike = [one for one in KINDS[rank:weaker] if one in (kind, *_TYPED)]
            best = np.maximum(best, WEIGHTS[kind] * score)  # no weaker kind weighs more
            total = total + sum(map(WEIGHTS.__getitem__, alike)) * score
        return Outcome.known(Chosen(at.rows, rows), (1 - TRACE) * best + TRACE * total)


def _saturated(times: Array, norm: Array | float) -> Array:
    """How terms that stand so often saturate by BM25, 0 to 1; see :attr:`Snapshot.norm`."""
    often = times.astype(np.float64, copy=False)
    return np.asarray(often / (often + norm))


def _combined(node: Node, found: Sequence[Outcome], everything: Chosen) -> Outcome:
    """The outcome of a node from those of its parts; ``everything`` is what there is."""
    match node:
        case And():
            return all_of(found)
        case Or():
            return any_of(found, everything.size)
        case Not():
            return unscored(everything.mask & ~found[0].found.mask)
        case _:
            return unscored(everything.mask)


def _ands(node: Node) -> list[And]:
    match node:
        case And(parts) | Or(parts):
            inside = [one for part in parts for one in _ands(part)]
            return [node, *inside] if isinstance(node, And) else inside
        case _:
            return []


def _lighting(node: Node, ands: Mapping[And, Chosen], kept: Chosen) -> dict[Leaf, Chosen]:
    """The leaves that light something on kept rows, and on which: an AND where all is there."""
    match node:
        case And(parts) | Or(parts):
            if isinstance(node, And):
                kept = kept & ands[node]
            out: dict[Leaf, Chosen] = {}
            for part in parts:
                for leaf, rows in _lighting(part, ands, kept).items():
                    out[leaf] = out[leaf] | rows if leaf in out else rows
            return out
        case Not() | Everything() | Field() | Reference():
            return {}
        case Concept():
            return _lighting(plain(node), ands, kept)
        case _:
            return {node: kept}


def _idf(pages: int, having: int) -> float:
    return math.log(1 + (pages - having + 0.5) / (having + 0.5))
