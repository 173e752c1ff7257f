"""Where quotations are found: by Opis, by letters alone, by rows of three words.

usage: scripts/bench quotations [--missed] [--pages 100000 --keep FOLDER]

Of each kind of :mod:`benchmarks.quoted` the share that is found at rank 1, on its page, and the
share of these whose grade is right; of what is not in the collection, the share that is found all
the same. Beside Opis ``rapidfuzz.fuzz.partial_ratio`` over the texts of all pages, and the share of
the quotation's rows of three words that a page has; both say that a quotation is nowhere below the
limit at which they are best: the most found less the most found falsely. Times are of the clock,
one after another, the words known that came before. ``--missed`` lists what Opis misses.
``--pages`` times sentences in a synthetic collection (:mod:`benchmarks.engine_corpus`), whose index
is kept in FOLDER, once words are known; its engine has been asked the same before.
"""

from __future__ import annotations

import hashlib
import random
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.engine_corpus import Pages
from benchmarks.engine_opis import Opis
from benchmarks.quoted import KINDS, Case, Gold, Place, gold
from corpus import documents, pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.collection import Collection, create_collection
from corpus.description import read_description
from corpus.documents import Original, PageSource
from corpus.reading import Line, Reading, line_spans
from index import find_quotation, update
from index.analysis.folding import exact
from index.analysis.language import line_languages
from index.quotations import read
from index.quotations.finding import candidates

#: what an answer is: the page at rank 1 and the grade, or neither
Found = tuple[Place | None, str]
#: sentences timed in the synthetic collection
TIMED = 200


def collection_of(folder: Path, texts: Gold) -> Collection:
    """A collection with the gold's documents, named as there, indexed."""
    collection = create_collection(folder)
    with collection.catalogue() as database:
        for name, own in texts.documents.items():
            _put(database, name, [_reading(text) for text in own])
    update(collection)
    return collection


def _reading(text: str) -> Reading:
    spans = line_spans(text)
    languages = line_languages([text[start:end] for start, end in spans])
    lines = tuple(Line(*span, code) for span, code in zip(spans, languages, strict=True))
    return Reading(text, lines=lines)


def _put(database: Database, name: str, readings: list[Reading]) -> None:
    original = hashlib.sha256(name.encode()).hexdigest()
    with database.transaction():
        documents.enter_original(database, Original(original, "text/plain", 1, len(readings)))
        sources = [PageSource(original, n) for n in range(1, len(readings) + 1)]
        documents.insert(database, name, read_description({"title": name}), name, sources)
    for page, reading in zip(pages.of(database, name), readings, strict=True):
        pages.store_reading(database, page.id, reading)


class ByOpis:
    """Opis."""

    name = "Opis"

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def find(self, text: str) -> Found:
        """The first match."""
        found = find_quotation(self._collection, text, most=1)
        if not found:
            return None, ""
        return Place(found[0].document, found[0].page), found[0].grade.value


class ByLetters:
    """The page with the greatest ``partial_ratio``."""

    name = "partial_ratio"

    def __init__(self, texts: Gold) -> None:
        self._places = _places(texts)
        self._texts = [_on_one_line(texts.documents[p.document][p.number - 1])
                       for p in self._places]  # fmt: skip

    def best(self, text: str) -> tuple[Place, float]:
        """The best page and its ratio, 0 to 1."""
        found = process.extractOne(_on_one_line(text), self._texts, scorer=fuzz.partial_ratio)
        return self._places[found[2]], found[1] / 100


class ByRows:
    """The page that has most of the quotation's rows of three words."""

    name = "rows of three words"

    def __init__(self, texts: Gold) -> None:
        self._pages: dict[tuple[str, ...], set[Place]] = defaultdict(set)
        for place in _places(texts):
            for row in _rows(texts.documents[place.document][place.number - 1]):
                self._pages[row].add(place)

    def best(self, text: str) -> tuple[Place, float]:
        """The best page and its share of the rows, 0 to 1."""
        rows = _rows(text)
        counts: dict[Place, int] = defaultdict(int)
        for row in rows:
            for place in self._pages.get(row, ()):
                counts[place] += 1
        best = max(counts, key=lambda place: counts[place], default=Place("", 0))
        return best, counts.get(best, 0) / max(1, len(rows))


