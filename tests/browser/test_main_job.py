"""The main job in a real browser: ask, narrow, go back, open a hit and see it lit on the scan."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

import tiny_collection
from looking import NARROW, Visit, visit
from playwright.sync_api import Browser, Page, expect
from serving import CHROMIUM, Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]
#: «лагеря» on the first page of the order: line 2, letters 29 to 35
LIT = "лагеря,"


def counts(page: Page) -> str:
    return page.locator(".counts").inner_text()


def test_ask_narrow_and_go_back(wide: Visit) -> None:
    page = wide.open()
    page.get_by_role("searchbox").fill("адам")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".counts")).to_contain_text("2 документа")
    wide.settle()
    page.get_by_role("checkbox", name="кыргызский").check()
    expect(page.locator(".counts")).to_contain_text("1 документ")
    assert wide.parameters == {"q": ["адам"], "language": ["ky"]}
    expect(page.get_by_role("checkbox", name="кыргызский")).to_be_focused()
    page.go_back()
    expect(page.locator(".counts")).to_contain_text("2 документа")
    expect(page.get_by_role("checkbox", name="кыргызский")).not_to_be_checked()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.go_forward()
    page.go_forward()
    expect(page.locator(".counts")).to_contain_text("1 документ")
    expect(page.get_by_role("checkbox", name="кыргызский")).to_be_checked()


def test_a_value_is_left_out(wide: Visit) -> None:
    page = wide.open(q="адам")
    page.get_by_role("button", name="Исключить: казахский").click()
    expect(page.locator(".counts")).to_contain_text("1 документ")
    assert wide.parameters == {"q": ["адам"], "-language": ["kk"]}
    page.get_by_role("button", name="кроме: казахский").click()
    expect(page.locator(".counts")).to_contain_text("2 документа")


def test_a_decade_is_taken_by_its_bar(wide: Visit) -> None:
    page = wide.open(q="лагеря")
    page.get_by_role("button", name="1930–1939: 1 документ").click()
    expect(page.get_by_role("button", name="1930–1939", exact=True)).to_be_visible()
    assert wide.parameters["y"] == ["1930-1939"]


def year(visitor: Visit, number: int) -> tuple[float, float]:
    """The middle of a year between 1930 and 1949, which are those of the collection's decades."""
    visitor.settle()  # it may still move down the page
    box = visitor.page.locator(".plot").bounding_box()
    assert box
    return box["x"] + box["width"] * (number - 1930 + 0.5) / 20, box["y"] + box["height"] / 2


def test_a_year_is_taken_and_let_go(wide: Visit) -> None:
    page = wide.open(q="лагеря")
    page.mouse.move(*year(wide, 1936))
    expect(page.locator(".told")).to_have_text(
        "1936: 1 документ · 3 вхождения, 1\u202f500,0 на 10\u202f000 слов"
    )
    page.mouse.click(*year(wide, 1936))
    expect(page.get_by_role("button", name="1936", exact=True)).to_be_visible()
    assert wide.parameters["y"] == ["1936-1936"]
    page.mouse.click(*year(wide, 1936))
    expect(page.get_by_role("button", name="1936", exact=True)).to_have_count(0)
    assert "y" not in wide.parameters


def test_years_are_taken_by_dragging_over_them(wide: Visit) -> None:
    page = wide.open(q="еңбек")
    page.mouse.move(*year(wide, 1941))
    page.mouse.down()
    page.mouse.move(*year(wide, 1938), steps=5)
    expect(page.locator(".told")).to_have_text("1938–1941")
    page.mouse.up()
    expect(page.get_by_role("button", name="1938–1941", exact=True)).to_be_visible()
    assert wide.parameters["y"] == ["1938-1941"]
    expect(page.locator(".counts")).to_contain_text("1 документ")


def test_the_undated_are_taken_by_their_bar(wide: Visit) -> None:
    page = wide.open(q="адам")
    page.get_by_role("button", name="без даты: 1 документ").click()
    expect(page.locator(".counts")).to_contain_text("1 документ")
    assert wide.parameters == {"q": ["адам"], "decade": ["undated"]}


def test_what_the_bars_show_is_chosen_and_stands_in_a_table(wide: Visit) -> None:
    page = wide.open(q="адам")
    fills = page.locator(".year .fill, .undated .fill")
    chosen = page.get_by_label("Что показывают столбцы")
    shown = {}
    for measure in ("documents", "share", "hits", "rate"):
        chosen.select_option(measure)
        shown[measure] = fills.evaluate_all("(all) => all.map((f) => f.style.height)")
    assert shown["documents"] == ["0px", "100%", "100%", "100%", "100%"]
    assert shown["rate"][1] == "100%" != shown["rate"][4]
    cells = page.locator(".years tbody tr").evaluate_all(
        "(all) => all.map((row) => [...row.children].map((cell) => cell.textContent))"
    )
    assert [row[0] for row in cells] == ["1936", "1939", "1940", "1941", "без даты"]
    assert cells[1][1:4] == ["1", "1", "1"]
    assert cells[0][1:4] == ["0", "1", "0"]


