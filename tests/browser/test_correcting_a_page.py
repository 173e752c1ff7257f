"""A page is corrected from the keyboard alone, and a search finds what was corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

import tiny_collection
from looking import NARROW, WIDE, unreadable, visit, write
from playwright.sync_api import Browser, expect
from serving import CHROMIUM, Site, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]
SAVED = re.compile("^Сохранено")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Site]:
    """A tiny collection of its own, served to an archivist, who changes it."""
    with served(tiny_collection.build(tmp_path / "collection")) as (url, _server):
        yield Site(url)


def test_a_line_is_corrected_and_found_and_the_page_called_right(
    browser: Browser, archive: Site
) -> None:
    with visit(browser, archive) as visitor:
        page = visitor.open("/correct", id="dletter")
        lines = page.locator(".lines input")
        expect(lines).to_have_count(2)
        expect(page.locator(".foot").first).to_contain_text("Анама 85 %")
        expect(page.locator(".strip image").first).to_have_attribute(
            "href", "/img/page/dletter/1.jpg"
        )

        # letters that a Russian keyboard lacks; Enter saves and goes on
        lines.first.focus()
        page.keyboard.press("End")
        page.keyboard.type(" Кут")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("F2")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("F2")
        expect(lines.first).to_have_value("Анама хат жаздым. Құт")
        page.keyboard.press("Enter")
        expect(lines.nth(1)).to_be_focused()
        page.keyboard.type("Бұл ")
        expect(page.locator(".said")).to_have_text(SAVED)
        expect(lines.nth(1)).to_have_value("Бұл Лагерьде еңбек ауыр, адамдар көп.")
        page.get_by_role("button", name="қ", exact=True).click()
        expect(lines.nth(1)).to_be_focused()
        expect(lines.nth(1)).to_have_value("Бұл қЛагерьде еңбек ауыр, адамдар көп.")
        page.keyboard.press("Escape")
        page.keyboard.press("Alt+Enter")
        page.keyboard.type("Сағыну")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".said")).to_contain_text("Страница сверена со сканом.")
        expect(lines).to_have_count(3)
        expect(lines.nth(2)).to_have_value("Сағыну")
        right = page.get_by_role("button", name="Страница верна")
        expect(right).to_have_attribute("aria-pressed", "true")
        assert [line.strip() for line in page.locator(".foot").all_text_contents()] == [""] * 3

        for query in ("Құт", "Сағыну"):
            found = visitor.open(q=f"={query}")
            for _ in range(20):
                if found.locator(".card").count():
                    break
                found.wait_for_timeout(500)
                found = visitor.open(q=f"={query}")
            expect(found.locator(".card mark").first).to_contain_text(query)

        page = visitor.open("/correct", id="dletter")
        page.get_by_text("Что делали с этой страницей").click()
        expect(page.locator(".past")).to_contain_text("Анама хат жаздым. → Анама хат жаздым. Құт")
        for _ in range(3):
            page.locator(".acts button").first.click()
            expect(page.locator(".said")).to_have_text(SAVED)
        expect(page.locator(".acts button").first).to_be_disabled()
        expect(lines).to_have_count(2)
        expect(lines.first).to_have_value("Анама хат жаздым.")


def test_two_archivists_write_the_same_line(browser: Browser, archive: Site) -> None:
    with visit(browser, archive) as first, visit(browser, archive) as second:
        pages = [one.open("/correct", id="dorder") for one in (first, second)]
        for page, text in zip(pages, ("ПЕРВАЯ", "ВТОРАЯ"), strict=True):
            line = page.locator(".lines input").first
            line.fill(text)
            line.press("Enter")
            expect(page.locator(".said")).not_to_have_text("")
            expect(page.locator(".said")).not_to_have_text("Сохраняется…")
        refused = pages[1].locator(".row .wrong").first
        expect(refused).to_contain_text("«ПЕРВАЯ»")
        refused.get_by_role("button", name="Записать моё").click()
        expect(pages[1].locator(".said")).to_have_text(SAVED)
        expect(first.open("/correct", id="dorder").locator(".lines input").first).to_have_value(
            "ВТОРАЯ"
        )


def test_a_misreading_is_corrected_everywhere_and_taken_back(
    browser: Browser, archive: Site
) -> None:
    with visit(browser, archive) as visitor:
        page = visitor.open("/correct")
        page.get_by_role("link", name="Исправить везде").click()
        expect(page.get_by_label("Как прочитано")).to_be_visible()
        write(visitor, page.get_by_label("Как прочитано"), "лагеря", leave="Enter")
        ticks = page.get_by_role("checkbox")
        expect(ticks).to_have_count(3)
        expect(page.locator(".strips img").first).to_have_js_property("complete", True)
        assert page.locator(".strips img").first.evaluate("image => image.naturalWidth") > 0
        write(visitor, page.get_by_label("Как стоит на бумаге"), "лагпункта", leave="Enter")
        expect(page).to_have_url(re.compile("new="))
        page.get_by_text("Записать «лагпункта» в отмеченных местах").click()
        expect(page.get_by_text("Мест: 3, страниц: 3")).to_be_visible()
        expect(ticks).to_have_count(0)
        assert unreadable(page) == {}
        page.get_by_role("button", name="Отменить").click()
        expect(ticks).to_have_count(3)


def test_the_desk_is_for_archivists_and_readable_by_everyone(
    browser: Browser, archive: Site, site: Site
) -> None:
    with visit(browser, site) as public:
        page = public.open("/correct", id="dletter")
        expect(page.get_by_text("Исправить")).to_have_count(0)
        expect(page.locator(".lines input")).to_have_count(0)
    found: dict[str, list[str]] = {}
    for size in (WIDE, NARROW):  # each opened as it is: the desk has strips to be moved on a phone
        with visit(browser, archive, size) as visitor:
            for name, parameters in (("queue", {}), ("desk", {"id": "dletter"})):
                page = visitor.open("/correct", **parameters)
                if parameters:
                    expect(page.locator(".lines input")).to_have_count(2)
                found |= {f"{name} {size}: {fault}": at for fault, at in unreadable(page).items()}
            assert visitor.outside == []
    assert found == {}
