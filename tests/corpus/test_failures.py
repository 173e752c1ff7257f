"""What failed is named by ids, documents and paths; who may know of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelves import Shelf

from corpus import failures, jobs, queue
from corpus.access import Role
from corpus.catalogue import Database
from corpus.errors import InputFailed, NotFound

ERROR = InputFailed("It is damaged.", remedy="Scan it again.")


@pytest.fixture
def shelf(shelf: Shelf) -> Shelf:
    """An open document and one of the reading room, two pages each, all failed; a path refused."""
    shelf.put(({}, ["а", "б"]), ({"access": "reading-room"}, ["в", "г"]), indexed=False)
    with shelf.collection.catalogue() as database:
        jobs.refuse(database, Path("/scans/дело 5.pdf"), ERROR)
        database.change("UPDATE pages SET state = 'waiting'")
        while page := queue.claim(database, 0):
            queue.record_failure(database, page, ERROR)
    return shelf


def ids(database: Database, *names: str) -> list[str]:
    return [one.id for one in failures.named(database, names)]


def test_who_may_know_of_it(shelf: Shelf) -> None:
    first, second = shelf.ids
    with shelf.collection.catalogue() as database:
        own = {role: [f.id for f in failures.failed(database, role)] for role in Role}
    assert own[Role.PUBLIC] == [f"{first}:1", f"{first}:2"]
    assert own[Role.READER] == [*own[Role.PUBLIC], f"{second}:1", f"{second}:2"]
    assert own[Role.ARCHIVIST][0].startswith("j")
    assert own[Role.ARCHIVIST][1:] == own[Role.READER]


def test_by_what_names(shelf: Shelf) -> None:
    first, second = shelf.ids
    with shelf.collection.catalogue() as database:
        path = failures.failed(database, Role.ARCHIVIST)[0].id
        for names, meant in [
            (["j"], [path]),
            ([path], [path]),
            (["/scans/дело 5.pdf"], [path]),
            ([f"{first}:2"], [f"{first}:2"]),
            ([first], [f"{first}:1", f"{first}:2"]),
            ([second[:8]], [f"{second}:1", f"{second}:2"]),
            ([f"{first}:2", first, path], [f"{first}:2", f"{first}:1", path]),
        ]:
            assert ids(database, *names) == meant


@pytest.mark.parametrize("name", ["", "x", "d", "jzzz", "/scans", "{first}:3", "{first}:"])
def test_what_means_nothing_or_several(shelf: Shelf, name: str) -> None:
    with shelf.collection.catalogue() as database, pytest.raises(NotFound) as caught:
        failures.named(database, [name.format(first=shelf.ids[0])])
    assert str(caught.value.remedy)


def test_a_second_try_puts_it_where_the_next_run_takes_it_up(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        chosen = failures.named(database, ["j", f"{shelf.ids[0]}:2"])
        failures.try_again(database, chosen)
        failures.try_again(database, chosen)
        assert (jobs.waiting(database), queue.waiting(database)) == (1, 1)
        assert len(failures.failed(database, Role.ARCHIVIST)) == 3
