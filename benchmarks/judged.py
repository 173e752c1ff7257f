"""How well words got their lemmas: accuracy, and F1 of queries in dictionary form.

*Accuracy* is the share of words whose first lemma is the true one. *Query F1*: a reader types a
lemma that has two forms or more among the judged words; precision is the share of words found that
are of the lemma, recall the share of its words found; F1 of the means over queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import mean

#: a form and its lemma
Pair = tuple[str, str]
Keys = Callable[[str], list[str]]


@dataclass(slots=True)
class Judged:
    """Words with their true lemmas and the terms they got, and the terms of each query."""

    words: list[tuple[Pair, list[str]]] = field(default_factory=list)
    queries: dict[str, list[str]] = field(default_factory=dict)

    def add(self, pairs: Iterable[Pair], indexed: Keys, asked: Keys) -> None:
        """Judge the words of one fold."""
        for form, lemma in pairs:
            self.words.append(((form, lemma), indexed(form)))
            if lemma not in self.queries:
                self.queries[lemma] = asked(lemma)

    @property
    def accuracy(self) -> float:
        """Share of words whose first term is their lemma, 0..1."""
        return mean(terms[0] == lemma for (_, lemma), terms in self.words)

    @property
    def f1(self) -> float:
        """Query F1, 0..1."""
        having: dict[str, set[int]] = defaultdict(set)
        right: dict[str, set[int]] = defaultdict(set)
        for place, ((_, lemma), terms) in enumerate(self.words):
            right[lemma].add(place)
            for term in terms:
                having[term].add(place)
        precisions, recalls = [], []
        for lemma, places in right.items():
            if len({self.words[place][0][0] for place in places}) > 1:
                found = set[int]().union(*(having[term] for term in self.queries[lemma]))
                good = len(found & places)
                precisions.append(good / max(1, len(found)))
                recalls.append(good / len(places))
        precision, recall = mean(precisions), mean(recalls)
        return 2 * precision * recall / (precision + recall)
