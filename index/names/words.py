"""Words of a page as the finders of names see them: their case, their neighbours, their language.

Lines in capitals say nothing of what is a name, so their case is restored: a word that the
dictionary has is in small letters, one that it lacks or has as a name begins with a capital.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import zip_longest

from corpus.reading import Reading, line_spans
from corpus.tables import rows
from index.analysis.folding import exact
from index.analysis.fonts import as_meant
from index.analysis.lemmatiser import BY_RULE
from index.analysis.positions import lemmas, spoken
from index.analysis.russian_dictionary import readings
from index.analysis.tokens import Token

_UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_LINE_END = re.compile(r"[-\u00ad\u2010\u2011\u00ac]\s*\n\s*")
_ABBREVIATION = re.compile(
    rf"(?:[{_UPPER}]\.?){{2,}}[-–]?(?:[а-яәғқңөұүһі]{{0,5}})|[{_UPPER}]{{2,}}.*"
)
#: what is no end of a sentence: a full stop behind a letter or a short word
_STOP = re.compile(r"[.!?…](?!\w)|\n\s*\n|[:;•]\s*\n")
#: from how many capitals in a hundred letters a line is in capitals, if it has so many letters
_SHOUTED, _FEW = 0.8, 12
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word with half-open offsets into the reading.

    ``written`` is without line ends and in restored case, ``form`` as an exact match compares it;
    ``gap`` is what stands between it and the next word. ``first`` is the first word of a sentence,
    whose capital says nothing; so says that of a ``shouted`` word.
    """

    start: int
    end: int
    written: str
    form: str
    language: str
    gap: str
    first: bool
    shouted: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.written[:1].isupper()

    @property
    def named(self) -> bool:
        """Whether it may be a name by itself: a capital, then small letters."""
        return self.capital and len(self.form) > 1 and not self.abbreviated and self._letters

    @property
    def abbreviated(self) -> bool:
        """Whether it is in capitals, perhaps with an ending: НКВД, ОГПУга."""
        return bool(_ABBREVIATION.fullmatch(self.written))

    @property
    def initial(self) -> bool:
        """Whether it is an initial: «А.», «Дж.»."""
        return (
            self.capital
            and self.gap[:1] == "."
            and (len(self.written) == 1 or self.written in _LONG_INITIALS)
        )

    @property
    def _letters(self) -> bool:
        return all(c.isalpha() or c in "-’'" for c in self.written)

    @property
    def joined(self) -> bool:
        """Whether only spaces stand before the next word."""
        return self.gap.isspace()


#: initials of two letters
_LONG_INITIALS = frozenset({"Дж", "Дз"})
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[А-Яа-я]")


def words(reading: Reading) -> list[Word]:
    """The words of a page in order."""
    text = as_meant(reading.text)
    found, known = spoken(text, reading.lines)
    lines = line_spans(text)
    starts = [start for start, _ in lines]
    shouted: list[bool] = []
    for start, end in lines:
        shouted.append(_is_shouted(text[start:end], goes_on=shouted[-1:] == [True]))
    out: list[Word] = []
    before = ""
    for number, (token, language) in enumerate(zip(found, known, strict=True)):
        end = found[number + 1].start if number + 1 < len(found) else len(text)
        gap = text[token.end : end]
        raw = _as_meant(_LINE_END.sub("", text[token.start : token.end]), token.form)
        loud = bool(shouted) and shouted[max(0, bisect_right(starts, token.start) - 1)]
        own = language or "ru"
        written = _cased(raw, token, own, text) if loud else raw
        first = not out or (bool(_STOP.search(before)) and not _goes_on(out[-1]))
        out.append(Word(token.start, token.end, written, token.form, own, gap, first, loud))
        before = gap
    return [_of_place(word, nxt) for word, nxt in zip_longest(out, out[1:])]


