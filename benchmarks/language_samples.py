"""How well the language of a sentence, of three words, of an OCRed line is told.

``scripts/bench languages`` prints the shares, ``tests/quality/test_languages.py`` holds their
floors. Kazakh and Kyrgyz are the treebanks' sentences, Russian those of a thesis abstract and of
the true texts of scans; only words in Cyrillic letters, sentences of four words or more. Nothing
that tells languages apart was learned from them (index/analysis/sequences.md). Other languages are
sentences of the Universal Declaration of Human Rights (declaration.tsv).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from statistics import mean

from index.analysis.folding import in_russian_letters
from index.analysis.language import language
from index.analysis.letter_sequences import OTHER

SHARED = Path(__file__).parents[1].parent / "shared"
LANGUAGES = ("ru", "kk", "ky")
TREEBANKS = {"kk": "kk_ktb-dev-even-sentences.conllu", "ky": "ky_ktmu-ud-train.conllu"}
#: letters per line, and the share of them that an OCR is made to misread
WIDTH, MISREAD = 60, 0.05
#: what is taken for what, both ways
CONFUSIONS = (
    "ин нп пл шщ ос ес вб ым зэ лд гт цп йи жк аз уү өо ңн қк ғг әэ ұу мж хк чц і1 о0 з3 б6"
)

Sentence = list[str]
Samples = Callable[[str], list[str]]


def told(samples: Samples, code: str, *, respelt: bool = False) -> float:
    """The share (0..1) of the samples of a language that are told to be in it.

    With ``respelt`` they are judged as typed with Russian letters only.
    """
    texts = samples(code)
    if respelt:
        texts = [in_russian_letters(text.lower()) for text in texts]
    return mean(language(text) == code for text in texts)


def told_others(*, learnt: bool) -> tuple[float, float]:
    """Shares of sentences in other languages told to be in none of the four, and of English ones.

    ``learnt``: of languages from whose word lists was learnt, else of those never seen.
    """
    table = declaration()
    others = [
        row for row in table if row["expected"] == OTHER and (row["learnt"] == "yes") == learnt
    ]
    english = [row for row in table if row["expected"] == "en"]
    return mean(map(_is_right, others)), mean(map(_is_right, english))


def _is_right(row: dict[str, str]) -> bool:
    return language(row["sentence"]) == row["expected"]


@cache
def declaration() -> list[dict[str, str]]:
    """The lines of declaration.tsv."""
    text = (Path(__file__).parent / "declaration.tsv").read_text("utf-8")
    header, *lines = [line.split("\t") for line in text.splitlines() if line[:1] != "#"]
    return [dict(zip(header, line, strict=True)) for line in lines]


@cache
def sentences(code: str) -> list[Sentence]:
    """The sentences of a language as words."""
    found = _treebank(code) if code in TREEBANKS else _russian()
    words = ([w for w in sentence if re.fullmatch("[\u0400-\u04ff-]+", w)] for sentence in found)
    return [sentence for sentence in words if len(sentence) >= 4]


def _treebank(code: str) -> Iterator[Sentence]:
    for block in (SHARED / "gold" / TREEBANKS[code]).read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        yield [row[1] for row in rows if row[0].isdigit() and row[3] not in ("PUNCT", "SYM")]


def _russian() -> Iterator[Sentence]:
    (abstract,) = (SHARED / "seed").glob("*.txt")
    scans = [SHARED / "ocr" / "truth" / f"p0{n}.txt" for n in ("4_ru_gnutw", "5_ru_typed")]
    # The abstract ends with a summary in Kyrgyz and one in English.
    text = abstract.read_text("utf-8").split("Ахметов Алибек Канапьяновичтин")[0]
    text += "".join(path.read_text("utf-8") for path in scans)
    text = " ".join(re.sub(r"-\s*\n\s*(?=[а-я])", "", text).split())
    for sentence in re.split(r"(?<=[.!?;])\s+(?=[А-ЯA-Z–-])", text):
        yield re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", sentence)


def texts(code: str) -> list[str]:
    """Whole sentences."""
    return [" ".join(sentence) for sentence in sentences(code)]


def three_words(code: str) -> list[str]:
    """Three words of a sentence, 1,500 times."""
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


@cache
def misread_lines(code: str) -> list[str]:
    """The same lines as an OCR might misread them."""
    dice = random.Random(5)
    return [_misread(line, dice) for line in lines(code)]


def _misread(line: str, dice: random.Random) -> str:
    mistaken: dict[str, list[str]] = {}
    for pair in CONFUSIONS.split():
        one, other = tuple(pair)
        mistaken.setdefault(one, []).append(other)
        mistaken.setdefault(other, []).append(one)
    return "".join(
        dice.choice(mistaken[letter]) if letter in mistaken and dice.random() < MISREAD else letter
        for letter in line
    )


#: The rows of the table: name, samples, whether respelt, and what is asked of the mean (%).
ROWS: tuple[tuple[str, Samples, bool, str], ...] = (
    ("sentence", texts, False, "99.5"),
    ("three words", three_words, False, "97"),
    ("sentence in Russian letters only", texts, True, "95"),
    ("three words in Russian letters only", three_words, True, ""),
    ("line of 60 letters, 5 % misread", misread_lines, False, "97"),
    ("misread line in Russian letters only", misread_lines, True, ""),
)


def print_table() -> None:
    """Print how often each language is told right."""
    print(
        "| language of a … told right, % | ru | kk | ky | mean | asked |\n|---|---|---|---|---|---|"
    )
    for name, samples, respelt, floor in ROWS:
        shares = [100 * told(samples, code, respelt=respelt) for code in LANGUAGES]
        cells = [f"{share:.1f}" for share in [*shares, mean(shares)]]
        print(f"| {name} | {' | '.join(cells)} | {floor} |")
    print("\n| sentence of the Declaration in | sentences | told right, % |\n|---|---|---|")
    for name in dict.fromkeys(row["language"] for row in declaration()):
        own = [row for row in declaration() if row["language"] == name]
        seen = "" if own[0]["learnt"] == "yes" else ", not learnt from"
        print(f"| {name}{seen} | {len(own)} | {100 * mean(map(_is_right, own)):.0f} |")
