"""The draft checker on the page: a file is given, a table with links comes back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import tiny_collection
from streamlit.testing.v1 import AppTest

from corpus.access import Role
from corpus.collection import Collection
from ui.opened import Opened, show

DRAFT = (
    "Было велено «Вывести на работы заключенных лагеря, занятых в обслуге» "
    "(Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 15). Писали: «<b>такого никто</b> нигде не писал»."
)


def script() -> None:
    from ui.i18n import translator
    from ui.pages.draft import draw

    draw(translator("ru"))


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return tiny_collection.build(tmp_path_factory.mktemp("drafts") / "collection")


@pytest.fixture
def page(collection: Collection) -> Iterator[AppTest]:
    show(Opened(collection, Role.PUBLIC, "ru"))
    yield AppTest.from_function(script, default_timeout=60).run()


def shown(page: AppTest) -> str:
    assert not page.exception
    return "".join(element.proto.body for element in page.get("html"))


def test_a_draft_is_checked(page: AppTest) -> None:
    page.file_uploader[0].upload("глава.txt", DRAFT.encode(), "text/plain")
    html = shown(page.run())
    assert '<td data-head="Итог">найдена</td>' in html
    assert '<td class="wrong" data-head="Верна ли она?">неверна</td>' in html
    assert 'href="/page?id=dorder' in html
    assert "Д. 47. Л. 14.</a>" in html
    assert "&lt;b&gt;такого никто&lt;/b&gt;" in html
    assert "<b>" not in html
    assert [button.label for button in page.get("download_button")] == [
        "Таблица страницей", "Таблица в CSV",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("глава.txt", "Без цитат.".encode(), "нет цитат"),
        ("глава.docx", b"PK", "повреждён"),
    ],
)
def test_what_is_no_draft_is_said(page: AppTest, name: str, content: bytes, said: str) -> None:
    page.file_uploader[0].upload(name, content, "application/octet-stream")
    assert said in shown(page.run())
