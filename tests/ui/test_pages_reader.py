"""The page reader as Streamlit runs it, without a browser: what it says and what it hands on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import tiny_collection
from streamlit.testing.v1 import AppTest

from corpus.access import Role
from corpus.collection import Collection
from ui.address import decode
from ui.opened import Opened, show

Visit = Callable[..., AppTest]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return tiny_collection.build(tmp_path_factory.mktemp("shown") / "collection")


@pytest.fixture
def visit(collection: Collection) -> Visit:
    """Open the page reader at an address."""

    def opened(role: Role = Role.PUBLIC, **parameters: str) -> AppTest:
        show(Opened(collection, role, "ru"))
        at = AppTest.from_function(_reader, default_timeout=30)
        for name, value in parameters.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception
        return at

    return opened


def _reader() -> None:
    from ui.pages import reader

    reader.page()


def words(at: AppTest) -> str:
    parts = "".join(part.proto.body for part in at.get("html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", parts))


def viewer(at: AppTest) -> dict[str, Any]:
    """What the viewer was given to draw."""
    (component,) = at.get("bidi_component")
    return dict(json.loads(component.proto.json))


def test_the_path_leads_from_the_archive_to_the_leaf(visit: Visit) -> None:
    assert "Учебный архив ф. 12 оп. 1 д. 47 л. 14" in words(visit(id="dorder"))


def test_every_step_of_the_path_leads_to_all_that_stands_under_it(visit: Visit) -> None:
    (path,) = (p.proto.body for p in visit(id="dorder").get("html") if "crumbs" in p.proto.body)
    to = [
        decode(parse_qs(urlsplit(unescape(href)).query))
        for href in re.findall('href="([^"]*)', path)
    ]
    assert [(step.query, step.facets) for step in to[1:5]] == [
        ("", {"archive": ("Учебный архив",)}),
        ("Ф. 12.", {"archive": ("Учебный архив",)}),
        ("Ф. 12. Оп. 1.", {"archive": ("Учебный архив",)}),
        ("Ф. 12. Оп. 1. Д. 47.", {"archive": ("Учебный архив",)}),
    ]
    assert (to[5].document, to[5].page, to[5].query) == ("dorder", 1, "")


@pytest.mark.parametrize(
    ("typed", "parameters"),
    [
        ("15", {"id": "dorder", "n": "3", "q": "лагерь"}),
        ("л. 14об", {"id": "dorder", "n": "2", "q": "лагерь"}),
        ("14", {"id": "dorder", "q": "лагерь"}),
        ("17", {"id": "droom", "q": "лагерь"}),
    ],
)
def test_a_leaf_of_the_file_is_opened(visit: Visit, typed: str, parameters: dict[str, str]) -> None:
    at = visit(Role.READER, id="dorder", q="лагерь", n="2", h="1")
    at.text_input(key="leaf").set_value(typed).run()
    assert dict(at.query_params) == parameters


@pytest.mark.parametrize("typed", ["99", "17", "<b>", "15-14"])
def test_a_leaf_that_nobody_may_see_or_has_is_not_there(visit: Visit, typed: str) -> None:
    at = visit(id="dorder", n="2")
    at.text_input(key="leaf").set_value(typed).run()
    assert dict(at.query_params) == {"id": "dorder", "n": "2"}
    said = f"Листа «{escape(typed)}» здесь нет. Листы этого документа: 14, 14 об., 15."
    assert any(said in part.proto.body for part in at.get("html"))


def test_without_leaves_the_box_takes_the_number_of_a_scan(visit: Visit) -> None:
    at = visit(id="dmemoir")
    assert at.text_input(key="leaf").label == "№ скана"
    at.text_input(key="leaf").set_value("2").run()
    assert dict(at.query_params) == {"id": "dmemoir", "n": "2"}


def test_the_viewer_gets_lines_words_and_hits(visit: Visit) -> None:
    drawn = viewer(visit(id="dorder", q="лагерь"))
    said = ["".join(atom[0] for atom in row["atoms"]) for row in drawn["rows"]]
    assert "\n".join(said) == tiny_collection.DOCUMENTS["dorder"][2][0]
    lit = [atom[0] for row in drawn["rows"] for atom in row["atoms"] if atom[2] >= 0]
    assert lit == ["ЛАГЕРЕ", "лагеря"]
    assert drawn["image"] == "/img/page/dorder/1.jpg"
    assert drawn["position"] == "{i} из 2 на листе · 3 в документе · документ 1 из 3"


def test_the_viewer_knows_which_words_a_line_end_divides(visit: Visit) -> None:
    rows = viewer(visit(id="dorder", n="3"))["rows"]
    assert [row["hyphen"] for row in rows] == [0, 1, 0]


def test_the_viewer_knows_of_which_words_ocr_was_unsure(visit: Visit) -> None:
    drawn = viewer(visit(id="dletter", tint="1"))
    assert drawn["doubts"] == {"unsure": [0], "doubtful": [1, 3]}
    assert drawn["tinted"]


def test_the_scans_that_may_be_wanted_next_are_named(visit: Visit) -> None:
    assert viewer(visit(id="dorder", n="2"))["ahead"] == [
        "/img/page/dorder/1.jpg",
        "/img/page/dorder/3.jpg",
    ]
    first = viewer(visit(id="dorder", q="лагерь"))
    assert first["ahead"] == [
        "/img/page/dorder/2.jpg",
        "/img/page/dorder/3.jpg",
        f"/img/page/{after(visit, 'dorder')}/1.jpg",
    ]


def after(visit: Visit, document: str) -> str:
    """The document that follows in the answer to «лагерь»."""
    return str(viewer(visit(id=document, q="лагерь", n="99"))["next"]["document"])


def test_the_last_hit_leads_on_to_the_next_page_with_hits(visit: Visit) -> None:
    first, third = (viewer(visit(id="dorder", q="начальник ИЛИ лагеря", n=n)) for n in "13")
    assert (first["previous"], third["next"]) == (None, None), "it is the only document found"
    assert (first["next"]["page"], first["next"]["hit"], first["next"]["document"]) == (3, 0, "")
    assert (third["previous"]["page"], third["previous"]["hit"]) == (1, -1)


def test_the_last_hit_of_a_document_leads_on_to_the_next_one_of_the_answer(visit: Visit) -> None:
    last = viewer(visit(id="dorder", q="лагерь", n="3"))
    second = viewer(visit(id=last["next"]["document"], q="лагерь"))
    assert last["next"]["label"] == "Следующий документ из найденных (n)"
    assert second["position"].endswith("документ 2 из 3")
    assert second["previous"] | {"label": ""} == {
        "page": 3, "hit": -1, "document": "dorder", "results": 1, "label": ""
    }  # fmt: skip


def test_a_page_nobody_has_read_says_why(visit: Visit) -> None:
    drawn = viewer(visit(id="dorder", n="2"))
    assert drawn["notice"] == [
        "Текст этой страницы не прочитан.",
        "На странице не нашлось, что читать.",
    ]
    assert drawn["image"] == "/img/page/dorder/2.jpg"


def test_a_page_born_as_text_has_no_image(visit: Visit) -> None:
    drawn = viewer(visit(id="dmemoir", q="эмгек"))
    assert drawn["image"] is None
    assert [atom[0] for row in drawn["rows"] for atom in row["atoms"] if atom[2] >= 0] == ["Эмгек"]


def test_the_citation_names_the_leaf_of_this_page(visit: Visit) -> None:
    assert "Ф. 12. Оп. 1. Д. 47. Л. 15." in words(visit(id="dorder", n="3"))


def test_a_document_of_the_reading_room_shows_its_description_only(visit: Visit) -> None:
    at = visit(id="droom")
    assert "Личное дело" in words(at)
    assert "Открыто только описание" in words(at)
    assert at.get("bidi_component") == []
    assert "секретная" in json.dumps(viewer(visit(Role.READER, id="droom")), ensure_ascii=False)


@pytest.mark.parametrize("name", ["dhidden", "dnothing", "", "*", "../x"])
def test_a_hidden_document_and_none_look_alike(visit: Visit, name: str) -> None:
    assert "Такого документа здесь нет" in words(visit(id=name))


def test_a_page_number_beyond_the_end_shows_the_last_page_and_says_so(visit: Visit) -> None:
    at = visit(id="dorder", n="99")
    assert viewer(at)["image"] == "/img/page/dorder/3.jpg"
    assert "В документе 3 страницы; показана последняя." in words(at)
    last = visit(id="dorder", n="3")
    assert "показана последняя" not in words(last)


def test_another_word_is_sought_without_leaving_the_document(visit: Visit) -> None:
    at = visit(id="dorder", q="лагерь", n="3", h="1")
    at.text_input(key="ask").set_value("список").run()
    assert dict(at.query_params) == {"q": "список", "id": "dorder", "n": "3"}


def test_where_the_text_comes_from_is_said(visit: Visit) -> None:
    assert "Текст страницы: распознан по скану" in words(visit(id="dorder"))
