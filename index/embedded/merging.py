"""Making one segment of several: the runs of each term joined, none inverted again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.embedded.outcome import stretches
from index.embedded.postings import Ints, Plain, Postings

#: so many postings, about, are unpacked at a time
BLOCK = 4_000_000


def merged(segments: Sequence[Postings], live: Sequence[npt.NDArray[np.bool_]]) -> list[Plain]:
    """Return the postings of the live pages, numbered through, in blocks of terms in order."""
    new_numbers: list[Ints] = []
    base = 0
    for mask in live:
        new_numbers.append(np.cumsum(mask) - 1 + base)
        base += int(mask.sum())
    names = sorted({term for segment in segments for term in segment.terms.all()})
    out: list[Plain] = []
    for low, high in _blocks(names, segments):
        plain = _block(names[low:high], segments, live, new_numbers)
        if len(plain.terms):
            out.append(plain)
    return out


def _blocks(names: Sequence[bytes], segments: Sequence[Postings]) -> list[tuple[int, int]]:
    """Cut the terms so that no block has many more postings than :data:`BLOCK`."""
    total = sum(len(segment) for segment in segments)
    blocks = max(1, -(-total // BLOCK))
    edges = np.linspace(0, len(names), blocks + 1).astype(int).tolist()
    return list(pairwise(edges))


def _block(
    names: Sequence[bytes],
    segments: Sequence[Postings],
    live: Sequence[npt.NDArray[np.bool_]],
    new_numbers: Sequence[Ints],
) -> Plain:
    if not names:
        return _nothing()
    number = {name: i for i, name in enumerate(names)}
    terms, pages, times, positions = list[Ints](), list[Ints](), list[Ints](), list[Ints]()
    for segment, mask, renumbered in zip(segments, live, new_numbers, strict=True):
        mine = range(segment.terms.place(names[0]), segment.terms.place(names[-1] + b"\x00"))
        plain = segment.plain(mine)
        ours = np.fromiter(map(number.__getitem__, plain.terms), np.int64, len(plain.terms))
        kept = mask[plain.pages]
        terms.append(np.repeat(ours, plain.counts)[kept])
        pages.append(renumbered[plain.pages][kept])
        times.append(plain.times[kept])
        positions.append(plain.positions[np.repeat(kept, plain.times)])
    term, page, time = map(np.concatenate, (terms, pages, times))
    order = np.argsort(term, kind="stable")
    spots = np.cumsum(time) - time
    term, page, time, spots = term[order], page[order], time[order], spots[order]
    moved = stretches(spots, time)
    counts = np.bincount(term, minlength=len(names))
    stay = counts > 0  # a term whose pages are all gone goes too
    return Plain(
        [name for name, keep in zip(names, stay.tolist(), strict=True) if keep],
        counts[stay],
        page,
        time,
        np.concatenate(positions)[moved],
    )


def _nothing() -> Plain:
    none = np.zeros(0, np.int64)
    return Plain([], none, none, none, none)
