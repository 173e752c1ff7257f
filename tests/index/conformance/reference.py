"""What an engine must answer, worked out slowly: every word of every page is looked at.

The terms of words come from :mod:`index.analysis` and :mod:`index.query.expand`; everything after
that is written here anew, from the rules of the query language, with no index and no arrays. A node
of the tree has one function in :data:`LEAVES`, or a case in :meth:`Reference.matches`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from corpus import documents, pages
from corpus.access import Level, Role, effective, may_read
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.reading import HYPHENS, Reading
from corpus.running import set_apart
from index.analysis.folding import exact
from index.analysis.positions import Position, positions, possible_languages, terms
from index.analysis.tokens import Token
from index.answer import FACETS, UNDATED, Kind, Reason, Request, Scope, Sort
from index.engine import DocumentHit, Found, PageHit, Span
from index.query.expand import Terms, day_terms, exact_terms, word_terms
from index.query.tree import And, Day, Everything, Fuzzy, Node, Not, Or, Phrase, Wildcard, Word

K1, B, TRACE = 1.2, 0.75, 0.001
WEIGHTS = {Kind.EXACT: 1.0, Kind.LEMMA: 0.9, Kind.FOLDED: 0.5, Kind.ALTERNATIVE: 0.4,
           Kind.FUZZY: 0.3}  # fmt: skip
STRONGEST_FIRST = list(WEIGHTS)
#: words of the next page with which a phrase may go on; pages of a document with spans
CARRIED, PASSAGES = 16, 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit on a page: positions of its first and last word that stand there, both included."""

    first: int
    last: int
    kind: Kind
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page that was read: its words, each with its terms, and the terms of what follows.

    ``own[i]`` are the terms of word i; ``following[i]`` those of the next page's word to which a
    phrase comes that goes on behind the end of this one, empty where that is not at i.
    """

    document: Document
    number: int
    layer: int
    reading: Reading
    words: Sequence[Position]
    own: Sequence[frozenset[str]]
    following: Sequence[frozenset[str]]

    def facet(self, name: str, today: date) -> tuple[str, ...]:
        """The values of a facet that this page bears."""
        about = self.document.description
        reference = about.reference
        archive = reference.archive or "unnamed"
        match name:
            case "language":
                return self.reading.languages or about.languages
            case "text_source":
                return (self.reading.source,)
            case "kind":
                return (about.kind,) if about.kind else ()
            case "decade":
                return tuple(map(str, about.date.decades())) if about.date else (UNDATED,)
            case "access":
                return (effective(about.access, about.opens, today),)
            case "archive" if reference and reference.fonds:
                return (archive, f"{archive} › {reference.fonds}")
            case "archive":
                return (archive,) if reference else ("unreferenced",)
        return ()

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the document."""
        dated = self.document.description.date
        return dated.years() if dated else None


def catalogued(database: Database) -> list[Page]:
    """All pages that are read, as the catalogue has them."""
    read: list[tuple[Document, int, int, Reading]] = []
    for document in documents.listed(database, Role.ARCHIVIST):
        for page in pages.of(database, document.id):
            if page.state == "read" and page.reading is not None:
                layer = pages.reading(database, page.reading)
                read.append((document, page.number, page.reading, layer))
    return laid_out(read)


def laid_out(read: Iterable[tuple[Document, int, int, Reading]]) -> list[Page]:
    """Pages of documents, numbers, layers and readings; each is followed by the next number."""
    known = {(document.id, number): (document, number, layer, reading)
             for document, number, layer, reading in read}  # fmt: skip
    out = []
    for (identity, number), (document, _, layer, reading) in known.items():
        after = known.get((identity, number + 1))
        out.append(_page(document, number, layer, reading, after[3] if after else None))
    return out


def _page(
    document: Document, number: int, layer: int, reading: Reading, after: Reading | None
) -> Page:
    dated = document.description.date
    years = dated.years() if dated else None
    words = _words(reading, years)
    own = [{*map(str, word.terms)} for word in words]
    following: list[set[str]] = [set() for _ in words]
    if after is not None:
        text = _text(reading, after, years)
        rest = [_words(after, years)[at] for at in _text(after, reading, years)]
        if text and rest:
            last = text[-1]
            if (
                _is_divided(reading, words[last].token)
                and after.text[rest[0].token.start].islower()
            ):
                whole = words[last].token.form + rest[0].token.form
                token = Token(0, len(whole), whole)
                own[last] |= {*map(str, terms(token, possible_languages(whole)))}
                rest = rest[1:]
            for at, word in enumerate(rest[:CARRIED], last + 1):
                if at == len(following):
                    following.append(set())
                following[at] = {*map(str, word.terms)}
    return Page(
        document,
        number,
        layer,
        reading,
        words,
        [*map(frozenset, own)],
        [*map(frozenset, following)],
    )


