"""What an administrator has chosen for a collection: kept in the catalogue, each change an event.

They hold at once, for all who look; what a machine needs to be told stands in ``opis.toml``.
"""

from __future__ import annotations

from corpus.access import Role
from corpus.catalogue import Database
from corpus.history import Change, Deed, Recorder

#: what the history says these are of
SUBJECT = "collection"
#: whether copies are marked (:mod:`corpus.export.marking`)
WATERMARK = "watermark"
ON = "on"


def chosen(database: Database, name: str) -> str:
    """What was chosen under a name; empty where nothing was, or not any more."""
    row = database.row("SELECT value FROM choices WHERE id = ?", (name,))
    return str(row["value"]) if row else ""


def are_marked(database: Database, role: Role) -> bool:
    """Whether copies that ``role`` takes are marked: archivists take them as they are."""
    return role is not Role.ARCHIVIST and chosen(database, WATERMARK) == ON


def choose(database: Database, name: str, value: str, *, note: str = "") -> None:
    """Choose something, or nothing (empty) any more; ``note`` says in the history what it is."""
    with database.transaction():
        before = chosen(database, name)
        if before == value:
            return
        database.change(
            "INSERT INTO choices VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET value = ?2",
            (name, value),
        )
        after = f"{value} ({note})" if value and note else value
        change = Change(SUBJECT, None, "choices", name, name, before or None, after or None)
        Recorder(database, Deed.CHOSEN).note(change)
