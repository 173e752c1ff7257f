"""Adding in a real browser: dropped, confirmed, looked through, added, whoever is killed then."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from looking import NARROW, WIDE, unreadable, visit, write
from playwright.sync_api import Browser, FilePayload, expect
from serving import CHROMIUM, served

import index
from corpus.collection import Collection, create_collection

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]
#: milliseconds in which scans are taken in and read on a busy machine
WORK = 90_000


def a_file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = create_collection(tmp_path / "collection")
    index.update(made)  # without an index the pages say that they are not well
    return made


def test_scans_are_dropped_and_added_though_the_pages_are_killed(
    browser: Browser, collection: Collection
) -> None:
    with served(collection) as (url, server), visit(browser, url) as visitor:
        page = visitor.open("/add")
        page.locator("input[data-kind=files]").set_input_files(
            files=[
                a_file("приказ.txt", "Заключённые лагеря\fвторой лист"),
                a_file("приказ.yaml", "title: Приказ о работах"),
                a_file("сломан.pdf", "это не PDF"),
                a_file("музыка.mp3", "la"),
            ]
        )
        expect(page.locator(".said.safe")).to_have_count(3)
        expect(page.locator(".said.wrong")).to_have_text("Файлы такого вида Опись не читает.")
        server.kill()  # the moment after what is uploaded was confirmed
        server.wait()

    with served(collection) as (url, server), visit(browser, url) as visitor:
        page = visitor.open("/add")
        expect(page.get_by_role("heading", name="Загружено 3 файла")).to_be_visible()
        expect(page.locator(".foreseen")).to_contain_text("Приказ о работах")
        expect(page.locator(".foreseen .wrong")).to_have_text("принять нельзя")
        assert unreadable(page) == {}
        page.get_by_role("button", name="Добавить в собрание").click()
        expect(page.get_by_role("heading", name="Загружено 3 файла")).to_have_count(0)
        expect(page.get_by_role("button", name="Приостановить")).to_be_visible()
        server.kill()  # the moment after the order was confirmed
        server.wait()

    with served(collection) as (url, _), visit(browser, url) as visitor:
        page = visitor.open("/add")
        expect(page.get_by_text("Всё добавлено")).to_be_visible(timeout=WORK)
        expect(page.locator(".failed")).to_contain_text("сломан.pdf")
        assert unreadable(page) == {}
        page.get_by_role("button", name="Больше не нужно").click()
        expect(page.locator(".failed")).to_have_count(0)
        page.get_by_role("link", name="Приказ о работах").click()
        page.wait_for_url("**/page?**")
        page = visitor.open("/", q="лагерь")
        expect(page.locator("mark").first).to_have_text("лагеря")
        assert visitor.outside == []
    assert not [*collection.uploads.glob("[!n]*")]


def test_a_folder_is_named_instead(
    browser: Browser, collection: Collection, tmp_path: Path
) -> None:
    scans = tmp_path / "сканы"
    scans.mkdir()
    (scans / "Ф.393_Оп.2_Д.15.txt").write_text("лист")
    with served(collection) as (url, _), visit(browser, url, NARROW) as visitor:
        page = visitor.open("/add")
        field = page.get_by_role("textbox", name="Папка со сканами")
        write(visitor, field, f"{scans}-нет", leave="Enter")
        expect(page.get_by_role("alert")).to_contain_text("здесь нет")
        write(visitor, field, str(scans), leave="Enter")
        page.get_by_role("button", name="Посмотреть, что получится").click()
        expect(page.locator(".foreseen")).to_contain_text("Ф. 393. Оп. 2. Д. 15.")
        assert unreadable(page) == {}
        page.get_by_role("button", name="Добавить в собрание").click()
        expect(page.get_by_text("Всё добавлено")).to_be_visible(timeout=WORK)
        expect(page.locator(".stands")).to_contain_text("Ф. 393")


def test_the_public_has_no_such_page(browser: Browser, collection: Collection) -> None:
    with served(collection, "public") as (url, _), visit(browser, url, WIDE) as visitor:
        page = visitor.open("/add")
        expect(page.get_by_role("heading", name="Добавить")).to_have_count(0)
        assert page.locator("input[data-kind=files]").count() == 0
        page = visitor.open("/")
        expect(page.get_by_text("Архивисту")).to_have_count(0)
