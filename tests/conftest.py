"""Collections for the tests: made of plain text, so that nothing waits for OCR."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import servers
from archive import write
from hypothesis import settings
from shelves import Given, Shelf

from corpus.collection import Collection, create_collection
from ingest import add

# Nothing is timed in the tests: the machine may be busy.
settings.register_profile("opis", deadline=None)
settings.load_profile("opis")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty collection to put documents on."""
    return Shelf(tmp_path)


@pytest.fixture(scope="session")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Shelf]:
    """Make a shelf with documents on it, for a whole module of tests."""

    def made(*given: Given | str) -> Shelf:
        new = Shelf(tmp_path_factory.mktemp("shelf"))
        new.put(*given)
        return new

    return made


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """The small archive of :mod:`archive`, added as by a person; many read it, none change it."""
    folder = tmp_path_factory.mktemp("archive")
    collection = create_collection(folder / "collection")
    report = add(collection, [write(folder / "scans")], workers=2)
    assert report.failed == []
    return collection


@pytest.fixture(scope="session")
def opensearch(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a node of OpenSearch, the same for all tests of a run; or skips."""
    return servers.opensearch(tmp_path_factory.getbasetemp())
