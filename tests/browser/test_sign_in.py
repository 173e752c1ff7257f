"""Two people at one server, each in a browser: who sees what, and nothing before or after."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

import tiny_collection
from looking import NARROW, WIDE, Visit, unreadable, visit, write
from playwright.sync_api import Browser, expect
from serving import CHROMIUM, served

from corpus import users
from corpus.access import Rank

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]
WORDS = "правильная лошадь"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tiny collection, served to people who sign in; ``--as archivist`` changes nothing."""
    collection = tiny_collection.build(tmp_path_factory.mktemp("shared") / "collection")
    settings = collection.path / "opis.toml"
    settings.write_text("sign_in = true\n" + settings.read_text(encoding="utf-8"), "utf-8")
    with collection.catalogue() as database:
        users.enrol(database, "Алия", Rank.ARCHIVIST, WORDS)
        users.enrol(database, "Болот", Rank.READER, WORDS)
    with served(collection) as (url, _server):
        yield url


def sign_in(visitor: Visit, name: str) -> None:
    """Sign in on the page that asks for it."""
    visitor.page.get_by_label("Ваше имя").fill(name)
    visitor.page.get_by_label("Пароль").fill(WORDS)
    visitor.page.get_by_role("button", name="Войти").click()
    visitor.settle()


@pytest.fixture
def both(browser: Browser, shared: str) -> Iterator[tuple[Visit, Visit]]:
    """Алия, an archivist, and Болот, a reader, each at a browser."""
    with ExitStack() as stack:
        visits = [stack.enter_context(visit(browser, shared)) for _ in range(2)]
        for visitor, name in zip(visits, ["Алия", "Болот"], strict=True):
            visitor.page.goto(shared)
            sign_in(visitor, name)
        yield visits[0], visits[1]


def test_the_page_that_asks_is_readable_by_everyone(browser: Browser, shared: str) -> None:
    with visit(browser, shared) as visitor:
        visitor.page.goto(shared)
        visitor.page.get_by_label("Ваше имя").fill("Алия")
        visitor.page.get_by_label("Пароль").fill("не тот пароль")
        visitor.page.get_by_role("button", name="Войти").click()
        expect(visitor.page.get_by_role("alert")).to_contain_text("не подходят")
        assert unreadable(visitor.page, WIDE, NARROW) == {}
        assert visitor.outside == []


@pytest.mark.parametrize("by", ["button", "key"])
def test_text_that_is_copied_is_told_once_in_a_visit(both: tuple[Visit, Visit], by: str) -> None:
    archivist, reader = both
    for visitor, told in ((reader, 1), (archivist, 0)):
        sent: list[str] = []
        visitor.page.on(
            "response", lambda a, sent=sent: "/copied/" in a.url and sent.append(str(a.status))
        )
        page = visitor.open("/page", id="dorder")
        for again in range(2):
            page.locator(".text .line .body").first.click(click_count=3)
            expected = told and not again
            with page.expect_response("**/copied/**") if expected else nullcontext():
                if by == "button":
                    page.get_by_role("button", name="Копировать с ссылкой").click()
                    expect(page.get_by_role("button", name="Скопировано")).to_be_visible()
                else:
                    page.keyboard.press("Control+c")
            page.wait_for_timeout(500)  # by then it would be told once more
            expect(page.get_by_role("button", name="Скопировано")).to_have_count(0)
        assert sent == ["204"] * told


def test_what_may_not_be_copied_any_more_is_not(both: tuple[Visit, Visit]) -> None:
    _archivist, reader = both
    page = reader.open("/page", id="dorder", n="3")
    page.route("**/copied/**", lambda route: route.fulfill(status=404))  # closed since
    page.evaluate("void (navigator.clipboard.write = () => { window.taken = true; })")
    page.locator(".text .line .body").first.click(click_count=3)
    page.get_by_role("button", name="Копировать с ссылкой").click()
    expect(page.locator("#opis-said")).to_contain_text("не копировать")
    assert not page.evaluate("window.taken")


def test_one_comes_to_the_page_one_asked_for(browser: Browser, shared: str) -> None:
    with visit(browser, shared) as visitor:
        visitor.page.goto(f"{shared}/page?id=droom&q=лагерь")
        assert "секретная" not in visitor.page.content()
        sign_in(visitor, "Болот")
        assert visitor.parameters == {"id": ["droom"], "q": ["лагерь"]}
        expect(visitor.page.get_by_role("heading", name="Личное дело")).to_be_visible()


def test_each_sees_what_is_hers_at_the_same_time(both: tuple[Visit, Visit]) -> None:
    archivist, reader = both
    for _ in range(2):  # neither becomes the other by coming later
        for visitor in both:
            visitor.open("/", q="лагерь")
        expect(archivist.page.get_by_text("Тайное дело").first).to_be_visible()
        expect(archivist.page.get_by_role("button", name="Архивисту")).to_be_visible()
        expect(reader.page.get_by_text("Личное дело").first).to_be_visible()
        assert "Тайное" not in reader.page.content()
        assert reader.page.get_by_text("Архивисту").count() == 0
    assert "Тайное" not in reader.open("/page", id="dhidden").content()
    reader.open("/add")
    assert reader.page.get_by_text("Добавить").count() == 0
    for visitor, status in [(archivist, 200), (reader, 404)]:
        asked = visitor.page.request.get(f"{visitor.site}/img/page/dhidden/1.jpg")
        assert asked.status == status


