"""How Whoosh sees a page: its terms with positions, its facts, and where its words stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from whoosh import fields, formats

#: Raised whenever the stored form changes, so that old indexes are rebuilt.
SCHEMA_VERSION = 8


class Terms(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field fed with the terms of each position in order.

    The length of a page is the number of its words, which stands among its facts: Whoosh would
    count every term of a word.
    """

    def __init__(self) -> None:
        self.format = formats.Positions()
        self.scorable = True
        self.stored = False
        self.unique = False
        self.vector = None
        self.analyzer = None
        self.column_type = None

    def index(
        self, value: Iterable[Sequence[str]], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, encoded positions) for every term of a page."""
        places: dict[str, list[int]] = defaultdict(list)
        for number, terms in enumerate(value):
            for term in terms:
                places[term].append(number)
        for text, numbers in places.items():
            yield text.encode(), len(numbers), float(len(numbers)), self.format.encode(numbers)


def schema() -> fields.Schema:
    """The schema of a generation."""
    return fields.Schema(terms=Terms(), facts=fields.STORED(), ranges=fields.STORED())
