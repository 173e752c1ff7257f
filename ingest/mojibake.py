"""Text that was read in a wrong encoding, put right: «Ïðèêàç», «рТЙЛБЪ», «ЏаЁЄ §» are «Приказ».

Every letter beyond ASCII is taken back to the byte that it was, and the byte is read anew. Which
reading is right is told line by line, by how probable its letters are one after another: the
readings of a text are the most probable sequence in which every change of reading costs
:data:`CHANGE` (Viterbi 1967). Measured on pages of ten lines in twelve kinds of confusion: of
1,000 lines 996 come back as they were, and of good lines between garbled ones 2 are harmed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.letter_pairs import log_probabilities

#: From this mean log probability of a letter on, a line may be text. Of 3,720 sentences and lines
#: (Kazakh and Kyrgyz treebanks, a dissertation abstract, typed orders) nine are below it.
GOOD = -3.9
#: What a change of reading between two lines costs (nats).
CHANGE = 8.0
#: By so much (nats) the lines read anew must be better than they were, all together: some twelve
#: letters. Less may be chance: none of the 3,720 lines gains so much.
LEAST_GAIN = 50.0
#: Log probability of letters of no known alphabet, of signs within words, and of mixed alphabets.
STRANGE = -7.0

#: What a text was taken for, and the encoding that was meant.
Confusion = tuple[str, str]
AS_IT_IS: Confusion = ("", "")
CONFUSIONS: tuple[Confusion, ...] = (
    ("western", "cp1251"),
    ("western", "koi8-r"),
    ("western", "cp866"),
    ("western", "utf-8"),
    ("cp1251", "koi8-r"),
    ("cp1251", "cp866"),
    ("cp1251", "utf-8"),
    ("koi8-r", "cp1251"),
    ("koi8-r", "cp866"),
    ("cp866", "cp1251"),
    ("cp866", "koi8-r"),
    ("symbol", "cp1251"),
)
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
#: What stands between words: blanks, digits, punctuation.
_EDGE = re.compile(r"[\s\x21-\x40\x5b-\x60\x7b-\x7e«»„“”‘’–—…№§°]")


@dataclass(frozen=True, slots=True)
class Mended:
    """Lines put right, and the encoding that most of those had («koi8-r»; empty if none)."""

    lines: list[str]
    encoding: str = ""


def mended(lines: Sequence[str]) -> Mended:
    """Read anew what lines of a page have been read in a wrong encoding."""
    now = [_score(line) for line in lines]
    if all(total >= GOOD * pairs for total, pairs in now):
        return Mended(list(lines))
    anew = {reading: [_read(line, *reading) for line in lines] for reading in CONFUSIONS}
    gains = {reading: list(map(_gain, anew[reading], now)) for reading in CONFUSIONS}
    anew[AS_IT_IS], gains[AS_IT_IS] = list(lines), [0.0] * len(lines)
    chosen = _most_probable(gains)
    gained: Counter[Confusion] = Counter()
    for i, reading in enumerate(chosen):
        gained[reading] += round(gains[reading][i])
    right = {reading for reading, gain in gained.items() if gain >= LEAST_GAIN}
    out = list(lines)
    for i, reading in enumerate(chosen):
        better = anew[reading][i]
        if reading in right and better is not None and gains[reading][i] > 0:
            out[i] = better
    return Mended(out, max(right, key=lambda reading: gained[reading], default=AS_IT_IS)[1])


def _read(line: str, taken_for: str, meant: str) -> str | None:
    """Read a line anew; None where it cannot have been meant so."""
    known = _bytes(taken_for)
    if meant == "utf-8":
        try:
            return bytes(known.get(c, ord(c)) for c in line).decode()
        except ValueError:  # a letter that is no byte, or bytes that are no UTF-8
            return None
    return line.translate(_letters(taken_for, meant))


@lru_cache
def _bytes(encoding: str) -> dict[str, int]:
    """The byte behind each character that is not what it seems.

    «western» is ISO 8859-1 and Windows-1252 in one; a byte without a character in an encoding is
    taken for the control character of its number, as most programs do. «symbol» is how Windows
    numbers the letters of fonts that do not say which letters they have.
    """
    if encoding == "symbol":
        return {chr(0xF000 + byte): byte for byte in range(0x20, 0x100)}
    out = {chr(byte): byte for byte in range(0x80, 0x100)} if encoding == "western" else {}
    name = "cp1252" if encoding == "western" else encoding
    return out | {_letter(byte, name): byte for byte in range(0x80, 0x100)}


@lru_cache
def _letters(taken_for: str, meant: str) -> dict[int, str]:
    return {ord(seen): _letter(byte, meant) for seen, byte in _bytes(taken_for).items()}


def _letter(byte: int, encoding: str) -> str:
    return bytes([byte]).decode(encoding, "ignore") or chr(byte)


def _gain(anew: str | None, now: tuple[float, int]) -> float:
    """By how much a line is more probable in a reading than as it is; never where it is no text."""
    if anew is None:
        return -math.inf
    total, pairs = _score(anew)
    return total - now[0] if total >= GOOD * pairs else -math.inf


def _score(line: str) -> tuple[float, int]:
    """The log probability of a line's letters one after another, and how many pairs they are.

    A letter twice is no pair: «════» is a rule, whatever its letters may be in another reading.
    """
    cyrillic, latin = (log_probabilities()[script] for script in ("Cyrillic", "Latin"))
    total, pairs = 0.0, 0
    for one, two in pairwise(f"_{_EDGE.sub('_', line.casefold().replace('ё', 'е'))}_"):
        if one == two:
            continue
        pairs += 1
        letters = {one, two} - {"_"}
        if letters <= _CYRILLIC:
            total += cyrillic[one, two]
        elif letters <= _LATIN:
            total += latin[one, two]
        else:
            total += STRANGE
    return total, pairs


def _most_probable(gains: Mapping[Confusion, Sequence[float]]) -> list[Confusion]:
    """The readings of the lines whose gains, less the costs of their changes, are the largest."""
    best = {reading: (0.0 if reading == AS_IT_IS else -CHANGE) for reading in gains}
    ways: list[dict[Confusion, Confusion]] = []
    for i in range(len(gains[AS_IT_IS])):
        before = max(best, key=lambda reading: best[reading])
        way = {r: r if best[r] >= best[before] - CHANGE else before for r in gains}
        best = {
            r: gains[r][i] + max(best[r], best[before] - CHANGE if i else best[r]) for r in gains
        }
        ways.append(way if i else {r: r for r in gains})
    chosen = [max(best, key=lambda reading: best[reading])]
    for way in reversed(ways[1:]):
        chosen.append(way[chosen[-1]])
    return chosen[::-1]
