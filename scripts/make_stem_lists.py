"""Learn the Kazakh and Kyrgyz stem lists from tesseract's word lists.

    PYTHONPATH=. python scripts/make_stem_lists.py kk WORDS…
    PYTHONPATH=. python scripts/make_stem_lists.py ky WORDS…

WORDS are files with one word form a line: for Kazakh ``kaz.wordlist`` of tesseract's langdata and
what is in Debian's tesseract-ocr-kaz, for Kyrgyz what is in tesseract-ocr-kir:

    apt-get install tesseract-ocr tesseract-ocr-kaz tesseract-ocr-kir
    combine_tessdata -u /usr/share/tesseract-ocr/5/tessdata/kir.traineddata kir.
    dawg2wordlist kir.lstm-unicharset kir.lstm-word-dawg kir.words

The result, index/analysis/kazakh_stems.gz or kyrgyz_stems.gz, is committed; nobody needs this
script who does not change the suffix tables. The same input gives the same file.

Method: expectation maximisation with a Dirichlet prior over the readings that the suffix tables
allow. A reading's probability is that of its stem times those of its suffixes, each given the one
before. A word spreads over its readings by their probability, and the sums are the next
probabilities. ``worth`` (turkic_slots.tsv) keeps it from taking plurals and participles for stems;
stems that end in some possessives are left out afterwards.
"""

from __future__ import annotations

import argparse
import gzip
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.analysis.folding import exact, in_russian_letters
from index.analysis.turkic_stems import BEGINNING, WORD_END, implausible
from index.analysis.turkic_stripping import Reading, Stripper
from index.analysis.turkic_suffixes import NOUN, morphotactics

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

NAMES = {"kk": "kazakh", "ky": "kyrgyz"}
ROUNDS = 10
#: Stems with fewer forms than this are left out; fewer or more did not change query F1 by 0.2.
FEWEST_FORMS = 2.0
#: No dictionary form ends in these: «элибиз», our people, is of «эл» if that has more forms.
NEVER_LAST = frozenset({"our", "your-polite"})
#: Numbers of forms are kept to the nearest power of this.
STEP = 1.25
#: Weight of the prior of a stem (by its letters), of a stem's length, of a pair of suffixes.
STEM_PRIOR, LENGTH_PRIOR, PAIR_PRIOR = 0.5, 0.075, 0.5
LETTERS = {
    "kk": "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдежзийклмнңоөпрстуүфхцчшщъыьэюя",
}


