"""Changing a collection: what was changed is then searched as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a command's help need not load the catalogue
    from corpus.catalogue import Database
    from corpus.collection import Collection


@contextmanager
def changing(collection: Collection) -> Iterator[Database]:
    """Give the catalogue of a collection, and bring its index up to date when that is done."""
    import index

    with collection.catalogue() as database:
        yield database
    index.update(collection)
