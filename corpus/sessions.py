"""Sessions: who has signed in. The browser keeps a random token, the catalogue only its SHA-256.

A session ends when nobody has used it for :data:`IDLE`, in any case after :data:`LONGEST`, by
signing out, and when the user is removed or gets another password.
"""

from __future__ import annotations

import hashlib
import secrets
import time

from corpus.catalogue import Database
from corpus.users import User, of_row

#: seconds
IDLE, LONGEST = 60 * 60, 12 * 60 * 60
#: use is written down at most so often, in seconds: each time costs the disk a write
OFTEN = 60


def begin(database: Database, user: User, at: float | None = None) -> str:
    """Begin a session of ``user`` and return its token; ``at`` is now, in seconds since 1970."""
    token, now = secrets.token_urlsafe(32), _now(at)
    with database.transaction():
        database.change(
            "DELETE FROM sessions WHERE begun <= ? OR seen <= ?", (now - LONGEST, now - IDLE)
        )
        database.change(
            "INSERT INTO sessions (token, user, begun, seen) VALUES (?,?,?,?)",
            (_hash(token), user.id, now, now),
        )
    return token


def user(database: Database, token: str, at: float | None = None) -> User | None:
    """Whose session this is; it is used by that. None where there is none or it has ended."""
    now = _now(at)
    row = database.row(
        """SELECT u.*, s.seen FROM sessions s
           JOIN users u ON u.id = s.user WHERE s.token = ? AND s.begun > ? AND s.seen > ?""",
        (_hash(token), now - LONGEST, now - IDLE),
    )
    if row is None:
        return None
    if row["seen"] <= now - OFTEN:
        database.change("UPDATE sessions SET seen = ? WHERE token = ?", (now, _hash(token)))
    return of_row(row)


def end(database: Database, token: str) -> None:
    """End a session, if there is one."""
    database.change("DELETE FROM sessions WHERE token = ?", (_hash(token),))


def count_others(database: Database, token: str, at: float | None = None) -> int:
    """How many other sessions there are of whose this one is."""
    now = _now(at)
    return database.number(
        f"SELECT count(*) FROM sessions WHERE {_OTHERS} AND begun > ? AND seen > ?",  # noqa: S608
        (_hash(token), _hash(token), now - LONGEST, now - IDLE),
    )


def end_others(database: Database, token: str) -> None:
    """End all other sessions of whose this one is."""
    database.change(f"DELETE FROM sessions WHERE {_OTHERS}", (_hash(token), _hash(token)))  # noqa: S608


_OTHERS = "user = (SELECT user FROM sessions WHERE token = ?) AND token <> ?"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _now(at: float | None) -> int:
    return int(time.time() if at is None else at)
