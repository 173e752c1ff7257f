"""Under which names the pages may be asked for.

A page of another site could read the collection if it named us after itself (DNS rebinding): the
browser then takes our answers for its own. A request must therefore name this machine.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
#: hosts that mean every address of this machine
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never bound by default
#: where the pages are served at every address: any that is a number, which no other site can be
ANY_NUMBER = "#"


def allowed(host: str, public_url: str = "") -> tuple[str, ...]:
    """Return the names under which pages served at ``host`` may be asked for."""
    public = urlsplit(public_url).hostname or ""
    own = (socket.gethostname(), socket.getfqdn(), ANY_NUMBER) if host in EVERYWHERE else (host,)
    return tuple(dict.fromkeys((*LOOPBACK, *map(in_address, own), *([public] if public else []))))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens at ``host``."""
    number = _number(host)
    return host == "localhost" if number is None else number.is_loopback


def in_address(host: str) -> str:
    """``host`` as it stands in an address: in brackets if it is a number of IPv6."""
    return f"[{host}]" if ":" in host else host


def is_named(asked: str, known: tuple[str, ...]) -> bool:
    """Whether ``asked``, the Host of a request, is one of the ``known`` names, at any port."""
    try:
        parts = urlsplit(f"//{asked}")
        name = (parts.hostname or "").rstrip(".")
        _ = parts.port  # is checked when it is asked for
    except ValueError:
        return False
    if parts.netloc != asked or "@" in asked or not name:
        return False
    if ANY_NUMBER in known and _number(name) is not None:
        return True
    return in_address(name) in {one.lower() for one in known}


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


class Named:
    """ASGI middleware that refuses a request that names another machine."""

    def __init__(self, app: ASGIApp, known: tuple[str, ...]) -> None:
        self._app, self._known = app, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] in {"http", "websocket"}:
            hosts = HTTPConnection(scope).headers.getlist("host")
            if len(hosts) != 1 or not is_named(hosts[0], self._known):
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": 1008})
                else:
                    answer = PlainTextResponse("Invalid host header", status_code=400)
                    await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