def _places(texts: Gold) -> list[Place]:
    return [Place(name, n) for name, own in texts.documents.items()
            for n in range(1, len(own) + 1)]  # fmt: skip


def _on_one_line(text: str) -> str:
    return " ".join(re.sub(r"-\n\s*", "", text).casefold().split())


def _rows(text: str) -> set[tuple[str, ...]]:
    words = [exact(word) for word in re.findall(r"\w+", _on_one_line(text))]
    return set(zip(words, words[1:], words[2:], strict=False))


@cache
def measured() -> tuple[list[Found], list[float]]:
    """What Opis finds of each case of the gold, and the seconds that it takes."""
    with tempfile.TemporaryDirectory() as folder:
        by_opis = ByOpis(collection_of(Path(folder) / "collection", gold()))
        return _timed(by_opis.find)


def _timed(find: Callable[[str], Found]) -> tuple[list[Found], list[float]]:
    found, seconds = [], []
    for case in gold().cases:
        start = time.perf_counter()
        found.append(find(case.text))
        seconds.append(time.perf_counter() - start)
    return found, seconds


def of_kind(kind: str) -> list[tuple[Case, Found]]:
    """The cases of a kind, each with what Opis finds."""
    pairs = zip(gold().cases, measured()[0], strict=True)
    return [(case, found) for case, found in pairs if case.kind == kind]


def at_rank_1(pairs: Iterable[tuple[Case, Found]]) -> float:
    """The share of cases that are found on their page."""
    return float(np.mean([found[0] == case.place for case, found in pairs]))


def right_grades(pairs: Iterable[tuple[Case, Found]]) -> float:
    """Of the cases found on their page, the share with the right grade."""
    return float(np.mean([grade == case.grade for case, (place, grade) in pairs
                          if place == case.place]))  # fmt: skip


def found_falsely(pairs: Iterable[tuple[Case, Found]]) -> float:
    """The share of cases of which anything is found."""
    return float(np.mean([found[0] is not None for _, found in pairs]))


def _limited(peer: ByLetters | ByRows) -> tuple[list[Found], list[float], float]:
    """What a peer finds with the limit that is best for it, and the limit."""
    best: list[tuple[Place, float]] = []

    def find(text: str) -> Found:
        best.append(peer.best(text))
        return None, ""

    _, seconds = _timed(find)
    cases = gold().cases

    def worth(limit: float) -> float:
        pairs = list(zip(cases, best, strict=True))
        right = np.mean([b == (c.place, s) and s >= limit for c, b in pairs if c.place
                         for s in b[1:]])  # fmt: skip
        wrong = np.mean([s >= limit for c, (_, s) in pairs if not c.place])
        return float(right - wrong)

    limit = max((n / 100 for n in range(5, 100)), key=worth)
    found = [(place if score >= limit else None, "") for place, score in best]
    return found, seconds, limit


def _table() -> None:
    texts = gold()
    columns: list[tuple[str, list[Found], list[float]]] = [(ByOpis.name, *measured())]
    for peer in (ByLetters(texts), ByRows(texts)):
        found, seconds, limit = _limited(peer)
        columns.append((f"{peer.name} ≥ {limit:.2f}", found, seconds))
    print(f"{len(_places(texts))} pages, {len(texts.cases)} quotations, gold {texts.digest()}\n")
    print(f"{'at rank 1':30}" + "".join(f"{name:>28}" for name, *_ in columns))
    for kind in KINDS:
        print(f"{kind:30}" + "".join(_cell(kind, found) for _, found, _ in columns))
    absent = "not in the collection"
    shares = (found_falsely(_pairs(absent, found)) for _, found, _ in columns)
    print(f"{'found falsely':30}" + "".join(f"{share:28.1%}" for share in shares))
    for name, share in ((0.5, "median"), (0.95, "95 of 100")):
        cells = (f"{1000 * np.quantile(seconds, name):25.1f} ms" for _, _, seconds in columns)
        print(f"{share:30}" + "".join(cells))
    present = [pair for kind in KINDS for pair in of_kind(kind)]
    print(f"\nright grades {right_grades(present):.1%}")
    for kind in KINDS:
        print(f"  {kind:28}{right_grades(of_kind(kind)):.1%}")
    print("at rank 1 by language")
    for code in ("ru", "kk", "ky"):
        own = [pair for pair in present if pair[0].language == code]
        print(f"  {code:28}{at_rank_1(own):.1%} of {len(own)}, grades {right_grades(own):.1%}")


