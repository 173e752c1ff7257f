"""Jobs and leases: what a process that died was at is taken up again, and by one process only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import jobs, leases, pages, queue
from corpus.catalogue import Database
from corpus.collection import Collection, create_collection
from corpus.errors import InputFailed
from corpus.messages import Message
from corpus.reading import Reading
from tests.shelves import Shelf


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


def somebody_else(code: str = "") -> str:
    """The lease of a process that has ended."""
    script = f"from corpus import leases; print(leases.mine()); {code}"
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_lease_lives_as_long_as_its_process() -> None:
    assert leases.is_alive(leases.mine())
    assert not leases.is_alive(somebody_else())


@pytest.mark.parametrize(
    "lease",
    ["", "x", f"another-boot:{os.getpid()}:1", leases.mine() + "0"],
    ids=["none", "no lease", "before a restart", "a number used again"],
)
def test_a_lease_that_means_nobody(lease: str) -> None:
    assert not leases.is_alive(lease)


def test_an_accepted_path_outlives_its_process(collection: Collection) -> None:
    with collection.catalogue() as database:
        assert jobs.accept(database, [Path("/a/b.pdf")], {"kind": "order"}) == [Path("/a/b.pdf")]
        assert jobs.left_behind(database) == []
        gone = somebody_else()
        database.change("UPDATE jobs SET lease = ?", (gone,))
        assert jobs.left_behind(database) == [
            jobs.Job(Path("/a/b.pdf"), {"kind": "order"}, gone, "")
        ]
        jobs.finish(database, Path("/a/b.pdf"))
        assert jobs.waiting(database) == 0


def test_a_path_that_another_run_is_taking_is_left_to_it(collection: Collection) -> None:
    with collection.catalogue() as database:
        jobs.accept(database, [Path("/a")], {})
        parent = leases._lease(os.getppid())
        database.change("UPDATE jobs SET lease = ?", (parent,))
        assert jobs.accept(database, [Path("/a"), Path("/b")], {}) == [Path("/b")]


def test_a_refused_path_is_kept_with_its_reason_and_accepted_again(collection: Collection) -> None:
    with collection.catalogue() as database:
        error = InputFailed("«{path}» is broken.", remedy="Scan it.", path="a")
        jobs.refuse(database, Path("/a"), error)
        [refusal] = jobs.refusals(database)
        assert (str(refusal.reason), str(refusal.remedy)) == ("«a» is broken.", "Scan it.")
        jobs.accept(database, [Path("/a")], {})
        assert jobs.refusals(database) == []


def test_a_refused_path_is_tried_again_with_the_description_of_its_run(
    collection: Collection,
) -> None:
    given, newer = {"access": "hidden"}, {"kind": "order"}
    error = InputFailed("It is protected by a password.")
    with collection.catalogue() as database:
        jobs.accept(database, [Path("/a")], given)
        jobs.refuse(database, Path("/a"), error)
        jobs.refuse(database, Path("/b"), error, given)  # nothing was there to be accepted
        jobs.refuse(database, Path("/c"), error, given)
        jobs.refuse(database, Path("/c"), error, newer)
        assert len({r.id for r in jobs.refusals(database)}) == 3
        for path in ("/a", "/b", "/c", "/never seen"):
            jobs.try_again(database, path)
        assert jobs.refusals(database) == []
        assert [(job.path, job.base) for job in jobs.left_behind(database)] == [
            (Path("/a"), given), (Path("/b"), given), (Path("/c"), newer)
        ]  # fmt: skip


def test_what_another_run_is_taking_is_left_to_it_by_a_second_try(collection: Collection) -> None:
    with collection.catalogue() as database:
        jobs.accept(database, [Path("/a")], {})
        jobs.try_again(database, "/a")
        assert jobs.left_behind(database) == []


def leased(database: Database) -> list[str]:
    return [row["lease"] for row in database.rows("SELECT lease FROM pages ORDER BY id")]


def test_pages_are_claimed_once_each_in_order(shelf: Shelf) -> None:
    shelf.put(({}, ["а", "б"]), indexed=False)
    with shelf.collection.catalogue() as database:
        database.change("UPDATE pages SET state = 'waiting'")
        first = queue.claim(database, 0)
        second = queue.claim(database, 0)
        assert first and second
        assert (first.number, second.number) == (1, 2)
        assert queue.claim(database, 0) is None
        queue.give_up(database)
        assert leased(database) == ["", ""]


def test_the_lease_of_a_dead_process_is_freed_that_of_a_living_one_is_not(shelf: Shelf) -> None:
    shelf.put(({}, ["а", "б"]), indexed=False)
    with shelf.collection.catalogue() as database:
        database.change("UPDATE pages SET state = 'waiting', lease = ?", (leases.mine(),))
        database.change("UPDATE pages SET lease = ? WHERE number = 2", (somebody_else(),))
        queue.free_dead_leases(database)
        assert leased(database) == [leases.mine(), ""]


def test_a_page_taken_over_meanwhile_is_not_recorded_twice(shelf: Shelf) -> None:
    shelf.put("а", indexed=False)
    with shelf.collection.catalogue() as database:
        database.change("UPDATE pages SET state = 'waiting', lease = ?", (somebody_else(),))
        (page,) = pages.of(database, shelf.ids[0])
        before = database.number("SELECT count(*) FROM readings")
        queue.record_reading(database, page, Reading("другое"))
        assert database.number("SELECT count(*) FROM readings") == before
        database.change("UPDATE pages SET lease = ?", (leases.mine(),))
        queue.record_reading(database, page, Reading("другое"))
        queue.record_reading(database, page, Reading("ещё раз"))
        assert database.number("SELECT count(*) FROM readings") == before + 1
        queue.record_failure(database, page, InputFailed("late"))
        assert pages.failed(database) == []


def test_messages_of_a_job_keep_their_values(collection: Collection) -> None:
    with collection.catalogue() as database:
        jobs.refuse(database, Path("/x"), InputFailed("«{path}»", path="{а}\n"))
        assert jobs.refusals(database)[0].reason == Message("«{path}»", {"path": "{а}\n"})
