"""What opis.toml says of a provider of identities."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.access import Rank
from corpus.collection import create_collection, open_collection
from corpus.errors import BadUse
from corpus.provider import Provider, Strangers, is_safe

GIVEN = """
[oidc]
issuer = "https://login.example.kz"
client_id = "opis"
"""


def settings(tmp_path: Path, text: str) -> Provider:
    path = create_collection(tmp_path / "collection").path
    (path / "opis.toml").write_text(text, "utf-8")
    return open_collection(path).settings.oidc


def test_there_is_none_unless_it_is_named(tmp_path: Path) -> None:
    assert not settings(tmp_path, "")
    provider = settings(tmp_path, GIVEN + 'strangers = "reader"')
    assert provider
    assert (provider.called, provider.strangers) == ("login.example.kz", Strangers.READER)


@pytest.mark.parametrize(
    "text",
    [
        '[oidc]\nissuer = "https://login.example.kz"',
        '[oidc]\nclient_id = "opis"',
        '[oidc]\nissuer = "http://login.example.kz"\nclient_id = "opis"',
        GIVEN + 'client_secret = "тайна"',  # is in the environment, never in the collection
        GIVEN + 'strangers = "archivist"',
        GIVEN + 'scope = "email"',
        GIVEN + 'role_claim = "groups"',
        GIVEN + 'archivist = ["a"]',
        GIVEN + 'role_claim = "groups"\narchivist = "a"',
        GIVEN + 'name = ["a"]',
        'oidc = "https://login.example.kz"',
        "oidc = 1",
    ],
)
def test_what_cannot_be_is_said_at_once(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadUse, match=r"oidc|unknown"):
        settings(tmp_path, text)


def test_a_secret_in_the_wrong_place_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(BadUse, match=r"oidc\.client_secret") as refused:
        settings(tmp_path, GIVEN + 'client_secret = "тайна"')
    assert "тайна" not in str(refused.value)


@pytest.mark.parametrize(
    ("claims", "rank"),
    [
        ({"roles": "arch"}, Rank.ARCHIVIST),
        ({"roles": ["staff", "arch"]}, Rank.ARCHIVIST),
        ({"roles": ["staff", "root", "arch"]}, Rank.ADMINISTRATOR),
        ({"roles": ["staff"]}, Rank.READER),
        ({"roles": ["archive"]}, None),
        ({"roles": "arch staff"}, None),  # one value, not two
        ({"roles": {"arch": True}}, None),
        ({"roles": [["arch"], 1, None]}, None),
        ({"groups": ["arch"]}, None),
        ({}, None),
    ],
)
def test_claims_make_somebody_something(claims: dict[str, object], rank: Rank | None) -> None:
    ranks = {"reader": ("staff",), "archivist": ("arch",), "administrator": ("root",)}
    plain = Provider("https://x.kz", "opis", role_claim="roles", **ranks)  # type: ignore[arg-type]
    assert plain.rank(claims) is rank
    deep = Provider("https://x.kz", "opis", role_claim="realm.roles", **ranks)  # type: ignore[arg-type]
    assert deep.rank({"realm": claims}) is rank
    assert deep.rank({"realm": ["roles"]}) is None
    assert Provider("https://x.kz", "opis").rank(claims | {"": "arch"}) is None


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example.kz", True),
        ("http://localhost:9400", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:9400", True),
        ("http://login.example.kz", False),
        ("http://localhost.example.kz", False),
        ("ftp://localhost", False),
        ("localhost", False),
    ],
)
def test_only_this_machine_is_asked_without_tls(address: str, safe: bool) -> None:
    assert is_safe(address) == safe
