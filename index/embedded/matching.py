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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np

from corpus.reference import Reference
from index.analysis.folding import exact
from index.analysis.overhang import MARK
from index.analysis.tokens import tokens
from index.answer import Kind, Reason, Request, Scope
from index.embedded import described, hits, sequences, vocabulary
from index.embedded.hits import KINDS, STRENGTH, Hits, Lit
from index.embedded.lookup import ROW, Found, Lookup, Places
from index.embedded.snapshot import K1, Floats, Mask, Rows, Snapshot
from index.query.concepts import plain
from index.query.expand import (
    WEIGHTS,
    Terms,
    carried,
    day_terms,
    exact_terms,
    of_name,
    word_terms,
)
from index.query.tree import (
    And,
    Concept,
    Day,
    Everything,
    Field,
    Fuzzy,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Part,
    Person,
    Phrase,
    Wildcard,
    Word,
)

#: what the terms that are not the best add to a score (Lucene's tie breaker)
TRACE = 0.001
#: of a word that differs in other letters than scans are misread in, its part of the weight
UNLIKELY = 0.9
#: most expansions of one pattern, and the seconds after which no term is looked up any more: see
#: rule 10 of the query language
MAX_EXPANSIONS, SECONDS = 1024, 2.0
#: added to the number of a reason where the word stands on the next page
_NEXT_PAGE = 1 << 32

Several = Phrase | Near | Person | Day


@dataclass(frozen=True, slots=True)
class Outcome:
    """For every row (or document) whether it matches and its score (0 where it does not)."""

    mask: Mask
    score: Floats


@dataclass(frozen=True)
class Matched:
    """The pages that match, the score of each row and of each document.

    ``ands`` says on which rows each AND of the tree has all its parts.
    """

    pages: Mask
    page_score: Floats
    document_score: Floats
    ands: Mapping[And, Mask]

    @cached_property
    def rows(self) -> Rows:
        """The rows of the pages, ascending."""
        return np.flatnonzero(self.pages)


