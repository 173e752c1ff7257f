"""Which pages a query tree matches, where, and how well.

A node's outcome is dense: for every row of the snapshot whether it matches, and its score. Scores
follow rule 4 of the query language: BM25 of a word's best term, weighted by the term's kind, all
terms sharing the idf of the most frequent one, and a trace of the others, so that of two pages with
the same best term the one with more of a stronger kind stands first (Lucene's dis_max with a tie
breaker); parts of an AND or OR add up. What is counted for the idf are live pages.

Hits come from the same terms: those of a word are looked up again on the few pages that are shown,
those of a phrase were found when it was matched.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.answer import Kind, Reason, Request, Scope
from index.embedded import hits
from index.embedded.hits import KINDS, STRENGTH, Hits, Lit
from index.embedded.lookup import Found, Lookup, Places
from index.embedded.snapshot import K1, Floats, Mask, Snapshot
from index.query.expand import WEIGHTS, Terms, carried, day_terms, exact_terms, word_terms
from index.query.tree import And, Day, Everything, Leaf, Node, Not, Or, Phrase, Prefix, Word

#: what the terms that are not the best add to a score (Lucene's tie breaker)
TRACE = 0.001
#: most expansions of one prefix, and the seconds after which no term is looked up any more: rule 10
#: of the query language
MAX_EXPANSIONS, SECONDS = 1024, 2.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """For every row (or document) whether it matches and its score (0 where it does not)."""

    mask: Mask
    score: Floats


@dataclass(frozen=True, slots=True)
class Matched:
    """The pages that match, the score of each row and of each document.

    ``ands`` says on which rows each AND of the tree has all its parts.
    """

    pages: Mask
    page_score: Floats
    document_score: Floats
    ands: Mapping[And, Mask]


class Matcher:
    """Evaluates trees over one snapshot."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self.snapshot, self.request = snapshot, request
        self._lookup = Lookup(snapshot, SECONDS)
        self._too_many = False
        self._terms: dict[Word | Prefix, list[Found]] = {}
        self._known: dict[Phrase | Day, Hits] = {}
        self._outcomes: dict[Node, Outcome] = {}

    @property
    def limits(self) -> tuple[str, ...]:
        """The codes of the limits that were reached."""
        late, many = self._lookup.late, self._too_many
        return ("too-many-forms",) * many + ("took-too-long",) * late

    @property
    def reasons(self) -> Sequence[Reason]:
        """What the numbers of reasons mean."""
        return self._lookup.reasons

    def among(self, node: Node, within: Mask) -> Matched:
        """What a tree matches among some pages: by page, or by document as rule 9 has it."""
        at = self.snapshot
        if self.request.scope is Scope.PAGE:
            found = self._match(node)
            pages = found.mask & within
            ands = {one: self._match(one).mask for one in _ands(node)}
            return Matched(pages, found.score, self._best(Outcome(pages, found.score)).score, ands)
        known: dict[Node, Outcome] = {}
        documents = self._by_document(node, within, known)
        within = within & documents.mask[at.document]
        ands = {one: known[one].mask[at.document] for one in _ands(node)}
        pages, score = np.zeros(at.rows, bool), np.zeros(at.rows)
        for leaf, rows in _lighting(node, ands, within).items():
            found = self._match(leaf)
            pages |= found.mask & rows
            score += found.score * rows
        without = documents.mask.copy()  # documents of which no page has a hit: all their pages
        without[at.document[pages]] = False
        return Matched(pages | (without[at.document] & within), score, documents.score, ands)

    def _match(self, node: Node) -> Outcome:
        """Evaluate a tree over all live pages, each by itself."""
        if node not in self._outcomes:
            self._outcomes[node] = self._evaluated(node)
        return self._outcomes[node]

    def _evaluated(self, node: Node) -> Outcome:
        match node:
            case Phrase() | Day():
                return self._by_hits(self._hits_of(node))
            case Word() | Prefix():
                return self._by_terms(self._terms_of(node))
            case And(parts) | Or(parts):
                return _combined(node, [self._match(part) for part in parts], self.snapshot.live)
            case Not(part):
                return _combined(node, [self._match(part)], self.snapshot.live)
            case Everything():
                return _combined(node, [], self.snapshot.live)

    def _by_document(self, node: Node, within: Mask, known: dict[Node, Outcome]) -> Outcome:
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
                    leaf = self._match(node)
                    known[node] = self._best(Outcome(leaf.mask & within, leaf.score))
                    return known[node]
            there = np.zeros(len(self.snapshot.documents), bool)
            there[self.snapshot.document[within]] = True
            known[node] = _combined(node, found, there)
        return known[node]

    def _best(self, pages: Outcome) -> Outcome:
        """The documents of matching pages, each with the score of its best page."""
        at = self.snapshot
        mask, score = np.zeros(len(at.documents), bool), np.zeros(len(at.documents))
        rows = np.flatnonzero(pages.mask)
        mask[at.document[rows]] = True
        np.maximum.at(score, at.document[rows], pages.score[rows])
        return Outcome(mask, score)

    # -- what is lit

    def lit(self, node: Node, matched: Matched, kept: Mask) -> Lit:
        """The hits of a tree on kept rows of what it matched; none under a NOT."""
        found = _lighting(node, matched.ands, kept).items()
        return Lit([self._hits(leaf, rows) for leaf, rows in found])

    def occurrences(self, node: Node, matched: Matched) -> int:
        """The number of hits of a tree on all pages that it matched."""
        found = _lighting(node, matched.ands, matched.pages)
        words = [
            (self._terms_of(leaf), rows)
            for leaf, rows in found.items()
            if isinstance(leaf, Word | Prefix)
        ]
        if len(words) == len(found):
            return self._lookup.count(words)
        return len(self.lit(node, matched, matched.pages))

    def _hits(self, leaf: Leaf, kept: Mask) -> Hits:
        if isinstance(leaf, Phrase | Day):
            return self._hits_of(leaf).on(kept)
        places, why = self._lookup.places(self._terms_of(leaf), kept)
        return hits.of_words(places, places, why.reshape(-1, 1), self.reasons)

    # -- words

    def _terms_of(self, leaf: Word | Prefix) -> list[Found]:
        if leaf not in self._terms:
            match leaf:
                case Word(text, exact=exact):
                    groups = [exact_terms(text)] if exact else self._groups(text)
                    self._terms[leaf] = self._lookup.terms(groups)
                case Prefix(text):
                    self._terms[leaf] = self._lookup.terms([self._beginning(text)])
        return self._terms[leaf]

    def _groups(self, word: str) -> tuple[Terms, ...]:
        return word_terms(word, language=self.request.language, folding=self.request.folding)

    def _beginning(self, prefix: str) -> Terms:
        stem = next(iter(exact_terms(prefix).terms)).encode()
        found: set[bytes] = set()
        for segment in self.snapshot.segments:
            terms = segment.postings.terms
            found |= {terms[i] for i in terms.beginning(stem)[: MAX_EXPANSIONS + 1]}
        self._too_many |= len(found) > MAX_EXPANSIONS
        forms = (term.decode() for term in sorted(found)[:MAX_EXPANSIONS])
        return Terms(Kind.EXACT, dict.fromkeys(forms, prefix))

    def _by_terms(self, terms: Sequence[Found]) -> Outcome:
        """Score the pages that have one of some terms."""
        snapshot = self.snapshot
        best, total = np.zeros(snapshot.rows), np.zeros(snapshot.rows)
        idf = _idf(snapshot.pages, max(map(self._lookup.frequency, terms), default=0))
        for term in terms:
            factor = WEIGHTS[self.reasons[term.reason].kind] * idf * (K1 + 1)
            for i, number, rows in self._lookup.rows(term):
                times = snapshot.segments[i].postings.times(number)
                score = factor * times / (times + snapshot.norm[rows])
                if len(terms) > 1:
                    total[rows] += score
                    score = np.maximum(score, best[rows])
                best[rows] = score
        if len(terms) > 1:
            best = (1 - TRACE) * best + TRACE * total
        if not all(snapshot.whole):
            best *= snapshot.live
        return Outcome(best > 0, best)

    # -- phrases and dates

    def _hits_of(self, leaf: Phrase | Day) -> Hits:
        if leaf not in self._known:
            self._known[leaf] = (
                self._phrase(leaf) if isinstance(leaf, Phrase) else self._day(leaf.value)
            )
        return self._known[leaf]

    def _day(self, value: str) -> Hits:
        found: list[tuple[Places, Places]] = []
        for term, words in day_terms(value).items():
            terms = self._lookup.terms([Terms(Kind.LEMMA, {term: value})])
            places, _ = self._lookup.places(terms, self.snapshot.live)
            found.append((places, places + words - 1))
        first, last = (np.concatenate(some) for some in zip(*found, strict=True))
        order = np.argsort(first, kind="stable")
        kinds = np.full(len(first), STRENGTH[Kind.LEMMA])
        return Hits(first[order], last[order], kinds, np.zeros((len(first), 0), np.int64))

    def _phrase(self, phrase: Phrase) -> Hits:
        groups = [[exact_terms(w)] if phrase.exact else self._groups(w) for w in phrase.words]
        # What a page carries of the next one may go on with a phrase, not begin it.
        parts = [self._lookup.terms(groups[0])]
        parts += [
            [*self._lookup.terms(some), *map(_beyond, self._lookup.terms(map(carried, some)))]
            for some in groups[1:]
        ]
        there = self.snapshot.live.copy()
        for terms in parts:
            there &= self._lookup.standing(terms)
        return self._adjacent(parts, there)

    def _adjacent(self, parts: Sequence[Sequence[Found]], there: Mask) -> Hits:
        """Places where the parts stand next to each other, up to the end of their page."""
        starts, why = self._lookup.places(parts[0], there)
        reasons = why.reshape(-1, 1)
        for offset, terms in enumerate(parts[1:], 1):
            places, why = self._lookup.places(terms, there)
            at = np.searchsorted(places, starts + offset)
            at[at == len(places)] = 0
            same = places[at] == starts + offset if len(places) else np.zeros(len(starts), bool)
            starts = starts[same]
            reasons = np.column_stack([reasons[same], why[at[same]]])
        here = np.logical_and.accumulate(reasons >= 0, axis=1).sum(axis=1)
        return hits.of_words(
            starts, starts + here - 1, np.where(reasons < 0, ~reasons, reasons), self.reasons
        )

    def _by_hits(self, found: Hits) -> Outcome:
        """Score hits like a word whose terms are those of their kind and all stronger ones."""
        snapshot = self.snapshot
        rows = found.rows
        idf = _idf(snapshot.pages, len(np.unique(rows)))
        best, total = np.zeros(snapshot.rows), np.zeros(snapshot.rows)
        for rank, kind in enumerate(KINDS):
            times = np.bincount(rows[found.kind <= rank], minlength=snapshot.rows)
            score = WEIGHTS[kind] * idf * (K1 + 1) * times / (times + snapshot.norm)
            best, total = np.maximum(best, score), total + score
        return Outcome(best > 0, (1 - TRACE) * best + TRACE * total)


