"""Who may sign in, and for how long: nothing that would let a thief in is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import history, sessions, users
from corpus.access import Rank, Role
from corpus.catalogue import Database
from corpus.errors import BadUse, NotFound
from corpus.undoing import undo

WORDS = "правильная лошадь"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(tmp_path / "catalogue.sqlite")
    yield database
    database.close()


def everything(database: Database) -> str:
    """All that the catalogue says of users, sessions and what was done."""
    tables = ("users", "sessions", "events", "changes")
    rows = [database.rows(f"SELECT * FROM {table}") for table in tables]  # noqa: S608
    return "\n".join(str(tuple(row)) for table in rows for row in table)


def test_only_the_right_password_lets_in(database: Database) -> None:
    users.enrol(database, "Алия", Rank.ARCHIVIST, WORDS)
    for name in ("Алия", "АЛИЯ", " алия "):
        found = users.known(database, name, WORDS)
        assert found is not None
        assert (found.name, found.rank) == ("Алия", Rank.ARCHIVIST)
    for name, password in [
        ("Алия", ""),
        ("Алия", WORDS + " "),
        ("Алия", WORDS.upper()),
        ("Болот", WORDS),
        ("", ""),
        ("А" * 10_000, WORDS),
        ("Алия", WORDS * 10_000),
        ("' OR 1=1 --", WORDS),
    ]:
        assert users.known(database, name, password) is None


def test_neither_password_nor_token_is_kept(database: Database) -> None:
    token = sessions.begin(database, users.enrol(database, "Алия", Rank.READER, WORDS))
    kept = everything(database)
    assert "Алия" in kept
    assert WORDS not in kept
    assert token not in kept
    assert "$argon2id$" in kept
    for event in history.events(database):
        assert "argon2" not in str(event)


@pytest.mark.parametrize("name", ["", " ", "а" * 65, "a/b", "a\nb\x00", "<b>", "a\u202eb", "a:b"])
def test_what_is_no_name(database: Database, name: str) -> None:
    with pytest.raises(BadUse):
        users.enrol(database, name, Rank.READER, WORDS)


@pytest.mark.parametrize("password", ["", "девять 11", "а" * 1001, "алия алиева", "АЛИЯ АЛИЕВА"])
def test_what_is_no_password(database: Database, password: str) -> None:
    with pytest.raises(BadUse) as error:
        users.enrol(database, "Алия Алиева", Rank.READER, password)
    assert not password or password not in str(error.value)


def test_users_are_in_the_history_and_come_and_go(database: Database) -> None:
    with history.acting("Болот"):
        users.enrol(database, "Алия", Rank.READER, WORDS)
        users.enrol(database, "алия", Rank.ARCHIVIST, WORDS + "!")
    users.remove(database, "АЛИЯ")
    told = [
        (event.who, event.deed.value, [(c.field, c.before, c.after) for c in event.changes])
        for event in history.events(database, "user:Алия")
    ]
    assert told == [
        (history.owner(), "dismissed", [("rank", "archivist", None)]),
        ("Болот", "enrolled", [("rank", "reader", "archivist"), ("password", "•••", "•••")]),
        ("Болот", "enrolled", [("rank", None, "reader")]),
    ]
    assert users.listed(database) == []
    with pytest.raises(NotFound):
        users.remove(database, "Алия")
    with pytest.raises(BadUse):  # nobody comes back by undoing
        undo(database, "user:Алия")


def test_an_administrator_has_the_archivists_view() -> None:
    assert [rank.role for rank in Rank] == [Role.READER, Role.ARCHIVIST, Role.ARCHIVIST]


def test_a_session_ends_by_rest_and_by_age(database: Database) -> None:
    user = users.enrol(database, "Алия", Rank.READER, WORDS)
    token = sessions.begin(database, user, 0)
    assert sessions.user(database, token, sessions.IDLE - 1) == user
    assert sessions.user(database, token, 2 * sessions.IDLE - 2) == user  # it was used
    assert sessions.user(database, token, 3 * sessions.IDLE - 2) is None  # it was not
    token = sessions.begin(database, user, 0)
    for at in range(0, sessions.LONGEST, sessions.IDLE // 2):
        assert sessions.user(database, token, at) == user
    assert sessions.user(database, token, sessions.LONGEST) is None


def test_what_has_ended_leaves_the_catalogue(database: Database) -> None:
    user = users.enrol(database, "Алия", Rank.READER, WORDS)
    for at in (0, 10, sessions.LONGEST + 10):
        sessions.begin(database, user, at)
    assert database.number("SELECT count(*) FROM sessions") == 1


@pytest.mark.parametrize("how", ["sign out", "another password", "removed"])
def test_a_session_ends_at_once(database: Database, how: str) -> None:
    user = users.enrol(database, "Алия", Rank.READER, WORDS)
    mine, other = sessions.begin(database, user), sessions.begin(database, user)
    if how == "sign out":
        sessions.end(database, mine)
    elif how == "removed":
        users.remove(database, "Алия")
    else:
        users.enrol(database, "Алия", Rank.READER, WORDS + "!")
    assert sessions.user(database, mine) is None
    assert (sessions.user(database, other) is not None) == (how == "sign out")


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "\udcff", "а" * 100_000])
def test_what_is_no_token(database: Database, token: str) -> None:
    sessions.begin(database, users.enrol(database, "Алия", Rank.READER, WORDS))
    assert sessions.user(database, token) is None
