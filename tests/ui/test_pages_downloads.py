"""Files to keep by address: what is in them, how they are called, and nothing closed in any."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

import docx
import openpyxl
import pypdfium2
import pytest
import tiny_collection
from asking import apart
from lxml import etree
from PIL import Image
from starlette.applications import Starlette

from corpus.access import Role
from corpus.collection import Collection
from ui import downloads
from ui.address import Address, decode
from ui.downloads import OF_ANSWERS, OF_DOCUMENTS, OF_PAGES, answer_link
from ui.main import run
from ui.opened import Opened, show
from ui.routes import routes


@dataclass(frozen=True)
class Got:
    """What a route has answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def name(self) -> str:
        """How the file is called."""
        return unquote(self.headers["content-disposition"].partition("filename*=UTF-8''")[2])


Get = Callable[..., Got]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    made = tiny_collection.build(tmp_path_factory.mktemp("shown") / "collection")
    closed = ["restrict", "dorder:3", "reading-room", "--collection", str(made.path)]
    assert run(closed) == 0
    return made


@pytest.fixture
def get(collection: Collection) -> Iterator[Get]:
    """Ask for an address as a browser does."""
    app = Starlette(routes=routes())

    def asked(
        path: str, query: str = "", role: Role = Role.PUBLIC, of: Collection = collection
    ) -> Got:
        show(Opened(of, role, "ru"))
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
            "query_string": quote(query, safe="=&%+").encode(), "headers": [], "root_path": "",
            "scheme": "http",
            "server": ("127.0.0.1", 80), "http_version": "1.1", "asgi": {"version": "3.0"},
        }  # fmt: skip
        apart(app(scope, receive, send))
        headers = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return Got(sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:]))

    yield asked
    show(Opened(collection, Role.PUBLIC, "ru"))


