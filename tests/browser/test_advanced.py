"""The advanced form in a real browser: it writes the query and is filled in from it."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from looking import NARROW, WIDE, Visit, unreadable
from playwright.sync_api import Locator, Page, expect
from serving import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]


def opened(visitor: Visit, **parameters: str) -> Page:
    page = visitor.open(**parameters)
    page.get_by_role("button", name="Расширенный поиск").click()
    expect(line(page, "Все эти слова")).to_be_visible()
    visitor.settle()
    return page


def line(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def test_the_form_writes_the_query_into_the_box(wide: Visit) -> None:
    page = opened(wide)
    line(page, "Все эти слова").fill("лагерь")
    line(page, "Точная фраза").fill("работы заключенных")
    line(page, "Ни одного из этих слов").fill("побег")
    line(page, "Годы с").fill("1940")
    line(page, "по").fill("1930")  # the wrong way round
    line(page, "Архивный шифр").fill("ф.12 оп.1 д.47")
    page.get_by_role("button", name="Найти").click()
    query = "лагерь «работы заключенных» Ф. 12. Оп. 1. Д. 47. год:1930..1940 НЕ побег"
    expect(page.get_by_role("searchbox")).to_have_value(query)
    expect(page.locator(".counts")).to_contain_text("1 документ")
    expect(line(page, "Все эти слова")).to_have_count(0)
    assert wide.parameters == {"q": [query]}
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_the_form_is_filled_in_from_the_query(wide: Visit) -> None:
    page = opened(wide, q="лагерь «работы заключенных»/2 год:1930.. Иванов С. Н.")
    expect(line(page, "Все эти слова")).to_have_value("лагерь")
    expect(line(page, "Рядом друг с другом, от 2 до 5 слов")).to_have_value("работы заключенных")
    expect(line(page, "слов между ними, не больше")).to_have_value("2")
    expect(line(page, "Годы с")).to_have_value("1930")
    expect(line(page, "по")).to_have_value("")
    expect(line(page, "Лицо")).to_have_value("Иванов С. Н.")
    expect(page.get_by_text("Не для всего в запросе есть строка")).to_have_count(0)


def test_a_query_that_does_not_fit_is_told(wide: Visit) -> None:
    page = opened(wide, q="лагерь ИЛИ тюрьма")
    expect(page.get_by_text("Не для всего в запросе есть строка")).to_be_visible()
    expect(line(page, "Все эти слова")).to_have_value("")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("Годы с", "<b>скоро</b>", "«<b>скоро</b>» — не число."),
        ("Архивный шифр", "где-то", "«где-то» — не шифр."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    wide: Visit, name: str, typed: str, said: str
) -> None:
    page = opened(wide, q="лагерь")
    line(page, "Точная фраза").fill("работы заключенных")
    line(page, name).fill(typed)
    line(page, name).press("Enter")
    expect(page.locator(".wrong")).to_contain_text(said)
    expect(line(page, "Точная фраза")).to_have_value("работы заключенных")
    assert wide.parameters == {"q": ["лагерь"]}


def test_the_open_form_is_readable_by_everyone(wide: Visit) -> None:
    page = opened(wide, q="лагерь ИЛИ тюрьма")
    assert unreadable(page, WIDE, NARROW) == {}
