"""«From a table» as Streamlit runs it: seen before, taken in, out and in again without a change."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from asking import Browser, application
from shelves import Shelf
from streamlit.testing.v1 import AppTest

from corpus import documents, files, history
from corpus.access import Role
from corpus.describing import describe
from corpus.documents import Document
from ui import events
from ui.i18n import translator
from ui.opened import Opened, show

INVENTORY = (
    "ГА РФ;;;\nФонд 393. Опись 2;;;\n№ п/п;Заголовок дела;Крайние даты;Кол-во листов\n"
    "15;Приказы;1931–1935;120\n16;Переписка;1936;{leaves}\n"
)
Visit = Callable[..., AppTest]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "Первый <b>", "reference": "ГА РФ. Ф. 393. Оп. 2. Д. 15. Л. 3"}, ["лагерь"]),
        ({"title": "Второй", "kind": "order", "language": "kk", "date": "осень 1935"}, ["степь"]),
    )
    return shelf


@pytest.fixture
def visit(shelf: Shelf) -> Visit:
    """Open the page and give it a table."""

    def opened(name: str, body: bytes | str) -> AppTest:
        show(Opened(shelf.collection, Role.ARCHIVIST, "ru"))
        at = run(AppTest.from_function(_tables, default_timeout=60))
        given = body.encode() if isinstance(body, str) else body
        at.file_uploader[0].upload(name, given, "text/csv")
        return run(at)

    return opened


def _tables() -> None:
    from ui.pages import tables

    tables.page()


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    parts = " ".join(part.proto.body for part in at.get("html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", parts))


def press(at: AppTest, key: str) -> AppTest:
    button: Any = next(one for one in at.button if (one.key or "").startswith(key))
    button.click()
    return run(at)


def out(shelf: Shelf, role: Role, ending: str = "csv") -> tuple[int, bytes]:
    show(Opened(shelf.collection, role, "ru"))
    answer = Browser(application()).get(quote(f"/file/descriptions.{ending}"))
    return answer.status, answer.body


def now(shelf: Shelf, n: int) -> Document:
    with shelf.collection.catalogue() as database:
        return documents.find(database, shelf.ids[n], Role.ARCHIVIST)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_out_and_in_again_changes_nothing(visit: Visit, shelf: Shelf, ending: str) -> None:
    _, body = out(shelf, Role.ARCHIVIST, ending)
    at = visit(f"descriptions.{ending}", body)
    assert "0 документов изменится 2 останутся как есть" in words(at)
    assert not at.checkbox
    assert 'role="alert"' not in "".join(part.proto.body for part in at.get("html"))


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.READER])
def test_the_table_is_for_archivists(shelf: Shelf, role: Role) -> None:
    assert out(shelf, role)[0] == out(shelf, role, "exe")[0] == 404


def test_only_what_is_ticked_is_taken_in(visit: Visit, shelf: Shelf) -> None:
    first, second = shelf.ids
    at = visit("мои.csv", f"документ;заголовок;цвет\n{first};Новый;\n{second};<i>Иной;красный\n")
    assert "Заголовок: Первый &lt;b&gt; → Новый" in words(at)
    assert "Иной" in words(at)
    assert "цвет" in words(at)
    at.checkbox[1].uncheck()
    at = press(at, "tables-take")
    assert "Описано документов: 1." in words(at)
    assert [now(shelf, n).description.title for n in (0, 1)] == ["Новый", "Второй"]


def test_what_would_change_is_shown_as_people_write_it(visit: Visit, shelf: Shelf) -> None:
    first, second = shelf.ids
    head = "документ;дата;смысл даты;язык;доступ;откроется"
    own = f"{first};1931-09-17;one-of;ru, ky;description;2051-03-05\n{second};1935;;;;\n"
    at = visit("мои.csv", f"{head}\n{own}")
    for line in (
        "Дата: – → 17.09.1931",
        "Язык: – → русский, кыргызский",
        "Откроется: – → 05.03.2051",
        "Что значит дата: – → один из дней этого времени",
    ):
        assert line in words(at), line
    at = press(at, "tables-take")
    with shelf.collection.catalogue() as database:
        told = [
            line
            for one in history.events(database, first)
            for line in events.told(one, translator("ru"))
        ]
    assert "Дата: – → 17.09.1931" in told
    assert not [line for line in told if "1931-09" in line or "2051-03" in line]


def test_a_table_that_was_taken_in_is_taken_back_as_one(visit: Visit, shelf: Shelf) -> None:
    first, second = shelf.ids
    at = visit("мои.csv", f"документ;заголовок\n{first};Новый;\n{second};Иной\n")
    assert "Принято из таблиц" not in words(at)
    at = press(at, "tables-take")
    assert "Принято из таблиц" in words(at)
    assert "2 документа" in words(at)
    at = press(at, "back_")
    assert "Отменено: 2." in words(at)
    assert [now(shelf, n).description.title for n in (0, 1)] == ["Первый <b>", "Второй"]
    assert next(one for one in at.button if (one.key or "").startswith("back_")).disabled


def test_a_conflict_is_shown_and_written_only_if_it_is_ticked(visit: Visit, shelf: Shelf) -> None:
    _, body = out(shelf, Role.ARCHIVIST)
    with shelf.collection.catalogue() as database:
        describe(database, shelf.ids[1], {"title": "Её заголовок"})
    at = visit("descriptions.csv", body)
    assert "Её заголовок → Второй" in words(at)
    assert [box.value for box in at.checkbox] == [False]
    at = press(at, "tables-take")
    assert now(shelf, 1).description.title == "Её заголовок"
    at.checkbox[0].check()
    press(at, "tables-take")
    assert now(shelf, 1).description.title == "Второй"


def test_an_inventory_is_seen_and_taken_in_and_its_correction_too(
    visit: Visit, shelf: Shelf
) -> None:
    at = visit("опись.csv", INVENTORY.format(leaves=80))
    assert "2 дела" in words(at)
    assert "2 новых" in words(at)
    with shelf.collection.catalogue() as database:
        assert files.inventory(database, Role.ARCHIVIST) == []
    at = press(at, "tables-list")
    assert "Новых дел: 2, известных: 0." in words(at)
    again = INVENTORY.format(leaves=81).replace("15;Приказы;1931–1935;120\n", "")
    at = visit("опись.csv", again)
    assert "Число листов: 80 → 81" in words(at)
    assert "больше не числится ГА РФ. Ф. 393. Оп. 2. Д. 15" in words(at)
    press(at, "tables-list")
    with shelf.collection.catalogue() as database:
        (left,) = files.inventory(database, Role.ARCHIVIST)
    assert (left.file.reference.file, left.file.leaf_count) == ("16", 81)
    assert "1 изменится" not in words(visit("опись.csv", again))


def test_dates_of_an_inventory_are_shown_as_people_write_them(visit: Visit) -> None:
    rows = (
        "ГА РФ;;;\nФонд 393. Опись 2;;;\n№;Заголовок дела;Крайние даты;Откроется\n7;Дело;1936;{}\n"
    )
    press(visit("опись.csv", rows.format("2051-03-05")), "tables-list")
    assert "Откроется: 05.03.2051 → 06.03.2052" in words(
        visit("опись.csv", rows.format("2052-03-06"))
    )


def test_what_the_table_does_not_say_may_be_typed(visit: Visit) -> None:
    at = visit("перечень.csv", "№;Заголовок дела\n7;Сводки\n")
    assert "фонд" in words(at)
    at.text_input(key="inventory_fonds").set_value("12")
    at.text_input(key="inventory_opis").set_value("1")
    at = run(at)
    assert "1 новое" in words(at)
    assert "Ф. 12. Оп. 1. Д. 7" in words(at)


@pytest.mark.parametrize(
    ("name", "body"), [("x.csv", "ничего;такого\n1;2\n"), ("x.xlsx", "PK\3\4мусор"), ("x.csv", "")]
)
def test_what_is_no_table_says_so(visit: Visit, name: str, body: str) -> None:
    at = visit(name, body)
    assert "не понят" in words(at)
    assert not [one for one in at.button if (one.key or "").startswith("tables-")]
