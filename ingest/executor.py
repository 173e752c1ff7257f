"""Who reads pages: a crew of processes of this machine, or the workers of a Dask cluster.

What reads a queue needs no more of either than :class:`Executor`. Scans from outside are opened by
the crew of this machine alone: a cluster sees only the store, the folder of the collection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from corpus.collection import Collection
from corpus.errors import MissingProgram
from corpus.messages import N_
from ingest.workers import Crew, Done, Task


class Executor(Protocol):
    """Does tasks in processes that may be killed."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do the tasks, each result as soon as it is there, in no particular order.

        A task is drawn only when there is room for it; one whose worker dies ends in an error or is
        done by another, but ends. Leaving the iterator early drops what is under way. Raises
        :class:`EngineFailed` where nothing can be done any more: what was drawn and did not come
        back was not done.
        """
        ...


def crew_of(collection: Collection, workers: int | str) -> Crew:
    """A crew of this machine: so many, 0 and a cluster's address being what is usual here."""
    asked = workers or collection.settings.workers
    return Crew(asked if isinstance(asked, int) else None)


def cluster_of(
    collection: Collection, workers: int | str
) -> AbstractContextManager[Executor] | None:
    """The cluster at whose address pages are to be read, not yet connected; None if here.

    Raises:
        MissingProgram: Dask is not installed.

    """
    address = workers or collection.settings.workers
    if isinstance(address, int):
        return None
    try:
        from ingest.cluster import Cluster
    except ModuleNotFoundError as missing:
        raise MissingProgram(
            N_("Clusters are reached with Dask, which is not installed."),
            remedy=N_("Install it: pip install 'opis[cluster]'"),
        ) from missing
    return Cluster(address)
