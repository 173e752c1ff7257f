"""The queue: pages that are to be read, for the first time or again, and who is at which.

=========  ==============================  =========================================================
state      what the page has               it leaves the state when
=========  ==============================  =========================================================
waiting    nothing                         a worker has read it (read, unread) or could not (failed)
read       layers, the newest is shown     a newer layer is empty (unread)
unread     a layer that says why not       a newer layer has text (read)
failed     reason and remedy, no layer     somebody has it tried again (waiting), or replaces it
=========  ==============================  =========================================================

Queued are pages that wait, and those of any state that are to be read *again*; a lease names the
process that is at one. What a page has stands until the new reading is recorded, and a page that
cannot be read again keeps it. While a page is being read, anything may happen to it:

- it is asked to be read again in another way: what is under way is recorded, the page stays queued;
- a rescan takes its place: what is under way is of the scan before, and dropped;
- a person corrects it: the corrections end above the new layer (:mod:`corpus.corrections`);
- its process dies, or another one takes it over: recorded once, by whoever holds it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from corpus import leases, pages, scans
from corpus.catalogue import Database
from corpus.documents import PageSource
from corpus.errors import OpisError
from corpus.pages import Again, Page
from corpus.reading import Reading
from corpus.scans import Condition

#: the column ``queued`` in the very words of its index, which SQLite takes for nothing else: of a
#: million pages it then goes through those that are queued
_QUEUED = "(state = 'waiting' OR again <> '')"


def free_dead_leases(database: Database) -> None:
    """Put pages that a dead process was at back into the queue."""
    for row in database.rows(f"SELECT DISTINCT lease FROM pages WHERE {_QUEUED} AND lease <> ''"):  # noqa: S608 - words of ours
        if not leases.is_alive(row["lease"]):
            database.change("UPDATE pages SET lease = '' WHERE lease = ?", (row["lease"],))


def claim(database: Database, after: int, only: frozenset[int] | None = None) -> Page | None:
    """Lease the first page with an id above ``after`` to this process, or return None.

    ``only`` are the ids that may be taken, all where it is None.
    """
    with database.transaction():
        row = database.row(
            f"""SELECT id FROM pages WHERE {_QUEUED} AND lease = '' AND id > ?1
               AND document NOT IN (SELECT id FROM documents WHERE gone <> '')
               AND (?2 IS NULL OR id IN (SELECT value FROM json_each(?2))) ORDER BY id LIMIT 1""",  # noqa: S608 - words of ours
            (after, _listed(only)),
        )
        if row is None:
            return None
        database.change("UPDATE pages SET lease = ? WHERE id = ?", (leases.mine(), row["id"]))
    return pages.by_id(database, row["id"])


def claim_urgent(database: Database, only: frozenset[int] | None = None) -> Page | None:
    """Lease the first page of what is to be read before all else, or return None."""
    with database.transaction():
        row = database.row(
            f"""SELECT p.id FROM documents d CROSS JOIN pages p ON p.document = d.id
               WHERE d.urgent > 0 AND d.gone = '' AND {_QUEUED} AND lease = ''
               AND (?1 IS NULL OR p.id IN (SELECT value FROM json_each(?1)))
               ORDER BY d.urgent DESC, p.id LIMIT 1""",  # noqa: S608 - words of ours
            (_listed(only),),
        )
        if row is None:
            return None
        database.change("UPDATE pages SET lease = ? WHERE id = ?", (leases.mine(), row["id"]))
    return pages.by_id(database, row["id"])


def read_first(database: Database, document: str) -> None:
    """Have the pages of a document read before all others that wait."""
    database.change(
        "UPDATE documents SET urgent = (SELECT max(urgent) + 1 FROM documents) WHERE id = ?",
        (document,),
    )


def give_up(database: Database) -> None:
    """Leave the pages that this process has leased to the next run."""
    database.change("UPDATE pages SET lease = '' WHERE lease = ?", (leases.mine(),))


def waiting(database: Database, only: frozenset[int] | None = None) -> int:
    """How many pages (of ``only``) are to be read, for the first time or again."""
    return database.number(
        f"""SELECT count(*) FROM pages WHERE {_QUEUED}
           AND document NOT IN (SELECT id FROM documents WHERE gone <> '')
           AND (?1 IS NULL OR id IN (SELECT value FROM json_each(?1)))""",  # noqa: S608 - words of ours
        (_listed(only),),
    )


def left_behind(database: Database) -> bool:
    """Whether there are pages to be read that no living process is at."""
    free_dead_leases(database)
    row = database.row(
        f"""SELECT 1 FROM pages WHERE {_QUEUED} AND lease = ''
           AND document NOT IN (SELECT id FROM documents WHERE gone <> '') LIMIT 1"""  # noqa: S608 - words of ours
    )
    return row is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the reading of a document is: its pages, and how many of them are queued."""

    document: str
    source_name: str
    pages: int
    waiting: int


