"""Days, however they are written: 17.IX.1931, 17 сентября 1931 г., 1931 жылғы 17 қыркүйек.

The index keeps a day at the first word of its date, with the number of its words, so that the whole
date is lit; the words of the date stay words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.dates import find_dates

#: No date has more words: «1937 жылғы мамыр айының 17-ші күні» has six.
MOST_WORDS = 8
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Day(NamedTuple):
    """A day in a text: half-open code point offsets and the day as 1931-09-17."""

    start: int
    end: int
    value: str


def days(text: str, years: tuple[int, int] | None = None) -> Iterator[Day]:
    """Yield the days that a text names, in order.

    ``years`` are those of its document: they tell the century of «17/IX-31 г.».
    """
    for start, end, date in find_dates(text, years):
        if _DAY.fullmatch(date.edtf):
            yield Day(start, end, date.edtf)


def day_term(value: str, words: int) -> str:
    """What the index stores for a day that is written in so many words."""
    return f"{value}/{words}"
