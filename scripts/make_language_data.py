"""Learn which letter sequences tell the languages of a script apart.

    python scripts/make_language_data.py WORDS LANGDATA

WORDS is a folder of lists of word forms, one a line, named after tesseract's codes (``kir.words``):
what is in Debian's packages tesseract-ocr-rus, -kaz, -kir, -eng and, for other languages, those of
:data:`OTHERS`:

    apt-get download tesseract-ocr-kir; dpkg-deb -x tesseract-ocr-kir_*.deb .
    combine_tessdata -u usr/share/tesseract-ocr/5/tessdata/kir.traineddata kir.
    dawg2wordlist kir.lstm-unicharset kir.lstm-word-dawg kir.words

LANGDATA is a folder with ``kaz.wordlist``, ``kaz.word.bigrams`` and ``kir.word.bigrams`` of
tesseract's langdata.

The results, index/analysis/cyrillic_sequences.gz and latin_sequences.gz, are committed; nobody
needs this script who does not change the common words. The same words give the same files.

Method: multinomial logistic regression over the letter sequences of single words, by AdaGrad
(Duchi, Hazan, Singer 2011), averaged over the second half of the steps. Kazakh and Kyrgyz in
Russian letters only are classes of their own: «-лык» is no Kazakh unless қ could not be typed.
Word lists name each form once; common_words.tsv gives what texts say most often its weight, and a
word of langdata's pairs weighs as much as it has different neighbours.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.analysis.folding import exact, in_russian_letters
from index.analysis.letter_sequences import (
    CYRILLIC,
    FILES,
    LATIN,
    OTHER,
    RUSSIAN_LETTERS,
    STEP,
    sequences,
)
from index.analysis.tables import rows

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

#: tesseract's codes of the lists
LISTS = {
    "ru": ("rus.words",),
    "kk": ("kaz.words", "kaz.wordlist"),
    "ky": ("kir.words",),
    "en": ("eng.words",),
}
PAIRS = {"kk": "kaz.word.bigrams", "ky": "kir.word.bigrams"}
#: the languages that stand for all others
OTHERS = {
    CYRILLIC: "ukr bel bul srp mkd tgk mon uzb-cyrl",
    LATIN: "deu pol tur uzb fra lat fin spa est tat nld ita",
}
#: most forms of one language; of several that stand for all others, each
LARGEST, LARGEST_OTHER = 300_000, 40_000
#: How many words of the lists a common word weighs; with 60, three words in Russian letters only
#: were told 1 % less often. A word of the pairs weighs at most as much.
COMMON = 120
#: A Russian word that Kazakh and Kyrgyz texts borrow weighs this much less in Russian.
LOAN = 3
#: A sequence counts if this many different words have it …
FEWEST_WORDS = 10
#: … and if it speaks for one language against another by this much (nats).
FAINTEST = 0.4
EPOCHS, BATCH, RATE, SHRINKING = 8, 2048, 0.3, 5e-6
_FORMS = {
    CYRILLIC: re.compile("[\u0430-\u045f\u0463\u0473-\u04ff]{1,24}"),
    LATIN: re.compile("(?=.*[a-z])[a-z\u00df-\u024f\u02bb\u02bc\u2019']{1,24}"),
}
_KAZAKH = re.compile("[әғқұһі]")


def main() -> None:
    """Learn and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", type=Path)
    parser.add_argument("langdata", type=Path)
    arguments = parser.parse_args()
    for script in (CYRILLIC, LATIN):
        make(script, (arguments.words, arguments.langdata))


def make(script: tuple[str, ...], folders: tuple[Path, ...]) -> None:
    """Learn the classes of a script and write their file."""
    words, labels, weights = examples(script, folders)
    known, indices, starts = coded(words)
    learnt = learn(labels, weights, (len(known), len(script)), indices, starts)
    text = "".join(lines(known, learnt))
    target = Path(__file__).parents[1] / "index" / "analysis" / FILES[script]
    target.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    print(f"{target.name}: {text.count(chr(10))} sequences, {target.stat().st_size} bytes")


def examples(
    script: tuple[str, ...], folders: tuple[Path, ...]
) -> tuple[list[str], Integers, Floats]:
    """Return words, the number of the class of each, and what each weighs (mean 1).

    A class weighs as much as any other. Pages on the web mix languages: what the Russian list has
    is left out of the other lists, words with Kazakh letters out of the Kyrgyz one, and what the
    lists of a script's own languages have out of those that stand for all others in Cyrillic.
    """
    words: list[str] = []
    labels: list[int] = []
    lists = dict(_lists(script, folders))
    if script == CYRILLIC:
        for language in ("kk", "ky", OTHER):
            lists[language] -= lists["ru"]
        lists[OTHER] -= lists["kk"] | lists["ky"]
    for label, name in enumerate(script):
        language = name.removesuffix(RUSSIAN_LETTERS)
        chosen = [*_some(lists[language], LARGEST), *_frequent(script, language, folders)]
        if name != language:
            chosen = [*map(in_russian_letters, chosen)]
        words += chosen
        labels += [label] * len(chosen)
    numbers = np.array(labels)
    weights = len(labels) / len(script) / np.bincount(numbers)
    return words, numbers, weights[numbers].astype(np.float32)


