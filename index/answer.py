"""What is asked of an index and what it answers, the same for every engine and every face.

Offsets are half-open ranges of Unicode code points; quads are those of :mod:`corpus.reading`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from operator import attrgetter

from corpus.access import Role
from corpus.messages import Message
from corpus.reading import Quad
from corpus.reference import Reference

#: Facets in the order in which they are shown.
FACETS = (
    "archive", "language", "kind", "decade", "place", "person", "organisation", "camp", "category",
    "author", "addressee", "unconfirmed", "copy", "quality", "text_source", "access",
)  # fmt: skip
#: Facets whose values are names on the page: ids of concepts of the thesaurus, or headings.
NAMED = ("place", "person", "organisation", "camp", "category")
#: Facets whose values stand below others: a fonds below its archive, an opis below that fonds, an
#: order below the administrative kinds, a name that is unsure below its facet
#: (:func:`corpus.labels.above`).
TREES = ("archive", "kind", "unconfirmed")
#: Of a facet's values so many are given, the most frequent ones.
MOST_VALUES = 300
#: Words among which hits of a year are counted where years are compared.
RATE_WORDS = 10_000
#: The facet value of documents without a date.
UNDATED = "undated"
#: The value of the facet «kind» of documents whose kind nobody has said but the heading.
FOUND = "found"


class Sort(StrEnum):
    """Order of the results; undated and unreferenced ones stand last."""

    RELEVANCE = "relevance"
    DATE = "date"
    REFERENCE = "reference"
    ADDED = "added"


class Scope(StrEnum):
    """Where the words of a query must stand together: on one page, or anywhere in a document."""

    PAGE = "page"
    DOCUMENT = "document"


class Grouping(StrEnum):
    """What one result is: a document, or a file (дело) with all of its documents that match."""

    DOCUMENT = "document"
    FILE = "file"


class Kind(StrEnum):
    """Which kind of term made a word a hit, strongest first."""

    EXACT = "exact"
    LEMMA = "lemma"
    FOLDED = "folded"
    ALTERNATIVE = "alternative"
    EARLIER = "earlier"
    FUZZY = "fuzzy"
    THESAURUS = "thesaurus"


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why a word is a hit: the kind of term that matched, and the word of the query it stands for.

    ``word`` is that word in its dictionary form where ``kind`` is a lemma («лагерь», «болуу»).
    """

    kind: Kind
    word: str


@dataclass(frozen=True, slots=True)
class Request:
    """A query with everything that narrows and orders its answer.

    ``facets`` keeps what bears one of the values of each name given; ``not_facets`` leaves out
    what bears any. ``first_year`` and ``last_year`` are inclusive and match any overlap; with
    ``undated`` they keep what has no date, too. ``exact_dates`` keeps only what is dated exactly
    (:func:`corpus.dates.is_exact`). Without ``count_hits`` only the hits of the pages shown are
    counted. With ``thesaurus`` words also find what the concepts that they name are called, but for
    the names in ``left_out``. With ``unconfirmed`` the facet of names that are unsure is counted
    too. With ``group`` FILE, ``limit`` and ``offset`` count files; totals and facets count
    documents either way.
    """

    query: str = ""
    exact: bool = False
    folding: bool = True
    scope: Scope = Scope.PAGE
    thesaurus: bool = False
    left_out: tuple[str, ...] = ()
    unconfirmed: bool = False
    count_hits: bool = True
    language: str | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None
    undated: bool = False
    exact_dates: bool = False
    sort: Sort = Sort.RELEVANCE
    group: Grouping = Grouping.DOCUMENT
    limit: int = 10
    offset: int = 0
    role: Role = Role.PUBLIC

    def narrowing(self) -> Hashable:
        """Whatever of it decides, for one tree, which pages match and what facets count."""
        facets = (tuple(sorted(some.items())) for some in (self.facets, self.not_facets))
        return (_narrowing(self), *facets)

    def part(self) -> Hashable:
        """What else decides which part of the answer is told, and how it is ordered."""
        return _part(self)


_PART = ("count_hits", "sort", "group", "limit", "offset")
_part = attrgetter(*_PART)
_narrowing = attrgetter(
    *{own.name for own in fields(Request)} - {"query", "facets", "not_facets", *_PART}
)


