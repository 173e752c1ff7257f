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


def pack(forms: Iterable[bytes]) -> dict[str, Array]:
    """Return the arrays of forms in order: ``letters`` (u8) and ``lengths`` (u1)."""
    bits = [1 << (i & 63) for i in range(256)]
    letters: list[int] = []
    lengths: list[int] = []
    for form in forms:
        text = form.decode()
        mask = 0
        for letter in text:
            mask |= bits[ord(letter) & 255]
        letters.append(mask)
        lengths.append(min(len(text), LONGEST))
    return {"letters": np.array(letters, np.uint64), "lengths": np.array(lengths, np.uint8)}


def alike(arrays: Mapping[str, Array], form: str, edits: int) -> npt.NDArray[np.intp]:
    """Return the places of the forms that may be within so many edits of ``form``."""
    own = pack([form.encode()])
    differing = np.bitwise_count(arrays["letters"] ^ own["letters"][0])
    longer = arrays["lengths"].astype(np.int16) - int(own["lengths"][0])
    return np.flatnonzero((differing <= 2 * edits) & (np.abs(longer) <= edits))
