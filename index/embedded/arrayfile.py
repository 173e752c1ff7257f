"""A file of named arrays that is mapped into memory, with a checksum for each.

::

    8 bytes   length of the header, little-endian
    header    JSON: name → [offset, dtype, length, crc32], offsets from the end of the header
    arrays    one after another, each beginning at a multiple of 64 bytes

A file is written whole, brought to the disk and never changed again. It holds no code: what is
damaged gives a clear error, never a program that runs.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
_ALIGNED = 64
#: the types that a file may name: integers, little-endian or of one byte
_DTYPES = frozenset({"|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8"})


def narrow(values: Array, *types: type[np.unsignedinteger[Any]]) -> Array:
    """Return numbers as the first of some types that holds them all."""
    most = int(values.max(initial=0))
    return values.astype(next(one for one in types if most <= np.iinfo(one).max))


class DamagedArrays(Exception):
    """A file is no file of arrays, is cut off, or differs from what was written."""


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write one-dimensional arrays of integers and bring them to the disk."""
    header: dict[str, tuple[int, str, int, int]] = {}
    chunks: list[bytes | memoryview] = []
    at = 0
    for name, array in arrays.items():
        flat = np.ascontiguousarray(array)
        data = flat.data.cast("B") if flat.size else b""
        header[name] = (at, flat.dtype.str, flat.size, zlib.crc32(data))
        padding = -len(data) % _ALIGNED
        chunks += [data, bytes(padding)]
        at += len(data) + padding
    head = json.dumps(header).encode()
    head += b" " * (-(8 + len(head)) % _ALIGNED)
    with path.open("wb") as file:
        file.write(len(head).to_bytes(8, "little"))
        file.write(head)
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> dict[str, Array]:
    """Map a file; its arrays are read-only. Raises :class:`DamagedArrays` and OSError."""
    header, base, memory = _mapped(path)
    out: dict[str, Array] = {}
    for name, (at, dtype, length, _) in header.items():
        size = length * np.dtype(dtype).itemsize
        if at < 0 or length < 0 or base + at + size > len(memory):
            raise DamagedArrays(f"{path.name}: {name} is cut off")
        out[name] = np.frombuffer(memory, dtype, length, base + at)
    return out


def verify(path: Path) -> None:
    """Compare all arrays with their checksums. Raises :class:`DamagedArrays` and OSError."""
    header, _, _ = _mapped(path)
    for name, array in read(path).items():
        if zlib.crc32(array.data.cast("B") if array.size else b"") != header[name][3]:
            raise DamagedArrays(f"{path.name}: {name} differs from what was written")


def _mapped(path: Path) -> tuple[dict[str, tuple[int, str, int, int]], int, mmap.mmap]:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or length > size - 8:
            raise DamagedArrays(f"{path.name} is cut off")
        try:
            header = json.loads(file.read(length))
            good = all(
                dtype in _DTYPES and all(isinstance(n, int) for n in (at, count, crc))
                for at, dtype, count, crc in header.values()
            )
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise DamagedArrays(f"{path.name} has no header of arrays") from error
        if not good:
            raise DamagedArrays(f"{path.name} has no header of arrays")
        return header, 8 + length, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
