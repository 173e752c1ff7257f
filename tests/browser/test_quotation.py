"""A quotation in a real browser: pasted, compared with the scan, its leaf opened with it lit."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from looking import NARROW, Visit, visit
from playwright.sync_api import Browser, expect
from serving import CHROMIUM, Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]


def test_paste_compare_tick_and_open(wide: Visit) -> None:
    page = wide.open("/quotation")
    page.get_by_role("textbox", name="Цитата").fill("вывести на работы заключенных лагеря, занятых")
    page.get_by_role("button", name="Найти").click()
    match = page.get_by_role("article")
    expect(match).to_contain_text("слово в слово по машинному чтению")
    assert wide.parameters["quote"] == ["вывести на работы заключенных лагеря, занятых"]
    strip = match.get_by_role("img", name="Строки скана").first
    strip.scroll_into_view_if_needed()
    expect(strip).to_have_js_property("complete", True)
    assert strip.evaluate("image => image.naturalWidth") > 300
    expect(match.locator(".sure")).to_be_hidden()
    match.get_by_role("checkbox", name="сверено со сканом").check()
    expect(match.locator(".sure")).to_be_visible()
    expect(match.locator(".unsure")).to_be_hidden()
    match.get_by_role("link", name="л. 14", exact=True).click()
    page.wait_for_url("**/page?**")
    wide.settle()
    assert wide.parameters["id"] == ["dorder"]
    expect(page.locator("mark").first).to_be_visible()
    lit = "".join(page.locator("mark").all_inner_texts())
    assert lit.startswith("Вывести на работы")
    assert lit.rstrip(",").endswith("занятых")
    page.go_back()
    expect(page.get_by_role("article")).to_contain_text("Приказ о работах в лагере")


def test_an_empty_answer_to_a_phrase_leads_to_the_finder(wide: Visit) -> None:
    page = wide.open(q="«вывести на тяжёлые работы заключенных лагеря»")
    page.get_by_role(
        "link", name="Искать как цитату, пусть неточную или неверно распознанную"
    ).click()
    page.wait_for_url("**/quotation?**")
    article = page.get_by_role("article")
    expect(article).to_contain_text("частично")
    expect(article.locator("del").first).to_have_text("тяжёлые")


def test_the_link_of_a_quotation_shows_the_same_to_others(browser: Browser, site: Site) -> None:
    text = "Эмгек лагеринде адамдар көп эле"
    with visit(browser, site, NARROW) as phone:
        page = phone.open("/quotation", quote=text, ui="ky")
        expect(page.get_by_role("article")).to_contain_text("сөзмө-сөз")
        expect(page.get_by_role("textbox", name="Цитата")).to_have_value(text)
