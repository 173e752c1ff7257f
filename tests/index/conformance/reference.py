"""What an engine must answer, worked out slowly: every word of every page is looked at.

The terms of words come from :mod:`index.analysis` and :mod:`index.query.expand`; everything after
that is written here anew, from the rules of the query language, with no index and no arrays. What a
leaf of the tree finds on a page is in :mod:`leaves`, what is said of a document in :mod:`said`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import leaves
from laid import Page
from leaves import STRONGEST_FIRST, Hit, Lit
from said import field_is_said, is_under

from corpus import reference as archival
from corpus.access import Level, Role, effective, may_read
from corpus.documents import Document
from index.analysis.folding import exact
from index.answer import FACETS, UNDATED, Kind, Request, Scope, Sort
from index.engine import DocumentHit, Found, PageHit, Span
from index.query.concepts import plain
from index.query.expand import Terms, exact_terms, word_terms
from index.query.tree import (
    And,
    Concept,
    Everything,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Wildcard,
    Word,
)

K1, B, TRACE = 1.2, 0.75, 0.001
WEIGHTS = dict(zip(STRONGEST_FIRST, (1.0, 0.9, 0.5, 0.4, 0.4, 0.3, 0.3), strict=True))
#: pages of a document with spans
PASSAGES = 3


class Reference:
    """Answers queries over some pages, as an engine does."""

    name = "reference"

    def __init__(self, live: Sequence[Page], today: date | None = None) -> None:
        self.pages, self.today = live, today or date.today()
        self.mean = sum(len(page.words) for page in live) / max(1, len(live))
        #: what was worked out of leaves, by language, folding and role
        self.known: dict[tuple[str | None, bool, Role], dict[Any, Any]] = {}
        #: answers with all their documents, by tree and request
        self.found: dict[tuple[Node, str], Found] = {}

    # -- what an engine is asked

    def find(self, tree: Node, request: Request) -> Found:
        """Answer a tree within the request's facets, years and role."""
        every = replace(request, limit=len(self.pages), offset=0)
        key = (tree, repr(every))
        if key not in self.found:
            self.found[key] = self._find(tree, every)
        whole = self.found[key]
        return replace(whole, hits=whole.hits[request.offset :][: request.limit])

    def _find(self, tree: Node, request: Request) -> Found:
        """The answer with all documents, whatever the request's limit and offset."""
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
        return Found(
            documents=len(hits),
            pages=sum(len(hit.pages) for hit in hits.values()),
            occurrences=sum(page.occurrences for hit in hits.values() for page in hit.pages),
            hits=tuple(hits[identity] for identity in ordered),
            facets={
                name: self._counted(name, asked(name).found(tree), request.facets.get(name, ()))
                for name in FACETS
                if (name != "access" or request.role is Role.ARCHIVIST)
                and (name != "unconfirmed" or request.unconfirmed)
            },
            searched=len(readable),
            commit="",
            compounds=Asked(self, request, readable).compounds(tree),
        )

    def ranked(self, tree: Node, request: Request) -> tuple[str, ...]:
        """The ids of all documents found, in order."""
        found = self.find(tree, replace(request, limit=len(self.pages), offset=0))
        return tuple(hit.document for hit in found.hits)

    def hits_of(
        self, tree: Node, request: Request, documents: Sequence[str]
    ) -> tuple[DocumentHit, ...]:
        """Those of some documents that are found, in that order."""
        found = self.find(tree, replace(request, limit=len(self.pages), offset=0))
        hits = {hit.document: hit for hit in found.hits}
        return tuple(hits[one] for one in documents if one in hits)

    def on_page(self, tree: Node, request: Request, document: str, page: int) -> PageHit | None:
        """The hits of a tree on one page."""
        asked = Asked(self, request, self.readable(request.role))
        for one in asked.within:
            if (one.document.id, one.number) == (document, page):
                return asked.page_hit(tree, one)
        return None

    def in_document(
        self, tree: Node, request: Request, document: str, *, spans: bool = False
    ) -> tuple[PageHit, ...]:
        """The pages of one document that match, with their spans if asked for."""
        asked = Asked(self, request, self.readable(request.role))
        hits = [
            hit if spans else hit._replace(spans=())
            for page in asked.found(tree)
            if page.document.id == document
            for hit in [asked.page_hit(tree, page)]
        ]
        return tuple(sorted(hits, key=lambda hit: hit.number))

    def every(self, tree: Node, request: Request) -> Iterator[tuple[str, PageHit]]:
        """All pages of the answer with all their spans."""
        asked = Asked(self, request, self._kept(request))
        found = sorted(asked.found(tree), key=lambda page: (page.document.id, page.number))
        for page in found:
            yield page.document.id, asked.page_hit(tree, page)

    def lengths(self, request: Request) -> dict[str, int]:
        """How many words each document has within the request's facets and years."""
        out: dict[str, int] = {}
        for page in self._kept(request):
            out[page.document.id] = out.get(page.document.id, 0) + len(page.words)
        return out

    # -- narrowing and counting

    def _kept(self, request: Request) -> list[Page]:
        """The pages that the role may read within facets and years."""
        met = [holds for _, holds in self._conditions(request)]
        return [p for p in self.readable(request.role) if all(holds(p) for holds in met)]

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
                return request.undated or UNDATED in request.facets.get("decade", ())
            first, last = page.years
            return (request.first_year is None or last >= request.first_year) and (
                request.last_year is None or first <= request.last_year
            )

        out = [(name, bears(name, some)) for name, some in request.facets.items() if some]
        out += [("", lacks(name, some)) for name, some in request.not_facets.items() if some]
        if (request.first_year, request.last_year) != (None, None):
            out.append(("decade", in_years))
        if request.exact_dates:
            out.append(("", _is_exactly_dated))
        return out

    def _counted(self, name: str, found: Iterable[Page], shown: Sequence[str]) -> dict[str, int]:
        """How many documents bear each value of a facet; some values are shown also with none."""
        bearers: dict[str, set[str]] = {value: set() for value in shown}
        for page in found:
            for value in page.facet(name, self.today):
                bearers.setdefault(value, set()).add(page.document.id)
        return {
            value: len(some)
            for value, some in bearers.items()
            if name != "archive" or value.count(" › ") < 2 or _is_open(value, shown)
        }


