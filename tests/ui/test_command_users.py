"""``opis user``: made from a script or by hand, seen by nobody who only reads."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import users
from corpus.access import Rank
from corpus.collection import create_collection, open_collection
from ui.main import run

Opis = Callable[..., tuple[int, str, str]]


@pytest.fixture
def opis(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Opis:
    """Run the command; its exit code, what it says, and what it says beside."""
    path = create_collection(tmp_path / "collection").path

    def command(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = run(["user", *arguments, "--collection", str(path)])
        return (code, *capsys.readouterr())

    return command


def test_users_are_added_listed_and_removed(opis: Opis) -> None:
    code, said, beside = opis("add", "Алия", "--role", "archivist", typed="верный пароль\n")
    assert (code, "Алия" in said, beside) == (0, True, "")
    assert opis("add", "bolot", typed="another word\r\n")[0] == 0
    listed = json.loads(opis("list", "--json")[1])["users"]
    assert [(one["name"], one["role"]) for one in listed] == [
        ("bolot", "reader"),
        ("Алия", "archivist"),
    ]
    assert opis("remove", "АЛИЯ")[0] == 0
    assert "Алия" not in opis("list")[1]
    assert opis("remove", "Алия")[0] == 3


def test_the_password_is_that_of_the_first_line(opis: Opis, tmp_path: Path) -> None:
    opis("add", "Алия", typed=" верный пароль \nand more\n")
    with open_collection(tmp_path / "collection").catalogue() as database:
        assert users.known(database, "Алия", " верный пароль ") is not None


def test_a_bad_password_is_not_repeated(opis: Opis) -> None:
    code, said, beside = opis("add", "Алия", typed="коротко\n")
    assert code == 2
    assert "коротко" not in said + beside
    assert json.loads(opis("list", "--json")[1])["users"] == []


@pytest.mark.parametrize("command", [["add", "x"], ["list"], ["remove", "x"]])
@pytest.mark.parametrize("role", ["public", "reader"])
def test_only_the_owner_knows_who_there_is(opis: Opis, command: list[str], role: str) -> None:
    code, said, _ = opis(*command, "--as", role, typed="верный пароль\n")
    assert (code, said) == (2, "")


def test_by_hand_it_is_typed_twice(
    opis: Opis, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed = iter(["верный пароль", "неверный пароль", "верный пароль", "верный пароль"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    monkeypatch.setattr("io.StringIO", Terminal)
    assert opis("add", "Алия")[0] == 2
    assert opis("add", "Алия", "--role", "administrator")[0] == 0
    listed = json.loads(opis("list", "--json")[1])["users"]
    assert [one["role"] for one in listed] == [Rank.ADMINISTRATOR]
