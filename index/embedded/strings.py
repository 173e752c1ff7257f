"""Sequences of strings as two arrays: all bytes one after another, and where each begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Starts = npt.NDArray[np.int64]
#: in so many strings one is looked for once it is known to be among them
STEP = 256


def packed(strings: Iterable[bytes]) -> tuple[Bytes, Starts]:
    """Return the bytes, each string followed by a line feed, and where each and the end begins."""
    some = list(strings)
    lengths = np.fromiter((len(s) + 1 for s in some), np.int64, len(some))
    starts = np.zeros(len(some) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    joined = b"\n".join(some) + (b"\n" if some else b"")
    return np.frombuffer(joined, np.uint8), starts


class Strings(Sequence[bytes]):
    """Packed strings as a sequence; sorted ones can be looked up."""

    def __init__(self, data: Bytes, starts: Starts) -> None:
        self.data, self.starts = data, starts
        self._view = data.data if data.size else memoryview(b"")

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, i: int) -> bytes:  # type: ignore[override]  # no slices are needed
        return bytes(self._view[self.starts[i] : self.starts[i + 1] - 1])

    def all(self) -> list[bytes]:
        """All strings at once, faster than one by one."""
        whole, edges = bytes(self._view), self.starts.tolist()
        return [whole[a : b - 1] for a, b in pairwise(edges)]

    @cached_property
    def _some(self) -> list[bytes]:
        """Every :data:`STEP`-th string: most of a search is done among these."""
        return [self[i] for i in range(0, len(self), STEP)]

    def place(self, string: bytes) -> int:
        """Return where ``string`` stands or would stand among sorted strings."""
        after = bisect_left(self._some, string)
        low, high = max(0, (after - 1) * STEP + 1), min(len(self), after * STEP)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < string:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, string: bytes) -> int:
        """Return where ``string`` stands among sorted strings, or -1."""
        first = (bisect_right(self._some, string) - 1) * STEP
        if first < 0:
            return -1
        edges = self.starts[first : first + STEP + 1]
        block = b"\n" + bytes(self._view[edges[0] : edges[-1]])
        at = block.find(b"\n" + string + b"\n")
        return first + block.count(b"\n", 0, at) if at >= 0 else -1

    def beginning(self, prefix: bytes) -> range:
        """Return where the strings stand that begin so, among sorted strings of UTF-8."""
        return range(self.place(prefix), self.place(prefix + b"\xff"))
