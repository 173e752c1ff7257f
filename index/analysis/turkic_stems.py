"""Which stems Kazakh and Kyrgyz have, and how likely they and their suffixes are.

The list was learned by scripts/make_stem_lists.py from the word lists of tesseract (Apache-2.0, see
STEMS.md) by expectation maximisation over all readings of all their words: a stem weighs as many
words as are likely to be its forms, a suffix as often as it is likely to follow another.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import compress, pairwise
from operator import ne

from index.analysis.folding import in_russian_letters
from index.analysis.tables import packed_text, rows
from index.analysis.turkic_stripping import UNKNOWN, Known, Parts
from index.analysis.turkic_suffixes import NOUN, VERB, Suffix

#: What the end of a word and the beginning of the suffixes are called among the tags.
WORD_END = "end"
#: The file has the stems by their first letters, as many as this, in Russian letters.
BEGINNING = 2
#: Natural logarithms. A stem that the list lacks weighs a thousandth of a form less with each
#: letter, about what its letters are worth in the word lists; a pair of suffixes never met; ...
_UNKNOWN, _LETTER, _NEW_PAIR = math.log(0.04), -3.2, -12.0
#: ... a loan whose suffix does not agree; a stem that is not as written.
_DISHARMONY, _RESTORED = -3.0, -0.5
#: Stems of two letters are vowel and consonant, but for these.
_SHORT = frozenset(["де", "же", "жу", "қу", "ту", "су", "бу", "ду", "ми"])
#: As how many forms of a name of turkic_names.tsv count: about those of a town that the lists know.
_NAMED = 8
#: In what two consonants a verb's stem may end (айт, қорқ, серп), and in what one it does not.
_PAIR = frozenset(first + second for first in "рлнңмйс" for second in "тқкпсчшц" if first != second)
_NEVER_LAST = "бвгғдфхцщьъ"


class Stems:
    """The stem list of one language; ``name`` is that of its file, ``vowels`` its letters."""

    def __init__(self, name: str, vowels: frozenset[str]) -> None:
        self.vowels = vowels
        pairs, _, stems = packed_text(f"{name}_stems.gz").partition("\n\n")
        self._pairs: dict[tuple[str, str], float] = {}
        for line in pairs.splitlines():
            first, second, hundredths = line.split("\t")
            self._pairs[first, second] = int(hundredths) / 100
        self._lines = dict(line.split("\t", 1) for line in stems.splitlines())
        self._names: dict[str, list[str]] = defaultdict(list)
        for title in filter(None, (row[name] for row in rows("turkic_names.tsv"))):
            self._names[in_russian_letters(title[:BEGINNING])].append(title)
        self._read: set[str] = set()
        self._known: dict[str, Known] = {}

    def of(self, text: str) -> Known:
        """How many word forms a stem was learned from, and of which stems it is the spelling."""
        if text[:BEGINNING] not in self._read:
            self._read_those(text[:BEGINNING])
        return self._known.get(text, UNKNOWN)

    def _read_those(self, beginning: str) -> None:
        """Read the stems that begin so, also in Russian letters: no word asks for any other.

        Several threads may do so at once: each adds the same, and says so afterwards.
        """
        typed = in_russian_letters(beginning)
        if typed in self._read:
            self._read.add(beginning)
            return
        nouns: dict[str, Known] = {}
        verbs: dict[str, Known] = {}
        for group in filter(None, self._lines.get(typed, "").split("\t")):
            kind, forms, *alike = group.split(" ")
            if kind == NOUN:
                nouns |= dict.fromkeys(alike, (int(forms), 0, ()))
            else:
                verbs |= dict.fromkeys(alike, (0, int(forms), ()))
        for name in self._names.get(typed, ()):
            nouns.setdefault(name, (_NAMED, 0, ()))
        known = nouns | verbs
        for stem in nouns.keys() & verbs.keys():
            known[stem] = (nouns[stem][0], verbs[stem][1], ())
        stems = [*known]
        written = in_russian_letters("\n".join(stems)).split("\n")
        for stem, spelling in compress(zip(stems, written, strict=False), map(ne, stems, written)):
            noun, verb, others = known.get(spelling, UNKNOWN)
            known[spelling] = (noun, verb, (*others, stem))
        self._known |= known
        self._read |= {beginning, typed}

    def likelihood(self, letters: int, forms: int) -> float:
        """Logarithm of the forms that a stem has; one that is not known is dearer by its length."""
        return math.log(forms + math.exp(_UNKNOWN + _LETTER * letters))

    def order(self, kind: str, suffixes: tuple[Suffix, ...]) -> float:
        """Logarithm of how likely suffixes are to follow one another after a stem of ``kind``."""
        tags = [kind, *(suffix.tag for suffix in suffixes), WORD_END]
        return sum(self._pairs.get(pair, _NEW_PAIR) for pair in pairwise(tags))


def implausible(reading: Parts, vowels: frozenset[str]) -> float:
    """A logarithm that is 0 for a stem that looks like one, less for others."""
    stem, kind, suffixes, _, harmonic, restored, _, _ = reading
    weight = 0.0 if harmonic else _DISHARMONY
    if restored:
        weight += _RESTORED
    last = stem[-1]
    closed = last not in vowels
    if len(stem) == 2 and stem not in _SHORT and (stem[0] not in vowels or not closed):
        weight -= 4.0
    if closed and vowels.isdisjoint(stem):
        weight -= 2.0
    if kind == VERB:
        if last in _NEVER_LAST:
            weight -= 3.0
        if closed and len(stem) > 2 and stem[-2] not in vowels and stem[-2:] not in _PAIR:
            weight -= 3.0
    elif last in "бгғ" and suffixes and not restored and suffixes[0].text[0] in vowels:
        weight -= 2.0  # кітаб-ы is rather of кітап
    return weight
