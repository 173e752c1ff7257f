"""How well dictionary-form queries find inflected words, and how well languages are told apart.

Figures: a reader types a lemma of the treebank that has two forms or more in it. Precision is the
share of tokens found that are of the lemma, recall the share of its tokens found, full the share of
queries that find all; means over queries. Tokens with digits, punctuation and parts of multiword
tokens are left out. Lemmas are compared in small letters.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import pytest

from index.analysis.folding import exact, folded
from index.analysis.language import language
from index.analysis.positions import lemmatiser

GOLD = Path(__file__).parents[2].parent / "shared" / "gold"
FLOORS = tomllib.loads((Path(__file__).parent / "floors_lemmas.toml").read_text("utf-8"))
TREEBANKS = {row["language"]: row for row in FLOORS["treebank"]}

pytestmark = pytest.mark.skipif(
    not GOLD.is_dir(), reason="../shared with the treebanks is not here"
)

Terms = Callable[[str], set[str]]
Sentence = list[tuple[str, str]]


@dataclass(frozen=True)
class Score:
    """Means over all queries, 0..1."""

    precision: float
    recall: float
    full: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def sentences(path: Path) -> Iterator[Sentence]:
    """Yield the words of each sentence of a CoNLL-U file with their lemmas."""
    for block in path.read_text("utf-8").split("\n\n"):
        inside: set[str] = set()
        words = []
        for line in block.splitlines():
            fields = line.split("\t")
            if line.startswith("#") or "." in fields[0]:
                continue
            if "-" in fields[0]:
                first, last = map(int, fields[0].split("-"))
                inside |= {str(number) for number in range(first, last + 1)}
            elif fields[0] not in inside and _is_word(fields[1], fields[3]) and fields[2] != "_":
                words.append((exact(fields[1]), exact(fields[2])))
        if words:
            yield words


def _is_word(form: str, part_of_speech: str) -> bool:
    return (
        part_of_speech not in ("PUNCT", "SYM")
        and not re.search(r"[\d ]", form)
        and re.search("[\u0400-\u052f]", form) is not None
    )


def score(tokens: Sentence, indexed: Terms, asked: Terms) -> Score:
    """Score queries for every lemma that has two forms or more among ``tokens``."""
    forms = Counter(form for form, _ in tokens)
    found: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        for term in indexed(form):
            found[term].add(form)
    gold: dict[str, Counter[str]] = defaultdict(Counter)
    for form, lemma in tokens:
        gold[lemma][form] += 1
    precision, recall = [], []
    for lemma, right in gold.items():
        if len(right) > 1:
            hits = set().union(*(found.get(term, set()) for term in asked(lemma)))
            good = sum(count for form, count in right.items() if form in hits)
            recall.append(good / right.total())
            precision.append(good / max(1, sum(forms[form] for form in hits)))
    return Score(mean(precision), mean(recall), mean(value == 1 for value in recall))


def tokens(code: str) -> Sentence:
    return [word for words in sentences(GOLD / TREEBANKS[code]["file"]) for word in words]


def lemma_terms(code: str) -> Terms:
    return lambda word: {lemma.text for lemma in lemmatiser(code).lemmas(word)}


def lemma_and_folded_terms(code: str) -> Terms:
    lemmas = lemma_terms(code)
    return lambda word: lemmas(word) | {"f" + folded(lemma) for lemma in lemmas(word)}


@pytest.mark.parametrize("code", TREEBANKS)
def test_the_floors_are_of_this_data(code: str) -> None:
    data = (GOLD / TREEBANKS[code]["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == TREEBANKS[code]["sha256"]


@pytest.mark.parametrize("code", TREEBANKS)
def test_queries_in_dictionary_form(code: str) -> None:
    found = score(tokens(code), lemma_terms(code), lemma_terms(code))
    floors = FLOORS["queries"][code]
    assert found.f1 >= floors["f1"], found
    assert found.recall >= floors["recall"], found
    assert found.full >= floors["full"], found


@pytest.mark.parametrize("code", TREEBANKS)
def test_texts_typed_with_russian_letters(code: str) -> None:
    terms = lemma_and_folded_terms(code)
    found = score(tokens(code), lambda word: terms(folded(word)), terms)
    assert found.f1 >= FLOORS["texts_in_russian_letters"][code]["f1"], found


@pytest.mark.parametrize("code", TREEBANKS)
def test_queries_typed_with_russian_letters(code: str) -> None:
    terms = lemma_and_folded_terms(code)
    found = score(tokens(code), terms, lambda word: terms(folded(word)))
    assert found.f1 >= FLOORS["queries_in_russian_letters"][code]["f1"], found


@pytest.mark.parametrize("code", TREEBANKS)
@pytest.mark.parametrize("respelled", [False, True], ids=["as written", "in Russian letters"])
def test_the_language_of_sentences(code: str, respelled: bool) -> None:
    texts = [
        " ".join(form for form, _ in words)
        for words in sentences(GOLD / TREEBANKS[code]["file"])
        if len(words) >= 4
    ]
    if respelled:
        texts = [folded(text) for text in texts]
    right = mean(language(text) == code for text in texts)
    table = "language_in_russian_letters" if respelled else "language"
    assert right >= FLOORS[table][code]
