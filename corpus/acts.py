"""Acts: many events that were done as one, and are taken back as one.

A misreading corrected wherever it stands, a table of descriptions taken in. Each page, or each
document, is an event of its own, like any other: it can be taken back by itself, and the act as a
whole. Where somebody has done something else with one meanwhile, that is left as it is and named.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus import documents, history, undoing
from corpus.catalogue import Database
from corpus.errors import BadUse, Conflict
from corpus.history import Deed, Event
from corpus.messages import N_

#: acts that :func:`acts` lists
LISTED = 20


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the past: its number, when (UTC), who.

    ``before`` and ``after`` are what stood there and what was written, of a correction. ``events``
    is the number of its events, ``undone`` how many of them were taken back since.
    """

    number: int
    at: str
    who: str
    before: str
    after: str
    events: int
    undone: int


@dataclass(frozen=True, slots=True)
class Back:
    """What was taken back of an act, and what was left: something else was done there since."""

    events: tuple[Event, ...]
    left: tuple[Event, ...]


def acts(database: Database, deed: Deed) -> list[Act]:
    """The acts of one sort that were done last, the newest first."""
    rows = database.rows(
        """SELECT e.act AS number, min(e.at) AS at, e.who, count(*) AS events,
                  sum(EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.id)) AS undone,
                  c.before, c.after
           FROM events e
           LEFT JOIN changes c ON c.id = (SELECT min(id) FROM changes
                                          WHERE event = e.act AND field = 'text')
           WHERE e.act IS NOT NULL AND e.deed = ? GROUP BY e.act ORDER BY e.act DESC LIMIT ?""",
        (deed, LISTED),
    )
    return [Act(**{**dict(row), "before": row["before"] or "", "after": row["after"] or ""})
            for row in rows]  # fmt: skip


def take_back(database: Database, act: int) -> Back:
    """Take back all of an act that still stands as it left it, in one transaction.

    The index has to be brought up to date.

    Raises:
        BadUse: there is nothing of it to take back.

    """
    back, left = list[Event](), list[Event]()
    with database.transaction():
        rows = database.rows(
            """SELECT id FROM events e WHERE act = ?
               AND NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.id) ORDER BY id""",
            (act,),
        )
        for row in rows:
            event = history.event(database, row["id"])
            try:
                with database.part():
                    _check_there(database, event)
                    undoing.undo_whole(database, event)
            except Conflict:
                left.append(event)
            else:
                back.append(event)
    if not rows:
        raise BadUse(N_("All of that was taken back already."), remedy=N_("Look at the page anew."))
    return Back(tuple(back), tuple(left))


def _check_there(database: Database, event: Event) -> None:
    """Refuse where a document that was described is none any more."""
    described = sorted({one.subject for one in event.changes if one.place == "documents"})
    for subject in described:
        if not documents.by_id(database, [subject]):
            raise Conflict(
                N_("Something else was done with «{subject}» since."),
                remedy=N_("Take that back first: opis undo {subject}"),
                subject=subject,
            )