def _combined(node: Node, found: Sequence[Outcome], everything: Mask) -> Outcome:
    """The outcome of a node from those of its parts; ``everything`` is what there is."""
    nothing = np.zeros(len(everything))
    match node:
        case And():
            mask = np.logical_and.reduce([one.mask for one in found])
            return Outcome(mask, np.where(mask, sum(one.score for one in found), 0.0))
        case Or():
            mask = np.logical_or.reduce([one.mask for one in found])
            return Outcome(mask, np.asarray(sum(one.score for one in found)))
        case Not():
            return Outcome(everything & ~found[0].mask, nothing)
        case _:
            return Outcome(everything, nothing)


def _ands(node: Node) -> list[And]:
    match node:
        case And(parts) | Or(parts):
            inside = [one for part in parts for one in _ands(part)]
            return [node, *inside] if isinstance(node, And) else inside
        case _:
            return []


def _lighting(node: Node, ands: Mapping[And, Mask], kept: Mask) -> dict[Leaf, Mask]:
    """The leaves that light something on kept rows, and on which: an AND where all is there."""
    match node:
        case And(parts) | Or(parts):
            if isinstance(node, And):
                kept = kept & ands[node]
            out: dict[Leaf, Mask] = {}
            for part in parts:
                for leaf, rows in _lighting(part, ands, kept).items():
                    out[leaf] = out[leaf] | rows if leaf in out else rows
            return out
        case Not() | Everything():
            return {}
        case _:
            return {node: kept}


def _beyond(term: Found) -> Found:
    """A term that a page carries of the next one: its reason is told as ~reason, which is < 0."""
    return replace(term, reason=~term.reason)


def _idf(pages: int, having: int) -> float:
    return math.log(1 + (pages - having + 0.5) / (having + 0.5))