def main() -> None:
    """Learn and write one list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=NAMES)
    parser.add_argument("words", type=Path, nargs="+")
    arguments = parser.parse_args()
    name = NAMES[arguments.language]
    words = read(arguments.words, LETTERS[arguments.language])
    text = learn(arguments.language, words)
    target = Path(__file__).parents[1] / "index" / "analysis" / f"{name}_stems.gz"
    target.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    print(f"{target.name}: {len(words)} words, {target.stat().st_size} bytes")


def read(paths: list[Path], letters: str) -> list[str]:
    """Return the different words in the files, as the index compares them."""
    form = re.compile(f"[{letters}]{{2,24}}")
    lines = {exact(line) for path in paths for line in path.read_text("utf-8").splitlines()}
    return sorted(line for line in lines if form.fullmatch(line))


def learn(language: str, words: list[str]) -> str:
    """Return the text of the stem list: pairs of suffixes, an empty line, stems."""
    stripper = Stripper(language, morphotactics(NAMES[language], language))
    stem_ids: dict[tuple[str, str], int] = {}
    chain_ids: dict[tuple[str, ...], int] = {}
    worth: list[float] = []
    stem_of: list[int] = []
    chain_of: list[int] = []
    start_of: list[int] = []
    looks: list[float] = []
    readings = [[*map(Reading._make, stripper.readings(word))] for word in words]
    written = {reading.stem for some in readings for reading in some if not reading.restored}
    for some in readings:
        start_of.append(len(stem_of))
        for reading in some:
            if reading.stem not in written:
                continue  # a stem is met as it is at least once
            stem_of.append(stem_ids.setdefault((reading.stem, reading.kind), len(stem_ids)))
            chain = (reading.kind, *(suffix.tag for suffix in reading.suffixes), WORD_END)
            if chain not in chain_ids:
                chain_ids[chain] = len(chain_ids)
                worth.append(sum(suffix.worth for suffix in reading.suffixes))
            chain_of.append(chain_ids[chain])
            looks.append(implausible(reading, stripper.rules.vowels))
    pair_ids: dict[tuple[str, str], int] = {}
    pair_of: list[int] = []
    pair_chain: list[int] = []
    for chain, number in chain_ids.items():
        for pair in pairwise(chain):
            pair_of.append(pair_ids.setdefault(pair, len(pair_ids)))
            pair_chain.append(number)
    forms, costs = maximise(
        np.array(stem_of), np.array(chain_of), np.array(start_of),
        np.array(pair_of), np.array(pair_chain), [first for first, _ in pair_ids],
        np.array(looks), np.array(worth), STEM_PRIOR * letters_prior(words, [*stem_ids]),
    )  # fmt: skip
    counted = dict(zip(stem_ids, forms, strict=True))
    stems = {stem: n for stem, n in counted.items() if not is_inflected(*stem, stripper, counted)}
    pairs = [f"{a}\t{b}\t{round(100 * costs[i])}" for (a, b), i in sorted(pair_ids.items())]
    return "\n".join([*pairs, "", *stem_lines(stems)]) + "\n"


def letters_prior(words: list[str], stems: list[tuple[str, str]]) -> Floats:
    """Return how likely each stem is by its letters alone."""
    counts = Counter(letter for word in words for letter in word)
    logarithm = {c: math.log(n / counts.total() * 0.85) for c, n in counts.items()}
    return np.array([LENGTH_PRIOR * math.exp(sum(logarithm[c] for c in s)) for s, _ in stems])


def maximise(
    stem_of: Integers,
    chain_of: Integers,
    start_of: Integers,
    pair_of: Integers,
    pair_chain: Integers,
    firsts: list[str],
    looks: Floats,
    worth: Floats,
    prior: Floats,
) -> tuple[Floats, Floats]:
    """Return the expected number of forms of each stem and the log probability of each pair.

    ``stem_of`` and ``chain_of`` name the stem and the chain of each reading, ``start_of`` the first
    reading of each word, ``pair_of`` and ``pair_chain`` a pair and the chain in which it stands.
    """
    first_ids = {first: number for number, first in enumerate(dict.fromkeys(firsts))}
    first_of = np.array([first_ids[first] for first in firsts])
    per_word = np.diff(np.append(start_of, len(stem_of)))
    share: Floats = np.repeat(1 / per_word, per_word)
    forms = summed(stem_of, share, len(prior))
    chains = summed(chain_of, share, len(worth))
    for _ in range(ROUNDS):
        pairs = summed(pair_of, chains[pair_chain], len(firsts)) + PAIR_PRIOR
        totals = summed(first_of, pairs, len(first_ids))
        cost = digamma(pairs) - digamma(totals)[first_of]
        chain = summed(pair_chain, cost[pair_of], len(worth)) + worth
        stem = digamma(forms + prior + 1e-9)
        weight = stem[stem_of] + chain[chain_of] + looks
        best = np.maximum.reduceat(weight, start_of)
        share = np.exp(weight - np.repeat(best, per_word))
        share /= np.repeat(np.add.reduceat(share, start_of), per_word)
        forms = summed(stem_of, share, len(prior))
        chains = summed(chain_of, share, len(worth))
    return forms, np.log(pairs / totals[first_of])


def summed(numbers: Integers, weights: Floats, size: int) -> Floats:
    """Return the sum of ``weights`` for each of the ``size`` numbers."""
    result: Floats = np.bincount(numbers, weights=weights, minlength=size).astype(np.float64)
    return result


def digamma(values: Floats) -> Floats:
    """Return the digamma function (recurrence up to 6, then the asymptotic series)."""
    x = values.copy()
    shift = np.zeros_like(x)
    for _ in range(6):
        small = x < 6
        shift[small] -= 1 / x[small]
        x[small] += 1
    f = 1 / (x * x)
    result: Floats = shift + np.log(x) - 0.5 / x - f * (1 / 12 - f * (1 / 120 - f / 252))
    return result


def is_inflected(
    stem: str, kind: str, stripper: Stripper, forms: Mapping[tuple[str, str], float]
) -> bool:
    """Whether a stem ends in one of :data:`NEVER_LAST` after one that has more forms."""
    if forms[stem, kind] < FEWEST_FORMS or kind != NOUN:
        return False
    return any(
        reading.suffixes[-1].tag in NEVER_LAST
        and forms.get((reading.stem, reading.kind), 0.0) > forms[stem, kind]
        for reading in map(Reading._make, stripper.readings(stem))
        if reading.suffixes
    )


def stem_lines(forms: Mapping[tuple[str, str], float]) -> list[str]:
    """Return lines of stems with one beginning: it, then groups of a kind, forms and the stems."""
    groups: dict[str, dict[tuple[str, int], list[str]]] = defaultdict(lambda: defaultdict(list))
    for (stem, kind), count in sorted(forms.items()):
        if count >= FEWEST_FORMS:
            steps = round(math.log(count, STEP))
            beginning = in_russian_letters(stem[:BEGINNING])
            groups[beginning][kind, round(STEP**steps)].append(stem)
    return [
        "\t".join([beginning, *(" ".join([kind, str(count), *stems])
                                for (kind, count), stems in sorted(alike.items()))])
        for beginning, alike in sorted(groups.items())
    ]  # fmt: skip


if __name__ == "__main__":
    main()
