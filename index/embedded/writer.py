"""Bringing the index up to the catalogue: page by page, in commits that may be interrupted.

The catalogue counts its changes; a commit says how far it has seen. What it holds is read from the
catalogue as that stands at one moment, and what has changed with one count stands in one commit.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from corpus import disk, pages
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.errors import EngineFailed
from corpus.pages import Page
from corpus.thesaurus import remember
from index.embedded.arrayfile import DamagedArrays
from index.embedded.generation import (
    Generation,
    begin,
    current,
    finish,
    is_foreign,
    under_way,
)
from index.embedded.holding import building, writing
from index.indexed import indexed
from index.keeping import Held, Progress, Standing
from index.naming import Naming, fingerprint, names_fit

log = logging.getLogger(__name__)

#: Pages in one commit: enough to make commits cheap, few enough to lose little when cut off.
BATCH = 500


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
    generation = begin(collection.index, pages.newest_change(database), fingerprint(collection))
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
            and generation.serial() <= pages.newest_change(database)
            and names_fit(collection, generation.names())
        )
    except EngineFailed as reason:
        log.warning("%s", reason)
        return None
    return generation if fits else None


def info(collection: Collection) -> Standing:
    """How the index stands."""
    generation = current(collection.index)
    if generation is None:
        return Standing("whoosh", "", "", False, is_foreign(collection.index))
    try:
        serial = generation.serial()
    except EngineFailed:  # a search says why
        return Standing("whoosh", generation.name, generation.name, False)
    with collection.catalogue() as database:
        newest = database.number("SELECT coalesce(max(changed), 0) FROM pages")
    fit = names_fit(collection, generation.names())
    commit = f"{generation.name}:{serial}"
    return Standing("whoosh", generation.name, commit, serial >= newest and fit, renamed=not fit)


def begun(collection: Collection) -> int:
    """How much of the catalogue the generation under way has seen; 0: there is none."""
    unfinished = under_way(collection.index)
    try:
        return unfinished.serial() if unfinished else 0
    except EngineFailed:  # it has become the current one meanwhile
        return 0


def held(collection: Collection) -> Held | None:
    """What the index holds, or None where there is none that this program can read.

    Raises whatever comes of damaged files.
    """
    generation = current(collection.index)
    if generation is None:
        return None
    return Held(generation.serial(), generation.names(), generation.stored())


#: what may mend an index
REPAIRS = (build,)


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
    # A page carries the first words of the next: the page before a changed one changes too.
    neighbours = pages.before(database, batch)
    writer = generation.writer()
    try:
        writer.delete_pages(page.id for page in (*batch, *neighbours))
        for page in indexed(database, (*batch, *neighbours), naming):
            writer.add_page(page.terms, page.facts, page.ranges)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(serial)
