"""What is said of a place at which a quotation stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.reference import Leaf


class Grade(StrEnum):
    """How a quotation stands in the source, the best first.

    Letter case, punctuation, line ends and marked omissions make no difference.
    """

    EXACT = "exact"  # word for word
    SPELLING = "spelling"  # the same words, some spelt otherwise or with letters misread
    INFLECTED = "inflected"  # the same words, some in another grammatical form
    PARTIAL = "partial"  # words are missing, are others, or stand between


class Change(StrEnum):
    """A part of the difference from the quotation to the source."""

    EQUAL = "equal"
    DELETE = "delete"  # only the quotation has it
    INSERT = "insert"  # only the source has it


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open range of the text of a page, told by its number in the document."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that both have, or only one. ``text`` is the source's where it has them.

    ``at`` is where that stands; of words that the source lacks, where they would stand.
    """

    change: Change
    text: str
    at: Stretch


@dataclass(frozen=True, slots=True)
class Match:
    """A place at which a quotation stands.

    ``similarity`` is the share of its words that stand there, in whatever form. ``page`` is where
    it begins, ``leaves`` those of all its pages, ``found`` what stands there («[…]» for what the
    quotation omits), ``stretches`` are what of the pages it takes, in order. ``ocr`` says that the
    text is a machine's reading of the page: what is exact there need not be so on paper. ``score``
    orders the places: about the number of words that stand there, less for what differs.
    """

    document: str
    page: int
    leaves: tuple[Leaf, ...]
    grade: Grade
    similarity: float
    found: str
    differences: tuple[Difference, ...]
    stretches: tuple[Stretch, ...]
    ocr: bool
    score: float

    def __post_init__(self) -> None:
        if not 0 < self.similarity <= 1 or not self.stretches:
            raise ValueError(f"a match of {self.similarity} at {self.stretches}")
