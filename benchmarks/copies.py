"""Scans to be read many times over: copies of some PDFs, each under a hash of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path


def written(made: Sequence[Path], count: int, folder: Path) -> Path:
    """Write so many copies of the PDFs to ``folder``, which is new; they differ behind the end."""
    folder.mkdir()
    for n, path in enumerate(islice(cycle(made), count)):
        own = path.read_bytes() + f"\n% copy {n}\n%%EOF\n".encode()
        (folder / f"{n:04}-{path.name}").write_bytes(own)
    return folder
