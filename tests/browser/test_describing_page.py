"""Describing in a real browser: two documents at once, found by what was said, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

import tiny_collection
from looking import NARROW, WIDE, Visit, unreadable, visit, write
from playwright.sync_api import Browser, Locator, Page, expect
from serving import CHROMIUM, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tiny collection, served to an archivist."""
    collection = tiny_collection.build(tmp_path_factory.mktemp("desk") / "collection")
    with served(collection) as (url, _server):
        yield url


def test_two_documents_are_described_at_once_found_and_taken_back(
    browser: Browser, desk: str
) -> None:
    with visit(browser, desk) as visitor:
        page = visitor.open("/describe")
        for name in ("Учебный архив. ф. 12", "оп. 1", "д. 47"):
            page.get_by_role("link", name=name, exact=True).click()
            visitor.settle()
        page.get_by_role("link", name="Отметить тоже: Приказ о работах в лагере").click()
        page.get_by_role("link", name="Отметить тоже: Личное дело").click()
        expect(page.get_by_role("heading", name="2 документа")).to_be_visible()
        write(visitor, field(page, "Дата"), "5 марта 1947 г.")
        expect(page.locator(".means", has_text="05.03.1947")).to_be_visible()
        page.get_by_role("button", name="Сохранить").click()
        expect(page.get_by_text("Сохранено.")).to_be_visible()
        desk_page = page.url
        assert found_in_1947(visitor) == 2
        page.goto(desk_page)
        visitor.settle()
        page.get_by_text("История", exact=True).click()
        page.get_by_role("button", name="Отменить последнее действие").click()
        expect(page.get_by_text("Отменено.")).to_be_visible()
        assert found_in_1947(visitor) == 0
        assert visitor.outside == []


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


#: true once the heading of two documents has stood above a field of the form before
MIXED = """(before) => {
    window.mixed = false;
    const look = () => {
        const said = document.querySelector("h2.part")?.textContent;
        window.mixed ||= said === "2 документа" && before.isConnected;
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


def test_a_field_of_the_last_form_is_not_there_to_be_written_into(
    browser: Browser, desk: str
) -> None:
    with visit(browser, desk) as visitor:
        page = visitor.open("/describe", c="dorder")
        field(page, "Дата").evaluate(MIXED)
        page.get_by_role("link", name="Отметить тоже: Личное дело").click()
        expect(page.get_by_role("heading", name="2 документа")).to_be_visible()
        visitor.settle()
        assert not page.evaluate("window.mixed")


def test_one_may_write_on_while_the_page_is_drawn_anew(browser: Browser, desk: str) -> None:
    with visit(browser, desk) as visitor:
        page = visitor.open("/describe", c="dmemoir")
        write(visitor, field(page, "Заголовок"), "Воспоминания учителя")
        page.get_by_role("button", name="Сохранить").click()
        field(page, "Автор").click()  # before it is saved
        page.keyboard.type("Абаимов", delay=40)
        expect(page.get_by_text("Сохранено.")).to_be_visible()
        page.keyboard.type(" С. Н.", delay=40)
        page.keyboard.press("Tab")  # that it is saved is no more said
        page.keyboard.type("Управление лагеря", delay=40)
        page.keyboard.press("Tab")
        visitor.settle()
        expect(field(page, "Автор")).to_have_value("Абаимов С. Н.")
        expect(field(page, "Адресат")).to_have_value("Управление лагеря")


def found_in_1947(visitor: Visit) -> int:
    answer = visitor.page.request.get(f"{visitor.site}/api/search?q=лагерь&y=1947-1947")
    return int(answer.json()["documents"])


def test_the_page_is_readable_by_everyone(browser: Browser, desk: str) -> None:
    with visit(browser, desk) as visitor:
        for asked in ("", "c=dorder", "c=dorder&c=dmemoir", "b=opis:1", "b=bin"):
            page = visitor.open(f"/describe?{asked}")
            assert unreadable(page, WIDE, NARROW) == {}
        assert visitor.outside == []


def test_the_public_has_no_such_page(browser: Browser, tmp_path: Path) -> None:
    collection = tiny_collection.build(tmp_path / "collection")
    with served(collection, "public") as (url, _server), visit(browser, url) as visitor:
        page = visitor.open("/describe?c=dhidden&b=all")
        expect(page.get_by_role("heading", name="Описать")).to_have_count(0)
        expect(page.get_by_text("Тайное дело")).to_have_count(0)


def test_descriptions_go_out_as_a_table_and_come_back_changed(browser: Browser, desk: str) -> None:
    with visit(browser, desk) as visitor:
        page = visitor.open("/describe", c="dletter")
        page.get_by_role("link", name="Описать таблицей").click()
        visitor.settle()
        with page.expect_download() as coming:
            page.get_by_role("link", name="CSV").click()
        body = coming.value.path().read_bytes().decode()
        assert body.count("\n") == 2
        table = {"name": "мои.csv", "mimeType": "text/csv"}
        given = page.locator('input[type="file"]')
        given.set_input_files(files=[{**table, "buffer": body.encode()}])
        expect(page.get_by_text("1 останется как есть")).to_be_visible()
        changed = body.replace("Ақмоладан келген хат", "Хат")
        given.set_input_files(files=[{**table, "buffer": changed.encode()}])
        expect(page.get_by_text("Ақмоладан келген хат → Хат")).to_be_visible()
        assert unreadable(page) == {}
        page.get_by_text("Принять отмеченное").click()
        expect(page.get_by_text("Описано документов: 1.")).to_be_visible()
        expect(page.get_by_text("0 документов изменится")).to_be_visible()
