"""The pages of a collection as the slow evaluator sees them: words, each with its terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from corpus import documents, kinds, pages
from corpus.access import Role, effective
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.headings import kind_of
from corpus.reading import HYPHENS, Reading, Source
from corpus.reference import Leaf
from corpus.running import set_apart
from corpus.thesaurus import load
from index.analysis.positions import Position, positions, possible_languages, terms
from index.analysis.tokens import Token
from index.answer import FOUND, UNDATED
from index.names import Finder, values

#: words of the next page with which a phrase may go on
CARRIED = 16
#: document, number, leaves, layer and reading of a page that was read
Read = tuple[Document, int, tuple[Leaf, ...], int, Reading]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page that was read: its words, each with its terms, and the terms of what follows.

    ``own[i]`` are the terms of word i; ``following[i]`` those of the next page's word to which a
    phrase comes that goes on behind the end of this one, empty where that is not at i. ``names``
    are the values of the facets of names, ``found_kind`` is the kind that the document's heading
    tells where its description says none.
    """

    document: Document
    number: int
    leaves: tuple[Leaf, ...]
    layer: int
    reading: Reading
    words: Sequence[Position]
    own: Sequence[frozenset[str]]
    following: Sequence[frozenset[str]]
    names: Mapping[str, tuple[str, ...]]
    found_kind: str = ""

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
                kind = about.kind or self.found_kind
                group = kinds.groups().get(kind, "")
                found = [FOUND] if self.found_kind else []
                return tuple(filter(None, (kind, group, *found)))
            case "copy":
                return (about.copy,) if about.copy else ()
            case "quality" if self.reading.source is Source.CORRECTED:
                return ("verified",)
            case "quality":
                return ("weak" if (self.reading.confidence or 1) < 0.85 else "good",)
            case "decade":
                years = self.years
                if years is None:
                    return (UNDATED,)
                return tuple(str(ten) for ten in range(years[0] // 10 * 10, years[1] + 1, 10))
            case "access":
                return (effective(about.access, about.opens, today),)
            case "archive" if reference and reference.fonds:
                box = f"К. {reference.box}" if reference.box else ""
                opis = reference.opis or box or ("–" if reference.file else "")
                path = [archive, reference.fonds, *filter(None, (opis, reference.file))]
                return tuple(" › ".join(path[:n]) for n in range(1, len(path) + 1))
            case "archive":
                return (archive,) if reference else ("unreferenced",)
            case "author" | "addressee":
                return (said,) if (said := getattr(about, name)) else ()
        return self.names.get(name, ())

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the document."""
        return self.document.years


def contents(page: Page) -> tuple[Any, ...]:
    """All of a page, to be held against another's."""
    return tuple(getattr(page, field.name) for field in fields(page))


def catalogued(database: Database) -> list[Page]:
    """All pages that are read, as the catalogue has them."""
    read: list[Read] = []
    for document in documents.listed(database, Role.ARCHIVIST):
        for page in pages.of(database, document.id):
            if page.state == "read" and page.reading is not None:
                layer = pages.with_earlier(database, page.reading)
                read.append((document, page.number, page.leaves, page.reading, layer))
    return laid_out(read)


def laid_out(read: Iterable[Read]) -> list[Page]:
    """Pages that were read; each is followed by the next number of its document."""
    known = {(one[0].id, one[1]): one for one in read}
    out = []
    for (identity, number), one in known.items():
        after = known.get((identity, number + 1))
        out.append(_page(one, after[-1] if after else None))
    for identity in {document for document, _ in known}:
        kind = _found_kind([one for one in out if one.document.id == identity])
        out = [replace(one, found_kind=kind) if one.document.id == identity else one for one in out]
    return out


def _found_kind(pages: Sequence[Page]) -> str:
    """What the first page of a document names itself, or the second behind a cover."""
    first, second = ([page for page in pages if page.number == n] for n in (1, 2))
    if not first or first[0].document.description.kind:
        return ""
    kind = kind_of(first[0].reading, load())
    if not kind and second and len(first[0].words) <= 50:
        kind = kind_of(second[0].reading, load())
    return kind


def _page(read: Read, after: Reading | None) -> Page:
    document, number, leaves, layer, reading = read
    dated = document.description.date
    years = document.years
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
        leaves,
        layer,
        reading,
        words,
        [*map(frozenset, own)],
        [*map(frozenset, following)],
        values(_finder().find(reading, dated)),
    )


@cache
def _finder() -> Finder:
    return Finder(load())


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
