"""Learn from treebanks how to tell the right reading of a Kazakh or Kyrgyz word.

    PYTHONPATH=. python scripts/learn_lemmas.py GOLD

GOLD is a folder with the treebanks UD_Kazakh-KTB (kk_ktb-ud-train.conllu and
kk_ktb-dev-even-sentences.conllu) and UD_Kyrgyz-KTMU (ky_ktmu-ud-train.conllu), with kaznlp/lkps.tsv
of nlacslab/kaznlp, and with kaz.noun.tsv, kaz.sm and kir of UniMorph in the folder unimorph. The
result, in index/analysis/treebanks, is committed; nobody needs this script who does not change the
suffix tables, the stem lists or the features (:mod:`index.analysis.turkic_ranking`). The same input
gives the same files.

Method: the weights of a log-linear model that make the treebank's lemmas likeliest, found by
Newton's method with a Gaussian prior. Each different pair of form and lemma is an example, one that
is frequent weighs a little more, and so is each lemma as its own form, since that is what people
type. So are the paradigms of verbs: newspapers, of which the treebanks are made, have few first and
second persons. Whether a lemma is known counts without the example at hand.
"""

from __future__ import annotations

import argparse
import gzip
import math
import random
import re
from collections import ChainMap, Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.analysis.folding import exact
from index.analysis.turkic import Kazakh, Kyrgyz, Turkic
from index.analysis.turkic_ranking import Learned

Floats = NDArray[np.float64]
Pair = tuple[str, str]

TREEBANKS = {
    "kk": ("kk_ktb-ud-train.conllu", "kk_ktb-dev-even-sentences.conllu"),
    "ky": ("ky_ktmu-ud-train.conllu",),
}
LEMMATISERS: dict[str, type[Turkic]] = {"kk": Kazakh, "ky": Kyrgyz}
#: The prior's weight; a lemma as its own form and a form of a paradigm weigh as much as half a pair
#: of the treebank, and no pair more than two and a half. Chosen by query F1 in cross-validation.
PRIOR, TYPED, OF_PARADIGM, MOST = 1.0, 0.5, 0.5, 2.5
#: So many forms of paradigms are examples.
PARADIGM_FORMS = 1500
#: Nearly all lines of the paradigms have Latin letters inside Cyrillic words.
CYRILLIC = str.maketrans("aocpeyxi", "аосреухі")
#: Where the weights start and what the prior pulls them to; 0 for all others.
EXPECTED = {"forms": 0.5, "looks": 0.5, "order": 0.5}
ROUNDS = 25


@dataclass(frozen=True, slots=True)
class _Example:
    """The features of all readings of a form, which of them are right, and what it counts."""

    features: list[dict[str, float]]
    right: list[bool]
    weight: float


