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
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answer import Kind, Reason, Request
from index.embedded.snapshot import K1, Floats, Mask, Rows, Snapshot
from index.engine import Span
from index.query.expand import WEIGHTS, Terms, day_terms, exact_terms, word_terms
from index.query.tree import And, Day, Everything, Leaf, Node, Not, Or, Phrase, Prefix, Word

#: what the terms that are not the best add to a score (Lucene's tie breaker)
TRACE = 0.001
#: most expansions of one prefix, and the seconds after which no term is looked up any more: rule 10
#: of the query language
MAX_EXPANSIONS, SECONDS = 1024, 2.0
_KINDS = tuple(Kind)
_STRENGTH = {kind: rank for rank, kind in enumerate(_KINDS)}
#: a place is its row times this, plus its position; no page has so many words
_ROW = 1 << 32

Places = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """For every row whether it matches and its score (0 where it does not)."""

    mask: Mask
    score: Floats


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of a query word: why it is one, and its number in each segment, or -1."""

    reason: Reason
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Hits:
    """Hits in order: the places of their first and last words, the number of their kind.

    ``reasons`` has a row for each hit with the number of the reason of each of its words.
    """

    first: Places
    last: Places
    kind: Numbers
    reasons: Numbers

    def on(self, kept: Mask) -> _Hits:
        """Those on kept rows."""
        here = kept[self.first // _ROW]
        return _Hits(self.first[here], self.last[here], self.kind[here], self.reasons[here])


class Matcher:
    """Evaluates trees over one snapshot; ``limits`` are the codes of limits that were reached."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self.snapshot, self.request = snapshot, request
        self.limits: set[str] = set()
        self._end: float | None = None
        self._terms: dict[Leaf, list[_Term]] = {}
        self._known: dict[Phrase | Day, _Hits] = {}
        self._all: dict[And, Mask] = {}
        self._reasons: list[Reason] = []
        self._numbers: dict[Reason, int] = {}

    def match(self, node: Node) -> Outcome:
        """Evaluate a tree over all live pages."""
        live = self.snapshot.live
        match node:
            case And(parts):
                found = [self.match(part) for part in parts]
                mask = np.logical_and.reduce([one.mask for one in found])
                self._all[node] = mask
                return Outcome(mask, np.where(mask, sum(one.score for one in found), 0.0))
            case Or(parts):
                found = [self.match(part) for part in parts]
                mask = np.logical_or.reduce([one.mask for one in found])
                return Outcome(mask, np.asarray(sum(one.score for one in found)))
            case Not(part):
                return Outcome(live & ~self.match(part).mask, np.zeros(len(live)))
            case Everything():
                return Outcome(live, np.zeros(len(live)))
            case Phrase() | Day():
                return self._scored(self._hits_of(node))
            case Word() | Prefix():
                return self._word(self._terms_of(node))

    def spans(self, node: Node, rows: Rows) -> dict[int, list[Span]]:
        """The hits of a tree that was matched on some rows, by row; none under a NOT."""
        found: dict[int, list[Span]] = defaultdict(list)
        kept = np.zeros(self.snapshot.rows, bool)
        kept[rows] = True
        for leaf, there in self._lit(node, kept).items():
            for row, span in self._spans(leaf, there):
                found[row].append(span)
        return {row: self._with_ranges(row, _outermost(spans)) for row, spans in found.items()}

    def _with_ranges(self, row: int, spans: Sequence[Span]) -> list[Span]:
        words = self.snapshot.word_ranges(row).tolist()
        return [
            Span(s.first, s.last, words[s.first][0], words[s.last][1], s.kind, s.reasons)
            for s in spans
        ]

    def _lit(self, node: Node, kept: Mask) -> dict[Leaf, Mask]:
        """The leaves that light something on kept rows, and on which: an AND where all is there."""
        match node:
            case And(parts) | Or(parts):
                if isinstance(node, And):
                    kept = kept & self._all[node]
                out: dict[Leaf, Mask] = {}
                for part in parts:
                    for leaf, rows in self._lit(part, kept).items():
                        out[leaf] = out[leaf] | rows if leaf in out else rows
                return out
            case Not() | Everything():
                return {}
            case _:
                return {node: kept}

    def occurrences(self, node: Node, kept: Mask) -> int:
        """The number of hits on the rows that are kept."""
        firsts: list[Places] = []
        lasts: list[Places] = []
        for leaf, there in self._lit(node, kept).items():
            hits = self._hits(leaf, there)
            firsts.append(hits.first)
            lasts.append(hits.last)
        if len(firsts) == 1:
            return len(firsts[0])
        return _count_outermost(np.concatenate(firsts), np.concatenate(lasts)) if firsts else 0

    # -- words

    def _terms_of(self, leaf: Word | Prefix) -> list[_Term]:
        if leaf not in self._terms:
            match leaf:
                case Word(text, exact=exact):
                    groups = [exact_terms(text)] if exact else self._groups(text)
                    self._terms[leaf] = self._looked_up(groups)
                case Prefix(text):
                    self._terms[leaf] = self._looked_up([self._beginning(text)])
        return self._terms[leaf]

    def _groups(self, word: str) -> tuple[Terms, ...]:
        return word_terms(word, language=self.request.language, folding=self.request.folding)

    def _looked_up(self, groups: Iterable[Terms]) -> list[_Term]:
        """The terms that stand in the index, strongest kind first."""
        if self._end is None:  # not before: a process's first word loads the tables of languages
            self._end = time.monotonic() + SECONDS
        out: list[_Term] = []
        for group in groups:
            for text, word in group.terms.items():
                if time.monotonic() > self._end:
                    self.limits.add("took-too-long")
                    return out
                term = text.encode()
                numbers = tuple(s.postings.terms.find(term) for s in self.snapshot.segments)
                if max(numbers, default=-1) >= 0:
                    out.append(_Term(Reason(group.kind, word), numbers))
        return out

    def _beginning(self, prefix: str) -> Terms:
        stem = next(iter(exact_terms(prefix).terms)).encode()
        found: set[bytes] = set()
        for segment in self.snapshot.segments:
            terms = segment.postings.terms
            there = terms.beginning(stem)
            if len(there) > MAX_EXPANSIONS:
                self.limits.add("too-many-forms")
            found |= {terms[i] for i in there[:MAX_EXPANSIONS]}
        if len(found) > MAX_EXPANSIONS:
            self.limits.add("too-many-forms")
        forms = (term.decode() for term in sorted(found)[:MAX_EXPANSIONS])
        return Terms(Kind.EXACT, dict.fromkeys(forms, prefix))

    def _postings(self, term: _Term) -> Iterator[tuple[int, int, Rows]]:
        """Segment, number of the term there, and its rows, deleted ones too."""
        for i, (segment, number) in enumerate(
            zip(self.snapshot.segments, term.numbers, strict=True)
        ):
            if number >= 0:
                yield i, number, segment.postings.pages(number) + self.snapshot.bases[i]

    def _frequency(self, term: _Term) -> int:
        """The number of live pages that have a term."""
        count = 0
        for i, (segment, number) in enumerate(
            zip(self.snapshot.segments, term.numbers, strict=True)
        ):
            if number >= 0 and self.snapshot.whole[i]:
                count += segment.postings.count(number)
            elif number >= 0:
                rows = segment.postings.pages(number) + self.snapshot.bases[i]
                count += int(self.snapshot.live[rows].sum())
        return count

    def _word(self, terms: Sequence[_Term]) -> Outcome:
        snapshot = self.snapshot
        best, total = np.zeros(snapshot.rows), np.zeros(snapshot.rows)
        idf = _idf(snapshot.pages, max(map(self._frequency, terms), default=0))
        for term in terms:
            factor = WEIGHTS[term.reason.kind] * idf * (K1 + 1)
            for i, number, rows in self._postings(term):
                times = snapshot.segments[i].postings.times(number)
                score = factor * times / (times + snapshot.norm[rows])
                if len(terms) > 1:
                    total[rows] += score
                    score = np.maximum(score, best[rows])
                best[rows] = score
        mask = (best > 0) & snapshot.live
        score = (1 - TRACE) * best + TRACE * total if len(terms) > 1 else best
        return Outcome(mask, np.where(mask, score, 0.0))

    def _places(self, terms: Sequence[_Term], kept: Mask) -> tuple[Places, Numbers]:
        """All places of some terms on kept rows, ascending, each once, with its best reason."""
        places, reasons = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for term in terms:  # strongest first
            reason = self._number(term.reason)
            for i, number, _ in self._postings(term):
                base = int(self.snapshot.bases[i])
                segment = self.snapshot.segments[i]
                pages, positions = segment.postings.places(number, kept[base:][: segment.size])
                places.append((pages + base) * _ROW + positions)
                reasons.append(np.full(len(pages), reason))
        if len(places) == 2:
            return places[1], reasons[1]
        every, why = np.concatenate(places), np.concatenate(reasons)
        order = np.argsort(every, kind="stable")
        every, why = every[order], why[order]
        first = np.ones(len(every), bool)
        first[1:] = every[1:] != every[:-1]
        return every[first], why[first]

    def _number(self, reason: Reason) -> int:
        if reason not in self._numbers:
            self._numbers[reason] = len(self._reasons)
            self._reasons.append(reason)
        return self._numbers[reason]

    def _weakest(self, reasons: Numbers) -> Numbers:
        """The weakest kind of each row of reasons."""
        strength = np.array([_STRENGTH[reason.kind] for reason in self._reasons], np.int64)
        return np.asarray(strength[reasons].max(axis=1, initial=0))

    # -- phrases and dates

    def _hits_of(self, leaf: Phrase | Day) -> _Hits:
        if leaf not in self._known:
            self._known[leaf] = (
                self._phrase(leaf) if isinstance(leaf, Phrase) else self._day(leaf.value)
            )
        return self._known[leaf]

    def _day(self, value: str) -> _Hits:
        found: list[tuple[Places, Places]] = []
        for term, words in day_terms(value).items():
            places, _ = self._places(
                self._looked_up([Terms(Kind.LEMMA, {term: value})]), self.snapshot.live
            )
            found.append((places, places + words - 1))
        first, last = (np.concatenate(some) for some in zip(*found, strict=True))
        order = np.argsort(first, kind="stable")
        kinds = np.full(len(first), _STRENGTH[Kind.LEMMA])
        return _Hits(first[order], last[order], kinds, np.zeros((len(first), 0), np.int64))

    def _phrase(self, phrase: Phrase) -> _Hits:
        snapshot = self.snapshot
        parts = [
            self._looked_up([exact_terms(word)] if phrase.exact else self._groups(word))
            for word in phrase.words
        ]
        there = snapshot.live.copy()
        for terms in sorted(parts, key=len):
            there &= self._standing(terms)
        return self._adjacent(parts, there)

    def _standing(self, terms: Sequence[_Term]) -> Mask:
        mask = np.zeros(self.snapshot.rows, bool)
        for term in terms:
            for _, _, rows in self._postings(term):
                mask[rows] = True
        return mask

    def _adjacent(self, parts: Sequence[Sequence[_Term]], there: Mask) -> _Hits:
        """Places where the parts stand next to each other, by the place of the first."""
        starts, why = self._places(parts[0], there)
        reasons = why.reshape(-1, 1)
        for offset, terms in enumerate(parts[1:], 1):
            places, why = self._places(terms, there)
            at = np.searchsorted(places, starts + offset)
            at[at == len(places)] = 0
            same = places[at] == starts + offset if len(places) else np.zeros(len(starts), bool)
            starts = starts[same]
            reasons = np.column_stack([reasons[same], why[at[same]]])
        return _Hits(starts, starts + len(parts) - 1, self._weakest(reasons), reasons)

    def _scored(self, hits: _Hits) -> Outcome:
        """Score hits like a word whose terms are those of their kind and all stronger ones."""
        snapshot = self.snapshot
        rows = hits.first // _ROW
        pages = len(np.unique(rows))
        idf = _idf(snapshot.pages, pages)
        best, total = np.zeros(snapshot.rows), np.zeros(snapshot.rows)
        for rank, kind in enumerate(_KINDS):
            times = np.bincount(rows[hits.kind <= rank], minlength=snapshot.rows)
            score = WEIGHTS[kind] * idf * (K1 + 1) * times / (times + snapshot.norm)
            best, total = np.maximum(best, score), total + score
        mask = best > 0
        return Outcome(mask, (1 - TRACE) * best + TRACE * total)

    # -- hits on the pages shown

    def _hits(self, leaf: Leaf, kept: Mask) -> _Hits:
        """The hits of a leaf on kept rows."""
        if isinstance(leaf, Phrase | Day):
            return self._hits_of(leaf).on(kept)
        places, why = self._places(self._terms_of(leaf), kept)
        reasons = why.reshape(-1, 1)
        return _Hits(places, places, self._weakest(reasons), reasons)

    def _spans(self, leaf: Leaf, kept: Mask) -> Iterator[tuple[int, Span]]:
        hits = self._hits(leaf, kept)
        columns = (
            hits.first.tolist(),
            hits.last.tolist(),
            hits.kind.tolist(),
            hits.reasons.tolist(),
        )
        for first, last, kind, reasons in zip(*columns, strict=True):
            why = tuple(self._reasons[number] for number in reasons)
            yield first // _ROW, Span(first % _ROW, last % _ROW, 0, 0, _KINDS[kind], why)


def _idf(pages: int, having: int) -> float:
    return math.log(1 + (pages - having + 0.5) / (having + 0.5))


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """The hits in order, without those inside another: a phrase lights as a phrase, once."""
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.first, -s.last, _STRENGTH[s.kind])):
        if not out or span.last > out[-1].last:
            out.append(span)
    return out


def _count_outermost(first: Places, last: Places) -> int:
    """How many hits are not inside another, of hits on many rows."""
    order = np.lexsort((-last, first))
    ends = last[order]
    before = np.maximum.accumulate(np.concatenate([[-1], ends[:-1]])) if len(ends) else ends
    return int((ends > before).sum())
