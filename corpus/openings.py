"""Use sheets (листы использования): which reader has opened, copied or exported what, and when.

A document stands there once a day for each reader and each use, with the page at which he began.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Row

from corpus.access import Use
from corpus.catalogue import Database
from corpus.reference import Reference, parse_leaves
from corpus.targets import LETTERS, Target


@dataclass(frozen=True, slots=True)
class Opening:
    """A use of a document: ``at`` in UTC, ``page`` where it began, None where the whole is meant.

    ``leaves`` are those of that page as printed.
    """

    at: str
    who: str
    document: str
    use: Use
    page: int | None = None
    leaves: str = ""

    @property
    def day(self) -> str:
        """The day, by UTC."""
        return self.at[:10]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a use sheet: the use, and what the document is called now."""

    opening: Opening
    reference: Reference
    title: str


def record(database: Database, some: Iterable[Opening]) -> None:
    """Write uses down, those of a day and a reader once."""
    with database.transaction():
        for one in some:
            database.change(
                "INSERT OR IGNORE INTO openings VALUES (?,?,?,?,?,?,?)",
                (one.day, one.who, one.document, one.use, one.at, one.page, one.leaves),
            )


def sheet(database: Database, targets: Sequence[Target] | None = None) -> list[Entry]:
    """The use sheet of some things and all that is below them, or of everything; newest first.

    Documents that were divided, merged or removed since are on it. It is for archivists.
    """
    if targets is None:
        return [_entry(row) for row in database.rows(f"{_SELECT} {_ORDER}")]
    found: dict[Opening, Entry] = {}
    for target in targets:
        letter = LETTERS.get(target.place, "d")
        row = target.subject if target.place == "pages" else target.row
        for one in database.rows(f"{_SELECT} WHERE {letter}.id = ? {_ORDER}", (row,)):
            entry = _entry(one)
            found[entry.opening] = entry
    return sorted(found.values(), key=lambda one: one.opening.at, reverse=True)


_SELECT = """
SELECT u.*, d.title, d.source_name, f.archive, f.number AS fonds, o.number AS opis,
       x.number AS file_number, x.box, x.unit, x.title AS file_title
FROM openings u LEFT JOIN documents d ON d.id = u.document LEFT JOIN files x ON x.id = d.file
     LEFT JOIN opis o ON o.id = x.opis LEFT JOIN fonds f ON f.id = o.fonds
"""
_ORDER = "ORDER BY u.at DESC, u.document, u.use"


def _entry(row: Row) -> Entry:
    leaves = parse_leaves(row["leaves"]) if row["leaves"] else ()
    ref = Reference(leaves=leaves)
    if row["fonds"] is not None:
        ref = Reference(
            row["archive"], row["fonds"], row["opis"], row["file_number"], leaves, row["unit"],
            box=row["box"],
        )  # fmt: skip
    opening = Opening(
        row["at"], row["who"], row["document"], Use(row["use"]), row["page"], row["leaves"]
    )
    return Entry(opening, ref, row["title"] or row["file_title"] or row["source_name"] or "")
