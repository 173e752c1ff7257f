"""What does not count when two words are compared: letter case, ё, look-alikes, lost letters.

Two strengths. :func:`exact` removes what a scan or a keyboard adds to one and the same spelling;
it is what ``=лагерях`` compares. :func:`folded` also gives up the letters that a Russian keyboard
lacks, so that «Караганды» finds «Қарағанды»; it is the weaker kind of match. Both take any string
and applying them twice changes nothing. Unicode stays in NFC: compatibility forms («№», «½», «²»)
mean something in a file's number and are never taken apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from index.analysis.before_1918 import in_modern_letters
from index.analysis.tables import rows

_HYPHENS = str.maketrans(dict.fromkeys("‐‑¬", "-"))
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_LINE_END = re.compile("(?<=\\w)[-‐‑¬\u00ad][^\\S\r\n\f]*[\r\n\f]\\s*(?=\\w)")
_LATIN = re.compile("[A-Za-zƏəƟɵ]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
#: nearly all words in small letters: there is nothing to remove (і and ъ may be of before 1918)
_EXACT = re.compile("[а-щы-яәғқңөұүһ-]+")
#: ... of them those in Russian letters
_FOLDED = re.compile("[а-щы-я-]+")


@lru_cache(maxsize=1 << 16)
def exact(word: str) -> str:
    """Return ``word`` as an exact match compares it.

    Small letters; ё as е; no letters of before 1918 (before_1918.tsv) and none that stood in for
    Kazakh ones (stand_ins.tsv); soft hyphens, zero-width characters and line-end hyphens with their
    line break removed, other hyphens as «-»; Latin look-alikes as Cyrillic letters where the part
    between hyphens is Cyrillic on the whole (lookalikes.tsv). A Latin word stays Latin.
    """
    return word if _EXACT.fullmatch(word) else _settled(word, _exact_once)


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """Return :func:`exact` of ``word`` in Russian letters only (folds.tsv)."""
    if _FOLDED.fullmatch(word):
        return word
    if _EXACT.fullmatch(word):
        return in_russian_letters(word)
    return _settled(word, lambda text: in_russian_letters(exact(text)))


def in_russian_letters(text: str) -> str:
    """Return ``text``, of which every word is as :func:`exact` leaves it, as folds.tsv says."""
    for letter, written in _folds().items():
        text = text.replace(letter, written)
    return text


def _settled(word: str, step: Callable[[str], str]) -> str:
    # One step can lay open another («е» + two diaereses, a look-alike behind a soft hyphen). Each
    # step that changes anything leaves less to change, so this ends.
    while (changed := step(word)) != word:
        word = changed
    return word


def _exact_once(word: str) -> str:
    word = unicodedata.normalize("NFC", word)
    word = _INVISIBLE.sub("", _LINE_END.sub("", word)).translate(_HYPHENS)
    if _LATIN.search(word) and _CYRILLIC.search(word):
        word = "-".join(map(_without_lookalikes, word.split("-")))
    word = unicodedata.normalize("NFC", word.casefold()).replace("ё", "е")
    return in_modern_letters(word.translate(_stand_ins()))


def _without_lookalikes(part: str) -> str:
    """Replace Latin look-alikes in ``part`` if its Cyrillic letters decide what it is.

    A letter is certain if none of the other alphabet looks like it. A part with Cyrillic letters
    is Cyrillic if it has no certain Latin letter, or more certain Cyrillic than certain Latin ones.
    """
    plain, kazakh, twins = _lookalikes()
    cyrillic = _CYRILLIC.findall(part)
    certain = sum(letter not in twins for letter in cyrillic)
    foreign = sum(ord(letter) not in plain for letter in _LATIN.findall(part))
    if not cyrillic or 0 < foreign >= certain:
        return part
    changed = part.translate(plain)
    turkic = any(letter in _folds() for letter in changed.casefold())
    return part.translate(kazakh) if turkic else changed


@cache
def _folds() -> dict[str, str]:
    return {row["letter"]: row["written"] for row in rows("folds.tsv")}


@cache
def _stand_ins() -> dict[int, str]:
    return str.maketrans({row["letter"]: row["meant"] for row in rows("stand_ins.tsv")})


@cache
def _lookalikes() -> tuple[dict[int, str], dict[int, str], frozenset[str]]:
    """Latin to Cyrillic, the same for words with Kazakh letters, and the Cyrillic letters meant."""
    table = rows("lookalikes.tsv")
    plain = {row["latin"]: row["cyrillic"] for row in table}
    kazakh = {row["latin"]: row["kazakh"] or row["cyrillic"] for row in table}
    twins = frozenset([*plain.values(), *kazakh.values()])
    return str.maketrans(plain), str.maketrans(kazakh), twins
