"""Only our own pages may change something, and only for archivists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request

from corpus import history
from corpus.access import Role
from corpus.collection import Collection
from ui import guard
from ui.opened import Opened, Visitor, opened, show

OURS = {"host": "opis.example", "origin": "https://opis.example", "sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def _as_archivist(tmp_path: Path) -> Iterator[None]:
    shown = Opened(Collection(tmp_path), Role.ARCHIVIST, "ru")
    show(shown)
    yield
    show(shown)


def asked(headers: dict[str, str], method: str = "POST") -> int:
    """The status with which the guard answers, 200 where it lets pass."""
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    answer = guard.refusal(Request({"type": "http", "method": method, "headers": raw}))
    return answer.status_code if answer else 200


def ours(**changed: str | None) -> dict[str, str]:
    """The headers of one of our pages, some of them others or missing."""
    headers = OURS | {"x-opis-token": guard.token()}
    headers |= {name.replace("_", "-"): value for name, value in changed.items() if value}
    for name, value in changed.items():
        if value is None:
            del headers[name.replace("_", "-")]
    return headers


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": None}, {"sec_fetch_site": None}],
    ids=["all", "without origin", "an older browser"],
)
def test_our_own_page_may_change(headers: dict[str, str | None]) -> None:
    assert asked(ours(**headers)) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"origin": "https://evil.example"},
        {"origin": "https://opis.example.evil.example"},
        {"origin": "https://opis.example:8000"},
        {"origin": "null"},
        {"origin": None, "sec_fetch_site": None},
        {"host": "evil.example"},
        {"x_opis_token": None},
        {"x_opis_token": "0" * 64},
        {"x_opis_token": "ключ"},
    ],
)
def test_another_site_may_not(headers: dict[str, str | None]) -> None:
    assert asked(ours(**headers)) == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_a_link_changes_nothing(method: str) -> None:
    assert asked(ours(), method) == 405


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.READER])
def test_who_may_not_change_is_told_nothing(role: Role) -> None:
    show(Opened(opened().collection, role, "ru"))
    assert asked(ours()) == 404


def test_the_word_of_one_is_not_that_of_another() -> None:
    theirs = ours()
    show(Opened(opened().collection, Role.ARCHIVIST, "ru", "another"))
    assert asked(theirs) == 403
    assert asked(ours()) == 200


def test_who_asks_is_asked_each_time_and_written_into_the_history() -> None:
    here = [Visitor(Role.READER, "Асан"), Visitor(Role.ARCHIVIST, "Алия")]
    assert (opened().role, opened().user) == (Role.ARCHIVIST, history.owner())
    assert history.who() == history.owner()
    show(opened(), lambda: here[0])
    assert (opened().role, opened().user, history.who()) == (Role.READER, "Асан", "Асан")
    here.pop(0)
    assert (opened().role, opened().user, history.who()) == (Role.ARCHIVIST, "Алия", "Алия")
    with history.acting("Болот"):
        assert history.who() == "Болот"
