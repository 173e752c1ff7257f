"""Serving the pages: Streamlit with our own routes, on this machine unless told otherwise."""

from __future__ import annotations

import socket
import sys
import threading
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import index
from corpus import users
from corpus.access import Role
from corpus.collection import Collection, open_collection
from corpus.errors import BadUse
from corpus.messages import N_
from ui import adder, provider
from ui.hosts import ANY_NUMBER, EVERYWHERE, allowed, in_address, is_loopback
from ui.i18n import LANGUAGES, translator
from ui.opened import Opened, shared, show

if TYPE_CHECKING:  # importing Streamlit takes a second
    from starlette.middleware import Middleware
    from starlette.routing import Route
    from streamlit.web.server.starlette import App

HOST = "127.0.0.1"
PORT = 8501


def serve(
    collection_path: Path,
    host: str = HOST,
    port: int = PORT,
    role: Role | None = None,
    language: str | None = None,
) -> None:
    """Show the collection's pages until interrupted; says on stdout where.

    ``role`` and ``language`` default to the collection's settings; port 0 takes a free one. Where
    others can reach the pages people sign in, and the role is that of who has.

    Raises:
        NotFound: there is no collection.
        BadUse: the port is taken, the host is not one of this machine, or nobody could sign in.

    """
    collection = open_collection(collection_path)
    port = free_port(host, port)
    words = translator(language or collection.settings.language or None)
    spoken = words.language if words.language in LANGUAGES else "ru"
    shown = Opened(collection, role or collection.settings.role, spoken)
    if is_shared(collection, host):
        _check_users(collection)
        secret = provider.secret(collection)
        # Streamlit costs a second to import; what is wrong is said before.
        from ui.visitors import visitor

        show(replace(shown, role=Role.PUBLIC, secret=secret), visitor)
    else:
        show(shown)
    adder.go_on(collection)
    address = f"http://{'127.0.0.1' if host in EVERYWHERE else in_address(host)}:{port}"
    line = words.gettext("The collection is shown at {address} (stop with Ctrl+C).")
    sys.stdout.write(line.format(address=address) + "\n")
    if is_shared(collection, host):
        sys.stdout.write(words.gettext("Whoever opens it has to sign in.") + "\n")
    sys.stdout.flush()
    threading.Thread(target=index.prepare, args=(collection,), daemon=True).start()
    known = allowed(host, collection.settings.public_url)
    with as_file(files("ui.pages").joinpath("frame.py")) as script:
        application(script, known).run(config=config(host, port, known))


def is_shared(collection: Collection, host: str) -> bool:
    """Whether others than who sits at this machine can reach the pages, so that people sign in.

    By a ``public_url`` others come through another server, and then from this machine as it looks.
    """
    own = is_loopback(host) and not collection.settings.public_url
    return collection.settings.sign_in or not own


def _check_users(collection: Collection) -> None:
    oidc = collection.settings.oidc
    if oidc.role_claim or oidc.stranger:
        return
    with collection.catalogue() as database:
        if not users.listed(database):
            raise BadUse(
                N_("Others could reach these pages, and nobody may sign in yet."),
                remedy=N_("Add somebody: opis user add NAME --role archivist"),
            )


def application(script: Path, known: tuple[str, ...]) -> App:
    """The pages as a server runs them; ``script`` is what Streamlit runs."""
    import streamlit as st

    from ui.pages.failed import say

    own, around = surroundings(known)
    return st.App(script, routes=own, on_script_error=say, middleware=around)


def surroundings(known: tuple[str, ...]) -> tuple[list[Route], list[Middleware]]:
    """Our own routes, and what every request passes first.

    That is for what :func:`ui.opened.show` was told; ``known`` are the names under which the pages
    may be asked for.
    """
    from starlette.middleware import Middleware

    from ui import account, arriving, signing, visitors
    from ui.gate import Gate
    from ui.headers import Headers
    from ui.hosts import Named
    from ui.routes import routes

    around = [Middleware(Headers, tls=visitors.is_tls()), Middleware(Named, known=known)]
    if not shared():
        return routes(), around
    own = [*routes(), *signing.routes(), *arriving.routes(), *account.routes()]
    return own, [*around, Middleware(Gate)]


def config(host: str, port: int, known: tuple[str, ...]) -> dict[str, Any]:
    """Return Streamlit's options by their dotted names: ``streamlit.toml`` and what was asked."""
    given = tomllib.loads(files("ui").joinpath("streamlit.toml").read_text(encoding="utf-8"))
    options = dict(_dotted(given))
    return options | {
        "server.address": host,
        "server.port": port,
        "server.allowedHosts": ["*"] if ANY_NUMBER in known else [*known],
    }


def _dotted(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


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
