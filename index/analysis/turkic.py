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
from operator import itemgetter

from index.analysis.lemmatiser import BY_RULE, Lemma
from index.analysis.tables import rows
from index.analysis.turkic_ranking import Learned, Ranking, learned
from index.analysis.turkic_stems import Stems
from index.analysis.turkic_stripping import Parts, Reading, Stripper
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


#: A weight, a lemma and the reading that gives it.
_Candidate = tuple[float, str, Parts]


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
        stems, weight = self.ranking.stems, self.ranking.weight
        as_written, typed = set(), []
        for reading in self._stripper.readings(word, stems.of, typed=True):
            stem, kind, _, cuts, _, _, is_typed, _ = reading
            if is_typed:
                typed.append(reading)
                continue
            as_written.add((stem, kind, cuts))
            found = weight(reading, word)
            yield found, stem, reading
            if kind == NOUN and (twin := _respelled_loan(stem)):
                yield found + _TWIN, twin, reading
        for reading in typed:
            stem, kind, suffixes, cuts, harmonic, restored, _, known = reading
            for other in known[2]:
                of_other = stems.of(other)
                if not restored or of_other[kind == VERB]:
                    there = (other, kind, suffixes, cuts, harmonic, restored, True, of_other)
                    yield _RESPELLED + weight(there, word), other, there
            if (stem, kind, cuts) not in as_written and (not restored or known[kind == VERB]):
                yield _RESPELLED + weight(reading, word), stem, reading

    def readings(self, word: str) -> Iterator[Reading]:
        """Return the readings of ``word`` as it is spelled, without those that cannot be."""
        return map(Reading._make, self._stripper.readings(word, self.ranking.stems.of))

    def is_listed(self, word: str) -> bool:
        """Whether the lemmas of ``word`` are by table, not by rule."""
        return word in self._listed

    def _after_hyphen(self, head: str, tail: str) -> Iterator[_Candidate]:
        known = self.ranking.stems.of(head)
        for _, kind, suffixes, cuts, harmonic, restored, typed, _ in self._stripper.endings(tail):
            there = tuple(len(head) + 1 + cut for cut in cuts)
            reading = (head, kind, suffixes, there, harmonic, restored, typed, known)
            yield self.ranking.weight(reading, tail), head, reading

    def _best(self, word: str, candidates: Iterable[_Candidate]) -> tuple[Lemma, ...]:
        """Return the lemmas worth keeping; readings of one lemma add up, the best is shown."""
        by_weight = sorted(candidates, key=itemgetter(0), reverse=True)
        highest, _, likeliest = by_weight[0]
        shares: dict[str, float] = {}
        best: dict[str, Parts] = {}
        for weight, lemma, reading in by_weight:
            share = math.exp(weight - highest)
            if lemma in shares:
                shares[lemma] += share
            else:
                shares[lemma], best[lemma] = share, reading
        total = sum(shares.values())
        seen = self._seen(word)
        for lemma, share in seen.items():
            shares[lemma] = shares.get(lemma, 0.0) + share * total
            best.setdefault(lemma, Reading(lemma, NOUN))
        if inside := _inside(word, likeliest):
            best = {
                n: reading for n, reading in best.items() if _cuts(word, reading)[1] not in inside
            }
        ranked = sorted(best, key=shares.__getitem__, reverse=True)
        total = sum(shares.values())
        least, least_headed = _LEAST * shares[ranked[0]], _LEAST_HEADED * total
        return tuple(
            self._lemma(lemma, 1000 * shares[lemma] / total, word, best[lemma], lemma in seen)
            for place, lemma in enumerate(ranked)
            if (place < _MOST and shares[lemma] >= least)
            or (shares[lemma] >= least_headed and self._is_headed(lemma, best[lemma], word))
        )

    def _lemma(self, lemma: str, share: float, word: str, reading: Parts, seen: bool) -> Lemma:
        """A lemma of ``share`` thousandths; treebank, stem list or only the rules know it."""
        _, kind, suffixes, _, _, _, _, known = reading
        by_list = f"{self.name}_stems" if known[kind == VERB] else BY_RULE
        return Lemma(
            lemma,
            math.floor(share) / 1000,
            self._headword(lemma, kind),
            tuple([word[a:b] for a, b in pairwise(_cuts(word, reading))]),
            f"{self.name}_treebank" if seen else by_list,
            tuple([suffix.tag for suffix in suffixes]),
        )

    def _is_headed(self, lemma: str, reading: Parts, word: str) -> bool:
        """Whether ``word`` is what people call a verb that is known, even if a noun too.

        They call it by its stem (айда), its verbal noun (айдоо) or its intent (айдамак).
        """
        _, kind, suffixes, _, _, _, _, (_, forms, _) = reading
        return (
            kind == VERB
            and forms > 0
            and (
                word in (lemma, self.headword(lemma))
                or [suffix.tag for suffix in suffixes] == ["intent"]
            )
        )

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


def _cuts(word: str, reading: Parts) -> tuple[int, ...]:
    """Where stem and suffixes begin in ``word`` as written, and its end."""
    return (0, *reading[3], len(word))


def _inside(word: str, reading: Parts) -> frozenset[int]:
    """The ends of inflected parts."""
    inflected = [suffix.slot in _NEVER_A_LEMMA for suffix in reading[2]]
    if True not in inflected:
        return frozenset()
    return frozenset(compress(_cuts(word, reading)[2:], inflected))


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
