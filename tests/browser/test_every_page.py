"""What every page keeps, light and dark, wide and narrow: readable by all, nothing from outside."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

import tiny_collection
from looking import NARROW, WIDE, unreadable, visit
from playwright.sync_api import Browser, expect
from serving import CHROMIUM, Site

from ui.kept import place

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]
#: a passage of the order, in a list
PASSAGE = place("dorder", 1, 0, (tiny_collection.DOCUMENTS["dorder"][2][0] or "")[:18])
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "start": ("/", {}),
    "results": ("/", {"q": "лагерь", "-language": "kk", "y": "1930-1949"}),
    "empty": ("/", {"q": "заключоные", "kind": "order", "form": "exact"}),
    "lines": ("/concordance", {"q": "лагерь", "k": "right", "kg": "form", "kb": "1"}),
    "no query": ("/concordance", {}),
    "no lines": ("/concordance", {"q": "бегемот", "k": "left"}),
    "page": ("/page", {"id": "dorder", "q": "лагерь"}),
    "tinted page, scan turned": (
        "/page",
        {"id": "dletter", "q": "адам", "turn": "90", "tint": "1"},
    ),
    "about the collection": ("/about", {}),
    "unread page": ("/page", {"id": "dorder", "n": "2"}),
    "text without a scan": ("/page", {"id": "dmemoir", "q": "адам"}),
    "closed document": ("/page", {"id": "droom"}),
    "list": ("/list", {"i": f"{PASSAGE}|быт, лагерь|Проверить"}),
    "quotation": (
        "/quotation",
        {"quote": "Вывести на новые работы заключенных лагеря, занятых"},
    ),
    "exact quotation": ("/quotation", {"quote": "Начальнику лагеря к первому числу представить"}),
    "quotation that is nowhere": ("/quotation", {"quote": "Ни слова из этого никто не писал"}),
    "closed list": ("/list", {"i": "droom.1.0-9.00000000"}),
    "by file": ("/", {"q": "лагерь", "group": "file"}),
    "no document": ("/page", {"id": "dnothing"}),
    "package": ("/packages", {"c": "dorder"}),
    "package of an answer": ("/packages", {"q": "лагерь", "-language": "kk"}),
}


def test_every_page_is_readable_by_everyone(browser: Browser, site: Site) -> None:
    found: dict[str, list[str]] = {}
    with visit(browser, site) as visitor:
        for name, (path, parameters) in PAGES.items():
            page = visitor.open(path, **parameters)
            faults = unreadable(page, WIDE, NARROW)
            found |= {f"{name}: {fault}": at for fault, at in faults.items()}
        assert found == {}
        assert visitor.outside == []


def test_the_page_says_which_language_it_is_in(browser: Browser, site: Site) -> None:
    with visit(browser, site) as visitor:
        page = visitor.open("/", ui="kk", q="адам")
        page.wait_for_selector("html[lang=kk]", state="attached")
        assert page.locator(".said").first.get_attribute("lang") in {"kk", "ky"}


@pytest.mark.parametrize("language", ["ru", "kk", "ky"])
def test_what_streamlit_names_is_named_in_the_language_of_the_page(
    browser: Browser, site: Site, language: str
) -> None:
    with visit(browser, site, NARROW) as visitor:
        page = visitor.open("/quotation", ui=language)
        page.get_by_role("tab").last.click()
        adding = page.locator('[data-testid="stFileUploader"] button:visible')
        expect(adding.first).to_have_accessible_name(re.compile("[а-яәіңғүұқөһ]"))
        page.get_by_test_id("stExpandSidebarButton").click()
        visitor.settle()
        heard = page.evaluate(
            """() => [...document.querySelectorAll("[aria-label], [placeholder], [alt]")]
                .flatMap((e) => ["aria-label", "placeholder", "alt"].map((a) => e.getAttribute(a)))
                .filter((name) => name && /[A-Za-z]{3}/.test(name))"""
        )
        assert heard == []
        expect(page.get_by_test_id("stSkipToContent")).not_to_contain_text("Skip")


def test_a_narrow_line_divides_no_word_no_range_and_begins_with_no_dot(
    browser: Browser, site: Site
) -> None:
    with visit(browser, site, (320, 844)) as visitor:
        for path, parameters in (("/about", {}), ("/", {"q": "лагерь"})):
            page = visitor.open(path, **parameters)
            divided = page.locator(".bars th a, .tied").evaluate_all(
                """(all) => all
                    .filter((one) => one.matches(".tied") || !/\\s/.test(one.textContent))
                    .filter((one) => one.getClientRects().length > 1)
                    .map((one) => one.textContent)"""
            )
            assert divided == []
        assert page.locator(".tied").count() > 0
        begins, cut = page.locator(".card .facts:has(> span + span)").first.evaluate(
            """(line) => [Math.min(...[...line.children].map((one) => one.offsetLeft))
                - line.offsetLeft, getComputedStyle(line).clipPath]"""
        )
        assert begins == 14, "the dot lies in this margin"
        assert cut.endswith("10px)"), "which is cut off"
