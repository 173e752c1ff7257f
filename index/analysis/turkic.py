"""Kazakh and Kyrgyz words to lemmas: suffixes are stripped by rule, stems weighed by a list.

A noun's lemma is its headword; a verb's is the stem (бол), its headword the verbal noun (болу,
болуу). Words that the rules would misread stand in kazakh_words.tsv and kyrgyz_words.tsv. A word
typed with Russian letters only («жумыстарын») is also read as if the others had been lost, and gets
the lemmas that it may stand for. How good this is: tests/quality/test_lemmas.py.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from index.analysis.folding import folded
from index.analysis.lemmatiser import Lemma
from index.analysis.tables import rows
from index.analysis.turkic_stems import Stems
from index.analysis.turkic_stripping import Reading, Stripper
from index.analysis.turkic_suffixes import NOUN, VERB, morphotactics, respelled

#: At most so many lemmas, each of at least this share of the best one's weight.
_MOST, _LEAST = 3, 0.3
#: Longer «words» are left alone; the longest that the word lists have are of 30 letters.
_LONGEST = 40
#: A reading's likelihood to this power is its weight, for the model is surer than it is right.
#: 0.45 gave the best query F1 on the treebanks of both languages.
_TEMPER = 0.45
#: Logarithm of how much less likely a spelling is that must be restored.
_RESPELLED = -4.0
#: ... and a loan as it is not written here.
_TWIN = -1.0
#: What ends in these is no lemma. Possessives and participles may be one: бастық, жазған.
_NEVER_A_LEMMA = frozenset(["plural"])
_BY_RULE = "rules"
#: Double consonants at the end of loans.
_DOUBLED = frozenset("слмн")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A lemma before it is weighed against others; ``inside`` are the ends of inflected parts."""

    lemma: str
    kind: str
    weight: float
    segments: tuple[str, ...]
    table: str
    inside: frozenset[int] = frozenset()


