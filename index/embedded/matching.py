"""Which pages a query tree matches, where, and how well.

Scores follow rule 4 of the query language: BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75)
of the best kind of a word, all kinds sharing the idf of the word's most frequent term, and a trace
of the other kinds, so that of two pages with the same best kind the one with more of a stronger
kind stands first; parts of an AND or OR add up.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from whoosh.reading import IndexReader, TermNotFound

from index.answer import Kind, Reason, Request
from index.engine import Span
from index.query.expand import WEIGHTS, Terms, day_terms, exact_terms, word_terms
from index.query.tree import And, Day, Everything, Leaf, Node, Not, Or, Phrase, Prefix, Word

K1, B = 1.2, 0.75
#: what the kinds that are not the best add to a score (Lucene's tie breaker)
TRACE = 0.001
#: most expansions of one prefix, and the seconds after which no term is looked up any more: rule 10
#: of the query language
MAX_EXPANSIONS, SECONDS = 1024, 2.0
_STRENGTH = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(slots=True)
class Matches:
    """Pages (by Whoosh's document number) with their score and their hits."""

    scores: dict[int, float] = field(default_factory=dict)
    spans: dict[int, list[Span]] = field(default_factory=dict)


class Matcher:
    """Evaluates trees over one reader; ``words`` gives a live page's length in words.

    ``limits`` are the codes of the limits that were reached.
    """

    def __init__(self, reader: IndexReader, words: Mapping[int, int], request: Request) -> None:
        self.reader, self.words, self.request = reader, words, request
        self.average = sum(words.values()) / len(words) if words else 1.0
        self.limits: set[str] = set()
        self._end = time.monotonic() + SECONDS

    def match(self, node: Node) -> Matches:
        """Evaluate a tree; hits under a NOT are not reported."""
        match node:
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return self._any(parts)
            case Not(part):
                without = self.match(part).scores
                return Matches({page: 0.0 for page in self.words if page not in without})
            case Everything():
                return Matches(dict.fromkeys(self.words, 0.0))
            case Word() | Day() | Prefix() | Phrase():
                return self._leaf(node)

    def _all(self, parts: Sequence[Node]) -> Matches:
        found = [self.match(part) for part in parts]
        common = set.intersection(*(set(m.scores) for m in found))
        return _sum(found, common)

    def _any(self, parts: Sequence[Node]) -> Matches:
        found = [self.match(part) for part in parts]
        return _sum(found, {page for m in found for page in m.scores})

    def _leaf(self, leaf: Leaf) -> Matches:
        match leaf:
            case Word(text, exact=exact):
                return self._scored([exact_terms(text)] if exact else self._groups(text))
            case Day(value):
                return self._day(value)
            case Prefix(text):
                return self._scored([self._beginning(text)])
            case Phrase(words, exact=exact):
                return self._phrase(words, exact=exact)

    def _groups(self, word: str) -> tuple[Terms, ...]:
        return word_terms(word, language=self.request.language, folding=self.request.folding)

    def _beginning(self, prefix: str) -> Terms:
        stem = next(iter(exact_terms(prefix).terms)).encode()
        out: list[str] = []
        for name, term in self.reader.terms_from("terms", stem):
            if name != "terms" or not term.startswith(stem):
                break
            if len(out) == MAX_EXPANSIONS:
                self.limits.add("too-many-forms")
                break
            out.append(term.decode())
        return Terms(Kind.EXACT, dict.fromkeys(out, prefix))

    def places(self, groups: Iterable[Terms]) -> tuple[dict[int, dict[int, Reason]], int]:
        """Page → position → strongest reason, and the greatest number of pages of one term."""
        out: dict[int, dict[int, Reason]] = defaultdict(dict)
        frequent = 0
        for group in groups:
            for term, word in group.terms.items():
                reason = Reason(group.kind, word)
                pages = 0
                for page, positions in self._postings(term):
                    pages += 1
                    known = out[page]
                    for position in positions:
                        known.setdefault(position, reason)
                frequent = max(frequent, pages)
        return out, frequent

    def _postings(self, term: str) -> Iterable[tuple[int, list[int]]]:
        if time.monotonic() > self._end:
            self.limits.add("took-too-long")
            return
        try:
            postings = self.reader.postings("terms", term)
        except TermNotFound:
            return
        while postings.is_active():
            if postings.id() in self.words:
                yield postings.id(), postings.value_as("positions")
            postings.next()

    def _scored(self, groups: Iterable[Terms]) -> Matches:
        places, frequent = self.places(groups)
        spans = {
            page: [Span(p, p, why.kind, (why,)) for p, why in sorted(known.items())]
            for page, known in places.items()
        }
        return self._with_scores(spans, frequent)

    def _day(self, value: str) -> Matches:
        spans: dict[int, list[Span]] = defaultdict(list)
        for term, words in day_terms(value).items():
            for page, positions in self._postings(term):
                spans[page] += [Span(p, p + words - 1, Kind.LEMMA) for p in positions]
        return self._with_scores({page: sorted(found) for page, found in spans.items()}, len(spans))

    def _phrase(self, words: Sequence[str], *, exact: bool) -> Matches:
        groups: Callable[[str], Sequence[Terms]] = (
            (lambda word: [exact_terms(word)]) if exact else self._groups
        )
        parts = [self.places(groups(word)) for word in words]
        shared = set.intersection(*(set(places) for places, _ in parts))
        spans: dict[int, list[Span]] = {}
        for page in shared:
            sequence = [places[page] for places, _ in parts]
            found = [
                Span(start, start + len(sequence) - 1, _weakest(reasons), reasons)
                for start in sorted(sequence[0])
                if (reasons := _adjacent(sequence, start))
            ]
            if found:
                spans[page] = found
        return self._with_scores(spans, len(spans))

    def _with_scores(self, spans: dict[int, list[Span]], frequent: int) -> Matches:
        n = len(self.words)
        idf = math.log(1 + (n - frequent + 0.5) / (frequent + 0.5))
        scores = {}
        for page, hits in spans.items():
            norm = K1 * (1 - B + B * self.words[page] / self.average)
            each = []
            for kind, weight in WEIGHTS.items():
                # A word that has the exact term has the lemma too: kinds are nested.
                tf = sum(_STRENGTH[hit.kind] <= _STRENGTH[kind] for hit in hits)
                each.append(weight * idf * tf * (K1 + 1) / (tf + norm))
            scores[page] = (1 - TRACE) * max(each) + TRACE * sum(each)
        return Matches(scores, spans)


def _adjacent(sequence: Sequence[Mapping[int, Reason]], start: int) -> tuple[Reason, ...] | None:
    reasons = [places.get(start + i) for i, places in enumerate(sequence)]
    known = tuple(reason for reason in reasons if reason is not None)
    return known if len(known) == len(sequence) else None


def _weakest(reasons: Iterable[Reason]) -> Kind:
    return max((reason.kind for reason in reasons), key=_STRENGTH.__getitem__)


def _sum(found: Sequence[Matches], pages: Iterable[int]) -> Matches:
    out = Matches()
    for page in pages:
        out.scores[page] = sum(m.scores.get(page, 0.0) for m in found)
        spans = _outermost([span for m in found for span in m.spans.get(page, ())])
        if spans:
            out.spans[page] = spans
    return out


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """The hits in order, without those inside another: a phrase lights as a phrase, once."""
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.first, -s.last, _STRENGTH[s.kind])):
        if not out or span.last > out[-1].last:
            out.append(span)
    return out
