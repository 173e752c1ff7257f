"""Every way to read a Kazakh or Kyrgyz word as a stem and suffixes, by rule alone.

Suffixes are taken off from the right in the order that the tables allow. What is left is a stem as
written, and what the stem may have been before the suffix changed its end (кітаб-ы is of кітап,
орн-ы of орын). Nothing here knows which stems exist; :mod:`index.analysis.turkic_stems` weighs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from index.analysis.tables import rows
from index.analysis.turkic_suffixes import END, NOUN, Morphotactics, Suffix

#: Letters that a stem has at least, and from which on it may be a loan without harmony.
_SHORTEST, _LOAN = 2, 5
#: Consonants before which a stem may have lost its last vowel: орын, орн-ы.
_SYNCOPE = frozenset("нлрзсқкмтшғгпдй")
#: ... and what they were: халқ-ы, эрк-и, орд-у (ky) are of халық, эрик, орун.
_BEFORE_SYNCOPE = {"ғ": "қ", "г": "к", "д": "дн"}
#: How many letters at its end decide what a stem may have been (turkic_stem_ends.tsv has no more).
_CHANGED = 3

#: Whether a stem of a kind is known.
Known = Callable[[str, str], bool]


class Reading(NamedTuple):
    """A stem, its kind (noun or verb) and its suffixes, left to right.

    ``cuts`` are the offsets in the word at which the suffixes begin. ``harmonic`` is false where a
    suffix does not agree with the stem, as happens with loans; ``restored`` is true where the stem
    is not what is written.
    """

    stem: str
    kind: str
    suffixes: tuple[Suffix, ...] = ()
    cuts: tuple[int, ...] = ()
    harmonic: bool = True
    restored: bool = False


@dataclass(eq=False, slots=True)
class _Node:
    """The suffixes that read so far from their end, and what goes on with one letter more."""

    suffixes: tuple[Suffix, ...] = ()
    longer: dict[str, _Node] = field(default_factory=dict)


@lru_cache(maxsize=1 << 16)
def _joining(node: _Node, letter: str, vowel: str, loan: bool) -> tuple[tuple[Suffix, bool], ...]:
    """The suffixes that may follow ``letter`` and the last ``vowel``, and whether they agree.

    After no vowel anything may follow: an abbreviation sounds otherwise than it is written
    (МТС-тің, МТСке).
    """
    found = []
    for suffix in node.suffixes:
        agrees = not suffix.vowels or not vowel or vowel in suffix.vowels
        fits = not vowel or not suffix.letters or letter in suffix.letters
        if fits and (agrees or loan):
            found.append((suffix, agrees))
    return tuple(found)


def _by_letters(table: Mapping[str, tuple[Suffix, ...]]) -> _Node:
    root = _Node()
    for text, suffixes in table.items():
        node = root
        for letter in reversed(text):
            there = node.longer.get(letter)
            if there is None:
                there = node.longer[letter] = _Node()
            node = there
        node.suffixes = suffixes
    return root


class _BeforeSlots(dict[str, _Node]):
    """The suffixes that may stand before a slot, by letters; made when a word asks for them."""

    def __init__(self, rules: Morphotactics) -> None:
        super().__init__()
        self._tables = rules.before

    def __missing__(self, slot: str) -> _Node:
        self[slot] = _by_letters(self._tables[slot])
        return self[slot]


class Stripper:
    """Readings by the tables of one language."""

    def __init__(self, language: str, rules: Morphotactics) -> None:
        self.rules = rules
        self._before = _BeforeSlots(rules)
        self._high = [(sound.letter, sound.after) for sound in rules.signs["I"]]
        self._ends: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows("turkic_stem_ends.tsv"):
            if language in row["language"].split():
                self._ends[row["written"][-1]].append(row)
        self._changes = lru_cache(maxsize=1 << 16)(self._changed)
        joined = [r for r in rows("turkic_joined.tsv") if language in r["language"].split()]
        self._apart = {r["letter"]: r["apart"] for r in joined}
        self._joined = re.compile(
            "|".join(f"(?<=[{r['after']}]){r['letter']}" for r in joined) or "(?!)"
        )

    def readings(self, word: str, known: Known | None = None) -> Iterator[Reading]:
        """Return every reading of ``word``; if ``known`` is given, restored stems have to be."""
        if self._joined.search(word):
            return self._of_joined(word, known)
        return self._readings(word, range(len(word) + 1), known)

    def _of_joined(self, word: str, known: Known | None) -> Iterator[Reading]:
        """As :meth:`readings` where a letter is a consonant and a vowel, as ю is йу."""
        apart, offsets = "", []
        for place, letter in enumerate(word):
            sounds = self._apart[letter] if self._joined.match(word, place) else letter
            apart += sounds
            offsets += [place] * len(sounds)
        for reading in self._readings(apart, [*offsets, len(word)]):
            stem = reading.stem
            for letter, sounds in self._apart.items():
                stem = stem.replace(sounds, letter)
            if not (known and reading.restored) or known(stem, reading.kind):
                yield reading._replace(stem=stem)

    def endings(self, text: str) -> Iterator[Reading]:
        """Yield every reading of ``text`` as a noun's suffixes, as after the hyphen of НКВД-нің."""
        for reading in self._readings(text, range(len(text) + 1), shortest=0):
            if not reading.stem and reading.kind == NOUN:
                yield reading

    def _readings(
        self,
        word: str,
        offsets: range | list[int],
        known: Known | None = None,
        shortest: int = _SHORTEST,
    ) -> Iterator[Reading]:
        """As :meth:`readings`; ``offsets`` lead from places in ``word`` to the original's."""
        rules = self.rules
        # what is left of the word, where it ends, the last slot, suffixes, cuts, in harmony?
        waiting: list[tuple[str, int, str, tuple[Suffix, ...], tuple[int, ...], bool]] = [
            (word, len(word), END, (), (), True)
        ]
        while waiting:
            text, end, slot, suffixes, cuts, harmonic = waiting.pop()
            as_written = len(text) == end
            for kind in rules.stems[slot]:
                if as_written or known is None or known(text, kind):
                    yield Reading(text, kind, suffixes, cuts, harmonic, not as_written)
                if suffixes and as_written:
                    for stem in self._before_change(text, kind, suffixes[0].text):
                        if known is None or known(stem, kind):
                            yield Reading(stem, kind, suffixes, cuts, harmonic, True)
            longer = self._before[slot].longer
            for cut in range(len(text) - 1, shortest - 1, -1):
                node = longer.get(text[cut])
                if node is None:
                    break
                longer = node.longer
                if not node.suffixes:
                    continue
                vowel = self._last_vowel(text, cut)
                for suffix, agrees in _joining(node, text[cut - 1 : cut], vowel, cut >= _LOAN):
                    begin = end - len(text) + cut
                    rest = (begin, suffix.slot, (suffix, *suffixes))
                    after = ((offsets[begin], *cuts), harmonic and agrees)
                    if not suffix.lost:
                        waiting.append((text[:cut], *rest, *after))
                    for letter, vowels in suffix.lost:
                        if vowel in vowels:
                            waiting.append((text[:cut] + letter, *rest, *after))

    def _last_vowel(self, text: str, end: int) -> str:
        vowels = self.rules.vowels
        for place in range(end - 1, -1, -1):
            if text[place] in vowels:
                return text[place]
        return ""

    def _before_change(self, text: str, kind: str, suffix: str) -> list[str]:
        """Return what ``text`` may have been before ``suffix`` changed its end."""
        return [text[:place] + end for place, end in self._changes(text[-_CHANGED:], kind, suffix)]

    def _changed(self, end: str, kind: str, suffix: str) -> list[tuple[int, str]]:
        """From which place on (less than 0) ``end`` may have been something else, and what."""
        vowels = self.rules.vowels
        before = ("any", suffix, "V" if suffix[0] in vowels else "")
        found = [
            (-len(row["written"]), row["stem"])
            for row in self._ends.get(end[-1:], ())
            if end.endswith(row["written"]) and kind in row["kind"] and row["before"] in before
        ]
        if (
            suffix[0] in vowels
            and len(end) >= 3
            and end[-1] in _SYNCOPE
            and (end[-2] not in vowels or end[-2] == "у")
            and end[-3] in vowels
        ):
            for letter, after in self._high:
                if end[-3] in after:
                    for last in _BEFORE_SYNCOPE.get(end[-1], end[-1]):
                        found.append((-1, letter + last))
        return found
