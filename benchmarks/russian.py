"""How well Russian words get their lemmas, on sentences written for it and annotated by hand.

tests/quality/russian_sentences.txt says how they are annotated; they are invented in the manner of
orders, reports, letters, memoirs and theses, so the figures are of no text that exists. The tables
``scripts/bench languages`` and ``tests/quality/test_russian_sentences.py`` use this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.judged import Judged, Pair
from index.analysis.folding import exact
from index.analysis.positions import lemmas

SENTENCES = Path(__file__).parents[1] / "tests" / "quality" / "russian_sentences.txt"
_LETTERS = r"[^\W\d_]+(?:-[^\W\d_]+)*"
_WORD = re.compile(rf"({_LETTERS})(?:=({_LETTERS}))?")


def sentences() -> Iterator[list[Pair]]:
    """The sentences as words with their lemmas, both in small letters and ё as е."""
    for line in SENTENCES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [(exact(form), exact(lemma or form)) for form, lemma in _WORD.findall(line)]


def judged() -> Judged:
    """All words judged, and all lemmas asked for."""
    out = Judged()
    for pairs in sentences():
        out.add(pairs, _keys, _keys)
    return out


def _keys(word: str) -> list[str]:
    return [lemma.text for lemma in lemmas(word, "ru")]
