r"""The address of a page is its whole state.

What a reader asked, narrowed and opened stands in the address, in stable codes and never in
labels, so that Back, Forward and a link sent to a colleague show the same. Defaults are left out.

=============  =======================================================================
parameter      meaning
=============  =======================================================================
``q``          the query as typed
``form``       ``exact``: the typed forms only
``fold``       ``0``: no weaker matches through spelling
``scope``      ``document``: words anywhere in a document
``th``         ``1``: the names of the thesaurus too
``-th``        a name of the thesaurus left out, repeated for several
``un``         ``1``: names that are unsure too
``in``         language of the query (``ru``, ``kk``, ``ky``)
*facet*        a value kept, repeated for several; the name is one of ``index.FACETS``
``-``\ *facet*   a value left out
``y``          years: ``1930-1949``, ``1930-`` or ``-1949``, inclusive
``nd``         ``1``: beside the years what has no date
``ed``         ``1``: only what is dated exactly
``sort``       ``date``, ``reference``, ``added``
``group``      ``file``: the documents of a file are one result
``p``          page of the results, from 1
``id``         the document that is open
``n``          number of its page, from 1
``h``          which hit of the page is the current one, from 1; ``last``
``at``         characters of the page's text that are lit: ``217-356``, repeated for several
``quote``      the quotation that is looked for
``new``        what a misreading (``q``) is to be corrected into everywhere
``i``          a passage of a list (:mod:`ui.kept`), repeated for several
``b``          branch of the archivist's tree: ``all``, ``none``, ``fonds:3``, ``opis:7``, a file
``c``          a document chosen there, repeated for several
``turn``       degrees by which the scan is turned: 90, 180 or 270
``tint``       ``1``: words are tinted that OCR was unsure of
``ui``         language of the interface
``w`` …        the names of the collection, see :mod:`ui.named`
``k`` …        a concordance of the answer, see :mod:`ui.lines`
=============  =======================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from corpus.access import Role
from corpus.labels import lineage
from index.answer import FACETS, Grouping, Request, Scope, Sort
from ui import lines, named
from ui.i18n import LANGUAGES
from ui.kept import Kept, read, write
from ui.lines import Lines
from ui.named import Names

#: Results on one page of the answer.
PER_PAGE = 10
#: Languages that a query can be tied to.
QUERY_LANGUAGES = ("ru", "kk", "ky")
#: Degrees by which a scan can be turned from how it lies.
TURNS = ("90", "180", "270")
#: The current hit is the last one of the page: the reader came from the page after it.
LAST = -1

_RANGE = re.compile(r"(\d{1,6})-(\d{1,6})")
_BRANCH = re.compile(r"all|none|bin|(?:fonds|opis):[0-9]{1,9}|f[a-z0-9]{1,20}")
_DOCUMENT = re.compile(r"d[a-z0-9]{1,20}")
_YEARS = re.compile(r"(\d{1,4})?-(\d{1,4})?")
#: Nobody turns to a page beyond this; a longer number is a broken address.
_MOST = 10**7


@dataclass(frozen=True, slots=True)
class Address:
    """Everything that a page shows; see the table above. ``hit`` 0 is the first one, unsaid."""

    query: str = ""
    exact: bool = False
    folding: bool = True
    scope: Scope = Scope.PAGE
    thesaurus: bool = False
    left_out: tuple[str, ...] = ()
    unconfirmed: bool = False
    language: str | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None
    undated: bool = False
    exact_dates: bool = False
    sort: Sort = Sort.RELEVANCE
    group: Grouping = Grouping.DOCUMENT
    results: int = 1
    document: str = ""
    page: int = 1
    hit: int = 0
    lit: tuple[tuple[int, int], ...] = ()
    quotation: str = ""
    instead: str = ""
    kept: tuple[Kept, ...] = ()
    branch: str = ""
    chosen: tuple[str, ...] = ()
    turned: int = 0
    tinted: bool = False
    interface: str | None = None
    lines: Lines | None = None
    names: Names | None = None

    @property
    def narrowed(self) -> bool:
        """Whether facets, years or the doubt about these narrow the answer."""
        years = self.first_year is not None or self.last_year is not None
        return (
            years or self.exact_dates or any(self.facets.values()) or any(self.not_facets.values())
        )

    @property
    def order(self) -> Sort:
        """In which order the results stand: where nothing is sought, nothing is more relevant."""
        by_reference = self.sort is Sort.RELEVANCE and not self.query
        return Sort.REFERENCE if by_reference else self.sort

    def request(self, role: Role) -> Request:
        """Return what is asked of the index, for one page of results."""
        return Request(
            query=self.query,
            exact=self.exact,
            folding=self.folding,
            scope=self.scope,
            thesaurus=self.thesaurus,
            left_out=self.left_out,
            unconfirmed=self.unconfirmed,
            language=self.language,
            facets=self.facets,
            not_facets=self.not_facets,
            first_year=self.first_year,
            last_year=self.last_year,
            undated=self.undated,
            exact_dates=self.exact_dates,
            sort=self.order,
            group=self.group,
            limit=PER_PAGE,
            offset=(self.results - 1) * PER_PAGE,
            role=role,
        )

    def with_facet(self, name: str, value: str, state: str) -> Address:
        """Keep (``"keep"``) or leave out (``"drop"``) a value, or ask nothing of it (``""``)."""
        kept = tuple(v for v in self.facets.get(name, ()) if v != value)
        dropped = tuple(v for v in self.not_facets.get(name, ()) if v != value)
        if state == "keep":  # of a fonds and its archive only one can be meant
            own = lineage(name, value)
            kept = tuple(v for v in kept if v not in own and value not in lineage(name, v))
            kept += (value,)
        elif state == "drop":
            dropped += (value,)
        return replace(
            self,
            facets=_with(self.facets, name, kept),
            not_facets=_with(self.not_facets, name, dropped),
            results=1,
        )

    def without_facets(self) -> Address:
        """The same query, nothing narrowed."""
        return replace(
            self,
            facets={},
            not_facets={},
            first_year=None,
            last_year=None,
            undated=False,
            exact_dates=False,
            results=1,
        )

    def search(self) -> Address:
        """The answer from which a page was opened."""
        return replace(self, document="", page=1, hit=0, lit=(), turned=0, tinted=False)

    def at(self, document: str, page: int, hit: int = 0) -> Address:
        """A page of a document, the words of the query lit; in a document the scans stay turned."""
        turned = self.turned if document == self.document else 0
        return replace(self, document=document, page=page, hit=hit, lit=(), turned=turned)


def decode(parameters: Mapping[str, Iterable[str]]) -> Address:
    """Read the parameters of an address; what cannot be meant is left at its default."""
    given = {name: [*values] for name, values in parameters.items()}

    def one(name: str) -> str:
        return next(reversed(given.get(name, [])), "")

    first, last = _years(one("y"))
    return Address(
        query=one("q").strip(),
        exact=one("form") == "exact",
        folding=one("fold") != "0",
        scope=Scope(one("scope")) if one("scope") in set(Scope) else Scope.PAGE,
        thesaurus=one("th") == "1",
        left_out=tuple(dict.fromkeys(filter(None, given.get("-th", ())))),
        unconfirmed=one("un") == "1",
        language=one("in") if one("in") in QUERY_LANGUAGES else None,
        facets=_facets(given, ""),
        not_facets=_facets(given, "-"),
        first_year=first,
        last_year=last,
        undated=one("nd") == "1",
        exact_dates=one("ed") == "1",
        sort=Sort(one("sort")) if one("sort") in set(Sort) else Sort.RELEVANCE,
        group=Grouping.FILE if one("group") == "file" else Grouping.DOCUMENT,
        results=_number(one("p"), 1),
        document=one("id").strip(),
        page=_number(one("n"), 1),
        hit=LAST if one("h") == "last" else _number(one("h"), 0),
        lit=tuple(filter(None, map(_range, given.get("at", ())))),
        quotation=one("quote").strip(),
        instead=one("new").strip(),
        kept=read(given.get("i", ())),
        branch=one("b") if _BRANCH.fullmatch(one("b")) else "",
        chosen=tuple(dict.fromkeys(filter(_DOCUMENT.fullmatch, given.get("c", ())))),
        turned=int(one("turn")) if one("turn") in TURNS else 0,
        tinted=one("tint") == "1",
        interface=one("ui") if one("ui") in LANGUAGES else None,
        lines=lines.decode(given),
        names=named.decode(given),
    )


def encode(address: Address) -> dict[str, list[str]]:
    """Write an address as parameters, defaults left out; :func:`decode` reads them back."""
    parameters = {
        "q": [address.query] if address.query else [],
        "form": ["exact"] if address.exact else [],
        "fold": [] if address.folding else ["0"],
        "scope": [] if address.scope is Scope.PAGE else [address.scope.value],
        "th": ["1"] if address.thesaurus else [],
        "-th": [*address.left_out],
        "un": ["1"] if address.unconfirmed else [],
        "in": [address.language] if address.language else [],
        **{name: [*address.facets.get(name, ())] for name in FACETS},
        **{f"-{name}": [*address.not_facets.get(name, ())] for name in FACETS},
        "y": _written_years(address.first_year, address.last_year),
        "nd": ["1"] if address.undated else [],
        "ed": ["1"] if address.exact_dates else [],
        "sort": [] if address.sort is Sort.RELEVANCE else [address.sort.value],
        "group": [] if address.group is Grouping.DOCUMENT else [address.group.value],
        "p": [str(address.results)] if address.results > 1 else [],
        "id": [address.document] if address.document else [],
        "n": [str(address.page)] if address.page > 1 else [],
        "h": ["last"] if address.hit == LAST else [str(address.hit)] if address.hit else [],
        "at": [f"{start}-{end}" for start, end in address.lit],
        "quote": [address.quotation] if address.quotation else [],
        "new": [address.instead] if address.instead else [],
        "i": write(address.kept),
        "b": [address.branch] if address.branch else [],
        "c": [*address.chosen],
        "turn": [str(address.turned)] if address.turned else [],
        "tint": ["1"] if address.tinted else [],
        "ui": [address.interface] if address.interface else [],
        **lines.encode(address.lines),
        **named.encode(address.names),
    }
    return {name: values for name, values in parameters.items() if values}


def link(address: Address, path: str = "") -> str:
    """Return the address as a link within the program, to the page at ``path``.

    Else the reader's if a document is open, a list's, that of the archivist's tree, of names, that
    of a concordance, that of the finder of quotations, or an answer's.
    """
    query = urlencode(encode(address), doseq=True)
    path = path or ("/page" if address.document else "/list" if address.kept else "/")
    if path == "/" and (address.branch or address.chosen):
        path = "/describe"
    if path == "/" and address.names:
        path = "/headings"
    if path == "/" and address.lines:
        path = "/concordance"
    if path == "/" and address.quotation:
        path = "/quotation"
    return f"{path}?{query}" if query else path


def _facets(given: Mapping[str, list[str]], sign: str) -> dict[str, tuple[str, ...]]:
    found = {name: tuple(dict.fromkeys(given.get(sign + name, []))) for name in FACETS}
    return {name: values for name, values in found.items() if values}


def _with(
    facets: Mapping[str, tuple[str, ...]], name: str, values: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    return {k: v for k, v in {**facets, name: values}.items() if v}


def _number(text: str, least: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else least
    return number if least <= number <= _MOST else least


def _range(text: str) -> tuple[int, int] | None:
    """A half-open range that is not empty."""
    m = _RANGE.fullmatch(text) if text.isascii() else None
    return (int(m[1]), int(m[2])) if m and int(m[1]) < int(m[2]) else None


def _years(text: str) -> tuple[int | None, int | None]:
    m = _YEARS.fullmatch(text) if text.isascii() else None
    if m is None:
        return None, None
    first, last = (int(year) if year else None for year in m.groups())
    if first is not None and last is not None and first > last:
        first, last = last, first
    return first, last


def _written_years(first: int | None, last: int | None) -> list[str]:
    if first is None and last is None:
        return []
    return [f"{'' if first is None else first}-{'' if last is None else last}"]
