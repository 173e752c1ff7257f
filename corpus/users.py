"""Who may sign in where the pages are served to others: name, rank, and the hash of a password.

Instead of a password somebody may have a *person*: the e-mail address, or the subject, under which
the provider of identities knows him (:mod:`corpus.arrivals`).

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
from corpus.history import Change, Deed, Recorder, Value
from corpus.messages import N_

if TYPE_CHECKING:  # whoever asks for no password need not load the library
    from argon2 import PasswordHasher

#: code points of a name at most, of a password at least and at most, of a person at most
LONGEST_NAME, SHORTEST, LONGEST, LONGEST_PERSON = 64, 10, 1000, 255
#: signs of a name beside letters and figures
_SIGNS = frozenset(" .-_@'’")
#: Each check takes 64 MiB; more of them at once would let strangers fill the memory.
_few = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class User:
    """Someone who may sign in; ``added`` is the time in UTC, ``id`` the row in the catalogue.

    ``person`` is who that is at the provider of identities, empty where there is a password.
    ``claimed`` says that the provider's claims alone make him what he is, and he comes again by
    them when he was removed here.
    """

    id: int
    name: str
    rank: Rank
    added: str
    person: str = ""
    claimed: bool = False


def enrol(database: Database, name: str, rank: Rank, password: str) -> User:
    """Let someone sign in; who may already gets this rank and this password, and is signed out.

    Raises:
        BadUse: the name or the password cannot be one.

    """
    name = _checked_name(name)
    _check_password(name, password)
    return _let_in(database, name, rank, _hasher().hash(password), None)


def invite(database: Database, name: str, rank: Rank, person: str) -> User:
    """Let someone sign in at the provider of identities; who has a password here loses it.

    ``person`` is the e-mail address that the provider has verified, or its own id of the person.

    Raises:
        BadUse: the name or the person cannot be one, or another user is that person.

    """
    name, person = _checked_name(name), person_of(person)
    if not 0 < len(person) <= LONGEST_PERSON or not person.isprintable():
        raise BadUse(
            N_("«{person}» cannot be somebody at the provider of identities."),
            remedy=N_("Write the e-mail address or the subject, as the log has it."),
            person=person,
        )
    _check_nobody_is(database, person, name)
    return _let_in(database, name, rank, "", person)


def _check_nobody_is(database: Database, person: str, name: str) -> None:
    """Refuse where another user than ``name`` is a person."""
    other = database.row("SELECT name, folded FROM users WHERE person = ?", (person,))
    if other is not None and other["folded"] != folded(name):
        raise BadUse(
            N_("«{person}» is the user «{name}» already."),
            remedy=N_("Remove that user first: opis user remove NAME"),
            person=person,
            name=other["name"],
        )


def person_of(text: str) -> str:
    """An e-mail address as it is compared, or a subject as it is."""
    text = unicodedata.normalize("NFC", text.strip())
    return text.casefold() if "@" in text else text


def _let_in(database: Database, name: str, rank: Rank, password: str, person: str | None) -> User:
    """Enter a user, or give who is there another rank and another way to sign in."""
    with database.transaction():
        known = _row(database, name)
        recorder = Recorder(database, Deed.ENROLLED)
        if known is None:
            row = database.change(
                "INSERT INTO users (name, folded, rank, password, person, added)"
                " VALUES (?,?,?,?,?,?)",
                (name, folded(name), rank, password, person, now()),
            )
            recorder.note(_change(row, name, "rank", None, rank))
        else:
            row, name = known["id"], known["name"]
            database.change(
                "UPDATE users SET password = ?, person = ?, subject = NULL WHERE id = ?",
                (password, person, row),
            )
            sign_out(database, row)
            recorder.put(subject_of(name), "users", row, {"rank": rank})
            if password:
                recorder.note(_change(row, name, "password", "•••", "•••"))
        if person is not None:
            before = known["person"] if known else None
            recorder.note(_change(row, name, "person", before, person))
        return of_row(database.rows("SELECT * FROM users WHERE id = ?", (row,))[0])


def sign_out(database: Database, row: int) -> None:
    """End all sessions of the user in a row of the catalogue."""
    database.change("DELETE FROM sessions WHERE user = ?", (row,))


def listed(database: Database) -> list[User]:
    """All who may sign in, by name."""
    return [of_row(row) for row in database.rows("SELECT * FROM users ORDER BY folded")]


def remove(database: Database, name: str) -> User:
    """Let someone sign in no more; whoever has signed in so is signed out.

    Raises:
        NotFound: there is no such user.

    """
    with database.transaction():
        return dismiss(database, _existing(database, name))


def dismiss(database: Database, row: Row) -> User:
    """Remove the user in a row of the table of users, inside a transaction."""
    user = of_row(row)
    database.change("DELETE FROM users WHERE id = ?", (user.id,))
    change = _change(user.id, user.name, "rank", user.rank, None)
    Recorder(database, Deed.DISMISSED).note(change)
    return user


def change_password(database: Database, name: str, password: str) -> None:
    """Give a user another password; sessions go on, whoever calls it ends them.

    Whoever calls it has made sure that it is the user who asks.

    Raises:
        BadUse: the password cannot be one.
        NotFound: there is no such user.

    """
    _check_password(name, password)
    hashed = _hasher().hash(password)
    with database.transaction():
        user = of_row(_existing(database, name))
        database.change("UPDATE users SET password = ? WHERE id = ?", (hashed, user.id))
        change = _change(user.id, user.name, "password", "•••", "•••")
        Recorder(database, Deed.ENROLLED).note(change)


def is_called(name: str, other: str) -> bool:
    """Whether two names are those of one user."""
    return folded(name) == folded(other)


def has_password(database: Database, name: str) -> bool:
    """Whether a user signs in by a password."""
    row = _row(database, name)
    return row is not None and bool(row["password"])


def set_rank(database: Database, name: str, rank: Rank) -> User:
    """Let a user see and do more or less from now on.

    It stands above what the provider of identities claims: who came by claims alone is from now on
    one whom we have let in (:func:`invite`), whatever they say.

    Raises:
        BadUse: another user was let in as that person.
        NotFound: there is no such user.

    """
    with database.transaction():
        user = of_row(_existing(database, name))
        values: dict[str, Value] = {"rank": rank}
        if user.claimed:
            _check_nobody_is(database, user.person, user.name)
            values["person"] = user.person
        recorder = Recorder(database, Deed.ENROLLED)
        recorder.put(subject_of(user.name), "users", user.id, values)
        return of_row(_existing(database, name))


def known(database: Database, name: str, password: str) -> User | None:
    """The user with this name and this password; an unknown name takes as long as a known one.

    Who signs in elsewhere has no password here, not even an empty one.
    """
    from argon2.exceptions import VerifyMismatchError

    row = _row(database, name) if len(name) <= LONGEST_NAME else None
    with _few:
        try:
            own = row["password"] if row else ""
            _hasher().verify(own or _nobodys(), password[: LONGEST + 1])
        except VerifyMismatchError:
            return None
    return of_row(row) if row and own else None


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
    if not 0 < len(name) <= LONGEST_NAME or not all(map(may_stand_in_a_name, name)):
        raise BadUse(
            N_("«{name}» cannot be the name of a user."),
            remedy=N_("Write letters, figures, spaces and . - _ @, {most} signs at most."),
            name=name,
            most=LONGEST_NAME,
        )
    return name


def may_stand_in_a_name(sign: str) -> bool:
    """Whether a code point may stand in the name of a user."""
    return sign in _SIGNS or unicodedata.category(sign)[0] in "LMN"


def _check_password(name: str, password: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST or folded(password) == folded(name):
        raise BadUse(
            N_("This password cannot be taken."),
            remedy=N_("Choose one of {least} signs or more that is not the name; words will do."),
            least=SHORTEST,
        )


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _row(database: Database, name: str) -> Row | None:
    return database.row("SELECT * FROM users WHERE folded = ?", (folded(name),))


def _existing(database: Database, name: str) -> Row:
    row = _row(database, name)
    if row is None:
        raise NotFound(
            N_("There is no user «{name}»."),
            remedy=N_("See who there is: opis user list"),
            name=name,
        )
    return row


def of_row(row: Row) -> User:
    """The user in a row of the table of users."""
    person = row["person"] or (row["subject"] or "").partition(" ")[2]
    claimed = row["person"] is None and row["subject"] is not None
    return User(row["id"], row["name"], Rank(row["rank"]), row["added"], person, claimed)


def subject_of(name: str) -> str:
    """What the history says that a change of a user is about."""
    return f"user:{name}"


def _change(row: int, name: str, field: str, before: str | None, after: str | None) -> Change:
    return Change(subject_of(name), None, "users", row, field, before, after)
