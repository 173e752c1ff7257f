"""How Russian, Kazakh and Kyrgyz words look: what each of their letter sequences speaks for.

The weights in letter_sequences.xz were learnt by scripts/make_language_data.py from tesseract's
word lists (letter_sequences.md says which, and their licence).
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

#: the languages whose words were learnt, in the order of :func:`log_odds`
LEARNT: tuple[str, ...] = ("ru", "kk", "ky")
#: sequences have up to this many letters; a word's beginning and end count as one
LONGEST = 5
#: one step of the whole numbers in the file, in nats
STEP = 0.05


def log_odds(word: str) -> tuple[float, float, float]:
    """Log odds (nats) of each language of :data:`LEARNT` against the first, for one word.

    ``word`` has small letters, ё as е.
    """
    weights = _weights()
    kazakh = kyrgyz = 0
    for sequence in sequences(word):
        if sequence in weights:
            weight = weights[sequence]
            kazakh += weight[0]
            kyrgyz += weight[1]
    return 0.0, kazakh * STEP, kyrgyz * STEP


def sequences(word: str) -> Iterator[str]:
    """Yield all sequences of 1 to :data:`LONGEST` characters of ``word`` between its ends «_»."""
    word = f"_{word}_"
    for length in range(1, LONGEST + 1):
        for start in range(len(word) - length + 1):
            yield word[start : start + length]


@cache
def _weights() -> dict[str, tuple[int, int]]:
    packed = files(__package__).joinpath("letter_sequences.xz").read_bytes()
    cells = lzma.decompress(packed).decode("utf-8").split()
    pairs = zip(map(int, cells[1::3]), map(int, cells[2::3]), strict=True)
    return dict(zip(cells[::3], pairs, strict=True))
