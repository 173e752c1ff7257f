"""Learn which letter sequences tell Russian, Kazakh and Kyrgyz words apart.

    python scripts/make_language_data.py --ru WORDS… --kk WORDS… --ky WORDS…

WORDS are files with one word form a line: what is in Debian's tesseract-ocr-rus, -kaz, -kir, and
for Kazakh also ``kaz.wordlist`` of tesseract's langdata:

    apt-get install tesseract-ocr tesseract-ocr-rus tesseract-ocr-kaz tesseract-ocr-kir
    combine_tessdata -u /usr/share/tesseract-ocr/5/tessdata/kir.traineddata kir.
    dawg2wordlist kir.lstm-unicharset kir.lstm-word-dawg kir.words

The result, index/analysis/letter_sequences.xz, is committed; nobody needs this script who does not
change the common words. The same input gives the same file.

Method: multinomial logistic regression over the letter sequences of single words, by AdaGrad
(Duchi, Hazan, Singer 2011), averaged over the second half of the steps. Every Kazakh and Kyrgyz
word is learnt twice, as it is and in Russian letters only, so that text typed or read without ө, ү,
ң, қ … is still told apart. Word lists name each form once; common_words.tsv gives what texts say
most often its weight.
"""

from __future__ import annotations

import argparse
import lzma
import re
from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.analysis.folding import exact, in_russian_letters
from index.analysis.letter_sequences import LEARNT, STEP, sequences
from index.analysis.tables import rows

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

#: How many words of the lists a common word weighs; with 60, three words in Russian letters only
#: were told 1 % less often.
COMMON = 120
#: A sequence counts if this many different words have it …
FEWEST_WORDS = 8
#: … and if it speaks for one language against another by this much (nats).
FAINTEST = 0.3
EPOCHS, BATCH, RATE, SHRINKING = 8, 2048, 0.3, 5e-6
_FORM = re.compile("[а-яәғқңөұүһі]{2,24}")
_KAZAKH = re.compile("[әғқұһі]")


def main() -> None:
    """Learn and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    for language in LEARNT:
        parser.add_argument(f"--{language}", type=Path, nargs="+", required=True)
    arguments = parser.parse_args()
    lists = {language: read(getattr(arguments, language)) for language in LEARNT}
    words, labels, weights = examples(lists)
    known, indices, starts = coded(words)
    learnt = learn(labels, weights, len(known), indices, starts)
    text = "".join(lines(known, learnt))
    target = Path(__file__).parents[1] / "index" / "analysis" / "letter_sequences.xz"
    target.write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    print(f"{target.name}: {text.count(chr(10))} sequences, {target.stat().st_size} bytes")


def read(paths: Sequence[Path]) -> set[str]:
    """Return the different words in the files, as the index compares them."""
    lines = {exact(line) for path in paths for line in path.read_text("utf-8").splitlines()}
    return {line for line in lines if _FORM.fullmatch(line)}


def examples(lists: dict[str, set[str]]) -> tuple[list[str], Integers, Floats]:
    """Return words, the number of the language of each, and what each weighs (mean 1).

    A language weighs as much as any other. What the Russian list has is left out of the other
    lists, and words with Kazakh letters out of the Kyrgyz one: pages on the web mix languages.
    """
    words: list[str] = []
    labels: list[int] = []
    common = {language: set[str]() for language in LEARNT}
    for row in rows("common_words.tsv"):
        common[row["language"]].update(map(exact, row["words"].split()))
    for label, language in enumerate(LEARNT):
        listed = lists[language] - (lists["ru"] if language != "ru" else set())
        if language == "ky":
            listed = {word for word in listed if not _KAZAKH.search(word)}
        # Common words are repeated, not weighed: one heavy word would throw a whole batch about.
        for word in [*sorted(listed), *sorted(common[language]) * COMMON]:
            words += [word, in_russian_letters(word)]
            labels += [label, label]
    numbers = np.array(labels)
    weights = len(labels) / len(LEARNT) / np.bincount(numbers)
    return words, numbers, weights[numbers].astype(np.float32)


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
    labels: Integers, weights: Floats, size: int, indices: Integers, starts: Integers
) -> Floats:
    """Return the weight of each of ``size`` sequences for each language, an array (size, 3)."""
    learnt = np.zeros((size, len(LEARNT)), np.float32)
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
    """Return the lines of the file: sequence, weight of the 2nd and 3rd language over the 1st."""
    steps = np.rint((learnt[:, 1:] - learnt[:, :1]) / STEP).astype(int)
    told = np.ptp(learnt, axis=1) >= FAINTEST
    return [
        f"{sequence}\t{kazakh}\t{kyrgyz}\n"
        for sequence, (kazakh, kyrgyz), kept in zip(known, steps, told, strict=True)
        if kept
    ]


if __name__ == "__main__":
    main()