def test_a_hit_is_lit_over_its_word_on_a_scan_laid_askew(wide: Visit) -> None:
    page = wide.open(q="лагеря")
    page.get_by_role("link", name="л. 14", exact=True).first.click()
    hits = page.locator("polygon.hit")
    expect(hits.first).to_be_attached()
    reading = tiny_collection.read(tiny_collection.DOCUMENTS["dorder"][2][0] or "", "ru")
    word = next(i for i, w in enumerate(reading.words) if reading.text[w.start : w.end] == LIT)
    polygon = page.locator(f'polygon.hit[data-word="{word}"]')
    expect(polygon).to_have_count(1)
    shown = polygon.evaluate(
        """(p) => {
            const svg = p.ownerSVGElement, image = svg.parentElement.querySelector("img");
            const box = image.getBoundingClientRect(), matrix = p.getScreenCTM();
            return [...p.points].map((point) => {
                const at = point.matrixTransform(matrix);
                return [(at.x - box.x) / box.width, (at.y - box.y) / box.height];
            });
        }"""
    )
    wanted = reading.words[word].quads[0]
    for (x, y), (right_x, right_y) in zip(shown, wanted, strict=True):
        assert x == pytest.approx(right_x, abs=0.002)
        assert y == pytest.approx(right_y, abs=0.002)
    assert wanted[0][1] != pytest.approx(wanted[1][1], abs=0.0001), "the page is askew"
    marks = page.locator("mark").all_inner_texts()
    assert "лагеря" in marks


def test_the_lit_word_covers_the_ink(wide: Visit) -> None:
    page = wide.open("/page", id="dorder", q="=лагеря")
    polygon = page.locator("polygon.current")
    expect(polygon).to_have_count(1)
    expect(page.locator("polygon.ring")).to_have_count(1)
    expect(page.locator('.sheet img[src^="/img/page/"]')).to_have_js_property("complete", True)
    dark = page.locator(".sheet").evaluate(
        """(sheet) => {
            const image = sheet.querySelector("img"), p = sheet.querySelector("polygon.current");
            const canvas = document.createElement("canvas");
            canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
            const pen = canvas.getContext("2d");
            pen.drawImage(image, 0, 0);
            const k = image.naturalWidth / image.width;
            const points = [...p.points];
            const x = points.reduce((sum, q) => sum + q.x, 0) / 4 * k;
            const y = points.reduce((sum, q) => sum + q.y, 0) / 4 * k;
            return [...pen.getImageData(x, y, 1, 1).data];
        }"""
    )
    assert max(dark[:3]) < 100, "the middle of the polygon is ink"


def test_the_next_hit_goes_on_to_the_next_page_that_has_one(wide: Visit) -> None:
    page = wide.open("/page", id="dorder", q="лагерь")
    expect(page.get_by_text("1 из 2 на листе · 3 в документе")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_text("2 из 2 на листе · 3 в документе")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_text("1 из 1 на листе · 3 в документе")).to_be_visible()
    expect(page.locator(".crumbs")).to_contain_text("л. 15")
    page.keyboard.press("p")
    expect(page.get_by_text("2 из 2 на листе · 3 в документе")).to_be_visible()
    expect(page.locator(".crumbs")).to_contain_text("л. 14")


def test_the_hits_go_on_to_the_next_document_of_the_answer_and_back(wide: Visit) -> None:
    page = wide.open(q="лагерь", sort="date")
    titles = page.locator(".card h3").all_inner_texts()
    page.locator(".card h3 a").first.click()
    position = page.locator(".position")
    for place in ("1 из 2 на листе", "2 из 2 на листе", "1 из 1 на листе"):
        expect(position).to_contain_text(f"{place} · 3 в документе · документ 1 из 3")
        page.keyboard.press("n")
    expect(position).to_contain_text("документ 2 из 3")
    expect(page.locator("h1")).to_have_text(titles[1])
    page.keyboard.press("p")
    expect(position).to_contain_text("документ 1 из 3")
    expect(page.locator("h1")).to_have_text(titles[0])
    expect(page.locator("mark.current")).to_have_count(1)


def test_a_leaf_is_opened_by_its_number(wide: Visit) -> None:
    page = wide.open("/page", id="dorder", q="лагерь")
    box = page.get_by_role("textbox", name="Лист")
    box.fill("15")
    box.press("Enter")
    expect(page.locator(".crumbs")).to_contain_text("л. 15")
    wide.settle()
    box.fill("99 об.")
    box.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Листа «99 об.» здесь нет.")
    assert wide.parameters == {"id": ["dorder"], "n": ["3"], "q": ["лагерь"]}


def test_a_permalink_shows_the_same_to_somebody_else(browser: Browser, site: Site) -> None:
    with visit(browser, site) as first:
        page = first.open("/page", id="dorder", q="лагерь")
        page.get_by_role("button", name="Следующее вхождение").click()
        expect(page.get_by_text("2 из 2 на листе")).to_be_visible()
        first.settle()
        link, lit = page.url, page.locator("mark.current").inner_text()
    with visit(browser, site) as second:
        second.open(link.removeprefix(str(site)))
        expect(second.page.get_by_text("2 из 2 на листе")).to_be_visible()
        assert second.page.locator("mark.current").inner_text() == lit


