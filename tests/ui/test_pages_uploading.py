"""The route of uploads: who may send what, and what is on the disk when it says so."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from corpus.access import Role
from corpus.collection import Collection, create_collection
from ingest import uploads
from ui import guard
from ui.opened import Opened, show
from ui.routes import routes

BATCH = "abcdefghijklmnop"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


@dataclass
class Browser:
    """An archivist's browser on one of our pages; it sends its request to the routes themselves."""

    headers: dict[str, str] = field(default_factory=dict)

    def send(
        self, path: str, body: bytes, headers: Mapping[str, str] = {}, method: str = "POST"
    ) -> tuple[int, dict[str, Any]]:
        """The status and what the answer says."""
        given = self.headers | {"content-length": str(len(body))} | dict(headers)
        name, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": name,
            "query_string": query.encode(),
            "headers": [(k.lower().encode(), v.encode()) for k, v in given.items()],
        }
        said: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def answer(message: Any) -> None:
            said.append(message)

        served = Starlette(routes=[*routes()])(scope, receive, answer)
        with ThreadPoolExecutor(1) as thread:  # a browser's tests leave their loop in this one
            thread.submit(asyncio.run, served).result()  # type: ignore[arg-type]  # a coroutine
        content = b"".join(message.get("body", b"") for message in said)
        return said[0]["status"], json.loads(content) if content.startswith(b"{") else {}


@pytest.fixture
def browser(collection: Collection) -> Browser:
    show(Opened(collection, Role.ARCHIVIST, "ru"))
    ours = {"host": "opis.example", "origin": "https://opis.example"}
    return Browser(ours | {"sec-fetch-site": "same-origin", guard.HEADER: guard.token()})


def left(collection: Collection) -> list[str]:
    return [p.name for one in uploads.waiting(collection) for p in one.files]


def test_what_is_confirmed_is_on_the_disk(collection: Collection, browser: Browser) -> None:
    answer = browser.send(f"/upload/{BATCH}/Ф.1_Оп.2/л.003об.txt", "лист".encode())
    assert answer == (201, {"name": "л.003об.txt", "size": 8})
    [batch] = uploads.waiting(collection)
    assert [p.read_text() for p in batch.files] == ["лист"]
    assert [str(p.relative_to(batch.folder)) for p in batch.files] == ["Ф.1_Оп.2/л.003об.txt"]


def test_files_without_a_folder_get_one(collection: Collection, browser: Browser) -> None:
    browser.send(f"/upload/{BATCH}/001.txt?lang=kk", b"1")
    [batch] = uploads.waiting(collection)
    assert [str(p.relative_to(batch.folder)) for p in batch.files] == ["Скандар/001.txt"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("вирус.exe", "такого вида Опись не читает"),
        ("../../opis.toml.txt", "сохранить нельзя"),
        (".скрыто.pdf", "сохранить нельзя"),
    ],
)
def test_what_may_not_come_is_said_in_words(
    collection: Collection, browser: Browser, name: str, says: str
) -> None:
    status, answer = browser.send(f"/upload/{BATCH}/{name}", b"1")
    assert status == 422
    assert says in answer["what"]
    assert answer["remedy"]
    assert left(collection) == []


def test_more_than_may_come_is_refused(
    collection: Collection, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST", 3)
    assert browser.send(f"/upload/{BATCH}/том.txt", b"1234")[0] == 422
    assert left(collection) == []


def test_a_file_that_does_not_arrive_whole_is_not_kept(
    collection: Collection, browser: Browser
) -> None:
    assert browser.send(f"/upload/{BATCH}/том.txt", b"12", {"content-length": "3"})[0] == 422
    assert left(collection) == []


def test_a_full_disk_is_said(
    collection: Collection, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SPARE", 1 << 60)
    status, answer = browser.send(f"/upload/{BATCH}/том.txt", b"1")
    assert status == 507
    assert "нет места" in answer["what"]
    assert left(collection) == []


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {guard.HEADER: "0"}],
)
def test_another_site_uploads_nothing(
    collection: Collection, browser: Browser, headers: dict[str, str]
) -> None:
    assert browser.send(f"/upload/{BATCH}/a.txt", b"1", headers)[0] == 403
    assert not collection.uploads.exists()


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.READER])
def test_who_is_no_archivist_uploads_nothing(
    collection: Collection, browser: Browser, role: Role
) -> None:
    show(Opened(collection, role, "ru"))
    assert browser.send(f"/upload/{BATCH}/a.txt", b"1")[0] == 404
    assert not collection.uploads.exists()


def test_a_link_uploads_nothing(browser: Browser) -> None:
    assert browser.send(f"/upload/{BATCH}/a.txt", b"", method="GET")[0] == 405
