"""«Correct everywhere» as Streamlit runs it: places seen and ticked, written, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelves import Shelf
from streamlit.testing.v1 import AppTest

from corpus import pages
from corpus.access import Role
from corpus.correcting import correct
from ui.opened import Opened, show

Visit = Callable[..., AppTest]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "<b>Приказ</b> [x](y)"}, ["О лагсре <i>нашем</i>\nи лагсре", "степь"]),
        "в лагсре",
    )
    return shelf


@pytest.fixture
def visit(shelf: Shelf) -> Visit:
    """Open the page with parameters of its address."""

    def opened(**parameters: str) -> AppTest:
        show(Opened(shelf.collection, Role.ARCHIVIST, "ru"))
        at = AppTest.from_function(_everywhere, default_timeout=60)
        for name, value in parameters.items():
            at.query_params[name] = value
        return run(at)

    return opened


def _everywhere() -> None:
    from ui.pages import everywhere

    everywhere.page()


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def html(at: AppTest) -> str:
    return " ".join(part.proto.body for part in at.get("html"))


def words(at: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html(at)))


def press(at: AppTest, key: str) -> AppTest:
    button: Any = next(one for one in at.button if (one.key or "").startswith(key))
    button.click()
    return run(at)


def texts(shelf: Shelf) -> list[str]:
    with shelf.collection.catalogue() as database:
        found = [pages.at(database, one, 1) for one in shelf.ids]
        return [pages.reading(database, page.reading or 0).text for page in found if page]


def test_every_place_is_seen_with_its_line_before_anything_is_written(
    visit: Visit, shelf: Shelf
) -> None:
    at = visit(q="лагсре", new="лагере")
    assert [box.value for box in at.checkbox] == [True, True, True]
    assert "3 места" in words(at)
    assert "О <mark>лагсре</mark> &lt;i&gt;нашем&lt;/i&gt;" in html(at)
    assert "<b>" not in at.checkbox[0].label
    assert "лагере" not in "".join(texts(shelf))


def test_what_is_ticked_is_written_and_all_of_it_taken_back(visit: Visit, shelf: Shelf) -> None:
    before = texts(shelf)
    at = visit(q="лагсре", new="лагере")
    at.checkbox[0].uncheck()
    at = press(at, "everywhere-write")
    assert "Мест: 2, страниц: " in words(at)
    assert "".join(texts(shelf)).count("лагсре") == 1
    assert "лагсре → лагере" in words(at)
    assert len(at.checkbox) == 1
    at = press(at, "back_")
    assert texts(shelf) == before
    assert next(one for one in at.button if (one.key or "").startswith("back_")).disabled


def test_a_page_that_was_changed_meanwhile_is_left(visit: Visit, shelf: Shelf) -> None:
    at = visit(q="лагсре", new="лагере")
    with shelf.collection.catalogue() as database:
        correct(database, shelf.ids[1], 1, "в", "во")
    at = press(at, "everywhere-write")
    assert "оставлены как есть: 1" in words(at)
    assert "во лагсре" in texts(shelf)


def test_nothing_can_be_written_before_it_is_said_what(visit: Visit) -> None:
    at = visit(q="лагсре")
    assert next(one for one in at.button if one.key == "everywhere-write").disabled
    assert "так не прочитано" in words(visit(q="лагсрем", new="x"))


def test_who_has_signed_out_since_writes_nothing(visit: Visit, shelf: Shelf) -> None:
    at = visit(q="лагсре", new="лагере")
    before = texts(shelf)
    show(Opened(shelf.collection, Role.READER, "ru"))
    next(one for one in at.button if one.key == "everywhere-write").click()
    at.run()
    assert texts(shelf) == before
