"""Dates that are certain, uncertain or a span, and what they mean.

A date is kept as EDTF (Extended Date/Time Format, ISO 8601-2, level 1) with the first and the last
day that it may touch. Documents and archivists write dates in words; :func:`parse_date` reads
EDTF and the usual words of the four languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from corpus.errors import BadDate
from corpus.messages import N_
from corpus.tables import rows

_REMEDY = N_("Write it like 1931, 1931-09-17, 1931/1935, 1931~ or «17 сентября 1931 г.».")


class Meaning(StrEnum):
    """What a span means: all the time between (a file's dates) or some day within it."""

    EXTENT = "extent"
    ONE_OF = "one-of"


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """An EDTF date; ``earliest`` and ``latest`` are inclusive, None where the span is open."""

    edtf: str
    earliest: date | None
    latest: date | None
    meaning: Meaning = Meaning.EXTENT

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise BadDate(
                N_("The date «{date}» ends before it begins."), remedy=_REMEDY, date=self.edtf
            )

    def __str__(self) -> str:
        return self.edtf

    def decades(self) -> tuple[int, ...]:
        """First years of all decades that the span touches; an open end counts its known one."""
        first, last = self.years()
        return tuple(range(first // 10 * 10, last + 1, 10))

    def years(self) -> tuple[int, int]:
        """First and last year touched (inclusive); an open end is that of the known one."""
        known = self.earliest or self.latest
        assert known is not None  # noqa: S101 - parse_date lets no span be open on both sides
        return (self.earliest or known).year, (self.latest or known).year


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
    edtf = _level_1(text) or _from_words(text)
    earliest, latest = _bounds(edtf, text)
    one_day = re.search(r"[~?%X]", edtf) and "/" not in edtf
    by_words = ".." in edtf and not _level_1(text)  # «не позднее 1931 г.»
    guess = Meaning.ONE_OF if one_day or by_words else Meaning.EXTENT
    return UncertainDate(edtf, earliest, latest, meaning or guess)


#: No date needs more characters; «17 сентября 1931 г. – 5 октября 1935 г.» has 39.
_LONGEST = 100
#: Seasons («1931-21») are left out: archives write «1921-22» for two years.
_DAY = r"(?:\d{4}|\d{3}X|\d{2}XX)(?:-(?:0[1-9]|1[0-2]|XX)(?:-(?:[0-3]\d|XX))?)?[~?%]?"
_LEVEL_1 = re.compile(rf"{_DAY}|{_DAY}/(?:{_DAY}|\.\.)?|(?:\.\.)?/{_DAY}", re.ASCII)
#: Latin and Cyrillic letters that people type for the X of «193X»
_X = str.maketrans("xхХ", "XXX")


def _level_1(text: str) -> str | None:
    """Return ``text`` as EDTF if it is that."""
    edtf = text.translate(_X)
    return edtf if _LEVEL_1.fullmatch(edtf) else None


def _no_date(text: str) -> BadDate:
    return BadDate(N_("«{date}» is not a date."), remedy=_REMEDY, date=text)


def _bounds(edtf: str, text: str) -> tuple[date | None, date | None]:
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    first, slash, last = edtf.partition("/")
    ends: list[date | None] = []
    for part, bound in ((first, "lower_strict"), (last if slash else first, "upper_strict")):
        if part in {"", ".."}:
            ends.append(None)
            continue
        try:
            ends.append(date(*getattr(parse_edtf(part), bound)()[:3]))
        except (EDTFParseException, ValueError) as reason:
            raise _no_date(text) from reason
    return ends[0], ends[1]


@cache
def months() -> dict[str, int]:
    """Every written form of a month and its number."""
    return {
        form: int(number)
        for number, _, forms in rows("corpus", "months.tsv")
        for form in forms.split()
    }


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_ROMAN |= {"x": 10, "xi": 11, "xii": 12}
_YEAR = r"(?P<y>\d{4})"
#: after a year: г. · года · жылғы · жыл · -ж. · жылы · жылкы
_OF_YEAR = r"\s*(?:-?\s*(?:г\.?|год[ау]?|ж\.?|жыл\w*))?"
_MONTH = r"(?P<m>[^\W\d_]+)\.?"
_WORDS: list[tuple[str, Callable[[re.Match[str]], str]]] = [
    # 17.09.1931 · 17/9-1931
    (rf"(?P<d>\d\d?)[./ -]+(?P<n>\d\d?)[./ -]+{_YEAR}{_OF_YEAR}", lambda g: _day(g)),
    # 17.IX.1931
    (rf"(?P<d>\d\d?)[./ -]+(?P<r>[ivxіхушп1]+)[./ -]+{_YEAR}{_OF_YEAR}", lambda g: _day(g)),
    # 17 сентября 1931 г.
    (rf"[«\"]?(?P<d>\d\d?)[»\"]?(?:-го)?[ -]+{_MONTH}\s+{_YEAR}{_OF_YEAR}", lambda g: _day(g)),
    # 1931 жылғы 17 қыркүйек · 1931-ж. 17-сентябрь
    (rf"{_YEAR}{_OF_YEAR}\s*,?\s*(?P<d>\d\d?)[ -]+{_MONTH}", lambda g: _day(g)),
    # сентябрь 1931 г. · 1931 жылдың қыркүйегі · 1931 г., сентябрь
    (rf"{_MONTH}\s+{_YEAR}{_OF_YEAR}", lambda g: _month(g)),
    (rf"{_YEAR}{_OF_YEAR}(?:\s*,\s*|\s+){_MONTH}", lambda g: _month(g)),
    # 1931–1935 гг. · 1931—35 гг. · 1931/32
    (
        rf"{_YEAR}\s*[-–—/]\s*(?P<z>\d{{4}}|\d\d)\s*(?:гг?\.?|год\w*|жж?\.?|жыл\w*)?",
        lambda g: _span(g),
    ),
    # 1930-е гг. · 1930-жылдар
    (r"(?P<y>\d{3})0-?\s*(?:е|х|шы|жылдар\w*)\s*(?:гг?\.?|год\w*|жыл\w*)?", lambda g: f"{g['y']}X"),
    (rf"{_YEAR}{_OF_YEAR}", lambda g: g["y"]),
]
#: between two dates; a hyphen with spaces around it or behind a year
_TO = re.compile(r"\s*[–—]\s*|\s+-\s+|(?<=\d{4})-(?=\d)")
_BEFORE = re.compile(r"(?:не\s+позднее|не\s+позже|до|before)\s+(.+)", re.I)
_AFTER = re.compile(r"(?:не\s+ранее|не\s+раньше|после|after)\s+(.+)", re.I)
_ABOUT = re.compile(
    r"(?:около|ок\.|приблизительно|шамамен|болжол менен|about|c\.|ca\.?)\s*(.+)", re.I
)
_PERHAPS = re.compile(r"(.+?)\s*(?:\(\?\)|\?)")


def _from_words(text: str) -> str:
    low = " ".join(text.casefold().split()).strip(" .,;[]")
    for pattern, sign in ((_BEFORE, "../"), (_AFTER, "/.."), (_ABOUT, "~"), (_PERHAPS, "?")):
        if m := pattern.fullmatch(low):
            return _qualified(_from_words(m[1]), sign, text)
    if edtf := _level_1(low):
        return edtf
    for words, read in _WORDS:
        if m := re.fullmatch(words, low):
            try:
                return read(m)
            except KeyError:
                continue
    if m := _TO.search(low):
        return _between(low[: m.start()], low[m.end() :])
    raise _no_date(text)


def _qualified(edtf: str, sign: str, text: str) -> str:
    first, slash, last = edtf.partition("/")
    if sign in "~?":
        return f"{first}{sign}/{last}{sign}" if slash else edtf + sign
    if slash:  # «до 1931–1935» says nothing
        raise _no_date(text)
    return sign + edtf if sign == "../" else edtf + sign


def _between(first: str, last: str) -> str:
    """A span of two dates; what the first leaves out («5–7 мая 1937 г.») is that of the last."""
    if year := re.search(r"\d{4}", last):
        if first.isdecimal() and len(first) <= 2:
            first = re.sub(r"^\d+", first, last)
        elif not re.search(r"\d{4}|\d{3}x", first):
            first = f"{first} {year.group()}"
    ends = [_from_words(first), _from_words(last)]
    if any("/" in end for end in ends):
        raise _no_date(f"{first} – {last}")
    return "/".join(ends)


def _day(g: re.Match[str]) -> str:
    return f"{g['y']}-{_number(g):02d}-{int(g['d']):02d}"


def _month(g: re.Match[str]) -> str:
    return f"{g['y']}-{_number(g):02d}"


def _span(g: re.Match[str]) -> str:
    last = g["z"] if len(g["z"]) == 4 else g["y"][:2] + g["z"]
    return f"{g['y']}/{last}"


def _number(g: re.Match[str]) -> int:
    """Month of a match: in figures, in Roman figures or as a word.

    Raises:
        KeyError: the word is no month.

    """
    parts = g.groupdict()
    if parts.get("n"):
        return int(parts["n"])
    if parts.get("r"):  # Roman figures are often typed with Cyrillic letters
        roman = parts["r"].replace("ш", "iii").replace("п", "ii")
        return _ROMAN[roman.translate(str.maketrans("іху1", "ixvi"))]
    word = parts["m"]
    if word not in months():  # «1931 жылдың қыркүйегі»: the possessive softens the last letter
        word = re.sub(r"(?:гі|ғы|ы|і|ү|у)$", "", word)
        word = next((w for w in months() if len(w) > 3 and w[:-1] == word), word)
    return months()[word]
