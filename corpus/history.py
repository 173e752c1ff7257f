"""The history: every change of the collection is an event that says who, when, what, from and to.

Whoever changes a value that people may see writes it through a :class:`Recorder`: the change and
its event stand in one transaction, and neither without the other. Each value keeps what it was
before, so that an event can be taken back, and a *revision*, the number of the newest event that a
person has seen, tells whether somebody else has changed the same value since.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from sqlite3 import Row
from typing import Any

from corpus.catalogue import Database, now
from corpus.errors import Conflict, NotFound
from corpus.messages import N_

#: a value as SQLite keeps it
Value = str | int | float | None

_acting: ContextVar[str | None] = ContextVar("acting", default=None)


class Deed(StrEnum):
    """What was done."""

    ADDED = "added"
    DESCRIBED = "described"
    RESTRICTED = "restricted"
    CORRECTED = "corrected"
    CHECKED = "checked"  # a page was compared with its scan
    REREAD = "reread"
    REPLACED = "replaced"
    LISTED = "listed"  # an inventory was taken in
    NUMBERED = "numbered"
    DIVIDED = "divided"
    MERGED = "merged"
    TURNED = "turned"  # pages that were scanned on their side or upside down
    REORDERED = "reordered"
    REMOVED = "removed"
    RESTORED = "restored"
    UNDONE = "undone"
    ENROLLED = "enrolled"  # somebody may sign in, or has another rank or password
    DISMISSED = "dismissed"  # may no more
    NAMED = "named"  # a heading of the thesaurus or its names
    CHOSEN = "chosen"  # a setting of the collection


@dataclass(frozen=True, slots=True)
class Change:
    """A value that an event changed: of which subject and page, its name, from what to what.

    ``place`` and ``row`` are the table and the row of the catalogue that hold it.
    """

    subject: str
    page: int | None
    place: str
    row: Value
    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done; ``who`` is empty for what was done before there was a history.

    ``at`` is the time in UTC, ``undoes`` the event that it takes back, ``undone`` whether another
    one has taken it back.
    """

    id: int
    at: str
    who: str
    deed: Deed
    undoes: int | None
    undone: bool
    changes: tuple[Change, ...]


@contextmanager
def acting(name: str) -> Iterator[None]:
    """Let what is changed within be the doing of ``name``: of who has signed in, say."""
    token = _acting.set(name)
    try:
        yield
    finally:
        _acting.reset(token)


def by_default(name: Callable[[], str]) -> None:
    """Let ``name`` say from now on who acts where :func:`acting` does not, for all threads."""
    global _default
    _default = name


def who() -> str:
    """Who acts: as :func:`acting` says, else as :func:`by_default` does, else :func:`owner`."""
    named = _acting.get()
    return _default() if named is None else named


