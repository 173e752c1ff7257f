"""A reader's list: how it is written, what of it who may see, what can be taken away of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import docx
import pytest
import tiny_collection
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response
from streamlit.testing.v1 import AppTest

from corpus import pages
from corpus.access import Role
from corpus.collection import Collection
from index import Request as Asked
from index import search
from ui import kept, routes
from ui.address import Address, decode, encode, link
from ui.kept import Kept
from ui.opened import Opened, show

FRAME = Path(__file__).parents[2] / "ui" / "pages" / "frame.py"
ORDER = tiny_collection.DOCUMENTS["dorder"][2][0] or ""
SECRET = tiny_collection.DOCUMENTS["droom"][2][0] or ""
HEADING, CLOSED = kept.place("dorder", 1, 0, ORDER[:18]), kept.place("droom", 1, 0, SECRET)
HIDDEN = kept.place("dhidden", 1, 0, tiny_collection.DOCUMENTS["dhidden"][2][0] or "")
EVERY = [f"{HEADING}|быт,труд|=1+1", f"{CLOSED}||своя заметка", HIDDEN, "dnothing.1.0-5.00000000"]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return tiny_collection.build(tmp_path_factory.mktemp("listed") / "collection")


@pytest.fixture
def shown(collection: Collection) -> Iterator[Collection]:
    show(Opened(collection, Role.PUBLIC, "ru"))
    yield collection
    show(Opened(collection, Role.PUBLIC, "ru"))


def texts(collection: Collection, role: Role, written: list[str]) -> list[str | None]:
    with collection.catalogue() as catalogue:
        found = kept.passages(catalogue, kept.read(written), role)
    return [one and one.text for one in found]


# how it is written

tag = st.text(st.characters(exclude_characters=",|", categories=["L", "N"]), min_size=1, max_size=9)
passages = st.builds(
    Kept,
    st.builds(kept.place, st.from_regex(r"d[a-z2-7]{12}", fullmatch=True), st.integers(1, 9999),
              st.integers(0, 9999), st.text(max_size=30)),
    st.lists(tag, unique=True, max_size=kept.TAGS).map(tuple),
    st.text(max_size=50).map(str.strip).filter(lambda note: not note.endswith("|")),
)  # fmt: skip


@given(st.lists(passages, max_size=9, unique_by=lambda one: one.place))
def test_what_is_written_is_read_back(some: list[Kept]) -> None:
    assert kept.read(kept.write(some)) == tuple(some)
    address = Address(kept=tuple(some))
    assert decode(encode(address)) == address


@given(st.lists(st.text() | st.from_regex(r"d\w{0,3}\.\d+\.\d+-\d+\.[0-9a-f]{8}.*"), max_size=5))
def test_whatever_stands_in_an_address_is_read(some: list[str]) -> None:
    read = kept.read(some)
    assert kept.read(kept.write(read)) == read


def test_a_list_is_no_longer_than_can_be_shown() -> None:
    many = [f"d.{n}.0-5.00000000|{'а,' * 99}|{'я' * 9999}" for n in range(1, 999)]
    read = kept.read(many)
    assert len(read) == kept.PASSAGES
    assert {(len(one.tags), len(one.note)) for one in read} == {(1, kept.NOTE)}


def test_a_list_has_a_page_of_its_own() -> None:
    assert link(Address(kept=kept.read([HEADING]))).startswith("/list?i=dorder.1.0-18.")


# what of it who may see


def test_every_passage_of_an_answer_is_found_where_its_place_says(collection: Collection) -> None:
    for query in ("лагерь", "адам", ""):
        for hit in search(collection, Asked(query)).hits:
            for snippet in hit.snippets:
                own = kept.place(hit.document, snippet.page, snippet.start, snippet.text)
                assert texts(collection, Role.PUBLIC, [own]) == [snippet.text]


@pytest.mark.parametrize(
    ("role", "seen"), [(Role.PUBLIC, 1), (Role.READER, 2), (Role.ARCHIVIST, 3)]
)
def test_a_list_shows_nothing_that_is_closed(collection: Collection, role: Role, seen: int) -> None:
    found = texts(collection, role, EVERY)
    assert [one is not None for one in found] == [n < seen for n in range(4)]


@pytest.mark.parametrize("written", ["do.1.0-5.00000000", "dorder.2.0-5.00000000",
                                     "dorder.9.0-5.00000000"])  # fmt: skip
def test_the_beginning_of_an_id_and_a_page_without_text_are_nothing(
    collection: Collection, written: str
) -> None:
    assert texts(collection, Role.ARCHIVIST, [written]) == [None]


def test_a_page_that_was_read_anew_is_told(tmp_path: Path) -> None:
    collection = tiny_collection.build(tmp_path / "collection")
    with collection.catalogue() as catalogue:
        (page,) = pages.of(catalogue, "dletter")
        before = kept.read([kept.place("dletter", 1, 0, "Анама хат жаздым.")])
        (same,) = kept.passages(catalogue, before, Role.PUBLIC)
        pages.store_reading(catalogue, page.id, tiny_collection.read("Анаға хат жазды.", "kk"))
        (other,) = kept.passages(catalogue, before, Role.PUBLIC)
    assert same is not None
    assert other is not None
    assert (same.moved, other.moved, other.text) == (False, True, "Анаға хат жазды.")


# the page


def _mine() -> None:
    from ui.components import links
    from ui.pages import mine
    from ui.visit import words

    links.mount(words())
    mine.page()


def opened(collection: Collection, role: Role, *written: str) -> tuple[str, list[dict[str, Any]]]:
    """The HTML of the page of a list, and the rows that its component was given."""
    show(Opened(collection, role, "ru"))
    at = AppTest.from_function(_mine, default_timeout=30)
    at.query_params["i"] = [*written]
    at.run()
    assert not at.exception
    (drawn,) = (
        data["rows"]
        for part in at.get("bidi_component")
        if "rows" in (data := json.loads(part.proto.json))
    )
    return "".join(part.proto.body for part in at.get("html")), drawn


@pytest.mark.usefixtures("shown")
def test_the_page_shows_passages_with_notes_and_tells_nothing_of_closed_ones(
    collection: Collection,
) -> None:
    html, (first, *closed) = opened(collection, Role.PUBLIC, *EVERY)
    assert "4 отрывка" in html
    assert (first["text"], first["leaf"]) == ("О РАБОТАХ В ЛАГЕРЕ", "л. 14")
    assert (first["tags"], first["note"]) == ("быт, труд", "=1+1")
    assert first["citation"].endswith("Ф. 12. Оп. 1. Д. 47. Л. 14.")
    assert first["href"] == "/page?id=dorder"
    for row, written in zip(closed, EVERY[1:], strict=True):
        place, _, note = (*written.split("|"), "", "")[:3]
        known = {"written": written, "place": place, "note": note, "remark": row["remark"]}
        assert {name: value for name, value in row.items() if value} == {
            name: value for name, value in known.items() if value
        }
    assert {row["remark"] for row in closed} == {"Эта страница закрыта, или её больше нет."}


@pytest.mark.usefixtures("shown")
def test_the_files_have_the_whole_address(collection: Collection) -> None:
    html, _ = opened(collection, Role.PUBLIC, *EVERY)
    assert 'href="/file/list.csv?i=dorder.1.0-18.' in html
    assert html.count("i=dorder") == 4


# what can be taken away


def taken(ending: str, written: list[str], ui: str = "ru") -> Response:
    query = urlencode({"i": written, "ui": ui}, doseq=True)
    scope = {
        "type": "http",
        "path_params": {"ending": ending},
        "query_string": query.encode(),
        "headers": [],
    }
    return routes.kept_list(Request(scope))


@pytest.mark.usefixtures("shown")
def test_a_list_as_a_table() -> None:
    answer = taken("csv", EVERY)
    head, row = csv.reader(io.StringIO(bytes(answer.body).decode("utf-8-sig")))
    assert head[-4:] == ["Отрывок", "Метки", "Заметка", "Ссылка"]
    assert row[0] == "dorder"
    assert row[-4:-1] == ["О РАБОТАХ В ЛАГЕРЕ", "быт, труд", "'=1+1"]
    assert row[-1].endswith("Д. 47. Л. 14.")
    assert answer.headers["cache-control"] == routes.NOT_KEPT


@pytest.mark.usefixtures("shown")
def test_a_list_as_docx_and_as_records() -> None:
    paragraphs = docx.Document(io.BytesIO(bytes(taken("docx", EVERY).body))).paragraphs
    assert [p.text for p in paragraphs][-3:] == [
        "О РАБОТАХ В ЛАГЕРЕ",
        "Приказ о работах в лагере // Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 14.",
        "быт, труд · =1+1",
    ]
    assert bytes(taken("ris", EVERY).body).decode().count("TY  - ") == 1


@pytest.mark.usefixtures("shown")
def test_a_list_as_text() -> None:
    said = bytes(taken("txt", EVERY).body).decode()
    assert said == (
        "«О РАБОТАХ В ЛАГЕРЕ»\n"
        "Приказ о работах в лагере // Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 14.\n"
        "Метки: быт, труд\nЗаметка: =1+1\n\n"
        "3 отрывка закрыты или их больше нет.\n"
    )


@pytest.mark.usefixtures("shown")
def test_a_list_as_text_does_not_tell_a_source_twice() -> None:
    third = tiny_collection.DOCUMENTS["dorder"][2][2] or ""
    both = [HEADING, kept.place("dorder", 3, 0, third[:10])]
    said = bytes(taken("txt", both).body).decode()
    assert "Д. 47. Л. 14." in said
    assert "Там же. Л. 15." in said


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("ending", ["csv", "txt"])
@pytest.mark.parametrize("ui", ["kk", "xx", "../.."])
def test_a_list_in_another_language_and_none_at_all(ending: str, ui: str) -> None:
    assert taken(ending, [], ui).status_code == 200


def test_other_files_are_not_there() -> None:
    assert taken("exe", EVERY).status_code == 404
