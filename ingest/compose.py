"""From recognised words in lines and blocks to a reading: text, offsets, quads, languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.reading import HYPHENS, Line, Quad, Reading, Source, Word, join_parts
from index.analysis.language import line_languages


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters without a space, its place on the page and its confidence (0..1).

    ``alternatives`` are what else it may be (see :class:`corpus.reading.Word`).
    """

    text: str
    quad: Quad | None = None
    confidence: float | None = None
    alternatives: tuple[str, ...] = ()


#: A block (a paragraph, a column) of lines of pieces, in reading order.
Block = Sequence[Sequence[Piece]]


def compose(
    blocks: Iterable[Block],
    *,
    source: Source,
    engine: str = "",
    confidence: float | None = None,
    reason: str = "",
) -> Reading:
    """Make a reading: a space between words, a line feed between lines.

    Blocks are set off by an empty line, except where a hyphen says that a word goes on.
    """
    text = ""
    words: list[Word] = []
    spans: list[tuple[int, int]] = []
    for block in blocks:
        first = True
        for line in block:
            pieces = [p for p in map(_cleaned, line) if p.text]
            if not pieces:
                continue
            if text:
                text += "\n\n" if first and text[-1] not in HYPHENS else "\n"
            first = False
            start = len(text)
            for piece in pieces:
                text += " " if len(text) > start else ""
                quads = (piece.quad,) if piece.quad else ()
                at = len(text)
                text += piece.text
                words.append(Word(at, len(text), quads, piece.confidence, piece.alternatives))
            spans.append((start, len(text)))
    return Reading(
        text=text,
        words=join_parts(text, words),
        lines=lines_of(text, spans),
        source=source,
        engine=engine,
        confidence=confidence,
        reason=reason,
    )


def lines_of(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Line, ...]:
    """Return the lines at ``spans`` of ``text``, each with its language."""
    languages = line_languages([text[start:end] for start, end in spans])
    return tuple(Line(s, e, lang) for (s, e), lang in zip(spans, languages, strict=True))


def cleaned(text: str) -> str:
    """Return ``text`` in NFC without control characters, except tabs, line and form feeds."""
    kept = (c for c in text if c in "\t\n\f" or unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
    return unicodedata.normalize("NFC", "".join(kept))


def _cleaned(piece: Piece) -> Piece:
    text = "".join(cleaned(piece.text).split())
    # A soft hyphen inside a word is not on the paper; at its end it divides it.
    text = text[:-1].replace("\u00ad", "") + text[-1:]
    return replace(piece, text=text, alternatives=tuple(map(cleaned, piece.alternatives)))
