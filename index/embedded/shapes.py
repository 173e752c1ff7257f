"""A rough shape of every word form, by which most words that cannot be like another are left out.

A shape is the set of a word's letters as bits of one number, and its length. An edit (a letter
more, less or other; two neighbours exchanged) changes at most two bits and the length by one, so
words within d edits differ in at most 2d bits (an old trick of spelling checkers).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from index.embedded.arrayfile import Array

LONGEST = 255
#: the sign behind each form
_END = ord("\n")


def pack(forms: Iterable[bytes]) -> dict[str, Array]:
    """Return the arrays of forms in order: ``letters`` (u8) and ``lengths`` (u1)."""
    text = b"\n".join([*forms, b""]).decode()
    codes = np.frombuffer(text.encode("utf-32-le"), "<u4")
    ends = np.flatnonzero(codes == _END)
    lengths = np.diff(ends, prepend=-1) - 1
    bits = np.left_shift(np.uint64(1), (codes & 63).astype(np.uint64))
    bits[ends] = 0
    starts = ends - lengths
    letters = np.bitwise_or.reduceat(bits, starts) if len(starts) else bits
    return {
        "letters": letters.astype(np.uint64),
        "lengths": np.minimum(lengths, LONGEST).astype(np.uint8),
    }


def alike(arrays: Mapping[str, Array], form: str, edits: int) -> npt.NDArray[np.intp]:
    """Return the places of the forms that may be within so many edits of ``form``."""
    own = pack([form.encode()])
    differing = np.bitwise_count(arrays["letters"] ^ own["letters"][0])
    longer = arrays["lengths"].astype(np.int16) - int(own["lengths"][0])
    return np.flatnonzero((differing <= 2 * edits) & (np.abs(longer) <= edits))