def _lists(script: tuple[str, ...], folders: tuple[Path, ...]) -> Iterator[tuple[str, set[str]]]:
    """The different words of each language of a script, no more than count."""
    for language in dict.fromkeys(name.removesuffix(RUSSIAN_LETTERS) for name in script):
        if language == OTHER:
            yield (
                language,
                set[str]().union(
                    *(
                        _some(_read(script, folders, (f"{code}.words",)), LARGEST_OTHER)
                        for code in OTHERS[script].split()
                    )
                ),
            )
        else:
            listed = set(_read(script, folders, LISTS[language]))
            if language == "ky":
                listed -= {word for word in listed if _KAZAKH.search(word)}
            yield language, listed


@cache
def _read(
    script: tuple[str, ...], folders: tuple[Path, ...], names: tuple[str, ...]
) -> frozenset[str]:
    """The different words in files, as the index compares them."""
    lines = (line for path in _paths(folders, names) for line in path.open(encoding="utf-8"))
    return frozenset(
        word for word in map(exact, map(str.strip, lines)) if _FORMS[script].fullmatch(word)
    )


def _paths(folders: tuple[Path, ...], names: Sequence[str]) -> list[Path]:
    return [folder / name for name in names for folder in folders if (folder / name).exists()]


def _some(words: Set[str], most: int) -> list[str]:
    ordered = sorted(words)
    dice = random.Random(0)  # noqa: S311 - no secret
    return dice.sample(ordered, most) if len(ordered) > most else ordered


def _frequent(script: tuple[str, ...], language: str, folders: tuple[Path, ...]) -> list[str]:
    """Common words as often as they weigh; in Russian also what the others borrow from it.

    They are repeated, not weighed: one heavy word would throw a whole batch about.
    """
    common = {name: set[str]() for name in (*script, "ru")}
    for row in rows("common_words.tsv"):
        if row["language"] in common:
            common[row["language"]].update(map(exact, row["words"].split()))
    weighs = Counter(dict.fromkeys(common[language], COMMON))
    for code, name in PAIRS.items():
        if language not in (code, "ru"):
            continue
        words = [w for path in _paths(folders, [name]) for w in path.read_text("utf-8").split()]
        for word, n in Counter(map(exact, words)).items():
            if language == "ru":
                own = word in _read(script, folders, LISTS["ru"]) and word not in common[code]
                weighs[word] = max(weighs[word], n // LOAN if own else 0)
            elif word not in common["ru"] and not (code == "ky" and _KAZAKH.search(word)):
                weighs[word] = max(weighs[word], n)
    return [
        word
        for word, n in sorted(weighs.items())
        if _FORMS[script].fullmatch(word)
        for _ in range(min(n, COMMON))
    ]


def coded(words: Sequence[str]) -> tuple[list[str], Integers, Integers]:
    """Return the sequences that count, their numbers word after word, and where a word begins."""
    counts = Counter(sequence for word in set(words) for sequence in set(sequences(word)))
    known = sorted(sequence for sequence, n in counts.items() if n >= FEWEST_WORDS)
    numbers = {sequence: number for number, sequence in enumerate(known)}
    indices = array("q")
    starts = [0]
    for word in words:
        indices.extend(numbers[part] for part in sequences(word) if part in numbers)
        starts.append(len(indices))
    return known, np.array(indices), np.array(starts)


def learn(
    labels: Integers, weights: Floats, shape: tuple[int, int], indices: Integers, starts: Integers
) -> Floats:
    """Return the weight of each sequence for each class, an array (sequences, classes)."""
    size, _ = shape
    learnt = np.zeros(shape, np.float32)
    squares = np.full_like(learnt, 1e-2)
    summed = np.zeros_like(learnt)
    lengths = np.diff(starts)
    draw = np.random.default_rng(0)
    for epoch in range(EPOCHS):
        order = draw.permutation(len(labels))
        for chosen in np.array_split(order, len(order) // BATCH):
            length = lengths[chosen]
            begin = np.cumsum(length) - length
            used = indices[np.repeat(starts[chosen] - begin, length) + np.arange(length.sum())]
            score = np.add.reduceat(learnt[used], begin, axis=0)
            share = np.exp(score - score.max(axis=1, keepdims=True))
            share /= share.sum(axis=1, keepdims=True)
            share[np.arange(len(chosen)), labels[chosen]] -= 1
            error = np.repeat(share * weights[chosen, None], length, axis=0)
            slope = np.stack([np.bincount(used, e, size) for e in error.T], axis=1)
            slope = slope.astype(np.float32) + SHRINKING * BATCH * learnt
            squares += slope**2
            learnt -= RATE * slope / np.sqrt(squares)
            if epoch >= EPOCHS // 2:
                summed += learnt
    return summed / np.float32((EPOCHS - EPOCHS // 2) * (len(labels) // BATCH))


def lines(known: Sequence[str], learnt: Floats) -> list[str]:
    """Return the lines of a file: sequence, weight of the 2nd and further classes over the 1st."""
    steps = np.rint((learnt[:, 1:] - learnt[:, :1]) / STEP).astype(int)
    told = np.ptp(learnt, axis=1) >= FAINTEST
    return [
        "\t".join([sequence, *map(str, numbers)]) + "\n"
        for sequence, numbers, kept in zip(known, steps, told, strict=True)
        if kept
    ]


if __name__ == "__main__":
    main()
