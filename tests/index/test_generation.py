"""The index on disk: built aside, swapped in, caught up, never believed without its sentinel."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from shelves import Shelf

from corpus import pages
from corpus.collection import open_collection
from corpus.errors import EngineFailed
from corpus.reading import Reading, Source
from index import Request, build, check_index, info, search, update
from index.embedded import committing, generation, holding, writer
from index.embedded.engine import EmbeddedEngine
from index.embedded.generation import Generation, current
from index.embedded.holding import IndexHeld, building, writing
from index.query.parse import parse


def generations(shelf: Shelf) -> list[str]:
    return sorted(p.name for p in shelf.collection.index.iterdir() if p.is_dir())


def documents(shelf: Shelf, query: str = "") -> int:
    return search(shelf.collection, Request(query, limit=0)).documents


def newest(shelf: Shelf) -> Generation:
    found = current(shelf.collection.index)
    assert found is not None
    return found


def test_a_new_collection_has_no_index_and_is_told_so(shelf: Shelf) -> None:
    with pytest.raises(EngineFailed, match="no index yet") as refused:
        documents(shelf)
    assert "opis index build" in str(refused.value.remedy)
    standing = info(shelf.collection)
    assert (standing.generation, standing.current, standing.foreign) == ("", False, False)


def test_an_index_of_nothing_answers(shelf: Shelf) -> None:
    update(shelf.collection)
    assert documents(shelf) == documents(shelf, "труд") == 0
    assert info(shelf.collection).current


def test_an_update_changes_the_commit_and_keeps_the_generation(shelf: Shelf) -> None:
    shelf.put("труд")
    before = info(shelf.collection)
    shelf.put("лагерь", indexed=False)
    assert not info(shelf.collection).current
    update(shelf.collection)
    after = info(shelf.collection)
    assert (before.generation, before.current) == (after.generation, after.current)
    assert before.commit != after.commit == search(shelf.collection, Request()).commit
    assert documents(shelf) == 2


def test_building_swaps_a_new_generation_in(shelf: Shelf) -> None:
    shelf.put("труд", "лагерь")
    build(shelf.collection)
    assert generations(shelf) == ["0002"]
    assert documents(shelf) == 2
    assert newest(shelf).path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "sentinel",
    [
        {"engine": "whoosh", "schema": 999, "analysis": generation.ANALYSIS_VERSION},
        {"engine": "whoosh", "schema": generation.SCHEMA_VERSION, "analysis": 0},
        {"engine": "opensearch"},
        [],
        None,
        "",
    ],
)
def test_an_index_of_another_version_is_built_anew(shelf: Shelf, sentinel: object) -> None:
    shelf.put("труд")
    (newest(shelf).path / "opis.json").write_text(json.dumps(sentinel))
    standing = info(shelf.collection)
    assert (standing.generation, standing.foreign) == ("", True)
    with pytest.raises(EngineFailed, match="another version") as refused:
        documents(shelf)
    assert "opis index build" in str(refused.value.remedy)
    shelf.put("лагерь")
    assert generations(shelf) == ["0002"]
    assert documents(shelf) == 2


GARBAGE = [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"serial": "many"}']


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_a_sentinel_of_garbage_is_none(shelf: Shelf, garbage: bytes) -> None:
    shelf.put("труд")
    (newest(shelf).path / "opis.json").write_bytes(garbage)
    update(shelf.collection)
    assert documents(shelf) == 1


def test_an_index_that_does_not_say_what_it_has_seen_is_brought_up_to_date(shelf: Shelf) -> None:
    shelf.put("труд", "лагерь")
    newest(shelf).writer().commit(0)
    assert not info(shelf.collection).current
    update(shelf.collection)
    assert documents(shelf) == 2
    assert info(shelf.collection).current


def test_what_was_not_finished_and_is_no_index_is_removed(shelf: Shelf) -> None:
    shelf.put("труд")
    for left in ("0002.building", "0007.building"):
        (shelf.collection.index / left).mkdir()
        (shelf.collection.index / left / "part").touch()
    build(shelf.collection)
    assert generations(shelf) == ["0002"]
    assert documents(shelf) == 1


def damage(path: Path) -> None:
    """Change a bit: of the first array in a file of arrays, else at the end."""
    whole = bytearray(path.read_bytes())
    at = 8 + int.from_bytes(whole[:8], "little") if path.suffix == ".arrays" else len(whole) - 1
    whole[at] ^= 1
    path.write_bytes(whole)


def cut_off(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Begin to build, and be cut off after two of three pages; the folder of what was built."""
    own, batches = writer._write, [1, 2]

    def third_is_cut(*given: object) -> None:
        if not batches:
            raise KeyboardInterrupt
        batches.pop()
        own(*given)  # type: ignore[arg-type]  # handed through

    with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
        cut.setattr(writer, "BATCH", 1)
        cut.setattr(writer, "_write", third_is_cut)
        build(shelf.collection)
    (left,) = shelf.collection.index.glob("*.building")
    return left