class Turkic:
    """What the two languages share. ``name`` is what their tables are called."""

    language = ""
    name = ""

    def __init__(self) -> None:
        self.lemmas = lru_cache(maxsize=1 << 16)(self._lemmas)

    def headword(self, stem: str) -> str:
        """Return the verbal noun under which dictionaries have the verb with ``stem``."""
        raise NotImplementedError

    def _lemmas(self, word: str) -> tuple[Lemma, ...]:
        """Plausible lemmas of ``word``, best first, at least one."""
        word = word.strip("-") or word
        if not 0 < len(word) <= _LONGEST:
            return (Lemma(word, 1.0, word, (word,), _BY_RULE),)
        if listed := self._listed.get(word):
            return tuple(
                Lemma(lemma, 1 / len(listed), self._headword(lemma, kind), (word,), self._table)
                for lemma, kind in listed
            )
        head, hyphen, tail = word.rpartition("-")
        if not head:
            return self._best(self._candidates(word))
        if endings := [*self._after_hyphen(head, tail)]:
            return self._best(endings)
        return tuple(
            replace(
                lemma,
                text=head + hyphen + lemma.text,
                headword=head + hyphen + lemma.headword,
                segments=(head + hyphen + lemma.segments[0], *lemma.segments[1:]),
            )
            for lemma in self.lemmas(tail)
        )

    def _candidates(self, word: str) -> Iterator[_Candidate]:
        for reading in self._stripper.readings(word):
            found = self._candidate(word, reading, 0.0)
            yield found
            if reading.kind == NOUN and (twin := _respelled_loan(reading.stem)):
                yield replace(found, lemma=twin, weight=found.weight + _TWIN)
        if folded(word) == word:
            for reading in self._russian_letters.readings(word):
                for stem in self._stems.spellings.get(reading.stem, ()):
                    yield self._candidate(word, replace(reading, stem=stem), _RESPELLED)
                if reading.suffixes:
                    yield self._candidate(word, reading, _RESPELLED)

    def _after_hyphen(self, head: str, tail: str) -> Iterator[_Candidate]:
        for reading in self._stripper.endings(tail):
            found = self._candidate(tail, replace(reading, stem=head), 0.0)
            yield replace(found, segments=(head + "-", *found.segments[1:]))

    def _candidate(self, word: str, reading: Reading, weight: float) -> _Candidate:
        known = self._stems.forms(reading.stem, reading.kind)
        cuts = (0, *reading.cuts, len(word))
        return _Candidate(
            reading.stem,
            reading.kind,
            weight + self._stems.weight(reading),
            tuple(word[a:b] for a, b in pairwise(cuts)),
            f"{self.name}_stems" if known else _BY_RULE,
            frozenset(
                end
                for end, suffix in zip(cuts[2:], reading.suffixes, strict=True)
                if suffix.slot in _NEVER_A_LEMMA
            ),
        )

    def _best(self, candidates: Iterator[_Candidate] | list[_Candidate]) -> tuple[Lemma, ...]:
        """Return the lemmas worth keeping; equal ones count once, by their best reading."""
        best: dict[str, _Candidate] = {}
        for found in candidates:
            if found.lemma not in best or found.weight > best[found.lemma].weight:
                best[found.lemma] = found
        ranked = sorted(best.values(), key=lambda found: -found.weight)
        inside = ranked[0].inside
        ranked = [found for found in ranked if len(found.segments[0]) not in inside]
        shares = [math.exp(_TEMPER * (found.weight - ranked[0].weight)) for found in ranked]
        return tuple(
            Lemma(
                found.lemma,
                math.floor(1000 * share / sum(shares)) / 1000,
                self._headword(found.lemma, found.kind),
                found.segments,
                found.table,
            )
            for found, share in zip(ranked[:_MOST], shares, strict=False)
            if share >= _LEAST
        )

    def _headword(self, lemma: str, kind: str) -> str:
        return self.headword(lemma) if kind == VERB else lemma

    @property
    def _table(self) -> str:
        return f"{self.name}_words"

    @cached_property
    def _listed(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Lemmas with their kinds of the words that have them by table."""
        found: dict[str, tuple[tuple[str, str], ...]] = defaultdict(tuple)
        for row in rows(f"{self._table}.tsv"):
            for form in dict.fromkeys([row["lemma"], *row["forms"].split()]):
                if row["lemma"] not in dict(found[form]):
                    found[form] = (*found[form], (row["lemma"], row["kind"]))
        return dict(found)

    @cached_property
    def _stripper(self) -> Stripper:
        return Stripper(self.language, morphotactics(self.name, self.language))

    @cached_property
    def _russian_letters(self) -> Stripper:
        return Stripper(self.language, respelled(self._stripper.rules, folded))

    @cached_property
    def _stems(self) -> Stems:
        return Stems(self.name, self._stripper.rules.vowels)


def _respelled_loan(stem: str) -> str:
    """Return a loan as it is also spelled, лагерь: лагер, класс: клас; else nothing."""
    if len(stem) > 3 and (stem[-1] == "ь" or stem[-1] == stem[-2] in _DOUBLED):
        return stem[:-1]
    return ""


class Kazakh(Turkic):
    """Lemmatiser of Kazakh."""

    language = "kk"
    name = "kazakh"

    def headword(self, stem: str) -> str:
        """Return the verbal noun: жаз, баста, оқы, қой give жазу, бастау, оқу, қою."""
        if stem.endswith("й"):
            return stem[:-1] + "ю"
        if stem.endswith("и"):
            return stem + "ю"
        return stem.removesuffix("ы").removesuffix("і") + "у"


class Kyrgyz(Turkic):
    """Lemmatiser of Kyrgyz."""

    language = "ky"
    name = "kyrgyz"
    #: What the last vowel of a stem becomes with the verbal noun's.
    _LOW: dict[str, str] = {"а": "оо", "о": "оо", "е": "өө", "ө": "өө"}  # noqa: RUF012 - constant

    def headword(self, stem: str) -> str:
        """Return the verbal noun: жаз, башта, иште, оку, кой: жазуу, баштоо, иштөө, окуу, коюу."""
        rules = self._stripper.rules
        if stem[-2:-1] in rules.vowels and stem[-1] in rules.vowels:
            return stem
        last = next((letter for letter in reversed(stem) if letter in rules.vowels), "а")
        back = last in "аоуыюя"
        if stem[-1] in self._LOW:
            return stem[:-1] + self._LOW[stem[-1]]
        if stem.endswith("й") and back:
            return stem[:-1] + "юу"
        long = "уу" if back else "үү"
        return stem[:-1] + long if stem[-1] in rules.vowels else stem + long
