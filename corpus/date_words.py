"""Dates as documents write them, in words and figures of four languages, as EDTF.

What the words mean is in tables: ``months.tsv``, ``date_words.tsv`` (not later than, about …) and
``date_parts.tsv`` (spring, first half …). :func:`from_words` reads a text that is a date,
:func:`found` the dates that stand in a running text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from corpus.tables import rows


class Written(NamedTuple):
    """What words say: EDTF (level 1), and whether they name some day within it, not all of it."""

    edtf: str
    one_of: bool = False


class Found(NamedTuple):
    """A date in a text: half-open code point offsets and EDTF."""

    start: int
    end: int
    edtf: str


#: Seasons («1931-21») are left out: archives write «1921-22» for two years.
_DAY = r"(?:\d{4}|\d{3}X|\d{2}XX)(?:-(?:0[1-9]|1[0-2]|XX)(?:-(?:[0-3]\d|XX))?)?[~?%]?"
_LEVEL_1 = re.compile(rf"{_DAY}|{_DAY}/(?:{_DAY}|\.\.)?|(?:\.\.)?/{_DAY}", re.ASCII)
#: Latin and Cyrillic letters that people type for the X of «193X»
_X = str.maketrans("xхХ", "XXX")


def level_1(text: str) -> str | None:
    """Return ``text`` as EDTF if it is that."""
    edtf = text.translate(_X)
    return edtf if _LEVEL_1.fullmatch(edtf) else None


@cache
def months() -> dict[str, int]:
    """Every written form of a month and its number."""
    return {
        form: int(number)
        for number, _, forms in rows("corpus", "months.tsv")
        for form in forms.split("|")
    }


def from_words(text: str) -> Written | None:
    """Read a text that is a date, or return None."""
    low = " ".join(text.casefold().replace("ё", "е").translate(_BRACKETS).split()).strip(" .,;")
    return _qualified(low) or _in_words(low) or _part(low) or _between(low)


#: An archivist's brackets («[1937?]», «19[37]») and quotation marks say nothing of the date.
_BRACKETS = dict.fromkeys(map(ord, '[]«»"„“”'))
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_ROMAN |= {"x": 10, "xi": 11, "xii": 12}
_YEAR = r"(?P<y>\d{4})"
#: after a year: г. · года · жылғы · жыл · -ж. · жылы · жылкы
_YEARS_WORD = r"(?:-?\s*(?:г\.?(?!\w)|год[ауы]?(?!\w)|ж\.?(?!\w)|жыл\w*))"
_OF_YEAR = rf"\s*{_YEARS_WORD}?"
#: 17 · «17» · 17-го · 17-ші · 17-си
_DATE = r"[«\"„“]?\s?(?P<d>\d\d?)\s?[»\"“”]?(?:-?(?:го|е|ші|шы|чи|чү|чы|чу))?"
_TO_DAY = r"[\s-]+"
_ENDING = r"(?:\s?-?\s?(?!ж\b|г\b|до\b|по\b)[^\W\d_]{1,4}(?!\w))?(?:\s+күн\w*)?"


def _month_pattern() -> str:
    forms = "|".join(sorted(months(), key=len, reverse=True)).replace(" ", r"\s+")
    return rf"(?P<m>{forms})(?!\w)\.?(?:\s+ай(?:ы\w*)?(?!\w))?"


@cache
def _patterns() -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]]:
    """Patterns of dates that stand by themselves, and what each says."""
    month = _month_pattern()
    written = [
        # 17.09.1931 · 17/9-1931
        (rf"(?P<d>\d\d?)[./ -]+(?P<n>\d\d?)[./ -]+{_YEAR}{_OF_YEAR}", _day),
        # 17.IX.1931
        (rf"(?P<d>\d\d?)[./ -]+(?P<r>[ivxіхушп1]+)[./ -]+{_YEAR}{_OF_YEAR}", _day),
        *_with_words(month),
        # 1931–1935 гг. · 1931—35 гг. · 1931/32
        (rf"{_YEAR}\s*[-–—/]\s*(?P<z>\d{{4}}|\d\d)\s*(?:гг?\.?|год\w*|-?жж?\.?|-?жыл\w*)?", _span),
        # 1930-е гг. · 1930-х · 1930-жылдар
        (
            r"(?P<y>\d{3})0-?\s*(?:е|х|шы|жылдар\w*|жж\.?)\s*(?:гг?\.?|год\w*|жыл\w*)?",
            lambda g: f"{g['y']}X",
        ),
        (rf"{_YEAR}{_OF_YEAR}", lambda g: g["y"]),
    ]
    return [(re.compile(pattern), read) for pattern, read in written]


def _with_words(month: str) -> list[tuple[str, Callable[[re.Match[str]], str | None]]]:
    """Patterns in which the month is a word."""
    return [
        # 17 сентября 1931 г. · 17-сентябрь 1931-ж.
        (rf"{_DATE}{_TO_DAY}{month}\s*,?\s*{_YEAR}{_OF_YEAR}", _day),
        # 1931 жылғы 17 қыркүйек · 1931-ж. 17-сентябрь
        (rf"{_YEAR}{_OF_YEAR}\s*,?\s*{_DATE}{_TO_DAY}{month}", _day),
        # 1937-жыл, бугунун 5и · 1937 жылғы мамырдың 5-і күні
        (rf"{_YEAR}{_OF_YEAR}\s*,?\s*{month}\s+(?P<d>\d\d?)(?!\d){_ENDING}", _day),
        # сентябрь 1931 г. · 1931 жылдың қыркүйегі · 1931 г., сентябрь
        (rf"{month}\s*,?\s*{_YEAR}{_OF_YEAR}", _month),
        (rf"{_YEAR}{_OF_YEAR}\s*,?\s*{month}", _month),
    ]


def _in_words(low: str) -> Written | None:
    for pattern, read in _patterns():
        if (m := pattern.fullmatch(low)) and (edtf := read(m)):
            return Written(edtf)
    return None


@cache
def _qualifiers() -> list[tuple[str, re.Pattern[str]]]:
    out = []
    for sense, _, word, place, _ in rows("corpus", "date_words.tsv"):
        qualifier = re.escape(word).replace(r"\ ", r"\s+")
        if place == "before":
            out.append((sense, re.compile(rf"{qualifier}(?!\w),?\s*(.+)")))
        else:
            guard = r"\s+" if word[0].isalpha() else r"\s*"
            out.append((sense, re.compile(rf"(.+?){guard}{qualifier}")))
    return out


def _qualified(low: str) -> Written | None:
    for sense, pattern in _qualifiers():
        if m := pattern.fullmatch(low):
            rest = _said(m[1].strip(" ,"))
            return rest and _marked(sense, rest)
    return None


def _said(low: str) -> Written | None:
    """What a date with or without words for its sense says."""
    if edtf := level_1(low):
        return Written(edtf)
    return from_words(low)


def _marked(sense: str, date: Written) -> Written | None:
    first, slash, last = date.edtf.partition("/")
    if sign := {"about": "~", "perhaps": "?"}.get(sense):
        if {first, last} & {"", ".."} and slash:
            return date  # «не позднее [1931?]»
        return Written(f"{first}{sign}/{last}{sign}" if slash else first + sign)
    if slash:  # «до 1931–1935» says nothing
        return None
    return Written("../" + first if sense == "before" else first + "/..", one_of=True)


@cache
def _parts() -> list[tuple[re.Pattern[str], str, int, int]]:
    out = []
    for of, _, words, first, last, _ in rows("corpus", "date_parts.tsv"):
        part = "|".join(map(re.escape, words.split("|")))
        pattern = rf"(?:во?\s+)?(?:{part})\s+(?P<a>.+)|(?P<b>.+?)\s*,?\s+(?:{part})"
        out.append((re.compile(pattern), of, int(first), int(last)))
    return out


def _part(low: str) -> Written | None:
    """«весна 1932», «первая половина 1930-х»: some day in a part of a year or decade."""
    for pattern, of, first, last in _parts():
        m = pattern.fullmatch(low)
        whole = m and _in_words(m["a"] or m["b"])
        if not whole:
            continue
        if of == "year" and re.fullmatch(r"\d{4}", year := whole.edtf):
            if last - first < 11:
                return Written(f"{year}-{first:02d}/{year}-{last:02d}", one_of=True)
            return Written(year, one_of=True)
        if of == "decade" and re.fullmatch(r"\d{3}X", decade := whole.edtf):
            if last - first < 9:
                return Written(f"{decade[:3]}{first}/{decade[:3]}{last}", one_of=True)
            return Written(decade, one_of=True)
    return None


#: between two dates: a dash, a hyphen with spaces around it or behind a year, nothing («5.05.1937
#: 7.06.1938» stands in two lines of a cell)
_TO = re.compile(
    r"\s*[–—]\s*|\s+-\s+|(?<=\d{4})-(?=\d)|(?<=\d{4})\s*г?\.?-(?=\d)|(?<=\d{4})\s+(?=\d\d?[./])"
)


def _between(low: str) -> Written | None:
    """A span of two dates; what the first leaves out («5–7 мая 1937 г.») is that of the last."""
    if re.fullmatch(r"\d{4}(?:\s*[,;–—-]\s*\d{4})+\s*(?:гг?\.?)?", low):  # 1931, 1933–1935 гг.
        years = sorted(re.findall(r"\d{4}", low))
        return Written(f"{years[0]}/{years[-1]}")
    m = _TO.search(low)
    if m is None:
        return None
    first, last = low[: m.start()], low[m.end() :]
    if year := re.search(r"\d{4}", last):
        if first.isdecimal() and len(first) <= 2:
            first = re.sub(r"^\d+", first, last)
        elif not re.search(r"\d{4}|\d{3}x", first):
            first = f"{first} {year.group()}"
    ends = [_said(first), _said(last)]
    if not all(ends) or any("/" in end.edtf for end in ends if end):
        return None
    return Written("/".join(end.edtf for end in ends if end))


#: between the numbers of a date
_STOP, _DASH = r"\s?[./]\s?", r"\s?[./–—-]\s?"
#: a month in Roman figures, which are often typed with Cyrillic letters and the figure 1
_ROMAN_MONTH = r"(?P<r>(?=1?[ivxіхушп])[ivxіхушп1]+)"


@cache
def _findable() -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]]:
    """Patterns of what is certainly a date in a running text, not a sum or a number of a case."""
    numbers = [
        (rf"(?P<d>\d\d?){_STOP}(?P<n>\d\d?){_DASH}{_YEAR}{_OF_YEAR}", _day),
        (rf"(?P<d>\d\d?){_DASH}{_ROMAN_MONTH}{_DASH}{_YEAR}{_OF_YEAR}", _day),
        (rf"{_YEAR}-(?P<n>0[1-9]|1[0-2])-(?P<d>[0-3]\d)", _day),
        # 17.09.37 · 17/IX-37 · 17/IX-37 г. · 17.9.37 г.
        (rf"(?P<d>[0-3]\d)\.(?P<n>0[1-9]|1[0-2])\.(?P<y>\d\d)(?!\.\d)(?:\s*{_YEARS_WORD})?", _day),
        (rf"(?P<d>\d\d?){_DASH}(?P<r>[ivx]+){_DASH}(?P<y>\d\d)(?:\s*{_YEARS_WORD})?", _day),
        (
            rf"(?P<d>\d\d?){_DASH}(?:{_ROMAN_MONTH}|(?P<n>\d\d?)){_DASH}"
            rf"(?P<y>\d\d)\s*{_YEARS_WORD}",
            _day,
        ),
    ]
    written = [*numbers, *_with_words(_month_pattern()), (rf"{_YEAR}\s*{_YEARS_WORD}", _year)]
    return [(re.compile(rf"(?<![\w.,/№-]){pattern}(?!\w|-\d)"), read) for pattern, read in written]


_FIGURES, _WORD = re.compile(r"\d+"), re.compile(r"\w+")
#: The name of a month and all that stands before the year: «жалган курандын айында, 1931».
_LONGEST_MONTH = 60


def found(text: str, century: int = 19) -> Iterator[Found]:
    """Yield the dates in a running text, in order; of two that overlap the longer.

    A year of two figures is of ``century``: 19 for 1931.
    """
    low = text.lower()
    if len(low) != len(text):  # «İ» becomes two
        low = "".join(c.lower()[0] for c in text)
    beginnings = _beginnings(low)
    if not beginnings:  # as in most queries; to compile the patterns would take longer than these
        return
    here = [
        Found(*m.span(), edtf if len(m["y"]) == 4 else f"{century}{edtf[2:]}")
        for pattern, read in _findable()
        for m in _matches(pattern, low, beginnings)
        if (edtf := read(m))
    ]
    end = 0
    for one in sorted(here, key=lambda f: (f.start, -f.end)):
        if one.start >= end:
            end = one.end
            yield one


def _beginnings(low: str) -> list[int]:
    """Where a date may begin: at figures, at a quotation mark or space before them, at a month."""
    found: set[int] = set()
    for figures in _FIGURES.finditer(low):
        first = figures.start()
        found.update(range(max(0, first - 2), first + 1))
        if len(figures.group()) >= 4:  # a year
            before = _WORD.finditer(low, max(0, first - _LONGEST_MONTH), first)
            found.update(word.start() for word in before)
    return sorted(found)


def _matches(
    pattern: re.Pattern[str], low: str, beginnings: Iterable[int]
) -> Iterator[re.Match[str]]:
    """As ``pattern.finditer(low)``, tried at the given offsets only."""
    end = 0
    for start in beginnings:
        if start >= end and (m := pattern.match(low, start)):
            end = m.end()
            yield m


def _day(g: re.Match[str]) -> str | None:
    month, year = _number(g), g["y"] if len(g["y"]) == 4 else "19" + g["y"]
    return f"{year}-{month:02d}-{int(g['d']):02d}" if month else None


def _month(g: re.Match[str]) -> str | None:
    return f"{g['y']}-{_number(g):02d}"


def _year(g: re.Match[str]) -> str | None:
    return g["y"]


def _span(g: re.Match[str]) -> str | None:
    last = g["z"] if len(g["z"]) == 4 else g["y"][:2] + g["z"]
    return f"{g['y']}/{last}"


def _number(g: re.Match[str]) -> int:
    """Month of a match: in figures, in Roman figures or as a word; 0 where it is none."""
    parts = g.groupdict()
    if parts.get("n"):
        return int(parts["n"])
    if parts.get("r"):  # Roman figures are often typed with Cyrillic letters
        roman = parts["r"].replace("ш", "iii").replace("п", "ii")
        return _ROMAN.get(roman.translate(str.maketrans("іху1", "ixvi")), 0)
    return months()[" ".join(parts["m"].split())]
