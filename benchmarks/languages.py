"""How well words get their lemmas and lines their language, on text that nothing was learned from.

``scripts/bench languages`` prints the tables; tests/quality hold their floors. Kazakh and Kyrgyz:
ten-fold cross-validation over the sentences of the treebanks in ``../shared/gold``: what
scripts/learn_lemmas.py learns, it learns from nine tenths, and the tenth is judged.

A query is read by what was learned without one of the sentences in which its lemma stands. The
figures are those of :mod:`benchmarks.judged`.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks import domain, foreign_hits, language_samples, russian
from benchmarks.judged import Judged, Keys, Pair
from corpus.reading import Line, Reading, line_spans
from index.analysis.folding import folded
from index.analysis.positions import positions
from index.analysis.turkic import Turkic
from scripts.learn_lemmas import (
    LEMMATISERS,
    TREEBANKS,
    known_lemmas,
    learn,
    paradigms,
    sentences,
)

GOLD = Path(__file__).parents[1].parent / "shared" / "gold"
FOLDS = 10
#: Lines of a page of sentences, and how often known pages are analysed again, to measure speed.
LINES, AGAIN = 30, 10

#: Ways to judge, as the table calls them.
WHOLE, NO_FORMS = "whole", "without the forms of the treebank"
TEXTS, QUERIES = "texts in Russian letters", "queries in Russian letters"


def cross_validated(language: str, folds: Iterable[int] = range(FOLDS)) -> dict[str, Judged]:
    """Learn without each of ``folds`` and judge it, in every way."""
    *others, last = TREEBANKS[language]
    more = [pair for name in others for words in sentences(GOLD / name) for pair in words]
    judged = [*sentences(GOLD / last)]
    random.Random(1).shuffle(judged)
    known, verbs = known_lemmas(GOLD, language), paradigms(GOLD, language)
    found: dict[str, Judged] = defaultdict(Judged)
    for fold in folds:
        rest = [p for n, words in enumerate(judged) if n % FOLDS != fold for p in words]
        here = [p for words in judged[fold::FOLDS] for p in words]
        taught = learn(language, [*rest, *more], known, verbs)
        whole = LEMMATISERS[language](taught)
        bare = LEMMATISERS[language](replace(taught, forms={}))
        found[WHOLE].add(here, _keys(whole), _keys(whole))
        found[NO_FORMS].add(here, _keys(bare), _keys(bare))
        loose = _with_folded(whole)
        found[TEXTS].add(here, lambda form, keys=loose: keys(folded(form)), loose)
        found[QUERIES].add(here, loose, lambda lemma, keys=loose: keys(folded(lemma)))
    return found


def _keys(lemmatiser: Turkic) -> Keys:
    return lambda word: [lemma.text for lemma in lemmatiser.lemmas(word)]


def _with_folded(lemmatiser: Turkic) -> Keys:
    def keys(word: str) -> list[str]:
        lemmas = [lemma.text for lemma in lemmatiser.lemmas(word)]
        return lemmas + ["f" + folded(lemma) for lemma in lemmas]

    return keys


def speed(language: str) -> tuple[float, float]:
    """Return different words a second when all are new, and all words once they are known.

    By :func:`index.analysis.positions.positions`, as a page is indexed; seconds are of a processor.
    """
    words = russian.sentences() if language == "ru" else _treebank(language)
    lines = [" ".join(form for form, _ in pairs) for pairs in words]
    pages = [_page(lines[at : at + LINES], language) for at in range(0, len(lines), LINES)]
    positions(_page(["жумыстарын"], language))  # loads what all words need
    start = time.process_time()
    forms = [position.token.form for page in pages for position in positions(page)]
    new = time.process_time() - start
    start = time.process_time()
    for page in pages * AGAIN:
        positions(page)
    return len(set(forms)) / new, AGAIN * len(forms) / (time.process_time() - start)


def _treebank(language: str) -> Iterator[list[Pair]]:
    for name in TREEBANKS[language]:
        yield from sentences(GOLD / name)


def _page(lines: list[str], language: str) -> Reading:
    text = "\n".join(lines)
    return Reading(text, lines=tuple(Line(a, b, language) for a, b in line_spans(text)))


_SPEED = """
import gc, sys
from ui.main import GARBAGE
from benchmarks.languages import speed
gc.set_threshold(*GARBAGE)  # as the command has it
print(*speed(sys.argv[1]))
"""
_LOADING = """
import pathlib, resource, sys, time
from index.analysis.positions import lemmatiser
def held():
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
before, start = held(), time.process_time()
lemmatiser(sys.argv[1]).lemmas("жумыстарын")
print(time.process_time() - start, held() - before)
"""


def loading(language: str) -> tuple[float, float]:
    """Return seconds of processor time and MiB of memory that the first word takes."""
    return _alone(_LOADING, language)


def _alone(code: str, language: str) -> tuple[float, float]:
    """Two figures that ``code`` prints in a process of its own, where nothing is known yet."""
    command = [sys.executable, "-c", code, language]
    first, second = subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout.split()
    return float(first), float(second)


def main() -> None:
    """Print the table."""
    if not GOLD.is_dir():
        sys.exit("../shared with the treebanks is not here")
    print(f"| {FOLDS}-fold cross-validation | accuracy % | query F1 % |\n|---|---|---|")
    for language in TREEBANKS:
        for name, judged in cross_validated(language).items():
            accuracy = f"{100 * judged.accuracy:.1f}" if name in (WHOLE, NO_FORMS) else ""
            print(f"| {language}, {name} | {accuracy} | {100 * judged.f1:.1f} |", flush=True)
    judged = russian.judged()
    print(f"| ru, sentences of our own | {100 * judged.accuracy:.1f} | {100 * judged.f1:.1f} |")
    print(flush=True)
    domain.main()
    print("\nQueries in dictionary form that light a word of another language:", flush=True)
    foreign_hits.main()
    print()
    language_samples.print_table()
    print("\n| language | new words/s | known words/s | load s | load MiB |\n|---|---|---|---|---|")
    for language in ("ru", *TREEBANKS):
        (new, known), (seconds, memory) = _alone(_SPEED, language), loading(language)
        print(f"| {language} | {new:,.0f} | {known:,.0f} | {seconds:.2f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
