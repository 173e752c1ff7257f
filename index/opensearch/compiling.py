"""From a query tree to a query about pages: which match, and about how well.

Words stand for terms that Opis has looked up; nothing that a reader typed is parsed by the servers.
Phrases and words near each other are intervals, their orders written out. What the servers can only
narrow down is worked out from the pages and told by their numbers (``settled``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

from corpus.labels import PATH, value_named
from corpus.reference import Reference
from index.analysis.folding import exact
from index.analysis.overhang import MARK
from index.analysis.tokens import tokens
from index.answer import NAMED
from index.embedded.described import same, shown
from index.embedded.expanding import Expansion
from index.embedded.facts import PARTS, WORDS
from index.embedded.matching import TRACE
from index.embedded.phrases import Together, is_one
from index.embedded.snapshot import K1
from index.opensearch import schema
from index.opensearch.bodies import part
from index.opensearch.moments import ALL, NONE, Moment, Query, both, but, either, facet, of_page
from index.opensearch.narrowing import overlapping
from index.query.concepts import plain
from index.query.expand import WEIGHTS, Terms, day_terms, exact_terms
from index.query.tree import (
    And,
    Concept,
    Day,
    Everything,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Part,
    Person,
    Phrase,
    Wildcard,
    Word,
    Years,
)

#: most clauses of intervals and of a word's terms: the servers take 1,024 in one query
CLAUSES = 200
#: scores of pages that were worked out are told apart by so many steps
LEVELS = 64
#: words in order, and how many others may stand between two of them
Row = tuple[tuple[Part, ...], tuple[int, ...]]
#: words near each other in any order, of which every order is written out
ORDERS = 3


def every_leaf(node: Node) -> Iterator[Node]:
    """The leaves of a tree, those under a NOT too."""
    match node:
        case And(parts) | Or(parts):
            for one in parts:
                yield from every_leaf(one)
        case Not(inside):
            yield from every_leaf(inside)
        case Concept():
            yield from every_leaf(plain(node))
        case _:
            yield node


class Compiler:
    """Compiles trees of one query.

    ``counts`` has the number of pages of every term, as far as it is known: terms of none are left
    out. ``settled`` has the keys of the pages of leaves that were worked out, and what they score.
    """

    def __init__(self, moment: Moment, expansion: Expansion) -> None:
        self.moment, self.expansion = moment, expansion
        self.counts: Mapping[str, int] = {}
        self.pages = 0
        self.settled: dict[Together, Mapping[int, float]] = {}
        self._fields: dict[Field | Reference, Query] = {}

    def groups(self, leaf: Node) -> Iterator[Terms]:
        """The terms on the page itself of a word, or of the words that stand together."""
        match leaf:
            case Word() | Wildcard() | Fuzzy():
                yield from self.expansion.groups_of(leaf)
            case Phrase() | Near():
                compounds = self.compounds(leaf).values() if isinstance(leaf, Phrase) else ()
                rows = [leaf.parts, *(parts for parts, _ in compounds)]
                for one in dict.fromkeys(one for parts in rows for one in parts):
                    yield from self.expansion.groups_of(one)
            case Person():
                for some in self._named(leaf):
                    yield from some
            case Day(value):
                yield Terms(next(iter(WEIGHTS)), dict.fromkeys(day_terms(value), value))

    def compounds(self, leaf: Phrase) -> dict[tuple[str, str], Row]:
        """A phrase with two neighbours as one word, by the neighbours and that word."""
        out: dict[tuple[str, str], Row] = {}
        for i, (one, other) in enumerate(pairwise(leaf.parts)):
            if isinstance(one, Word) and isinstance(other, Word) and not leaf.gaps[i]:
                text, both_exact = f"{one.text}-{other.text}", one.exact and other.exact
                word = replace(one, text=text, exact=both_exact)
                if is_one(word):
                    parts = (*leaf.parts[:i], word, *leaf.parts[i + 2 :])
                    gaps = leaf.gaps[:i] + leaf.gaps[i + 1 :]
                    out[f"{one.text} {other.text}", text] = parts, gaps
        return out

    def query(self, node: Node, *, scored: bool = False) -> Query:
        """The pages that a tree matches."""
        match node:
            case And(parts):
                inside = [self.query(one, scored=scored) for one in parts]
                return {"bool": {"must": inside}} if scored else both(*inside)
            case Or(parts):
                return either([self.query(one, scored=scored) for one in parts])
            case Not(inside_it):
                return but(self.query(inside_it))
            case Everything():
                return both(ALL, {"match_all": {}}) if scored else ALL
            case Concept():
                return self.query(plain(node), scored=scored)
            case Field() | Reference():
                return both(self._said(node))
            case Word() | Wildcard() | Fuzzy():
                groups = self.expansion.groups_of(node)
                return self._word(groups) if scored else self._any(groups)
        found = self._together(node)
        if not scored:
            return found
        if node in self.settled:
            return _by_score(self.settled[node])
        count = self.counted(node)
        weight = WEIGHTS[min((g.kind for g in self.groups(node)), key=[*WEIGHTS].index)]
        boost = max(1e-6, weight * (K1 + 1) * idf(self.pages, count))
        if self.is_exact(node) and not isinstance(node, Day):  # the closer and the more the better
            return {"bool": {"must": [found], "boost": boost}}
        return {"constant_score": {"filter": found, "boost": boost / 2}}

    def counted(self, leaf: Together) -> int:
        """At most how many pages have hits of a leaf: those of its rarest word."""
        return min(
            (max(map(self._count, g.terms), default=0) for g in self.groups(leaf)), default=0
        )

    # -- words

    def _count(self, term: str) -> int:
        return self.counts.get(term, 0)

    def _there(self, groups: Iterable[Terms]) -> list[str]:
        """The terms of groups, each once, but for those that are known to stand nowhere."""
        every = dict.fromkeys(term for group in groups for term in group.terms)
        known = self.counts
        return [t for t in every if known.get(t, 1) and len(t) <= schema.LONGEST]

    def _any(self, groups: Iterable[Terms]) -> Query:
        some = self._there(groups)
        return {"terms": {of_page("terms"): some}} if some else NONE

    def _word(self, groups: Sequence[Terms]) -> Query:
        """Rule 4: the best term counts, all share the idf of the most frequent one."""
        there = [(term, group) for group in groups for term in group.terms if self._count(term)]
        if not there:
            return NONE
        rare = idf(self.pages, max(self._count(term) for term, _ in there))
        if len(there) > CLAUSES:
            weight = max(WEIGHTS[group.kind] * group.part for _, group in there)
            return {"constant_score": {"filter": self._any(groups), "boost": weight * rare}}
        return {
            "dis_max": {
                "tie_breaker": TRACE,
                "queries": [self._term(term, group, rare) for term, group in there],
            }
        }

    def _term(self, term: str, group: Terms, rare: float) -> Query:
        wanted = WEIGHTS[group.kind] * group.part * rare * (K1 + 1)
        own = idf(self.pages, self._count(term)) * (schema.K1 + 1)
        return {"term": {of_page("terms"): {"value": term, "boost": wanted / own}}}

    def places(self, words: Iterable[Part]) -> Query | None:
        """The pages with one of some words; their score is n / (n + 1) where it stands n times.

        None: the words have too many terms.
        """
        terms = self._there(group for word in words for group in self.expansion.groups_of(word))
        if len(terms) > CLAUSES:
            return None
        return _intervals(_one_of(terms)) if terms else NONE

    # -- words together

    def is_exact(self, leaf: Node) -> bool:
        """Whether the servers can tell by themselves on which pages a leaf has hits."""
        match leaf:
            case Person():
                return False
            case Phrase():
                rows = [(leaf.parts, leaf.gaps), *self.compounds(leaf).values()]
                return all(self._is_plain(*row) for row in rows)
            case Near(parts, _):
                orders = math.factorial(len(parts))
                return len(parts) <= ORDERS and self._is_short(parts, orders)
        return True

    def _is_plain(self, parts: Sequence[Part], gaps: Sequence[int]) -> bool:
        return len(parts) == 1 or (not any(gaps) and self._is_short(parts, 1))

    def _is_short(self, parts: Sequence[Part], times: int) -> bool:
        terms = [len(self._there(self.expansion.groups_of(one))) for one in parts]
        return 2 * times * sum(terms) <= CLAUSES

    def _together(self, leaf: Together) -> Query:
        if leaf in self.settled:
            return _keyed([*self.settled[leaf]])
        match leaf:
            case Phrase():
                rows = [(leaf.parts, leaf.gaps), *self.compounds(leaf).values()]
                return either([self.row(*row) for row in rows])
            case Near():
                return self._near(leaf)
            case Day():
                return self._any(self.groups(leaf))
            case Person():
                own = self._named(leaf)
                return both(*(self._here_or_behind(some) for some in own))

    def _here_or_behind(self, groups: Iterable[Terms]) -> Query:
        some = self._there(groups)
        return {"terms": {of_page("terms"): [*some, *(MARK + term for term in some)]}}

    def row(self, parts: Sequence[Part], gaps: Sequence[int]) -> Query:
        """The pages on which words stand in order, or perhaps do."""
        groups = [self.expansion.groups_of(one) for one in parts]
        if not all(self._there(own) for own in groups):
            return NONE
        if len(parts) == 1 or not self._is_plain(parts, gaps):
            return both(self._any(groups[0]), *map(self._here_or_behind, groups[1:]))
        return _intervals(self._ordered(groups, 0))

    def _near(self, near: Near) -> Query:
        groups = [self.expansion.groups_of(one) for one in near.parts]
        if not all(self._there(own) for own in groups):
            return NONE
        if not self.is_exact(near):
            return both(*map(self._here_or_behind, groups))
        orders = [self._ordered(own, near.distance) for own in permutations(groups)]
        return _intervals({"any_of": {"intervals": orders}})

    def _ordered(self, groups: Sequence[Sequence[Terms]], gaps: int) -> Query:
        """Words in order; the first on the page itself, others perhaps on the next one."""
        some = [self._there(own) for own in groups]
        first, *others = (_one_of([*own, *(MARK + term for term in own)]) for own in some)
        here = _one_of(some[0])
        if not gaps:
            parts = {"mode": "ordered", "max_gaps": 0, "intervals": [here, *others]}
            return {"all_of": parts}
        # Of words that stand again and again only the nearest are near each other.
        parts = {"mode": "ordered", "max_gaps": gaps, "intervals": [first, *others]}
        return {"all_of": parts | {"filter": {"containing": here}}}

    def _named(self, person: Person) -> list[list[Terms]]:
        """Terms of which a page has one of each list, if somebody of that name is on it."""
        surname = [*self.expansion.groups_of(Word(person.surname))]
        last = person.initials[-1]
        letter = [exact_terms(last)]
        if len(person.initials) > 1:
            forms = self.expansion.forms.patronymics(exact(last))
            letter.append(Terms(letter[0].kind, {f"x{form}": last for form in forms}))
        return [surname, letter]

    # -- what is said of documents

    def _said(self, node: Field | Reference) -> Query:
        if node not in self._fields:
            found = self._reference(node) if isinstance(node, Reference) else self._field(node)
            self._fields[node] = found
        return self._fields[node]

    def _field(self, node: Field) -> Query:
        name, value = node.name, node.value
        if isinstance(value, Years):
            return overlapping(*value.bounds)
        if name in PARTS or name == "archive":
            return self._part(name, value)
        if name in {"language", "kind"}:
            wanted = {value.casefold(), value_named(name, value)}
            return self._bearing(name, lambda own: own.casefold() in wanted)
        words = [
            [*self.expansion.any_form(value[token.start : token.end])] for token in tokens(value)
        ]
        places = [WORDS[name]] if name in WORDS else [*WORDS.values()]
        forms = [[term for group in own for term in group.terms] for own in words]
        said = [both(*({"terms": {facet(place): own}} for own in forms)) for place in places]
        if name in NAMED:
            said.append(self._heading(node, forms))
        return either(said) if words or name in NAMED else NONE

    def _reference(self, node: Reference) -> Query:
        named = [(name, str(getattr(node, name))) for name in ("archive", *PARTS)]
        under = both(*(self._part(name, value) for name, value in named if value))
        if not node.leaves:
            return under
        leaves = [own for own in self.moment.values("leaf", under) if shown(own, node.leaves)]
        return both(under, {"terms": {facet("leaf"): leaves}})

    def _part(self, name: str, value: str) -> Query:
        if name == "archive":
            return self._bearing(name, lambda own: PATH not in own and same(own, value))
        return {"term": {facet("part"): part(name, value.rstrip("."))}}

    def _bearing(self, name: str, wanted: Callable[[str], bool]) -> Query:
        return {"terms": {facet(name): [own for own in self._values(name) if wanted(own)]}}

    def _values(self, name: str) -> list[str]:
        return self.moment.values(name, {"exists": {"field": facet(name)}})

    def _heading(self, node: Field, words: Sequence[Sequence[str]]) -> Query:
        """The pages with a name that is meant: see :func:`index.embedded.described.field`."""
        own: list[Query] = [{"terms": {facet(node.name): [*node.headings]}}]
        if node.name == "person":
            own += [{"prefix": {facet(node.name): f"{value} "}} for value in node.headings]
        elif words:
            forms = [{term[1:].rpartition(":")[2] for term in some} for some in words]
            meant = [
                value
                for value in self._values(node.name)
                if all(some & {exact(w) for w in re.findall(r"\w+", value)} for some in forms)
            ]
            own.append({"terms": {facet(node.name): meant}})
        return either(own)


def _by_score(scores: Mapping[int, float]) -> Query:
    """The pages with these keys, each with about its score."""
    least, most = min(scores.values(), default=0), max(scores.values(), default=0)
    step = max((most - least) / LEVELS, 1e-9)
    levels: dict[int, list[int]] = {}
    for key, score in scores.items():
        levels.setdefault(round((score - least) / step), []).append(key)
    return either(
        [
            {"constant_score": {"filter": _keyed(keys), "boost": max(least + level * step, 1e-6)}}
            for level, keys in levels.items()
        ]
    )


def _keyed(keys: Sequence[int]) -> Query:
    return {"terms": {of_page("key"): [*keys]}} if keys else NONE


def _one_of(terms: Sequence[str]) -> Query:
    own = [{"match": {"query": term, "analyzer": "keyword"}} for term in terms]
    return own[0] if len(own) == 1 else {"any_of": {"intervals": own}}


def _intervals(source: Query) -> Query:
    return {"intervals": {of_page("terms"): source}}


def idf(pages: int, having: int) -> float:
    """How rare what stands on some pages is (BM25)."""
    having = max(1, min(having, pages))
    return math.log(1 + (pages - having + 0.5) / (having + 0.5)) if pages else 1.0
