"""Figures for the yearly report: how much was added, described, corrected, opened in a year."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.catalogue import Database
from corpus.history import Deed


@dataclass(frozen=True, slots=True)
class Figures:
    """What was done in a year (by UTC), less what was taken back since.

    ``added``, ``described``, ``opened`` count documents: ``opened`` those whose restriction ended
    in the year by its own day. ``corrected`` counts pages, ``corrections`` each of them. Of the use
    sheets, ``readers`` are those who have viewed something, ``viewed`` and ``copied`` (or exported)
    how often a reader did so with a document on a day.
    """

    year: int
    added: int
    described: int
    corrected: int
    corrections: int
    opened: int
    readers: int
    viewed: int
    copied: int


def figures(database: Database, year: int) -> Figures:
    """The figures of a year. They tell nothing but numbers, of what is closed too."""
    return Figures(
        year,
        added=_count(database, Deed.ADDED, year, "c.subject"),
        described=_count(database, Deed.DESCRIBED, year, "c.subject"),
        corrected=_count(database, Deed.CORRECTED, year, "c.row"),
        corrections=_count(database, Deed.CORRECTED, year, "e.id"),
        opened=database.number(
            """SELECT count(*) FROM documents WHERE gone = '' AND access <> 'open'
               AND opens BETWEEN ? AND ? AND opens <= date('now')""",
            (f"{year:04d}-01-01", f"{year:04d}-12-31"),
        ),
        readers=_used(database, year, "DISTINCT who", "view"),
        viewed=_used(database, year, "*", "view"),
        copied=_used(database, year, "*", "copy") + _used(database, year, "*", "export"),
    )


def _used(database: Database, year: int, what: str, use: str) -> int:
    sql = f"SELECT count({what}) FROM openings WHERE use = ? AND day BETWEEN ? AND ?"  # noqa: S608
    return database.number(sql, (use, f"{year:04d}-01-01", f"{year:04d}-12-31"))


def _count(database: Database, deed: Deed, year: int, what: str) -> int:
    sql = f"""
        SELECT count(DISTINCT {what}) FROM events e JOIN changes c ON c.event = e.id
        WHERE e.deed = ? AND e.at BETWEEN ? AND ?
          AND NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.id)
    """  # noqa: S608 - a column of ours
    return database.number(sql, (deed, f"{year:04d}", f"{year:04d}-12-31T99"))
