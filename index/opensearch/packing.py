"""What the servers keep of a page to be worked out here: its words, and what is said of it.

Both are strings of base64, kept apart: what is said is fetched only where it is asked for. The
words have a head (:data:`_HEAD`), and behind it, deflated, in this order:

==========  ==========================================================================
times       of each term, in the order of their bytes, how often it stands on the page
positions   of each term in turn, ascending
steps       from the start of one word to that of the next, in code points
lengths     of the words
terms       with line feeds between them, in one byte a letter if they can be
==========  ==========================================================================
"""

from __future__ import annotations

import json
import struct
import zlib
from binascii import a2b_base64, b2a_base64
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corpus.access import Level
from index.embedded.facts import Facts
from index.indexed import Indexed

Ints = npt.NDArray[np.integer]

#: key, layer, number and length in words of the page; how many terms, positions and words follow,
#: the type of each row of numbers, the encoding of the terms
_HEAD = struct.Struct("<qqIIIII4sB")
_TYPES = "BHi"
#: the first holds Russian, Kazakh and Kyrgyz; what it cannot write is in the other
ENCODINGS = ("ptcp154", "utf-8")
#: terms that are looked for one by one; of more it is seen which are there
_FEW = 100


def packed(page: Indexed) -> str:
    """The words of a page; see :class:`Words`."""
    about = page.facts
    spots: dict[str, list[int]] = {}
    for position, own in enumerate(page.terms):
        for term in own:
            spots.setdefault(term, []).append(position)
    encoding, written = _written([*spots])
    order = sorted(zip(written, spots.values(), strict=True))
    edges = np.array(page.ranges, np.int64).reshape(-1, 2)
    rows = [
        np.array([len(places) for _, places in order], np.int64),
        np.array([place for _, places in order for place in places], np.int64),
        np.diff(edges[:, 0], prepend=0),
        edges[:, 1] - edges[:, 0],
    ]
    types = "".join(map(_type, rows))
    head = _HEAD.pack(
        about.key, about.layer, about.number, about.words, *map(len, rows[:3]), types.encode(),
        encoding,
    )  # fmt: skip
    parts = [row.astype(f"<{own}").tobytes() for row, own in zip(rows, types, strict=True)]
    whole = b"".join([*parts, b"\n".join(term for term, _ in order)])
    return b2a_base64(head + zlib.compress(whole), newline=False).decode()


def _written(terms: Sequence[str]) -> tuple[int, list[bytes]]:
    """Terms in the first encoding that has their letters, and its number."""
    try:
        return 0, [term.encode(ENCODINGS[0]) for term in terms]
    except UnicodeEncodeError:
        return 1, [term.encode(ENCODINGS[1], "surrogatepass") for term in terms]


def _type(row: Ints) -> str:
    low, high = int(row.min(initial=0)), int(row.max(initial=0))
    return next(t for t in _TYPES if low >= np.iinfo(t).min and high <= np.iinfo(t).max)


class Wanted:
    """Terms that are looked for on many pages, as each encoding writes them."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.each: list[list[tuple[bytes, int]]] = [[], []]
        for number, term in enumerate(terms):
            for some, encoding in zip(self.each, ENCODINGS, strict=True):
                try:
                    some.append((term.encode(encoding), number))
                except UnicodeEncodeError:  # it stands on no page that is so written
                    continue


class Words:
    """The words of a page as they were packed: unpacked when the first of them is looked for."""

    def __init__(self, kept: str) -> None:
        self._raw = _bytes(kept)
        (self.key, self.layer, self.number, self.words, *self._counts, types, self._encoding) = (
            _HEAD.unpack_from(self._raw)
        )
        self._types = types.decode()

    @cached_property
    def _rows(self) -> tuple[list[Ints], list[bytes]]:
        data = zlib.decompress(memoryview(self._raw)[_HEAD.size :])
        terms, positions, words = self._counts
        at, rows = 0, list[Ints]()
        for own, count in zip(self._types, (terms, positions, words, words), strict=True):
            rows.append(np.frombuffer(data, f"<{own}", count, at))
            at += rows[-1].nbytes
        return rows, data[at:].split(b"\n") if terms else []

    @cached_property
    def _ends(self) -> Ints:
        return self._rows[0][0].cumsum(dtype=np.int64)

    def places(self, wanted: Wanted) -> Iterator[tuple[int, Ints]]:
        """Yield the numbers of the terms that stand on the page, and the positions of each."""
        terms, some = self._rows[1], wanted.each[self._encoding]
        if len(some) > _FEW:
            numbers = dict(some)
            for place in [i for i, term in enumerate(terms) if term in numbers]:
                yield numbers[terms[place]], self._positions(place)
            return
        for term, number in some:
            place = bisect_left(terms, term)
            if place < len(terms) and terms[place] == term:
                yield number, self._positions(place)

    def _positions(self, place: int) -> Ints:
        end = int(self._ends[place])
        return self._rows[0][1][end - int(self._rows[0][0][place]) : end]

    def beginning(self, letters: str) -> list[str]:
        """The terms that begin with some letters."""
        encoding, terms = ENCODINGS[self._encoding], self._rows[1]
        try:
            first = bisect_left(terms, start := letters.encode(encoding))
        except UnicodeEncodeError:
            return []
        last = first
        while last < len(terms) and terms[last].startswith(start):
            last += 1
        return [term.decode(encoding, "replace") for term in terms[first:last]]

    @property
    def terms(self) -> list[tuple[str, ...]]:
        """The terms of each position, in the order of their bytes, up to the last that has one."""
        (times, positions, *_), names = self._rows
        out: list[list[str]] = [
            [] for _ in range(int(positions.max()) + 1 if len(positions) else 0)
        ]
        errors = "surrogatepass" if self._encoding else "strict"
        written = b"\n".join(names).decode(ENCODINGS[self._encoding], errors).split("\n")
        of = np.repeat(np.arange(len(times)), times)
        for term, position in zip(of.tolist(), positions.tolist(), strict=True):
            out[position].append(written[term])
        return [*map(tuple, out)]

    @property
    def ranges(self) -> tuple[Ints, Ints]:
        """Where each word starts on the page, and how long it is, in code points."""
        _, _, steps, lengths = self._rows[0]
        return steps.cumsum(dtype=np.int64), lengths


def described(about: Facts) -> str:
    """What is said of a page; see :func:`facts`."""
    said = [
        about.key, about.document, about.number, about.layer, about.words, about.access.value,
        about.opens.toordinal() if about.opens else 0, about.facets, about.years,
        about.edtf, about.reference, about.added,
    ]  # fmt: skip
    whole = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return b2a_base64(zlib.compress(whole.encode()), newline=False).decode()


def facts(about: str) -> Facts:
    """The facts of a page from what :func:`described` made of them."""
    key, document, number, layer, words, access, opens, facets, years, *strings = json.loads(
        zlib.decompress(_bytes(about))
    )
    return Facts(
        key, document, number, layer, words, Level(access),
        date.fromordinal(opens) if opens else None,
        {name: tuple(own) for name, own in facets.items()},
        tuple(years) if years else None, *strings,
    )  # fmt: skip


def _bytes(written: str) -> bytes:
    """What was written in base64; the servers leave its last signs away."""
    return a2b_base64(written + "=" * (-len(written) % 4))