def owner() -> str:
    """The user of this process."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's user may have no name
        return str(os.getuid())


_default: Callable[[], str] = owner


class Together:
    """Events that are one act (:mod:`corpus.acts`), by the number of the first of them."""

    def __init__(self) -> None:
        self.number: int | None = None


class Recorder:
    """Writes the changes of one event; an event without changes leaves no trace.

    ``against`` is the revision that the person had before her eyes: a value that somebody else has
    changed since is not written over. ``act`` is the act of which the event is a part, if it is.
    """

    def __init__(
        self,
        database: Database,
        deed: Deed,
        *,
        against: int | None = None,
        undoes: int | None = None,
        act: Together | None = None,
    ) -> None:
        self._database, self._deed, self._undoes, self._act = database, deed, undoes, act
        self._against = against
        self.event: int | None = None

    def put(
        self,
        subject: str,
        place: str,
        row: Value,
        values: Mapping[str, Value],
        page: int | None = None,
    ) -> bool:
        """Give columns of a row new values; says whether one of them is another than before.

        ``place`` is the name of a table, the keys of ``values`` are those of its columns: ours,
        never a reader's. Call it inside a transaction.

        Raises:
            Conflict: somebody else has changed one of the values since.

        """
        if not values:
            return False
        columns = ", ".join(values)
        sql = f"SELECT {columns} FROM {place} WHERE id = ?"  # noqa: S608 - names of ours
        before = self._database.rows(sql, (row,))[0]
        new = {name: value for name, value in values.items() if before[name] != value}
        for name, value in new.items():
            self.note(Change(subject, page, place, row, name, before[name], value))
        if new:
            assigned = ", ".join(f"{name} = ?" for name in new)
            sql = f"UPDATE {place} SET {assigned} WHERE id = ?"  # noqa: S608 - names of ours
            self._database.change(sql, (*new.values(), row))
        return bool(new)

    def note(self, change: Change) -> int:
        """Write down a change that is made otherwise, in the same transaction.

        Returns the number of the event.

        Raises:
            Conflict: somebody else has changed the value since.

        """
        self._check(change)
        if self.event is None:
            self.event = self._database.change(
                "INSERT INTO events (at, who, deed, undoes, act) VALUES (?,?,?,?,?)",
                (now(), who(), self._deed, self._undoes, self._act and self._act.number),
            )
            if self._act and self._act.number is None:
                self._act.number = self.event
                self._database.change("UPDATE events SET act = id WHERE id = ?", (self.event,))
        self._database.change(
            """INSERT INTO changes (event, subject, page, place, row, field, before, after)
               VALUES (?,?,?,?,?,?,?,?)""",
            (self.event, change.subject, change.page, change.place, change.row, change.field,
             change.before, change.after),
        )  # fmt: skip
        return self.event

    def since(self, place: str, row: Value, field: str) -> Row | None:
        """Who changed a value after the revision that the person has seen, and when (UTC)."""
        if self._against is None:
            return None
        return self._database.row(
            """SELECT e.who, e.at FROM changes c JOIN events e ON e.id = c.event
               WHERE c.place = ? AND c.row = ? AND c.field = ? AND c.event > ?
               ORDER BY c.event DESC LIMIT 1""",
            (place, row, field, self._against),
        )

    def _check(self, mine: Change) -> None:
        newer = self.since(mine.place, mine.row, mine.field)
        if newer is not None:
            raise Conflict(
                N_("{who} has changed «{field}» meanwhile ({at}): there it says «{theirs}», "
                   "you say «{mine}»."),
                remedy=N_("See what was done (opis history {subject}) and say it again."),
                who=newer["who"],
                field=mine.field,
                at=newer["at"],
                theirs=mine.before,
                mine=mine.after,
                subject=mine.subject,
            )  # fmt: skip


def record(database: Database, deed: Deed, change: Change) -> None:
    """Write down one change that is made otherwise, inside its transaction."""
    Recorder(database, deed).note(change)


def revision(database: Database, subject: str) -> int:
    """The number of the newest event of a subject, 0 where it has none."""
    return database.number(
        "SELECT coalesce(max(event), 0) FROM changes WHERE subject = ?", (subject,)
    )


_EVENTS = """
SELECT e.id, e.at, e.who, e.deed, e.undoes, c.subject, c.page, c.place, c.row, c.field, c.before,
       c.after, EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.id) AS undone
FROM changes c JOIN events e ON e.id = c.event
"""


def events(database: Database, subject: str | None = None) -> list[Event]:
    """What was done, of one subject or of all, the newest first.

    The changes are those of the subject.
    """
    where = "WHERE ?1 IS NULL OR c.subject = ?1 ORDER BY e.id DESC, c.id"
    return _events(database.rows(_EVENTS + where, (subject,)))


def of_text(database: Database, page: int) -> list[Event]:
    """What was done with the text of the page with this id, the newest first."""
    where = "WHERE c.place = 'readings' AND c.row = ? ORDER BY e.id DESC, c.id"
    return _events(database.rows(_EVENTS + where, (page,)))


def event(database: Database, number: int) -> Event:
    """The event with this number and all its changes."""
    (found,) = _events(database.rows(_EVENTS + "WHERE e.id = ? ORDER BY c.id", (number,)))
    return found


def _events(rows: Iterable[Row]) -> list[Event]:
    by_event: dict[int, list[Change]] = {}
    heads: dict[int, Row] = {}
    for row in rows:
        heads[row["id"]] = row
        by_event.setdefault(row["id"], []).append(_change(row))
    return [
        Event(
            id=number,
            at=row["at"],
            who=row["who"],
            deed=Deed(row["deed"]),
            undoes=row["undoes"],
            undone=bool(row["undone"]),
            changes=tuple(by_event[number]),
        )
        for number, row in heads.items()
    ]


def _change(row: Row) -> Change:
    fields: dict[str, Any] = {name: row[name] for name in Change.__dataclass_fields__}
    return Change(**fields)


def subject_named(database: Database, name: str) -> str:
    """The subject that has events and is called so, or the only one whose id begins so.

    Raises:
        NotFound: there is none, or several.

    """
    pattern = "".join(c for c in name.casefold() if c.isalnum())
    rows = database.rows(
        "SELECT DISTINCT subject FROM changes WHERE subject = ? OR subject GLOB ? LIMIT 6",
        (name, pattern + "*"),
    )
    found = [row["subject"] for row in rows]
    if name in found or len(found) == 1:
        return str(name if name in found else found[0])
    if found and pattern:
        raise NotFound(
            N_("Several documents begin with «{name}»."),
            remedy=N_("Type more of the id: {ids}."),
            name=name,
            ids=", ".join(found[:5]),
        )
    raise NotFound(
        N_("Nothing was done with a document «{name}»."),
        remedy=N_("See all that was done: opis history"),
        name=name,
    )
