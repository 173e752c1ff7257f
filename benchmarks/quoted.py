"""The gold of scripts/bench quotations: pages, quotations from them, and some from elsewhere.

The pages are the texts of the demo, the truth of ../shared/ocr and the first part of the seed text;
some of the seed's pages are read with noise and some spelt as before 1918 (both invented, by
rule). From them come 25 quotations of each of :data:`KINDS`, Russian, Kazakh and Kyrgyz as the dice
fall. What is not in the collection comes from the rest of the seed text, which is about the same
things in the same words (but what has a third of its rows of four words in the collection is there
in part), and from tests/quality/named_sentences.tsv. Everything follows from
:data:`SEED`; :func:`digest` tells whether the gold is still the same.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pymorphy3 import MorphAnalyzer
from rapidfuzz import fuzz

from benchmarks.first import SHARED
from benchmarks.names import misread, sentences
from corpus.demo.source import originals, truth
from corpus.reading import line_end_joins
from index.analysis.language import language

SEED = 20261127
#: quotations of each kind
EACH = 25
#: kind of quotation and the grade that is right for it
KINDS = {
    "exact": "exact",
    "inflected": "inflected",
    "one word in five changed": "partial",
    "words dropped": "partial",
    "OCR noise 5 %": "spelling",
    "modern spelling": "spelling",
    "two-page": "exact",
    "omissions": "exact",
}
#: lines of a page into which the seed text is cut, and which part of it is in the collection
LINES, PART = 20, 0.7
#: of the seed's pages every fifth is noisy and another fifth spelt as before 1918
FIFTH, NOISY, OLD = 5, 1, 3

_SENTENCE_END = re.compile(r"[.!?]$")
_VOWELS = "аеёиоуыэюя"
#: Words of before 1918 with ѣ, by how they begin: the collection's commonest (Грот, Русское
#: правописание, 1885).
_YAT = {"лес": "лѣс", "дел": "дѣл", "мест": "мѣст", "хлеб": "хлѣб", "нет": "нѣт", "все": "всѣ",
        "где": "гдѣ", "здес": "здѣс", "вер": "вѣр", "цел": "цѣл", "мер": "мѣр", "сред": "срѣд",
        "обесп": "обезп", "рассм": "разсм", "рассл": "разсл", "восст": "возст"}  # fmt: skip
#: Kazakh and Kyrgyz endings, and others that the same words take
_ENDINGS = (
    ("лардың", "ларға"), ("лердің", "лерге"), ("ның", "ға"), ("нің", "ге"), ("дың", "да"),
    ("дің", "де"), ("ларда", "лардан"), ("лерде", "лерден"), ("ларды", "лардың"),
    ("лерді", "лердің"), ("дағы", "да"), ("дегі", "де"), ("лардын", "ларга"), ("лердин", "лерге"),
    ("нын", "га"), ("нин", "ге"), ("нун", "га"), ("нүн", "гө"), ("дын", "да"), ("дин", "де"),
    ("лорду", "лордун"), ("лөрдү", "лөрдүн"), ("ларды", "лардын"), ("лерди", "лердин"),
    ("дан", "да"), ("ден", "де"), ("дон", "до"), ("дөн", "дө"),
)  # fmt: skip
_OMITTED = ("…", "...", "[…]", "[...]", "<…>", "(...)", "<...>")


class Place(NamedTuple):
    """A page: which document of the collection, and its number."""

    document: str
    number: int


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation, where it stands (None: nowhere), and the grade that is right."""

    kind: str
    language: str
    text: str
    place: Place | None
    grade: str


@dataclass(frozen=True, slots=True)
class Gold:
    """Documents by their names, each with the texts of its pages, and the quotations."""

    documents: dict[str, list[str]]
    cases: list[Case]

    def digest(self) -> str:
        """A fingerprint of all of it."""
        return hashlib.sha256(repr((self.documents, self.cases)).encode()).hexdigest()[:16]


@cache
def gold() -> Gold:
    """All of it; reads ../shared."""
    dice = random.Random(SEED)
    known, rest = _seed()
    documents = {o.stem: truth(o.stem) for o in originals()}
    for path in sorted((SHARED / "ocr" / "truth").glob("*.txt")):
        documents[path.stem] = [path.read_text("utf-8").strip()]
    plain = {name: [_words(text) for text in texts] for name, texts in documents.items()}
    plain["seed"] = [_words(text) for text in known]
    pages = [Place(name, n) for name, texts in plain.items() for n in range(1, len(texts) + 1)]
    noisy = [p for p in pages if p.document == "seed" and p.number % FIFTH == NOISY]
    old = [p for p in pages if p.document == "seed" and p.number % FIFTH == OLD]
    documents["seed"] = [
        "".join(misread(text, dice)) if Place("seed", n) in noisy
        else _as_before_1918(text) if Place("seed", n) in old else text
        for n, text in enumerate(known, 1)
    ]  # fmt: skip
    clean = [page for page in pages if page not in noisy and page not in old]
    drawer = _Drawer(dice, plain, clean)
    cases = [case for kind in KINDS for case in drawer.cases(kind, noisy, old)]
    return Gold(documents, cases + list(_absent(dice, rest, plain)))


