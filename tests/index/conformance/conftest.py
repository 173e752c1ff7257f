"""Engines that hold the synthetic collection, come to it by different histories."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import invented
import pytest
from laid import catalogued
from reference import Reference

from corpus import pages
from corpus.catalogue import Database
from corpus.collection import Collection, create_collection
from corpus.reading import Reading, Source
from index import update
from index.embedded import committing, writer
from index.embedded.engine import EmbeddedEngine
from index.engine import Engine


@dataclass(frozen=True)
class Tried:
    """An engine that is tried: how it is made, and how it follows the catalogue.

    The second takes the greatest number of pages in one commit.
    """

    made: Callable[[Collection], Engine]
    follow: Callable[[Collection, int], None]


def _embedded(collection: Collection, most: int) -> None:
    with pytest.MonkeyPatch.context() as few:
        few.setattr(writer, "BATCH", most)
        if most < 500:  # several segments, though the pages are few
            few.setattr(committing, "SMALL", 2)
        update(collection)


#: every engine that is to answer as the reference does
ENGINES = {"embedded": Tried(EmbeddedEngine, _embedded)}


def at_once(collection: Collection, tried: Tried) -> None:
    with collection.catalogue() as database:
        invented.fill(database, invented.collection())
    tried.follow(collection, 500)


def page_by_page(collection: Collection, tried: Tried) -> None:
    with collection.catalogue() as database:
        invented.fill(database, invented.collection())
    tried.follow(collection, 1)


def removed_and_put_back(collection: Collection, tried: Tried) -> None:
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
        tried.follow(collection, 9)
        unread = Reading("", source=Source.UNREAD, reason="taken away")
        _put(database, dict.fromkeys(some[: len(some) // 2], unread))
        tried.follow(collection, 4)
        _put(database, {page: final[page] for page in chance.sample(some, len(some))})
        tried.follow(collection, 2)


def _put(database: Database, readings: dict[int, Reading]) -> None:
    for page, reading in readings.items():
        pages.store_reading(database, page, reading)


HISTORIES = (at_once, page_by_page, removed_and_put_back)


@dataclass(frozen=True)
class Both:
    """An engine and the reference over the same pages."""

    collection: Collection
    engine: Engine
    reference: Reference


@pytest.fixture(
    scope="session",
    params=[(name, history) for name in ENGINES for history in HISTORIES],
    ids=lambda param: f"{param[0]}, {param[1].__name__}",
)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Both:
    name, history = request.param
    folder: Path = tmp_path_factory.mktemp("conformance")
    collection = create_collection(folder / "collection")
    history(collection, ENGINES[name])
    with collection.catalogue() as database:
        reference = Reference(catalogued(database))
    return Both(collection, ENGINES[name].made(collection), reference)
