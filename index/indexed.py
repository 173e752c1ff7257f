"""A page as every engine takes it: its terms, what is known beside them, where its words stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus import documents, pages
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.labels import places
from corpus.pages import Page
from corpus.proposals import PAGES
from corpus.quality import quality
from corpus.rules import Rule, strictest
from index.analysis.overhang import PageWords, page_words, terms_of
from index.analysis.positions import possible_languages, terms
from index.analysis.tokens import tokens
from index.answer import UNDATED
from index.embedded.facts import PARTS, WORDS, Facts
from index.embedded.ranges import Ranges
from index.naming import Naming


@dataclass(frozen=True, slots=True)
class Indexed:
    """A page that was read.

    ``terms`` has those of each position in order, carried ones of the next page among them;
    ``ranges`` are half-open code point ranges of its own words.
    """

    facts: Facts
    terms: Sequence[Sequence[str]]
    ranges: Ranges


def indexed(database: Database, some: Iterable[Page], naming: Naming) -> Iterator[Indexed]:
    """Yield those of some pages that were read and may be found; others have nothing to index.

    A page carries the first words of the next: where a page has changed, the one before it
    (:func:`corpus.pages.before`) is to be indexed anew, too. Give pages in order, those of a
    document together: what neighbours share is then worked out once.
    """
    asked = [*some]
    about = documents.by_id(database, sorted({page.document for page in asked}))

    @lru_cache(maxsize=4)
    def words_of(layer: int, document: str) -> PageWords:
        return page_words(pages.with_earlier(database, layer), about[document].years)

    def words(page: Page) -> PageWords | None:
        is_read = page.state == "read" and page.reading is not None and page.document in about
        return words_of(page.reading, page.document) if is_read and page.reading else None

    @lru_cache(maxsize=4)
    def found(layer: int, document: str, *, heading: bool) -> Mapping[str, tuple[str, ...]]:
        reading = words_of(layer, document).reading
        kind = naming.kind(reading) if heading else ""
        names = naming.values(reading, about[document].description.date)
        return {**names, "found_kind": (kind,) if kind else ()}

    for page in asked:
        if (own := words(page)) is None or page.reading is None:
            continue
        behind = pages.at(database, page.document, page.number + 1)
        # a page that is closed further is not carried by one that is not
        carried = behind if behind and behind.rule in (None, page.rule) else None
        following = words(carried) if carried else None
        # the kind is told of the document: no page that is closed tells it
        heading = page.number <= PAGES and page.rule is None
        told = found(page.reading, page.document, heading=heading)
        yield Indexed(
            facts(page, about[page.document], own, told),
            terms_of(own, following),
            [(word.token.start, word.token.end) for word in own.words],
        )


def facts(
    page: Page, document: Document, own: PageWords, found: Mapping[str, tuple[str, ...]]
) -> Facts:
    """What the index keeps of a page beside its terms; ``found`` is what its reading tells."""
    d = document.description
    assert page.reading is not None  # noqa: S101 - the caller indexes pages with a layer only
    ref = d.reference
    rule = Rule(d.access, d.opens)
    if page.rule is not None:
        rule = strictest(rule, page.rule)
    return Facts(
        key=page.id,
        document=document.id,
        number=page.number,
        layer=page.reading,
        words=len(own.words),
        access=rule.level,
        opens=rule.opens,
        facets={
            "language": own.reading.languages or d.languages,
            "kind": (d.kind,) if d.kind else (),
            "decade": tuple(map(str, document.decades)) or (UNDATED,),
            "archive": places(ref)[:2],  # for what stands below see shelf.py
            "text_source": (own.reading.source,),
            "quality": (quality(own.reading),),
            "copy": (d.copy,) if d.copy else (),
            "leaf": tuple(map(str, page.leaves)),
            **{name: (part,) if (part := getattr(ref, name)) else () for name in PARTS},
            "author": (d.author,) if d.author else (),
            "addressee": (d.addressee,) if d.addressee else (),
            **{facet: _words(getattr(d, name)) for name, facet in WORDS.items()},
            **found,
        },
        years=document.years,
        edtf=d.date.edtf if d.date else "",
        reference=ref.sort_text(),
        added=document.added,
    )


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> tuple[str, ...]:
    """The terms of the words of a title or a name, each once."""
    found = (terms(token, possible_languages(token.form)) for token in tokens(text))
    return tuple(dict.fromkeys(str(term) for of_word in found for term in of_word))
