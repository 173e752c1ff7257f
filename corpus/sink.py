"""Writers that want a file, where the bytes are wanted piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

#: bytes that are read at once
PIECE = 1 << 18


class Sink:
    """A file that can only be written: :meth:`taken` gives what has come since it was last asked.

    It has no ``tell`` and no ``seek``; :mod:`zipfile` then writes an archive from front to back.
    """

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def taken(self) -> bytes:
        """The bytes since the last call."""
        out = b"".join(self._parts)
        self._parts.clear()
        return out


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file from its beginning, piece by piece."""
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece
