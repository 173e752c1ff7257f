"""A reader's list in Chromium: ticked, noted, kept for the next visit, shown to somebody else."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from looking import Visit, visit
from playwright.sync_api import Browser, Page, expect
from serving import CHROMIUM, Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]


def passages(page: Page) -> list[str]:
    return page.locator(".kept .said span").all_inner_texts()


def my_list(visitor: Visit) -> Page:
    visitor.page.get_by_role("link", name="Мой список").click()
    expect(visitor.page.get_by_role("heading", name="Мой список")).to_be_visible()
    visitor.settle()
    return visitor.page


def test_ticked_noted_kept_and_shown_to_somebody_else(browser: Browser, site: Site) -> None:
    with visit(browser, site) as visitor:
        page = visitor.open("/", q="лагерь")
        ticks = page.locator("[data-keep]")
        first, last = ticks.first, ticks.last
        for tick in (first, last):
            tick.click()
            expect(tick).to_have_attribute("aria-pressed", "true")
        page = my_list(visitor)
        expect(page.locator(".kept li")).to_have_count(2)
        ticked = passages(page)
        assert "ЛАГЕРЕ" in " ".join(ticked).upper()

        page.get_by_label("Метки, через запятую").last.click()
        page.keyboard.type("быт, лагерь", delay=20)
        page.keyboard.press("Tab")
        page.keyboard.type("сверить | с делом", delay=40)  # while the page takes the tags
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="быт")).to_be_visible()
        page.get_by_role("button", name="быт").click()
        expect(page.locator(".kept li:visible")).to_have_count(1)
        page.wait_for_url(lambda url: "с+делом" in unquote(url) and "быт" in unquote(url))
        visitor.settle()
        link = page.url
        with page.expect_download() as begun:
            page.get_by_role("link", name="Текстом").click()
        said = begun.value.path().read_text(encoding="utf-8")
        assert "Метки: быт, лагерь\nЗаметка: сверить | с делом" in said

        page = visitor.open("/", q="лагерь")  # as on another day
        expect(page.locator("[data-keep][aria-pressed=true]")).to_have_count(2)
        page = my_list(visitor)
        expect(page.get_by_label("Заметка").last).to_have_value("сверить | с делом")
        page.go_back()
        expect(page.get_by_role("searchbox")).to_be_visible()

    with visit(browser, site) as other:
        other.open(link.removeprefix(str(site)))
        page = other.page
        expect(page.locator(".kept li")).to_have_count(2)
        assert passages(page) == ticked
        expect(page.locator(".kept textarea")).to_have_count(0)
        page.get_by_role("button", name="Добавить к моему списку").click()
        expect(page.get_by_label("Заметка").last).to_have_value("сверить | с делом")
        page.get_by_role("button", name="Убрать").first.click()
        expect(page.locator(".kept li")).to_have_count(1)
        page.locator(".kept .leaf").click()
        expect(page.locator(".crumbs")).to_be_visible()


def test_an_empty_list_leads_to_the_search(browser: Browser, site: Site) -> None:
    with visit(browser, site) as visitor:
        page = visitor.open("/list", ui="en")
        page.get_by_role("link", name="Back to the search").click()
        page.wait_for_url(f"{site}/?ui=en")
