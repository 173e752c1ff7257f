"""How probable it is that letters follow one another as they do: whether text consists of words.

The table (letter_pairs.tsv) knows the pairs of Russian, Kazakh and Kyrgyz together, and of English.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise

from corpus.tables import rows

SCRIPTS = {"Cyrillic": re.compile("[а-яёәғқңөұүһіѣѳѵ]"), "Latin": re.compile("[a-z]")}


def probability(words: list[str]) -> float:
    """Return the mean log probability of the letters of words of 4 and more letters, 0 if none.

    ``words`` are in small letters. Each is looked up in the table of its own script; words that
    mix scripts do not count.
    """
    total, letters = 0.0, 0
    for word in words:
        found = [name for name, script in SCRIPTS.items() if script.search(word)]
        if len(word) >= 4 and len(found) == 1:
            table = log_probabilities()[found[0]]
            edged = f"_{word.replace('ё', 'е')}_"
            total += sum(table[pair] for pair in pairwise(edged))
            letters += len(edged) - 1
    return total / letters if letters else 0.0


@lru_cache(maxsize=1)
def log_probabilities() -> dict[str, Pairs]:
    """The tables of the two scripts."""
    counts: dict[str, dict[tuple[str, str], int]] = {name: {} for name in SCRIPTS}
    for script, pair, per_million in rows(__package__, "letter_pairs.tsv"):
        counts[script][pair[0], pair[1]] = int(per_million)
    return {script: Pairs(pairs) for script, pairs in counts.items()}


class Pairs(dict[tuple[str, str], float]):
    """Log probability of the second letter after the first; pairs not in the table are rare.

    «_» is the edge of a word.
    """

    _RARE = 2  # per million

    def __init__(self, counts: dict[tuple[str, str], int]) -> None:
        self._after: defaultdict[str, int] = defaultdict(lambda: 40 * self._RARE)
        for (first, _), count in counts.items():
            self._after[first] += count
        super().__init__(
            {pair: math.log((n + self._RARE) / self._after[pair[0]]) for pair, n in counts.items()}
        )

    def __missing__(self, pair: tuple[str, str]) -> float:
        return math.log(self._RARE / self._after[pair[0]])
