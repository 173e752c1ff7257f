"""The routes of a concordance and of the search for programs: the same answer, nothing closed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
import tiny_collection
from asking import apart
from openpyxl import load_workbook
from starlette.applications import Starlette

import index
from corpus.access import Role
from corpus.collection import Collection
from index.answer import Sort
from index.kwic.view import Order
from ui import api
from ui.commands.shapes import search_answer
from ui.i18n import translator
from ui.opened import Opened, show
from ui.routes import routes

#: what only closed documents say, and their ids
CLOSED = ["секретн", "нельзя знать", "droom", "dhidden", "Тайное", "Личное"]


@dataclass(frozen=True)
class Answer:
    """What a route answers."""

    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True)
class Client:
    """Somebody who asks the routes."""

    app: Starlette

    def get(self, address: str, method: str = "GET") -> Answer:
        path, _, query = address.partition("?")
        told: list[Any] = []

        async def send(message: Any) -> None:
            told.append(message)

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "method": method,
            "path": path,
            "query_string": quote(query, safe="=&%+*~-").encode(),
            "headers": [],
        }
        apart(self.app(scope, receive, send))
        headers = {name.decode(): value.decode() for name, value in told[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in told[1:])
        return Answer(told[0]["status"], headers, body)


Shown = Callable[..., Client]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return tiny_collection.build(tmp_path_factory.mktemp("lines") / "collection")


@pytest.fixture
def shown(collection: Collection) -> Iterator[Shown]:
    """The routes, shown to a role."""

    def client(role: Role = Role.PUBLIC) -> Client:
        show(Opened(collection, role, "ru"))
        return Client(Starlette(routes=routes()))

    yield client
    show(Opened(collection, Role.PUBLIC, "ru"))


def table(client: Client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/file/concordance.csv?{query}")
    assert answer.status_code == 200
    return [*csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))]


# lines as files


def test_all_lines_come_in_the_order_of_the_page(shown: Shown, collection: Collection) -> None:
    rows = table(shown(), "q=лагерь&k=right")
    view = index.View(order=Order.RIGHT)
    found = index.concordance(collection, index.Request("лагерь"), view)
    assert [row["справа"] for row in rows] == [line.right.strip() for line in found.lines()]


def test_a_sample_is_taken_away_as_it_is_shown(shown: Shown) -> None:
    assert len(table(shown(), "q=лагерь&k=date&ks=2")) == 2


def test_xlsx(shown: Shown) -> None:
    answer = shown().get("/file/concordance.xlsx?q=лагерь&k=left")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 1 + len(table(shown(), "q=лагерь&k=left"))


def test_lines_are_kept_by_nobody(shown: Shown) -> None:
    for ending in ("csv", "xlsx"):
        answer = shown().get(f"/file/concordance.{ending}?q=лагерь")
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["content-disposition"].startswith("attachment")


def test_another_ending_is_not_found(shown: Shown) -> None:
    assert shown().get("/file/concordance.exe?q=лагерь").status_code == 404


@pytest.mark.parametrize("query", ["", "k=left&kw=0&ks=x&kp=-1&ki=9999999999", "q=%22((&k=right"])
def test_odd_addresses_answer_too(shown: Shown, query: str) -> None:
    assert table(shown(), query) == []


# search


def answered(client: Client, query: str) -> Any:
    answer = client.get(f"/api/search?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_answer_is_that_of_the_command(shown: Shown, collection: Collection) -> None:
    found = answered(shown(), "q=лагерь&kind=order&y=1930-1940&sort=date&limit=5")
    request = index.Request(
        "лагерь", facets={"kind": ("order",)}, first_year=1930, last_year=1940,
        sort=Sort.DATE, limit=5,
    )  # fmt: skip
    own = search_answer(
        index.search(collection, request), translator("ru"), collection, (1930, 1940)
    )
    for answer in (found, own):
        answer.pop("took_ms")
    assert found == json.loads(json.dumps(own))


def test_pages_of_the_answer(shown: Shown) -> None:
    every = [hit["document"] for hit in answered(shown(), "q=лагерь")["hits"]]
    assert [hit["document"] for hit in answered(shown(), "q=лагерь&limit=1&offset=1")["hits"]] == (
        every[1:2]
    )
    assert answered(shown(), "q=лагерь&limit=0")["hits"] == []


def test_in_the_language_that_is_asked_for(shown: Shown) -> None:
    assert "любой форме" in answered(shown(), "q=лагерь&ui=ru")["understood"]
    assert "any form" in answered(shown(), "q=лагерь&ui=en")["understood"]


@pytest.mark.parametrize("name", ["limit", "offset"])
@pytest.mark.parametrize("value", ["-1", "x", "99999999999", "1.5", "١"])
def test_an_error_is_json_with_a_remedy(shown: Shown, name: str, value: str) -> None:
    answer = shown().get(f"/api/search?q=лагерь&{name}={value}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.json()["error"]["remedy"]


def test_too_many_at_once_is_refused(shown: Shown) -> None:
    assert shown().get(f"/api/search?limit={api.MOST + 1}").status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_it_is_read_only(shown: Shown, method: str) -> None:
    assert shown().get("/api/search?q=лагерь", method).status_code == 405


def test_only_what_all_may_see_is_kept(shown: Shown) -> None:
    def kept(role: Role) -> str:
        return str(shown(role).get("/api/search?q=лагерь").headers["cache-control"])

    assert kept(Role.PUBLIC) == "public, no-cache"
    assert kept(Role.READER) == kept(Role.ARCHIVIST) == "private, no-store"


# nothing closed


@pytest.mark.parametrize(
    "query",
    ["q=лагерь", "q=секретная", "q=", "q=НЕ+хлеб", "q=секр*", "q=секретня~2", "q=заголовок:тайное",
     "q=лагерь&access=hidden", "q=лагерь&as=archivist&role=archivist", "id=dhidden&q=лагерь",
     "q=лагерь&scope=document&th=1&un=1", "q=лагерь&k=right&kg=form&kb=1", "q=тайная+запис"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/search", "/file/concordance.csv"])
def test_nothing_closed_is_told(shown: Shown, path: str, query: str) -> None:
    answer = shown().get(f"{path}?{query}")
    assert answer.status_code == 200
    asked = json.dumps(answer.json().get("query", "")) if "api" in path else ""
    said = answer.text.replace(asked, "").replace(query, "")
    if "api" in path:
        body = answer.json()
        for own in ("query", "understood", "diagnostics"):  # what was asked comes back
            body.pop(own)
        said = json.dumps(body, ensure_ascii=False)
    assert [word for word in CLOSED if word in said] == []


def test_the_archivist_sees_them(shown: Shown) -> None:
    said = shown(Role.ARCHIVIST).get("/api/search?q=лагерь").text
    assert "dhidden" in said
    assert any(row["документ"] == "droom" for row in table(shown(Role.READER), "q=лагерь"))
