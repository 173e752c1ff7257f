"""How the index stands: its generation, and whether it has seen every change."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.collection import Collection
from corpus.errors import EngineFailed
from index.embedded.generation import current, is_foreign, under_way
from index.embedded.writer import is_current
from index.naming import names_fit


@dataclass(frozen=True, slots=True)
class Standing:
    """The index as ``opis status`` shows it; empty strings where there is none.

    ``foreign`` says that there is one, which another version of Opis has made; ``renamed`` that the
    thesaurus or the rules for names have changed since it was built.
    """

    engine: str
    generation: str
    commit: str
    current: bool
    foreign: bool = False
    renamed: bool = False


def info(collection: Collection) -> Standing:
    """Say how the index of a collection stands."""
    generation = current(collection.index)
    if generation is None:
        return Standing("whoosh", "", "", False, is_foreign(collection.index))
    try:
        with collection.catalogue() as database:
            up_to_date = is_current(collection, database)
        commit = f"{generation.name}:{generation.serial()}"
        renamed = not names_fit(collection, generation.names())
    except EngineFailed:  # a search says why
        return Standing("whoosh", generation.name, generation.name, False)
    return Standing("whoosh", generation.name, commit, up_to_date, renamed=renamed)


def share_built(collection: Collection) -> float:
    """How much of the catalogue's changes the generation under way has seen, from 0 to 1.

    0 where there is none, or where it has not yet made a commit.
    """
    building = under_way(collection.index)
    if building is None:
        return 0.0
    with collection.catalogue() as database:
        newest = database.number("SELECT value FROM serial")
    try:
        return building.serial() / max(newest, 1)
    except EngineFailed:  # it has become the current one meanwhile
        return 1.0