def test_after_signing_out_an_open_window_shows_nothing_more(both: tuple[Visit, Visit]) -> None:
    archivist, reader = both
    archivist.open("/", q="лагерь")
    other = archivist.page.context.new_page()
    other.goto(f"{archivist.site}/?q=лагерь")
    expect(other.get_by_text("Тайное дело").first).to_be_visible()
    archivist.page.get_by_role("button", name="Выйти").click()
    expect(archivist.page.get_by_label("Ваше имя")).to_be_visible()
    other.get_by_text("точная форма").first.click()
    expect(other.get_by_role("alert")).to_contain_text("Вы вышли")
    expect(other.get_by_text("Тайное дело")).to_have_count(0)
    assert archivist.page.request.get(f"{archivist.site}/img/page/dhidden/1.jpg").status == 401
    reader.open("/", q="лагерь")
    expect(reader.page.get_by_text("Личное дело").first).to_be_visible()


@pytest.mark.parametrize(
    "path",
    ["/", "/page?id=dorder", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics",
     "/_stcore/upload_file/a/b", "/_stcore/stream", "/_stcore/script-health-check",
     "/static/js/index.js", "/media/x.png", "/component/x/index.html", "/app/static/x",
     "/upload/b/f", "/events", "/img/page/dorder/1.jpg", "/api/search?q=x", "/oauth2callback",
     "/auth/login", "/favicon.png", "/index.html"],
)  # fmt: skip
def test_without_a_session_streamlit_answers_nothing_either(shared: str, path: str) -> None:
    for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS"):
        request = urllib.request.Request(shared + path, method=method)  # noqa: S310 - our address
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=30)  # noqa: S310
        assert refused.value.code == 401
        assert refused.value.read() == b"sign in"


def test_a_list_goes_with_its_reader(
    browser: Browser, shared: str, both: tuple[Visit, Visit]
) -> None:
    _, reader = both
    page = reader.open("/", q="лагерь")
    ticks = page.locator("[data-keep]")
    with page.expect_response("**/list"):
        ticks.first.click()
    page.evaluate("localStorage.setItem('opis-list', JSON.stringify(['droom.1.0-9.00000000']))")
    with visit(browser, shared) as elsewhere:
        elsewhere.page.goto(shared)
        sign_in(elsewhere, "Болот")
        page = elsewhere.open("/list")
        expect(page.locator(".kept li")).to_have_count(1)
        with page.expect_response("**/list"):
            write(elsewhere, page.get_by_label("Заметка"), "сверить")
    with reader.page.expect_response("**/list"):  # of the first window, which knows no note
        ticks.last.click()
    page = reader.open("/list")
    expect(page.get_by_label("Заметка").first).to_have_value("сверить")
    expect(page.locator(".kept li")).to_have_count(2)
    page.get_by_role("button", name="Добавить к моему списку").click()  # of this browser, before
    expect(page.locator(".kept li")).to_have_count(3)
    with visit(browser, shared) as other:
        other.page.goto(shared)
        sign_in(other, "Алия")
        page = other.open("/list")
        expect(page.locator(".kept .empty")).to_contain_text("где бы вы ни вошли")
        assert page.request.post(f"{shared}/list", data="{}").status == 403


def test_under_her_name_a_reader_changes_her_password(both: tuple[Visit, Visit]) -> None:
    reader = both[1].page
    reader.get_by_role("link", name="Болот").click()
    expect(reader.get_by_role("heading", name="Болот")).to_be_visible()
    assert unreadable(reader) == {}
    reader.get_by_label("Ваш нынешний пароль").fill(WORDS)
    reader.get_by_label("Новый пароль").fill("батарейка и скрепка")
    reader.get_by_label("Новый ещё раз").fill(WORDS)
    reader.get_by_role("button", name="Изменить пароль").click()
    expect(reader.get_by_role("alert")).to_contain_text("Это не тот же пароль")
    for name in ("Ваш нынешний пароль", "Новый пароль", "Новый ещё раз"):
        reader.get_by_label(name).fill(WORDS)
    reader.get_by_role("button", name="Изменить пароль").click()
    expect(reader.get_by_role("status")).to_contain_text("Пароль изменён")
    reader.get_by_role("link", name="Вернуться к поиску").click()
    expect(reader.get_by_role("link", name="Болот")).to_be_visible()


def test_health_is_asked_without_a_session(shared: str) -> None:
    with urllib.request.urlopen(f"{shared}/health", timeout=30) as answer:  # noqa: S310
        assert json.loads(answer.read()) == {"ok": True}


def test_what_the_server_says_names_no_password(
    both: tuple[Visit, Visit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    logs = [*Path(tmp_path_factory.getbasetemp()).glob("shared*/server.log")]
    said = "".join(log.read_text(encoding="utf-8") for log in logs)
    assert re.search("Алия signed in from 127.0.0.1", said)
    assert WORDS not in said
