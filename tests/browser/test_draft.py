"""A draft in a real browser: uploaded, checked, its leaf opened."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from looking import NARROW, unreadable, visit
from playwright.sync_api import Browser, FilePayload, expect
from serving import CHROMIUM, Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]
DRAFT: FilePayload = {
    "name": "глава.txt",
    "mimeType": "text/plain",
    "buffer": (
        "Было велено «Вывести на работы заключенных лагеря, занятых в обслуге» "
        "(Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 15)."
    ).encode(),
}


def test_a_draft_is_uploaded_and_a_place_opened(browser: Browser, site: Site) -> None:
    with visit(browser, site) as visitor:
        page = visitor.open("/quotation")
        page.get_by_role("tab", name="Вся рукопись").click()
        page.locator('input[type="file"]').set_input_files(files=[DRAFT])
        row = page.locator(".checked tbody tr")
        expect(row).to_have_count(1)
        expect(row.locator("td.wrong")).to_have_text("неверна")
        assert unreadable(page) == {}
        row.locator("a").click()
        page.wait_for_url("**/page?**")
        expect(page.locator(".crumbs")).to_contain_text("л. 14")
        assert visitor.outside == []


def test_a_draft_is_read_on_a_phone_without_scrolling_sideways(
    browser: Browser, site: Site
) -> None:
    with visit(browser, site, NARROW) as visitor:
        page = visitor.open("/quotation")
        page.get_by_role("tab", name="Вся рукопись").click()
        page.locator('input[type="file"]').set_input_files(files=[DRAFT])
        table = page.locator(".checked")
        expect(table.locator("tbody tr")).to_have_count(1)
        expect(table.locator("td", has_text="Вывести на работы")).to_be_in_viewport()
        assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
        heads = page.locator(".checked td:not(:empty)").evaluate_all(
            "cells => cells.map((cell) => getComputedStyle(cell, '::before').content.slice(1, -1))"
        )
        assert heads == [
            "№",
            "Цитата",
            "Итог",
            "Указанная ссылка",
            "Верна ли она?",
            "Какой должна быть ссылка",
        ]
        assert unreadable(page) == {}
