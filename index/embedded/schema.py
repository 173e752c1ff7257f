"""How a page is stored in Whoosh: its terms with positions, its key and its facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from whoosh import fields, formats

from corpus.access import Level, effective
from index.analysis.positions import Position

#: Raised whenever the stored form changes, so that old indexes are rebuilt.
SCHEMA_VERSION = 1


class Terms(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field fed with :class:`Position` values; position numbers are those of the sequence.

    The length of a page is the number of its words and is kept among the facts: Whoosh would count
    every term of a word.
    """

    def __init__(self) -> None:
        self.format = formats.Positions()
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None
        self.analyzer = None
        self.column_type = None

    def index(
        self, value: Iterable[Position], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, encoded positions) for every term of a page."""
        places: dict[str, list[int]] = defaultdict(list)
        for number, position in enumerate(value):
            for term in position.terms:
                places[str(term)].append(number)
        for text, numbers in places.items():
            yield text.encode(), len(numbers), float(len(numbers)), self.format.encode(numbers)


def schema() -> fields.Schema:
    """The schema of a generation: ``key`` is the catalogue's page id."""
    return fields.Schema(key=fields.ID(unique=True, stored=True), terms=Terms(),
                         facts=fields.STORED())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page is, beside its words: enough to filter, count, sort and show it.

    ``facets`` maps a facet's name to this page's values; ``years`` are the first and last year of
    the document (inclusive), None where it is undated; ``order`` maps a sort order to its key.
    """

    key: int
    document: str
    number: int
    layer: int
    words: int
    access: Level
    opens: date | None
    facets: dict[str, tuple[str, ...]]
    years: tuple[int, int] | None
    order: dict[str, Any]

    def level(self, today: date) -> Level:
        """The level of access in force ``today``."""
        return effective(self.access, self.opens, today)
