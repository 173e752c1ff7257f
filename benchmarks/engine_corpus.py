"""Synthetic pages for scripts/bench engine: real Russian words in no meaningful order.

Lemmas are drawn by Zipf's law, each in one of its forms (:mod:`benchmarks.engine_words`). 4 words
of 100 are misspelt, a fifth repeats a word from nearby (topics), and collocations stand again and
again. Everything follows from :data:`SEED`; the first pages of a larger corpus are those of a
smaller one. What was made is kept: an empty folder has it made anew.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.engine_words import COLLOCATIONS, SEED, Ints, Words, collocations, words
from corpus.access import Level
from index.answer import UNDATED
from index.embedded.facts import Facts

#: words of a page: a log-normal distribution around the mean, and its ends
MEAN, SPREAD, SHORTEST, LONGEST = 300, 0.45, 20, 1500
#: pages that are made at a time; documents do not go on from one block to the next
BLOCK = 10_000
PAGES_A_DOCUMENT = 12
KINDS = ("протокол", "приказ", "справка", "докладная записка", "постановление", "письмо",
         "телеграмма", "список", "отчет", "анкета", "акт", "заявление")  # fmt: skip
ARCHIVES = tuple(f"архив {n}" for n in range(1, 26))
LANGUAGES = ("ru", "kk", "ky")
DECADES = (*(str(year) for year in range(1910, 2000, 10)), UNDATED)


class Pages:
    """``count`` pages in a folder: their words, their texts, and the facts of their documents."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count
        own = folder / f"pages-{count}"
        if not own.exists():
            fresh = own.with_suffix(".new")
            fresh.mkdir(exist_ok=True)
            _write(self.words, fresh, count)
            fresh.rename(own)
        self.starts: Ints = np.load(own / "starts.npy")
        self._tokens = np.memmap(own / "tokens", np.uint32, "r")
        self._text_starts: Ints = np.load(own / "text_starts.npy")
        self._text = memoryview(np.memmap(own / "text", np.uint8, "r"))
        self.document, self.number, self._facets = (
            np.load(own / f"{name}.npy") for name in ("document", "number", "facets")
        )

    @cached_property
    def words(self) -> Words:
        """Their vocabulary; who only reads texts does without."""
        return words(self.folder)

    def tokens(self, page: int) -> list[int]:
        """The numbers of the forms of a page."""
        some: list[int] = self._tokens[self.starts[page] : self.starts[page + 1]].tolist()
        return some

    def terms(self, page: int) -> list[tuple[str, ...]]:
        """The terms of each position of a page."""
        own = self.words.terms
        return [own[form] for form in self.tokens(page)]

    def ranges(self, page: int) -> list[tuple[int, int]]:
        """Where the words stand in the text: one sign is between two."""
        lengths = self._lengths[self.tokens(page)]
        ends = np.cumsum(lengths + 1) - 1
        return list(zip((ends - lengths).tolist(), ends.tolist(), strict=True))

    @cached_property
    def _lengths(self) -> Ints:
        return np.array(list(map(len, self.words.forms)))

    def fields(self, page: int) -> dict[str, str]:
        """The terms of a page by the letter of their kind, without it, one after another."""
        out: dict[str, list[str]] = {"x": [], "l": [], "f": [], "a": []}
        for position in self.terms(page):
            for term in position:
                out[term[0]].append(term[1:])
        return {kind: " ".join(some) for kind, some in out.items()}

    def text(self, page: int) -> str:
        """The text of a page."""
        start, end = self._text_starts[page], self._text_starts[page + 1]
        return str(self._text[start:end], "utf-8")

    def facets(self, page: int) -> dict[str, str]:
        """The one value of each facet."""
        archive, kind, decade, language = self._facets[self.document[page]].tolist()
        return {"archive": ARCHIVES[archive], "kind": KINDS[kind], "decade": DECADES[decade],
                "language": LANGUAGES[language]}  # fmt: skip

    def document_name(self, page: int) -> str:
        """The id of the document of a page."""
        return f"d{self.document[page]:07}"

    def facts(self, page: int) -> Facts:
        """What Opis keeps of a page."""
        facets = self.facets(page)
        decade = facets["decade"]
        count = int(self.starts[page + 1] - self.starts[page])
        years = None if decade == UNDATED else (int(decade), int(decade) + 9)
        return Facts(
            key=page + 1_000_000,
            document=self.document_name(page),
            number=int(self.number[page]),
            layer=page,
            words=count,
            access=Level.OPEN,
            opens=None,
            facets={name: (value,) for name, value in facets.items()} | {"text_source": ("ocr",)},
            years=years,
            edtf=decade[:3] + "X" if years else "",
            reference=f"{facets['archive']} {self.document[page]:07}",
            added="2026-01-01",
        )

    def sample(self, pages: int) -> tuple[Ints, Ints]:
        """The forms of the first pages, and the page of each."""
        some = min(self.count, pages)
        forms = np.asarray(self._tokens[: self.starts[some]], np.int64)
        return forms, np.repeat(np.arange(some), np.diff(self.starts[: some + 1]))


