"""Bringing the index up to the catalogue: page by page, in commits that may be interrupted.

The catalogue counts its changes; a commit says how far it has seen. What it holds is read from the
catalogue as that stands at one moment, and what has changed with one count stands in one commit.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from corpus import disk, documents, pages
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.documents import Document
from corpus.errors import EngineFailed
from corpus.labels import places
from corpus.pages import Page
from corpus.proposals import PAGES
from corpus.quality import quality
from corpus.rules import Rule, strictest
from corpus.thesaurus import remember
from index.analysis.overhang import PageWords, page_words, terms_of
from index.analysis.positions import possible_languages, terms
from index.analysis.tokens import tokens
from index.answer import UNDATED
from index.embedded.arrayfile import DamagedArrays
from index.embedded.facts import PARTS, WORDS, Facts
from index.embedded.generation import Generation, begin, current, finish
from index.embedded.holding import building, writing
from index.naming import Naming, fingerprint, names_fit

log = logging.getLogger(__name__)

#: Pages in one commit: enough to make commits cheap, few enough to lose little when cut off.
BATCH = 500

Progress = Callable[[int, int], None]


def update(collection: Collection, progress: Progress | None = None) -> Generation:
    """Index what changed in the catalogue; builds a generation where there is none that fits.

    One that has seen more than the catalogue knows belongs to another: a copy was put in its place.
    One that is found to be damaged is built anew too.

    Raises:
        BadUse: the disk is full, or the index cannot be written; the next run goes on.
        IndexHeld: another process has written the index for too long.

    """
    known = None
    remember(collection)
    with disk.writing(collection.index), collection.catalogue() as database:
        try:
            with writing(collection.index):
                known = _fitting(collection, database)
                if known is not None:
                    _catch_up(collection, database, known, progress)
                    return known
        except (DamagedArrays, FileNotFoundError) as reason:
            log.warning("the index is damaged and built anew: %s", reason)
        with building(collection.index):
            other = _fitting(collection, database)
            if other in (None, known):
                return _built(collection, database, progress)
            with writing(collection.index):  # somebody else has built it meanwhile
                _catch_up(collection, database, other, progress)
                return other


def build(collection: Collection, progress: Progress | None = None) -> Generation:
    """Build a new generation from the catalogue beside the current one and swap it in.

    The current one answers meanwhile, and may be updated. A build that was cut off goes on. Raises
    as :func:`update` does.
    """
    remember(collection)
    with (
        disk.writing(collection.index),
        collection.catalogue() as database,
        building(collection.index),
    ):
        return _built(collection, database, progress)


def _built(collection: Collection, database: Database, progress: Progress | None) -> Generation:
    generation = begin(collection.index, _newest(database), fingerprint(collection))
    _catch_up(collection, database, generation, progress)
    with writing(collection.index):
        _catch_up(collection, database, generation, progress)
        return finish(generation)


def _fitting(collection: Collection, database: Database) -> Generation | None:
    """The current generation, if it can be read, and is of this catalogue and its thesaurus."""
    generation = current(collection.index)
    try:
        fits = (
            generation is not None
            and generation.serial() <= _newest(database)
            and names_fit(collection, generation.names())
        )
    except EngineFailed as reason:
        log.warning("%s", reason)
        return None
    return generation if fits else None


def _newest(database: Database) -> int:
    return database.number("SELECT value FROM serial")


def is_current(collection: Collection, database: Database) -> bool:
    """Whether the index has seen every change of the catalogue and of the thesaurus."""
    generation = current(collection.index)
    newest = database.number("SELECT coalesce(max(changed), 0) FROM pages")
    return (
        generation is not None
        and generation.serial() >= newest
        and names_fit(collection, generation.names())
    )


def _catch_up(
    collection: Collection, database: Database, generation: Generation, progress: Progress | None
) -> None:
    """Index until nothing is new, whatever was added meanwhile."""
    serial, done = generation.serial(), 0
    total = pages.count_changed_since(database, serial)
    while True:
        with database.reading():
            batch = pages.changed_since(database, serial, BATCH)
            if not batch:
                return
            serial = batch[-1].changed
            _write(database, generation, batch, serial, Naming(collection))
        log.debug("committed %d", len(batch))
        done += len(batch)
        if progress:
            progress(done, max(done, total))


def _write(
    database: Database, generation: Generation, batch: Sequence[Page], serial: int, naming: Naming
) -> None:
    about = documents.by_id(database, sorted({p.document for p in batch}))
    # A page carries the first words of the next: the page before a changed one changes too.
    neighbours = pages.before(database, batch)

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

    writer = generation.writer()
    try:
        writer.delete_pages(page.id for page in (*batch, *neighbours))
        for page in (*batch, *neighbours):
            if (own := words(page)) is not None:
                behind = pages.at(database, page.document, page.number + 1)
                # a page that is closed further is not carried by one that is not
                carried = behind if behind and behind.rule in (None, page.rule) else None
                following = words(carried) if carried else None
                writer.add_page(
                    terms_of(own, following),
                    facts(
                        page,
                        about[page.document],
                        own,
                        # the kind is told of the document: no page that is closed tells it
                        found(
                            page.reading,
                            page.document,
                            heading=page.number <= PAGES and page.rule is None,
                        ),
                    ),
                    [(word.token.start, word.token.end) for word in own.words],
                )
    except BaseException:
        writer.cancel()
        raise
    writer.commit(serial)


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> tuple[str, ...]:
    """The terms of the words of a title or a name, each once."""
    found = (terms(token, possible_languages(token.form)) for token in tokens(text))
    return tuple(dict.fromkeys(str(term) for of_word in found for term in of_word))


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
            "decade": tuple(map(str, d.date.decades(document.file_date))) if d.date else (UNDATED,),
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
