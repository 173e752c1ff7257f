"""``opis demo`` and ``opis ui``."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    RoleOption,
    opened,
    role_of,
    say,
    words,
)

_ = words().gettext
#: what the demo searches for: found in Russian, in several forms, on scans
DEMO_QUERY = "заключённый"
PORT = 8501

PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help=_("Port."))]
HostOption = Annotated[
    str, typer.Option("--host", help=_("Address to listen on; others see it if it is not 127.…"))
]


def demo(
    no_ui: Annotated[bool, typer.Option("--no-ui", help=_("End after the search."))] = False,
    port: PortOption = PORT,
    collection: CollectionOption = Path("demo-collection"),
    role: RoleOption = None,
) -> None:
    """Make the demo collection, run a search in it and open the pages."""
    import ingest
    from corpus.collection import create_collection
    from corpus.demo.render import render
    from ui.commands.finding import search
    from ui.commands.progress import progress

    target = create_collection(collection)
    with TemporaryDirectory(prefix="opis-demo-") as folder:
        say(_("Rendering the demo documents (invented, for training)…"))
        render(Path(folder))
        with progress(words()) as report:
            done = ingest.add(target, [Path(folder)], progress=report)
    for failure in done.failed:
        say(f"opis: {failure.path}: {words().text(failure.reason)}")
    say(_("The demo collection is in {folder}.").format(folder=target.path))
    say()
    say(f"$ opis search {DEMO_QUERY}")
    search(query=DEMO_QUERY, collection=collection, role=role, limit=3)
    if not no_ui:
        ui(port, "127.0.0.1", collection, role)


def ui(
    port: PortOption = PORT,
    host: HostOption = "127.0.0.1",
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
) -> None:
    """Open the pages in the browser."""
    from ui.server import serve

    target = opened(collection)
    serve(target.path, host, port, role_of(target, role), words().language)
