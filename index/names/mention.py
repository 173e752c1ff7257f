"""A name that was found on a page: where it stands, what it names, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Raised whenever other names would be found or other headings given.
VERSION = 5


class Kind(StrEnum):
    """What a mention names."""

    PERSON = "person"
    PLACE = "place"
    CAMP = "camp"
    ORGANISATION = "organisation"
    CATEGORY = "category"  # of people
    DOCUMENT = "document"  # a kind of document
    TERM = "term"
    PERIODICAL = "periodical"  # the title of one


class Layer(StrEnum):
    """What found a mention; an earlier one is never overridden by a later one."""

    THESAURUS = "thesaurus"
    PATTERN = "pattern"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at one place of a reading.

    ``start`` and ``end`` are half-open code point offsets into the reading, ``surface`` is what
    stands there. ``headings`` are ids of concepts (of the thesaurus) or names in the nominative, of
    which one is meant, the likeliest first. ``confidence`` is in 0..1; it ranks and is no
    probability. A mention may lie within a longer one of a later layer: «НКВД» in «Управление НКВД
    по Карагандинской области».
    """

    start: int
    end: int
    surface: str
    kind: Kind
    headings: tuple[str, ...]
    confidence: float
    layer: Layer
    version: int = VERSION

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"range of a name {self.start}:{self.end}")
        if not (self.headings and 0 < self.confidence <= 1):
            raise ValueError(f"a name needs a heading and a confidence: {self.surface}")
