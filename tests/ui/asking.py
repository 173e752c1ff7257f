"""Asking the pages' routes as a browser does, through all that stands before them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote, urlencode

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Scope

from ui.server import surroundings

#: a browser that opens an address typed by hand
TYPED = {"sec-fetch-site": "none", "sec-fetch-dest": "document", "accept": "text/html"}
#: a browser that sends a form of the page it shows
SENT = {"sec-fetch-site": "same-origin", "origin": "http://localhost"}


Result = TypeVar("Result")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        """The body as text; what is no text is shown by its bytes."""
        return self.body.decode("utf-8", "backslashreplace")

    @property
    def cookie(self) -> str:
        """What the browser keeps from now on, as it sends it back."""
        return self.headers.get("set-cookie", "").partition(";")[0]


@dataclass(frozen=True)
class Browser:
    """Somebody at a browser; ``cookie`` is what it keeps of us."""

    app: ASGIApp
    cookie: str = ""
    address: str = "192.0.2.7"

    def get(self, target: str, **headers: str) -> Answer:
        """Ask for an address."""
        return self.ask("GET", target, headers)

    def post(self, target: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form."""
        return self.ask("POST", target, SENT | headers, urlencode(fields).encode())

    def ask(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        """Ask for an address; in names of ``headers`` an underscore is a hyphen."""
        given = {"host": "localhost"} | ({"cookie": self.cookie} if self.cookie else {})
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "client": (self.address, 50_000),
            "server": ("localhost", 80),
        }
        return apart(_asked(self.app, scope, body))

    def window(self, **headers: str) -> str:
        """Open the window's connection; «close» where it is refused, else what is said first."""
        given = {"host": "localhost"} | ({"cookie": self.cookie} if self.cookie else {}) | headers
        scope = {
            "type": "websocket",
            "path": "/_stcore/stream",
            "raw_path": b"/_stcore/stream",
            "root_path": "",
            "scheme": "ws",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "client": (self.address, 50_000),
            "server": ("localhost", 80),
            "subprotocols": [],
        }
        said: list[Message] = []

        async def received() -> Message:
            return {"type": "websocket.connect"}

        async def sent(message: Message) -> None:
            said.append(message)

        apart(self.app(scope, received, sent))  # type: ignore[arg-type]
        return str(said[0]["type"]).removeprefix("websocket.")


def application() -> Starlette:
    """Our routes with all that stands before them, without Streamlit."""
    own, around = surroundings(("localhost", "127.0.0.1"))
    return Starlette(routes=own, middleware=around)


def apart(answering: Coroutine[Any, Any, Result]) -> Result:
    """Await an answer in a thread of its own: a browser's tests leave their loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answering).result()


async def _asked(app: ASGIApp, scope: Scope, body: bytes) -> Answer:
    messages: list[Message] = []
    pieces: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]
    gone = asyncio.Event()

    async def received() -> Message:
        if pieces:
            piece: Message = pieces.pop()
            return piece
        await gone.wait()
        return {"type": "http.disconnect"}

    async def sent(message: Message) -> None:
        messages.append(message)

    await app(scope, received, sent)
    gone.set()
    head = messages[0]
    return Answer(
        head["status"],
        Headers(raw=head["headers"]),
        b"".join(message.get("body", b"") for message in messages[1:]),
    )
