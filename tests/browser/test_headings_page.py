"""A name that was found becomes a heading: in the browser, from the page to the facet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

import tiny_collection
from looking import NARROW, WIDE, unreadable, visit
from playwright.sync_api import Browser, expect
from serving import CHROMIUM, served

from corpus.thesaurus import Type, load

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]
ORDER = {
    "dnames": ({"title": "Приказ"}, "ru", ["Начальник С. Н. Абаимов. Подпись: С. Н. Абаимов."])
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A collection of one order, served to an archivist."""
    collection = tiny_collection.build(tmp_path_factory.mktemp("names") / "collection", ORDER)
    with served(collection) as (url, _server):
        yield url
    persons = [*load(collection).of_type(Type.PERSON)]
    assert [one.labels[0].text for one in persons] == ["Абаимов С. Н."]


def test_a_name_is_confirmed_and_is_a_heading_of_the_facet(browser: Browser, desk: str) -> None:
    with visit(browser, desk) as visitor:
        page = visitor.open("/headings")
        page.get_by_role("link", name="Абаимов С. Н.").click()
        expect(page.locator("mark").first).to_have_text("С. Н. Абаимов")
        page.get_by_role("button", name="Подтвердить").click()
        expect(page.get_by_text("«Абаимов С. Н.» подтверждено.")).to_be_visible()
        page.get_by_role("button", name="Обновить поиск").click()
        expect(page.get_by_text("Поиск обновлён.")).to_be_visible()
        visitor.settle()  # the link of the page before it still leads to the name
        page.get_by_role("link", name="1 документ").click()
        expect(page.get_by_role("button", name="Абаимов С. Н.").first).to_be_visible()
        visitor.settle()
        assert visitor.parameters["person"][0].startswith("person-")
        assert visitor.outside == []


def test_headings_can_be_read_by_everyone(browser: Browser, desk: str) -> None:
    with visit(browser, desk) as visitor:
        for open_ in ("", "camp-karlag"):
            page = visitor.open("/headings", w="camp", wv=open_)
            assert unreadable(page, WIDE, NARROW) == {}


def test_nobody_else_has_the_page(browser: Browser, site: object) -> None:
    with visit(browser, site) as visitor:
        page = visitor.open("/headings")
        expect(page.get_by_text("Подтвердить")).to_have_count(0)
        assert page.get_by_role("heading", name="Указатели").count() == 0
