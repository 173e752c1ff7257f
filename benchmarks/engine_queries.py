"""Queries over the synthetic pages, made from a sample of them: the same for every size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.engine_corpus import Pages
from benchmarks.engine_words import COLLOCATIONS, SEED, Ints, collocations
from index.query.expand import Terms, word_terms

#: pages that queries are made from
SAMPLE = 5_000


@dataclass(frozen=True, slots=True)
class Query:
    """A query: as a reader types it to Opis, and its words (or its one pattern) for the others."""

    kind: str
    text: str
    words: tuple[str, ...] = ()

    def terms(self) -> list[tuple[Terms, ...]]:
        """The terms of each word, as Opis expands it."""
        return [word_terms(word) for word in self.words]


class Queries:
    """Makes queries over some pages."""

    def __init__(self, pages: Pages) -> None:
        self.words = pages.words
        self._forms, self._page = pages.sample(SAMPLE)

    def of(self, kind: str, count: int) -> list[Query]:
        """Different queries of a kind: ``any``, ``phrase``, ``wildcard``, ``fuzzy``, ``all``."""
        random = np.random.default_rng([SEED, sum(map(ord, kind))])
        make = {"any": self._any, "phrase": self._phrase, "wildcard": self._wildcard,
                "fuzzy": self._fuzzy}.get(kind)  # fmt: skip
        if make is None:
            return [Query(kind, "")] * count
        out: dict[Query, None] = {}
        for _ in range(count * 1000):
            if len(out) < count:
                out[make(random)] = None
        return list(out)

    def _lemmas_between(self, low: float, high: float) -> Ints:
        """The lemmas that stand on this share of the pages and whose form has 4 letters or more."""
        first = self.words.first
        lemma = np.searchsorted(first, self._forms, "right") - 1
        pages = int(self._page[-1]) + 1
        once = np.unique(lemma * pages + self._page) // pages
        share = np.bincount(once, minlength=len(first)) / pages
        there = np.flatnonzero((share[:-1] >= low) & (share[:-1] < high))
        long = [len(self.words.forms[first[i]]) >= 4 for i in there.tolist()]
        chosen: Ints = there[np.array(long, bool)]
        return chosen

    def _form(self, random: np.random.Generator, low: float, high: float) -> str:
        """The commonest form of a lemma that stands on such a share of the pages."""
        lemma = int(random.choice(self._between(low, high)))
        return self.words.forms[int(self.words.first[lemma])]

    @cached_property
    def _known_shares(self) -> dict[tuple[float, float], Ints]:
        return {}

    def _between(self, low: float, high: float) -> Ints:
        if (low, high) not in self._known_shares:
            self._known_shares[low, high] = self._lemmas_between(low, high)
        return self._known_shares[low, high]

    def _any(self, random: np.random.Generator) -> Query:
        """Two common words and a middling one."""
        shares = ((0.10, 0.45), (0.05, 0.45), (0.005, 0.02))
        some = tuple(self._form(random, *share) for share in shares)
        return Query("any", " ИЛИ ".join(some), some)

    def _phrase(self, random: np.random.Generator) -> Query:
        """A collocation, or two or three neighbours that are no function words."""
        if random.random() < 0.5:
            forms = collocations(self.words)[int(random.integers(COLLOCATIONS))].tolist()
        else:
            at, length = int(random.integers(len(self._forms) - 3)), int(random.integers(2, 4))
            forms = self._forms[at : at + length].tolist()
            if min(forms) < self.words.first[150] or max(forms) >= self.words.right:
                return self._phrase(random)
        some = tuple(self.words.forms[form] for form in forms)
        return Query("phrase", f"«{' '.join(some)}»", some)

    def _wildcard(self, random: np.random.Generator) -> Query:
        """``beg*``, ``*end`` or ``beg*end`` of a word."""
        word = self._form(random, 0.001, 0.05)
        cut = min(4, len(word) - 2)
        made = (f"{word[:cut]}*", f"*{word[-cut:]}", f"{word[:2]}*{word[-2:]}")
        pattern = made[int(random.integers(3))]
        return Query("wildcard", pattern, (pattern,))

    def _fuzzy(self, random: np.random.Generator) -> Query:
        word = self._form(random, 0.003, 0.05)
        if len(word) < 6:
            return self._fuzzy(random)
        return Query("fuzzy", f"{word}~1", (word,))
