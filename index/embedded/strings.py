"""Sequences of strings as two arrays: all bytes one after another, and where each begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Starts = npt.NDArray[np.int64]
#: in so many strings one is looked for once it is known to be among them; so many of the first
#: strings of such blocks are read at a time
STEP, STEPS = 128, 64


def packed(strings: Iterable[bytes]) -> tuple[Bytes, Starts]:
    """Return the bytes, each string followed by a line feed, and where each and the end begins."""
    some = list(strings)
    starts = np.zeros(len(some) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, some), np.int64, len(some)) + 1, out=starts[1:])
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
        return self.some(range(len(self)))

    def some(self, places: range) -> list[bytes]:
        """The strings at places that follow each other."""
        edges = self.starts[places.start : places.stop + 1].astype(np.int64)
        whole = bytes(self._view[edges[0] : edges[-1]])
        return [whole[a : b - 1] for a, b in pairwise((edges - edges[0]).tolist())]

    @cached_property
    def _firsts(self) -> list[bytes]:
        """Strings far apart: a search begins among these."""
        return self._every(STEP * STEPS, range(len(self)))

    @cached_property
    def _between(self) -> dict[int, list[bytes]]:
        """The first strings of blocks behind each of these, as far as they were asked for."""
        return {}

    def _every(self, step: int, places: range) -> list[bytes]:
        starts, ends = (self.starts[places.start + i : places.stop + i : step] for i in (0, 1))
        edges = zip(starts.tolist(), ends.tolist(), strict=True)
        return [bytes(self._view[a : b - 1]) for a, b in edges]

    def _block(self, string: bytes) -> int:
        """The block in which ``string`` would stand, -1 before the first."""
        part = bisect_right(self._firsts, string) - 1
        if part < 0:
            return -1
        if part not in self._between:
            first = part * STEP * STEPS
            places = range(first, min(first + STEP * STEPS, len(self)))
            self._between[part] = self._every(STEP, places)
        return part * STEPS + bisect_right(self._between[part], string) - 1

    def place(self, string: bytes) -> int:
        """Return where ``string`` stands or would stand among sorted strings."""
        block = max(0, self._block(string))
        low, high = block * STEP, min(len(self), (block + 1) * STEP)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < string:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, string: bytes) -> int:
        """Return where ``string`` stands among sorted strings, or -1."""
        if string[:1] not in self._initials:
            return -1
        first = self._block(string) * STEP
        if first < 0:
            return -1
        edges = self.starts[first : first + STEP + 1]
        block = b"\n" + bytes(self._view[edges[0] : edges[-1]])
        at = block.find(b"\n" + string + b"\n")
        return first + block.count(b"\n", 0, at) if at >= 0 else -1

    @cached_property
    def _initials(self) -> frozenset[bytes]:
        """The bytes that sorted strings begin with."""
        out, at = [b""], 0
        while at < len(self):
            out.append(self[at][:1])
            at = self.place(self[at][:1] + b"\xff")
        return frozenset(out)

    def beginning(self, prefix: bytes) -> range:
        """Return where the strings stand that begin so, among sorted strings of UTF-8."""
        return range(self.place(prefix), self.place(prefix + b"\xff"))


class Names(Sequence[str]):
    """Some strings of a pool, decoded when they are asked for."""

    def __init__(self, pool: Sequence[bytes], places: Starts) -> None:
        self._pool, self._places = pool, places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, i: int) -> str:  # type: ignore[override]  # no slices are needed
        return str(self._pool[self._places[i]], "utf-8")


def united(pools: Sequence[list[bytes]]) -> tuple[list[bytes], list[Starts]]:
    """Return all strings of sorted lists in order, each once, and where those of each list stand.

    Most lists are short beside the longest.
    """
    if len(pools) == 1:
        return pools[0], [np.arange(len(pools[0]))]
    longest = max(pools, key=len, default=[])
    others = sorted(set().union(*(pool for pool in pools if pool is not longest)))
    before = zip(map(partial(bisect_left, longest), others), others, strict=True)
    new = [(i, s) for i, s in before if i == len(longest) or longest[i] != s]
    every = sorted([*longest, *(string for _, string in new)])  # two runs: merged, not sorted
    at = np.array([i for i, _ in new], np.int64)
    moved = np.bincount(at, minlength=len(longest) + 1)[: len(longest)].cumsum()
    return every, [
        np.arange(len(longest)) + moved
        if pool is longest
        else np.fromiter(map(partial(bisect_left, every), pool), np.int64, len(pool))
        for pool in pools
    ]


def different(numbers: Starts, most: int) -> tuple[Starts, Starts]:
    """Return the different ones of numbers below ``most``, ascending, and which each one is."""
    there = np.zeros(most, bool)
    there[numbers] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[numbers]
