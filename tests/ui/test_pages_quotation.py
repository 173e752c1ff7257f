"""The finder of quotations as Streamlit runs it, without a browser, over a tiny real collection."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import tiny_collection
from streamlit.testing.v1 import AppTest

from corpus.access import Role
from corpus.collection import Collection
from ui.opened import Opened, show

Visit = Callable[..., AppTest]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return tiny_collection.build(tmp_path_factory.mktemp("shown") / "collection")


def _finder() -> None:  # Streamlit's own test runs the source of this function
    from ui.pages import quotation

    quotation.page()


@pytest.fixture
def visit(collection: Collection) -> Iterator[Visit]:
    """Open the finder at an address."""

    def opened(role: Role = Role.PUBLIC, **parameters: str) -> AppTest:
        show(Opened(collection, role, "ru"))
        at = AppTest.from_function(_finder, default_timeout=30)
        for name, value in parameters.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception
        return at

    yield opened
    show(Opened(collection, Role.PUBLIC, "ru"))


def html(at: AppTest) -> str:
    return "".join(part.proto.body for part in at.get("html"))


def said(at: AppTest) -> str:
    """The words of the page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html(at)).split())


def test_what_is_exact_in_a_reading_waits_for_a_tick(visit: Visit) -> None:
    page = visit(quote="Вывести на работы заключенных лагеря, занятых в обслуге")
    assert "Она стоит в 1 месте." in said(page)
    assert "слово в слово по машинному чтению" in said(page)
    assert "сверено со сканом" in said(page)
    assert "здесь стоят все её слова" in said(page)
    assert re.findall(r"/img/strip/dorder/1\.jpg\?at=\d+-\d+", html(page))
    assert "id=dorder" in html(page)
    assert "at=" in html(page)
    assert "Ф. 12. Оп. 1. Д. 47. Л. 14" in said(page)


def test_differences_are_marked_with_a_strip_beside_each(visit: Visit) -> None:
    page = visit(quote="Вывести на новые работы заключенных лагеря, занятых на кухне")
    body = html(page)
    assert "<del>новые</del>" in body
    assert "<ins>в обслуге.</ins>" in body
    assert body.count("<figure>") == 2
    assert "сверено со сканом" not in body
    assert "66 % её слов" in said(page)


def test_a_text_without_a_scan_is_exact_at_once(visit: Visit) -> None:
    page = visit(quote="Эмгек лагеринде адамдар көп эле")
    assert "слово в слово" in said(page)
    assert "машинному" not in said(page)
    assert "/img/strip/" not in html(page)


def test_nothing_hostile_comes_through(visit: Visit) -> None:
    page = visit(quote=f"Белги: {tiny_collection.HOSTILE} <b>и ещё</b> слово")
    assert "<img src=x" not in html(page)
    assert "<style>body" not in html(page)
    assert "<b>и ещё" not in html(page)


@pytest.mark.parametrize(("role", "found"), [(Role.PUBLIC, False), (Role.READER, True)])
def test_closed_pages_are_not_told_of(visit: Visit, role: Role, found: bool) -> None:
    page = visit(role, quote="Заключенный лагеря, секретная запись")
    assert ("droom" in html(page)) == found
    assert ("Личное дело" in html(page)) == found


def test_what_is_nowhere_and_what_is_no_quotation(visit: Visit) -> None:
    assert "такой цитаты нет" in said(visit(quote="Ни слова из этого здесь никто не писал"))
    assert "нет ни одного слова" in said(visit(quote="…"))


def test_a_short_text_goes_into_the_address_and_a_long_one_into_the_visit(visit: Visit) -> None:
    page = visit()
    page.text_area[0].input("Вывести на работы заключенных лагеря")
    page.button[0].click().run()
    assert "Вывести на работы заключенных лагеря" in page.query_params["quote"]
    assert "dorder" in html(page)
    own = "[" + "мои слова " * 80 + "]"
    page.text_area[0].input(f"Анама хат жаздым. Лагерьде еңбек {own} ауыр, адамдар көп.")
    page.button[0].click().run()
    assert "quote" not in page.query_params
    assert "dletter" in html(page)
    assert page.text_area[0].value.startswith("Анама хат")
