"""A provider of identities that runs beside the tests, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

import pytest

from corpus.provider import Provider
from ui.server import free_port

#: seconds that it may take to come up on a busy machine
PATIENCE = 60
PEOPLE = [
    {"sub": "1-aliya", "email": "aliya@archive.kz", "email_verified": True},
    {"sub": "2-bolot", "email": "bolot@archive.kz", "email_verified": True},
    {"sub": "3-vera", "email": "aliya@archive.kz", "email_verified": False},
    {"sub": "4-gulnara", "email": "gulnara@archive.kz", "email_verified": True,
     "groups": ["staff", "opis-archivists"]},
]  # fmt: skip


@dataclass(frozen=True)
class Identities:
    """A provider that knows :data:`PEOPLE`, and us."""

    issuer: str
    client_id: str
    secret: str

    def settings(self, **more: object) -> Provider:
        """What opis.toml says of it."""
        return Provider(self.issuer, self.client_id, "Вход архива", **more)  # type: ignore[arg-type]

    def says_yes(self, address: str, subject: str) -> str:
        """Sign in at the address to which a browser was sent; where it is sent then."""
        return answered(address, {"sub": subject})


@contextmanager
def running(folder: Path, *back: str) -> Iterator[Identities]:
    """Run a provider that leads back to these addresses and to no others."""
    if find_spec("oidc_provider_mock") is None:
        pytest.skip("oidc-provider-mock is not installed")
    # Another site than the pages, which are at 127.0.0.1: cookies are sent as on the network.
    port = free_port("127.0.0.1", 0)
    url = f"http://localhost:{port}"
    known = [part for one in PEOPLE for part in ("--user-claims", json.dumps(one))]
    with (folder / "provider.log").open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "-r", "-n", *known],
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"{url}/.well-known/openid-configuration", process)
            us = _asked(
                f"{url}/oauth2/clients", {"redirect_uris": [*back], "scope": "openid email"}
            )
            yield Identities(url, us["client_id"], us["client_secret"])
        finally:
            process.kill()
            process.wait(PATIENCE)


def answered(address: str, form: Mapping[str, str]) -> str:
    """Send a form; where the answer leads."""
    opener = urllib.request.build_opener(_NotFollowed)
    request = urllib.request.Request(address, urlencode(form).encode())  # noqa: S310 - ours
    try:
        opener.open(request, timeout=PATIENCE)
    except urllib.error.HTTPError as answer:
        return str(answer.headers["location"])
    raise AssertionError("the provider asked again")


class _NotFollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str,
        headers: HTTPMessage, newurl: str,
    ) -> None:  # fmt: skip
        return None


def _asked(address: str, body: Mapping[str, object]) -> dict[str, str]:
    request = urllib.request.Request(  # noqa: S310 - our own address
        address, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        found: dict[str, str] = json.loads(answer.read())
        return found


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("the provider of identities did not come up")