def _seed() -> tuple[list[str], list[str]]:
    """The pages of the seed text that are in the collection, and the others."""
    (path,) = (SHARED / "seed").glob("*.txt")
    text = path.read_text("utf-8").replace("\f", "\n")
    lines = [line for line in (" ".join(row.split()) for row in text.split("\n")) if line]
    pages = ["\n".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]
    cut = round(len(pages) * PART)
    return pages[:cut], pages[cut:]


def _words(text: str) -> list[str]:
    """The words of a page as whoever quotes writes them: whole, on one line."""
    out, at = "", 0
    for start, end in line_end_joins(text):
        out, at = out + text[at:start], end
    return (out + text[at:]).split()


def _as_before_1918(text: str) -> str:
    return re.sub(r"[А-Яа-яёЁ]+", lambda m: _old(m.group()), text)


def _old(word: str) -> str:
    low = word.lower()
    for modern, old in _YAT.items():
        if low.startswith(modern):
            word = word[0] + old[1:] + word[len(modern) :]
            break
    word = re.sub(f"и(?=[{_VOWELS}й])", "і", word)
    word = re.sub("(?<=..)ого$", "аго", word)
    return word + "ъ" if len(word) > 1 and word[-1].lower() in "бвгджзклмнпрстфхцчшщ" else word


