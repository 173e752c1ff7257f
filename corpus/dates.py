"""Dates that are certain, uncertain or a span, and what they mean.

A date is kept as EDTF (Extended Date/Time Format, ISO 8601-2, level 1) with the first and the last
day that it may touch, and with the words in which it was written. Documents and archivists write
dates in words; :func:`parse_date` reads EDTF and the usual words of the four languages,
:func:`find_dates` what stands in a text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from corpus.date_words import found, from_words, level_1
from corpus.errors import BadDate
from corpus.messages import N_

_REMEDY = N_("Write it like 1931, 1931-09-17, 1931/1935, 1931~ or «17 сентября 1931 г.».")


class Meaning(StrEnum):
    """What a span means: all the time between (a file's dates) or some day within it."""

    EXTENT = "extent"
    ONE_OF = "one-of"


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """An EDTF date; ``earliest`` and ``latest`` are inclusive, None where the span is open.

    ``words`` are those in which it was written, empty where that was EDTF; dates that say the same
    in other words are equal.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    meaning: Meaning = Meaning.EXTENT
    words: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise BadDate(
                N_("The date «{date}» ends before it begins."), remedy=_REMEDY, date=self.edtf
            )

    def __str__(self) -> str:
        return self.edtf

    def decades(self, within: Sequence[UncertainDate] = ()) -> tuple[int, ...]:
        """First years of all decades that the span touches, its ends as in :meth:`years`."""
        first, last = self.years(within)
        return tuple(range(first // 10 * 10, last + 1, 10))

    def years(self, within: Sequence[UncertainDate] = ()) -> tuple[int, int]:
        """First and last year touched (inclusive).

        An open end is that of the first of ``within`` whose own is known, as the dates of the
        file, the opis and the fonds in which a document lies, or else the known end: «not later
        than 1935» in a file begun in 1931 is 1931 to 1935.
        """
        known = self.earliest or self.latest
        assert known is not None  # noqa: S101 - parse_date lets no span be open on both sides
        first, last = (self.earliest or known).year, (self.latest or known).year
        if self.earliest is None:
            first = min(first, next((d.earliest for d in within if d.earliest), known).year)
        if self.latest is None:
            last = max(last, next((d.latest for d in within if d.latest), known).year)
        return first, last

    @property
    def is_exact(self) -> bool:
        """Whether it is a day, a month or a year that is not in doubt, or a span within a year."""
        return is_exact(self.edtf)


def parse_date(text: str, meaning: Meaning | None = None) -> UncertainDate:
    """Read EDTF level 1 or the words of a document.

    A span means :attr:`Meaning.EXTENT` unless ``meaning`` says otherwise; an approximate,
    uncertain or unspecified date («1931~», «193X», «не позднее 1931 г.») is one day (or year) of
    several.

    Raises:
        BadDate: it is neither, or names a day that no calendar has.

    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise _no_date(text[:_LONGEST] + "…")
    edtf, one_of, words = level_1(text) or "", False, ""
    if not edtf:
        written = from_words(text)
        if written is None:
            raise _no_date(text)
        edtf, one_of, words = *written, " ".join(text.split())
    earliest, latest = _bounds(edtf, text)
    one_of = one_of or bool(re.search(r"[~?%X]", edtf) and "/" not in edtf)
    guess = Meaning.ONE_OF if one_of else Meaning.EXTENT
    return UncertainDate(edtf, earliest, latest, meaning or guess, words)


def is_exact(edtf: str) -> bool:
    """Whether an EDTF date is exact, see :attr:`UncertainDate.is_exact`; an empty one is not.

    «1931», «1931-09» and «1931-09-17/1931-10-05» are; «1931~», «1931?», «193X», «1931/..» and
    «1931/1935» are not.
    """
    first, slash, last = edtf.partition("/")
    plain = all(_PLAIN.fullmatch(end) for end in ((first, last) if slash else (first,)))
    return plain and (not slash or first[:4] == last[:4])


def is_undated(text: str) -> bool:
    """Whether words say that there is no date: «б/д», «без даты»."""
    return bool(_UNDATED.fullmatch(" ".join(text.casefold().split()).strip(" .,[]()–—-")))


class FoundDate(NamedTuple):
    """A date in a text and its half-open code point offsets."""

    start: int
    end: int
    date: UncertainDate


def find_dates(text: str, near: tuple[int, int] | None = None) -> Iterator[FoundDate]:
    """Yield the dates of a running text in order; days that no calendar has are passed over.

    A year of two figures is of the century of ``near``, the first and last year of the document
    in which the text stands, else of the twentieth.
    """
    for start, end, edtf in found(text, near[1] // 100 if near else 19):
        try:
            earliest, latest = _bounds(edtf, edtf)
        except BadDate:
            continue
        start = end - len(text[start:end].lstrip())  # a day may begin with the space before it
        words = " ".join(text[start:end].split())
        yield FoundDate(start, end, UncertainDate(edtf, earliest, latest, words=words))


_PLAIN = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
#: No date needs more characters; «17 сентября 1931 г. – 5 октября 1935 г.» has 39.
_LONGEST = 100
#: «б. д.», «б/г», «без даты», «не датировано»; «күні жоқ»; «күнү жок»; a dash or nothing at all
_UNDATED = re.compile(
    r"б\W{0,3}[дг]|без\s+(?:даты|года)|не\s?датировано|недатирован\w*"
    r"|күні\s+(?:жоқ|көрсетілмеген)|датасыз|датасы\s+жо[қк]|күнү\s+жок|"
)


def _no_date(text: str) -> BadDate:
    return BadDate(N_("«{date}» is not a date."), remedy=_REMEDY, date=text)


def _bounds(edtf: str, text: str) -> tuple[date | None, date | None]:
    first, slash, last = edtf.partition("/")
    last = last if slash else first
    try:
        begin = None if first in {"", ".."} else _ends(first)[0]
        end = None if last in {"", ".."} else _ends(last)[1]
    except ValueError as reason:
        raise _no_date(text) from reason
    return begin, end


@lru_cache(maxsize=4096)
def _ends(part: str) -> tuple[date, date]:
    """The first and the last day of one date; plain ones do not load the grammar (100 ms).

    Raises:
        ValueError: it is none, or no calendar has it.

    """
    if m := re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", part, re.ASCII):
        year, month, day = (int(number or 0) for number in m.groups())
        last_day = day or monthrange(year, month or 12)[1]
        return date(year, month or 1, day or 1), date(year, month or 12, last_day)
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(part)
    except EDTFParseException as reason:
        raise ValueError(part) from reason
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