#: a region's name in a line in capitals: the adjective, and the beginning of the word behind it
_ADJECTIVE = re.compile("[^-]+[сц]к(?:ий|ая|ое|ого|ой|ому|им|ую|ом)")
_REGION = re.compile("област|обл|район|р-?н|кра[йяюе]|губ|уезд|округ|волост|а?сср")


def _of_place(word: Word, following: Word | None) -> Word:
    """A word in capitals with one if it is the adjective of a region."""
    if not (word.shouted and following and word.gap.isspace() and _ADJECTIVE.fullmatch(word.form)):
        return word
    region = _REGION.match(following.form)
    return replace(word, written=word.written.capitalize()) if region else word


def _cased(raw: str, token: Token, language: str, text: str) -> str:
    """A word of a line in capitals in restored case, by what stands beside it."""
    stop = text[token.end : token.end + 1] == "."
    if len(token.form) > 1 and stop and token.form in _stopped():
        return raw.lower()
    settlement = token.form in _SETTLEMENTS and not _beside_letter(text, token.start, token.end)
    return restored(raw, token.form, language, stop and not settlement)


def _as_meant(raw: str, form: str) -> str:
    """A word in Cyrillic letters where some of it is in Latin ones that look like them."""
    if len(raw) != len(form) or not (_LATIN.search(raw) and _CYRILLIC.search(form)):
        return raw
    return "".join(
        letter.upper() if own.isupper() else letter for own, letter in zip(raw, form, strict=True)
    )


#: initials, but in a line in capitals sooner «г.», «с.», «д.», «п.», «р.» unless another is beside
_SETTLEMENTS = frozenset("гсдпр")


def _beside_letter(text: str, start: int, end: int) -> bool:
    """Whether another letter with a full stop stands right before or behind one."""
    before, behind = text[max(0, start - 4) : start], text[end : end + 5]
    return bool(re.search(r"(?<!\w)\w\.\s?$", before) or re.match(r"\.\s?\w\.", behind))


def _goes_on(word: Word) -> bool:
    """Whether the full stop behind a word ends no sentence: «А.», «г.», «обл.», «1937 г.»."""
    letter = len(word.form) == 1 and word.form.isalpha()
    return word.gap.startswith(".") and (letter or word.form in _stopped())


@cache
def _stopped() -> frozenset[str]:
    tables = ("person_words.tsv", "place_words.tsv")
    words = {row[0] for table in tables for row in rows("index.names", table)}
    return frozenset(word.removesuffix(".") for word in words if word.endswith("."))


def _is_shouted(line: str, *, goes_on: bool) -> bool:
    """Whether a line is in capitals; a short one only if it ``goes_on`` after such a line."""
    letters = sum(map(str.isalpha, line))
    enough = letters >= (3 if goes_on else _FEW)
    return enough and sum(map(str.isupper, filter(str.isalpha, line))) > _SHOUTED * letters


@lru_cache(maxsize=1 << 14)
def restored(raw: str, form: str, language: str, stopped: bool) -> str:
    """A word of a line in capitals in the case that it would have elsewhere.

    ``stopped`` is a letter whose full stop makes it an initial.
    """
    if len(form) == 1:
        return raw if stopped else raw.lower()
    if form in _abbreviations() or not re.search("[аеиоуыэюяәөұүі]", form):
        return raw
    if "-" in raw:
        return "-".join(restored(part, exact(part), language, False) for part in raw.split("-"))
    return raw.capitalize() if _is_name(form, language) else raw.lower()


def _is_name(form: str, language: str) -> bool:
    if language != "ru":
        found = lemmas(form, language)
        return not found or all(lemma.table == BY_RULE for lemma in found)
    parses = readings(form)
    if not any(parse.is_known for parse in parses):
        return True
    named = sum(parse.score for parse in parses if _NAMES & set(parse.tag.grammemes))
    return bool(named > 0.3)


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(exact(row[0]) for row in rows("index.names", "abbreviations.tsv"))
