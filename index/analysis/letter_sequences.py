"""How the words of a language look: what each of their letter sequences speaks for.

The weights were learnt by scripts/make_language_data.py from tesseract's word lists
(letter_sequences.md says which, and their licence).
"""

from __future__ import annotations

from functools import cache
from struct import Struct

from index.analysis.tables import packed_text

#: behind a language: its words in Russian letters only, as a typewriter without ө or қ has them
RUSSIAN_LETTERS = "~"
#: all languages that are not told apart
OTHER = "und"
#: the classes of words in Cyrillic and in Latin letters, in the order of :func:`log_odds`
CYRILLIC: tuple[str, ...] = ("ru", "kk", "ky", "kk~", "ky~", OTHER)
LATIN: tuple[str, ...] = ("en", OTHER)
#: where the weights of each are
FILES = {CYRILLIC: "cyrillic_sequences.gz", LATIN: "latin_sequences.gz"}
#: sequences have up to this many letters; a word's beginning and end count as one, written so
LONGEST, END = 5, "_"
#: sums of so many parts of words are kept
_MOST = 1 << 16
#: one step of the whole numbers in the files, in nats
STEP = 0.05
#: bits of one number among those of all classes; sums of a million sequences have room in them
_BITS = 32
_HALF = 1 << (_BITS - 1)


def log_odds(word: str, classes: tuple[str, ...]) -> tuple[float, ...]:
    """Log odds (nats) of each of ``classes`` (a key of :data:`FILES`) against the first.

    ``word`` has small letters, ё as е, and no «_».
    """
    word = f"{END}{word}{END}"
    sums = _sums(classes)
    packed = sum([sums[word[part]] for part in _parts(len(word))])
    zeros, fields = _fields(len(classes) - 1)
    numbers = fields.unpack((packed + zeros).to_bytes(fields.size, "little"))
    return 0.0, *[(n - _HALF) * STEP for n in numbers]


def sequences(word: str) -> list[str]:
    """Return all sequences of 1 to :data:`LONGEST` characters of ``word`` between its ends."""
    word = f"{END}{word}{END}"
    return [
        word[start : start + length]
        for length in range(1, LONGEST + 1)
        for start in range(len(word) - length + 1)
    ]


@cache
def _parts(letters: int) -> tuple[slice, ...]:
    """Where the longest sequences of a word of so many letters are, its ends counted."""
    return tuple(slice(start, start + LONGEST) for start in range(max(letters - LONGEST, 0) + 1))


class _Sums(dict[str, int]):
    """What the sequences at the beginning of a part of a word weigh together, made when asked for.

    At the end of a word: all sequences in it. New words are mostly made of parts of others.
    """

    def __init__(self, weights: dict[str, int]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, part: str) -> int:
        if not part:
            return 0
        weight = self._weights.get(part, 0) + self[part[:-1]]
        if part[-1] == END:
            weight += self[part[1:]]
        if len(self) >= _MOST:  # what is misread has ever new ones
            self.clear()
        self[part] = weight
        return weight


@cache
def _sums(classes: tuple[str, ...]) -> _Sums:
    return _Sums(_weights(classes))


@cache
def _weights(classes: tuple[str, ...]) -> dict[str, int]:
    """The numbers of every sequence as one, so that one sum adds up those of all classes."""
    width = len(classes)
    fields = packed_text(FILES[classes]).rstrip().replace("\n", "\t").split("\t")
    packed = [*map(int, fields[1::width])]  # they may be negative
    for place in range(1, width - 1):
        lifts = place * _BITS
        numbers = fields[place + 1 :: width]
        packed = [low + (int(high) << lifts) for low, high in zip(packed, numbers, strict=True)]
    return dict(zip(fields[::width], packed, strict=True))


@cache
def _fields(count: int) -> tuple[int, Struct]:
    """How the ``count`` numbers that :func:`_weights` made one are told apart.

    What is added to make them all greater than 0, and where they then are.
    """
    return sum(_HALF << place * _BITS for place in range(count)), Struct(f"<{count}I")
