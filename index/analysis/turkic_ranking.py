"""How likely a reading of a Kazakh or Kyrgyz word is: what speaks for it, weighed by a table.

The logarithm of a reading's probability is, up to a constant, the sum of its features times their
weights (a log-linear model, as in Berger, Della Pietra, Della Pietra: A maximum entropy approach to
natural language processing, 1996). The weights were learned from treebanks by
scripts/learn_lemmas.py, and so was which words are dictionary forms. Both lie in the folder
treebanks, whose README names sources and licence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ParamSpec

from index.analysis.tables import packed_text, rows
from index.analysis.turkic_stems import Stems, implausible
from index.analysis.turkic_stripping import Parts
from index.analysis.turkic_suffixes import NOUN, Suffix

#: Stems of so many letters and longer ones count alike.
_LONG = 6
_P = ParamSpec("_P")


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
        self._looks = taught.weights.get("looks", 0.0)
        # different words have these in common
        self._of_suffixes = lru_cache(maxsize=1 << 16)(self._weigher(self._of_ending))
        self._of_counts = lru_cache(maxsize=1 << 16)(self._weigher(self._of_stem))
        self._of_lemmas = lru_cache(maxsize=1 << 10)(self._weigher(_of_lemma))

    def weight(self, reading: Parts, word: str) -> float:
        """Logarithm of how likely ``reading`` of ``word`` is, up to a constant."""
        stem, kind, suffixes, _, harmonic, restored, _, (noun, verb, _) = reading
        weight = self._of_suffixes(kind, suffixes)
        weight += self._of_counts(kind, len(stem), noun, verb, not suffixes, harmonic, restored)
        if looks := implausible(reading, self.stems.vowels):
            weight += self._looks * looks
        if count := self.taught.lemmas.get(stem):
            weight += self._of_lemmas(count, stem == word)
        return weight

    def features(
        self, reading: Parts, word: str, lemmas: Mapping[str, int]
    ) -> list[tuple[str, float]]:
        """What speaks for and against ``reading``; ``lemmas`` are those that are known."""
        stem, kind, suffixes, _, harmonic, restored, _, (noun, verb, _) = reading
        return [
            *self._of_ending(kind, suffixes),
            *self._of_stem(kind, len(stem), noun, verb, not suffixes, harmonic, restored),
            ("looks", implausible(reading, self.stems.vowels)),
            *_of_lemma(lemmas.get(stem, 0), stem == word),
        ]

    def _weigher(self, features: Callable[_P, Iterator[tuple[str, float]]]) -> Callable[_P, float]:
        """What ``features`` finds, weighed and added up."""
        weights = self.taught.weights

        def weigh(*args: _P.args, **kwargs: _P.kwargs) -> float:
            return sum(weights.get(name, 0.0) * value for name, value in features(*args, **kwargs))

        return weigh

    def _of_stem(
        self,
        kind: str,
        letters: int,
        noun: int,
        verb: int,
        alone: bool,
        harmonic: bool,
        restored: bool,
    ) -> Iterator[tuple[str, float]]:
        """Of a stem with so many letters and known forms as a noun and as a verb."""
        known, other = (noun, verb) if kind == NOUN else (verb, noun)
        yield "forms", self.stems.likelihood(letters, known)
        yield f"{min(letters, _LONG)} letters", 1.0
        if known and alone:
            yield f"known {kind} alone", 1.0
        if other:
            yield "forms of the other kind", math.log(1 + other)
        if restored:
            yield "restored", 1.0
        if not harmonic:
            yield "no harmony", 1.0

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


def _of_lemma(forms: int, as_it_is: bool) -> Iterator[tuple[str, float]]:
    """Of a stem that is a lemma with so many forms, and of a word that is one."""
    if forms > 0:
        yield "lemma", 1.0
        yield "lemma's forms", math.log(forms)
        if as_it_is:
            yield "lemma as it is", 1.0
