"""Roman numerals that were typed with Cyrillic letters and the figure 1: ХУП съезд, Х1Х век.

Typewriters had no Latin letters. Which letters are a numeral is told by the word behind it
(numeral_words.tsv); «П» elsewhere is a letter. Months of dates are read by :mod:`corpus.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from index.analysis.tables import rows

#: what stands for what; Latin letters may be among the Cyrillic ones
_TYPED = {"Х": "x", "X": "x", "У": "v", "V": "v", "П": "ii", "Ш": "iii"}
_TYPED |= dict.fromkeys(["І", "I", "1"], "i")
_ROMAN = re.compile("(?!$)x{0,3}(?:ix|iv|v?i{0,3})")
#: a plain number, Latin letters, the preposition «У»
_PLAIN = re.compile("1+|[XVI]+|У")
_NUMERAL = rf"(?<!\w)[{''.join(_TYPED)}]{{1,7}}(?!\w)"
_NUMERAL_ALONE = re.compile(_NUMERAL)
#: so many may stand before one word: «П, Ш и 1У кварталы»
_MORE = 4


class Numeral(NamedTuple):
    """A Roman numeral: half-open code point offsets and its value in small Latin letters."""

    start: int
    end: int
    value: str


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the Roman numerals of a text that are not in Latin letters only, in order."""
    if not _NUMERAL_ALONE.search(text):
        return
    for row in _before_words().finditer(text):
        for m in re.finditer(_NUMERAL, row["numerals"]):
            value = "".join(_TYPED[letter] for letter in m.group())
            if _ROMAN.fullmatch(value) and not _PLAIN.fullmatch(m.group()):
                start = row.start("numerals")
                yield Numeral(start + m.start(), start + m.end(), value)


@cache
def _before_words() -> re.Pattern[str]:
    words = "|".join(
        re.escape(word) if word.endswith(".") else rf"{word}\w*"
        for word in dict.fromkeys(row["word"] for row in rows("numeral_words.tsv"))
    )
    between = r"\s?(?:[-–—,]|и|және|жана)\s?"
    more = rf"(?:{between}{_NUMERAL}){{0,{_MORE}}}"
    return re.compile(rf"(?P<numerals>{_NUMERAL}{more})[-–]?\s?(?i:{words})")