class _Drawer:
    """Draws quotations from pages given as words."""

    def __init__(
        self, dice: random.Random, plain: dict[str, list[list[str]]], clean: Sequence[Place]
    ) -> None:
        self._dice, self._plain, self._clean = dice, plain, clean
        self._drawn: set[tuple[Place, int]] = set()
        self._rows = {
            Place(name, n): _rows(words)
            for name, texts in plain.items()
            for n, words in enumerate(texts, 1)
        }
        self._pool = sorted({w for p in clean for w in self._of(p) if w.isalpha() and len(w) > 4})

    def cases(self, kind: str, noisy: Sequence[Place], old: Sequence[Place]) -> list[Case]:
        """:data:`EACH` quotations of a kind."""
        alter: dict[str, Callable[[list[str]], list[str] | None]] = {
            "exact": lambda words: words,
            "inflected": self._inflected,
            "one word in five changed": self._changed,
            "words dropped": self._dropped,
            "OCR noise 5 %": self._noised,
            "modern spelling": lambda words: [_without_yo(word) for word in words],
            "omissions": self._omitting,
        }
        out: list[Case] = []
        while len(out) < EACH:
            places, change = self._clean, alter.get(kind, lambda words: words)
            if kind == "modern spelling":
                places = old if len(out) % 5 else [p for p in self._clean if self._has_yo(p)]
            elif kind == "OCR noise 5 %" and len(out) % 2:  # the source has the noise
                places, change = noisy, lambda words: words
            drawn = self._over_a_page() if kind == "two-page" else self._run(places, kind)
            if drawn is None:
                continue
            place, words = drawn
            altered = change(words)
            if altered is None or self._stands_elsewhere(words, place):
                continue
            text = " ".join(altered)
            code = language(" ".join(words)) or ""
            out.append(Case(kind, code, text, place, KINDS[kind]))
        return out

    def _of(self, place: Place) -> list[str]:
        return self._plain[place.document][place.number - 1]

    def _has_yo(self, place: Place) -> bool:
        return any("ё" in word for word in self._of(place))

    def _run(self, places: Sequence[Place], kind: str) -> tuple[Place, list[str]] | None:
        """A row of 8 to 28 words, mostly from the beginning of a sentence; more to omit some."""
        place = self._dice.choice(places)
        words = self._of(place)
        count = self._dice.randint(40, 70) if kind == "omissions" else self._dice.randint(8, 28)
        starts: Sequence[int] = [
            i for i, (last, word) in enumerate(pairwise(words), 1)
            if _SENTENCE_END.search(last) and word[:1].isupper() and i + count <= len(words)
        ]  # fmt: skip
        if not starts or len(words) < count + 11:
            return None
        if (place, starts[0]) in self._drawn:  # of few pages there are few sentences
            starts = range(5, len(words) - count, 5)
        start = self._dice.choice(starts)
        some = words[start : start + count]
        letters = sum(word.strip(".,;:»«()").isalpha() for word in some)
        if (place, start) in self._drawn or letters < 0.7 * count:
            return None
        if kind == "modern spelling" and place.document != "seed" and "ё" not in " ".join(some):
            return None
        self._drawn.add((place, start))
        return place, some

    def _over_a_page(self) -> tuple[Place, list[str]] | None:
        place = self._dice.choice(self._clean)
        following = Place(place.document, place.number + 1)
        if following not in self._clean:
            return None
        before, after = self._of(place), self._of(following)
        one, two = self._dice.randint(5, 18), self._dice.randint(5, 18)
        words = [*before[-one:], *after[:two]]
        if len(before) < one or len(after) < two or (place, -one) in self._drawn:
            return None
        self._drawn.add((place, -one))
        if before[-1].endswith("-"):  # whoever quotes writes the word whole
            words[one - 1 : one + 1] = [words[one - 1][:-1] + words[one]]
        return place, words

    def _stands_elsewhere(self, words: Sequence[str], place: Place) -> bool:
        """Whether another page has a fifth of the rows: pages of ../shared/ocr are of the seed."""
        rows = _rows(words)
        own = {place, Place(place.document, place.number + 1)}
        return any(
            len(rows & there) > len(rows) / 5 for p, there in self._rows.items() if p not in own
        )

    def _inflected(self, words: list[str]) -> list[str] | None:
        code = language(" ".join(words))
        able = [(i, form) for i, word in enumerate(words) if (form := self._form(word, code))]
        count = max(1, len(words) // 8)
        if len(able) < count:
            return None
        out = list(words)
        for i, form in self._dice.sample(able, count):
            out[i] = form
        return out

    def _form(self, word: str, code: str | None) -> str | None:
        """Another form of a word with the signs that touch it, or None."""
        bare = word.strip('«»„“"().,;:!?')
        if len(bare) < 4 or not bare.isalpha() or bare.isupper():
            return None
        form = _russian_form(bare.lower(), self._dice) if code == "ru" else _turkic_form(bare)
        if not form or form.replace("ё", "е") == bare.lower().replace("ё", "е"):
            return None
        form = form.capitalize() if bare[0].isupper() else form
        return word.replace(bare, form)

    def _changed(self, words: list[str]) -> list[str]:
        out = list(words)
        for i in range(self._dice.randint(1, 3), len(words), 5):
            while fuzz.ratio(out[i].lower(), words[i].lower()) > 45:
                out[i] = self._dice.choice(self._pool)
        return out

    def _dropped(self, words: list[str]) -> list[str]:
        gone = set(range(self._dice.randint(2, 4), len(words) - 2, self._dice.randint(4, 7)))
        return [word for i, word in enumerate(words) if i not in gone]

    def _noised(self, words: list[str]) -> list[str] | None:
        text = " ".join(words)
        noised = "".join(misread(text, self._dice))
        return noised.split() if noised != text else None

    def _omitting(self, words: list[str]) -> list[str]:
        first, last = self._dice.randint(5, 9), self._dice.randint(5, 9)
        middle = self._dice.randint(first + 4, len(words) - last - 12)
        count = self._dice.randint(4, 8)
        signs = [self._dice.choice(_OMITTED) for _ in range(2)]
        return [*words[:first], signs[0], *words[middle : middle + count], signs[1],
                *words[len(words) - last :]]  # fmt: skip


def _rows(words: Sequence[str]) -> set[tuple[str, ...]]:
    """The rows of four words, letters alone."""
    bare = [w for word in words if (w := "".join(filter(str.isalnum, word.casefold())))]
    return set(zip(bare, bare[1:], bare[2:], bare[3:], strict=False))


def _without_yo(word: str) -> str:
    return word.replace("ё", "е").replace("Ё", "Е")


@cache
def _russian() -> MorphAnalyzer:
    return MorphAnalyzer(lang="ru")


def _russian_form(word: str, dice: random.Random) -> str | None:
    parse = _russian().parse(word)[0]
    if not parse.is_known or parse.tag.POS not in {"NOUN", "ADJF", "PRTF", "VERB"}:
        return None
    if parse.tag.POS == "VERB":
        wanted = {dice.choice(["plur", "sing"])}
    else:
        wanted = {dice.choice(["gent", "datv", "ablt", "loct"])}
        if dice.random() < 0.3:
            wanted.add(dice.choice(["plur", "sing"]))
    form = parse.inflect(wanted)
    return form.word if form else None


def _turkic_form(word: str) -> str | None:
    for ending, other in _ENDINGS:
        if word.lower().endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + other
    return None


def _absent(
    dice: random.Random, rest: Sequence[str], plain: dict[str, list[list[str]]]
) -> list[Case]:
    """Quotations that are nowhere: 30 of the rest of the seed, 30 sentences in three languages."""
    there = set[tuple[str, ...]]().union(*(_rows(w) for own in plain.values() for w in own))
    words = [word for page in rest for word in _words(page)]
    starts = [i for i, (last, word) in enumerate(pairwise(words), 1)
              if _SENTENCE_END.search(last) and word[:1].isupper()]  # fmt: skip
    out: list[Case] = []
    for start in dice.sample(starts, len(starts)):
        some = words[start : start + dice.randint(8, 28)]
        rows = _rows(some)  # the author repeats himself
        if len(out) < 30 and len(rows & there) < len(rows) / 3:
            out.append(Case("not in the collection", "ru", " ".join(some), None, ""))
    by_language = {
        code: [s for s in sentences() if s.language == code] for code in ("ru", "kk", "ky")
    }
    for code, some_sentences in by_language.items():
        for sentence in some_sentences[:10]:
            out.append(Case("not in the collection", code, sentence.text, None, ""))
    return out
