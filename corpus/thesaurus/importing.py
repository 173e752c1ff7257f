"""Taking a SKOS file into a collection: what it says otherwise goes into the collection's file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from corpus.collection import Collection
from corpus.thesaurus import overlay
from corpus.thesaurus.concepts import Concept
from corpus.thesaurus.skos import read_skos
from corpus.thesaurus.thesaurus import Thesaurus


class Imported(NamedTuple):
    """How many concepts were added and changed."""

    added: int
    changed: int


def import_skos(collection: Collection, path: Path) -> Imported:
    """Add to a collection's thesaurus what a SKOS file says otherwise; nothing is taken away.

    A name that a known concept has no more is hidden; a concept that the file lacks stays.

    Raises:
        BadThesaurus: the collection's own file cannot be read; nothing is changed.
        InputFailed, MissingProgram: see :func:`corpus.thesaurus.skos.read_skos`.

    """
    new = read_skos(path)
    counts = [0, 0]

    def otherwise(known: Thesaurus) -> list[Concept]:
        out = [c for c in new.concepts.values() if overlay.differs(known.concepts.get(c.id), c)]
        counts[0] = sum(c.id not in known.concepts for c in out)
        counts[1] = len(out) - counts[0]
        return out

    overlay.put(collection, otherwise, new.sources.values())
    return Imported(*counts)
