"""Signing in at a provider of identities, and that nobody comes in by forging its answer."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

pytest.importorskip("authlib", reason="the extra opis[oidc] is not installed")

from asking import TYPED, Answer, Browser, application
from identities import Identities, running
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from corpus import history, users
from corpus.access import Rank, Role
from corpus.collection import Collection, Settings, create_collection
from corpus.errors import BadUse
from corpus.provider import Provider, Strangers
from ui import arriving, provider, visitors
from ui.begun import Begun
from ui.opened import Opened, opened, show
from ui.server import serve
from ui.signing import THERE
from ui.visitors import visitor

BACK = "http://localhost/sign-in/back"


@pytest.fixture(scope="module")
def identities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identities]:
    with running(tmp_path_factory.mktemp("identities"), BACK) as found:
        yield found


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collection]:
    monkeypatch.setattr(visitors, "FRESH", 0.0)
    made = create_collection(tmp_path / "collection")
    with made.catalogue() as database:
        users.invite(database, "Алия", Rank.ARCHIVIST, "aliya@archive.kz")
    yield made
    show(Opened(made, Role.PUBLIC, "ru"))


def stranger(collection: Collection, oidc: Provider, secret: str) -> Browser:
    """A browser that has never been here; ``/who`` says as whom it is seen."""
    settings = Settings(sign_in=True, oidc=oidc)
    show(Opened(replace(collection, settings=settings), Role.PUBLIC, "ru", secret=secret), visitor)
    app: Starlette = application()
    app.routes.append(
        Route("/who", lambda _request: PlainTextResponse(f"{opened().user} {opened().role}"))
    )
    return Browser(app)


@pytest.fixture
def browser(collection: Collection, identities: Identities) -> Browser:
    return stranger(collection, identities.settings(), identities.secret)


def sent(browser: Browser, there: str = "/") -> tuple[Browser, str]:
    """Begin to sign in: the browser with what it keeps of that, and where it is sent."""
    answer = browser.ask("GET", f"{THERE}?next={quote(there, safe='')}", TYPED)
    assert answer.status == 303, answer.text
    return replace(browser, cookie=answer.cookie), answer.headers["location"]


def come(browser: Browser, identities: Identities, subject: str, there: str = "/") -> Answer:
    """Sign in as a person whom the provider knows."""
    mine, address = sent(browser, there)
    return returned(mine, identities.says_yes(address, subject))


def returned(browser: Browser, address: str) -> Answer:
    """What the pages answer to a browser that the provider sends back to them."""
    assert address.startswith(BACK), address
    return browser.ask(
        "GET", address.removeprefix("http://localhost"), TYPED | {"sec-fetch-site": "cross-site"}
    )


def refused(browser: Browser, answer: Answer, status: int = 403) -> None:
    assert (answer.status, answer.cookie) == (status, "")
    assert 'role="alert"' in answer.text
    assert replace(browser, cookie=answer.cookie).get("/who").status == 401


def test_who_was_invited_comes_in(browser: Browser, identities: Identities) -> None:
    answer = come(browser, identities, "1-aliya", "/page?d=d1")
    assert (answer.status, 'content="0; url=/page?d=d1"' in answer.text) == (200, True)
    kept = answer.headers.getlist("set-cookie")[0].lower()
    for attribute in ("httponly", "samesite=strict", "path=/"):
        assert attribute in kept
    mine = replace(browser, cookie=answer.cookie)
    assert mine.get("/who").text == "Алия archivist"
    assert come(browser, identities, "1-aliya").cookie != answer.cookie


def test_what_is_asked_of_the_provider(browser: Browser, identities: Identities) -> None:
    mine, address = sent(browser)
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{identities.issuer}/oauth2/authorize?")
    assert asked["redirect_uri"] == [BACK]
    assert asked["scope"] == ["openid email"]
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert asked["state"] != parse_qs(urlsplit(sent(browser)[1]).query)["state"]
    assert identities.secret not in address
    assert identities.secret not in mine.cookie


@pytest.mark.parametrize("subject", ["2-bolot", "3-vera", "5-unknown"])
def test_who_was_not_invited_is_refused(
    browser: Browser, identities: Identities, subject: str, collection: Collection
) -> None:
    refused(browser, come(browser, identities, subject))
    with collection.catalogue() as database:
        assert [user.name for user in users.listed(database)] == ["Алия"]


def test_strangers_may_be_readers(collection: Collection, identities: Identities) -> None:
    oidc = identities.settings(strangers=Strangers.READER)
    browser = stranger(collection, oidc, identities.secret)
    answer = come(browser, identities, "2-bolot")
    assert replace(browser, cookie=answer.cookie).get("/who").text == "bolot@archive.kz reader"
    answer = come(browser, identities, "3-vera")  # her address is not verified: she has none
    assert replace(browser, cookie=answer.cookie).get("/who").text == "3-vera reader"


def test_a_claim_makes_an_archivist(collection: Collection, identities: Identities) -> None:
    oidc = identities.settings(role_claim="groups", archivist=("opis-archivists",))
    browser = stranger(collection, oidc, identities.secret)
    answer = come(browser, identities, "4-gulnara")
    mine = replace(browser, cookie=answer.cookie)
    assert mine.get("/who").text == "gulnara@archive.kz archivist"
    refused(browser, come(browser, identities, "2-bolot"))


@pytest.mark.parametrize(
    "there", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)",
              "/x\"><script>y</script>", "/\r\nSet-Cookie: opis=x"],
)  # fmt: skip
def test_one_comes_to_these_pages_only(
    browser: Browser, identities: Identities, there: str
) -> None:
    answer = come(browser, identities, "1-aliya", there)
    assert "evil.example" not in answer.text
    assert "<script" not in answer.text
    assert answer.text.count("<meta") == 1


# what is forged


def test_an_answer_that_nobody_asked_for(browser: Browser, identities: Identities) -> None:
    mine, address = sent(browser)
    back = identities.says_yes(address, "1-aliya")
    refused(browser, returned(browser, back))  # another browser brings it: that of a victim
    other, _ = sent(browser)
    refused(browser, returned(other, back))  # even one that has begun to sign in
    assert returned(mine, back).status == 200


def test_an_answer_counts_once(browser: Browser, identities: Identities) -> None:
    mine, address = sent(browser)
    back = identities.says_yes(address, "1-aliya")
    assert returned(mine, back).status == 200
    refused(browser, returned(mine, back))


@pytest.mark.parametrize(
    "query",
    ["", "?error=access_denied", "?error=%3Cscript%3Ex%3C/script%3E", "?code=x", "?state=x",
     "?code=x&state=x", "?code=&state=", "?code=x&state={state}", "?code={code}",
     "?code={code}&state=x", "?code={code}&state={state}x", "?state={state}"],
)  # fmt: skip
def test_an_answer_that_was_changed(browser: Browser, identities: Identities, query: str) -> None:
    mine, address = sent(browser)
    back = identities.says_yes(address, "1-aliya")
    given = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    answer = returned(mine, BACK + query.format(**given))
    refused(browser, answer)
    assert "<script" not in answer.text
    refused(browser, returned(mine, back))  # what was begun is over


def test_the_provider_leads_back_to_us_only(browser: Browser, identities: Identities) -> None:
    _, address = sent(browser)
    elsewhere = address.replace(quote(BACK, safe=""), quote("https://evil.example/", safe=""))
    assert elsewhere != address
    assert not identities.says_yes(elsewhere, "1-aliya").startswith("https://evil.example")


def test_a_wrong_secret_signs_nobody_in(collection: Collection, identities: Identities) -> None:
    browser = stranger(collection, identities.settings(), "guessed")
    refused(browser, come(browser, identities, "1-aliya"))


def test_a_provider_that_is_away(collection: Collection) -> None:
    browser = stranger(collection, Provider("http://localhost:9", "opis"), "secret")
    answer = browser.ask("GET", THERE, TYPED)
    refused(browser, answer, 503)
    assert 'action="/sign-in' in answer.text  # a password will do


def test_without_a_provider_there_is_no_such_page(collection: Collection) -> None:
    browser = stranger(collection, Provider(), "")
    for path in (THERE, arriving.BACK):
        assert browser.ask("GET", f"{path}?code=x&state=x", TYPED).status == 404
    assert browser.ask("POST", arriving.ENDED, {}, b"logout_token=x").status == 404
    assert THERE not in browser.get("/sign-in").text


def test_signing_out_leads_to_the_provider(browser: Browser, identities: Identities) -> None:
    mine = replace(browser, cookie=come(browser, identities, "1-aliya").cookie)
    answer = mine.post("/sign-out", {})
    assert f"url={identities.issuer}/oauth2/end_session?id_token_hint=" in answer.text
    assert quote("http://localhost/sign-in", safe="") in answer.text
    assert mine.get("/who").status == 401
    assert "end_session" not in mine.post("/sign-out", {}).text


# a provider that lies; these are invented, each a fault that a client must notice


KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "1"}) for _ in range(2))


@dataclass
class Liar:
    """A provider whose token is signed and filled as a test says."""

    issuer: str
    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    signed: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    nonce: str = ""

    def says(self, path: str) -> object:
        """What it answers."""
        if path == "/.well-known/openid-configuration":
            own = {"authorization_endpoint": f"{self.issuer}/ask", "issuer": self.issuer,
                   "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                   "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                   "userinfo_endpoint": f"{self.issuer}/about"}  # fmt: skip
            return own | self.metadata
        if path == "/keys":
            return {"keys": [KEY.as_dict(private=False)]}
        if path == "/about":
            return {"sub": "1"} | self.about
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "opis", "sub": "1", "iat": now, "exp": now + 60,
                  "nonce": self.nonce, "email": "aliya@archive.kz",
                  "email_verified": True} | self.claims  # fmt: skip
        head = {"alg": "RS256", "kid": "1"} | self.signed
        key: RSAKey | OctKey = head.pop("key", KEY)
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(head, claims, key, algorithms=[head["alg"]])
        return {"access_token": "x", "token_type": "Bearer", "id_token": token}


@pytest.fixture
def liar() -> Iterator[Liar]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = dumps(liar.says(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        liar = Liar(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield liar
        server.shutdown()


SECRET = "who knows it could sign, too"  # noqa: S105 - invented
WRONG: dict[str, dict[str, dict[str, Any]]] = {
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "no issuer": {"claims": {"iss": None}},
    "for another": {"claims": {"aud": "other"}},
    "for another, asked by us": {"claims": {"aud": "other", "azp": "opis"}},
    "for nobody": {"claims": {"aud": None}},
    "for two, asked by another": {"claims": {"aud": ["opis", "other"], "azp": "other"}},
    "too old": {"claims": {"exp": 1}},
    "without an end": {"claims": {"exp": None}},
    "not begun": {"claims": {"nbf": 4_000_000_000}},
    "another nonce": {"claims": {"nonce": "x"}},
    "no nonce": {"claims": {"nonce": None}},
    "nobody": {"claims": {"sub": None}},
    "no name": {"claims": {"sub": ""}},
    "of another access token": {"claims": {"at_hash": "x"}},
    "signed by another key": {"signed": {"key": OTHER_KEY}},
    "signed by the secret": {
        "signed": {"alg": "HS256", "key": OctKey.import_key(SECRET), "kid": "1"}
    },
    "told of another": {"about": {"sub": "2"}},
    "told of nobody": {"about": {"sub": None}},
}


def signed_in_by(liar: Liar, browser: Browser) -> Answer:
    mine, address = sent(browser)
    asked = parse_qs(urlsplit(address).query)
    liar.nonce = asked["nonce"][0]
    return returned(mine, f"{BACK}?code=x&state={asked['state'][0]}")


@pytest.mark.parametrize("lie", WRONG)
def test_a_token_that_is_wrong(collection: Collection, liar: Liar, lie: str) -> None:
    browser = stranger(collection, Provider(liar.issuer, "opis"), SECRET)
    assert signed_in_by(liar, browser).status == 200  # else the table would prove nothing
    for name, values in WRONG[lie].items():
        setattr(liar, name, values)
    refused(browser, signed_in_by(liar, browser))


def test_a_token_that_nobody_signed(
    collection: Collection, liar: Liar, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsigned(path: str) -> object:
        said = honest(path)
        if isinstance(said, dict) and "id_token" in said:
            _, claims, _ = said["id_token"].split(".")
            said["id_token"] = f"eyJhbGciOiJub25lIn0.{claims}."
        return said

    browser = stranger(collection, Provider(liar.issuer, "opis"), SECRET)
    honest = liar.says
    monkeypatch.setattr(liar, "says", unsigned)
    refused(browser, signed_in_by(liar, browser))


@pytest.mark.parametrize(
    "metadata",
    [{"issuer": "https://evil.example"}, {"authorization_endpoint": "http://evil.example/"},
     {"authorization_endpoint": "javascript:alert(1)"}, {"token_endpoint": "http://evil.example/"},
     {"jwks_uri": "http://evil.example/"}, {"userinfo_endpoint": "http://evil.example/"},
     {"end_session_endpoint": "http://evil.example/"},
     {"authorization_endpoint": 1}, {"authorization_endpoint": None}],
)  # fmt: skip
def test_a_provider_that_is_another(
    collection: Collection, liar: Liar, metadata: dict[str, Any]
) -> None:
    browser = stranger(collection, Provider(liar.issuer, "opis"), SECRET)
    liar.metadata = metadata
    refused(browser, browser.ask("GET", THERE, TYPED), 503)
    liar.metadata = {}  # it was mended
    assert signed_in_by(liar, browser).status == 200


def test_an_address_that_is_not_verified_by_word(collection: Collection, liar: Liar) -> None:
    browser = stranger(collection, Provider(liar.issuer, "opis"), SECRET)
    for verified in ("true", 1, "false", None, [True]):
        liar.claims = {"email_verified": verified}
        refused(browser, signed_in_by(liar, browser))


def test_what_only_userinfo_says_counts_too(collection: Collection, liar: Liar) -> None:
    browser = stranger(collection, Provider(liar.issuer, "opis"), SECRET)
    liar.claims = {"email": None, "email_verified": None}
    liar.about = {"email": "aliya@archive.kz", "email_verified": True}
    answer = signed_in_by(liar, browser)
    assert replace(browser, cookie=answer.cookie).get("/who").text == "Алия archivist"


# signing out there


SIGNED_OUT = {"http://schemas.openid.net/event/backchannel-logout": {}}


def told(browser: Browser, liar: Liar, **claims: object) -> int:
    """The provider tells the pages that somebody has signed out; what they answer."""
    liar.claims = {"events": SIGNED_OUT, "nonce": None, "email": None} | claims
    said = liar.says("/token")
    assert isinstance(said, dict)
    form = {"logout_token": said["id_token"]}
    return browser.ask("POST", arriving.ENDED, {}, urlencode(form).encode()).status


def test_who_signs_out_there_is_out_here(collection: Collection, liar: Liar) -> None:
    browser = stranger(collection, Provider(liar.issuer, "opis"), SECRET)
    with history.acting("Алия"), collection.catalogue() as database:
        users.invite(database, "Болот", Rank.READER, "2")
    first, second = (replace(browser, cookie=signed_in_by(liar, browser).cookie) for _ in "12")
    liar.claims, liar.about = {"sub": "2"}, {"sub": "2"}
    other = replace(browser, cookie=signed_in_by(liar, browser).cookie)
    assert told(browser, liar, sub="3") == 200  # nobody here
    assert [one.get("/who").status for one in (first, second, other)] == [200, 200, 200]
    assert told(browser, liar) == 200
    assert [one.get("/who").status for one in (first, second, other)] == [401, 401, 200]


@pytest.mark.parametrize(
    "claims",
    [{"events": None}, {"events": {}}, {"events": {"http://evil.example": {}}}, {"nonce": "x"},
     {"events": list(SIGNED_OUT)}, {"iss": "https://evil.example"}, {"aud": "other"}, {"exp": 1},
     {"exp": None}, {"iat": None}, {"iat": 4_000_000_000}, {"sub": None}, {"aud": None}],
)  # fmt: skip
def test_nobody_else_signs_anybody_out(
    collection: Collection, liar: Liar, claims: dict[str, Any]
) -> None:
    browser = stranger(collection, Provider(liar.issuer, "opis"), SECRET)
    mine = replace(browser, cookie=signed_in_by(liar, browser).cookie)
    assert told(browser, liar, **claims) == 400
    for signed in (WRONG["signed by another key"], WRONG["signed by the secret"]):
        liar.signed = signed["signed"]
        assert told(browser, liar) == 400
    for body in (b"", b"logout_token=", b"logout_token=x.y.z", b"x" * 20_000):
        assert browser.ask("POST", arriving.ENDED, {}, body).status == 400
    assert mine.get("/who").status == 200
    liar.signed = {}
    assert told(browser, liar) == 200
    assert mine.get("/who").status == 401


# the secret


def test_the_secret_is_taken_from_the_environment(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(oidc=Provider("https://login.example.kz", "opis"))
    own = replace(collection, settings=settings)
    monkeypatch.setenv(provider.SECRET, " тайна\n")
    assert provider.secret(own) == "тайна"
    assert provider.SECRET not in os.environ  # no process that we start finds it
    with pytest.raises(BadUse, match="secret"):
        provider.secret(own)
    assert provider.secret(collection) == ""
    assert "тайна" not in repr(Opened(own, Role.PUBLIC, "ru", secret="тайна"))  # noqa: S106 - invented


def test_where_the_library_is_missing_it_is_named(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(oidc=Provider("https://login.example.kz", "opis"))
    monkeypatch.setitem(sys.modules, "httpx2", None)
    with pytest.raises(BadUse, match="httpx2"):
        provider.secret(replace(collection, settings=settings))
    assert provider.secret(collection) == ""  # who has no provider needs none


def test_pages_are_not_served_without_it(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(provider.SECRET, raising=False)
    (collection.path / "opis.toml").write_text(
        'sign_in = true\n[oidc]\nissuer = "https://login.example.kz"\nclient_id = "opis"\n', "utf-8"
    )
    with pytest.raises(BadUse, match="secret"):
        serve(collection.path, port=0)


# what is begun


def test_what_was_begun_is_kept_for_a_while_and_taken_once() -> None:
    begun: Begun[str] = Begun(longest=10, most=2)
    first, second = begun.keep("a", at=0), begun.keep("b", at=0)
    assert first != second
    assert (begun.take(first, at=9), begun.take(first, at=9)) == ("a", None)
    assert begun.take(second, at=10) is None
    words = [begun.keep(str(n), at=0) for n in range(3)]
    assert [begun.take(word, at=0) for word in words] == [None, "1", "2"]
    assert begun.take("", at=0) is None
