"""What the dictionaries say of a word as a possible name."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from corpus.tables import rows
from index.analysis.folding import exact
from index.analysis.lemmatiser import BY_RULE
from index.analysis.positions import lemmas
from index.analysis.russian import is_many_of_a_name
from index.analysis.russian_dictionary import readings
from index.names.declension import names


class Said(NamedTuple):
    """Shares (0..1) of the readings of a word: as a first name, surname, place, anything else.

    A word that is not ``known`` is guessed by its end, so only ``adjective`` says something then.
    ``genitive`` is a noun or adjective in the genitive, ``adjective`` one in any case; ``animate``
    whether some reading is of a living being, ``noun`` whether some is a noun.
    """

    known: bool
    first_name: float
    surname: float
    place: float
    common: float
    adjective: bool
    genitive: bool
    animate: bool
    noun: bool


@lru_cache(maxsize=1 << 15)
def said(form: str) -> Said:
    """What the dictionary says of a form in small letters, ё as е."""
    parses = readings(form)
    known = [parse for parse in parses if parse.is_known and not is_many_of_a_name(parse)]
    total = sum(parse.score for parse in known) or 1.0

    def share(*tags: str) -> float:
        return float(sum(p.score for p in known if any(tag in p.tag for tag in tags)) / total)

    first_name, surname, place = share("Name", "Patr"), share("Surn"), share("Geox")
    if form.capitalize() in names():
        first_name = max(first_name, 0.9)
    tags = [parse.tag for parse in (known or parses)]
    return Said(
        bool(known),
        first_name,
        surname,
        place,
        max(0.0, 1.0 - first_name - surname - place) if known else 0.0,
        any(tag.POS in {"ADJF", "PRTF"} for tag in tags),
        any(tag.case == "gent" and tag.POS in {"NOUN", "ADJF", "PRTF"} for tag in tags),
        any("anim" in tag for tag in tags),
        any(tag.POS == "NOUN" for tag in tags),
    )


_SURNAME = re.compile(
    r".{2,}(?:[оеё]в|[иы]н)(?:а|у|ым|ой|е|ы|ых|ыми)?"
    r"|.{2,}(?:енко|чук|щук|юк|швили|дзе|янц?|ян[ауе]|яном|ович|евич|манн?|берг|штейн)(?:а|у|ом|ем|е)?"
    r"|.{2,}[сц]к(?:ий|ого|ому|им|ая|ую|ой)"
)


@lru_cache(maxsize=1 << 15)
def is_shaped(form: str) -> bool:
    """Whether a form ends as surnames do."""
    return bool(_SURNAME.fullmatch(form))


@lru_cache(maxsize=1 << 14)
def is_listed(form: str, language: str) -> bool:
    """Whether a Kazakh or Kyrgyz word is one that the lemmatiser's lists have: «шахтанын»."""
    found = lemmas(form, language)
    return bool(found) and found[0].table != BY_RULE


#: endings of several, of whose something is, and of what is done in Kazakh and Kyrgyz
_ENDED = re.compile(".+(?:[лдт][аәеоө]р|[ндт][ыі]ң|[нд][ыиуү]н|уу|үү)")


def is_common(form: str, language: str) -> bool:
    """Whether a listed Kazakh or Kyrgyz word has an ending that names have not: «кадрлар»."""
    return bool(_ENDED.fullmatch(form)) and is_listed(form, language)


@lru_cache(maxsize=1 << 12)
def abbreviation(written: str) -> str:
    """What an abbreviation is by abbreviations.tsv, with or without an ending; else nothing."""
    m = re.match(r"[^а-яәғқңөұүһі]+(?:\(б\)[А-Я]?)?|\w+", written)
    return _abbreviations().get(exact(m[0].rstrip("-")), "") if m else ""


@cache
def _abbreviations() -> dict[str, str]:
    return {exact(row[0]): row[1] for row in rows("index.names", "abbreviations.tsv")}
