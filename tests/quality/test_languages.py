"""How well the language of a sentence, of three words, of an OCRed line, of a page is told.

The texts are those of :mod:`benchmarks.language_samples`. Figures are shares told right, 0..1.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from statistics import mean

import pytest

from benchmarks.language_samples import (
    LANGUAGES,
    SHARED,
    Samples,
    lines,
    misread_lines,
    texts,
    three_words,
    told,
    told_others,
)
from index.analysis.language import line_languages, word_languages

FLOORS = tomllib.loads((Path(__file__).parent / "floors_languages.toml").read_text("utf-8"))

shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with the texts is not here")


@shared
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("respelt", [False, True], ids=["as written", "in Russian letters"])
@pytest.mark.parametrize("samples", [texts, three_words, lines, misread_lines])
def test_alone(samples: Samples, code: str, *, respelt: bool) -> None:
    table = f"{samples.__name__}_in_russian_letters" if respelt else samples.__name__
    assert told(samples, code, respelt=respelt) >= FLOORS[table][code]


@pytest.mark.parametrize(("learnt", "name"), [(True, "learnt"), (False, "not_learnt")])
def test_another_language(*, learnt: bool, name: str) -> None:
    others, english = told_others(learnt=learnt)
    assert others >= FLOORS["other_languages"][name]
    assert english >= FLOORS["other_languages"]["english"]


@shared
@pytest.mark.parametrize("home", LANGUAGES)
@pytest.mark.parametrize("quoted", LANGUAGES)
def test_a_quotation_inside_a_line(home: str, quoted: str) -> None:
    """Five words of another language among five before and five behind of the line's own."""
    dice = random.Random(7)
    right = []
    for _ in range(300):
        words = [dice.choice(texts(code)).split() for code in (home, quoted, home)]
        parts = [part[:5] for part in words]
        found = word_languages([word for part in parts for word in part], home)
        meant = [code for code, part in zip((home, quoted, home), parts, strict=True) for _ in part]
        right += [one == other for one, other in zip(found, meant, strict=True)]
    kind = "plain" if home == quoted else "quoting"
    assert mean(right) >= FLOORS["words_of_a_line"][kind]


@shared
@pytest.mark.parametrize("home", LANGUAGES)
def test_misread_words_are_no_quotation(home: str) -> None:
    found = [code for line in misread_lines(home) for code in word_languages(line.split(), home)]
    assert mean(code == home for code in found) >= FLOORS["words_of_a_line"]["misread"]


def page(codes: Sequence[str], dice: random.Random, length: int) -> Iterator[tuple[str, str]]:
    """OCRed lines of a page with their languages; each of ``codes`` is a paragraph's."""
    for code in codes:
        start = dice.randrange(len(lines(code)) - length)
        for line in misread_lines(code)[start : start + length]:
            yield line, code


@shared
@pytest.mark.parametrize(("paragraphs", "length"), [(1, 25), (4, 2), (4, 6)])
def test_ocred_pages(paragraphs: int, length: int) -> None:
    """A page in one language, and pages in two with paragraphs of two and of six lines."""
    dice = random.Random(1)
    told_right = []
    for _ in range(60):
        two = dice.sample(LANGUAGES, 2)
        codes = [two[i % 2] for i in range(paragraphs)]
        rows = list(page(codes, dice, length))
        found = line_languages([line for line, _ in rows])
        told_right += [got == code for got, (_, code) in zip(found, rows, strict=True)]
    assert mean(told_right) >= FLOORS["ocred_pages"][f"{paragraphs} of {length} lines"]


@shared
def test_scans_are_in_one_language() -> None:
    found = {
        path.name: [
            code for code, _ in groupby(line_languages(path.read_text("utf-8").split("\n")))
        ]
        for path in (SHARED / "ocr" / "truth").glob("*.txt")
    }
    assert len(found) == 7
    assert found == {name: [name.split("_")[1]] for name in found}
