"""Signing in at a provider of identities: what an archivist, a reader and a stranger see."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")
pytest.importorskip("authlib", reason="the extra opis[oidc] is not installed")

import tiny_collection
from axe_playwright_python.sync_playwright import Axe
from identities import Identities, running
from looking import Visit, visit
from playwright.sync_api import Browser, expect
from serving import CHROMIUM, served

from corpus import users
from corpus.access import Rank
from ui import provider
from ui.server import free_port

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Identities]]:
    """The tiny collection, where people come in who are known to a provider."""
    folder = tmp_path_factory.mktemp("elsewhere")
    collection = tiny_collection.build(folder / "collection")
    port = free_port("127.0.0.1", 0)
    with running(folder, f"http://127.0.0.1:{port}/sign-in/back") as known:
        settings = collection.path / "opis.toml"
        settings.write_text(
            f'sign_in = true\n[oidc]\nissuer = "{known.issuer}"\nclient_id = "{known.client_id}"\n'
            'name = "Вход архива"\n',
            "utf-8",
        )
        with collection.catalogue() as database:
            users.invite(database, "Алия", Rank.ARCHIVIST, "aliya@archive.kz")
            users.invite(database, "Болот", Rank.READER, "2-bolot")
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv(provider.SECRET, known.secret)
            with served(collection, port=port) as (url, _server):
                yield url, known


@pytest.fixture
def visitor(browser: Browser, shared: tuple[str, Identities]) -> Iterator[Visit]:
    with visit(browser, shared[0]) as visitor:
        # The page of this provider, not ours, has a style on another machine.
        visitor.page.route(re.compile("^https:"), lambda route: route.abort())
        yield visitor


def sign_in(visitor: Visit, subject: str) -> None:
    """Go to the provider and say there who one is."""
    visitor.page.get_by_role("link", name="Войти через Вход архива").click()
    visitor.page.get_by_placeholder("sub").fill(subject)
    visitor.page.get_by_role("button", name="Authorize").click()


def test_an_archivist_sees_the_desk(visitor: Visit) -> None:
    visitor.page.goto(f"{visitor.site}/?q=лагерь")
    assert Axe().run(visitor.page).violations_count == 0
    sign_in(visitor, "1-aliya")
    visitor.settle()
    assert visitor.parameters == {"q": ["лагерь"]}
    expect(visitor.page.get_by_text("Тайное дело").first).to_be_visible()
    expect(visitor.page.get_by_role("button", name="Архивисту")).to_be_visible()
    expect(visitor.page.get_by_text("Алия")).to_be_visible()
    asked = visitor.page.request.get(f"{visitor.site}/img/page/dhidden/1.jpg")
    assert asked.status == 200


def test_a_reader_does_not(visitor: Visit) -> None:
    visitor.page.goto(f"{visitor.site}/?q=лагерь")
    sign_in(visitor, "2-bolot")
    visitor.settle()
    expect(visitor.page.get_by_text("Личное дело").first).to_be_visible()
    assert "Тайное" not in visitor.page.content()
    assert visitor.page.get_by_text("Архивисту").count() == 0
    asked = visitor.page.request.get(f"{visitor.site}/img/page/dhidden/1.jpg")
    assert asked.status == 404


@pytest.mark.parametrize("subject", ["3-vera", "5-unknown"])
def test_who_was_not_invited_is_told_so(visitor: Visit, subject: str) -> None:
    visitor.page.goto(visitor.site)
    sign_in(visitor, subject)
    expect(visitor.page.get_by_role("alert")).to_contain_text("войти сюда вам пока нельзя")
    assert visitor.page.request.get(f"{visitor.site}/file/list.csv").status == 401


def test_who_changes_his_mind_may_begin_again(visitor: Visit) -> None:
    visitor.page.goto(visitor.site)
    visitor.page.get_by_role("link", name="Войти через Вход архива").click()
    visitor.page.get_by_role("button", name="Deny").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("не завершён")
    sign_in(visitor, "2-bolot")
    visitor.settle()
    expect(visitor.page.get_by_text("Болот")).to_be_visible()


def test_signing_out_is_signing_out_there_too(
    visitor: Visit, shared: tuple[str, Identities]
) -> None:
    visitor.page.goto(visitor.site)
    sign_in(visitor, "1-aliya")
    visitor.settle()
    visitor.page.get_by_role("button", name="Выйти").click()
    expect(visitor.page.get_by_role("button", name="End session")).to_be_visible()
    assert visitor.page.url.startswith(shared[1].issuer)
    assert visitor.page.request.get(f"{visitor.site}/file/list.csv").status == 401
    visitor.page.get_by_role("button", name="End session").click()
    expect(visitor.page.get_by_label("Ваше имя")).to_be_visible()
    visitor.page.go_back()
    visitor.page.go_back()
    visitor.page.go_back()
    assert "Тайное" not in visitor.page.content()
