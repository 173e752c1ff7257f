"""Signing in and out, and that nothing at all is there before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from asking import TYPED, Answer, Browser, application
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from corpus import history, pages, sessions, users
from corpus.access import Rank, Role
from corpus.collection import Collection, Settings, create_collection
from corpus.errors import BadUse
from ui import plain, signing, visitors
from ui.headers import Headers
from ui.hosts import allowed, is_loopback, is_named
from ui.opened import Opened, opened, show
from ui.server import is_shared, serve
from ui.slowing import FORGOTTEN, FREE, FREE_ADDRESS, KEPT, MOST, Slowing
from ui.visitors import visitor

WORDS = "правильная лошадь"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    collection = create_collection(tmp_path_factory.mktemp("signing") / "collection")
    with pytest.MonkeyPatch.context() as cheaper, collection.catalogue() as database:
        cheaper.setattr(users, "_hasher", lambda: PasswordHasher(1, 64, 1))
        users.enrol(database, "Алия", Rank.ARCHIVIST, WORDS)
        users.enrol(database, "Болот", Rank.READER, WORDS)
        yield collection


@pytest.fixture(autouse=True)
def _shared(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(signing, "_slowing", Slowing())
    monkeypatch.setattr(visitors, "FRESH", 0.0)
    show(Opened(collection, Role.PUBLIC, "ru"), visitor)
    yield
    show(Opened(collection, Role.PUBLIC, "ru"))


@pytest.fixture
def stranger() -> Browser:
    """A browser that has never been here; ``/who`` says as whom it is seen."""

    async def window(asked: WebSocket) -> None:
        await asked.accept()

    app: Starlette = application()
    app.routes.extend(
        [Route("/who", lambda _request: PlainTextResponse(f"{opened().user} {opened().role}")),
         WebSocketRoute("/_stcore/stream", window)]
    )  # fmt: skip
    return Browser(app)


def signed_in(browser: Browser, name: str = "Алия", password: str = WORDS) -> Browser:
    answer = browser.post("/sign-in", {"name": name, "password": password})
    assert answer.status == 303, answer.text
    return replace(browser, cookie=answer.cookie)


def test_who_signs_in_is_known_by_name_and_role(stranger: Browser) -> None:
    assert signed_in(stranger).get("/who").text == "Алия archivist"
    assert signed_in(stranger, " БОЛОТ").get("/who").text == "Болот reader"


ADDRESSES = [
    "/", "/page?d=d1", "/search?q=x", "/who", "/img/page/d1/1.jpg", "/img/thumb/d1/1.jpg?hl=1",
    "/img/strip/d1/1.jpg?at=0-3", "/file/d1.txt", "/file/d1/1.pdf", "/file/answer.csv?q=x",
    "/file/list.csv", "/file/concordance.csv", "/cite/d1/1", "/api/search?q=x",
    "/iiif/d1/manifest.json", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics",
    "/_stcore/upload_file/x/y", "/media/x.png", "/component/x/index.html", "/static/js/x.js",
    "/sign-out", "/sign-in/", "/sign-in/x", "//sign-in", "/health/", "/SIGN-IN", "/nowhere",
    "/sign-in%2f..%2fwho", "/health;/who", "/./who",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_session_there_is_nothing(stranger: Browser, address: str) -> None:
    for headers in ({}, {"accept": "*/*"}, {"sec-fetch-dest": "image"}):
        answer = stranger.ask("GET", address, headers)
        assert (answer.status, answer.text) == (401, "sign in")
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert stranger.ask(method, address, TYPED).status == 401
    answer = stranger.ask("GET", address, TYPED)
    assert (answer.status, answer.text) == (303, "")
    assert answer.headers["location"].startswith("/sign-in")
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    "cookie",
    ["opis=", "opis=x", "opis=" + "x" * 4000, "opis", "other=x", "opis=' OR 1=1 --",
     "__Host-opis={token}", "OPIS={token}"],
)  # fmt: skip
def test_a_cookie_that_is_no_session(stranger: Browser, cookie: str) -> None:
    token = signed_in(stranger).cookie.partition("=")[2]
    assert replace(stranger, cookie=cookie.format(token=token)).get("/who").status == 401


def test_the_browser_keeps_a_token_that_no_page_can_read(
    stranger: Browser, collection: Collection
) -> None:
    answer = stranger.post("/sign-in", {"name": "Алия", "password": WORDS})
    kept = answer.headers["set-cookie"].lower()
    for attribute in ("httponly", "samesite=strict", "path=/", f"max-age={sessions.LONGEST}"):
        assert attribute in kept
    assert "domain" not in kept
    assert "secure" not in kept  # without TLS a browser would not send it
    show(
        Opened(replace(collection, settings=Settings(public_url="https://opis.kz")), Role.PUBLIC,
               "ru"),
        visitor,
    )  # fmt: skip
    browser = Browser(application())
    answer = browser.post("/sign-in", {"name": "Алия", "password": WORDS})
    assert answer.headers["set-cookie"].startswith("__Host-opis=")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"]
    assert replace(browser, cookie=answer.cookie).get("/file/list.csv").status == 200


def test_each_time_the_token_is_another(stranger: Browser) -> None:
    first, second = signed_in(stranger), signed_in(stranger)
    assert first.cookie != second.cookie
    assert signed_in(first).cookie != first.cookie  # one that was planted is not taken over


def test_signing_out_ends_this_session_and_no_other(stranger: Browser) -> None:
    mine, other = signed_in(stranger), signed_in(stranger)
    answer = mine.post("/sign-out", {})
    assert (answer.status, answer.cookie) == (303, 'opis=""')
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert mine.get("/who").status == 401
    assert other.get("/who").status == 200


def test_a_user_who_is_removed_is_out(stranger: Browser, collection: Collection) -> None:
    with history.acting("Алия"), collection.catalogue() as database:
        users.enrol(database, "Гость", Rank.READER, WORDS)
        guest = signed_in(stranger, "Гость")
        assert guest.get("/who").status == 200
        users.remove(database, "Гость")
    assert guest.get("/who").status == 401


def test_a_role_that_was_taken_away_is_away(stranger: Browser, collection: Collection) -> None:
    with history.acting("Алия"), collection.catalogue() as database:
        users.enrol(database, "Гость", Rank.ARCHIVIST, WORDS)
        guest = signed_in(stranger, "Гость")
        users.enrol(database, "Гость", Rank.READER, WORDS)
        assert guest.get("/who").status == 401
        assert signed_in(stranger, "Гость").get("/who").text == "Гость reader"


def test_wrong_names_and_wrong_passwords_are_answered_alike(stranger: Browser) -> None:
    answers = {
        stranger.post("/sign-in", {"name": name, "password": password}).text.replace(name, "")
        for name, password in [("Алия", "неправильная"), ("Никто", WORDS), ("Алия2", "")]
    }
    assert len(answers) == 1
    assert "не подходят" in answers.pop()


def test_what_was_typed_is_no_code_and_no_password_comes_back(stranger: Browser) -> None:
    answer = stranger.post("/sign-in", {"name": '"><script>x</script>', "password": "тайна тайн"})
    assert answer.status == 403
    assert "<script" not in answer.text
    assert "тайна" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost.evil.example"},
    ],
)
def test_another_site_signs_nobody_in_or_out(stranger: Browser, headers: dict[str, str]) -> None:
    fields = {"name": "Алия", "password": WORDS}
    answer = stranger.post("/sign-in", fields, **headers)
    assert (answer.status, answer.cookie) == (403, "")
    mine = signed_in(stranger)
    assert mine.post("/sign-out", {}, **headers).status == 403
    assert mine.get("/who").status == 200


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/page?d=d1", "/page?d=d1"),
        ("/?q=%D0%BB", "/?q=%D0%BB"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\tx", "/"),
        ("/\r\nSet-Cookie: opis=x", "/"),
        ("", "/"),
    ],
)
def test_one_comes_where_one_wanted_to_go_and_nowhere_else(
    stranger: Browser, asked: str, there: str
) -> None:
    from urllib.parse import quote

    fields = {"name": "Алия", "password": WORDS}
    answer = stranger.post(f"/sign-in?next={quote(asked, safe='')}", fields)
    assert answer.headers["location"] == there
    mine = replace(stranger, cookie=answer.cookie)
    assert mine.get(f"/sign-in?next={quote(asked, safe='')}").headers["location"] == there


def test_a_link_of_another_site_leads_in_all_the_same(stranger: Browser) -> None:
    # the browser sends no strict cookie with it; asked again by the page itself, it does
    headers = TYPED | {"sec-fetch-site": "cross-site"}
    answer = stranger.ask("GET", "/page?d=d1", headers)
    assert (answer.status, 'http-equiv="refresh"' in answer.text) == (200, True)
    again = stranger.ask("GET", "/page?d=d1", TYPED | {"sec-fetch-site": "same-origin"})
    assert again.headers["location"] == "/sign-in?next=%2Fpage%3Fd%3Dd1"


@pytest.mark.parametrize("language", ["ru", "kk", "ky", "en"])
def test_the_page_speaks_four_languages(stranger: Browser, language: str) -> None:
    words = {"ru": "Пароль", "kk": "Құпиясөз", "ky": "Сырсөз", "en": "Password"}[language]
    assert words in stranger.get(f"/sign-in?ui={language}").text
    assert words in stranger.get(f"/sign-in?next=%2Fpage%3Fui%3D{language}").text


def test_a_form_that_is_too_large(stranger: Browser) -> None:
    fields = {"name": "Алия", "password": "x" * plain.LARGEST}
    assert stranger.post("/sign-in", fields).status == 413


def test_a_window_needs_a_session_and_our_own_page(stranger: Browser) -> None:
    assert stranger.window() == "close"
    mine = signed_in(stranger)
    assert mine.window(origin="http://localhost") == "accept"
    assert mine.window(origin="https://evil.example") == "close"
    assert mine.window(host="evil.example") == "close"


def test_nothing_on_the_way_keeps_what_a_session_got(stranger: Browser) -> None:
    answer = signed_in(stranger).get("/api/search?q=x")
    assert "public" not in answer.headers["cache-control"]
    assert answer.headers["vary"] == "Cookie"


def test_every_answer_says_what_a_browser_may_do(stranger: Browser) -> None:
    mine = signed_in(stranger)
    answers: list[Answer] = [stranger.get("/who"), stranger.get("/sign-in"), mine.get("/who"),
                             mine.get("/nowhere"), stranger.get("/health")]  # fmt: skip
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("kept", "ours"), [("public, no-cache", None), ("private, no-store", "same-origin")]
)
def test_only_what_everybody_may_see_is_shown_by_other_sites(kept: str, ours: str | None) -> None:
    app = Starlette(
        routes=[Route("/x", lambda _: PlainTextResponse("", 200, {"Cache-Control": kept}))],
        middleware=[Middleware(Headers)],
    )
    assert Browser(app).get("/x").headers.get("cross-origin-resource-policy") == ours


def test_health_is_there_for_all_and_tells_nothing(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = stranger.get("/health")
    assert (answer.status, answer.text) == (200, '{"ok":true}')  # a new collection
    monkeypatch.setattr(pages, "is_any_read", lambda _database: True)
    answer = stranger.get("/health")
    assert (answer.status, answer.text) == (503, '{"ok":false,"error":"EngineFailed"}')


# guessing


def test_guessing_takes_longer_and_longer(stranger: Browser) -> None:
    wrong = {"name": "Алия", "password": "неправильная"}
    for _ in range(FREE):
        assert stranger.post("/sign-in", wrong).status == 403
    answer = stranger.post("/sign-in", wrong | {"password": WORDS})
    assert (answer.status, answer.cookie) == (429, "")
    assert int(answer.headers["retry-after"]) >= 1
    assert signed_in(replace(stranger, address="192.0.2.8")).cookie  # others are not locked out
    assert signed_in(stranger, "Болот").cookie


def test_the_wait_doubles_up_to_a_bound_and_is_forgotten() -> None:
    slowing, now, waits = Slowing(), 0.0, []
    for _ in range(FREE):
        assert slowing.attempt("192.0.2.7", "Алия", now) == 0
    for _ in range(12):
        waits.append(slowing.attempt("192.0.2.7", "АЛИЯ", now))
        now += waits[-1]
        assert slowing.attempt("192.0.2.7", "Алия", now) == 0
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, MOST, MOST]
    assert slowing.attempt("192.0.2.7", "Алия", now + FORGOTTEN + 1) == 0


def test_many_names_from_one_place_are_slowed_too() -> None:
    slowing = Slowing()
    tried = [slowing.attempt(f"2001:db8::{i:x}", f"name{i}", 0) for i in range(FREE_ADDRESS + 1)]
    assert tried == [0] * FREE_ADDRESS + [1]
    assert slowing.attempt("2001:db8:0:1::1", "name", 0) == 0


def test_who_signs_in_is_not_slowed() -> None:
    slowing = Slowing()
    for _ in range(10 * FREE_ADDRESS):
        assert slowing.attempt("192.0.2.7", "Алия", 0) == 0
        slowing.succeeded("192.0.2.7", "Алия")


def test_counts_do_not_fill_the_memory() -> None:
    slowing = Slowing()
    for i in range(KEPT + 100):
        slowing.attempt(f"10.{i >> 16}.{i >> 8 & 255}.{i & 255}", str(i), 0)
    assert len(slowing._failed) <= KEPT


# where people sign in, and under which names


@pytest.mark.parametrize(
    ("host", "settings", "shared"),
    [
        ("127.0.0.1", {}, False),
        ("127.0.0.2", {}, False),
        ("localhost", {}, False),
        ("::1", {}, False),
        ("127.0.0.1", {"sign_in": True}, True),
        ("127.0.0.1", {"public_url": "https://opis.kz"}, True),
        ("0.0.0.0", {}, True),  # noqa: S104 - only named here
        ("::", {}, True),
        ("10.0.0.7", {}, True),
        ("archive.local", {}, True),
        ("", {}, True),
    ],
)
def test_where_others_can_come_people_sign_in(
    tmp_path: Path, host: str, settings: dict[str, str | bool], shared: bool
) -> None:
    assert is_shared(Collection(tmp_path, Settings(**settings)), host) == shared  # type: ignore[arg-type]


def test_pages_that_nobody_could_enter_are_not_served(tmp_path: Path) -> None:
    collection = create_collection(tmp_path / "collection")
    (collection.path / "opis.toml").write_text("sign_in = true\n", encoding="utf-8")
    with pytest.raises(BadUse) as error:
        serve(collection.path, port=0)
    assert "opis user add" in str(error.value.remedy)


def test_on_ones_own_machine_nobody_signs_in(collection: Collection) -> None:
    show(Opened(collection, Role.ARCHIVIST, "ru"))
    browser = Browser(application())
    assert browser.get("/api/search?q=x").status != 401
    assert browser.get("/sign-in").status == 404
    assert browser.get("/health", host="evil.example").status == 400


@pytest.mark.parametrize(
    ("host", "public_url", "known"),
    [
        ("127.0.0.1", "", ("localhost", "127.0.0.1", "[::1]")),
        ("::1", "", ("localhost", "127.0.0.1", "[::1]")),
        ("10.0.0.7", "", ("localhost", "127.0.0.1", "[::1]", "10.0.0.7")),
        (
            "127.0.0.1",
            "https://opis.example.kz/archive",
            ("localhost", "127.0.0.1", "[::1]", "opis.example.kz"),
        ),
    ],
)
def test_the_pages_answer_only_to_their_own_names(
    host: str, public_url: str, known: tuple[str, ...]
) -> None:
    assert allowed(host, public_url) == known


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("localhost", True),
        ("LOCALHOST:8501", True),
        ("127.0.0.1:8501", True),
        ("[::1]:8501", True),
        ("10.1.2.3", True),
        ("[2001:db8::1]:80", True),
        ("opis.kz", True),
        ("opis.kz.", True),
        ("opis.kz.evil.example", False),
        ("evil.example", False),
        ("evil.example#.opis.kz", False),
        ("opis.kz@evil.example", False),
        ("user@opis.kz", False),
        ("opis.kz/x", False),
        ("opis.kz:port", False),
        ("#", False),
        ("", False),
        ("[", False),
    ],
)
def test_a_machine_that_is_everywhere_knows_its_names_and_all_numbers(
    asked: str, right: bool
) -> None:
    known = allowed("0.0.0.0", "https://opis.kz")  # noqa: S104 - only named here
    assert is_named(asked, known) == right


def test_loopback() -> None:
    assert [h for h in ("127.0.0.1", "127.9.9.9", "::1", "localhost") if not is_loopback(h)] == []
    assert [h for h in ("0.0.0.0", "::", "10.0.0.1", "x.local", "") if is_loopback(h)] == []  # noqa: S104
