"""Every hit of a frequent word as a line: ``scripts/bench reader --lines``.

The pages are those of :mod:`benchmarks.engine_corpus`, with a catalogue: each reading has its words
with their places, as a scan has them, so that texts are read from blobs of their real size. The
word is the form of which the pages have nearest to :data:`LINES`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

import index
from benchmarks.engine_corpus import Pages
from benchmarks.engine_opis import Opis
from corpus.collection import Collection, create_collection, open_collection
from corpus.documents import Original, enter_original
from corpus.reading import Line, Reading, Source, Word, line_spans, pack
from corpus.sheets import csv_rows
from index import Concordance, Request, View
from index.kwic.collocates import collocates
from index.kwic.dispersion import dispersion
from index.kwic.view import Group, Order
from ui import kwic
from ui.address import Address
from ui.i18n import translator
from ui.lines import PER_PAGE

PAGES, LINES = 10_000, 100_000
#: lines of a sample
SAMPLE = 1000
#: documents whose pages enter the catalogue in one transaction
AT_ONCE = 200


def table(folder: Path, count: int = PAGES) -> None:
    """Print the table, line by line."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = Pages(folder, count)
    collection = built(folder, pages)
    form, lines = _frequent(pages)
    print(
        f"{count:,} synthetic pages, «={form}» with {lines:,} lines; seconds of the processor, and "
        "the most memory so far, in MB"
    )
    # A process of its own: the vocabulary of the pages takes more memory than anything measured.
    command = [sys.executable, "-m", __name__, str(collection.path), form]
    subprocess.run(command, check=True)


def built(folder: Path, pages: Pages) -> Collection:
    """The collection with catalogue and index, made if it is not there."""
    opis = Opis(folder / "lines", pages)
    if opis.is_built() and (opis.collection.path / "catalogue.sqlite").exists():
        return opis.collection
    opis.build()
    path, aside = opis.collection.path, folder / "lines" / "index"
    shutil.rmtree(aside, ignore_errors=True)
    opis.collection.index.rename(aside)
    shutil.rmtree(path)
    collection = create_collection(path)
    if collection.index.exists():
        collection.index.rmdir()
    aside.rename(collection.index)
    with collection.catalogue() as database:
        enter_original(database, Original("synthetic", "image/tiff", 1, 1))
        starts = np.flatnonzero(np.diff(pages.document, prepend=-1)).tolist()
        ends = [*starts[1:], pages.count]
        bounds = [*zip(starts, ends, strict=True)]
        for first in range(0, len(bounds), AT_ONCE):
            with database.transaction():
                for start, end in bounds[first : first + AT_ONCE]:
                    name, facets = pages.document_name(start), pages.facets(start)
                    decade = facets["decade"]
                    dated = decade.isdecimal()
                    database.change(
                        """INSERT INTO documents (id, level, source_name, title, date, earliest,
                           latest, languages, added) VALUES (?,'document',?,?,?,?,?,?,?)""",
                        (name, name, f"{facets['kind']} {name}", decade[:3] + "X" if dated else "",
                         f"{decade}-01-01" if dated else "",
                         f"{int(decade) + 9}-12-31" if dated else "", facets["language"],
                         "2026-01-01T00:00:00Z"),
                    )  # fmt: skip
                    for page in range(start, end):
                        _enter(database.change, pages, page, name)
    return collection


def _enter(change: Callable[..., int], pages: Pages, page: int, name: str) -> None:
    change(
        """INSERT INTO pages (id, document, number, original, original_page, leaves, state, changed)
           VALUES (?,?,?,'synthetic',1,?,'read',1)""",
        (page + 1, name, int(pages.number[page]), str(int(pages.number[page]))),
    )
    reading = _reading(pages, page)
    change(
        "INSERT INTO readings VALUES (?,?,?,?,?,?,?,?)",
        (page, page + 1, reading.source, "synthetic", " ".join(reading.languages), 0.9,
         "2026-01-01T00:00:00Z", pack(reading)),
    )  # fmt: skip


def _reading(pages: Pages, page: int) -> Reading:
    """The text of a page, ten words a line, each at its place."""
    text, words = pages.text(page), []
    for n, (start, end) in enumerate(pages.ranges(page)):
        left, top = 0.08 + 0.084 * (n % 10), 0.05 + 0.006 * (n // 10)
        right, bottom = left + 0.07, top + 0.004
        quad = ((left, top), (right, top), (right, bottom), (left, bottom))
        words.append(Word(start, end, (quad,), 0.9))
    language = pages.facets(page)["language"]
    lines = tuple(Line(start, end, language) for start, end in line_spans(text))
    return Reading(text, tuple(words), lines, Source.OCR, "synthetic", 0.9)


def _frequent(pages: Pages) -> tuple[str, int]:
    """The form of which the pages have nearest to :data:`LINES`, and how many."""
    forms, _ = pages.sample(pages.count)
    counts = np.bincount(forms)
    number = int(np.abs(counts - LINES).argmin())
    return pages.words.forms[number], int(counts[number])


def _measured(collection: Collection, request: Request) -> Iterable[tuple[str, float, float]]:
    """What is done, seconds of the processor, and the most memory held so far."""

    def lines(order: Order, group: Group | None = None) -> Concordance:
        found = index.concordance(collection, request, View(order=order, group=group, folded=True))
        [*found.lines(0, PER_PAGE)]
        return found

    def whole() -> None:
        found = index.concordance(collection, request, View())
        rows = kwic.rows(collection, found.lines(), Address(query=request.query))
        sum(map(len, csv_rows(kwic.head(translator("ru")), rows)))

    index.search(collection, Request("лагерь"))
    yield "a search first", *_spent(lambda: index.search(collection, request))
    yield "first lines by reference", *_spent(lambda: lines(Order.REFERENCE))
    yield "first lines by the words behind", *_spent(lambda: lines(Order.RIGHT))
    yield "first lines by form and the words before", *_spent(lambda: lines(Order.LEFT, Group.FORM))
    found = lines(Order.RIGHT)
    last = len(found) - PER_PAGE
    yield "the last lines, once in order", *_spent(lambda: [*found.lines(last)])
    yield "CSV whole, by reference", *_spent(whole)
    yield "spread over documents", *_spent(lambda: dispersion(found))
    some = index.concordance(collection, request, View(sample=SAMPLE))
    yield f"words beside {SAMPLE:,} hits", *_spent(lambda: collocates(some, 30))


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    start = time.process_time()
    work()
    return time.process_time() - start, _memory()


def _memory() -> float:
    """The most memory that the process has held, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmHWM")


if __name__ == "__main__":
    for name, spent, memory in _measured(
        open_collection(Path(sys.argv[1])), Request(f"={sys.argv[2]}")
    ):
        print(f"| {name} | {spent:.2f} | {memory:.0f} |", flush=True)
