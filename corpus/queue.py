"""The queue: pages that are to be read, for the first time or again, and who is at which."""

from __future__ import annotations

from corpus import leases, pages
from corpus.catalogue import Database
from corpus.errors import OpisError
from corpus.pages import Again, Page
from corpus.reading import Reading


def free_dead_leases(database: Database) -> None:
    """Put pages that a dead process was at back into the queue."""
    for row in database.rows("SELECT DISTINCT lease FROM pages WHERE queued AND lease <> ''"):
        if not leases.is_alive(row["lease"]):
            database.change("UPDATE pages SET lease = '' WHERE lease = ?", (row["lease"],))


def claim(database: Database, after: int) -> Page | None:
    """Lease the first page with an id above ``after`` to this process, or return None."""
    first = "SELECT id FROM pages WHERE queued AND lease = '' AND id > ? ORDER BY id LIMIT 1"
    with database.transaction():
        row = database.row(first, (after,))
        if row is None:
            return None
        database.change("UPDATE pages SET lease = ? WHERE id = ?", (leases.mine(), row["id"]))
    return pages.by_id(database, row["id"])


def give_up(database: Database) -> None:
    """Leave the pages that this process has leased to the next run."""
    database.change("UPDATE pages SET lease = '' WHERE lease = ?", (leases.mine(),))


def waiting(database: Database) -> int:
    """How many pages are to be read, for the first time or again."""
    return database.number("SELECT count(*) FROM pages WHERE queued")


def record_reading(
    database: Database, page: int, layer: Reading, width: int = 0, height: int = 0
) -> None:
    """Store what a worker read; a page that another process has taken over keeps that one's.

    A reading like the one before is not stored twice; corrections stay on top of a new one.
    """
    with database.transaction():
        if _is_ours(database, page):
            pages.put_below_corrections(database, page, layer, width, height)


def record_failure(database: Database, page: int, error: OpisError) -> None:
    """Say why a worker could not read a page and what to do, in one transaction.

    A page that was to be read again keeps the reading that it has.
    """
    with database.transaction():
        if not _is_ours(database, page):
            return
        database.change(
            """UPDATE pages SET state = 'failed', reason = ?, remedy = ?, changed = ?
               WHERE id = ? AND state IN ('waiting', 'failed')""",
            (error.what.to_json(), error.remedy.to_json(), database.next_serial(), page),
        )
        database.change("UPDATE pages SET lease = '', again = '' WHERE id = ?", (page,))


def ask_again(database: Database, page: int, how: Again) -> None:
    """Have a page read again by the next run; what it has stands until then."""
    database.change("UPDATE pages SET again = ? WHERE id = ?", (how, page))


def wait_again(database: Database, document: str) -> None:
    """Put the failed pages of a document back into the queue."""
    database.change(
        "UPDATE pages SET state = 'waiting' WHERE document = ? AND state = 'failed'", (document,)
    )


def _is_ours(database: Database, page: int) -> bool:
    row = database.row("SELECT lease FROM pages WHERE id = ? AND queued", (page,))
    return row is not None and row["lease"] in {"", leases.mine()}
