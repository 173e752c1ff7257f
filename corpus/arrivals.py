"""Who comes from the provider of identities, and as whom he is let in here.

Somebody is who he is by issuer and subject (OpenID Connect Core 1.0, section 5.7): an e-mail
address may be given to another person one day. It is therefore looked at only when somebody comes
for the first time; from then on the user is that subject and no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Row

from corpus import history, users
from corpus.access import Rank
from corpus.catalogue import Database, now
from corpus.history import Change, Deed, Recorder
from corpus.users import User


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the provider knows him: ``email`` only if it has verified it.

    ``rank`` is what his claims make him, None where they say nothing of it.
    """

    issuer: str
    subject: str
    email: str = ""
    rank: Rank | None = None

    def __post_init__(self) -> None:
        if not self.issuer or not self.subject or " " in self.issuer:
            raise ValueError(f"nobody is {self.subject!r} of {self.issuer!r}")

    @property
    def key(self) -> str:
        """By what the catalogue knows him."""
        return f"{self.issuer} {self.subject}"


def admit(database: Database, person: Person, stranger: Rank | None = None) -> User | None:
    """The user who a person is, or None where he is not let in.

    Who was invited (:func:`corpus.users.invite`) is what was said then. Everybody else is what his
    claims make him today, or a ``stranger``, which None refuses; he becomes a user as he comes, by
    the name of his e-mail address, or of his subject where he has none that is verified. A user who
    has that name and comes from elsewhere is another person: nobody takes his name.
    """
    with database.transaction():
        come = database.row("SELECT * FROM users WHERE subject = ?", (person.key,))
        if come is not None and come["person"] is not None:
            return users.of_row(come)
        name = _name(person)
        with history.acting(come["name"] if come else name):
            invited = _invited(database, person)
            if invited is not None:
                if come is not None:
                    users.dismiss(database, come)
                return _bound(database, invited["id"], person)
            rank = person.rank or stranger
            if rank is None:
                if come is not None:
                    users.dismiss(database, come)
                return None
            if come is None:
                return _entered(database, name, rank, person)
            recorder = Recorder(database, Deed.ENROLLED)
            about = users.subject_of(come["name"])
            if recorder.put(about, "users", come["id"], {"rank": rank}):
                users.sign_out(database, come["id"])
            return _bound(database, come["id"], person)


def leave(database: Database, person: Person) -> User | None:
    """End all sessions of a person, who has signed out elsewhere; the user who that is, if any."""
    row = database.row("SELECT * FROM users WHERE subject = ?", (person.key,))
    if row is None:
        return None
    users.sign_out(database, row["id"])
    return users.of_row(row)


def _invited(database: Database, person: Person) -> Row | None:
    """Whom we have let in as this person, if nobody else has come as him yet.

    What looks like an e-mail address is compared with one that is verified, never with a subject:
    with some providers people choose that themselves.
    """
    return database.row(
        """SELECT * FROM users WHERE subject IS NULL
           AND (person = ?1 AND instr(?1, '@') = 0 OR person = ?2 AND instr(?2, '@') > 0)
           ORDER BY person = ?1 DESC LIMIT 1""",
        (users.person_of(person.subject), users.person_of(person.email)),
    )


def _bound(database: Database, row: int, person: Person) -> User:
    database.change("UPDATE users SET subject = ? WHERE id = ?", (person.key, row))
    return users.of_row(database.rows("SELECT * FROM users WHERE id = ?", (row,))[0])


def _entered(database: Database, name: str, rank: Rank, person: Person) -> User | None:
    folded = users.folded(name)
    if database.row("SELECT 1 FROM users WHERE folded = ?", (folded,)) is not None:
        return None
    row = database.change(
        "INSERT INTO users (name, folded, rank, password, subject, added) VALUES (?,?,?,'',?,?)",
        (name, folded, rank, person.key, now()),
    )
    change = Change(users.subject_of(name), None, "users", row, "rank", None, rank)
    history.record(database, Deed.ENROLLED, change)
    return users.of_row(database.rows("SELECT * FROM users WHERE id = ?", (row,))[0])


def _name(person: Person) -> str:
    """A name that says who he is and could be typed: other signs become hyphens."""
    said = person.email or person.subject
    plain = "".join(c if users.may_stand_in_a_name(c) else "-" for c in said)
    return " ".join(plain.split())[: users.LONGEST_NAME].strip() or "-"
