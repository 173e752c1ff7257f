"""The scan in the page reader: what is lit lies over its ink, however the scan lies."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

import tiny_collection
from looking import Visit, visit
from PIL import Image
from playwright.sync_api import Browser, expect
from serving import CHROMIUM, Site

from corpus.reading import Point, Reading

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]


@pytest.fixture
def still(browser: Browser, site: Site) -> Iterator[Visit]:
    """A window in which nothing glides."""
    with visit(browser, site) as visitor:
        visitor.page.emulate_media(reduced_motion="reduce")
        yield visitor


def reading(document: str, page: int = 1) -> Reading:
    _description, language, texts = tiny_collection.DOCUMENTS[document]
    return tiny_collection.read(texts[page - 1] or "", language)


def turned(point: Point, degrees: int) -> Point:
    """Where a point of the page, in fractions of it, is after the page was turned clockwise."""
    x, y = point
    return {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[degrees]


def yellow(visitor: Visit, degrees: int, words: list[list[Point]]) -> list[bool | None]:
    """Whether the ink in the middle of each quad is lit on the screen; None where out of sight.

    A scan that was just turned may be painted anew after it stood still: it is looked at again.
    """
    for _ in range(20):
        visitor.settle()
        colours = middles(visitor, degrees, words)
        blank = [at for at, colour in colours if colour and colour[0] >= 110]
        if not blank:
            return [None if c is None else c[0] - c[2] > 24 for _at, c in colours]
    raise AssertionError(f"there is ink at {blank}")


def middles(
    visitor: Visit, degrees: int, words: list[list[Point]]
) -> list[tuple[tuple[int, int], tuple[int, ...] | None]]:
    """Where the middle of each quad is on the screen, and its colour; None where out of sight."""
    seen = Image.open(io.BytesIO(visitor.seen())).convert("RGB")
    pane, leaf = (visitor.page.locator(css).bounding_box() for css in (".pane", ".leaf"))
    assert pane and leaf
    out: list[tuple[tuple[int, int], tuple[int, ...] | None]] = []
    for quad in words:
        x, y = turned((sum(p[0] for p in quad) / 4, sum(p[1] for p in quad) / 4), degrees)
        at = (round(leaf["x"] + x * leaf["width"]), round(leaf["y"] + y * leaf["height"]))
        inside = pane["y"] < at[1] < min(pane["y"] + pane["height"], seen.height)
        colour = seen.getpixel(at) if inside else None
        assert colour is None or isinstance(colour, tuple)
        out.append((at, colour))
    return out


def test_exactly_the_hits_are_lit_on_the_ink_however_the_scan_is_turned(still: Visit) -> None:
    page = still.open("/page", id="dorder", q="лагерь")
    expect(page.locator('.sheet img[src^="/img/page/"]')).to_have_js_property("complete", True)
    known = reading("dorder")
    quads = [[*quad] for word in known.words for quad in word.quads]
    hits = [
        known.text[word.start : word.end] in {"ЛАГЕРЕ", "лагеря,"}
        for word in known.words
        for _quad in word.quads
    ]
    assert sum(hits) == 2
    for degrees in (0, 90, 180, 270):
        page.mouse.move(5, 5)
        found = yellow(still, degrees, quads)
        assert None not in found, "all words are in sight"
        assert found == hits, f"turned by {degrees} degrees"
        page.keyboard.press("r")
    assert "turn" not in still.parameters


def test_from_the_search_over_the_hits_to_the_citation_and_its_permalink(
    still: Visit, browser: Browser, site: Site
) -> None:
    still.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = still.open(q="лагерь", sort="date")
    page.get_by_role("link", name="л. 14", exact=True).first.click()
    expect(page.locator('.sheet img[src^="/img/page/"]')).to_have_js_property("complete", True)
    known = reading("dorder")
    lit = [word for word in known.words if known.text[word.start : word.end] == "ЛАГЕРЕ"]
    page.mouse.move(5, 5)
    assert yellow(still, 0, [[*quad] for word in lit for quad in word.quads]) == [True]
    page.keyboard.press("n")
    expect(page.locator("mark.current")).to_have_text("лагеря")
    page.keyboard.press("r")
    page.keyboard.press("c")
    expect(page.locator(".cite button")).to_have_text("Скопировано")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "Приказ о работах в лагере // Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 14."
    with visit(browser, site) as other:
        same = other.open(page.url.removeprefix(str(site)))
        for css in ("mark.current", ".position", ".crumbs"):
            expect(same.locator(css)).to_have_text(page.locator(css).text_content() or "")
        turn = "(sheet) => sheet.style.transform"
        assert same.locator(".sheet").evaluate(turn) == page.locator(".sheet").evaluate(turn)


def test_a_turned_scan_stays_so_in_the_link_and_on_the_next_page(still: Visit) -> None:
    page = still.open("/page", id="dorder", q="лагерь")
    page.get_by_role("button", name="Повернуть скан").click()
    assert still.parameters["turn"] == ["90"]
    other = page.locator(".strip a").last
    expect(other).to_have_attribute("href", re.compile("turn=90"))
    other.click()
    expect(page.locator(".sheet img")).to_have_attribute("src", "/img/page/dorder/3.jpg")
    expect(page.locator(".crumbs")).to_contain_text("л. 15")
    assert still.parameters["turn"] == ["90"]
    sheet = page.locator(".leaf").bounding_box()
    assert sheet
    assert sheet["width"] / sheet["height"] == pytest.approx(1414 / 1000, rel=0.01)


def test_the_address_of_a_page_beyond_the_end_becomes_that_of_the_last(still: Visit) -> None:
    still.open("/page", id="dorder")
    page = still.open("/page", id="dorder", n="99")
    expect(page.get_by_role("status")).to_have_text("В документе 3 страницы; показана последняя.")
    page.wait_for_url(re.compile("n=3$"))
    page.go_back()
    expect(page.locator(".crumbs")).to_contain_text("л. 14")
    assert "n" not in still.parameters


def test_the_address_of_results_beyond_the_end_becomes_that_of_the_last(still: Visit) -> None:
    still.open("/", q="лагерь", sort="date")
    page = still.open("/", q="лагерь", p="99")
    said = page.get_by_role("status").filter(has_text="показана последняя")
    expect(said).to_have_text("В результатах 1 страница; показана последняя.")
    page.wait_for_function("!new URL(location.href).searchParams.has('p')")
    page.go_back()
    expect(said).to_have_count(0)
    assert still.parameters == {"q": ["лагерь"], "sort": ["date"]}


def test_words_that_ocr_was_unsure_of_are_tinted_when_asked_for(still: Visit) -> None:
    page = still.open("/page", id="dletter", q="адам")
    word = page.locator(".text .word").first
    legend = page.locator(".legend")
    plain = word.evaluate("(w) => getComputedStyle(w).backgroundColor")
    expect(legend).to_be_hidden()
    page.keyboard.press("t")
    expect(legend).to_contain_text("прочитано с уверенностью 70–90 %: 1")
    expect(legend).to_contain_text("ниже 70 %: 2")
    assert word.evaluate("(w) => getComputedStyle(w).backgroundColor") != plain
    assert still.parameters["tint"] == ["1"]
    page.keyboard.press("t")
    expect(legend).to_be_hidden()
    assert "tint" not in still.parameters


def test_keys_work_where_they_type_cyrillic_letters_and_are_explained(still: Visit) -> None:
    page = still.open("/page", id="dorder", q="лагерь")
    expect(page.locator(".position")).to_contain_text("1 из 2 на листе")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'т', code: 'KeyN'}))")
    expect(page.locator(".position")).to_contain_text("2 из 2 на листе")
    page.keyboard.press("?")
    shown = page.get_by_role("dialog", name="Что делают клавиши")
    expect(shown).to_contain_text("Повернуть скан")
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    page.keyboard.press("f")
    expect(page.locator(".viewer:fullscreen")).to_have_count(1)
    page.keyboard.press("n")
    expect(page.locator(".position")).to_contain_text("1 из 1 на листе")
    expect(page.locator(".viewer:fullscreen")).to_have_count(1)
    page.keyboard.press("f")
    expect(page.locator(".viewer:fullscreen")).to_have_count(0)


def test_the_share_of_the_scan_is_kept(still: Visit) -> None:
    page = still.open("/page", id="dorder")
    divider = page.get_by_role("separator")
    box = divider.bounding_box()
    assert box
    page.mouse.move(box["x"] + 3, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 100)
    page.mouse.up()
    divider.focus()
    page.keyboard.press("ArrowRight")
    share = divider.get_attribute("aria-valuenow")
    assert share and int(share) > 60
    still.open("/page", id="dorder", n="3")
    expect(page.get_by_role("separator")).to_have_attribute("aria-valuenow", share)
