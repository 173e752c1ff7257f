"""What an administrator does beyond an archivist, and that nobody else does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

from corpus import choices, closures, users
from corpus.access import Rank, Role
from corpus.collection import Collection, create_collection
from ui import visitors
from ui.opened import Opened, Visitor, show

WORDS = "правильная лошадь"
CHIEF = Visitor(Role.ARCHIVIST, "Сауле", administrator=True)


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collection]:
    monkeypatch.setattr(users, "_hasher", lambda: PasswordHasher(1, 64, 1))
    collection = create_collection(tmp_path / "collection")
    with collection.catalogue() as database:
        users.enrol(database, "Сауле", Rank.ADMINISTRATOR, WORDS)
        users.enrol(database, "Алия", Rank.READER, WORDS)
    yield collection
    show(Opened(collection, Role.PUBLIC, "ru"))


def page(collection: Collection, who: Visitor | None = CHIEF) -> AppTest:
    """The page as somebody sees it; None is whoever owns the folder, on his own machine."""
    show(Opened(collection, Role.ARCHIVIST, "ru"), (lambda: who) if who else None)
    at = AppTest.from_string(
        "from ui.pages import administration\nadministration.page()", default_timeout=60
    )
    at.run()
    assert not at.exception
    return at


def ranks(collection: Collection) -> dict[str, str]:
    with collection.catalogue() as database:
        return {one.name: one.rank.value for one in users.listed(database)}


def said(at: AppTest) -> str:
    return " ".join(block.proto.body for block in at.get("html"))


def press(at: AppTest, key: str) -> AppTest:
    next(one for one in at.button if one.key == key).click()
    return at.run()


def test_users_come_change_and_go(collection: Collection) -> None:
    at = page(collection)
    at.text_input(key="new_name").set_value("Берик")
    at.text_input(key="new_password").set_value(WORDS)
    at.selectbox(key="new_rank").set_value(Rank.ARCHIVIST)
    at = press(at, "enrol")
    assert "Берик может войти." in said(at)
    assert ranks(collection) == {
        "Алия": "reader", "Берик": "archivist", "Сауле": "administrator",
    }  # fmt: skip
    at.selectbox(key="rank_2").set_value(Rank.ARCHIVIST).run()
    assert ranks(collection)["Алия"] == "archivist"
    press(at, "dismiss_3")
    assert "Берик" not in ranks(collection)


def test_nobody_removes_or_lowers_oneself(collection: Collection) -> None:
    at = press(page(collection), "dismiss_1")
    assert "Это вы сами." in said(at)
    at.selectbox(key="rank_1").set_value(Rank.READER).run()
    assert ranks(collection)["Сауле"] == "administrator"


def test_terms_of_law_and_the_watermark_are_chosen(collection: Collection) -> None:
    at = page(collection)
    assert "не сверено с текстом закона (27.11.2026)" in said(at)
    for country in ("Россия", "Казахстан", "Кыргызстан"):
        assert f"({country})" in said(at)
    assert next(one for one in at.button if one.key == "closure_kg-personal").disabled
    at = press(at, "closure_kz-personal")
    at.toggle(key="watermark").set_value(True).run()
    with collection.catalogue() as database:
        assert [one.name for one in closures.confirmed(database)] == ["kz-personal"]
        assert choices.chosen(database, choices.WATERMARK) == choices.ON
    press(page(collection, None), "closure_kz-personal")
    with collection.catalogue() as database:
        assert closures.confirmed(database) == [], "the owner of the folder is one too"


@pytest.mark.parametrize("act", ["closure_ru-personal", "dismiss_2", "enrol", "watermark", "rank"])
def test_an_archivist_does_none_of_it(collection: Collection, act: str) -> None:
    at = page(collection, CHIEF)
    before = ranks(collection)
    archivist = Visitor(Role.ARCHIVIST, "Асель")
    show(Opened(collection, Role.PUBLIC, "ru"), lambda: archivist)  # the window is an old one
    at.text_input(key="new_name").set_value("Берик")
    at.text_input(key="new_password").set_value(WORDS)
    if act == "watermark":
        at = at.toggle(key="watermark").set_value(True).run()
    elif act == "rank":
        at = at.selectbox(key="rank_2").set_value(Rank.ADMINISTRATOR).run()
    else:
        at = press(at, act)
    assert "Это может только администратор." in said(at)
    assert ranks(collection) == before
    with collection.catalogue() as database:
        assert closures.confirmed(database) == []
        assert not choices.chosen(database, choices.WATERMARK)


@pytest.mark.parametrize(
    ("who", "there"),
    [(CHIEF, True), (Visitor(Role.ARCHIVIST, "Асель"), False), (Visitor(Role.READER, "А"), False)],
)
def test_only_an_administrator_has_the_page(
    collection: Collection, who: Visitor, there: bool
) -> None:
    show(Opened(collection, Role.PUBLIC, "ru"), lambda: who)
    at = AppTest.from_string(
        "import streamlit as st\nfrom ui import visit\nfrom ui.pages import desk\n"
        "st.write(' '.join(page.url_path for page in desk.pages(visit.words())))",
        default_timeout=60,
    ).run()
    assert ("administration" in "".join(one.value for one in at.markdown)) is there


def test_the_rank_of_a_session_is_known(collection: Collection) -> None:
    from corpus import sessions

    with collection.catalogue() as database:
        tokens = [sessions.begin(database, one) for one in users.listed(database)]
    show(Opened(collection, Role.PUBLIC, "ru"), visitors.visitor)
    found = [visitors.of_token(token) for token in tokens]
    assert [(one.user, one.administrator) for one in found if one] == [
        ("Алия", False), ("Сауле", True),
    ]  # fmt: skip