def _is_divided(reading: Reading, word: Token) -> bool:
    """Whether a line ends in a hyphen right behind a word."""
    behind = reading.text[word.end :].split("\n")[0].rstrip()
    return len(behind) == 1 and behind in HYPHENS


@lru_cache(maxsize=1000)
def _words(reading: Reading, years: tuple[int, int] | None) -> list[Position]:
    return positions(reading, years)


def _text(reading: Reading, neighbour: Reading, years: tuple[int, int] | None) -> range:
    """From the first word to the last that stand in no line apart and in no running title."""
    apart = [line for line in set_apart(reading, [neighbour]).lines if line.apart]
    inside = [
        at
        for at, word in enumerate(_words(reading, years))
        if not any(line.start <= word.token.start < line.end for line in apart)
    ]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


class Reference:
    """Answers queries over some pages, as an engine does."""

    name = "reference"

    def __init__(self, live: Sequence[Page], today: date | None = None) -> None:
        self.pages, self.today = live, today or date.today()
        self.mean = sum(len(page.words) for page in live) / max(1, len(live))
        #: what was worked out of leaves, by language, folding and role
        self.known: dict[tuple[str | None, bool, Role], dict[Any, Any]] = {}

    # -- what an engine is asked

    def find(self, tree: Node, request: Request) -> Found:
        """Answer a tree within the request's facets, years and role."""
        readable = self.readable(request.role)
        conditions = self._conditions(request)

        def asked(leaving: str = "") -> Asked:
            """Over the pages that meet all conditions but those of one facet."""
            met = [holds for own, holds in conditions if own != leaving or not own]
            pages = [page for page in readable if all(holds(page) for holds in met)]
            return Asked(self, request, pages)

        whole = asked()
        by_document: dict[str, list[Page]] = {}
        for page in whole.found(tree):
            by_document.setdefault(page.document.id, []).append(page)
        hits = {identity: whole.document_hit(tree, own) for identity, own in by_document.items()}
        ordered = sorted(
            hits, key=lambda one: _order(by_document[one][0].document, hits[one].score, request)
        )
        shown = ordered[request.offset :][: request.limit]
        return Found(
            documents=len(hits),
            pages=sum(len(hit.pages) for hit in hits.values()),
            occurrences=sum(page.occurrences for hit in hits.values() for page in hit.pages),
            hits=tuple(hits[identity] for identity in shown),
            facets={
                name: self._counted(name, asked(name).found(tree), request.facets.get(name, ()))
                for name in FACETS
                if name != "access" or request.role is Role.ARCHIVIST
            },
            searched=len(readable),
            commit="",
        )

    def on_page(self, tree: Node, request: Request, document: str, page: int) -> PageHit | None:
        """The hits of a tree on one page."""
        asked = Asked(self, request, self.readable(request.role))
        for one in asked.within:
            if (one.document.id, one.number) == (document, page):
                return asked.page_hit(tree, one)
        return None

    def in_document(self, tree: Node, request: Request, document: str) -> tuple[PageHit, ...]:
        """The pages of one document that match, without their spans."""
        asked = Asked(self, request, self.readable(request.role))
        hits = [
            replace(asked.page_hit(tree, page), spans=())
            for page in asked.found(tree)
            if page.document.id == document
        ]
        return tuple(sorted(hits, key=lambda hit: hit.number))

    # -- narrowing and counting

    def readable(self, role: Role) -> list[Page]:
        def level(page: Page) -> Level:
            about = page.document.description
            return effective(about.access, about.opens, self.today)

        return [page for page in self.pages if may_read(level(page), role)]

    def _conditions(self, request: Request) -> list[tuple[str, Callable[[Page], bool]]]:
        """What a page must meet; with each the facet whose counts leave it out of account."""

        def bears(name: str, values: Sequence[str]) -> Callable[[Page], bool]:
            return lambda page: any(value in values for value in page.facet(name, self.today))

        def lacks(name: str, values: Sequence[str]) -> Callable[[Page], bool]:
            return lambda page: not bears(name, values)(page)

        def in_years(page: Page) -> bool:
            if page.years is None:
                return UNDATED in request.facets.get("decade", ())
            first, last = page.years
            return (request.first_year is None or last >= request.first_year) and (
                request.last_year is None or first <= request.last_year
            )

        out = [(name, bears(name, some)) for name, some in request.facets.items() if some]
        out += [("", lacks(name, some)) for name, some in request.not_facets.items() if some]
        if (request.first_year, request.last_year) != (None, None):
            out.append(("decade", in_years))
        return out

    def _counted(self, name: str, found: Iterable[Page], shown: Iterable[str]) -> dict[str, int]:
        """How many documents bear each value of a facet; some values are shown also with none."""
        bearers: dict[str, set[str]] = {value: set() for value in shown}
        for page in found:
            for value in page.facet(name, self.today):
                bearers.setdefault(value, set()).add(page.document.id)
        return {value: len(some) for value, some in bearers.items()}