def main() -> None:
    """Learn both languages and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    gold = parser.parse_args().gold
    target = Path(__file__).parents[1] / "index" / "analysis" / "treebanks"
    for language, kind in LEMMATISERS.items():
        pairs = [p for name in TREEBANKS[language] for s in sentences(gold / name) for p in s]
        taught = learn(language, pairs, known_lemmas(gold, language), paradigms(gold, language))
        table = "".join(f"{f}\t{w:.3f}\n" for f, w in sorted(taught.weights.items()))
        (target / f"{kind.name}_weights.tsv").write_text(HEAD + table, encoding="utf-8")
        packed = gzip.compress(words(taught).encode(), mtime=0)
        (target / f"{kind.name}_words.gz").write_bytes(packed)


HEAD = """\
# What speaks for a reading and how much (natural logarithm). Made by scripts/learn_lemmas.py;
# features: turkic_ranking.py; sources and licence: README.md.
feature\tweight
"""


def words(taught: Learned) -> str:
    """Return forms with their lemmas, an empty line, lemmas by their number of forms."""
    forms = [
        f"{form}\t{lemma}\t{count}"
        for form, lemmas in sorted(taught.forms.items())
        for lemma, count in sorted(lemmas.items())
    ]
    alike: dict[int, list[str]] = defaultdict(list)
    for lemma, count in taught.lemmas.items():
        alike[count].append(lemma)
    lines = [f"{count}\t{' '.join(sorted(lemmas))}" for count, lemmas in sorted(alike.items())]
    return "\n".join([*forms, "", *lines]) + "\n"


def sentences(path: Path) -> Iterator[list[Pair]]:
    """Yield the words of each sentence of a CoNLL-U file with their lemmas.

    Parts of multiword tokens, punctuation and what holds digits are left out.
    """
    for block in path.read_text("utf-8").split("\n\n"):
        inside: set[str] = set()
        found = []
        for line in block.splitlines():
            fields = line.split("\t")
            if line.startswith("#") or "." in fields[0]:
                continue
            if "-" in fields[0]:
                first, last = map(int, fields[0].split("-"))
                inside |= {str(number) for number in range(first, last + 1)}
            elif fields[0] not in inside and _is_word(fields[1], fields[3]) and fields[2] != "_":
                found.append((exact(fields[1]), exact(fields[2])))
        if found:
            yield found


def _is_word(form: str, part_of_speech: str) -> bool:
    return (
        part_of_speech not in ("PUNCT", "SYM")
        and not re.search(r"[\d ]", form)
        and re.search("[\u0400-\u052f]", form) is not None
    )


def known_lemmas(gold: Path, language: str) -> Counter[str]:
    """Return dictionary forms from other sources than the treebank, and their numbers of forms."""
    found: Counter[str] = Counter()
    if language != "kk":
        return found
    for line in (gold / "kaznlp" / "lkps.tsv").read_text("utf-8").splitlines():
        form, analysis, _ = line.split("\t")
        if (stem := re.match(r"(\S+?)_R_", analysis)) and _is_word(form, ""):
            found[exact(stem[1])] += 1
    nouns = (gold / "unimorph" / "kaz.noun.tsv").read_text("utf-8").splitlines()
    found.update(2 * [*dict.fromkeys(exact(line.split("\t")[0]) for line in nouns)])
    return found


def paradigms(gold: Path, language: str) -> list[Pair]:
    """Return forms of verbs with their stems, in one random order.

    The source has the verbal noun; the stem is the one of which the rules make it.
    """
    lemmatiser = LEMMATISERS[language](Learned({}, {}, {}))
    name = {"kk": "kaz.sm", "ky": "kir"}[language]
    found = []
    for line in (gold / "unimorph" / name).read_text("utf-8").splitlines():
        headword, form, _ = exact(line.translate(CYRILLIC)).split("\t")
        for stem in dict.fromkeys(r.stem for r in lemmatiser.readings(headword)):
            if stem != headword and lemmatiser.headword(stem) == headword and " " not in form:
                found.append((form, stem))
                break
    found = [*dict.fromkeys(found)]
    random.Random(language).shuffle(found)  # noqa: S311 - a sample, no secret
    return found


def learn(
    language: str, pairs: Iterable[Pair], known: Mapping[str, int], verbs: Sequence[Pair] = ()
) -> Learned:
    """Learn from forms and their lemmas.

    ``known`` are dictionary forms from elsewhere, ``verbs`` forms of paradigms.
    """
    counts = Counter(pairs)
    forms: dict[str, dict[str, int]] = defaultdict(dict)
    lemmas = Counter(known)
    for (form, lemma), count in counts.items():
        forms[form][lemma] = count
        lemmas[lemma] += 1
    lemmatiser = LEMMATISERS[language](Learned({}, {}, {}))
    weighed = {pair: min(MOST, 1 + math.log(count)) for pair, count in counts.items()}
    weighed |= {(lemma, lemma): TYPED for _, lemma in counts if (lemma, lemma) not in weighed}
    weighed |= {pair: OF_PARADIGM for pair in verbs[:PARADIGM_FORMS] if pair not in weighed}
    examples = [*_examples(lemmatiser, weighed, lemmas)]
    return Learned(_weights(examples), forms, lemmas)


def _examples(
    lemmatiser: Turkic, weighed: Mapping[Pair, float], lemmas: Counter[str]
) -> Iterator[_Example]:
    ranking = lemmatiser.ranking
    for (form, lemma), weight in weighed.items():
        if lemmatiser.is_listed(form) or "-" in form:
            continue
        others = ChainMap({lemma: lemmas[lemma] - 1}, lemmas)
        readings = [*lemmatiser.readings(form)]
        right = [reading.stem == lemma for reading in readings]
        if any(right) and not all(right):
            found = [dict(ranking.features(reading, form, others)) for reading in readings]
            yield _Example(found, right, weight)


def _weights(examples: list[_Example]) -> dict[str, float]:
    """Return the weights under which the right readings are likeliest."""
    names = [*dict.fromkeys(f for e in examples for features in e.features for f in features)]
    column = {name: number for number, name in enumerate(names)}
    sizes = np.array([len(example.features) for example in examples])
    x = np.zeros((sizes.sum(), len(names)))
    for row, features in enumerate(f for example in examples for f in example.features):
        for name, value in features.items():
            x[row, column[name]] = value
    right = np.array([r for example in examples for r in example.right], np.float64)
    start = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = np.array([example.weight for example in examples])
    expected = np.array([EXPECTED.get(name, 0.0) for name in names])
    return dict(zip(names, _newton(x, right, start, sizes, weight, expected), strict=True))


def _newton(
    x: Floats,
    right: Floats,
    start: NDArray[np.intp],
    sizes: NDArray[np.intp],
    weight: Floats,
    expected: Floats,
) -> list[float]:
    """Maximise the likelihood of the right rows of ``x`` among those of their example."""
    of_row = np.repeat(weight, sizes)

    def loss(w: Floats) -> tuple[float, Floats, Floats]:
        scores = x @ w
        scores = np.exp(scores - np.repeat(np.maximum.reduceat(scores, start), sizes))
        total, good = np.add.reduceat(scores, start), np.add.reduceat(scores * right, start)
        good += 1e-300
        likelihood = float((weight * (np.log(good) - np.log(total))).sum())
        prior = PRIOR / 2 * float(((w - expected) ** 2).sum())
        shares = scores / np.repeat(total, sizes)
        return prior - likelihood, shares, scores * right / np.repeat(good, sizes)

    w = expected.copy()
    for _ in range(ROUNDS):
        value, shares, wanted = loss(w)
        gradient = x.T @ ((shares - wanted) * of_row) + PRIOR * (w - expected)
        mean = np.add.reduceat(x * shares[:, None], start, axis=0)
        curvature = (x * (shares * of_row)[:, None]).T @ x - (mean * weight[:, None]).T @ mean
        step = np.linalg.solve(curvature + PRIOR * np.eye(len(w)), gradient)
        length = 1.0
        while length > 1e-4 and loss(w - length * step)[0] > value:
            length /= 2
        w = w - length * step
        if length * np.abs(step).max() < 1e-3:
            break
    return [round(float(value), 3) for value in w]


if __name__ == "__main__":
    main()
