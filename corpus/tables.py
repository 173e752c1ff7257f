"""Tables that people may want to change are files beside the code; this reads them.

One fact a line, columns separated by tabs, lines that begin with ``#`` are for people.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def rows(package: str, name: str) -> Iterator[list[str]]:
    """Yield the columns of every line of the table ``name`` that lies in ``package``."""
    for line in files(package).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