#: terms with their kinds, and how often each stands on a page; none that does not
Counts = Mapping[tuple[Kind, str], int]


class Asked:
    """One request's trees over some pages of a reference: those within which it is answered."""

    def __init__(self, reference: Reference, request: Request, within: Sequence[Page]) -> None:
        self.reference, self.request, self.within = reference, request, within
        self._by_document = request.scope is Scope.DOCUMENT
        self._known = reference.known.setdefault(
            (request.language, request.folding, request.role), {}
        )

    def found(self, tree: Node) -> list[Page]:
        """The pages that are an answer.

        In a document that matches as a whole they are those with a hit, or all where none has one.
        """
        pages = [page for page in self.within if self.matches(tree, page)]
        if not self._by_document:
            return pages
        lit = [page for page in pages if any(True for _ in self.lit(tree, page))]
        some = {page.document.id for page in lit}
        return [page for page in pages if page in lit or page.document.id not in some]

    def matches(self, node: Node, page: Page) -> bool:
        """Whether a page matches, or its document."""
        match node:
            case And(parts):
                return all(self.matches(part, page) for part in parts)
            case Or(parts):
                return any(self.matches(part, page) for part in parts)
            case Not(part):
                return not self.matches(part, page)
            case Everything():
                return True
        return any(self.hits(node, one) for one in self._together(page))

    def _together(self, page: Page) -> Sequence[Page]:
        """The pages on which what stands together with something on this one may stand."""
        if not self._by_document:
            return [page]
        return [one for one in self.within if one.document.id == page.document.id]

    def score(self, node: Node, page: Page) -> float:
        """How well a page matches, or its document: each word as on its best page."""
        if isinstance(node, Not | Everything) or not self.matches(node, page):
            return 0.0
        if isinstance(node, And | Or):
            return sum(self.score(part, page) for part in node.parts)
        return max(self._leaf_score(node, one) for one in self._together(page))

    def _leaf_score(self, leaf: Node, page: Page) -> float:
        if not self.hits(leaf, page):
            return 0.0
        idf, counts = self._weighed(leaf)
        norm = K1 * (1 - B + B * len(page.words) / self.reference.mean)
        parts = {(g.kind, t): g.part for g in self._parts(leaf) for t in g.terms}
        scores = [
            WEIGHTS[term[0]] * parts.get(term, 1.0) * idf * times * (K1 + 1) / (times + norm)
            for term, times in counts[page].items()
        ]
        return max(scores) + TRACE * (sum(scores) - max(scores))

    def _parts(self, node: Node) -> Sequence[Terms]:
        return self.groups(node) if isinstance(node, Fuzzy) else ()

    def _weighed(self, leaf: Node) -> tuple[float, dict[Page, Counts]]:
        """The idf that all terms of a leaf share, and how often each stands on each page."""
        if ("weighed", leaf) not in self._known:
            counts = {page: self._counts(leaf, page) for page in self.reference.pages}
            every = {term for own in counts.values() for term in own}
            having = max(sum(term in own for own in counts.values()) for term in every)
            idf = math.log(1 + (len(counts) - having + 0.5) / (having + 0.5))
            self._known["weighed", leaf] = (idf, counts)
        found: tuple[float, dict[Page, Counts]] = self._known["weighed", leaf]
        return found

    def _counts(self, leaf: Node, page: Page) -> Counts:
        if isinstance(leaf, Word | Wildcard | Fuzzy):
            terms = [(group.kind, term) for group in self.groups(leaf) for term in group.terms]
            found = {term: sum(term[1] in own for own in page.own) for term in terms}
        else:  # a hit of a kind counts for that and for all weaker ones
            ranks = [STRONGEST_FIRST.index(hit.kind) for hit in self.hits(leaf, page)]
            found = {
                (kind, ""): sum(own <= rank for own in ranks)
                for rank, kind in enumerate(STRONGEST_FIRST)
            }
        return {term: times for term, times in found.items() if times}

    # -- what is lit

    def document_hit(self, tree: Node, found: Sequence[Page]) -> DocumentHit:
        """A document with the pages of it that were found; its best ones have their spans."""
        hits = [self.page_hit(tree, page) for page in found]
        best = sorted(hits, key=lambda hit: (-hit.score, hit.number))[:PASSAGES]
        shown = [hit if hit in best else replace(hit, spans=()) for hit in hits]
        return DocumentHit(
            found[0].document.id,
            rounded(max(self.score(tree, page) for page in found)),
            tuple(sorted(shown, key=lambda hit: hit.number)),
        )

    def page_hit(self, tree: Node, page: Page) -> PageHit:
        """A page with its score, rounded, and its spans."""
        score = self.score(tree, page)
        if self._by_document:  # of the page by itself: what is lit on it
            score = sum(self._leaf_score(leaf, page) for leaf in {*self._lighting(tree, page)})
        spans = tuple(
            Span(
                hit.first,
                hit.last,
                page.words[hit.first].token.start,
                page.words[hit.last].token.end,
                hit.kind,
                hit.reasons,
            )
            for hit in outermost([*self.lit(tree, page)])
        )
        return PageHit(page.number, page.layer, rounded(score), len(spans), spans)

    def lit(self, node: Node, page: Page) -> Iterator[Hit]:
        """All hits that a tree lights on a page."""
        for leaf in self._lighting(node, page):
            yield from self.hits(leaf, page)

    def _lighting(self, node: Node, page: Page) -> Iterator[Node]:
        """The leaves that are lit on a page: none under a NOT, those of an AND where it holds."""
        match node:
            case And(parts) | Or(parts):
                if self.matches(node, page):
                    for part in parts:
                        yield from self._lighting(part, page)
            case Not() | Everything():
                return
            case _:
                yield node

    def hits(self, leaf: Node, page: Page) -> list[Hit]:
        """The hits of a leaf on a page."""
        key = ("hits", leaf, page)
        if key not in self._known:
            self._known[key] = [*LEAVES[type(leaf)](self, leaf, page)]
        found: list[Hit] = self._known[key]
        return found

    def groups(self, leaf: Word | Wildcard | Fuzzy) -> Sequence[Terms]:
        """The terms of a leaf that is one word, strongest kind first."""
        if ("groups", leaf) not in self._known:
            # A form that only pages have which the reader may not read is none for him.
            readable = self.reference.readable(self.request.role)
            every = {term for page in readable for terms in page.own for term in terms}
            forms = [term for term in every if term[0] == "x"]
            some: Sequence[Terms]
            if isinstance(leaf, Wildcard):
                pattern = exact(leaf.pattern)
                forms = [term for term in forms if _of_pattern(pattern, term[1:])]
                some = [Terms(Kind.EXACT, dict.fromkeys(forms, leaf.pattern))]
            elif isinstance(leaf, Fuzzy):
                some = _like(leaf, forms)
            else:
                some = self.word_groups(leaf.text, only=leaf.exact)
            self._known["groups", leaf] = some
        found: Sequence[Terms] = self._known["groups", leaf]
        return found

    def word_groups(self, word: str, *, only: bool) -> Sequence[Terms]:
        """The terms of a word."""
        if only:
            return [exact_terms(word)]
        return _of_word(word, self.request.language, self.request.folding)


