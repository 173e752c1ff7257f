"""Serving the pages: Streamlit with our own routes, on this machine unless told otherwise."""

from __future__ import annotations

import socket
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from corpus.access import Role
from corpus.collection import open_collection
from corpus.errors import BadUse
from corpus.messages import N_
from ui import adder
from ui.i18n import LANGUAGES, translator
from ui.opened import Opened, show

HOST = "127.0.0.1"
PORT = 8501
#: Names under which this machine may be asked; others are refused, so that a page of another site
#: cannot read the collection by naming us after itself (DNS rebinding).
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
#: Hosts that mean every address of this machine: by which name it is asked cannot be known.
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - compared with, never bound by default


def serve(
    collection_path: Path,
    host: str = HOST,
    port: int = PORT,
    role: Role | None = None,
    language: str | None = None,
) -> None:
    """Show the collection's pages until interrupted; says on stdout where.

    ``role`` and ``language`` default to the collection's settings; port 0 takes a free one.

    Raises:
        NotFound: there is no collection.
        BadUse: the port is taken or the host is not one of this machine.

    """
    collection = open_collection(collection_path)
    port = free_port(host, port)
    words = translator(language or collection.settings.language or None)
    spoken = words.language if words.language in LANGUAGES else "ru"
    adder.go_on(collection)
    show(Opened(collection, role or collection.settings.role, spoken))
    address = f"http://{'127.0.0.1' if host in _EVERYWHERE else _in_address(host)}:{port}"
    line = words.gettext("The collection is shown at {address} (stop with Ctrl+C).")
    sys.stdout.write(line.format(address=address) + "\n")
    sys.stdout.flush()
    _run(host, port, collection.settings.public_url)


def _run(host: str, port: int, public_url: str) -> None:
    # Streamlit costs a second to import; a port in use is said before.
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from ui.pages.failed import say
    from ui.routes import routes
    from ui.sniffing import NoSniffing

    known = allowed(host, public_url)
    with as_file(files("ui.pages").joinpath("frame.py")) as script:
        app = st.App(
            script,
            routes=routes(),
            on_script_error=say,
            middleware=[
                Middleware(TrustedHostMiddleware, allowed_hosts=known, www_redirect=False),
                Middleware(NoSniffing),
            ],
        )
        app.run(config=config(host, port, known))


def config(host: str, port: int, known: list[str]) -> dict[str, Any]:
    """Return Streamlit's options by their dotted names: ``streamlit.toml`` and what was asked."""
    given = tomllib.loads(files("ui").joinpath("streamlit.toml").read_text(encoding="utf-8"))
    options = dict(_dotted(given))
    return options | {
        "server.address": host,
        "server.port": port,
        "server.allowedHosts": known,
    }


def _dotted(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def allowed(host: str, public_url: str = "") -> list[str]:
    """Return the names under which the pages may be asked for; «*» is any."""
    if host in _EVERYWHERE:
        return ["*"]
    public = public_url.partition("://")[2].partition("/")[0].partition(":")[0]
    return (
        [*dict.fromkeys([*LOOPBACK, _in_address(host), public])]
        if public
        else [*dict.fromkeys([*LOOPBACK, _in_address(host)])]
    )


def free_port(host: str, port: int) -> int:
    """Return ``port``, or a free one for 0.

    Raises:
        BadUse: it is taken, or ``host`` is not an address of this machine.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as reason:
            raise BadUse(
                N_("The pages cannot be served at {host}:{port}: {reason}."),
                remedy=N_("Close what uses the port, or choose another one with --port."),
                host=host,
                port=port,
                reason=getattr(reason, "strerror", None) or reason,
            ) from reason
        return int(probe.getsockname()[1])


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
