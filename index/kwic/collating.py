"""The order of words: figures, Latin letters, Cyrillic ones as the three alphabets have them.

Russian, Kazakh and Kyrgyz put the letters that they share in the same order, so one alphabet serves
all three and no language need be known. Words are compared as an exact match compares them
(:func:`index.analysis.folding.exact`): letter case and ё do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.analysis.folding import exact

#: The Kazakh alphabet of 1940, which has all letters of the Russian and the Kyrgyz one.
ALPHABET = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
#: what of a context is compared, in letters
LONGEST = 48
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
#: between words, before every letter: a shorter word stands before the longer one it begins
_SPACE, _HYPHEN, _FIGURES, _LATIN, _CYRILLIC, _OTHER = 1, 2, 0x10, 0x20, 0x40, 0xFF


class _Codes(dict[int, int]):
    """The place of each letter; those of other alphabets share the last one."""

    def __missing__(self, letter: int) -> int:
        return _OTHER


_CODES = _Codes(
    {ord(" "): _SPACE, ord("-"): _HYPHEN}
    | {ord(letter): _FIGURES + i for i, letter in enumerate("0123456789")}
    | {ord(letter): _LATIN + i for i, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
    | {ord(letter): _CYRILLIC + i for i, letter in enumerate(ALPHABET)}
)


def words(text: str) -> list[str]:
    """The words of a text as they are compared; signs between them are left out."""
    return [exact(word) for word in _WORD.findall(text)]


def key(some: Iterable[str]) -> bytes:
    """Bytes that sort as words in a row do, as far as their first :data:`LONGEST` letters."""
    return " ".join(some)[:LONGEST].translate(_CODES).encode("latin-1")