def test_a_page_is_a_file_called_by_its_reference(get: Get) -> None:
    got = get("/file/dorder/1.txt")
    assert (got.status, got.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert got.body.decode().startswith("О РАБОТАХ В ЛАГЕРЕ")
    assert got.name == "Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 14.txt"
    assert 'filename="dorder.txt"' in got.headers["content-disposition"]
    assert get("/file/dmemoir/2.txt").name == "Эскерүүлөр [2].txt"
    (page,) = etree.fromstring(get("/file/dorder/1.xml").body).iter("{*}Page")
    assert page.get("PRINTED_IMG_NR") == "14"
    assert len(pypdfium2.PdfDocument(get("/file/dorder/1.pdf").body)) == 1


def test_a_whole_document_is_a_file(get: Get) -> None:
    assert get("/file/dmemoir.txt").body.decode().count("\f") == 1
    assert len(pypdfium2.PdfDocument(get("/file/dorder.pdf", role=Role.READER).body)) == 3
    assert len(pypdfium2.PdfDocument(get("/file/dorder.pdf").body)) == 2
    texts = [p.text for p in docx.Document(io.BytesIO(get("/file/dmemoir.docx").body)).paragraphs]
    assert tiny_collection.HOSTILE in texts[2 + 1]
    assert get("/file/dletter.xml").name == "Учебный архив. Ф. 22. Оп. 2. Д. 6. Л. 1.xml"


def test_the_answer_of_an_address_is_a_file(get: Get) -> None:
    here = Address(query="лагерь", facets={"language": ("ru",)}, document="dorder", results=3)
    path, _, query = answer_link(here, "csv").partition("?")
    assert decode({"q": ["лагерь"], "language": ["ru"]}) == decode(
        {k: [v] for k, _, v in (p.partition("=") for p in unquote(query).split("&"))}
    )
    got = get(path, query)
    rows = list(csv.DictReader(io.StringIO(got.body.decode("utf-8-sig"), newline="")))
    assert {row["заголовок"] for row in rows} == {"Приказ о работах в лагере"}
    assert got.name == "лагерь.csv"
    lines = [json.loads(one) for one in get("/file/answer.jsonl", query).body.splitlines()]
    assert len(lines) == len(rows)
    sheet = openpyxl.load_workbook(io.BytesIO(get("/file/answer.xlsx", query).body)).active
    assert sheet.max_row == len(rows) + 1
    assert docx.Document(io.BytesIO(get("/file/answer.docx", query).body)).paragraphs


def test_an_answer_without_words_lists_the_documents(get: Get) -> None:
    got = get("/file/answer.csv")
    rows = list(csv.DictReader(io.StringIO(got.body.decode("utf-8-sig"), newline="")))
    assert (len(rows), got.name) == (3, "opis.csv")
    assert "Тайное дело" not in got.body.decode()


@pytest.mark.parametrize("ending", [*OF_DOCUMENTS, "csv", "exe", "py"])
@pytest.mark.parametrize("document", ["droom", "dhidden", "dnothing", "d", "*", "..%2f..", "list2"])
def test_what_is_closed_and_what_is_none_answer_alike(get: Get, document: str, ending: str) -> None:
    for path in (f"/file/{document}.{ending}", f"/file/{document}/1.{ending}"):
        got = get(path)
        assert (got.status, got.body) == (404, b"not found")
        assert got.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("ending", OF_PAGES)
def test_a_closed_leaf_is_not_there(get: Get, ending: str) -> None:
    assert get(f"/file/dorder/3.{ending}").status == 404
    assert get(f"/file/dorder/3.{ending}", role=Role.READER).status == 200
    assert get(f"/file/dorder/4.{ending}").status == 404


@pytest.mark.parametrize("ending", OF_ANSWERS)
@pytest.mark.parametrize(
    "query", ["q=секретная", "q=лагерь&access=hidden", "q=Тайное", "q=первому"]
)
def test_no_answer_has_what_is_closed(get: Get, query: str, ending: str) -> None:
    assert get(f"/file/answer.{ending}", query).status == 404
    assert get(f"/file/answer.{ending}", "q=первому", role=Role.READER).status == 200


def test_nothing_is_kept_on_the_way(get: Get) -> None:
    assert get("/file/dorder.pdf").headers["cache-control"] == "private, no-store"


def test_a_page_born_as_text_is_no_pdf(get: Get) -> None:
    assert get("/file/dmemoir.pdf").status == 404
    assert get("/file/dmemoir/1.pdf").status == 404


def test_only_a_few_files_are_made_at_a_time(get: Get) -> None:
    for _ in range(3 * downloads.AT_ONCE):  # each gives its place back
        assert get("/file/dorder.pdf").status == 200
        assert get("/file/answer.docx", "q=лагерь").status == 200
    for _ in range(downloads.AT_ONCE):
        assert downloads._few.acquire(blocking=False)
    try:
        got = get("/file/dorder.txt")
        assert (got.status, got.headers["retry-after"]) == (503, str(downloads.AGAIN))
    finally:
        for _ in range(downloads.AT_ONCE):
            downloads._few.release()
    assert get("/file/dorder.txt").status == 200


def test_a_reader_who_goes_away_gives_the_place_back(get: Get) -> None:
    for _ in range(2 * downloads.AT_ONCE):
        body = downloads._held(iter([b"a", b"b"]))
        assert next(body) == b"a"
        del body
    assert get("/file/dorder.txt").status == 200


def test_a_manifest_for_viewers_names_what_the_pages_answer(get: Get) -> None:
    got = get("/iiif/dorder/manifest.json")
    assert (got.status, got.headers["cache-control"]) == (200, "private, no-store")
    told = json.loads(got.body)
    assert [canvas["label"] for canvas in told["items"]] == [
        {"none": ["Л. 14"]}, {"none": ["Л. 14 об."]},
    ]  # fmt: skip
    addresses = [told["id"], *(link["id"] for link in told["rendering"])]
    for canvas in told["items"]:
        body = canvas["items"][0]["items"][0]["body"]
        image = get(_path(body["id"]))
        size = Image.open(io.BytesIO(image.body)).size
        assert size == (body["width"], body["height"]) == (canvas["width"], canvas["height"])
        links = canvas["rendering"] + canvas["seeAlso"] + canvas["thumbnail"]
        addresses += [link["id"] for link in links]
    assert {get(_path(address)).status for address in addresses} == {200}


def _path(address: str) -> str:
    return address.removeprefix("http://127.0.0.1")


@pytest.mark.parametrize("name", ["droom", "dhidden", "dnone"])
def test_what_is_closed_has_no_manifest(get: Get, name: str) -> None:
    got = get(f"/iiif/{name}/manifest.json")
    assert (got.status, got.body) == (404, b"not found")


def test_a_closed_leaf_is_in_the_manifest_of_those_who_may_see_it(get: Get) -> None:
    for role, pages in ((Role.PUBLIC, 2), (Role.READER, 3)):
        told = json.loads(get("/iiif/dorder/manifest.json", role=role).body)
        assert len(told["items"]) == pages


def test_other_sites_may_read_a_manifest_only_of_what_was_made_public(
    get: Get, collection: Collection
) -> None:
    assert "access-control-allow-origin" not in get("/iiif/dorder/manifest.json").headers
    settings = replace(collection.settings, public_url="https://archive.example/")
    for role, allowed in ((Role.PUBLIC, "*"), (Role.READER, None)):
        shown = replace(collection, settings=settings)
        got = get("/iiif/dorder/manifest.json", role=role, of=shown)
        assert got.headers.get("access-control-allow-origin") == allowed
        assert json.loads(got.body)["id"] == "https://archive.example/iiif/dorder/manifest.json"
