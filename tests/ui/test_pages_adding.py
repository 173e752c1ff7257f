"""What the page Add says of the work and of scans, as Streamlit runs it."""

from __future__ import annotations

import re

import pytest
import tiny_collection
from streamlit.testing.v1 import AppTest

from corpus import documents, jobs, pages, scans
from corpus.access import Role
from corpus.collection import Collection
from corpus.documents import PageSource
from corpus.errors import InputFailed
from corpus.messages import N_
from corpus.scans import Condition
from ui import adder
from ui.adder import Wish
from ui.opened import Opened, show

HOSTILE = "<img src=x onerror=alert(1)>.pdf"


@pytest.fixture
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    made = tiny_collection.build(tmp_path_factory.mktemp("shown") / "collection")
    with made.catalogue() as database, database.transaction():
        document = documents.find(database, "dorder", Role.ARCHIVIST)
        page = pages.find(database, document, 1, Role.ARCHIVIST)
        scans.enter(database, PageSource(page.original, page.original_page), Condition(turned=180))
        path = made.path / HOSTILE
        jobs.refuse(database, path, InputFailed(N_("The file is empty."), remedy="{x}", x=HOSTILE))
    return made


def _progress() -> None:
    from ui.pages import progress

    progress.draw()


def _rescans() -> None:
    from ui.pages import rescans

    rescans.draw()


def run(collection: Collection, page: object, role: Role = Role.ARCHIVIST) -> AppTest:
    show(Opened(collection, role, "ru"))
    at = AppTest.from_function(page, default_timeout=60)  # type: ignore[arg-type]  # a page
    at.run()
    assert not at.exception
    return at


def html(at: AppTest) -> str:
    return "".join(part.proto.body for part in at.get("html"))


def words(at: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html(at)))


def buttons(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def test_what_failed_is_said_and_its_name_is_harmless(collection: Collection) -> None:
    at = run(collection, _progress)
    assert "Не удалось: 1" in words(at)
    assert "Файл пуст" in words(at)
    assert "<img" not in html(at)
    assert {"Попробовать ещё раз", "Больше не нужно"} <= {*buttons(at)}


@pytest.mark.parametrize(
    ("wish", "says", "offers"),
    [
        (Wish.NOTHING, "Чтение не идёт", "Продолжить"),
        (Wish.ON, "Работа начинается", "Приостановить"),
        (Wish.PAUSED, "Приостановлено", "Продолжить"),
    ],
)
def test_how_the_work_stands_is_said_with_what_may_be_done(
    collection: Collection, wish: Wish, says: str, offers: str
) -> None:
    with collection.catalogue() as database:
        database.change("UPDATE pages SET state = 'waiting' WHERE document = 'dmemoir'")
    adder._want(collection, wish)
    at = run(collection, _progress)
    assert says in words(at)
    assert "2 страницы ждут" in words(at)
    assert "прочитано 0 из 2" in words(at)
    assert offers in buttons(at)


def test_a_scan_that_is_at_fault_is_named_and_may_be_replaced(collection: Collection) -> None:
    at = run(collection, _rescans)
    assert "Отсканировано вверх ногами." in words(at)
    assert "opis replace" not in words(at)
    assert [one.label for one in at.expander] == ["Заменить эту страницу"]


@pytest.mark.parametrize("page", [_progress, _rescans])
def test_nobody_else_is_told_anything(collection: Collection, page: object) -> None:
    assert html(run(collection, page, Role.READER)) == ""


def press(at: AppTest, key: str) -> None:
    next(one for one in at.button if (one.key or "").startswith(key)).click()
    at.run()
    assert not at.exception


def test_what_was_looked_at_is_remembered_and_may_be_told_again(collection: Collection) -> None:
    at = run(collection, _rescans)
    press(at, "looked-")
    at = run(collection, _rescans)
    assert "1 просмотрено" in [one.label for one in at.expander]
    assert "Заменить эту страницу" not in [one.label for one in at.expander]
    press(at, "again-")
    assert "Заменить эту страницу" in [one.label for one in run(collection, _rescans).expander]


def test_what_waits_is_read_first_or_not_at_all(collection: Collection) -> None:
    with collection.catalogue() as database:
        for name in ("dorder", "dmemoir"):
            database.change("UPDATE pages SET state = 'waiting' WHERE document = ?", (name,))
        jobs.order(database, collection.path / HOSTILE.replace("img", "b"))
    at = run(collection, _progress)
    assert words(at).index("dorder.pdf") < words(at).index("dmemoir.pdf")
    press(at, "first-dmemoir")
    at = run(collection, _progress)
    assert words(at).index("dmemoir.pdf") < words(at).index("dorder.pdf")
    press(at, "bin-dorder")
    press(at, "cancel-0")
    at = run(collection, _progress)
    assert "dorder.pdf" not in words(at)
    assert "<b src" not in html(at)
    with collection.catalogue() as database:
        assert jobs.waiting(database) == 0