def _pairs(kind: str, found: list[Found]) -> list[tuple[Case, Found]]:
    pairs = zip(gold().cases, found, strict=True)
    return [(case, one) for case, one in pairs if case.kind == kind]


def _cell(kind: str, found: list[Found]) -> str:
    return f"{at_rank_1(_pairs(kind, found)):28.1%}"


def _missed() -> None:
    for case, (place, grade) in zip(gold().cases, measured()[0], strict=True):
        if place != case.place or (place and grade != case.grade):
            print(f"{case.kind} [{case.language}] {case.place} {case.grade} → {place} {grade}")
            print(f"  {case.text}")


def _large(folder: Path, count: int) -> None:
    """Times of sentences in a synthetic collection."""
    written = Pages(folder, count)
    opis = Opis(folder, written)
    if not opis.is_built():
        opis.build()
    dice = random.Random(count)
    sentences = [_sentence(written, dice.randrange(count), dice) for _ in range(TIMED)]
    with tempfile.TemporaryDirectory() as beside:
        collection = _with_readings(Path(beside) / "collection", opis, sentences)
        clock, own, right = [], [], 0
        for page, text in sentences:
            begun, worked = time.perf_counter(), time.process_time()
            found = find_quotation(collection, text)
            clock.append(1000 * (time.perf_counter() - begun))
            own.append(1000 * (time.process_time() - worked))
            place = written.document_name(page), int(written.number[page])
            right += bool(found) and (found[0].document, found[0].page) == place
    print(f"{count} pages, {TIMED} sentences of 10 to 25 words, a tenth of them lost: "
          f"{right / TIMED:.1%} at rank 1")  # fmt: skip
    for name, times in (("of the clock", clock), ("of the processor", own)):
        print(f"{name}: median {np.median(times):.0f} ms, "
              f"95 of 100 within {np.quantile(times, 0.95):.0f} ms")  # fmt: skip


def _sentence(written: Pages, page: int, dice: random.Random) -> tuple[int, str]:
    """A row of words of a page, not all of them."""
    words = written.text(page).split()
    start = dice.randrange(max(1, len(words) - 25))
    some = words[start : start + dice.randint(10, 25)]
    return page, " ".join(word for word in some if dice.random() < 0.9)


def _with_readings(path: Path, opis: Opis, sentences: Sequence[tuple[int, str]]) -> Collection:
    """A collection of the index with the texts that the sentences have looked at.

    Those of the other pages are never read.
    """
    needed: set[str] = set()
    times: list[float] = []
    for _, text in sentences:
        begun = time.process_time()
        near = candidates(opis.engine, read(text), Role.PUBLIC)
        times.append(1000 * (time.process_time() - begun))
        needed |= {page.document for page in near}
    print(f"the engine alone, most words new, of the processor: median {np.median(times):.0f} ms, "
          f"95 of 100 within {np.quantile(times, 0.95):.0f} ms")  # fmt: skip
    collection = create_collection(path)
    written = opis.pages
    by_document: dict[str, list[Reading]] = defaultdict(list)
    for page in range(written.count):
        if (name := written.document_name(page)) in needed:
            text = written.text(page)
            lines = tuple(Line(start, end, "ru") for start, end in line_spans(text))
            by_document[name].append(Reading(text, lines=lines))
    with collection.catalogue() as database:
        for name, readings in by_document.items():
            _put(database, name, readings)
    if collection.index.exists():
        collection.index.rmdir()
    collection.index.symlink_to(opis.collection.index.resolve())
    return collection


def main() -> None:
    """Print the tables."""
    arguments = sys.argv[1:]
    if "--pages" in arguments:
        count = int(arguments[arguments.index("--pages") + 1])
        keep = arguments[arguments.index("--keep") + 1] if "--keep" in arguments else ""
        if keep:
            _large(Path(keep), count)
        else:
            with tempfile.TemporaryDirectory() as folder:
                _large(Path(folder), count)
    elif "--missed" in arguments:
        _missed()
    else:
        _table()


if __name__ == "__main__":
    main()
