"""Russian as it was spelt before 1918: «уѣздъ», «новаго», «разсказъ» (before_1918.tsv).

The letters are gone wherever words are compared; endings and beginnings are tried by the Russian
lemmatiser where the dictionary lacks a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from index.analysis.tables import rows

_OLD = re.compile("[ѣѳѵіъ]")
#: what no word has had since: ѣ, ѳ, ѵ or a hard sign at the end
_OF_THE_TIME = re.compile("[ѣѳѵ]|[бвгджзклмнпрстфхцчшщ]ъ(?![^\\W\\d_])", re.IGNORECASE)
#: what it has in every case: without one there is nothing to look at
_SIGN = re.compile("[ѣѳѵъѢѲѴЪ]")
#: «объ-» at a line's end goes on
_IN_A_LINE = re.compile(f"{_OF_THE_TIME.pattern}(?!-)", re.IGNORECASE)
_TURKIC = re.compile("[әғқңөұүһ]", re.IGNORECASE)
_RUSSIAN_I = str.maketrans("іІ", "иИ")


def in_modern_letters(word: str) -> str:
    """Return a word in small letters without ѣ, ѳ, ѵ, ъ at its end, and і where it is Russian."""
    if not _OLD.search(word) or _TURKIC.search(word):
        return word
    changed = word
    for rule, modern in _rules("letter"):
        changed = rule.sub(modern, changed)
    return changed.replace("і", "и") if _OF_THE_TIME.search(word) else changed


def without_old_i(text: str) -> str:
    """Return ``text``, of the same length, with и for і in lines spelt so; Kazakh ones keep it."""
    if "і" not in text or not _SIGN.search(text):
        return text
    return "\n".join(
        line.translate(_RUSSIAN_I) if _IN_A_LINE.search(line) and not _TURKIC.search(line) else line
        for line in text.split("\n")
    )


def modern_spellings(word: str) -> Iterator[str]:
    """How else a word in modern letters may be spelt today, the likeliest first."""
    for rule, modern in _rules("word"):
        if rule.fullmatch(word):
            yield modern
            return
    begun = next(_by_one(_rules("beginning"), word), word)
    ended = next(_by_one(_rules("ending"), begun), begun)
    for spelling in dict.fromkeys((ended, begun)):
        if spelling != word:
            yield spelling


def _by_one(rules: list[tuple[re.Pattern[str], str]], word: str) -> Iterator[str]:
    return (rule.sub(modern, word) for rule, modern in rules if rule.search(word))


@cache
def _rules(part: str) -> list[tuple[re.Pattern[str], str]]:
    form = {"beginning": "^(?:{})", "ending": "(?<=..)(?:{})$"}.get(part, "{}")
    return [
        (re.compile(form.format(row["old"])), row["modern"])
        for row in rows("before_1918.tsv")
        if row["part"] == part
    ]
