"""How likely a reading of a Kazakh or Kyrgyz word is: what speaks for it, weighed by a table.

The logarithm of a reading's probability is, up to a constant, the sum of its features times their
weights (a log-linear model, as in Berger, Della Pietra, Della Pietra: A maximum entropy approach to
natural language processing, 1996). The weights were learned from treebanks by
scripts/learn_lemmas.py, and so was which words are dictionary forms. Both lie in the folder
treebanks, whose README names sources and licence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.analysis.tables import packed_text, rows
from index.analysis.turkic_stems import Stems, implausible
from index.analysis.turkic_stripping import Reading
from index.analysis.turkic_suffixes import NOUN, VERB, Suffix

_OTHER = {NOUN: VERB, VERB: NOUN}
#: Stems of so many letters and longer ones count alike.
_LONG = 6
_LETTERS = [f"{letters} letters" for letters in range(_LONG + 1)]
_KNOWN_ALONE = {kind: f"known {kind} alone" for kind in (NOUN, VERB)}


@dataclass(frozen=True, slots=True)
class Learned:
    """What treebanks teach about one language.

    ``weights`` by feature; ``forms``: how often each form had each lemma; ``lemmas``: how many
    different forms each lemma had.
    """

    weights: Mapping[str, float]
    forms: Mapping[str, Mapping[str, int]]
    lemmas: Mapping[str, int]


def learned(name: str) -> Learned:
    """Read what was learned about the language called ``name`` in file names."""
    weights = {
        row["feature"]: float(row["weight"]) for row in rows(f"treebanks/{name}_weights.tsv")
    }
    first, _, second = packed_text(f"treebanks/{name}_words.gz").partition("\n\n")
    forms: dict[str, dict[str, int]] = {}
    for line in first.splitlines():
        form, lemma, count = line.split("\t")
        forms.setdefault(form, {})[lemma] = int(count)
    lemmas = {}
    for line in second.splitlines():
        count, alike = line.split("\t")
        lemmas.update(dict.fromkeys(alike.split(" "), int(count)))
    return Learned(weights, forms, lemmas)


class Ranking:
    """The readings of one language's words, weighed."""

    def __init__(self, stems: Stems, taught: Learned) -> None:
        self.stems = stems
        self.taught = taught
        self._of_suffixes = lru_cache(maxsize=1 << 16)(self._suffixes_weight)

    def weight(self, reading: Reading, word: str) -> float:
        """Logarithm of how likely ``reading`` of ``word`` is, up to a constant."""
        weights = self.taught.weights
        weight = self._of_suffixes(reading.kind, reading.suffixes)
        for feature, value in self._of_stem(reading, word, self.taught.lemmas):
            weight += weights.get(feature, 0.0) * value
        return weight

    def features(
        self, reading: Reading, word: str, lemmas: Mapping[str, int]
    ) -> list[tuple[str, float]]:
        """What speaks for and against ``reading``; ``lemmas`` are those that are known."""
        ending = self._of_ending(reading.kind, reading.suffixes)
        return [*self._of_stem(reading, word, lemmas), *ending]

    def _suffixes_weight(self, kind: str, suffixes: tuple[Suffix, ...]) -> float:
        weights = self.taught.weights
        return sum(weights.get(f, 0.0) * value for f, value in self._of_ending(kind, suffixes))

    def _of_stem(
        self, reading: Reading, word: str, lemmas: Mapping[str, int]
    ) -> list[tuple[str, float]]:
        stem, kind = reading.stem, reading.kind
        known = self.stems.forms(stem, kind)
        found = [
            ("forms", self.stems.likelihood(stem, known)),
            ("looks", implausible(reading, self.stems.vowels)),
            (_LETTERS[min(len(stem), _LONG)], 1.0),
        ]
        if known and not reading.suffixes:
            found.append((_KNOWN_ALONE[kind], 1.0))
        if other := self.stems.forms(stem, _OTHER[kind]):
            found.append(("forms of the other kind", math.log(1 + other)))
        if reading.restored:
            found.append(("restored", 1.0))
        if not reading.harmonic:
            found.append(("no harmony", 1.0))
        if (count := lemmas.get(stem, 0)) > 0:
            found += [("lemma", 1.0), ("lemma's forms", math.log(count))]
            if stem == word:
                found.append(("lemma as it is", 1.0))
        return found

    def _of_ending(self, kind: str, suffixes: tuple[Suffix, ...]) -> Iterator[tuple[str, float]]:
        yield kind, 1
        yield "order", self.stems.order(kind, suffixes)
        if not suffixes:
            yield f"{kind} alone", 1
            return
        for suffix in suffixes:
            yield f"{suffix.slot} {suffix.tag}", 1
        yield f"first {suffixes[0].tag}", 1
        yield f"last {suffixes[-1].tag}", 1
