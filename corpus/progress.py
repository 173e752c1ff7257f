"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

#: told about progress: what is being done, how much of it is done, how much there is, and a name
Progress = Callable[[str, int, int, str], None]


def silent(_step: str, _done: int, _total: int, _name: str) -> None:
    """Progress that nobody wants to hear of."""
