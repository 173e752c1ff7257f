"""Pages whose letters stand for others: legacy fonts, and і before 1918.

A font of the 1990s drew ү where the file has ї. Which language's font it was is decided page by
page (fonts.tsv): by what its lines with such letters look like, read in this way or as they stand
(Ukrainian has ї of its own). What changes keeps its place: the text has the same length.
"""

from __future__ import annotations

import math
import re
from functools import cache

from index.analysis.before_1918 import without_old_i
from index.analysis.folding import exact
from index.analysis.letter_sequences import CYRILLIC, OTHER, log_odds
from index.analysis.tables import rows

#: A page has at least so many different words with such letters.
FEWEST_WORDS = 3
#: No word says more than this for or against a font (nats).
DOUBT = 5.0

_WORD = re.compile(r"[^\W\d_]{2,}")
_CYRILLIC_YEN = re.compile("¥+(?=[\u0400-\u052f])|(?<=[\u0400-\u052f])¥+")


def as_meant(text: str) -> str:
    """Return ``text``, of the same length, with the letters that its fonts drew."""
    if "¥" in text:
        text = _CYRILLIC_YEN.sub(lambda m: "Ұ" * len(m.group()), text)
    text = without_old_i(text)
    while _telling().search(text) and (table := _font(text)):
        changed = text.translate(table)
        if changed == text:
            break
        text = changed
    return text


def _font(text: str) -> dict[int, str] | None:
    """The table by which the page is likeliest to be read, or none."""
    lines = [line for line in text.split("\n") if _telling().search(line)]
    words = {word for line in lines for word in _WORD.findall(line)}
    if sum(bool(_telling().search(word)) for word in words) < FEWEST_WORDS:
        return None
    as_it_is = sum(_log_share(word, OTHER) for word in words)
    scores = {
        language: sum(_log_share(word.translate(table), language) for word in words) - as_it_is
        for language, table in _fonts().items()
    }
    best = max(scores, key=scores.__getitem__)
    return _fonts()[best] if scores[best] > 0 else None


def _log_share(word: str, language: str) -> float:
    """The log probability that a word is of ``language`` and no other."""
    odds = log_odds(exact(word), CYRILLIC)
    own = odds[CYRILLIC.index(language)]
    return max(-DOUBT, own - math.log(sum(map(math.exp, odds))))


@cache
def _fonts() -> dict[str, dict[int, str]]:
    out: dict[str, dict[int, str]] = {}
    for row in rows("fonts.tsv"):
        table = out.setdefault(row["language"], {})
        table[ord(row["letter"])] = row["meant"]
        table[ord(row["letter"].upper())] = row["meant"].upper()
    return out


@cache
def _telling() -> re.Pattern[str]:
    """The letters by which a page is suspected: those that Russian lacks."""
    letters = {letter for table in _fonts().values() for letter in map(chr, table)}
    return re.compile(f"[{''.join(sorted(letters - set('ёЁ')))}]")
