"""Exports of many pages: time and memory of each format, and of a long searchable PDF.

The pages are synthetic: one reading of 300 words, repeated, at places in a grid. Times are of the
processor; memory is the process's peak (Linux: ru_maxrss), each format in a process of its own.

    scripts/bench export            100,000 pages, 1,000 of them as PDF
    scripts/bench export 20000      so many
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from corpus.description import read_description
from corpus.documents import Document
from corpus.export import About, Excerpt, format_named, formats
from corpus.pages import Page
from corpus.reading import Line, Reading, Source, Word

WORDS = "начальнику лагеря представить список рабочих занятых в обслуге жұмысшыларға нан берилсін"
#: pages of a document, and of a PDF among a hundred thousand
DOCUMENT, PDF = 100, 1_000


def main(pages: int) -> None:
    """Print a row for each format."""
    print(f"{'format':9} {'pages':>8} {'CPU s':>7} {'peak MB':>8} {'file MB':>8}")
    with TemporaryDirectory() as folder:
        image = Path(folder) / "scan.jpg"
        Image.effect_noise((1555, 2200), 40).save(image, "JPEG", quality=60, dpi=(188, 188))
        for name in formats():
            many = max(1, pages * PDF // 100_000) if name == "pdf" else pages
            with multiprocessing.get_context("spawn").Pool(1) as alone:
                seconds, peak, size = alone.apply(exported, (name, many, image))
            print(f"{name:9} {many:8,} {seconds:7.1f} {peak:8.0f} {size / 1e6:8.1f}")


def exported(name: str, pages: int, image: Path) -> tuple[float, float, int]:
    """Seconds of the processor, megabytes at the peak, bytes of the file."""
    about = About(title="лагерь", image=lambda _: image)
    size = sum(len(chunk) for chunk in format_named(name).chunks(synthetic(pages), about))
    return time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size


def synthetic(pages: int) -> Iterator[Excerpt]:
    """So many pages in documents of :data:`DOCUMENT`."""
    text, words, lines = "", [], []
    for line in range(33):
        start = len(text)
        for number, word in enumerate(WORDS.split()[:9]):
            x, y = 0.1 + number * 0.09, 0.05 + line * 0.027
            box = ((x, y), (x + 0.08, y), (x + 0.08, y + 0.015), (x, y + 0.015))
            words.append(Word(len(text), len(text) + len(word), (box,), 0.9))
            text += word + " "
        text = text[:-1]
        lines.append(Line(start, len(text), "ru"))
        text += "\n"
    reading = Reading(text[:-1], tuple(words), tuple(lines), Source.OCR, "tesseract 5", 0.9)
    for number in range(pages):
        document = Document(
            f"d{number // DOCUMENT:012}", "document", None,
            read_description({"title": "Приказ", "reference": "ГА РФ. Ф. 1. Оп. 1. Д. 1"}),
            "scan.pdf", "2026-11-23T10:00:00Z", DOCUMENT,
        )  # fmt: skip
        page = Page(
            number, document.id, number % DOCUMENT + 1, "ab" * 32, number % DOCUMENT + 1, (), 1555,
            2200, "read", None, None, 1, number, Source.OCR, 0.9, None,
        )  # fmt: skip
        yield Excerpt(document, page, reading, marks=((0, 10),))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
