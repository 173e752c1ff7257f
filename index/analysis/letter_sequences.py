"""How the words of a language look: what each of their letter sequences speaks for.

The weights were learnt by scripts/make_language_data.py from tesseract's word lists
(letter_sequences.md says which, and their licence).
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

#: behind a language: its words in Russian letters only, as a typewriter without ө or қ has them
RUSSIAN_LETTERS = "~"
#: all languages that are not told apart
OTHER = "und"
#: the classes of words in Cyrillic and in Latin letters, in the order of :func:`log_odds`
CYRILLIC: tuple[str, ...] = ("ru", "kk", "ky", "kk~", "ky~", OTHER)
LATIN: tuple[str, ...] = ("en", OTHER)
#: where the weights of each are
FILES = {CYRILLIC: "cyrillic_sequences.xz", LATIN: "latin_sequences.xz"}
#: sequences have up to this many letters; a word's beginning and end count as one
LONGEST = 5
#: one step of the whole numbers in the files, in nats
STEP = 0.05


def log_odds(word: str, classes: tuple[str, ...]) -> tuple[float, ...]:
    """Log odds (nats) of each of ``classes`` (a key of :data:`FILES`) against the first.

    ``word`` has small letters, ё as е.
    """
    weights = _weights(classes)
    sums = [0] * (len(classes) - 1)
    for sequence in sequences(word):
        if sequence in weights:
            sums = [n + weight for n, weight in zip(sums, weights[sequence], strict=True)]
    return 0.0, *(n * STEP for n in sums)


def sequences(word: str) -> Iterator[str]:
    """Yield all sequences of 1 to :data:`LONGEST` characters of ``word`` between its ends «_»."""
    word = f"_{word}_"
    for length in range(1, LONGEST + 1):
        for start in range(len(word) - length + 1):
            yield word[start : start + length]


@cache
def _weights(classes: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    packed = files(__package__).joinpath(FILES[classes]).read_bytes()
    rows = (line.split("\t") for line in lzma.decompress(packed).decode("utf-8").splitlines())
    return {sequence: tuple(map(int, numbers)) for sequence, *numbers in rows}
