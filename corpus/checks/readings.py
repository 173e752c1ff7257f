"""Readings: each can be unpacked, and its words lie in its text and on its page."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Row

from corpus import disk, queue
from corpus.catalogue import Database
from corpus.checks.finding import Finding, Part
from corpus.messages import N_, Message
from corpus.pages import Again
from corpus.progress import Progress
from corpus.reading import Reading, Source, unpack

_AGAIN = N_("Have the page read again: opis check --repair, then opis add")
_BY_HAND = N_("Correct the page again, or restore a backup that has the correction.")


def check_readings(
    database: Database, aside: Path, *, repair: bool, progress: Progress
) -> Iterator[Finding]:
    """What is wrong with the readings.

    ``repair`` takes a damaged layer out of the catalogue into a file in the folder ``aside`` and
    has its page read again. What a person wrote cannot be read again: that is not mended by it.
    """
    layers = database.rows("SELECT id FROM readings ORDER BY id")
    for count, layer in enumerate(layers, 1):
        progress(N_("checking readings"), count, len(layers), "")
        row = database.row(
            """SELECT r.id, r.page, r.source, r.body, p.document, p.number
               FROM readings r JOIN pages p ON p.id = r.page WHERE r.id = ?""",
            (layer["id"],),
        )
        if row is None or is_sound(row["body"]):
            continue
        by_hand = row["source"] == Source.CORRECTED
        if repair:
            _take_out(database, row, aside)
        what = N_("The correction of page {number} of {document} is damaged.") if by_hand else N_(
            "A reading of page {number} of {document} is damaged."
        )  # fmt: skip
        yield _finding(row, what, _BY_HAND if by_hand else _AGAIN, mended=repair and not by_hand)
    for row in database.rows(
        """SELECT id, id AS page, document, number FROM pages
           WHERE state IN ('read', 'unread') AND id NOT IN (SELECT page FROM readings)"""
    ):
        if repair:
            with database.transaction():
                _wait(database, row["page"])
        what = N_("Page {number} of {document} is called read and has no reading.")
        yield _finding(row, what, _AGAIN, mended=repair)


def is_sound(body: bytes) -> bool:
    """Whether a stored reading can be unpacked and every place in it is one."""
    try:
        reading = unpack(body)
    except (zlib.error, ValueError, KeyError, TypeError, IndexError):
        return False
    length = len(reading.text)
    return (
        all(word.end <= length for word in reading.words)
        and all(0 <= line.start <= line.end <= length for line in reading.lines)
        and _on_the_page(reading)
    )


def _on_the_page(reading: Reading) -> bool:
    return all(
        0 <= value <= 1
        for word in reading.words
        for quad in word.quads
        for point in quad
        for value in point
    )


def _take_out(database: Database, row: Row, aside: Path) -> None:
    """Keep the bytes of a damaged layer in a file, and have its page read again."""
    name = f"reading-{row['document']}-{row['number']}-{row['id']}.damaged"
    with disk.writing(aside), disk.fresh(aside / name, 0o600) as file:
        file.write(row["body"])
    with database.transaction():
        database.change("DELETE FROM readings WHERE id = ?", (row["id"],))
        left = database.number("SELECT count(*) FROM readings WHERE page = ?", (row["page"],))
        if not left:
            _wait(database, row["page"])
            return
        serial = database.next_serial()
        database.change("UPDATE pages SET changed = ? WHERE id = ?", (serial, row["page"]))
        if row["source"] != Source.CORRECTED:
            queue.ask_again(database, row["page"], Again.OWN)


def _wait(database: Database, page: int) -> None:
    """Put a page without a reading into the queue, and out of the index, in a transaction."""
    serial = database.next_serial()
    database.change("UPDATE pages SET state = 'waiting', changed = ? WHERE id = ?", (serial, page))


def _finding(row: Row, what: str, remedy: str, *, mended: bool) -> Finding:
    values = {"number": row["number"], "document": row["document"]}
    return Finding(Part.READING, Message(what, values), Message(remedy), mended)
