"""What processes that live no more have left: files they were writing, pages they were at."""

from __future__ import annotations

from collections.abc import Iterator

from corpus import disk, leases, queue
from corpus.catalogue import Database
from corpus.checks.finding import Finding, Part
from corpus.collection import Collection
from corpus.messages import N_, Message

_REMEDY = N_("opis check --repair, or the next opis add, puts that right.")


def check_unfinished(
    collection: Collection, database: Database, *, repair: bool
) -> Iterator[Finding]:
    """What was left; ``repair`` removes the files, frees the pages, and loses nothing by it."""
    left = [
        p for folder in (collection.originals, collection.cache) for p in disk.unfinished(folder)
    ]
    if left:
        if repair:
            for path in left:
                path.unlink(missing_ok=True)
        what = Message(
            N_("{count} files were cut off while they were written."), {"count": len(left)}
        )
        yield Finding(Part.UNFINISHED, what, Message(_REMEDY), repair)
    held = database.rows(
        "SELECT lease, count(*) AS count FROM pages WHERE lease <> '' GROUP BY lease"
    )
    dead = sum(row["count"] for row in held if not leases.is_alive(row["lease"]))
    if dead:
        if repair:
            queue.free_dead_leases(database)
        what = Message(
            N_("{count} pages are held by a process that lives no more."), {"count": dead}
        )
        yield Finding(Part.UNFINISHED, what, Message(_REMEDY), repair)
