"""The use sheet: what readers who have signed in do is on it once a day, for archivists alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
import tiny_collection
from argon2 import PasswordHasher
from asking import SENT, Browser, application
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from corpus import dividing, openings, rules, sessions, targets, users
from corpus.access import Permit, Rank, Role, Use
from corpus.collection import Collection
from corpus.openings import Opening
from corpus.yearly import figures
from ui import guard, kept, using, visitors
from ui.main import run
from ui.opened import Opened, Visitor, show
from ui.routes import routes

FILE = "Учебный архив. Ф. 12. Оп. 1. Д. 47"


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    collection = tiny_collection.build(tmp_path / "collection")
    using._known.clear()
    yield collection
    show(Opened(collection, Role.PUBLIC, "ru"))


def looks(collection: Collection, role: Role, name: str) -> Browser:
    """Somebody who has signed in."""
    show(Opened(collection, Role.PUBLIC, "ru"), lambda: Visitor(role, name))
    return Browser(Starlette(routes=routes()))


def uses(collection: Collection) -> list[tuple[str, str, str, str]]:
    """Who did what with which document, and at which leaf, in the order of names."""
    using.settle()
    with collection.catalogue() as database:
        found = [one.opening for one in openings.sheet(database)]
    return sorted((one.who, one.use.value, one.document, one.leaves) for one in found)


def reads(document: str, page: int = 1) -> None:
    at = AppTest.from_string("from ui.pages import reader\nreader.page()", default_timeout=60)
    at.query_params["id"], at.query_params["n"] = document, str(page)
    at.run()
    assert not at.exception


def test_what_a_reader_does_is_written_down_once_a_day(collection: Collection) -> None:
    browser = looks(collection, Role.READER, "Алия")
    for page in (3, 1, 3):
        reads("dorder", page)
    assert uses(collection) == [("Алия", "view", "dorder", "15")], "where she began"
    for address in (
        "/file/dorder/1.txt", "/file/dorder/1.txt", "/file/droom.txt",
        f"/file/list.csv?i={kept.place('dletter', 1, 0, 'Анама')}",
        "/img/page/dletter/1.jpg", "/file/concordance.csv?q=адамдар",
    ):  # fmt: skip
        assert browser.get(quote(address, safe="/?&=,")).status == 200
    assert uses(collection) == [
        ("Алия", "copy", "dletter", "1"),
        ("Алия", "copy", "dorder", "14"),
        ("Алия", "export", "dletter", "1"),
        ("Алия", "export", "dmemoir", ""),
        ("Алия", "export", "droom", "17"),
        ("Алия", "view", "dorder", "15"),
    ]


def test_pictures_of_our_pages_and_refusals_are_no_use(collection: Collection) -> None:
    browser = looks(collection, Role.READER, "Алия")
    assert browser.get("/img/page/dorder/1.jpg", sec_fetch_dest="image").status == 200
    assert browser.get("/img/thumb/dorder/1.jpg").status == 200
    assert browser.get("/file/dhidden/1.txt").status == 404
    reads("dhidden")
    assert uses(collection) == []


def tells(browser: Browser, document: str, page: int = 1, **headers: str) -> int:
    """The page reader tells that text which was selected on it is copied."""
    sent = SENT | {"x-opis-token": guard.token()} | headers
    return browser.ask("POST", f"/copied/{document}/{page}", sent).status


def test_text_that_is_selected_and_copied_is_a_use(collection: Collection) -> None:
    browser = looks(collection, Role.READER, "Алия")
    assert tells(browser, "dorder", 3) == 204
    assert tells(browser, "dorder", 3) == 204
    assert tells(browser, "dorder", 1) == 204
    assert uses(collection) == [("Алия", "copy", "dorder", "15")]


def test_what_may_not_be_copied_is_not_and_nobody_else_tells(collection: Collection) -> None:
    with collection.catalogue() as database:
        (target,) = targets.targets_named(database, "dorder:3")
        rules.allow(database, target, [], {Use.COPY: Permit.NOBODY})
    browser = looks(collection, Role.READER, "Алия")
    assert [tells(browser, "dorder", page) for page in (3, 9)] == [404, 404]
    assert tells(browser, "dhidden") == 404
    assert tells(browser, "dorder", 1, **{"x-opis-token": "x"}) == 403
    assert tells(browser, "dorder", 1, **{"sec-fetch-site": "cross-site"}) == 403
    assert tells(looks(collection, Role.ARCHIVIST, "Асель"), "dorder", 1) == 404
    show(Opened(collection, Role.READER, "ru", user="кто за машиной"))
    assert tells(Browser(application()), "dorder", 1) == 404
    assert uses(collection) == []


def test_archivists_and_the_public_are_not_on_it(collection: Collection) -> None:
    assert looks(collection, Role.ARCHIVIST, "Асель").get("/file/dorder/1.txt").status == 200
    show(Opened(collection, Role.READER, "ru", user="кто за машиной"))
    assert Browser(application()).get("/file/dorder/1.txt").status == 200
    assert uses(collection) == []


def test_a_sheet_is_of_a_file_and_stays_when_it_is_divided(
    collection: Collection, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with collection.catalogue() as database:
        openings.record(
            database,
            [
                Opening("2026-11-27T10:00:00Z", "Алия", "dorder", Use.VIEW, 1, "14"),
                Opening("2026-11-27T11:00:00Z", "Алия", "dorder", Use.VIEW, 3, "15"),
                Opening("2026-11-28T10:00:00Z", "=Берик", "dorder", Use.COPY, 3, "15"),
                Opening("2026-11-28T12:00:00Z", "Алия", "dletter", Use.VIEW, 1, "1"),
            ],
        )
        (file,) = targets.targets_named(database, FILE)
        before = openings.sheet(database, [file])
        dividing.divide(database, "dorder", [3])
        assert openings.sheet(database, [file]) == before
    assert [(one.opening.who, str(one.reference)) for one in before] == [
        ("=Берик", f"{FILE}. Л. 15."), ("Алия", f"{FILE}. Л. 14."),
    ]  # fmt: skip
    at = ["--collection", str(collection.path)]
    assert run(["use-sheet", FILE, "--json", *at]) == 0
    assert [one["use"] for one in json.loads(capsys.readouterr().out)["uses"]] == ["copy", "view"]
    assert run(["use-sheet", "--csv", str(tmp_path / "uses.csv"), *at]) == 0
    with (tmp_path / "uses.csv").open(encoding="utf-8-sig") as table:
        rows = [*csv.reader(table)]
    assert [row[1] for row in rows] == ["Читатель", "Алия", "'=Берик", "Алия"]
    assert run(["use-sheet", "--as", "reader", *at]) == 2


def test_a_year_is_counted(collection: Collection) -> None:
    with collection.catalogue() as database:
        given = [
            ("2025-03-01", "Алия", Use.VIEW), ("2025-03-02", "Алия", Use.VIEW),
            ("2025-03-02", "Берик", Use.VIEW), ("2025-03-02", "Берик", Use.COPY),
            ("2025-12-31", "Берик", Use.EXPORT), ("2026-01-01", "Асан", Use.VIEW),
        ]  # fmt: skip
        openings.record(
            database, [Opening(f"{day}T10:00:00Z", who, "dorder", use) for day, who, use in given]
        )
        found = figures(database, 2025)
    assert (found.readers, found.viewed, found.copied) == (2, 3, 2)


def test_whoever_has_signed_in_is_known_while_a_file_is_sent(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(users, "_hasher", lambda: PasswordHasher(1, 64, 1))
    with collection.catalogue() as database:
        user = users.enrol(database, "Алия", Rank.READER, "правильная лошадь")
        token = sessions.begin(database, user)
    show(Opened(collection, Role.PUBLIC, "ru"), visitors.visitor)
    browser = replace(Browser(application()), cookie=f"{visitors.cookie_name()}={token}")
    assert browser.get("/file/dorder.docx").status == 200
    assert browser.get("/file/answer.csv?q=*").status == 200, "descriptions are no use"
    assert browser.get(quote("/file/answer.csv?q=еңбек", safe="/?&=")).status == 200
    assert uses(collection) == [
        ("Алия", "export", "dletter", "1"),
        ("Алия", "export", "dorder", "14"),
    ]


def test_what_could_not_be_written_waits(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks(collection, Role.READER, "Алия")
    with monkeypatch.context() as failing:
        failing.setattr(openings, "record", lambda *_: 1 / 0)
        failing.setattr(using, "_begin", lambda: None)
        using.used("dorder", Use.VIEW)
        with pytest.raises(ZeroDivisionError):
            using.settle()
    assert uses(collection) == [("Алия", "view", "dorder", "")]
