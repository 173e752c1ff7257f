"""A server that shows a collection, as a process; where Chromium is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.collection import Collection
from ui.server import free_port

CHROMIUM = Path(os.environ.get("OPIS_CHROMIUM", "/usr/bin/chromium"))
#: Chromium without its own traffic, so that every request seen is the page's.
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Seconds that the pages may take to come up on a busy machine.
PATIENCE = 60


@dataclass(frozen=True)
class Site:
    """Where the pages are."""

    url: str

    def __str__(self) -> str:
        return self.url


@contextmanager
def served(
    collection: Collection, role: str = "archivist", port: int = 0
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The pages of a collection, for a role: where, and the process that serves them."""
    port = free_port("127.0.0.1", port)
    code = (
        "import sys; from pathlib import Path; from corpus.access import Role;"
        "from ui.server import serve;"
        "serve(Path(sys.argv[1]), port=int(sys.argv[2]), role=Role(sys.argv[3]), language='ru')"
    )
    log = collection.path.parent / "server.log"
    with log.open("ab") as said:
        server = subprocess.Popen(
            [sys.executable, "-c", code, str(collection.path), str(port), role],
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server, log)
            yield f"http://127.0.0.1:{port}", server
        finally:
            server.kill()
            server.wait(PATIENCE)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until ``url`` answers; say what the server said if it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError):
            if server.poll() is not None:
                break
            time.sleep(0.2)
    pytest.fail(f"the pages did not come up: {log.read_text(encoding='utf-8')}")
