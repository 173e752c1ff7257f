"""A researcher judges contexts side by side: from the answer to lines, in order, away, and back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from looking import NARROW, choose, visit
from playwright.sync_api import Browser, Page, expect
from serving import CHROMIUM, Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]


def behind(page: Page) -> list[str]:
    """What stands to the right of the hits."""
    return [text.strip() for text in page.locator(".kwic td.r").all_inner_texts()]


def test_from_the_answer_to_lines_and_back(browser: Browser, site: Site) -> None:
    with visit(browser, site) as visitor:
        page = visitor.open("/", q="лагерь", **{"-language": "kk"})
        page.get_by_role("link", name="конкорданс", exact=True).click()
        expect(page.locator(".kwic tbody tr")).to_have_count(4)
        visitor.settle()
        assert visitor.parameters["k"] == ["reference"]
        assert visitor.parameters["-language"] == ["kk"]
        page.get_by_role("link", name="← к результатам").click()
        expect(page.locator(".card").first).to_be_visible()
        visitor.settle()
        assert "k" not in visitor.parameters
        page.go_back()
        expect(page.locator(".kwic tbody tr")).to_have_count(4)


def test_lines_are_put_in_order(browser: Browser, site: Site) -> None:
    with visit(browser, site) as visitor:
        page = visitor.open("/concordance", q="лагерь", k="reference")
        before = behind(page)
        choose(visitor, page.get_by_role("combobox", name="Порядок строк"), "справа →")
        first = page.locator(".kwic td.r").first
        expect(first).not_to_have_text(before[0], use_inner_text=True)  # some words are hidden
        visitor.settle()
        assert visitor.parameters["k"] == ["right"]
        words = [text.lstrip(" .,").casefold() for text in behind(page)]
        assert words == sorted(words)
        assert sorted(behind(page)) == sorted(before)


def test_lines_are_taken_away(browser: Browser, site: Site, tmp_path: Path) -> None:
    with visit(browser, site) as visitor:
        page = visitor.open("/concordance", q="лагерь", k="right")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="CSV").click()
        waiting.value.save_as(tmp_path / "lines.csv")
        with (tmp_path / "lines.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = [*csv.DictReader(file)]
        assert [row["вхождение"] for row in rows] == page.locator(".kwic td.m").all_inner_texts()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="XLSX").click()
        waiting.value.save_as(tmp_path / "lines.xlsx")
        assert (tmp_path / "lines.xlsx").read_bytes()[:2] == b"PK"


def test_a_line_opens_its_page_with_the_hit_lit(browser: Browser, site: Site) -> None:
    with visit(browser, site) as visitor:
        page = visitor.open("/concordance", q="лагерь", k="reference")
        page.locator(".kwic td.m a").first.click()
        page.wait_for_url("**/page?**")
        visitor.settle()
        assert visitor.parameters["id"] == ["dorder"]
        assert visitor.parameters["h"] == ["1"]
        page.get_by_role("link", name="← к результатам").click()
        expect(page.locator(".kwic tbody tr").first).to_be_visible()


def test_a_line_is_kept_in_the_list(browser: Browser, site: Site) -> None:
    with visit(browser, site) as visitor:
        page = visitor.open("/concordance", q="лагерь", k="reference")
        tick = page.locator(".kwic [data-keep]").first
        tick.click()
        expect(tick).to_have_attribute("aria-pressed", "true")
        visitor.open("/concordance", q="лагерь", k="left", kw="3")
        page.reload()
        visitor.open("/concordance", q="лагерь", k="reference")
        expect(page.locator(".kwic [data-keep]").first).to_have_attribute("aria-pressed", "true")


def test_on_a_phone_a_line_is_read_in_one_go(browser: Browser, site: Site) -> None:
    with visit(browser, site, NARROW) as visitor:
        page = visitor.open("/concordance", q="лагерь", k="reference", kw="7")
        row = " ".join(page.locator(".kwic tbody tr").first.inner_text().split())
        assert "О РАБОТАХ В ЛАГЕРЕ Вывести на работы заключенных лагеря, занятых" in row
