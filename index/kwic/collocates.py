"""Which words stand beside the hits more often than by chance.

The words within the window of a hit, each counted once though two hits be near, are held against
all other words of the same pages. The measure is the log-likelihood ratio G² of the table of four
counts (Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, Computational
Linguistics 19(1), 1993), over natural logarithms: above 10.83 chance makes it so in fewer than one
word of a thousand. Hits themselves are not counted. All counts are exact.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus import pages
from corpus.catalogue import Database
from index.analysis.positions import lemmas, possible_languages
from index.analysis.tokens import tokens
from index.kwic.lines import Concordance

#: a word that stands beside fewer hits is none of a concordance
LEAST = 2
#: pages whose texts are read at a time
AT_ONCE = 256

#: a form and the language of its page, empty where nobody knows it
Form = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word beside the hits: in its dictionary form where it has one, else as it stands.

    ``observed`` times it stands within the windows, ``expected`` times by chance, ``total`` times
    on the pages of the hits; ``likelihood`` is G², not negative.
    """

    word: str
    observed: int
    expected: float
    total: int
    likelihood: float


def collocates(found: Concordance, most: int) -> tuple[Collocate, ...]:
    """The words that stand beside the lines of a concordance most surely not by chance.

    Those that stand there less often than by chance are left out.
    """
    near, every = Counter[Form](), Counter[Form]()
    with found.collection.catalogue() as database:
        for language, forms, beside in _pages(database, found):
            every.update((form, language) for form in forms if form)
            near.update((forms[i], language) for i in beside)
    beside_hits, in_all = near.total(), every.total()
    words = Counter[str]()
    totals = Counter[str]()
    for form, times in every.items():
        word = _word(*form)
        totals[word] += times
        words[word] += near[form]
    out = [
        Collocate(
            word,
            observed,
            beside_hits * totals[word] / in_all,
            totals[word],
            likelihood(observed, beside_hits, totals[word], in_all),
        )
        for word, observed in words.items()
        if observed >= LEAST and observed * in_all > beside_hits * totals[word]
    ]
    return tuple(sorted(out, key=lambda one: (-one.likelihood, one.word))[:most])


def likelihood(observed: int, beside: int, total: int, every: int) -> float:
    """G² of a word that stands ``observed`` of ``total`` times among ``beside`` of ``every``."""
    table = (
        (observed, beside * total),
        (beside - observed, beside * (every - total)),
        (total - observed, (every - beside) * total),
        (every - beside - total + observed, (every - beside) * (every - total)),
    )
    sums = math.fsum(n * math.log(n * every / product) for n, product in table if n)
    return max(0.0, 2 * sums)


def _pages(
    database: Database, found: Concordance
) -> Iterator[tuple[str, Sequence[str], Sequence[int]]]:
    """Of each page its language, its forms (empty where a hit is) and which are beside hits."""
    hits = found.hits
    shown = np.zeros(len(hits), bool)
    shown[found.order] = True
    starts = np.flatnonzero(np.diff(hits.layer, prepend=-1))
    starts = starts[np.add.reduceat(shown, starts) > 0] if len(starts) else starts
    for at in range(0, len(starts), AT_ONCE):
        layers = hits.layer[starts[at : at + AT_ONCE]].tolist()
        texts, spoken = pages.texts(database, layers), pages.languages_of(database, layers)
        for layer, start in zip(layers, starts[at : at + AT_ONCE].tolist(), strict=True):
            end = start
            while end < len(hits) and hits.layer[end] == layer:
                end += 1
            if layer in texts:
                own = slice(start, end)
                ranges = zip(hits.start[own].tolist(), hits.end[own].tolist(), strict=True)
                some = zip(ranges, shown[own].tolist(), strict=True)
                language = next(iter(spoken.get(layer, ())), "")
                yield language, *_beside(texts[layer], [*some], found.view.window)


def _beside(
    text: str, hits: Sequence[tuple[tuple[int, int], bool]], window: int
) -> tuple[list[str], list[int]]:
    """The forms of a page, empty where a hit is, and the places of those beside hits shown."""
    words = [*tokens(text)]
    forms = [word.form for word in words]
    begins, ends = [word.start for word in words], [word.end for word in words]
    near: set[int] = set()
    for (start, end), shown in hits:
        first, last = bisect_left(ends, start + 1), bisect_left(begins, end)
        if shown:
            near.update(range(max(0, first - window), min(len(words), last + window)))
        forms[first:last] = [""] * (last - first)
    return forms, [i for i in sorted(near) if forms[i]]


@lru_cache(maxsize=1 << 17)
def _word(form: str, language: str) -> str:
    """The dictionary form of a word of a page in a language, or the word as it stands."""
    possible = possible_languages(form)
    if language not in possible:
        language = possible[0] if len(possible) == 1 else ""
    best = next(iter(lemmas(form, language)), None)
    return (best.headword or best.text) if best else form
