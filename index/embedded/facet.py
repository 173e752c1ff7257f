"""What pages or records bear of a facet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from index.analysis.folding import exact
from index.embedded.arrayfile import Array
from index.embedded.outcome import Mask


class Facet:
    """The values of a facet, and which record or page (``owner``) bears which.

    ``document`` has the document of each record or page. A *pair* is a value and a document as one
    number, value by value.
    """

    def __init__(
        self,
        values: list[str],
        owner: Array,
        value: Array,
        document: Array,
        documents: int,
        *,
        of_pages: bool,
    ) -> None:
        self.values, self.owner, self.value, self.of_pages = values, owner, value, of_pages
        self.document, self.documents = document, documents

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each value."""
        return {name: i for i, name in enumerate(self.values)}

    @cached_property
    def worded(self) -> dict[str, set[str]]:
        """The values by their words, in small letters."""
        out: dict[str, set[str]] = {}
        for value in self.values:
            for word in re.findall(r"\w+", value):
                out.setdefault(exact(word), set()).add(value)
        return out

    @cached_property
    def by_pair(self) -> tuple[Array, Array]:
        """The owners and the pairs in the order of these."""
        order = np.argsort(self.pair, kind="stable")
        return self.owner[order], self.pair[order]

    @cached_property
    def alone(self) -> bool:
        """Whether every owner bears one value, in their order."""
        return len(self.owner) == len(self.document) and bool((np.diff(self.owner) == 1).all())

    @cached_property
    def pair(self) -> Array:
        """The pair of each value that is borne."""
        return np.asarray(self.value * self.documents + self.document[self.owner])

    def bearing(self, values: Sequence[str], owners: int) -> Mask:
        """Mark the owners that bear one of some values."""
        out = np.zeros(owners, bool)
        wanted = np.zeros(len(self.values), bool)
        wanted[[self.number[value] for value in values if value in self.number]] = True
        out[self.owner[wanted[self.value]]] = True
        return out
