"""One's own password and sessions: for whoever has signed in, who knows the old password."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from asking import Browser, application

from corpus import history, sessions, users
from corpus.access import Rank, Role
from corpus.collection import Collection, create_collection
from ui import account, visitors
from ui.opened import Opened, show
from ui.slowing import Slowing
from ui.visitors import visitor

OLD, NEW = "правильная лошадь", "батарейка и скрепка"
#: what a browser says that sends a form of ours
OURS = {"sec_fetch_site": "same-origin", "origin": "http://localhost"}


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collection]:
    collection = create_collection(tmp_path / "collection")
    monkeypatch.setattr(users, "_hasher", lambda: PasswordHasher(1, 64, 1))
    monkeypatch.setattr(account, "_slowing", Slowing())
    with collection.catalogue() as database:
        users.enrol(database, "Алия", Rank.READER, OLD)
        users.enrol(database, "Берик", Rank.READER, OLD)
    show(Opened(collection, Role.PUBLIC, "ru"), visitor)
    visitors.forget()
    yield collection
    show(Opened(collection, Role.PUBLIC, "ru"))


def signed_in(collection: Collection, name: str = "Алия") -> Browser:
    with collection.catalogue() as database:
        user = next(one for one in users.listed(database) if one.name == name)
        token = sessions.begin(database, user)
    return replace(Browser(application()), cookie=f"{visitors.cookie_name()}={token}")


def form(old: str = OLD, new: str = NEW, again: str = NEW) -> dict[str, str]:
    return {"old": old, "new": new, "again": again}


def test_the_password_is_changed_and_all_other_sessions_end(collection: Collection) -> None:
    here, there, other = (
        signed_in(collection),
        signed_in(collection),
        signed_in(collection, "Берик"),
    )
    assert "в других браузерах: 1" in here.get("/account").text
    answer = here.post("/account?ui=ru", form(), **OURS)
    assert (answer.status, "Пароль изменён" in answer.text) == (200, True)
    assert [browser.get("/account").status for browser in (here, there, other)] == [200, 401, 200]
    with collection.catalogue() as database:
        assert users.known(database, "Алия", OLD) is None
        assert users.known(database, "Алия", NEW)
        (event, *_) = history.events(database, "user:Алия")
        assert (event.who, [c.after for c in event.changes]) == ("Алия", ["•••"])


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (form(old="не тот пароль"), 403), (form(old=""), 403), (form(again="другой пароль"), 400),
        (form(new="коротко", again="коротко"), 400), (form(new="я" * 1001, again="я" * 1001), 400),
        ({}, 403), ({"old": OLD}, 400), ({"old": "x" * 20_000}, 413),
    ],
)  # fmt: skip
def test_nothing_else_changes_it(
    collection: Collection, given: dict[str, str], status: int
) -> None:
    here = signed_in(collection)
    assert here.post("/account", given, **OURS).status == status
    with collection.catalogue() as database:
        assert users.known(database, "Алия", OLD)


def test_who_guesses_has_to_wait(collection: Collection) -> None:
    here = signed_in(collection)
    answers = [here.post("/account", form(old="не тот"), **OURS).status for _n in range(12)]
    assert answers[0] == 403
    assert answers[-1] == 429
    assert here.post("/account", form(), **OURS).status == 429


def test_other_sessions_are_ended_without_another_password(collection: Collection) -> None:
    here, there = signed_in(collection), signed_in(collection)
    assert "завершены" in here.post("/account/end?ui=ru", {}, **OURS).text
    assert [browser.get("/account").status for browser in (here, there)] == [200, 401]


@pytest.mark.parametrize("address", ["/account", "/account/end"])
def test_no_stranger_and_no_other_site_gets_there(collection: Collection, address: str) -> None:
    stranger = Browser(application())
    assert stranger.get(address).status == 401
    assert stranger.post(address, form(), **OURS).status == 401
    here, there = signed_in(collection), signed_in(collection)
    for site in ({"sec_fetch_site": "cross-site"}, {"origin": "http://evil.example"}):
        assert here.post(address, form(), **OURS | site).status == 403
    assert there.get("/account").status == 200


def test_a_name_is_no_html(collection: Collection) -> None:
    with collection.catalogue() as database, database.transaction():
        database.change("UPDATE users SET name = '<b>x</b>' WHERE name = 'Берик'")
    here = signed_in(collection, "<b>x</b>")
    assert "<b>" not in here.get("/account").text
