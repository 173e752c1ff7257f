"""Engines that hold the synthetic collection, come to it by different histories."""

from __future__ import annotations

import math
import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import invented
import pytest
from laid import Page, catalogued, contents
from reference import Reference
from together import together

from corpus import pages
from corpus.catalogue import Database
from corpus.collection import (
    Collection,
    EngineName,
    OpenSearch,
    Settings,
    create_collection,
)
from corpus.reading import Reading, Source
from index import update
from index.embedded import committing, writer
from index.embedded.engine import EmbeddedEngine
from index.engine import Engine

#: brings the engines up to the catalogue, by so many pages in a commit
Follow = Callable[[int], None]


@pytest.fixture(scope="module", autouse=True)
def unhurried() -> Iterator[None]:
    """No answer is cut short because the machine is busy."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("embedded.matching", "embedded.engine", "opensearch.asked",
                       "opensearch.engine", "opensearch.counting"):  # fmt: skip
            patch.setattr(f"index.{module}.SECONDS", math.inf)
        yield


@dataclass(frozen=True)
class Tried:
    """An engine that is tried: which collection it sees, how it is made, and how it follows.

    The last takes the greatest number of pages in one commit.
    """

    view: Callable[[Collection], Collection]
    made: Callable[[Collection], Engine]
    follow: Callable[[Collection, int], None]


def _embedded(collection: Collection, most: int) -> None:
    with pytest.MonkeyPatch.context() as few:
        few.setattr(writer, "BATCH", most)
        if most < 500:  # several segments, though the pages are few
            few.setattr(committing, "SMALL", 2)
        update(collection)


def _on_servers(collection: Collection, most: int) -> None:
    from index.opensearch import building

    with pytest.MonkeyPatch.context() as few:
        few.setattr(building, "BATCH", 10 * most)  # each is seen by all before the next
        update(collection)


def asking_servers(collection: Collection, **more: int) -> Engine:
    """The engine that asks the servers; loaded where there are some."""
    from index.opensearch.engine import OpenSearchEngine

    return OpenSearchEngine(collection, **more)


EMBEDDED = Tried(lambda collection: collection, EmbeddedEngine, _embedded)


def at_once(collection: Collection, follow: Follow) -> None:
    with collection.catalogue() as database:
        invented.fill(database, invented.collection())
    follow(500)


def page_by_page(collection: Collection, follow: Follow) -> None:
    with collection.catalogue() as database:
        invented.fill(database, invented.collection())
    follow(1)


def removed_and_put_back(collection: Collection, follow: Follow) -> None:
    """Pages had other words, were taken away, and came back in another order."""
    chance = random.Random(2)
    with collection.catalogue() as database:
        invented.fill(database, invented.collection())
        final = {
            page.id: pages.reading(database, page.reading)
            for page in pages.changed_since(database, 0)
            if page.reading is not None
        }
        some = chance.sample(sorted(final), len(final) // 2)
        _put(database, {page: invented.page(chance, ("ru", "kk"))[0] for page in some})
        follow(9)
        unread = Reading("", source=Source.UNREAD, reason="taken away")
        _put(database, dict.fromkeys(some[: len(some) // 2], unread))
        follow(4)
        _put(database, {page: final[page] for page in chance.sample(some, len(some))})
        follow(2)


def _put(database: Database, readings: dict[int, Reading]) -> None:
    for page, reading in readings.items():
        pages.store_reading(database, page, reading)


#: for tests that ask the reference alone
ONCE = pytest.mark.parametrize("both", [at_once], indirect=True)
HISTORIES = (at_once, page_by_page, removed_and_put_back)


@dataclass(frozen=True)
class Both:
    """An engine and the reference over the same pages."""

    collection: Collection
    engine: Engine
    reference: Reference


@pytest.fixture(scope="session", params=HISTORIES, ids=lambda history: history.__name__)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """The embedded engine after each history; after the last one the servers with it."""
    engines = [EMBEDDED]
    if request.param is removed_and_put_back and (address := _address(request)):
        engines.append(servers(address))
    made = create_collection(tmp_path_factory.mktemp("conformance") / "collection")
    views = [tried.view(made) for tried in engines]

    def follow(most: int) -> None:
        for tried, view in zip(engines, views, strict=True):
            tried.follow(view, most)

    request.param(made, follow)
    with made.catalogue() as database:
        reference = _reference(catalogued(database))
    asked = [tried.made(view) for tried, view in zip(engines, views, strict=True)]
    return Both(made, together(asked), reference)


#: those that were made, each with what it has worked out
_REFERENCES: list[Reference] = []


def _reference(live: list[Page]) -> Reference:
    """The reference over some pages: the one over the same pages where there is one."""
    for known in _REFERENCES:
        if [*map(contents, known.pages)] == [*map(contents, live)]:
            return known
    _REFERENCES.append(Reference(live))
    return _REFERENCES[-1]


def _address(request: pytest.FixtureRequest) -> str:
    """Where a server of OpenSearch is; empty where none can be had, which a test says."""
    try:
        return str(request.getfixturevalue("opensearch"))
    except pytest.skip.Exception:
        return ""


def servers(address: str) -> Tried:
    """An engine that asks the servers, with an index of its own."""
    index = f"conformance-{secrets.token_hex(6)}"
    where = OpenSearch(hosts=(address,), index=index, shards=3)
    settings = Settings(engine=EngineName.OPENSEARCH, opensearch=where)
    return Tried(lambda own: replace(own, settings=settings), asking_servers, _on_servers)
