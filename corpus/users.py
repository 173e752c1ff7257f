"""Who may sign in where the pages are served to others: name, rank, and the hash of a password.

Passwords are hashed by Argon2id with the costs that RFC 9106 (section 4) advises where memory is
scarce: 64 MiB, three passes, four lanes. Neither a password nor its hash enters the history.
"""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from sqlite3 import Row
from typing import TYPE_CHECKING

from corpus.access import Rank
from corpus.catalogue import Database, now
from corpus.errors import BadUse, NotFound
from corpus.history import Change, Deed, Recorder
from corpus.messages import N_

if TYPE_CHECKING:  # whoever asks for no password need not load the library
    from argon2 import PasswordHasher

#: code points of a name at most, of a password at least and at most
LONGEST_NAME, SHORTEST, LONGEST = 64, 10, 1000
#: signs of a name beside letters and figures
_SIGNS = frozenset(" .-_@'’")
#: Each check takes 64 MiB; more of them at once would let strangers fill the memory.
_few = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class User:
    """Someone who may sign in; ``added`` is the time in UTC, ``id`` the row in the catalogue."""

    id: int
    name: str
    rank: Rank
    added: str


def enrol(database: Database, name: str, rank: Rank, password: str) -> User:
    """Let someone sign in; who may already gets this rank and this password, and is signed out.

    Raises:
        BadUse: the name or the password cannot be one.

    """
    name = _checked_name(name)
    _check_password(name, password)
    hashed = _hasher().hash(password)
    with database.transaction():
        known = _row(database, name)
        recorder = Recorder(database, Deed.ENROLLED)
        if known is None:
            row = database.change(
                "INSERT INTO users (name, folded, rank, password, added) VALUES (?,?,?,?,?)",
                (name, _folded(name), rank, hashed, now()),
            )
            recorder.note(_change(row, name, "rank", None, rank))
        else:
            row, name = known["id"], known["name"]
            database.change("UPDATE users SET password = ? WHERE id = ?", (hashed, row))
            database.change("DELETE FROM sessions WHERE user = ?", (row,))
            recorder.put(_subject(name), "users", row, {"rank": rank})
            recorder.note(_change(row, name, "password", "•••", "•••"))
        return _user(database.rows("SELECT * FROM users WHERE id = ?", (row,))[0])


def listed(database: Database) -> list[User]:
    """All who may sign in, by name."""
    return [_user(row) for row in database.rows("SELECT * FROM users ORDER BY folded")]


def remove(database: Database, name: str) -> User:
    """Let someone sign in no more; whoever has signed in so is signed out.

    Raises:
        NotFound: there is no such user.

    """
    with database.transaction():
        row = _row(database, name)
        if row is None:
            raise NotFound(
                N_("There is no user «{name}»."),
                remedy=N_("See who there is: opis user list"),
                name=name,
            )
        user = _user(row)
        database.change("DELETE FROM users WHERE id = ?", (user.id,))
        change = _change(user.id, user.name, "rank", user.rank, None)
        Recorder(database, Deed.DISMISSED).note(change)
        return user


def known(database: Database, name: str, password: str) -> User | None:
    """The user with this name and this password; an unknown name takes as long as a known one."""
    from argon2.exceptions import VerifyMismatchError

    row = _row(database, name) if len(name) <= LONGEST_NAME else None
    with _few:
        try:
            _hasher().verify(row["password"] if row else _nobodys(), password[: LONGEST + 1])
        except VerifyMismatchError:
            return None
    return _user(row) if row else None


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, profiles

    return PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)


@cache
def _nobodys() -> str:
    """A hash that is compared with where there is no such user."""
    return _hasher().hash("")


def _checked_name(name: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not 0 < len(name) <= LONGEST_NAME or any(
        c not in _SIGNS and unicodedata.category(c)[0] not in "LMN" for c in name
    ):
        raise BadUse(
            N_("«{name}» cannot be the name of a user."),
            remedy=N_("Write letters, figures, spaces and . - _ @, {most} signs at most."),
            name=name,
            most=LONGEST_NAME,
        )
    return name


def _check_password(name: str, password: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST or _folded(password) == _folded(name):
        raise BadUse(
            N_("This password cannot be taken."),
            remedy=N_("Choose one of {least} signs or more that is not the name; words will do."),
            least=SHORTEST,
        )


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _row(database: Database, name: str) -> Row | None:
    return database.row("SELECT * FROM users WHERE folded = ?", (_folded(name),))


def _user(row: Row) -> User:
    return User(row["id"], row["name"], Rank(row["rank"]), row["added"])


def _subject(name: str) -> str:
    return f"user:{name}"


def _change(row: int, name: str, field: str, before: str | None, after: str | None) -> Change:
    return Change(_subject(name), None, "users", row, field, before, after)
