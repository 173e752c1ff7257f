"""Kazakh and Kyrgyz words to lemmas: suffixes are stripped by rule, stems weighed by a list.

A noun's lemma is its headword; a verb's is the stem (бол), its headword the verbal noun (болу,
болуу). Words that the rules would misread stand in kazakh_words.tsv and kyrgyz_words.tsv. A word
typed with Russian letters only («жумыстарын») is also read as if the others had been lost, and gets
the lemmas that it may stand for. How good this is: scripts/bench languages.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import compress, pairwise
from operator import attrgetter
from typing import NamedTuple

from index.analysis.lemmatiser import BY_RULE, Lemma
from index.analysis.tables import rows
from index.analysis.turkic_ranking import Learned, Ranking, learned
from index.analysis.turkic_stems import Stems
from index.analysis.turkic_stripping import Reading, Stripper
from index.analysis.turkic_suffixes import NOUN, VERB, morphotactics

#: At most so many lemmas, each of at least this share of the best one's weight. This gave the best
#: query F1 in cross-validation on the treebanks of both languages.
_MOST, _LEAST = 3, 0.2
#: Longer «words» are left alone; the longest that the word lists have are of 30 letters.
_LONGEST = 40
#: The verb of a verbal noun stays from this share on: тергеу is a noun and of терге.
_LEAST_HEADED = 0.01
#: How many times the share of all candidates together a form seen once in a treebank adds to those
#: of its lemmas there.
_SEEN = 1.0
#: Logarithm of how much less likely a spelling is that must be restored.
_RESPELLED = -4.0
#: ... and a loan as it is not written here.
_TWIN = -1.0
#: What ends in these is no lemma. Possessives and participles may be one: бастық, жазған.
_NEVER_A_LEMMA = frozenset(["plural"])
#: Double consonants at the end of loans.
_DOUBLED = frozenset("слмн")


class _Candidate(NamedTuple):
    """A lemma before it is weighed against others, and the reading that gives it.

    ``lead`` is what stands before the word that was read, as in НКВД-нің.
    """

    lemma: str
    weight: float
    reading: Reading
    word: str
    lead: str = ""

    @property
    def segments(self) -> tuple[str, ...]:
        """Stem and suffixes as written."""
        cuts = (0, *self.reading.cuts, len(self.word))
        first, *rest = (self.word[a:b] for a, b in pairwise(cuts))
        return (self.lead + first, *rest)

    @property
    def inside(self) -> frozenset[int]:
        """The ends of inflected parts."""
        inflected = [suffix.slot in _NEVER_A_LEMMA for suffix in self.reading.suffixes]
        if True not in inflected:
            return frozenset()
        ends = (*self.reading.cuts[1:], len(self.word))
        return frozenset(compress(ends, inflected))


class Turkic:
    """What the two languages share. ``name`` is what their tables are called."""

    language = ""
    name = ""

    def __init__(self, taught: Learned | None = None) -> None:
        """Use ``taught`` in place of what was learned from the treebanks."""
        self._given = taught
        self.lemmas = lru_cache(maxsize=1 << 16)(self._lemmas)

    def headword(self, stem: str) -> str:
        """Return the verbal noun under which dictionaries have the verb with ``stem``."""
        raise NotImplementedError

    def _lemmas(self, word: str) -> tuple[Lemma, ...]:
        """Plausible lemmas of ``word``, best first, at least one."""
        word = word.strip("-") or word
        if not 0 < len(word) <= _LONGEST:
            return (Lemma(word, 1.0, word, (word,), BY_RULE),)
        if listed := self._listed.get(word):
            return tuple(
                Lemma(lemma, 1 / len(listed), self._headword(lemma, kind), (word,), self._table)
                for lemma, kind in listed
            )
        head, hyphen, tail = word.rpartition("-")
        if not head:
            return self._best(word, self._candidates(word))
        if endings := [*self._after_hyphen(head, tail)]:
            return self._best(word, endings)
        return tuple(
            lemma._replace(
                text=head + hyphen + lemma.text,
                headword=head + hyphen + lemma.headword,
                segments=(head + hyphen + lemma.segments[0], *lemma.segments[1:]),
            )
            for lemma in self.lemmas(tail)
        )

    def _candidates(self, word: str) -> Iterator[_Candidate]:
        as_written, typed = set(), []
        stems = self.ranking.stems
        for reading in self._stripper.readings(word, stems.forms, stems.spelled):
            if reading.typed:
                typed.append(reading)
                continue
            as_written.add((reading.stem, reading.kind, reading.cuts))
            found = self._candidate(word, reading, 0.0)
            yield found
            if reading.kind == NOUN and (twin := _respelled_loan(reading.stem)):
                yield found._replace(lemma=twin, weight=found.weight + _TWIN)
        for reading in typed:
            for stem in stems.spelled(reading.stem):
                if not reading.restored or stems.forms(stem, reading.kind):
                    yield self._candidate(word, reading._replace(stem=stem), _RESPELLED)
            if (reading.stem, reading.kind, reading.cuts) not in as_written and (
                not reading.restored or stems.forms(reading.stem, reading.kind)
            ):
                yield self._candidate(word, reading, _RESPELLED)

    def readings(self, word: str) -> Iterator[Reading]:
        """Return the readings of ``word`` as it is spelled, without those that cannot be."""
        return self._stripper.readings(word, self.ranking.stems.forms)

    def is_listed(self, word: str) -> bool:
        """Whether the lemmas of ``word`` are by table, not by rule."""
        return word in self._listed

    def _after_hyphen(self, head: str, tail: str) -> Iterator[_Candidate]:
        for reading in self._stripper.endings(tail):
            found = self._candidate(tail, reading._replace(stem=head), 0.0)
            yield found._replace(lead=head + "-")

    def _candidate(self, word: str, reading: Reading, weight: float) -> _Candidate:
        weight += self.ranking.weight(reading, word)
        return _Candidate(reading.stem, weight, reading, word)

    def _best(self, word: str, candidates: Iterable[_Candidate]) -> tuple[Lemma, ...]:
        """Return the lemmas worth keeping; readings of one lemma add up, the best is shown."""
        by_weight = sorted(candidates, key=attrgetter("weight"), reverse=True)
        highest = by_weight[0].weight
        shares: dict[str, float] = {}
        best: dict[str, _Candidate] = {}
        for found in by_weight:
            lemma, share = found.lemma, math.exp(found.weight - highest)
            if lemma in shares:
                shares[lemma] += share
            else:
                shares[lemma], best[lemma] = share, found
        total = sum(shares.values())
        for lemma, share in self._seen(word).items():
            shares[lemma] = shares.get(lemma, 0.0) + share * total
            best.setdefault(lemma, _Candidate(lemma, 0.0, Reading(lemma, NOUN), word))
        if inside := by_weight[0].inside:
            best = {n: found for n, found in best.items() if len(found.segments[0]) not in inside}
        ranked = sorted(best, key=shares.__getitem__, reverse=True)
        total = sum(shares.values())
        least, least_headed = _LEAST * shares[ranked[0]], _LEAST_HEADED * total
        return tuple(
            Lemma(
                lemma,
                math.floor(1000 * shares[lemma] / total) / 1000,
                self._headword(lemma, best[lemma].reading.kind),
                best[lemma].segments,
                self._decided(best[lemma]),
                tuple(suffix.tag for suffix in best[lemma].reading.suffixes),
            )
            for place, lemma in enumerate(ranked)
            if (place < _MOST and shares[lemma] >= least)
            or (shares[lemma] >= least_headed and self._is_headed(best[lemma], word))
        )

    def _is_headed(self, found: _Candidate, word: str) -> bool:
        """Whether ``word`` is what people call a verb that is known, even if a noun too.

        They call it by its stem (айда), its verbal noun (айдоо) or its intent (айдамак).
        """
        reading = found.reading
        return (
            reading.kind == VERB
            and self.ranking.stems.forms(reading.stem, VERB) > 0
            and (
                word in (found.lemma, self.headword(found.lemma))
                or [suffix.tag for suffix in reading.suffixes] == ["intent"]
            )
        )

    def _decided(self, found: _Candidate) -> str:
        """Name the table that knows a lemma: treebank, stem list, none but the rules."""
        if found.lemma in self.ranking.taught.forms.get(found.word, {}):
            return f"{self.name}_treebank"
        known = self.ranking.stems.forms(found.reading.stem, found.reading.kind)
        return f"{self.name}_stems" if known else BY_RULE

    def _seen(self, word: str) -> dict[str, float]:
        """How much the treebank's lemmas of a form weigh, in shares of all that rules give."""
        counts = self.ranking.taught.forms.get(word, {})
        total = sum(counts.values())
        weight = _SEEN * (1 + math.log(total)) if total else 0
        return {lemma: weight * count / total for lemma, count in counts.items()}

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
    def ranking(self) -> Ranking:
        """What weighs the readings of a word."""
        stems = Stems(self.name, self._stripper.rules.vowels)
        return Ranking(stems, self._given or learned(self.name))


def _respelled_loan(stem: str) -> str:
    """Return a loan as it is also spelled, лагерь: лагер, класс: клас; else nothing.

    Not of short words: «ден» is no «день».
    """
    if len(stem) > 4 and (stem[-1] == "ь" or stem[-1] == stem[-2] in _DOUBLED):
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
