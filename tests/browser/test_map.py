"""Places on a map in a real browser: pressed, they narrow; what touches comes closer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

import tiny_collection
from looking import NARROW, WIDE, Visit, unreadable, visit
from playwright.sync_api import Browser, expect
from serving import CHROMIUM, Site, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]
ASKED = "справка"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Documents that name places, served to the public."""
    folder = tmp_path_factory.mktemp("places") / "collection"
    with served(tiny_collection.build(folder, tiny_collection.PLACES), "public") as (url, _server):
        yield Site(url)


@pytest.fixture
def desk(browser: Browser, places: Site) -> Iterator[Visit]:
    with visit(browser, places) as visitor:
        yield visitor


def test_a_point_narrows_and_lets_go_as_its_tick_does(desk: Visit) -> None:
    page = desk.open(q=ASKED)
    expect(page.locator(".card h3")).to_have_count(2)
    point = page.get_by_role("button", name="Алматы*: 1 документ")
    point.click()
    expect(page.locator(".counts")).to_contain_text("1 документ")
    assert desk.parameters == {"q": [ASKED], "place": ["place-almaty"]}
    expect(page.locator(".card h3")).to_have_text(["Первая справка"])
    expect(page.get_by_role("checkbox", name="Алматы*")).to_be_checked()
    expect(point).to_have_attribute("aria-pressed", "true")
    expect(point).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".counts")).to_contain_text("2 документа")
    assert desk.parameters == {"q": [ASKED]}


def test_what_was_set_before_stays(desk: Visit) -> None:
    page = desk.open(**{"q": ASKED, "-camp": "camp-karlag", "place": "place-almaty"})
    page.get_by_role("button", name="Москва* 1").click()
    expect(page.get_by_role("checkbox", name="Москва*")).to_be_checked()
    desk.settle()
    assert desk.parameters["-camp"] == ["camp-karlag"]
    assert desk.parameters["place"] == ["place-almaty", "place-moscow"]


def test_marks_that_touch_come_closer_and_the_way_back(desk: Visit) -> None:
    page = desk.open(q=ASKED)
    camp = page.get_by_role("button", name="Долинка: 1 документ")
    expect(camp).to_have_count(0)  # it stands in one mark with Караганда
    page.get_by_role("button", name="Ближе: Караганда").press("Enter")
    expect(page.locator(".mark").first).to_be_focused()
    camp.click()
    expect(page.locator(".counts")).to_contain_text("1 документ")
    assert desk.parameters == {"q": [ASKED], "camp": ["camp-karlag"]}
    expect(camp).to_have_attribute("aria-pressed", "true")  # it is as close as before
    page.get_by_role("button", name="Вся карта").click()
    expect(camp).to_have_count(0)


def test_an_answer_of_which_nothing_is_so_close_is_seen_whole(desk: Visit) -> None:
    page = desk.open(q=ASKED)
    page.get_by_role("button", name="Ближе: Караганда").click()
    expect(page.get_by_role("button", name="Вся карта")).to_be_visible()
    page.get_by_role("searchbox").fill("письмо")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("button", name="Ош*: 1 документ")).to_be_visible()
    expect(page.get_by_role("button", name="Вся карта")).to_be_hidden()


def test_what_is_pointed_at_is_told(desk: Visit) -> None:
    page = desk.open(q=ASKED, y="1937-1937")
    point = page.get_by_role("button", name="Алма-Ата (Алматы)*: 1 документ")
    point.hover()
    told = page.locator(".map .told")
    expect(told).to_have_text("Алма-Ата (Алматы)*: 1 документ")
    page.mouse.move(0, 0)
    expect(told).not_to_contain_text("Алма-Ата")


def test_about_the_collection_leads_from_the_map_to_the_documents(desk: Visit) -> None:
    page = desk.open("/about")
    page.get_by_role("link", name="Алматы*: 1 документ").click()
    expect(page.locator(".card h3")).to_have_text(["Первая справка"])
    assert desk.parameters == {"place": ["place-almaty"]}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("address", ["/", "/about"])
def test_everybody_can_read_it(
    browser: Browser, places: Site, size: tuple[int, int], address: str
) -> None:
    with visit(browser, places, size) as visitor:
        page = visitor.open(address, **({"q": ASKED} if address == "/" else {}))
        if size == NARROW and address == "/":
            page.get_by_test_id("stExpandSidebarButton").click()
        folded = page.locator("details.map:not([open])")
        expect(folded).to_have_count(0 if size == WIDE else 1)
        page.locator("details.map").evaluate("(map) => (map.open = true)")
        expect(page.locator(".mark").first).to_be_visible()
        assert unreadable(page) == {}
        assert visitor.outside == []
