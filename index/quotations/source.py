"""Pages of a document as one row of words, in which a quotation may stand over page ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from corpus import running
from corpus.reading import HYPHENS, Line, Reading, line_end_joins
from index.analysis.tokens import tokens
from index.quotations.quotation import REMARK

#: lines at each edge of a page that may be its number, besides running titles
EDGE = 3
_NUMBER = re.compile(r"\W*\d{1,4}\W*")
#: a hyphen behind the last word of a page, and then nothing
_DIVIDED = re.compile(rf"[{HYPHENS}]\s*\Z")


@dataclass(frozen=True, slots=True)
class SourceWord:
    """A word of a page: the number of the page, its half-open range there, how it is compared.

    ``language`` is that of its line.
    """

    page: int
    start: int
    end: int
    form: str
    language: str | None


class Source:
    """Neighbouring pages of a document by their numbers.

    Numbers of pages, running titles and marks of footnotes are no words of it: «14» does not stand
    in the middle of a sentence that goes on over the page.
    """

    def __init__(self, document: str, readings: Mapping[int, Reading]) -> None:
        self.document, self.readings = document, dict(sorted(readings.items()))

    @cached_property
    def words(self) -> tuple[SourceWord, ...]:
        """All words in the order of the pages."""
        return tuple(word for number in self.readings for word in self._of_page(number))

    def _of_page(self, number: int) -> list[SourceWord]:
        others = [self.readings[n] for n in (number - 1, number + 1) if n in self.readings]
        reading = self.readings[number]
        lines = running.set_apart(reading, others).lines if others else reading.lines
        remarks = [m.span() for m in REMARK.finditer(reading.text)]
        out: list[SourceWord] = []
        at = 0
        for token in tokens(reading.text):
            while at < len(lines) and lines[at].end <= token.start:
                at += 1
            line = lines[at] if at < len(lines) and lines[at].start <= token.start else None
            if any(start < token.start < end for start, end in remarks):
                continue
            if line is None or not (others and (line.apart or _is_number(reading, line))):
                language = line.language if line else None
                out.append(SourceWord(number, token.start, token.end, token.form, language))
        return out

    def written(self, word: SourceWord) -> str:
        """A word as it stands on its page."""
        return self.readings[word.page].text[word.start : word.end]

    def text(self, words: Sequence[SourceWord]) -> str:
        """The text from the first to the last of some words, lines and pages run together."""
        out, divided = "", False
        for number, some in groupby(words, lambda word: word.page):
            own, reading = list(some), self.readings[number]
            text = _run_on(reading, own[0].start, own[-1].end)
            out += text if divided or not out else f" {text}"
            divided = bool(_DIVIDED.match(reading.text, own[-1].end))
        return out


def _run_on(reading: Reading, start: int, end: int) -> str:
    """A stretch of a page on one line, divided words whole."""
    out, at = "", start
    for first, last in line_end_joins(reading.text):
        if start <= first and last <= end:
            out, at = out + reading.text[at:first], last
    return " ".join((out + reading.text[at:end]).split())


def _is_number(reading: Reading, line: Line) -> bool:
    """Whether a line has nothing but a number, among the first or the last lines of its page."""
    edges = (*reading.lines[:EDGE], *reading.lines[-EDGE:])
    return line in edges and bool(_NUMBER.fullmatch(reading.text, line.start, line.end))