def standings(database: Database, most: int) -> list[Standing]:
    """At most so many documents of which pages are queued, in the order of the queue.

    Who may know of them is the caller's care.
    """
    rows = database.rows(
        f"""SELECT d.id AS document, d.source_name, count(*) AS pages, sum(p.queued) AS waiting
           FROM pages p JOIN documents d ON d.id = p.document
           WHERE d.gone = '' AND d.id IN (SELECT document FROM pages WHERE {_QUEUED})
           GROUP BY d.id ORDER BY d.urgent DESC, min(CASE WHEN p.queued THEN p.id END) LIMIT ?""",  # noqa: S608 - words of ours
        (most,),
    )
    return [Standing(**dict(row)) for row in rows]


def _listed(only: frozenset[int] | None) -> str | None:
    return None if only is None else json.dumps(sorted(only))


def record_reading(
    database: Database,
    page: Page,
    layer: Reading,
    width: int = 0,
    height: int = 0,
    seen: Condition | None = None,
) -> None:
    """Store what a worker read and saw of a page that was claimed, in one transaction.

    A reading like the one before is not stored twice; corrections stay on top of a new one.
    """
    with database.transaction():
        if _is_ours(database, page):
            pages.put_below_corrections(database, page.id, layer, width, height)
            if seen is not None:
                scans.enter(database, PageSource(page.original, page.original_page), seen)
            _answer(database, page)


def record_failure(database: Database, page: Page, error: OpisError) -> None:
    """Say why a worker could not read a page that was claimed, and what to do, in one transaction.

    A page that was to be read again keeps the reading that it has.
    """
    with database.transaction():
        if _is_ours(database, page):
            database.change(
                """UPDATE pages SET state = 'failed', reason = ?, remedy = ?, changed = ?
                   WHERE id = ? AND state IN ('waiting', 'failed')""",
                (error.what.to_json(), error.remedy.to_json(), database.next_serial(), page.id),
            )
            _answer(database, page)


def ask_again(database: Database, page: int, how: Again) -> None:
    """Have a page read again by the next run; what it has stands until then."""
    database.change("UPDATE pages SET again = ? WHERE id = ?", (how, page))


def wait_again(database: Database, document: str, number: int | None = None) -> None:
    """Put the failed pages of a document back into the queue, or only the one of this number."""
    database.change(
        """UPDATE pages SET state = 'waiting'
           WHERE document = ?1 AND state = 'failed' AND (?2 IS NULL OR number = ?2)""",
        (document, number),
    )


def _is_ours(database: Database, page: Page) -> bool:
    """Whether what was claimed as ``page`` is still ours to read, and still the same scan."""
    row = database.row("SELECT * FROM pages WHERE id = ? AND queued", (page.id,))
    if row is None or row["lease"] not in {"", leases.mine()}:
        return False
    claimed = (page.original, page.original_page, page.turned)
    if (row["original"], row["original_page"], row["turned"]) == claimed:
        return True
    database.change("UPDATE pages SET lease = '' WHERE id = ?", (page.id,))
    return False


def _answer(database: Database, page: Page) -> None:
    """Take a page out of the queue, unless it was asked for in another way since it was claimed."""
    database.change(
        """UPDATE pages SET lease = '', again = CASE again WHEN ? THEN '' ELSE again END
           WHERE id = ?""",
        (page.again or "", page.id),
    )
