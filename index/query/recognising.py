"""What stands in a query without a mark and is more than its words: references, people, days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.reference import Reference, find_references
from index.analysis.days import days
from index.analysis.tokens import tokens

#: words that join others where they stand in capitals
OPERATORS = frozenset(
    {"И", "AND", "ИЛИ", "OR", "НЕ", "NOT", "ЖӘНЕ", "НЕМЕСЕ", "ЕМЕС", "ЖАНА", "ЖЕ", "ЭМЕС"}
)
QUOTES = '«»„“”"'
#: stands for letters that are not looked at; a noncharacter, so in no text
_BLANK = "\ufdd0"
#: a character that is neither a space nor a sign by which lexemes end
INNER = rf"[^\s{QUOTES}()\[\]&|+{_BLANK}]"
#: a minus that means «without»
MINUS = r"(?<=\s)-(?=[^\W\d_]|[«„“\"(\[=!#*])"
_OPERATOR = re.compile(rf"(?<!{INNER})(?:{'|'.join(sorted(OPERATORS))})(?!{INNER})")
#: what has marks of its own, so that nothing is recognised in it
_MARKED = re.compile(rf"[{QUOTES}][^{QUOTES}]*[{QUOTES}]?|\[[^\[\]]*\]?|[()&|+]|{MINUS}")

_UPPER, _LOWER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ", "a-zа-яёәғқңөұүһі"
_NAME = rf"[{_UPPER}][{_LOWER}]++(?:-[{_UPPER}][{_LOWER}]++)*+"
#: «Иванов С. Н.», «С. Н. Иванов», «Письмо С. Н. Иванова»; «О.Г.П.У.» has too many initials
_PERSON = re.compile(
    rf"(?<![\w.])(?<!\w-)(?:(?P<before>{_NAME})(?!\w),?[ ])?"
    rf"(?<![{_UPPER}]\.)(?<![{_UPPER}]\.[ ])"
    rf"(?P<initials>[{_UPPER}]\.(?:[ ]?[{_UPPER}]\.(?![ ]?[{_UPPER}]\.)|(?![ ]?\d)))"
    rf"(?:[ ]?(?P<behind>{_NAME})(?!\w))?(?!\w)"
)
#: how surnames end, in any case: Иванова, Вышинскому, Шевченко, Орджоникидзе, Жумабаев
_SURNAME = re.compile(
    r"[а-яё]{2,}(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|о[йю]|ы|ых|ыми)?"
    r"|[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|их)|енк[оу]|[уюа]к|ян|дзе|швили|[уұ]лы|уулу|[кқ]ызы)"
)
_SPAN = re.compile(
    r"(?<![\w.,/–—-])((?:1[5-9]|20)\d\d)[ ]?[-–—][ ]?((?:1[5-9]|20)\d\d|\d\d)"
    r"[ ]?(?:гг?\.?|год(?:а|ы|ов|ах|ам)?|-?[ ]?жж?\.?|-?[ ]?жыл\w*)(?!\w)"
)
#: signs of the query language behind a word: «393-2-1*» is no reference
_SIGNS = frozenset("*?~")


@dataclass(frozen=True, slots=True)
class Person:
    """A surname in any form with initials before or behind it, or with the full name.

    ``initials`` are one or two capitals, the first name's first.
    """

    surname: str
    initials: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.initials) <= 2:
            raise ValueError(f"{len(self.initials)} initials")

    def __str__(self) -> str:
        return " ".join([self.surname, *(f"{letter}." for letter in self.initials)])


@dataclass(frozen=True, slots=True)
class Day:
    """A date, however it is written; ``value`` is 1931-09-17."""

    value: str

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a half-open range of a query means, and how many words of it are searched."""

    start: int
    end: int
    node: Reference | Person | Day
    words: int = 1


def recognise(query: str) -> list[Recognised]:
    """The references, people and days of a query; of those that overlap the first of these."""
    text = _without_marks(query)
    found = [
        Recognised(start, end, reference)
        for start, end, reference in find_references(text)
        if text[end : end + 1] not in _SIGNS
    ]
    # A day may have marks inside: «17» сентября 1931.
    found += [
        Recognised(start, end, Day(value), sum(1 for _ in tokens(query[start:end])))
        for start, end, value in days(query)
    ]
    found += _people(text)
    out: list[Recognised] = []
    for one in sorted(found, key=lambda one: (one.start, one.end)):
        if not out or one.start >= out[-1].end:
            out.append(one)
    return out


def operators(query: str) -> list[str]:
    """The words in a query that join others, though perhaps not in its language."""
    return list(dict.fromkeys(_OPERATOR.findall(_blanked(_MARKED, query))))


def _without_marks(query: str) -> str:
    """The query, of the same length, with everything blanked out that has marks of its own."""
    return _blanked(_OPERATOR, _blanked(_MARKED, query))


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda m: _BLANK * len(m.group()), text)


def _people(text: str) -> Iterator[Recognised]:
    """People with initials; where two names stand around them, the one that ends as surnames do."""
    at = 0
    while m := _PERSON.search(text, at):
        before, behind = m["before"], m["behind"]
        initials = tuple(re.findall(rf"[{_UPPER}]", m["initials"]))
        if before and not (behind and _is_surname(behind) and not _is_surname(before)):
            at = m.end("initials")
            yield Recognised(m.start(), at, Person(before, initials), 1 + len(initials))
        elif behind:
            at = m.end()
            yield Recognised(m.start("initials"), at, Person(behind, initials), 1 + len(initials))
        else:
            at = m.end()


def _is_surname(name: str) -> bool:
    return bool(_SURNAME.fullmatch(name.casefold()))


def spans_of_years(query: str) -> Iterator[tuple[int, int, int, int]]:
    """Spans like «1931–1935 гг.»: half-open range of the query, first and last year."""
    for m in _SPAN.finditer(_without_marks(query)):
        first = int(m[1])
        last = int(m[2] if len(m[2]) == 4 else m[1][:2] + m[2])
        if first <= last:
            yield *m.span(), first, last
