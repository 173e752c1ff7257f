"""Headings of places, agencies and camps: their names in the nominative.

In Russian the word for what something is and the adjectives before it are put in the nominative,
what follows stays («Управление НКВД по Карагандинской области»). In Kazakh and Kyrgyz the last word
loses the ending of its case. A place that no dictionary has comes to its likeliest dictionary form
and, as a second candidate, to itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.tables import rows
from index.analysis.folding import exact, folded
from index.analysis.positions import lemmas
from index.analysis.russian_dictionary import readings
from index.names.places import is_part
from index.names.words import Word

_TURKIC = frozenset({"kk", "ky"})
_CAMP = re.compile(r"(.+лаг).{0,5}", re.I)
_CAPITALS = re.compile(r"[^a-zа-яәғқңөұүһі]*(?:\(б\)[А-Я]?)?")


def of_place(words: Sequence[Word]) -> tuple[str, ...]:
    """The candidates for the heading of a place, best first."""
    last = words[-1]
    if last.language in _TURKIC:
        return (_joined([*_written(words[:-1]), _turkic(last)]),)
    if len(words) > 1:
        own = [*_written(words[:-1]), _full(last)]
        return (_joined(_agreed(own) if is_part(last) else own),)
    if last.abbreviated:
        return (_without_ending(last.written),)
    if _is_part_missing(last):
        return (_joined(_agreed([last.written, "область"])),)
    if known := _known_place(last.form):
        return (_like(last.written, known),)
    best = _place(last.form)
    return tuple(dict.fromkeys((_like(last.written, best), last.written))) if best else (
        last.written,
    )  # fmt: skip


def of_agency(words: Sequence[Word], head: int) -> str:
    """The heading of an agency or camp, of which ``words[head]`` says what it is."""
    if words[-1].language in _TURKIC:
        return _joined([*_written(words[:-1]), _turkic(words[-1])])
    begin = _agreed(_written(words[: head + 1]))
    gaps = [*(word.gap for word in words[:-1]), ""]
    rest = "".join(
        word.written + gap for word, gap in zip(words[head + 1 :], gaps[head + 1 :], strict=True)
    )
    named = " ".join(f"{_joined(begin)}{gaps[head]}{rest}".split())
    closing = "»" if "«" in named and "»" not in named else ""
    return named[:1].upper() + named[1:] + closing if words[0].shouted else named + closing


def _written(words: Sequence[Word]) -> list[str]:
    return [word.written for word in words]


def _joined(words: Sequence[str]) -> str:
    return " ".join(words)


def _without_ending(abbreviation: str) -> str:
    """«ОГПУга» as «ОГПУ», «ВКП(б)-ның» as «ВКП(б)»."""
    m = _CAPITALS.match(abbreviation)
    return (m[0].rstrip("-–") if m else "") or abbreviation


def _is_part_missing(word: Word) -> bool:
    """Whether a word is an adjective of place whose noun stands elsewhere: «Омской и …»."""
    return bool(re.search("[сц]к(?:ий|ая|ой|ого|ому|им|ом|ую)$", word.form))


def _agreed(words: Sequence[str]) -> list[str]:
    """A noun with the adjectives before it in the nominative singular."""
    *before, noun = words
    if m := _CAMP.fullmatch(noun):
        return [*before, m[1]]
    if noun[:2].isupper():
        return [*(_adjective(word, "masc") for word in before), _without_ending(noun)]
    name, gender = _noun(exact(noun))
    return [*(_adjective(word, gender) for word in before), _like(noun, name)]


@lru_cache(maxsize=1 << 12)
def _noun(form: str) -> tuple[str, str]:
    """A noun in the nominative singular and its gender."""
    for parse in readings(form):
        if parse.tag.POS == "NOUN" and (name := parse.inflect({"sing", "nomn"})):
            return name.word, str(parse.tag.gender or "masc")
    return form, "masc"


@lru_cache(maxsize=1 << 12)
def _adjective(written: str, gender: str) -> str:
    """An adjective in the nominative singular of a gender; what is none stays."""
    if "-" in written:
        head, _, tail = written.rpartition("-")
        return f"{head}-{_adjective(tail, gender)}"
    for parse in readings(exact(written)):
        if parse.tag.POS in {"ADJF", "PRTF"} and (
            own := parse.inflect({"sing", "nomn", gender}) or parse.inflect({"sing", "nomn"})
        ):
            return _like(written, own.word)
    return written


def _known_place(form: str) -> str:
    parses = readings(form)
    places = (parse for parse in parses if parse.is_known and "Geox" in parse.tag)
    return next((str(parse.normal_form) for parse in places), "")


@lru_cache(maxsize=1 << 12)
def _place(form: str) -> str:
    """The likeliest dictionary form of an unknown place; nothing if it may only be itself."""
    for lemma in lemmas(form, "ru"):
        if lemma.headword.endswith(("ть", "ый", "ий")):
            return ""
        bare = lemma.headword.startswith(form.rstrip("ь")) and lemma.headword != form
        if not (bare and lemma.headword.endswith(tuple("аяо"))):
            return lemma.headword
        # «Грюнталь» would be several of a Грюнталя: a place is one
    return ""


def _like(written: str, word: str) -> str:
    """A word with the capitals of its form, part by part."""
    parts, own = word.split("-"), written.split("-")
    return "-".join(
        part[:1].upper() + part[1:] if form[:1].isupper() else part
        for part, form in zip(parts, own + own[-1:] * len(parts), strict=False)
    )


def _full(word: Word) -> str:
    """«обл.» as «область»."""
    if word.gap.startswith(".") or "-" in word.written:
        return _parts().get(word.form, word.written)
    return word.written


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    """What abbreviations behind adjectives of places stand for."""
    table = (row for row in rows("index.names", "place_words.tsv") if row[2] == "part")
    return {exact(row[0]).rstrip(".").replace("-", ""): row[4] for row in table if len(row) > 4}


def _turkic(word: Word) -> str:
    """The last word of a Kazakh or Kyrgyz name without the ending of its case."""
    low = folded(word.form)
    listed = [known for known in _behind() if low.startswith(folded(known))]
    if listed:
        known = max(listed, key=len)
        return word.written[: len(known)]
    if word.abbreviated:
        return _without_ending(word.written)
    best = next(iter(lemmas(word.form, word.language)), None)
    return _like(word.written, best.text) if best and len(best.text) > 2 else word.written


@lru_cache(maxsize=1)
def _behind() -> tuple[str, ...]:
    """Words behind names of places and agencies in Kazakh and Kyrgyz."""
    places = (row for row in rows("index.names", "place_words.tsv") if row[2] == "behind")
    agencies = (row for row in rows("index.names", "organisation_words.tsv") if row[1] != "ru")
    return tuple({row[0] for row in (*places, *agencies) if not row[0].endswith(".")})
