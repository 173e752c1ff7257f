"""What pages or records bear of a facet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from index.analysis.folding import exact
from index.embedded.arrayfile import Array
from index.embedded.outcome import Chosen, Mask, stretches

#: fewer than one document of so many is each looked at by itself
_FEW = 8


class Facet:
    """The values of a facet, and which live record or page (``owner``) bears which.

    ``document`` has the document of each record or page, ``held`` how many live ones each document
    has. A *pair* is a value and a document as one number.

    What a document bears as a whole is counted by document, the rest by what bears it.
    """

    def __init__(
        self,
        values: list[str],
        owner: Array,
        value: Array,
        document: Array,
        held: Array,
        *,
        of_pages: bool,
    ) -> None:
        self.values, self.owner, self.value, self.of_pages = values, owner, value, of_pages
        self.document, self.documents, self._held = document, len(held), held

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
    def pair(self) -> Array:
        """The pair of each value that is borne."""
        return np.asarray(self.value * self.documents + self._of)

    @cached_property
    def _of(self) -> Array:
        """The document of each value that is borne."""
        return np.asarray(self.document[self.owner])

    @cached_property
    def _last(self) -> Array:
        """For each document the value of its last owner, -1 where it bears none."""
        last = np.full(self.documents, -1)
        last[self._of] = self.value
        return last

    @cached_property
    def _apart(self) -> Mask:
        """The documents that do not bear their values as wholes.

        As wholes they bear what all their records bear, or the one value of all their pages.
        """
        if self.of_pages:
            apart = np.bincount(self._of, minlength=self.documents) != self._held
            apart[self._of[self.value != self._last[self._of]]] = True
            return np.asarray(apart)
        pairs = np.sort(self.pair[self._held[self._of] > 1])
        first = np.flatnonzero(np.diff(pairs, prepend=-1))
        count = np.diff(first, append=len(pairs))
        some, apart = pairs[first] % self.documents, np.zeros(self.documents, bool)
        apart[some[count != self._held[some]]] = True
        return apart

    @cached_property
    def _wholly(self) -> tuple[Array, Array, Array]:
        """Values of whole documents, where each begins among their documents, and these."""
        if self.of_pages:
            document = np.flatnonzero(~self._apart & (self._last >= 0))
            pairs = self._last[document] * self.documents + document
        else:  # one of several records of a document says it for all
            pairs = self.pair[~self._apart[self._of]]
        pairs = np.sort(pairs)
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        edges = pairs.searchsorted(np.arange(len(self.values) + 1) * self.documents)
        values = np.flatnonzero(np.diff(edges))
        return values, edges[values], pairs % self.documents

    @cached_property
    def _partly(self) -> tuple[Array, Array]:
        """The owners of other documents, and the pair of each in the order of these."""
        apart = np.flatnonzero(self._apart[self._of] if self._apart.any() else ())
        apart = apart[np.argsort(self.pair[apart], kind="stable")]
        return self.owner[apart], self.pair[apart]

    @cached_property
    def _of_each(self) -> tuple[Array, Array]:
        """The values of whole documents by document, and where those of each begin and end."""
        values, starts, document = self._wholly
        value = np.repeat(values, np.diff(starts, append=len(document)))
        held = np.bincount(document, minlength=self.documents)
        order = np.argsort(document, kind="stable")
        return value[order], np.concatenate([[0], held.cumsum()])

    def _by_wholes(self, documents: Chosen) -> Array:
        """How many of some documents bear each value as wholes."""
        if len(documents) * _FEW < self.documents:
            value, edges = self._of_each
            first = edges[documents.rows]
            borne = value[stretches(first, edges[documents.rows + 1] - first)]
            return np.bincount(borne, minlength=len(self.values))
        counts = np.zeros(len(self.values), np.int64)
        values, starts, document = self._wholly
        if len(values):
            counts[values] = np.add.reduceat(documents.mask[document], starts, dtype=np.int64)
        return counts

    def counts(self, documents: Chosen, owners: Callable[[], Mask]) -> dict[str, int]:
        """How many of some documents bear each value, by their marked owners."""
        counts = self._by_wholes(documents)
        owner, pair = self._partly
        if len(owner):
            pairs = pair[owners()[owner]]
            first = np.ones(len(pairs), bool)
            first[1:] = pairs[1:] != pairs[:-1]
            counts += np.bincount(pairs[first] // self.documents, minlength=len(self.values))
        some = np.flatnonzero(counts)
        numbers = counts[some].tolist()
        return {self.values[i]: n for i, n in zip(some.tolist(), numbers, strict=True)}

    def bearing(self, values: Sequence[str], owners: int) -> Mask:
        """Mark the owners that bear one of some values."""
        out = np.zeros(owners, bool)
        wanted = np.zeros(len(self.values), bool)
        wanted[[self.number[value] for value in values if value in self.number]] = True
        out[self.owner[wanted[self.value]]] = True
        return out
