"""Who keeps the index of a collection: the embedded engine, or servers of OpenSearch.

Whatever brings an index up to date, builds it, tells how it stands or checks it comes through here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus import pages
from corpus.collection import Collection, EngineName
from corpus.messages import Message
from index.embedded.facts import Facts

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """The index as ``opis status`` shows it; empty strings where there is none.

    ``foreign`` says that there is one, which another version of Opis has made; ``renamed`` that the
    thesaurus or the rules for names have changed since it was built; ``trouble`` why nothing can be
    said.
    """

    engine: str
    generation: str
    commit: str
    current: bool
    foreign: bool = False
    renamed: bool = False
    trouble: Message | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What an index holds: how much of the catalogue it has seen, by which rules names were found.

    ``stored`` is what it keeps of each page.
    """

    serial: int
    names: str
    stored: Sequence[Facts]


class Keeping(Protocol):
    """What a module does that keeps an index; see its functions for what they raise."""

    @property
    def REPAIRS(self) -> Sequence[Callable[[Collection, Progress | None], object]]:
        """What may mend an index, to be tried in this order."""

    def update(self, collection: Collection, progress: Progress | None = None) -> object:
        """Bring the index up to date; builds it where there is none that fits."""

    def build(self, collection: Collection, progress: Progress | None = None) -> object:
        """Build the index anew beside the one that answers, and swap it in."""

    def info(self, collection: Collection) -> Standing:
        """How the index stands."""

    def begun(self, collection: Collection) -> int:
        """How much of the catalogue the generation under way has seen; 0: there is none."""

    def held(self, collection: Collection) -> Held | None:
        """What the index holds, or None where there is none that this program can read."""


def keeping(collection: Collection) -> Keeping:
    """What keeps the index of a collection."""
    if collection.settings.engine is EngineName.OPENSEARCH:
        from index.opensearch import building

        return building
    from index.embedded import writer

    return writer


def update(collection: Collection, progress: Progress | None = None) -> None:
    """Index what changed in the catalogue; builds the index where there is none that fits.

    Raises:
        EngineFailed: the engine cannot be reached, or refuses; the next run goes on.
        IndexHeld: another process has written the index for too long.
        BadUse: the disk is full, or the folder of the index cannot be written.

    """
    keeping(collection).update(collection, progress)


def build(collection: Collection, progress: Progress | None = None) -> None:
    """Build the index anew from the catalogue beside the one that answers, and swap it in.

    A build that was cut off goes on. Raises as :func:`update` does.
    """
    keeping(collection).build(collection, progress)


def info(collection: Collection) -> Standing:
    """Say how the index of a collection stands."""
    return keeping(collection).info(collection)


def share_built(collection: Collection) -> float:
    """How much of the catalogue's changes the generation under way has seen, from 0 to 1.

    0 where there is none, or where it has not yet made a commit.
    """
    with collection.catalogue() as database:
        newest = pages.newest_change(database)
    return keeping(collection).begun(collection) / max(newest, 1)
