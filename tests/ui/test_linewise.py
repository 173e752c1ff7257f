"""The route by which a page is corrected: who may, what it does, what it says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import tiny_collection
from starlette.requests import Request as Asked
from starlette.responses import Response
from starlette.types import Message

import index
from corpus import history, pages
from corpus.access import Role
from corpus.collection import Collection
from ui import guard, linewise
from ui.opened import Opened, show


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    collection = tiny_collection.build(tmp_path / "collection")
    show(Opened(collection, Role.ARCHIVIST, "ru", "Алия"))
    yield collection
    show(Opened(collection, Role.PUBLIC, "ru"))


def post(
    what: object,
    document: str = "dorder",
    number: int = 1,
    headers: dict[str, str] | None = None,
    method: str = "POST",
    route: Callable[[Asked], Awaitable[Response]] = linewise.change,
) -> tuple[int, dict[str, Any]]:
    """Ask the route; the status, and what is said if that is JSON. What it does behind is done."""
    own = {"host": "opis", "sec-fetch-site": "same-origin", guard.HEADER.lower(): guard.token()}
    given = own if headers is None else headers
    body = what if isinstance(what, bytes) else json.dumps(what).encode()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def asked() -> tuple[int, dict[str, Any]]:
        scope = {
            "type": "http",
            "method": method,
            "path_params": {"document": document, "number": number},
            "query_string": b"ui=ru",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        }
        answer = await route(Asked(scope, receive))
        if answer.background is not None:
            await answer.background()
        assert answer.headers["cache-control"] == "private, no-store"
        said = answer.media_type == "application/json"
        return answer.status_code, json.loads(bytes(answer.body)) if said else {}

    with ThreadPoolExecutor(1) as apart:  # a browser's test may have left a loop in this thread
        return apart.submit(asyncio.run, asked()).result()


def line(number: int, old: str, new: str) -> dict[str, Any]:
    return {"do": "line", "line": number, "old": old, "new": new}


FIRST = "О РАБОТАХ В ЛАГЕРЕ"


def test_a_corrected_line_is_found_at_once_and_taken_back(collection: Collection) -> None:
    status, said = post(line(0, FIRST, "О РАБОТАХ В ТЕПЛИЦЕ"))
    assert status == 200
    assert said["lines"][0]["text"] == "О РАБОТАХ В ТЕПЛИЦЕ"
    assert said["history"][0]["what"] == [f"{FIRST} → О РАБОТАХ В ТЕПЛИЦЕ"]
    assert said["history"][0]["who"] == "Алия"
    answer = index.search(collection, index.Request(query="теплица"))
    assert [hit.document for hit in answer.hits] == ["dorder"]
    status, said = post({"do": "undo"})
    assert (status, said["lines"][0]["text"], said["undo"]) == (200, FIRST, False)
    assert index.search(collection, index.Request(query="=теплице")).hits == ()


def test_a_page_that_is_right_has_no_doubts_left(collection: Collection) -> None:
    with collection.catalogue() as database:
        page = pages.at(database, "dletter", 1)
        assert page is not None
        seen = page.reading
    _, before = post(line(0, "Анама хат жаздым.", "Анама хат жаздым."), "dletter")
    assert [doubt["word"] for doubt in before["lines"][0]["doubts"]] == ["Анама", "хат"]
    status, said = post({"do": "right", "seen": seen}, "dletter")
    assert (status, said["checked"]) == (200, True)
    assert [one["doubts"] for one in said["lines"]] == [[], []]
    assert post({"do": "right", "seen": seen}, "dletter")[0] == 409


def test_a_doubtful_word_that_a_line_end_divides_is_named_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tiny_collection.SURE, "осво-", 0.6)
    monkeypatch.setitem(tiny_collection.SURE, "божденных", 0.6)
    own = tiny_collection.build(tmp_path / "own")
    show(Opened(own, Role.ARCHIVIST, "ru"))
    _, said = post(line(1, "список рабочих осво-", "список рабочих осво-"), number=3)
    doubts = [one["doubts"] for one in said["lines"]]
    show(Opened(own, Role.PUBLIC, "ru"))
    assert [[one["word"] for one in each] for each in doubts if each] == [["освобожденных."]] * 2


def test_who_has_another_line_before_her_eyes_is_told_what_stands_there(
    collection: Collection,
) -> None:
    post(line(0, FIRST, "О РАБОТЕ"))
    status, said = post(line(0, FIRST, "О ТРУДЕ"))
    assert status == 409
    assert "О РАБОТЕ" in said["what"]
    assert said["lines"][0]["text"] == "О РАБОТЕ"


@pytest.mark.parametrize(
    "what",
    [
        b"", b"[]", b"{", b'{"do": "line"}', b'{"do": "drop"}', b"[" * 50_000, b"\xff\xfe",
        {"do": "right", "seen": "x"}, {"do": "line", "line": [], "old": "", "new": ""},
    ],
    ids=range(9),
)  # fmt: skip
def test_what_makes_no_sense_changes_nothing(collection: Collection, what: object) -> None:
    assert post(what)[0] == 400
    with collection.catalogue() as database:
        assert len(history.events(database, "dorder")) == 1


def test_a_page_that_was_not_read_is_written(collection: Collection) -> None:
    status, said = post(line(0, "", "Секретно\nВ теплице"), number=2)
    assert (status, [one["text"] for one in said["lines"]]) == (200, ["Секретно", "В теплице"])
    assert [hit.document for hit in index.search(collection, index.Request(query="теплица")).hits]


def test_only_archivists_on_our_own_pages_may_write(collection: Collection) -> None:
    asked = line(0, FIRST, "x")
    assert post({}, route=linewise.follow) == (200, {"found": True})
    assert post({}, headers={"host": "opis"}, route=linewise.follow)[0] == 403
    assert post(asked, headers={"host": "opis"})[0] == 403
    assert post(asked, method="GET")[0] == 405
    assert post(asked, "dnothing")[0] == 404
    assert post(asked, number=9)[0] == 404
    assert post(b"x" * (linewise.MOST + 1))[0] == 413
    for role in (Role.PUBLIC, Role.READER):
        show(Opened(collection, role, "ru"))
        assert post(asked) == (404, {})
        assert post({}, route=linewise.follow) == (404, {})
    with collection.catalogue() as database:
        assert len(history.events(database, "dorder")) == 1


def test_a_line_lies_in_its_box_on_the_page_turned_back(collection: Collection) -> None:
    _, said = post({"do": "line", "line": 0, "old": FIRST, "new": FIRST})
    assert said["askew"] == pytest.approx(2.5, abs=0.05)
    left, top, width, height = said["lines"][0]["box"]
    assert left + linewise.MARGIN * 30 == pytest.approx(100, abs=8)
    assert top < 141 < 141 + 28 < top + height
    assert height < 3 * 28
    assert width < tiny_collection.WIDTH
