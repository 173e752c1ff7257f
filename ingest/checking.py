"""Checking a whole collection: catalogue, originals, readings and index against each other.

What can be made anew (index, page images, what a dead process left) is mended on request; what only
a person has (an original, a correction) is named with the way to have it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.catalogue import Database
from corpus.checks import (
    Finding,
    check_originals,
    check_readings,
    check_rows,
    check_thesaurus,
    check_unfinished,
)
from corpus.checks.finding import Part
from corpus.collection import Collection
from corpus.messages import N_, Message
from corpus.progress import Progress, silent
from index import check_index

#: how a JPEG begins and ends (ITU-T T.81, B.1.1.3)
_BEGIN, _END = b"\xff\xd8", b"\xff\xd9"


def check(
    collection: Collection,
    *,
    repair: bool = False,
    copies: Path | None = None,
    progress: Progress = silent,
) -> Iterator[Finding]:
    """What is wrong with a collection; ``repair`` mends what it can without losing anything.

    ``copies`` is a folder in which originals that are lost may be found again. A catalogue that is
    damaged ends the check: nothing that it says could be trusted.
    """
    with collection.catalogue() as database:
        damaged = [*check_rows(database)]
        yield from damaged
        if damaged:
            return
        yield from check_originals(
            collection.originals, database, copies=copies, repair=repair, progress=progress
        )
        yield from check_readings(
            database, collection.path / "log", repair=repair, progress=progress
        )
        yield from check_unfinished(collection, database, repair=repair)
        yield from _check_images(collection, database, repair=repair)
    yield from check_thesaurus(collection)
    yield from check_index(
        collection,
        repair=repair,
        progress=lambda done, total: progress(N_("indexing"), done, total, ""),
    )


def _check_images(collection: Collection, database: Database, *, repair: bool) -> Iterator[Finding]:
    """Page images in the cache that are damaged, or of no page; they are made anew when needed."""
    known = {row["sha256"] for row in database.rows("SELECT sha256 FROM originals")}
    images = collection.cache.rglob("*.jpg")
    bad = [p for p in images if _original_of(p) not in known or not _is_whole(p)]
    if bad:
        if repair:
            for path in bad:
                path.unlink(missing_ok=True)
        what = Message(N_("{count} page images are damaged or of no page."), {"count": len(bad)})
        remedy = Message(N_("They are made anew when needed: opis check --repair removes them."))
        yield Finding(Part.IMAGE, what, remedy, repair)


def _original_of(image: Path) -> str:
    """The SHA-256 in the name of an image, see :func:`ingest.pageimage.image_path`."""
    return image.parent.name + image.stem.partition("-")[0]


def _is_whole(image: Path) -> bool:
    with image.open("rb") as file:
        begin = file.read(2)
        file.seek(max(0, image.stat().st_size - 2))
        return begin == _BEGIN and file.read() == _END
