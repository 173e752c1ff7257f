"""The list of a reader who has signed in: passages of answers with tags and a note, in order.

A passage is a text «PLACE|tags|note», as the pages write it; two with the same place are one.
A list is changed from several windows: each says what it knew and what it has made of that, and
what others have changed meanwhile stays. No list enters the history: it is its reader's alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue import Database


@dataclass(frozen=True, slots=True)
class Listed:
    """A list; ``revision`` is how often it was changed."""

    passages: tuple[str, ...] = ()
    revision: int = 0


def of(database: Database, user: str) -> Listed:
    """The list of a user, by name; an empty one where there is none."""
    row = database.row(
        """SELECT l.passages, l.revision FROM lists l JOIN users u ON u.id = l.user
           WHERE u.name = ?""",
        (user,),
    )
    return Listed(tuple(json.loads(row["passages"])), row["revision"]) if row else Listed()


def change(
    database: Database, user: str, known: Sequence[str], made: Sequence[str], most: int
) -> Listed:
    """Make of a user's list what was made of ``known``, and return it; at most ``most`` passages.

    Who is no user any more keeps nothing.
    """
    with database.transaction():
        before = of(database, user)
        after = merged(before.passages, known, made)[:most]
        if after != before.passages:
            database.change(
                """INSERT INTO lists (user, revision, passages)
                   SELECT id, 1, ?2 FROM users WHERE name = ?1
                   ON CONFLICT (user) DO UPDATE SET revision = revision + 1, passages = ?2""",
                (user, json.dumps(after, ensure_ascii=False)),
            )
        return of(database, user)


def merged(stands: Sequence[str], known: Sequence[str], made: Sequence[str]) -> tuple[str, ...]:
    """What of a list comes when ``known`` was made into ``made`` while it became ``stands``.

    The order is that of ``made`` where nobody else has changed anything.
    """
    if tuple(stands) == tuple(known):
        return tuple(made)
    dropped = {_place(one) for one in known} - {_place(one) for one in made}
    changed = {_place(one): one for one in made if one not in set(known)}
    out = {_place(one): one for one in stands if _place(one) not in dropped} | changed
    return tuple(out.values())


def _place(passage: str) -> str:
    return passage.partition("|")[0]
