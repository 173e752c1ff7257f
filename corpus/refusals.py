"""Paths that somebody asked to add and that could not be taken, each with reason and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import Database, now
from corpus.errors import OpisError
from corpus.messages import Message


@dataclass(frozen=True, slots=True)
class Refusal:
    """A path and why it was not taken."""

    path: str
    reason: Message
    remedy: Message


def _stored(path: Path) -> str:
    """An absolute path in characters that the catalogue can keep."""
    return str(path.absolute()).encode("utf-8", "replace").decode()


def remember(database: Database, path: Path, error: OpisError) -> None:
    """Keep the newest reason for a path."""
    with database.transaction():
        database.change(
            "INSERT OR REPLACE INTO refusals VALUES (?,?,?,?)",
            (_stored(path), error.what.to_json(), error.remedy.to_json(), now()),
        )


def forget(database: Database, path: Path) -> None:
    """The path has been taken after all."""
    if database.row("SELECT 1 FROM refusals WHERE path = ?", (_stored(path),)):
        with database.transaction():
            database.change("DELETE FROM refusals WHERE path = ?", (_stored(path),))


def listed(database: Database) -> list[Refusal]:
    """All paths that are still refused."""
    return [
        Refusal(row["path"], Message.from_json(row["reason"]), Message.from_json(row["remedy"]))
        for row in database.rows("SELECT * FROM refusals ORDER BY path")
    ]
