"""How well names are found on pages and given headings, on gold written for it.

usage: scripts/bench names [--missed]

tests/quality/named_sentences.tsv and named_persons.tsv say how the gold is made. A name is found if
a mention of its type shares a code point with it (overlap); a mention is right if it shares one
with a name of its type. Camps count as organisations in the sums, and by themselves. What stands
within a longer mention or a longer name, as «НКВД» within «Управление НКВД», is no mistake of its
own. «exact» is the share of names of which both ends are right up to one character.
``--missed`` lists what the sentences marked development miss; the fresh ones are only counted.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.reading import Line, Reading
from corpus.thesaurus import load
from index.analysis.overhang import page_words
from index.names import Finder, Kind, headings, model

QUALITY = Path(__file__).parents[1] / "tests" / "quality"
_MARK = re.compile(r"\{(\w+)\|([^}]*)\}")
#: share of letters that are misread in noisy sentences, and how often each is misread anew
NOISE, DRAWS = 0.05, 3
#: what scans make of letters (invented, not measured): the likeliest first
_MISREAD = {
    "н": "ип", "и": "нп", "п": "нл", "л": "дп", "д": "л", "ш": "щ", "щ": "ш", "с": "е", "е": "с",
    "о": "сб", "б": "6", "з": "3э", "ы": "ь", "ь": "ъ", "к": "х", "х": "к", "т": "г", "г": "т",
    "р": "p", "а": "a", "в": "з", "ц": "п", "ч": "н", "у": "y", "я": "л", "м": "и", "ж": "к",
    "О": "0", "З": "3", "Б": "В", "Г": "Т", "К": "Х", "Н": "И", "И": "Н", "П": "Н", "А": "Л",
    "Д": "Л", "С": "О", "Е": "Б", "М": "Н",
}  # fmt: skip
Span = tuple[int, int, str]


class Sentence(NamedTuple):
    """A sentence with its names as half-open offsets and type."""

    language: str
    set: str
    text: str
    names: tuple[Span, ...]


def sentences() -> list[Sentence]:
    """The gold sentences in file order."""
    lines = (QUALITY / "named_sentences.tsv").read_text("utf-8").splitlines()
    return [_sentence(*line.split("\t")) for line in lines if not line.startswith("#")]


def _sentence(language: str, kind: str, marked: str) -> Sentence:
    text, names, at = "", [], 0
    for m in _MARK.finditer(marked):
        text += marked[at : m.start()]
        names.append((len(text), len(text) + len(m[2]), m[1]))
        text += m[2]
        at = m.end()
    return Sentence(language, kind, text + marked[at:], tuple(names))


def persons() -> list[tuple[str, str, frozenset[str]]]:
    """Names of persons as set, as written, and all of their headings."""
    lines = (QUALITY / "named_persons.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(kind, written, frozenset(wanted.split("|"))) for kind, written, wanted in rows]


def noisy(sentence: Sentence, draw: int) -> Sentence:
    """The sentence with letters misread (four of five), lost, or with a speck behind them."""
    out: list[str] = []
    at = []
    for letters in misread(sentence.text, random.Random(f"{draw} {sentence.text}")):
        at.append(len(out))
        out += letters
    at.append(len(out))
    names = ((at[start], at[end], type) for start, end, type in sentence.names)
    kept = tuple(name for name in names if name[0] < name[1])
    return sentence._replace(text="".join(out), names=kept)


def misread(text: str, dice: random.Random) -> Iterator[str]:
    """What a scan makes of each letter of a text: another, none, or a speck behind it."""
    for letter in text:
        kind = dice.random() if letter.isalnum() and dice.random() < NOISE else 1.0
        if kind < 0.8:
            yield dice.choice(_MISREAD.get(letter, letter))
        elif kind < 0.9:
            yield ""
        else:
            yield letter + (dice.choice(" .`") if kind < 1.0 else "")


def shouted(sentence: Sentence) -> Sentence:
    """The sentence in capitals."""
    return sentence._replace(text=sentence.text.upper())


@dataclass
class Score:
    """Names and mentions by type, how many of each were right, and of names with both ends."""

    names: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    exact: int = 0

    def add(self, sentence: Sentence, mentions: Iterable[Span]) -> None:
        """Count one sentence and what was found in it."""
        counted = [m for m in _outermost(mentions) if not _is_within(m, sentence.names)]
        for name in sentence.names:
            self._count(name, self.names)
            self.exact += any(_same(name, m) and _is_exact(name, m) for m in counted)
            if any(_same(name, m) for m in counted):
                self._count(name, self.found)
        for mention in counted:
            self._count(mention, self.mentions)
            if any(_same(mention, name) for name in sentence.names):
                self._count(mention, self.right)

    @staticmethod
    def _count(span: Span, counter: Counter[str]) -> None:
        counter["all"] += 1
        counter[_sum(span)] += 1
        if span[2] == "camp":
            counter["camp"] += 1

    def precision(self, type: str = "all") -> float:
        """Share of the mentions that are right."""
        return self.right[type] / self.mentions[type] if self.mentions[type] else 0.0

    def recall(self, type: str = "all") -> float:
        """Share of the names that are found."""
        return self.found[type] / self.names[type] if self.names[type] else 0.0


def _sum(span: Span) -> str:
    return "organisation" if span[2] == "camp" else span[2]


def _same(one: Span, other: Span) -> bool:
    return _sum(one) == _sum(other) and one[0] < other[1] and other[0] < one[1]


def _is_exact(one: Span, other: Span) -> bool:
    """Whether both ends are the same up to one character."""
    return abs(one[0] - other[0]) <= 1 and abs(one[1] - other[1]) <= 1


def _outermost(mentions: Iterable[Span]) -> list[Span]:
    spans = list(mentions)
    return [
        m
        for m in spans
        if not any(o != m and o[0] <= m[0] and m[1] <= o[1] and o[:2] != m[:2] for o in spans)
    ]


def _is_within(mention: Span, names: Iterable[Span]) -> bool:
    """Whether a mention is a place within a longer name of something else."""
    return mention[2] == "place" and any(
        n[2] in {"organisation", "camp"} and n[0] <= mention[0] and mention[1] <= n[1]
        for n in names
    )


Find = Callable[[Sentence], Iterable[Span]]
_COUNTED = frozenset({Kind.PERSON, Kind.PLACE, Kind.CAMP, Kind.ORGANISATION})


@cache
def _finder(guess: bool) -> Finder:
    return Finder(load(), guess=guess)


def found(sentence: Sentence, guess: bool = False) -> Iterator[Span]:
    """What Opis finds in a sentence, with ``guess`` by the model too."""
    lines = (Line(0, len(sentence.text), sentence.language),)
    for mention in _finder(guess).find(Reading(sentence.text, lines=lines)):
        if mention.kind in _COUNTED:
            yield mention.start, mention.end, mention.kind.value


def found_by_all(sentence: Sentence) -> Iterator[Span]:
    """What Opis finds in a sentence with the model in the gaps."""
    return found(sentence, guess=True)


def found_by_slovnet(sentence: Sentence) -> Iterator[Span]:
    """What the model alone finds in a sentence, sure of it or not."""
    for guess in model.guesses(sentence.text):
        yield guess.start, guess.end, guess.kind.value


def score(chosen: Iterable[Sentence], find: Find = found) -> Score:
    """Count some sentences."""
    out = Score()
    for sentence in chosen:
        out.add(sentence, find(sentence))
    return out


def sets() -> dict[str, list[Sentence]]:
    """The sets that are scored, by name."""
    gold = sentences()
    out = {}
    for kind in ("development", "fresh"):
        russian = [s for s in gold if s.set == kind and s.language == "ru"]
        out[f"ru {kind}"] = russian
        out[f"ru {kind}, 5 % noise"] = [noisy(s, n) for s in russian for n in range(DRAWS)]
        out[f"ru {kind}, capitals"] = [shouted(s) for s in russian]
        for language in ("kk", "ky"):
            own = [s for s in gold if s.set == kind and s.language == language]
            out[f"{language} {kind}"] = own
    return out


def normalised(kind: str) -> tuple[int, int]:
    """How many names of persons get exactly the headings they must, and of how many."""
    rows = [row for row in persons() if row[0] == kind]
    return sum(frozenset(headings(row[1])) == row[2] for row in rows), len(rows)


def speed() -> tuple[float, float, float]:
    """Words a second of processor time: new ones, new ones as indexing meets them, known ones.

    Indexing has made the terms of a page's words before it looks for names, so that their lemmas
    are known. Every other Russian sentence is for the one, the rest for the other; the thesaurus
    and the dictionary are loaded before. Only the first call in a process says anything of new
    words.
    """
    texts = [s.text for s in sentences() if s.language == "ru"]
    first, second = ("\n".join(texts[n::2]) for n in (0, 1))
    one, other = (Reading(text, lines=_lines(text)) for text in (first, second))
    finder = Finder(load())
    finder.find(Reading("Карлаг", lines=_lines("Карлаг")))
    new = _taken(finder, one)
    page_words(other, None)
    indexed = _taken(finder, other)
    known = min(_taken(finder, one) for _ in range(4))
    return len(first.split()) / new, len(second.split()) / indexed, len(first.split()) / known


def _taken(finder: Finder, page: Reading) -> float:
    start = time.process_time()
    finder.find(page)
    return time.process_time() - start


def _lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(m.start(), m.end(), "ru") for m in re.finditer("[^\n]+", text))


_TYPES = ("person", "place", "organisation", "camp", "all")


def _row(name: str, of: Score) -> str:
    cells = (
        f"{100 * of.precision(t):4.0f} /{100 * of.recall(t):4.0f} ({of.names[t]:3d})"
        for t in _TYPES
    )
    exact = 100 * of.exact / max(1, of.names["all"])
    return f"{name:34}{'  '.join(cells)}{exact:6.0f}"


def _missed(chosen: Iterable[Sentence]) -> None:
    for sentence in chosen:
        spans = [*found(sentence)]
        own = Score()
        own.add(sentence, spans)
        if own.found["all"] < own.names["all"] or own.right["all"] < own.mentions["all"]:
            shown = [f"{sentence.text[a:b]}|{t}" for a, b, t in spans]
            wanted = [f"{sentence.text[a:b]}|{t}" for a, b, t in sentence.names]
            print(sentence.text, "\n   want", wanted, "\n   got ", shown)


def main() -> None:
    """Print the tables."""
    if "--missed" in sys.argv:
        for name, chosen in sets().items():
            if "development" in name:
                print("==", name)
                _missed(chosen)
        return
    new, indexed, known = speed()
    print("precision / recall in %, overlap of the same type (number of names)")
    print(f"{'':34}" + "  ".join(f"{t:^17}" for t in _TYPES) + " exact")
    for name, chosen in sets().items():
        print(_row(name, score(chosen)))
    if model.is_installed():
        for name, chosen in sets().items():
            if name.startswith("ru"):
                print(_row(f"{name}: slovnet", score(chosen, found_by_slovnet)))
                print(_row("   with it in the gaps", score(chosen, found_by_all)))
    else:
        print("slovnet is not installed: docs/operators.md, names by a model")
    for kind in ("development", "fresh"):
        right, of = normalised(kind)
        print(f"headings of persons, {kind}: {right} of {of} ({100 * right / of:.1f} %)")
    print(
        f"words a second of processor time: new {new:,.0f}, "
        f"new with their terms made before {indexed:,.0f}, met before {known:,.0f}"
    )


if __name__ == "__main__":
    main()
