"""Which collection the pages of this process show, to whom, and in which language by default."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.access import Role
from corpus.collection import Collection


@dataclass(frozen=True, slots=True)
class Opened:
    """What :func:`ui.server.serve` was asked to show; ``language`` is one of the interface."""

    collection: Collection
    role: Role
    language: str


_opened: Opened | None = None


def show(opened: Opened) -> None:
    """Set what the pages show from now on; one process serves one collection."""
    global _opened
    _opened = opened


def opened() -> Opened:
    """Return what the pages show."""
    if _opened is None:
        raise RuntimeError("no collection is opened: start the pages with ui.server.serve")
    return _opened