def _zipf(count: int, power: float, shift: float = 1.0) -> npt.NDArray[np.float64]:
    """Cumulative shares that fall with the rank."""
    shares = 1 / (np.arange(count) + shift) ** power
    return np.asarray(np.cumsum(shares / shares.sum()))


def _write(vocabulary: Words, folder: Path, count: int) -> None:
    columns: dict[str, list[npt.NDArray[np.generic]]] = {"document": [], "number": [], "facets": []}
    lengths: list[Ints] = []
    sizes: list[int] = []
    documents = 0
    with (folder / "tokens").open("wb") as tokens, (folder / "text").open("wb") as text:
        for block in range(0, count, BLOCK):
            random = np.random.default_rng([SEED, 2, block])
            words_of = random.lognormal(np.log(MEAN) - SPREAD**2 / 2, SPREAD, BLOCK)
            length = np.clip(words_of, SHORTEST, LONGEST).astype(np.int64)
            forms = _drawn(vocabulary, random, length)
            pages = min(BLOCK, count - block)
            starts = np.cumsum(length) - length
            for start, words_here in zip(starts[:pages], length[:pages], strict=True):
                some = [vocabulary.forms[i] for i in forms[start : start + words_here].tolist()]
                rows = [" ".join(some[i : i + 10]) for i in range(0, len(some), 10)]
                sizes.append(text.write("\n".join(rows).encode()))
            forms[: length[:pages].sum()].astype(np.uint32).tofile(tokens)
            document, number, facets = _documents(random)
            lengths.append(length[:pages])
            columns["document"].append((document + documents)[:pages])
            columns["number"].append(number[:pages])
            columns["facets"].append(facets)
            documents += len(facets)
    np.save(folder / "starts.npy", np.concatenate([[0], np.cumsum(np.concatenate(lengths))]))
    np.save(folder / "text_starts.npy", np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]))
    for name, parts in columns.items():
        np.save(folder / f"{name}.npy", np.concatenate(parts))


def _drawn(vocabulary: Words, random: np.random.Generator, length: Ints) -> Ints:
    """The forms of a block of pages."""
    total = int(length.sum())
    lemmas = np.searchsorted(_zipf(len(vocabulary.first) - 1, 1.05, 2.7), random.random(total))
    back = random.integers(5, 120, total)
    source = np.arange(total) - back
    again = (random.random(total) < 0.2) & (source >= 0) & (lemmas[source] > 150)
    lemmas[again] = lemmas[source[again]]
    many = np.diff(vocabulary.first)[lemmas]
    forms = vocabulary.first[lemmas] + (many * random.random(total) ** 2).astype(np.int64)
    wrong = random.random(total) < 0.04
    misspelt = len(vocabulary.forms) - vocabulary.right
    drawn = (misspelt * random.random(int(wrong.sum())) ** 1.5).astype(np.int64)
    forms[wrong] = vocabulary.right + drawn
    which = np.searchsorted(_zipf(COLLOCATIONS, 1.0), random.random(int(len(length) * 2.5)))
    at = random.integers(0, total - 3, len(which))
    for number, collocation in enumerate(collocations(vocabulary)):
        for offset, form in enumerate(collocation.tolist()):
            forms[at[which == number] + offset] = form
    return np.asarray(forms)


def _documents(random: np.random.Generator) -> tuple[Ints, Ints, npt.NDArray[np.uint8]]:
    """For each page of a block its document and its number in it; the facets of the documents."""
    ends = np.cumsum(random.geometric(1 / PAGES_A_DOCUMENT, BLOCK))
    count = int(np.searchsorted(ends, BLOCK)) + 1
    document = np.searchsorted(ends[:count], np.arange(BLOCK), "right")
    firsts = np.concatenate([[0], ends[: count - 1]])
    number = np.arange(BLOCK) - firsts[document] + 1
    decade = np.clip(random.normal(1938, 12, count), 1918, 1991).astype(int) // 10 - 191
    decade[random.random(count) < 0.08] = len(DECADES) - 1
    shares = (_zipf(len(ARCHIVES), 1.0), _zipf(len(KINDS), 0.8))
    archive, kind = (np.searchsorted(share, random.random(count)) for share in shares)
    language = random.choice(len(LANGUAGES), count, p=[0.85, 0.10, 0.05])
    facets = np.stack([archive, kind, decade, language], axis=1).astype(np.uint8)
    return document, number, facets
