"""A draft as far as quotations go: paragraphs of text, and the notes to places in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``quoted`` is one that is set as a quotation.

    ``notes`` are footnotes and endnotes: the offset in ``text`` (code points) at which the mark
    stands, and the note's text.
    """

    text: str
    notes: tuple[tuple[int, str], ...] = ()
    quoted: bool = False
    heading: bool = False

    def __post_init__(self) -> None:
        if any(not 0 <= at <= len(self.text) for at, _ in self.notes):
            raise ValueError("a note stands outside its paragraph")


@dataclass(frozen=True, slots=True)
class Draft:
    """The paragraphs of a draft in order; empty ones are left out."""

    paragraphs: tuple[Paragraph, ...]