class Matcher:
    """Evaluates trees over one snapshot."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self.snapshot, self.request = snapshot, request
        self._lookup = Lookup(snapshot, SECONDS)
        self._too_many = False
        #: words side by side in phrases that were found as compounds
        self.compounds: dict[str, str] = {}
        self._groups: dict[Part, Sequence[Terms]] = {}
        self._terms: dict[Part, list[Found]] = {}
        self._known: dict[Several, tuple[Hits, Hits]] = {}
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
            case Word() | Wildcard() | Fuzzy():
                return self._by_terms(self._terms_of(node))
            case Phrase() | Near() | Person() | Day():
                return self._by_hits(self._hits_of(node)[0])
            case Concept():
                return self._match(plain(node))
            case Field():
                said = described.field(self.snapshot, node, self._any_form)
                return Outcome(said & self.snapshot.live, np.zeros(len(said)))
            case Reference():
                said = described.reference(self.snapshot, node)
                return Outcome(said & self.snapshot.live, np.zeros(len(said)))
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
            (self._terms_of(leaf), rows) for leaf, rows in found.items() if isinstance(leaf, Part)
        ]
        if len(words) == len(found):
            return self._lookup.count(words)
        return len(self.lit(node, matched, matched.pages))

    def _hits(self, leaf: Leaf, kept: Mask) -> Hits:
        assert not isinstance(leaf, Concept)  # noqa: S101 - its words are lit
        if isinstance(leaf, Several):
            return self._hits_of(leaf)[1].on(kept)
        places, why = self._lookup.places(self._terms_of(leaf), kept)
        return hits.of_words(places, places, why.reshape(-1, 1), self.reasons)

    # -- words

    def _terms_of(self, leaf: Part) -> list[Found]:
        if leaf not in self._terms:
            self._terms[leaf] = self._lookup.terms(self._groups_of(leaf))
        return self._terms[leaf]

    def _groups_of(self, leaf: Part) -> Sequence[Terms]:
        if leaf not in self._groups:
            match leaf:
                case Word(text, exact, language, added):
                    groups = (exact_terms(text),) if exact else self._any_form(text, language)
                    self._groups[leaf] = of_name(groups, added) if added else groups
                case Wildcard(pattern):
                    self._groups[leaf] = [self._of_pattern(pattern)]
                case Fuzzy(text, distance):
                    self._groups[leaf] = self._alike(text, distance)
        return self._groups[leaf]

    def _any_form(self, word: str, language: str = "") -> tuple[Terms, ...]:
        code = language or self.request.language
        return word_terms(word, language=code, folding=self.request.folding)

    def _of_pattern(self, written: str) -> Terms:
        pattern = vocabulary.Pattern.read(written)
        found: set[str] = set()
        for segment in self.snapshot.segments:
            for form in vocabulary.fitting(segment, pattern):
                found.add(form)
                if self._lookup.time_is_up():
                    break
        forms = self._readable(sorted(found))
        return Terms(Kind.EXACT, {f"x{form}": written for form in forms})

    def _alike(self, word: str, edits: int) -> list[Terms]:
        """Words like one: itself, those that a scan may have made of it, the others."""
        form = next(iter(exact_terms(word).terms))[1:]
        found = {
            other: distance
            for segment in self.snapshot.segments
            for other, distance in vocabulary.like(segment, form, edits)
        }
        likely = {other for other in found if vocabulary.misread(form, other)}
        order = sorted(found, key=lambda o: (o != form, o not in likely, found[o], o))
        groups = [
            Terms(Kind.EXACT, {}),
            Terms(Kind.FUZZY, {}),
            Terms(Kind.FUZZY, {}, UNLIKELY),
        ]
        kept: list[dict[str, str]] = [{}, {}, {}]
        for other in self._readable(order):
            kept[(other != form) + (other not in likely)][f"x{other}"] = word
        return [replace(group, terms=terms) for group, terms in zip(groups, kept, strict=True)]

    def _allowed(self) -> Mask:
        """The pages that the reader may read."""
        return self.snapshot.allowed(self.request.role, date.today())

    def _readable(self, forms: Iterable[str]) -> Iterator[str]:
        """Up to the limit, the forms that stand on a page which the reader may read."""
        allowed = self._allowed()
        everything = bool(allowed.all())
        count = 0
        for form in forms:
            if not everything:
                terms = self._lookup.terms([Terms(Kind.EXACT, {f"x{form}": form})])
                if not (self._lookup.standing(terms) & allowed).any():
                    continue
            if count == MAX_EXPANSIONS:
                self._too_many = True
                return
            count += 1
            yield form

    def _by_terms(self, terms: Sequence[Found]) -> Outcome:
        """Score the pages that have one of some terms."""
        snapshot = self.snapshot
        best, total = np.zeros(snapshot.rows), np.zeros(snapshot.rows)
        idf = _idf(snapshot.pages, max(map(self._lookup.frequency, terms), default=0))
        for term in terms:
            weight = WEIGHTS[self.reasons[term.reason].kind] * term.part
            factor = weight * idf * (K1 + 1)
            for i, number, rows in self._lookup.rows(term):
                score = snapshot.segments[i].postings.times(number).astype(np.float64)
                score /= snapshot.norm[rows] + score
                score *= factor
                if len(terms) > 1:
                    total[rows] += score
                    np.maximum(score, best[rows], out=score)
                best[rows] = score
        if len(terms) > 1:
            best = (1 - TRACE) * best + TRACE * total
        if not all(snapshot.whole):
            best *= snapshot.live
        return Outcome(best > 0, best)

    # -- phrases, words near each other, names, dates

    def _hits_of(self, leaf: Several) -> tuple[Hits, Hits]:
        """The hits of a leaf as wholes, which are scored, and as what of them is lit."""
        if leaf not in self._known:
            match leaf:
                case Day(value):
                    day = self._day(value)
                    self._known[leaf] = day, day
                case Phrase():
                    self._known[leaf] = self._united(self._phrase(leaf))
                case Near(parts, distance):
                    self._known[leaf] = self._united([self._near(parts, distance)])
                case Person():
                    self._known[leaf] = self._united(self._named(leaf))
        return self._known[leaf]

    def _united(self, found: Iterable[sequences.Found]) -> tuple[Hits, Hits]:
        """Hits found in several ways, as wholes and as what of them is lit.

        They begin on the page itself; what of them stands on the next page is not lit on this one.
        """
        wholes, runs = [], []
        for places, why in found:
            here = why < _NEXT_PAGE
            own = here[:, 0]
            places, why, here = places[own], why[own] % _NEXT_PAGE, here[own]
            wholes.append((places[:, 0], places[:, -1], why))
            runs.append(sequences.runs((places, why), here))
        return self._sorted(wholes), self._sorted(runs)

    def _sorted(self, found: Sequence[tuple[Places, Places, Places]]) -> Hits:
        width = max(why.shape[1] for *_, why in found)
        first, last = (np.concatenate([one[i] for one in found]) for i in (0, 1))
        reasons = np.concatenate([_wide(why, width) for *_, why in found])
        order = np.lexsort((-last, first))
        return hits.of_words(first[order], last[order], reasons[order], self.reasons)

    def _ordered(self, parts: Sequence[Sequence[Terms]], gaps: Sequence[int]) -> sequences.Found:
        return sequences.in_order(self._together(parts), gaps)

    def _near(self, parts: Sequence[Part], distance: int) -> sequences.Found:
        together = self._together([self._groups_of(part) for part in parts])
        return sequences.near(together, distance, self._lookup.time_is_up)

    def _together(self, parts: Sequence[Sequence[Terms]]) -> list[sequences.Part]:
        """The places of each part, of the next page too, on the pages that have all of them."""
        found = []
        for groups in parts:
            own = self._lookup.terms(groups)
            behind = self._lookup.terms(map(carried, groups))
            found.append([*own, *(replace(f, reason=f.reason + _NEXT_PAGE) for f in behind)])
            if not found[-1]:  # a part that stands nowhere: nothing more need be looked up
                return [self._lookup.places((), self.snapshot.live)] * len(parts)
        there = self.snapshot.live.copy()
        for terms in found:
            there &= self._lookup.standing(terms)
        return [self._lookup.places(terms, there) for terms in found]

    def _phrase(self, phrase: Phrase) -> Iterator[sequences.Found]:
        """A phrase as it is, and with two neighbours as a compound where pages have that."""
        parts = [self._groups_of(part) for part in phrase.parts]
        yield self._ordered(parts, phrase.gaps)
        for i, (one, other) in enumerate(pairwise(phrase.parts)):
            if isinstance(one, Word) and isinstance(other, Word) and not phrase.gaps[i]:
                compound = replace(
                    one, text=f"{one.text}-{other.text}", exact=one.exact and other.exact
                )
                if _is_one(compound) and self._terms_of(compound):
                    gaps = phrase.gaps[:i] + phrase.gaps[i + 1 :]
                    whole = [*parts[:i], self._groups_of(compound), *parts[i + 2 :]]
                    found = self._ordered(whole, gaps)
                    if len(found[0]):
                        if self._allowed()[found[0][:, 0] // ROW].any():
                            self.compounds[f"{one.text} {other.text}"] = compound.text
                        yield found

    def _named(self, person: Person) -> Iterator[sequences.Found]:
        """A surname beside its initials, or beside the full name where both are given."""
        surname = self._groups_of(Word(person.surname))
        letters = [[exact_terms(letter)] for letter in person.initials]
        yield self._ordered([surname, *letters], [0] * len(letters))
        yield self._ordered([*letters, surname], [0] * len(letters))
        if len(letters) == 1:  # «С. Н. Иванов» is an «С. Иванов»
            yield self._ordered([*letters, [self._of_pattern("?")], surname], [0, 0])
            return
        first, second = (exact(letter) for letter in person.initials)
        why = self._lookup.number(Reason(Kind.LEMMA, f"{person.initials[0]}."))
        patronymics = [self._patronymics(second, f"{person.initials[1]}.")]
        for behind in (True, False):  # Иванов Сергей Николаевич, Сергей Николаевич Иванов
            order = [surname, patronymics] if behind else [patronymics, surname]
            places, reasons = self._ordered(order, [int(behind)])
            firsts = places[:, 0] + (1 if behind else -1)
            here = self._begin(first, firsts)
            right = here | self._begin(first, firsts, MARK)
            if behind:
                right &= places[:, 1] == firsts + 1
            column = np.where(here, why, why + _NEXT_PAGE)
            yield (
                np.insert(places, int(behind), firsts, axis=1)[right],
                np.insert(reasons, int(behind), column, axis=1)[right],
            )

    def _patronymics(self, letter: str, written: str) -> Terms:
        """The patronymics that begin with a letter."""
        found = {
            form
            for segment in self.snapshot.segments
            for form in vocabulary.patronymics(segment, letter)
        }
        return Terms(Kind.LEMMA, {f"x{form}": written for form in sorted(found)})

    def _begin(self, letter: str, places: Places, mark: str = "") -> Mask:
        """Whether a word of two letters or more that begins so stands at each of some places."""
        out = np.zeros(len(places), bool)
        for base, segment in zip(self.snapshot.bases, self.snapshot.segments, strict=False):
            if len(places):
                pages, positions = vocabulary.beginning(segment, letter, mark)
                out |= np.isin(places, (pages + int(base)) * ROW + positions)
        return out

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

    def _by_hits(self, found: Hits) -> Outcome:
        """Score hits like a word whose terms are those of their kind and all stronger ones."""
        snapshot = self.snapshot
        rows = found.rows
        idf = _idf(snapshot.pages, len(np.unique(rows)))
        best, total = np.zeros(snapshot.rows), np.zeros(snapshot.rows)
        for rank, kind in enumerate(KINDS):
            # What comes from the thesaurus was not typed and is nothing weaker of what was.
            own = found.kind == rank if kind is Kind.THESAURUS else found.kind <= rank
            times = np.bincount(rows[own], minlength=snapshot.rows)
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
        case Not() | Everything() | Field() | Reference():
            return {}
        case Concept():
            return _lighting(plain(node), ands, kept)
        case _:
            return {node: kept}


def _is_one(word: Word) -> bool:
    """Whether a word is one: «лагерь-№» is not."""
    return sum(1 for _ in tokens(word.text)) == 1


def _wide(reasons: Places, width: int) -> Places:
    return np.pad(reasons, ((0, 0), (0, width - reasons.shape[1])), constant_values=-1)


def _idf(pages: int, having: int) -> float:
    return math.log(1 + (pages - having + 0.5) / (having + 0.5))
