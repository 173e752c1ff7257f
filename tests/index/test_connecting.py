"""What a server of OpenSearch refuses is said for people, with what to do."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from corpus.collection import Collection, EngineName, OpenSearch, Settings
from corpus.errors import BadUse
from index.opensearch import connecting
from index.opensearch.connecting import PASSWORD, USER, Refused, connected


@dataclass
class Said:
    """What a server answers with, and what it was asked with."""

    status: int
    body: Any
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(said: Said, trust: ssl.SSLContext | None = None) -> Iterator[str]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said.asked.append(self.headers.get("Authorization", ""))
            plain = isinstance(said.body, str)
            body = said.body.encode() if plain else json.dumps(said.body).encode()
            self.send_response(said.status)
            self.send_header("Content-Type", "text/plain" if plain else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    if trust:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http{'s' if trust else ''}://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def collection(*hosts: str, **more: Any) -> Collection:
    where = OpenSearch(hosts, **more)
    return Collection(Path("nowhere"), Settings(engine=EngineName.OPENSEARCH, opensearch=where))


def fault(kind: str, reason: str) -> dict[str, Any]:
    """A refusal as a server of version 2.19.6 prints it."""
    return {"error": {"root_cause": [{"type": kind, "reason": reason}],
                      "type": kind, "reason": reason}}  # fmt: skip


FULL = ("index [opis-0001] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage "
        "watermark, index has read-only-allow-delete block];")  # fmt: skip
LOCKED = "index [opis-0001] blocked by: [FORBIDDEN/8/index write (api)];"
HEAP = "[parent] Data too large, data for [<http_request>] would be larger than the limit"


@pytest.mark.parametrize(
    ("status", "body", "said", "remedy", "later"),
    [
        (401, "Unauthorized", "refuses the name or the password", "OPIS_OPENSEARCH", False),
        (403, fault("security_exception", "no permissions for [indices:data/write/bulk]"),
         "does not allow this: no permissions", "docs/operators.md", False),
        (429, fault("cluster_block_exception", FULL), "a disk is full", "Make room", False),
        (403, fault("cluster_block_exception", LOCKED), "index locked", "Make room", False),
        (429, fault("circuit_breaking_exception", HEAP), "not enough memory", "heap", True),
        (429, fault("rejected_execution_exception", "queue full"), "too much to do", "again", True),
        (503, fault("cluster_manager_not_discovered_exception", "no manager"),
         "Too few nodes", "nothing is lost", True),
        (500, fault("no_shard_available_action_exception", "[opis][0]"), "Too few", "again", True),
        (404, fault("index_not_found_exception", "no such index [opis]"),
         "no index yet", "opis index build", False),
        (400, fault("parse_exception", "what is this"), "refuses: what is this", "log", False),
        (400, "<html>", "refuses: <html>", "log", False),
    ],
)  # fmt: skip
def test_what_a_server_refuses(status: int, body: Any, said: str, remedy: str, later: bool) -> None:
    with serving(Said(status, body)) as host, pytest.raises(Refused, match=said) as met:
        connected(collection(host)).info()
    assert (met.value.exit_code, met.value.status, met.value.later) == (6, status, later)
    assert remedy in str(met.value.remedy)


@pytest.mark.parametrize(
    ("status", "body", "lost"),
    [
        (404, fault("search_context_missing_exception", "No search context found"), True),
        (400, fault("illegal_argument_exception", "no node found for id: TSbA08pFSoq4"), True),
        (500, fault("node_closed_exception", "node closed"), True),
        (400, fault("illegal_argument_exception", "unknown field"), False),
    ],
)
def test_a_state_that_went_with_its_node(status: int, body: Any, lost: bool) -> None:
    with serving(Said(status, body)) as host, pytest.raises(Refused) as met:
        connected(collection(host)).info()
    assert (met.value.lost, "Too few nodes" in str(met.value)) == (lost, lost)


def test_nobody_answers() -> None:
    with pytest.raises(Refused, match="cannot be reached") as met:
        connected(collection("http://127.0.0.1:1")).info()
    assert (met.value.exit_code, met.value.status, met.value.later) == (6, 0, True)
    assert "opis.toml" in str(met.value.remedy)


def test_another_server_is_asked_where_one_does_not_answer() -> None:
    said = Said(200, {"version": {"number": "2.19.6"}})
    with serving(said) as host:
        found = connected(collection("http://127.0.0.1:1", host)).info()
    assert found == said.body


def test_it_is_asked_again_where_a_node_was_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "AGAIN", (0.0, 0.0))
    said = Said(500, fault("node_disconnected_exception", "[n1] disconnected"))
    with serving(said) as host, pytest.raises(Refused):
        connected(collection(host)).info()
    assert len(said.asked) == 3


def test_the_password_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER, "opis")
    monkeypatch.setenv(PASSWORD, "тайна")
    said = Said(200, {})
    with serving(said) as host:
        connected(collection(host)).info()
    assert said.asked == ["Basic b3BpczrRgtCw0LnQvdCw"]  # opis:тайна, RFC 7617
    with pytest.raises(BadUse, match="for all to read") as met:
        connected(collection("http://search1:9200"))
    assert "https://" in str(met.value.remedy)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_certificate_is_verified(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out",
         certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost"], check=True, capture_output=True,
    )  # fmt: skip
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate, key)
    said = Said(200, {"version": {"number": "2.19.6"}})
    with serving(said, trust) as host:
        assert connected(collection(host, certificates=str(certificate))).info() == said.body
        with pytest.raises(Refused, match="is not trusted") as met:
            connected(collection(host)).info()
        assert "certificates" in str(met.value.remedy)
        asked = len(said.asked)
        with pytest.raises(Refused):
            connected(collection(host.replace("localhost", "127.0.0.1"),
                                 certificates=str(certificate))).info()  # fmt: skip
    assert asked == len(said.asked) == 1


def test_certificates_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadUse, match="cannot be read") as met:
        connected(collection("https://localhost", certificates=str(tmp_path / "нет.pem")))
    assert met.value.exit_code == 2