def built_with(shelf: Shelf) -> int:
    """Build, and say how many pages of how many were indexed for it."""
    told: list[tuple[int, int]] = []
    build(shelf.collection, lambda *done: told.append(done))
    assert generations(shelf) == ["0002"]
    assert documents(shelf) == 3
    return sum(total for _, total in told[-1:])


def test_a_build_that_was_cut_off_goes_on(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put("труд", "лагерь", "барак")
    cut_off(shelf, monkeypatch)
    assert documents(shelf) == 3  # the old one answers
    assert built_with(shelf) == 1


@pytest.mark.parametrize("name", ["*.arrays", "*.toc", "opis.json"])
def test_a_build_that_was_cut_off_and_damaged_is_begun_anew(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shelf.put("труд", "лагерь", "барак")
    for path in cut_off(shelf, monkeypatch).glob(name):
        damage(path)
    assert built_with(shelf) == 3


def test_a_build_of_another_catalogue_does_not_go_on(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("труд", "лагерь", "барак")
    Generation(cut_off(shelf, monkeypatch)).writer().commit(1_000_000)
    assert built_with(shelf) == 3


def test_the_ten_thousandth_generation_is_newer_than_the_one_before(shelf: Shelf) -> None:
    shelf.put("труд")
    newest(shelf).path.rename(shelf.collection.index / "9999")
    assert newest(shelf).name == "9999"
    build(shelf.collection)
    assert generations(shelf) == ["10000"]
    assert documents(shelf) == 1


def test_the_index_may_be_thrown_away(shelf: Shelf) -> None:
    shelf.put("труд")
    shutil.rmtree(shelf.collection.index)
    update(shelf.collection)
    assert documents(shelf) == 1


def test_an_index_of_another_catalogue_is_built_anew(shelf: Shelf) -> None:
    """A copy of the catalogue was put back, and the index beside it is of later days."""
    shelf.put("труд")
    newest(shelf).writer().commit(1_000_000)
    shelf.put("лагерь")
    assert generations(shelf) == ["0002"]
    assert (documents(shelf, "труд"), documents(shelf, "лагерь")) == (1, 1)


@pytest.mark.parametrize("kept", [0, 100])
def test_a_damaged_index_says_how_to_build_it_anew(shelf: Shelf, kept: int) -> None:
    shelf.put("труд")
    for part in newest(shelf).path.glob("*.arrays"):
        part.write_bytes(part.read_bytes()[:kept])
    with pytest.raises(EngineFailed) as refused:
        EmbeddedEngine(shelf.collection).find(parse("труд").tree, Request())
    assert "opis index build" in str(refused.value.remedy)
    build(shelf.collection)
    assert documents(shelf) == 1


@pytest.mark.parametrize("name", ["*.toc", "*.arrays"])
def test_an_update_that_meets_damage_builds_anew(shelf: Shelf, name: str) -> None:
    shelf.put("труд")
    for part in newest(shelf).path.glob(name):
        part.write_bytes(part.read_bytes()[:100])
    standing = info(shelf.collection)
    assert standing.generation == "0001"
    assert not standing.current or name == "*.arrays"  # which are not read for that
    shelf.put("лагерь")
    assert generations(shelf) == ["0002"]
    assert documents(shelf) == 2
    assert check_index(shelf.collection) == []


def test_damage_is_not_merged_into_a_sound_file(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "MANY", 2)  # small segments are merged at once
    shelf.put("труд")
    (part,) = newest(shelf).path.glob("*.arrays")
    damage(part)
    assert "differs from what was written" in str(check_index(shelf.collection)[0].what)
    shelf.put("лагерь")
    assert generations(shelf) == ["0002"]
    assert check_index(shelf.collection) == []


# cut off between the catalogue and the index


def test_a_commit_says_what_it_holds(shelf: Shelf) -> None:
    """Also where nothing but changes without a reading, or nothing at all, came."""
    with shelf.collection.catalogue() as database:
        for number in range(3):
            shelf.put(f"труд {number}", indexed=number % 2 == 0)
            update(shelf.collection)
            update(shelf.collection)
            serial = database.number("SELECT value FROM serial")
            answer = search(shelf.collection, Request())
            assert (answer.commit, answer.documents) == (f"0001:{serial}", number + 1)
        for page in pages.changed_since(database, 0):
            unread = Reading("", source=Source.UNREAD, reason="taken away")
            pages.store_reading(database, page.id, unread)
        serial = database.number("SELECT value FROM serial")
    update(shelf.collection)
    assert info(shelf.collection).current
    answer = search(shelf.collection, Request())
    assert (answer.commit, answer.searched_pages) == (f"0001:{serial}", 0)


def test_what_comes_while_the_index_is_written_is_indexed_too(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, late = writer._write, ["лагерь", "барак"]

    def meanwhile(*given: object) -> None:
        own(*given)  # type: ignore[arg-type]  # handed through
        if late:
            shelf.put(late.pop(), indexed=False)

    monkeypatch.setattr(writer, "_write", meanwhile)
    shelf.put("труд")
    assert documents(shelf) == 3
    assert info(shelf.collection).current


def test_a_build_that_was_cut_off_leaves_the_old_generation(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("труд")
    with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
        cut.setattr(writer, "finish", _interrupt)
        build(shelf.collection)
    assert documents(shelf) == 1
    shelf.put("лагерь")
    assert documents(shelf) == 2


def test_what_a_cut_leaves_out_comes_with_the_next_update(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "BATCH", 2)
    own = writer._write
    batches: list[int] = []

    def second_is_cut(*given: object) -> None:
        batches.append(len(batches))
        if len(batches) == 2:
            raise KeyboardInterrupt
        own(*given)  # type: ignore[arg-type]  # handed through

    shelf.put(({}, ["один", "два", "три"]), ({}, ["четыре"]), indexed=False)
    with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
        cut.setattr(writer, "_write", second_is_cut)
        update(shelf.collection)
    update(shelf.collection)
    assert [documents(shelf, word) for word in ("один", "два", "три", "четыре")] == [1] * 4
    assert search(shelf.collection, Request()).pages == 4


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_page_of_a_newer_reading_stands_there_once(shelf: Shelf) -> None:
    (document,) = shelf.put("труд")
    with shelf.collection.catalogue() as database:
        (page,) = pages.of(database, document)
        pages.store_reading(database, page.id, Reading("барак", source=Source.CORRECTED))
    update(shelf.collection)
    assert (documents(shelf, "труд"), documents(shelf, "барак")) == (0, 1)
    facets = search(shelf.collection, Request()).facets
    assert [v.value for v in facets["text_source"]] == ["corrected"]


# many at once


def test_writers_of_the_index_wait_for_each_other(shelf: Shelf) -> None:
    shelf.put("труд", indexed=False)
    with writing(shelf.collection.index):
        other = threading.Thread(target=update, args=[shelf.collection])
        other.start()
        other.join(0.2)
        assert other.is_alive()
        assert current(shelf.collection.index) is None
    other.join()
    assert documents(shelf) == 1


def test_an_index_is_updated_while_another_is_built_beside(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("труд")
    with building(shelf.collection.index):
        shelf.put("лагерь")
        assert documents(shelf) == 2
    assert generations(shelf) == ["0001"]


def test_who_waits_too_long_is_told_for_whom(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "PATIENCE", 0.1)
    shelf.put("труд")
    shelf.put("лагерь", indexed=False)
    for hold, act in ((writing, update), (building, build)):
        with hold(shelf.collection.index), pytest.raises(IndexHeld) as refused:
            act(shelf.collection)
        told = str(refused.value.what)
        assert f"Process {os.getpid()} on {socket.gethostname()} has been writing" in told
        assert re.search(r"since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told)
        assert refused.value.exit_code == 6
    assert documents(shelf) == 1
    update(shelf.collection)
    assert documents(shelf) == 2


def test_a_writer_that_is_killed_lets_go(shelf: Shelf) -> None:
    shelf.put("труд", indexed=False)
    hold = (
        "import os, sys, pathlib\n"
        "from index.embedded.holding import writing\n"
        "with writing(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(shelf.collection.index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
    update(shelf.collection)
    assert documents(shelf) == 1


def test_threads_that_search_while_others_write_get_whole_answers(shelf: Shelf) -> None:
    """Each document has two pages with the word: an answer counts both or none."""
    shelf.put(({}, ["труд один", "труд два"]))
    wrong: list[object] = []
    stop = threading.Event()

    def ask() -> None:
        seen = 0
        while not stop.is_set():
            answer = search(shelf.collection, Request("труд", limit=100))
            consistent = (
                answer.documents == len(answer.hits)
                and answer.pages == answer.occurrences == 2 * answer.documents
                and answer.documents == sum(v.documents for v in answer.facets["language"])
                and answer.documents >= seen
            )
            if not consistent:
                wrong.append(answer)
            seen = answer.documents

    def guarded() -> None:
        try:
            ask()
        except BaseException as error:
            wrong.append(error)
            raise

    threads = [threading.Thread(target=guarded) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(12):
        shelf.put(({}, [f"труд {n}", f"труд и {n}"]))
        if n % 4 == 3:
            build(shelf.collection)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert documents(shelf, "труд") == 13


def test_another_process_sees_what_was_added(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("труд")
    engine = EmbeddedEngine(open_collection(shelf.collection.path))
    tree = parse("лагерь").tree
    assert engine.find(tree, Request()).documents == 0
    shelf.put("лагерь")
    assert engine.find(tree, Request()).documents == 1


def test_a_generation_thrown_away_between_two_looks_is_looked_for_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("труд")
    gone = Generation(shelf.collection.index / "0000")
    real: Callable[[Path], Generation | None] = current
    looks = iter([gone, gone])
    monkeypatch.setattr(
        "index.embedded.engine.current", lambda folder: next(looks, None) or real(folder)
    )
    assert documents(shelf) == 1


@pytest.mark.parametrize("seen", [{"0001"}, set()], ids=["removed", "not yet there"])
def test_a_generation_that_is_swapped_while_it_is_looked_for_is_found(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, seen: set[str]
) -> None:
    shelf.put("труд")
    build(shelf.collection)
    real = generation._finished
    looks = [seen]
    monkeypatch.setattr(
        generation, "_finished", lambda folder: looks.pop() if looks else real(folder)
    )
    assert newest(shelf).name == "0002"


def test_progress_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "BATCH", 2)
    shelf.put(({}, ["один", "два", "три"]), indexed=False)
    told: list[tuple[int, int]] = []
    update(shelf.collection, lambda done, total: told.append((done, total)))
    assert told == [(2, 3), (3, 3)]
