"""Bringing the index on the servers up to the catalogue: document by document, resumable.

A document is sent whole, as it stands at one moment, with the serial of its newest change as its
version (see :mod:`index.opensearch.sending`). What a generation has seen moves on only when every
copy has the documents before it; whatever is cut off is sent again by the next run.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from corpus import disk, documents, pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.errors import EngineFailed
from corpus.thesaurus import remember
from index.embedded.facts import Facts
from index.embedded.holding import building, writing
from index.keeping import Held, Progress, Standing
from index.naming import Naming, fingerprint, names_fit
from index.opensearch.bodies import body
from index.opensearch.generation import (
    Generation,
    begin,
    current,
    finish,
    refuse_strange,
    under_way,
    usable,
)
from index.opensearch.packing import facts
from index.opensearch.schema import AT_ONCE, PAGES
from index.opensearch.sending import Item, Sender
from index.opensearch.unchanged import whole

log = logging.getLogger(__name__)

#: pages after which what was sent is taken down as seen
BATCH = 500
#: documents that are listed at a time, and whose pages are fetched at a time
LISTED, FETCHED = 20_000, 20


def update(collection: Collection, progress: Progress | None = None) -> None:
    """Send what changed in the catalogue; builds a generation where there is none that fits.

    Raises:
        EngineFailed: the servers cannot be reached or refuse, the index is another collection's or
            of a newer Opis; the next run goes on.
        IndexHeld: another process has written the index for too long.

    """
    remember(collection)
    with disk.writing(collection.index), collection.catalogue() as database:
        with writing(collection.index):
            known = _fitting(collection, database)
            if known is not None:
                _catch_up(collection, database, known, progress)
                return
        with building(collection.index):
            other = _fitting(collection, database)
            if other is None:
                _build(collection, database, progress)
                return
            with writing(collection.index):  # somebody else has built it meanwhile
                _catch_up(collection, database, other, progress)


def build(collection: Collection, progress: Progress | None = None) -> None:
    """Build a new generation beside the one that answers, and swap it in.

    A build that was cut off goes on. An index that another collection, or a newer Opis, has under
    this name is taken over. Raises as :func:`update` does.
    """
    remember(collection)
    with (
        disk.writing(collection.index),
        collection.catalogue() as database,
        building(collection.index),
    ):
        _build(collection, database, progress)


def _build(collection: Collection, database: Database, progress: Progress | None) -> None:
    begun = begin(collection, pages.newest_change(database), fingerprint(collection))
    begun = _catch_up(collection, database, begun, progress)
    with writing(collection.index):
        finish(collection, _catch_up(collection, database, begun, progress))


def _fitting(collection: Collection, database: Database) -> Generation | None:
    """The generation that answers, if it is of this catalogue, its thesaurus and this version."""
    found = current(collection)
    if found is None:
        return None
    refuse_strange(collection, found)
    seen_here = found.serial <= pages.newest_change(database)
    return found if found.fits() and seen_here and names_fit(collection, found.names) else None


def reconcile(collection: Collection, progress: Progress | None = None) -> None:
    """Compare the versions of all documents with the catalogue, and send those that differ.

    Raises as :func:`update` does.
    """
    update(collection, progress)
    with (
        disk.writing(collection.index),
        collection.catalogue() as database,
        writing(collection.index),
    ):
        known = usable(collection)
        sender = _sender(collection, known)
        due, there = _due(database), dict(_versions(known))
        differ = [one for one, newest in due.items() if there.get(one) != newest <= known.serial]
        gone = sorted(there.keys() - due.keys())
        log.info("%d documents differ, %d are gone", len(differ), len(gone))
        sender.send(Item.of(one, pages.newest_change(database), None) for one in gone)
        for at in range(0, len(differ), FETCHED):
            sender.send(_items(collection, database, differ[at : at + FETCHED]))
            if progress:
                progress(min(at + FETCHED, len(differ)), len(differ))
        known.seen(known.serial)


def _due(database: Database) -> dict[str, int]:
    """The documents with pages to be found, each with its newest change."""
    every = pages.changed_since(database, 0)
    readable = [p for p in every if p.state == "read" and p.reading is not None]
    about = documents.by_id(database, sorted({page.document for page in readable}))
    newest: dict[str, int] = {}
    for page in every:
        newest[page.document] = max(page.changed, newest.get(page.document, 0))
    there = {page.document for page in readable} & about.keys()
    return {one: newest[one] for one in sorted(there)}


def _versions(known: Generation) -> Iterator[tuple[str, int]]:
    """The version of every document that an index holds."""
    asked: dict[str, Any] = {"size": AT_ONCE, "version": True, "sort": ["document"]}
    while hits := known.client.search(index=known.name, body=asked)["hits"]["hits"]:
        yield from ((hit["_id"], hit["_version"]) for hit in hits)
        asked["search_after"] = hits[-1]["sort"]


def begun(collection: Collection) -> int:
    """How much of the catalogue the generation under way has seen; 0: there is none."""
    unfinished = under_way(collection)
    return unfinished.serial if unfinished else 0


def held(collection: Collection) -> Held | None:
    """What the index holds, or None where there is none that this program can read.

    Raises:
        EngineFailed: the servers cannot be reached, or the index is not this collection's.

    """
    found = current(collection)
    if found is None:
        return None
    refuse_strange(collection, found)
    return Held(found.serial, found.names, [*_stored(found)]) if found.fits() else None


def _stored(known: Generation) -> Iterator[Facts]:
    """What an index keeps of its pages, by documents."""
    inside = {"size": AT_ONCE, "docvalue_fields": [f"{PAGES}.about"], "_source": False}
    asked: dict[str, Any] = {
        "size": FETCHED,
        "sort": ["document"],
        "query": {"nested": {"path": PAGES, "query": {"match_all": {}}, "inner_hits": inside}},
    }
    while hits := known.client.search(index=known.name, body=asked)["hits"]["hits"]:
        for hit in hits:
            for page in hit["inner_hits"][PAGES]["hits"]["hits"]:
                yield facts(page["fields"][f"{PAGES}.about"][0])
        asked["search_after"] = hits[-1]["sort"]


def info(collection: Collection) -> Standing:
    """How the index stands; what is wrong with the servers is said, not raised."""
    try:
        found = current(collection)
        if found is None:
            return Standing("opensearch", "", "", False)
        refuse_strange(collection, found)
    except EngineFailed as reason:
        return Standing("opensearch", "", "", False, trouble=reason.what)
    if not found.fits():
        return Standing("opensearch", "", "", False, foreign=True)
    with collection.catalogue() as database:
        newest = database.number("SELECT coalesce(max(changed), 0) FROM pages")
    fit = names_fit(collection, found.names)
    commit = f"{found.name}:{found.serial}"
    up_to_date = found.serial >= newest and fit
    return Standing("opensearch", found.name, commit, up_to_date, renamed=not fit)


#: what may mend an index, to be tried in this order
REPAIRS = (reconcile, build)


def _catch_up(
    collection: Collection, database: Database, known: Generation, progress: Progress | None
) -> Generation:
    """Send until nothing is new, whatever was added meanwhile; the generation as it is then."""
    sender = _sender(collection, known)
    total, done = pages.count_changed_since(database, known.serial), 0
    sent: Future[None] | None = None
    seen = 0
    with ThreadPoolExecutor(1) as beside:  # some are made while others are sent
        for some, serial, count in _batches(database, known.serial):
            items = _items(collection, database, some, known)
            known = _settled(known, sent, seen)
            sent, seen = beside.submit(sender.send, items), serial
            done += count
            if progress:
                progress(done, max(done, total))
        return _settled(known, sent, seen)


def _sender(collection: Collection, known: Generation) -> Sender:
    return Sender(known.client, collection.settings.opensearch, known.name)


def _settled(known: Generation, sent: Future[None] | None, serial: int) -> Generation:
    """Wait until something is sent, and say so; 0: more is to come that changed with it."""
    if sent is not None:
        sent.result()
    return known.seen(serial) if serial else known


def _batches(database: Database, serial: int) -> Iterator[tuple[list[str], int, int]]:
    """Documents to send at a time, what has been seen with them, how many pages have changed."""
    while listed := pages.documents_changed_since(database, serial, LISTED):
        some, count = list[str](), 0
        for n, (document, newest, changed) in enumerate(listed):
            some.append(document)
            count += changed
            last = n + 1 == len(listed)
            if last or count >= BATCH:
                whole = last or listed[n + 1][1] > newest
                yield some, newest if whole else 0, count
                some, count = [], 0
        serial = listed[-1][1]


def _items(
    collection: Collection,
    database: Database,
    some: Sequence[str],
    known: Generation | None = None,
) -> list[Item]:
    """What is sent of some documents, and of those that have lost their last page to them.

    What has not changed since ``known`` saw it is taken from there.
    """
    out = list[Item]()
    naming = Naming(collection)
    with database.reading():
        now = pages.newest_change(database)
        gone = pages.left_empty(database, some)
        for document in some:
            own = pages.of(database, document, Role.ARCHIVIST)
            if not own:
                gone.append(document)
                continue
            serial = max(page.changed for page in own)
            found = whole(database, own, naming, known)
            out.append(Item.of(document, serial, body(found, serial) if found else None))
    return out + [Item.of(document, now, None) for document in dict.fromkeys(gone)]