def _of_pattern(pattern: str, form: str) -> bool:
    if not pattern or not form:
        return not pattern.strip("*") and not form
    if pattern[0] == "*":
        return _of_pattern(pattern[1:], form) or _of_pattern(pattern, form[1:])
    return pattern[0] in ("?", form[0]) and _of_pattern(pattern[1:], form[1:])


def _like(leaf: Fuzzy, forms: Sequence[str]) -> list[Terms]:
    """The word itself, and those like it: less where it is no misreading of it."""
    own = exact(leaf.text)
    near = [t for t in sorted(forms) if _edits(own, t[1:]) <= leaf.distance and t[1:] != own]
    likely = [t for t in near if _read(t) == _read(own)]
    return [
        Terms(Kind.EXACT, {f"x{own}": leaf.text}),
        Terms(Kind.FUZZY, dict.fromkeys(likely, leaf.text)),
        Terms(Kind.FUZZY, {t: leaf.text for t in near if t not in likely}, 0.9),
    ]


def _edits(one: str, other: str) -> int:
    """Letters missing, added, other or swapped with their neighbour, each place touched once."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, mine in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != mine)))
            if i > 1 and j > 1 and (one[i - 2], letter) == (mine, other[j - 2]):
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


def _read(form: str) -> str:
    """A form with one letter for all that scans take for one another."""
    return form.removeprefix("x").translate(str.maketrans("ипш31i", "ннщзіі"))


@cache
def _of_word(word: str, language: str | None, folding: bool) -> Sequence[Terms]:
    return word_terms(word, language=language, folding=folding)


# -- leaves: the hits of each on a page


def _one_word(asked: Asked, leaf: Any, page: Page) -> Iterator[Hit]:
    for at, own in enumerate(page.own):
        if why := strongest(asked.groups(leaf), own):
            yield Hit(at, at, why.kind, (why,))


def _day(_: Asked, leaf: Any, page: Page) -> Iterator[Hit]:
    for term, words in day_terms(leaf.value).items():
        for at, own in enumerate(page.own):
            if term in own:
                yield Hit(at, at + words - 1, Kind.LEMMA, ())


def _phrase(asked: Asked, leaf: Any, page: Page) -> Iterator[Hit]:
    """A phrase without gaps, and with two neighbours as a compound."""
    yield from _in_order([asked.groups(part) for part in leaf.parts], page)
    for i, (one, other) in enumerate(pairwise(leaf.parts)):
        if isinstance(one, Word) and isinstance(other, Word):
            compound = Word(f"{one.text}-{other.text}", one.exact and other.exact)
            parts = [*leaf.parts[:i], compound, *leaf.parts[i + 2 :]]
            yield from _in_order([asked.groups(part) for part in parts], page)


def _in_order(parts: Sequence[Sequence[Terms]], page: Page) -> Iterator[Hit]:
    for first in range(len(page.own)):
        last, reasons = first, list[Reason]()
        for at, groups in enumerate(parts, first):
            own = page.own[at] if at < len(page.own) else frozenset[str]()
            why = strongest(groups, own)
            if why and last >= at - 1:
                last = at
            if not why and at > first and at < len(page.following):
                why = strongest(groups, page.following[at])
            if not why:
                break
            reasons.append(why)
        else:
            weakest = max((why.kind for why in reasons), key=STRONGEST_FIRST.index)
            yield Hit(first, last, weakest, tuple(reasons))


LEAVES: dict[type, Callable[[Asked, Any, Page], Iterator[Hit]]] = {
    Word: _one_word,
    Wildcard: _one_word,
    Fuzzy: _one_word,
    Day: _day,
    Phrase: _phrase,
}


def strongest(groups: Iterable[Terms], own: frozenset[str]) -> Reason | None:
    """Why a position is a hit, or None: its first term of the strongest kind."""
    for group in groups:
        for term, word in group.terms.items():
            if term in own:
                return Reason(group.kind, word)
    return None


def outermost(hits: Sequence[Hit]) -> list[Hit]:
    """Hits in order without those inside another; of those at one place the first strongest."""
    ranked = sorted(hits, key=lambda hit: STRONGEST_FIRST.index(hit.kind))
    best: dict[tuple[int, int], Hit] = {}
    for hit in ranked:
        best.setdefault((hit.first, hit.last), hit)

    def inside(one: Hit) -> bool:
        return any(
            other is not one and other.first <= one.first and one.last <= other.last
            for other in best.values()
        )

    return sorted((hit for hit in best.values() if not inside(hit)), key=lambda hit: hit.first)


def rounded(score: float) -> float:
    """Six significant digits."""
    return float(f"{score:.6g}")


def _order(document: Document, score: float, request: Request) -> tuple[Any, ...]:
    about = document.description
    match request.sort:
        case Sort.RELEVANCE:
            key: Any = 0
        case Sort.DATE:
            dated = about.date
            key = (0, *dated.years(), dated.edtf) if dated else (1,)
        case Sort.REFERENCE:
            key = about.reference.sort_text()
        case Sort.ADDED:
            key = _Latest(document.added)
    return (key, -score, document.id)


@dataclass(frozen=True, slots=True)
class _Latest:
    """A time; the later one stands first."""

    time: str

    def __lt__(self, other: _Latest) -> bool:
        return self.time > other.time