#: terms with their kinds, and how often each stands on a page; none that does not
Counts = Mapping[tuple[Kind, str], int]


class Asked:
    """One request's trees over some pages of a reference: those within which it is answered."""

    def __init__(self, reference: Reference, request: Request, within: Sequence[Page]) -> None:
        self.reference, self.request, self.within = reference, request, within
        self._by_document = request.scope is Scope.DOCUMENT
        self._of_document: dict[str, list[Page]] = {}
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
            case Concept():
                return self.matches(plain(node), page)
        return any(self._holds(node, one) for one in self._together(page))

    def _holds(self, leaf: Node, page: Page) -> bool:
        """Whether a leaf holds of a page by itself."""
        match leaf:
            case Field():
                return field_is_said(page, leaf, lambda word: self.groups(Word(word)))
            case archival.Reference():
                return is_under(page, leaf)
        return bool(self.hits(leaf, page))

    def _together(self, page: Page) -> Sequence[Page]:
        """The pages on which what stands together with something on this one may stand."""
        if not self._by_document:
            return [page]
        if not self._of_document:
            for one in self.within:
                self._of_document.setdefault(one.document.id, []).append(one)
        return self._of_document.get(page.document.id, [])

    def score(self, node: Node, page: Page) -> float:
        """How well a page matches, or its document: each word as on its best page."""
        if isinstance(node, Not | Everything | Field | archival.Reference) or not self.matches(
            node, page
        ):
            return 0.0
        if isinstance(node, Concept):
            return self.score(plain(node), page)
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
        own = isinstance(node, Fuzzy) or (isinstance(node, Word) and node.added)
        return self.groups(node) if own else ()

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
        else:  # a hit of a kind counts for that and for all weaker ones but the thesaurus's
            ranks = [STRONGEST_FIRST.index(hit.kind) for hit in self.hits(leaf, page)]
            found = {
                (kind, ""): sum(
                    own == rank if kind is Kind.THESAURUS else own <= rank for own in ranks
                )
                for rank, kind in enumerate(STRONGEST_FIRST)
            }
        return {term: times for term, times in found.items() if times}

    # -- what is lit

    def document_hit(self, tree: Node, found: Sequence[Page]) -> DocumentHit:
        """A document with the pages of it that were found; its best ones have their spans."""
        hits = [self.page_hit(tree, page) for page in found]
        best = sorted(hits, key=lambda hit: (-hit.score, hit.number))[:PASSAGES]
        shown = [hit if hit in best else hit._replace(spans=()) for hit in hits]
        return DocumentHit(
            found[0].document.id,
            rounded(max(self.score(tree, page) for page in found)),
            tuple(sorted(shown, key=lambda hit: hit.number)),
            found[0].found_kind,
        )

    def page_hit(self, tree: Node, page: Page) -> PageHit:
        """A page with its score, rounded, and its spans."""
        score = self.score(tree, page)
        if self._by_document:  # of the page by itself: what is lit on it
            score = sum(self._leaf_score(leaf, page) for leaf in {*self._lighting(tree, page)})
        spans = tuple(
            Span(
                one.first,
                one.last,
                page.words[one.first].token.start,
                page.words[one.last].token.end,
                one.kind,
                one.reasons,
            )
            for one in leaves.outermost([*self.lit(tree, page)])
        )
        return PageHit(page.number, page.layer, rounded(score), len(spans), spans)

    def lit(self, node: Node, page: Page) -> Iterator[Lit]:
        """All that a tree lights on a page."""
        for leaf in self._lighting(node, page):
            for hit in self.hits(leaf, page):
                yield from hit.lit

    def _lighting(self, node: Node, page: Page) -> Iterator[Node]:
        """The leaves that are lit on a page: none under a NOT, those of an AND where it holds."""
        match node:
            case And(parts) | Or(parts):
                if self.matches(node, page):
                    for part in parts:
                        yield from self._lighting(part, page)
            case Not() | Everything() | Field() | archival.Reference():
                return
            case Concept():
                yield from self._lighting(plain(node), page)
            case _:
                yield node

    def compounds(self, node: Node) -> dict[str, str]:
        """Neighbours in phrases that pages have as one word, and that word."""
        match node:
            case And(parts) | Or(parts):
                inside = [self.compounds(part) for part in parts]
                return {typed: whole for some in inside for typed, whole in some.items()}
            case Not(part):
                return self.compounds(part)
            case Concept():
                return self.compounds(plain(node))
            case Phrase():
                tried = [leaves.compounds(self, node, page) for page in self.within]
                return {typed: whole for some in tried for typed, whole, found in some if found}
        return {}

    def hits(self, leaf: Node, page: Page) -> list[Hit]:
        """The hits of a leaf on a page."""
        key = ("hits", leaf, page)
        if key not in self._known:
            self._known[key] = leaves.hits(self, leaf, page)
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
                forms = [term for term in forms if leaves.of_pattern(pattern, term[1:])]
                some = [Terms(Kind.EXACT, dict.fromkeys(forms, leaf.pattern))]
            elif isinstance(leaf, Fuzzy):
                some = leaves.like(leaf, forms)
            else:
                some = self._word_groups(leaf)
            self._known["groups", leaf] = some
        found: Sequence[Terms] = self._known["groups", leaf]
        return found

    def _word_groups(self, word: Word) -> Sequence[Terms]:
        language = word.language or self.request.language
        if word.exact:
            found: Sequence[Terms] = [exact_terms(word.text)]
        else:
            found = _of_word(word.text, language, self.request.folding)
        if not word.added:
            return found
        return [Terms(Kind.THESAURUS, dict.fromkeys(one.terms, word.added),
                      WEIGHTS[one.kind] * one.part) for one in found]  # fmt: skip


@cache
def _of_word(word: str, language: str | None, folding: bool) -> Sequence[Terms]:
    return word_terms(word, language=language, folding=folding)


def _is_exactly_dated(page: Page) -> bool:
    """Whether a document is of one year, month or day, and nobody doubts it."""
    dated = page.document.description.date
    if dated is None or dated.earliest is None or dated.latest is None:
        return False
    return dated.earliest.year == dated.latest.year and not set(dated.edtf) & set("~?%X")


def _is_open(value: str, selected: Iterable[str]) -> bool:
    """Whether what a value stands right below is selected, or has something selected below it."""
    over = value.rpartition(" › ")[0]
    return any(f"{one} › ".startswith(f"{over} › ") for one in selected) or value in selected


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
