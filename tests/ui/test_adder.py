"""The adder: it goes on when the pages have gone, rests when told, and may be killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import index
import ingest
from corpus import documents, jobs, pages
from corpus.access import Role
from corpus.collection import Collection, create_collection
from ui import adder
from ui.adder import Wish

#: seconds that a process may take on a busy machine
PATIENCE = 90.0
PAGES = 12


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


def ordered(collection: Collection, name: str) -> None:
    """A folder with a text of several pages, to be added."""
    folder = collection.path.parent / name
    folder.mkdir()
    text = "\f".join(f"{name}: лист {n}" for n in range(1, PAGES + 1))
    (folder / f"{name}.txt").write_text(text)
    with collection.catalogue() as database:
        jobs.order(database, folder)


def read(collection: Collection) -> dict[str, int]:
    """How many pages of each document have been read."""
    with collection.catalogue() as database:
        return {
            d.source_name: sum(
                page.state == "read" for page in pages.of(database, d.id, Role.ARCHIVIST)
            )
            for d in documents.listed(database, Role.ARCHIVIST)
        }


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it does not come to that"
        time.sleep(0.1)


def done(collection: Collection) -> bool:
    state = adder.state(collection)
    return state.wish is Wish.NOTHING and not state.at_work


def process(collection: Collection) -> int:
    """The process id of the adder of this collection."""
    for status in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = status.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"ui.adder" in said and str(collection.path).encode() in said:
            return int(status.parent.name)
    raise AssertionError("there is no adder")


def test_what_was_ordered_is_added_and_the_wish_is_gone(collection: Collection) -> None:
    ordered(collection, "том")
    adder.start(collection)
    adder.start(collection)  # two at once are one
    until(lambda: done(collection))
    assert read(collection) == {"том.txt": PAGES}
    with collection.catalogue() as database:
        assert jobs.waiting(database) == 0


def test_killed_it_goes_on_when_the_pages_are_opened_again(collection: Collection) -> None:
    ordered(collection, "том")
    adder.start(collection)
    until(lambda: adder.state(collection).at_work)
    os.kill(process(collection), signal.SIGKILL)
    until(lambda: not adder.state(collection).at_work)
    assert adder.state(collection).wish is Wish.ON
    adder.go_on(collection)
    until(lambda: done(collection))
    assert read(collection) == {"том.txt": PAGES}


def test_paused_it_stays_so_until_somebody_says_go_on(collection: Collection) -> None:
    ordered(collection, "том")
    adder.pause(collection)
    adder.go_on(collection)  # the pages are opened: it was not cut off
    adder.main(collection.path)  # and one that was about to begin finds that it is not wanted
    assert read(collection) == {}
    assert adder.state(collection).wish is Wish.PAUSED
    adder.start(collection)
    until(lambda: done(collection))
    assert read(collection) == {"том.txt": PAGES}


def test_where_nothing_was_cut_off_opening_the_pages_starts_nothing(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.update(collection)
    started: list[Collection] = []
    monkeypatch.setattr(adder, "start", started.append)
    adder.go_on(collection)
    assert started == []


def test_an_index_of_another_version_is_built_anew_when_the_pages_are_opened(
    collection: Collection,
) -> None:
    ordered(collection, "том")
    ingest.add(collection, (), workers=1)
    sentinel = next(collection.index.glob("*/opis.json"))
    sentinel.write_text(sentinel.read_text().replace('"schema": ', '"schema": 1'))
    assert index.info(collection).foreign
    adder.go_on(collection)
    until(lambda: done(collection))
    standing = index.info(collection)
    assert standing.current and not standing.foreign


def test_what_it_cannot_mend_is_kept_with_what_to_do(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.errors import BadUse

    def full(*_: object, **__: object) -> None:
        raise BadUse("The disk is full: {n}.", remedy="Make room.", n=1)

    monkeypatch.setattr("ingest.add", full)
    monkeypatch.setattr("os.nice", lambda _: 0)
    monkeypatch.setattr(adder, "_ordered", lambda _: False)
    adder._want(collection, Wish.ON)
    adder.main(collection.path)
    state = adder.state(collection)
    assert (state.wish, state.at_work) == (Wish.STUCK, False)
    assert (str(state.why), str(state.remedy)) == ("The disk is full: 1.", "Make room.")


def test_an_order_while_it_works_is_taken_in_before_the_rest_is_read(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ingest

    seen: list[bool] = []
    add = ingest.add

    def once(target: Collection, paths: object, stop: Callable[[], bool]) -> object:
        seen.append(stop())
        if len(seen) == 1:  # somebody orders something while the first is at work
            ordered(collection, "второй")
            seen.append(stop())
        return add(target, (), workers=1, stop=stop)

    monkeypatch.setattr("ingest.add", once)
    monkeypatch.setattr("os.nice", lambda _: 0)
    adder._want(collection, Wish.ON)
    adder.main(collection.path)
    assert seen[:2] == [False, True]
    assert read(collection) == {"второй.txt": PAGES}
    assert done(collection)
