"""Who comes from the provider of identities, and as whom he is let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import history, sessions, users
from corpus.access import Rank
from corpus.arrivals import Person, admit
from corpus.catalogue import Database
from corpus.collection import create_collection
from corpus.errors import BadUse

WORDS = "правильная лошадь"
ISSUER = "https://login.example.kz"
ALIYA = Person(ISSUER, "8f3c", "aliya@archive.kz")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with create_collection(tmp_path / "collection").catalogue() as database:
        yield database


def names(database: Database) -> dict[str, Rank]:
    return {user.name: user.rank for user in users.listed(database)}


@pytest.mark.parametrize("person", ["Aliya@Archive.KZ", " aliya@archive.kz ", "8f3c"])
def test_who_was_invited_is_that_user(database: Database, person: str) -> None:
    users.invite(database, "Алия", Rank.ARCHIVIST, person)
    for _ in range(2):
        user = admit(database, ALIYA)
        assert user is not None
        assert (user.name, user.rank) == ("Алия", Rank.ARCHIVIST)
    assert names(database) == {"Алия": Rank.ARCHIVIST}


@pytest.mark.parametrize(
    "other",
    [
        Person(ISSUER, "8f3c"),  # an address that is not verified is none
        Person(ISSUER, "8f3c", "aliya@archive.kg"),
        Person(ISSUER, "aliya@archive.kz"),  # whoever may choose his subject gains nothing by it
        Person(ISSUER, "8F3C", "aliya@archive.kz.evil.example"),
    ],
)
def test_who_was_not_invited_is_nobody(database: Database, other: Person) -> None:
    users.invite(database, "Алия", Rank.ARCHIVIST, "aliya@archive.kz")
    assert admit(database, other) is None
    assert names(database) == {"Алия": Rank.ARCHIVIST}


@pytest.mark.parametrize(
    "later",
    [
        Person(ISSUER, "9999", "aliya@archive.kz"),  # the address was given to somebody else
        Person("https://evil.example", "8f3c", "aliya@archive.kz"),
    ],
)
def test_a_user_stays_who_came_first(database: Database, later: Person) -> None:
    users.invite(database, "Алия", Rank.ARCHIVIST, "aliya@archive.kz")
    assert admit(database, ALIYA) is not None
    assert admit(database, later) is None
    again = admit(database, Person(ISSUER, "8f3c", "married@archive.kz"))  # she has a new address
    assert again is not None and again.name == "Алия"
    users.invite(database, "Алия", Rank.READER, "aliya@archive.kz")  # an archivist says it anew
    anew = admit(database, later)
    assert anew is not None and anew.rank is Rank.READER


def test_claims_make_somebody_something_as_long_as_they_say_so(database: Database) -> None:
    archivist = Person(ISSUER, "8f3c", "aliya@archive.kz", Rank.ARCHIVIST)
    came = admit(database, archivist)
    assert came is not None
    token = sessions.begin(database, came)
    assert names(database) == {"aliya@archive.kz": Rank.ARCHIVIST}
    assert admit(database, ALIYA, stranger=Rank.READER) is not None
    assert names(database) == {"aliya@archive.kz": Rank.READER}
    assert sessions.user(database, token) is None  # what was open as an archivist is closed
    assert admit(database, ALIYA) is None
    assert names(database) == {}
    deeds = [(event.who, str(event.deed)) for event in history.events(database)]
    assert deeds == [("aliya@archive.kz", deed) for deed in ("dismissed", "enrolled", "enrolled")]


def test_what_was_said_here_stands_above_claims(database: Database) -> None:
    users.invite(database, "Алия", Rank.READER, "aliya@archive.kz")
    user = admit(database, Person(ISSUER, "8f3c", "aliya@archive.kz", Rank.ADMINISTRATOR))
    assert user is not None and user.rank is Rank.READER


@pytest.mark.parametrize(
    ("claimed", "said"),
    [(Rank.ARCHIVIST, Rank.READER), (Rank.READER, Rank.ADMINISTRATOR),
     (Rank.ARCHIVIST, Rank.ARCHIVIST)],
)  # fmt: skip
def test_a_role_chosen_here_stands_above_claims_from_then_on(
    database: Database, claimed: Rank, said: Rank
) -> None:
    came = admit(database, Person(ISSUER, "8f3c", "aliya@archive.kz", claimed))
    assert came is not None and came.claimed
    token = sessions.begin(database, came)
    assert users.set_rank(database, came.name, said).rank is said
    now = sessions.user(database, token)
    assert now is not None and now.rank is said, "at once"
    for later in (Rank.ADMINISTRATOR, Rank.READER, None):
        again = admit(database, Person(ISSUER, "8f3c", "other@archive.kz", later))
        assert again is not None and (again.id, again.rank, again.claimed) == (came.id, said, False)
    assert admit(database, Person(ISSUER, "9999", "aliya@archive.kz")) is None, "nobody else"
    users.remove(database, came.name)  # the claims count again
    anew = admit(database, Person(ISSUER, "8f3c", "aliya@archive.kz", claimed))
    assert anew is not None and anew.rank is claimed


def test_of_two_who_are_one_person_the_role_is_not_said_twice(database: Database) -> None:
    came = admit(database, Person(ISSUER, "8f3c", "", Rank.READER))
    assert came is not None
    users.invite(database, "Алия", Rank.ARCHIVIST, "8f3c")
    with pytest.raises(BadUse):
        users.set_rank(database, came.name, Rank.ADMINISTRATOR)
    assert names(database)[came.name] is Rank.READER


def test_who_came_as_a_stranger_and_was_invited_then_is_one_user(database: Database) -> None:
    came = admit(database, ALIYA, stranger=Rank.READER)
    assert came is not None
    token = sessions.begin(database, came)
    users.invite(database, "Алия", Rank.ARCHIVIST, "aliya@archive.kz")
    assert admit(database, ALIYA, stranger=Rank.READER) is not None
    assert names(database) == {"Алия": Rank.ARCHIVIST}
    assert sessions.user(database, token) is None


def test_nobody_comes_by_the_name_of_another(database: Database) -> None:
    users.enrol(database, "aliya@archive.kz", Rank.ARCHIVIST, WORDS)
    assert admit(database, ALIYA, stranger=Rank.READER) is None
    users.invite(database, "8f3c", Rank.ARCHIVIST, "other@archive.kz")
    assert admit(database, Person(ISSUER, "8f3c"), stranger=Rank.READER) is None


def test_who_signs_in_elsewhere_has_no_password_here(database: Database) -> None:
    users.enrol(database, "Алия", Rank.ARCHIVIST, WORDS)
    users.invite(database, "Алия", Rank.ARCHIVIST, "aliya@archive.kz")
    for password in (WORDS, "", "•••"):
        assert users.known(database, "Алия", password) is None
    users.enrol(database, "Алия", Rank.ARCHIVIST, WORDS)
    assert users.known(database, "Алия", WORDS) is not None
    assert admit(database, ALIYA) is None


def test_a_person_is_one_user(database: Database) -> None:
    users.invite(database, "Алия", Rank.ARCHIVIST, "aliya@archive.kz")
    with pytest.raises(BadUse):
        users.invite(database, "Болот", Rank.READER, "ALIYA@archive.kz")
    for nobody in ("", "x" * 256, "a\nb"):
        with pytest.raises(BadUse):
            users.invite(database, "Болот", Rank.READER, nobody)


@pytest.mark.parametrize(
    ("subject", "name"),
    [("auth0|5f7c", "auth0-5f7c"), ("a" * 300, "a" * 64), ("<b>", "-b-"), ("\u202e", "-")],
)
def test_a_subject_becomes_a_name_that_can_be_typed(
    database: Database, subject: str, name: str
) -> None:
    user = admit(database, Person(ISSUER, subject), stranger=Rank.READER)
    assert user is not None and user.name == name
    assert users.remove(database, name).id == user.id
