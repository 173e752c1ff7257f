"""The words of a reading as they stand on paper: one that a line end divides has two parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.reading import Quad, Reading, Word

_PART = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of characters on one line, with its place on the page if that is known.

    ``start`` and ``end`` are half-open code point offsets into the reading. ``number`` of ``of``
    parts of its ``word``, from 0; ``word`` is None where the reading marks no word there.
    """

    text: str
    quad: Quad | None
    start: int = 0
    end: int = 0
    word: Word | None = None
    number: int = 0
    of: int = 1


def parts(reading: Reading) -> Iterator[Part]:
    """The parts of all words in the order of the text, and what stands between words unmarked."""
    at = 0
    for word in reading.words:
        yield from _unmarked(reading.text, at, word.start)
        lines = [m.span() for m in _PART.finditer(reading.text, word.start, word.end)]
        lines = [_trimmed(reading.text, *line) for line in lines]
        for number, (start, end) in enumerate(lines):
            quad = word.quads[number] if number < len(word.quads) else None
            yield Part(reading.text[start:end], quad, start, end, word, number, len(lines))
        at = max(at, word.end)
    yield from _unmarked(reading.text, at, len(reading.text))


def _unmarked(text: str, start: int, end: int) -> Iterator[Part]:
    for m in re.finditer(r"\S+", text[start:end]):
        first, last = start + m.start(), start + m.end()
        yield Part(m.group(), None, first, last)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A range without the blanks at its ends."""
    cut = text[start:end]
    begin = start + len(cut) - len(cut.lstrip())
    return begin, max(begin, end - (len(cut) - len(cut.rstrip())))
