"""How well the language of a sentence, of three words, of an OCRed line, of a page is told.

Kazakh and Kyrgyz are the treebanks' sentences, Russian those of a thesis abstract and of the true
texts of scans; only words in Cyrillic letters, sentences of four words or more. Figures are shares
of texts told right, 0..1.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from statistics import mean

import pytest

from index.analysis.folding import in_russian_letters
from index.analysis.language import language, line_languages

SHARED = Path(__file__).parents[2].parent / "shared"
FLOORS = tomllib.loads((Path(__file__).parent / "floors_languages.toml").read_text("utf-8"))
LANGUAGES = ["ru", "kk", "ky"]
TREEBANKS = {"kk": "kk_ktb-dev-even-sentences.conllu", "ky": "ky_ktmu-ud-train.conllu"}
#: letters per line, and the share of them that an OCR is made to misread
WIDTH, MISREAD = 60, 0.05
#: what is taken for what, both ways
CONFUSIONS = (
    "ин нп пл шщ ос ес вб ым зэ лд гт цп йи жк аз уү өо ңн қк ғг әэ ұу мж хк чц і1 о0 з3 б6"
)

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with the texts is not here")

Sentence = list[str]


@cache
def sentences(code: str) -> list[Sentence]:
    found = treebank(code) if code in TREEBANKS else russian()
    words = ([w for w in sentence if re.fullmatch("[\u0400-\u04ff-]+", w)] for sentence in found)
    return [sentence for sentence in words if len(sentence) >= 4]


def treebank(code: str) -> Iterator[Sentence]:
    for block in (SHARED / "gold" / TREEBANKS[code]).read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        yield [row[1] for row in rows if row[0].isdigit() and row[3] not in ("PUNCT", "SYM")]


def russian() -> Iterator[Sentence]:
    (abstract,) = (SHARED / "seed").glob("*.txt")
    scans = [SHARED / "ocr" / "truth" / f"p0{n}.txt" for n in ("4_ru_gnutw", "5_ru_typed")]
    # The abstract ends with a summary in Kyrgyz and one in English.
    text = abstract.read_text("utf-8").split("Ахметов Алибек Канапьяновичтин")[0]
    text += "".join(path.read_text("utf-8") for path in scans)
    text = " ".join(re.sub(r"-\s*\n\s*(?=[а-я])", "", text).split())
    for sentence in re.split(r"(?<=[.!?;])\s+(?=[А-ЯA-Z–-])", text):
        yield re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", sentence)


def texts(code: str) -> list[str]:
    return [" ".join(sentence) for sentence in sentences(code)]


def three_words(code: str) -> list[str]:
    dice = random.Random(3)
    chosen = dice.choices(sentences(code), k=1500)
    starts = [dice.randrange(len(sentence) - 2) for sentence in chosen]
    return [" ".join(s[start : start + 3]) for s, start in zip(chosen, starts, strict=True)]


@cache
def lines(code: str) -> list[str]:
    """All sentences, shuffled, set in lines."""
    shuffled = random.Random(0).sample(sentences(code), len(sentences(code)))
    out = [""]
    for word in (word for sentence in shuffled for word in sentence):
        if len(out[-1]) + len(word) > WIDTH:
            out.append("")
        out[-1] = f"{out[-1]} {word}".strip()
    return out


def misread(line: str, dice: random.Random) -> str:
    mistaken: dict[str, list[str]] = {}
    for pair in CONFUSIONS.split():
        one, other = tuple(pair)
        mistaken.setdefault(one, []).append(other)
        mistaken.setdefault(other, []).append(one)
    return "".join(
        dice.choice(mistaken[letter]) if letter in mistaken and dice.random() < MISREAD else letter
        for letter in line
    )


@cache
def misread_lines(code: str) -> list[str]:
    dice = random.Random(5)
    return [misread(line, dice) for line in lines(code)]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("respelt", [False, True], ids=["as written", "in Russian letters"])
@pytest.mark.parametrize("kind", [texts, three_words, lines, misread_lines])
def test_alone(kind: Callable[[str], list[str]], code: str, respelt: bool) -> None:
    samples = kind(code)
    if respelt:
        samples = [in_russian_letters(sample.lower()) for sample in samples]
    right = mean(language(sample) == code for sample in samples)
    table = f"{kind.__name__}_in_russian_letters" if respelt else kind.__name__
    assert right >= FLOORS[table][code]


def page(codes: Sequence[str], dice: random.Random, length: int) -> Iterator[tuple[str, str]]:
    """OCRed lines of a page with their languages; each of ``codes`` is a paragraph's."""
    for code in codes:
        start = dice.randrange(len(lines(code)) - length)
        for line in misread_lines(code)[start : start + length]:
            yield line, code


@pytest.mark.parametrize(("paragraphs", "length"), [(1, 25), (4, 2), (4, 6)])
def test_ocred_pages(paragraphs: int, length: int) -> None:
    """A page in one language, and pages in two with paragraphs of two and of six lines."""
    dice = random.Random(1)
    told = []
    for _ in range(60):
        two = dice.sample(LANGUAGES, 2)
        codes = [two[i % 2] for i in range(paragraphs)]
        rows = list(page(codes, dice, length))
        found = line_languages([line for line, _ in rows])
        told += [got == code for got, (_, code) in zip(found, rows, strict=True)]
    assert mean(told) >= FLOORS["ocred_pages"][f"{paragraphs} of {length} lines"]


def test_scans_are_in_one_language() -> None:
    found = {
        path.name: [
            code for code, _ in groupby(line_languages(path.read_text("utf-8").split("\n")))
        ]
        for path in (SHARED / "ocr" / "truth").glob("*.txt")
    }
    assert len(found) == 7
    assert found == {name: [name.split("_")[1]] for name in found}
