"""Several searches at a time: one here, others in processes beside."""

from __future__ import annotations

import gc
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from shelves import Shelf

from corpus.errors import EngineFailed
from index import Request
from index.embedded.engine import EmbeddedEngine
from index.embedded.searchers import Searchers
from index.engine import Found
from index.query.parse import parse

TREE, REQUEST = parse("труд").tree, Request()
SECONDS = 60.0


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A collection of two documents."""
    shelf = Shelf(tmp_path)
    shelf.put("труд в лагере", "барак")
    return shelf


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started."""
    out: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*given: object, **named: object) -> subprocess.Popen[bytes]:
        out.append(real(*given, **named))  # type: ignore[call-overload]
        return out[-1]

    monkeypatch.setattr("index.embedded.searchers.subprocess.Popen", start)
    monkeypatch.setattr("index.embedded.searchers.cores", lambda: 2)
    monkeypatch.setattr("index.embedded.searchers.OFTEN", 3)
    return out


def here() -> Found:
    """Find nothing, as nobody else does."""
    return Found(0, 0, 0, (), {}, 0, "here")


@contextmanager
def another(searchers: Searchers) -> Iterator[None]:
    """Another search is under way."""
    under_way, end = threading.Event(), threading.Event()

    def find() -> Found:
        under_way.set()
        end.wait(SECONDS)
        return here()

    thread = threading.Thread(target=searchers.find, args=(find, TREE, REQUEST))
    thread.start()
    assert under_way.wait(SECONDS)
    try:
        yield
    finally:
        end.set()
        thread.join()


def eventually(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def found_beside(searchers: Searchers) -> bool:
    """Whether a search is made beside now."""
    return searchers.find(here, TREE, REQUEST).commit != "here"


def test_a_lone_search_needs_no_process(
    shelf: Shelf, started: list[subprocess.Popen[bytes]]
) -> None:
    searchers = Searchers(shelf.collection, 0)
    assert [searchers.find(here, TREE, REQUEST).commit for _ in range(3)] == ["here"] * 3
    assert started == []


def test_several_find_beside_what_one_finds_here(
    shelf: Shelf, started: list[subprocess.Popen[bytes]]
) -> None:
    searchers = Searchers(shelf.collection, 0)
    with another(searchers):
        assert not found_beside(searchers)
        assert started == []  # they have met once
        assert not found_beside(searchers)
        assert not found_beside(searchers)  # nobody waits for a process to start
        eventually(lambda: found_beside(searchers))
        found = searchers.find(here, TREE, REQUEST)
        assert found == EmbeddedEngine(shelf.collection).find(TREE, REQUEST)
        assert found.documents == 1
        assert len(started) == 2
        shelf.put("труд")
        assert searchers.find(here, TREE, REQUEST).documents == 2


def test_as_many_search_at_a_time_as_there_are_processes(
    shelf: Shelf, started: list[subprocess.Popen[bytes]]
) -> None:
    searchers = Searchers(shelf.collection, 0)
    commits: list[str] = []
    with another(searchers):
        eventually(lambda: found_beside(searchers))
        threads = [
            threading.Thread(
                target=lambda: commits.append(searchers.find(here, TREE, REQUEST).commit)
            )
            for _ in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(commits) == 12
    assert "here" not in commits
    assert len(started) == 2


def test_a_process_that_was_killed_is_replaced(
    shelf: Shelf, started: list[subprocess.Popen[bytes]]
) -> None:
    searchers = Searchers(shelf.collection, 0)
    with another(searchers):
        eventually(lambda: found_beside(searchers))
        eventually(lambda: len(started) == 2)
        for process in started:
            process.kill()
            process.wait()
        assert not found_beside(searchers)
        eventually(lambda: found_beside(searchers))


def test_what_goes_wrong_beside_is_raised_here(
    shelf: Shelf, started: list[subprocess.Popen[bytes]]
) -> None:
    searchers = Searchers(shelf.collection, 0)
    with another(searchers):
        eventually(lambda: found_beside(searchers))
        shutil.rmtree(shelf.collection.index)
        with pytest.raises(EngineFailed, match="index"):
            searchers.find(here, TREE, REQUEST)


def test_processes_end_when_nobody_can_ask_them(
    shelf: Shelf, started: list[subprocess.Popen[bytes]]
) -> None:
    def ask() -> None:
        searchers = Searchers(shelf.collection, 0)
        with another(searchers):
            eventually(lambda: found_beside(searchers))
            eventually(lambda: searchers._there == 2)

    ask()
    gc.collect()
    eventually(lambda: all(process.poll() is not None for process in started))