def test_a_word_lights_on_the_scan_and_back(wide: Visit) -> None:
    page = wide.open("/page", id="dorder")
    page.locator('.text [data-word="1"]').hover()
    expect(page.locator('polygon[data-word="1"]')).to_have_class("on")
    page.locator('polygon[data-word="3"]').hover()
    expect(page.locator('.text [data-word="3"]')).to_have_class("word on")


def test_zoom_by_keys_and_buttons(wide: Visit) -> None:
    page = wide.open("/page", id="dorder")
    expect(page.locator(".percent")).to_have_text("100 %")
    page.keyboard.press("+")
    expect(page.locator(".percent")).to_have_text("125 %")
    page.keyboard.press("0")
    expect(page.locator(".percent")).to_have_text("100 %")
    page.get_by_role("button", name="Страница целиком").click()
    expect(page.locator(".percent")).not_to_have_text("100 %")


def test_the_slash_goes_to_the_box_and_its_letters_are_not_commands(wide: Visit) -> None:
    page = wide.open("/page", id="dorder", q="лагерь")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    page.keyboard.type("n+")
    expect(box).to_have_value("n+")
    expect(page.get_by_text("1 из 2 на листе")).to_be_visible()


def test_the_citation_is_copied(browser: Browser, site: Site) -> None:
    with visit(browser, site) as visitor:
        visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = visitor.open("/page", id="dorder")
        page.get_by_role("button", name="Скопировать ссылку").click()
        expect(page.get_by_role("button", name="Скопировано")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.endswith("// Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 14.")


def test_a_citation_is_copied_in_another_style_which_is_remembered(
    browser: Browser, site: Site
) -> None:
    with visit(browser, site) as visitor:
        visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = visitor.open("/page", id="dorder")
        page.get_by_text("Другие стили и виды").click()
        page.get_by_role("combobox", name="Стиль").select_option("archive-comma")
        expect(page.locator(".citation .cited")).to_contain_text("ф. 12, оп. 1")
        page.get_by_role("combobox", name="Вид ссылки").select_option("in-text")
        comma = "(Учебный архив, ф. 12, оп. 1, д. 47, л. 14)"
        expect(page.locator(".citation .cited")).to_have_text(comma)
        page.get_by_role("button", name="Скопировать ссылку").click()
        expect(page.get_by_role("button", name="Скопировано").first).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == comma
        rich = page.evaluate(
            """async () => {
                const [item] = await navigator.clipboard.read();
                return await (await item.getType("text/html")).text();
            }"""
        )
        assert f'lang="ru">{comma}</span>' in rich
        page = visitor.open(q="лагерь")
        card = page.locator(".card", has_text="Приказ о работах в лагере")
        card.locator("summary").click()
        expect(card.locator(".cited")).to_have_text(comma)


def test_selected_text_is_copied_as_it_runs_on_with_its_citation(wide: Visit) -> None:
    wide.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = wide.open("/page", id="dorder", n="3")
    button = page.locator(".cite button")
    expect(button).to_have_text("Сослаться")
    first, last = (page.locator(".text .word", has_text=word) for word in ("рабочих", "божденных."))
    begin, end = first.bounding_box(), last.bounding_box()
    assert begin and end
    page.mouse.move(begin["x"] + 1, begin["y"] + 12)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] - 4, end["y"] + 12)
    page.mouse.up()
    expect(button).to_have_text("Копировать с ссылкой")
    page.keyboard.press("c")
    expect(button).to_have_text("Скопировано")
    said = "рабочих освобожденных"
    cited = "Приказ о работах в лагере // Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 15."
    assert page.evaluate("navigator.clipboard.readText()") == f"{said}\n{cited}"
    rich = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            return await (await item.getType("text/html")).text();
        }"""
    )
    assert f"<blockquote>{said}</blockquote><p>{cited}</p>" in rich
    page.locator("h1").click()
    expect(button).to_have_text("Сослаться")
    button.click()
    expect(button).to_have_text("Скопировано")
    assert page.evaluate("navigator.clipboard.readText()") == cited


def test_markup_on_a_page_is_shown_as_text(wide: Visit) -> None:
    page = wide.open("/page", id="dmemoir", n="2", q="белги")
    expect(page.locator(".text .line").first).to_contain_text(tiny_collection.HOSTILE)
    assert page.title() != "1"
    wide.open(q="белги")
    expect(page.locator(".said").first).to_contain_text(tiny_collection.HOSTILE)
    expect(page.locator(".said").first).to_be_visible()
    assert page.title() != "1"


def test_a_phone_shows_the_scan_or_the_text(browser: Browser, site: Site) -> None:
    with visit(browser, site, NARROW) as phone:
        page = phone.open("/page", id="dorder", q="лагерь")
        scan, text = page.locator(".pane"), page.locator(".viewer .text")
        expect(scan).to_be_visible()
        expect(text).to_be_hidden()
        page.get_by_role("button", name="Текст", exact=True).tap()
        expect(text).to_be_visible()
        expect(scan).to_be_hidden()