@dataclass(frozen=True, slots=True)
class Added:
    """A name from the thesaurus that is searched beside what was typed, ``typed``.

    ``concept`` is the id of what bears it and ``relation`` what that is to the concept that was
    meant: that itself (empty), ``narrower`` or ``related``. Most names nobody has ``checked``.
    """

    text: str
    typed: str
    concept: str
    relation: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """An oddity of a query; ``code`` is of the closed list in docs/readers.md."""

    code: str
    message: Message


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of a word stands: the page's number in its document and the quad."""

    page: int
    quad: Quad


@dataclass(frozen=True, slots=True)
class Hit:
    """A matched word or phrase at one place of a page.

    ``words`` are indices into the reading's words (empty where the text has no image); ``reasons``
    has one for each word of a phrase (none for a day), ``kind`` is the weakest of theirs.
    """

    start: int
    end: int
    text: str
    kind: Kind
    words: tuple[int, ...]
    places: tuple[Place, ...]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a page: ``marks`` are ranges of ``text`` to be lit, each with ``reasons``.

    ``start`` is where the text of the page has it.
    """

    page: int
    leaves: tuple[str, ...]
    text: str
    marks: tuple[tuple[int, int], ...]
    occurrences: int
    reasons: tuple[tuple[Reason, ...], ...] = ()
    start: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A document of the answer.

    ``kind`` is its kind, which only its heading says where ``kind_found``. ``page`` is its best
    page, ``snippets`` its best passages in leaf order, ``boxes`` the hits of the best page.
    ``pages`` are the numbers of its pages with hits (at most 50 of ``pages_total``) with the number
    of hits on each in ``page_occurrences``.
    """

    document: str
    file: str | None
    level: str
    title: str
    reference: str
    date: str
    kind: str
    kind_found: bool
    languages: tuple[str, ...]
    text_source: str
    page: int
    leaves: tuple[str, ...]
    score: float
    pages: tuple[int, ...]
    page_leaves: tuple[tuple[str, ...], ...]
    page_occurrences: tuple[int, ...]
    pages_total: int
    snippets: tuple[Snippet, ...]
    boxes: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of an answer that stand in one file, or a document that stands in none.

    ``file`` is the file's id, None where there is none; ``reference`` and ``title`` are the file's
    own; ``documents`` says how many of its documents match, and ``hits`` are the best of them in
    the order of their leaves.
    """

    file: str | None
    reference: Reference
    title: str
    documents: int
    hits: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A document beside another one in an answer: a page of it, and its place among the results.

    Places count from 1; where results are files, the place is its file's.
    """

    document: str
    page: int
    place: int


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a document stands among the ``documents`` of an answer, ``rank`` from 1.

    Of the document before it the last page with hits is given, of that after it the first one.
    """

    rank: int
    documents: int
    before: Neighbour | None
    after: Neighbour | None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value and how many documents of the answer it would keep.

    :func:`corpus.labels.label` names it in the reader's language. ``depth`` is 0 except in the
    facets of :data:`TREES`, where what stands below a value follows it with one more. Below a fonds
    are those values only that stand right below one that is kept, or on the way to it.
    """

    value: str
    documents: int
    selected: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class InYear:
    """What an answer has in a year beside what the reader may read of that year.

    ``documents`` match, with ``hits`` on their pages, of ``held_documents`` with ``held_words``. A
    document is in every year that its date touches.
    """

    documents: int
    hits: int
    held_documents: int
    held_words: int

    @property
    def share(self) -> float:
        """Which part of the year's documents match, from 0 to 1."""
        return self.documents / self.held_documents

    @property
    def rate(self) -> float:
        """Hits among :data:`RATE_WORDS` words of the year."""
        return RATE_WORDS * self.hits / self.held_words if self.held_words else 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """All results of a request. ``unread_pages`` says what was not searched.

    ``added`` are the names from the thesaurus that were searched, ``offered`` those that would find
    more documents, ``more`` of them; each stands on a page that the reader may read.
    ``suggestions`` are queries that may be meant, ``fewer`` ones with fewer of the words where no
    page has all. ``results`` is how many there are to choose from by ``limit`` and ``offset``:
    documents, or ``groups`` where files were asked for, which hold the ``hits`` in the same order.
    """

    query: str
    understood: Message
    diagnostics: tuple[Diagnostic, ...]
    suggestions: tuple[str, ...]
    fewer: tuple[str, ...]
    documents: int
    pages: int
    occurrences: int
    complete: bool
    searched_pages: int
    unread_pages: int
    took_ms: float
    engine: str
    commit: str
    hits: tuple[Result, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    added: tuple[Added, ...] = ()
    offered: tuple[Added, ...] = ()
    more: int = 0
    results: int = 0
    groups: tuple[Group, ...] | None = None
