"""What befalls a cluster that reads pages: no page is lost, and what is wrong is said."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import killing
import pytest
import scripted
from faults import task

import ingest
from benchmarks.local_cluster import Running, running
from corpus import disk, queue
from corpus.collection import Collection, create_collection, open_collection
from corpus.errors import EngineFailed, InputFailed, MissingProgram
from ingest import cluster as clusters
from ingest import page
from ingest.cluster import Cluster
from ingest.workers import Task

PAGES = 40


@pytest.fixture(autouse=True, scope="module")
def read_by_script() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "READER", scripted.READER)
        yield


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    folder.mkdir()
    text = "\f".join(f"том {n}: заключённые лагеря" for n in range(1, PAGES + 1))
    (folder / "том.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


@pytest.fixture
def whole(tmp_path: Path, scans: Path) -> dict[str, object]:
    found = killing.undisturbed(tmp_path / "whole", scans)
    assert len(found["facts"]) == found["rows"]["readings"] == PAGES
    return found


def waiting(collection: Collection) -> int:
    with collection.catalogue() as database:
        return queue.waiting(database)


def test_workers_killed_at_random_lose_no_page(
    cluster: Running, collection: Collection, scans: Path, whole: dict[str, object], happens: Path
) -> None:
    (happens / "seconds").write_text("0.2")
    chance, killed = random.Random(1), []

    def progress(what: str, done: int, *_: object) -> None:
        if what == "reading" and done % 5 == 0:
            killed.append(chance.choice(cluster.workers))
            os.kill(killed[-1], signal.SIGKILL)

    report = ingest.add(collection, [scans], workers=cluster.address, progress=progress)
    assert len(killed) == PAGES // 5
    assert (report.failed, report.pages) == ([], PAGES)
    disk.sweep(collection.cache)  # as the next run does: images that were cut off
    assert killing.holds(collection) == whole


def test_a_scheduler_that_dies_leaves_a_run_to_go_on_with(
    trial: Path, collection: Collection, scans: Path, whole: dict[str, object], happens: Path
) -> None:
    (happens / "seconds").write_text("0.2")

    def progress(what: str, done: int, *_: object) -> None:
        if what == "reading" and done == 3:
            dying.end()

    with (
        running(2, {"PYTHONPATH": str(Path(__file__).parent)}) as dying,
        pytest.raises(EngineFailed, match=r"The Dask scheduler at tcp://.* has gone") as gone,
    ):
        ingest.add(collection, [scans], workers=dying.address, progress=progress)
    assert gone.value.exit_code == 6
    assert "run the same command to go on" in str(gone.value.remedy)
    assert 0 < waiting(collection) < PAGES
    assert ingest.add(collection, [scans], workers=2).failed == []
    assert killing.holds(collection) == whole


def test_what_kills_one_worker_after_another_is_given_up(
    cluster: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "TRIES", 1)
    tasks = [task("kill_who_supervises"), *(task("double", n, key=n) for n in range(1, 5))]
    with Cluster(cluster.address) as executor:
        done = {d.key: d for d in executor.run(tasks)}
        assert isinstance(done.pop("kill_who_supervises").error, InputFailed)
        # Those that waited at the worker that died may have died with it as often: nobody's fault.
        for one in done.values():
            assert one.result == 2 * int(str(one.key)) or "died" in str(one.error)
        assert [d.result for d in executor.run([task("double", 21)])] == [42]


def test_nobody_answers(
    collection: Collection, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(EngineFailed, match="No Dask scheduler answers"):
        ingest.add(collection, [scans], workers=f"tcp://127.0.0.1:{port}")
    with collection.catalogue() as database:
        assert database.number("SELECT count(*) FROM jobs") == 0


def test_the_settings_name_the_cluster_for_all_who_read(
    collection: Collection, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 1)
    ingest.add(collection, [scans], workers=1)
    (collection.path / "opis.toml").write_text('workers = "tcp://127.0.0.1:1"')
    elsewhere = open_collection(collection.path)
    chosen = ingest.pages_named(elsewhere, ["d"], 1)
    for read in (
        lambda: ingest.add(elsewhere, ()),
        lambda: ingest.retry(elsewhere, ()),
        lambda: ingest.reread(elsewhere, chosen),
    ):
        with pytest.raises(EngineFailed, match=r"answers at tcp://127\.0\.0\.1:1\."):
            read()
    assert waiting(elsewhere) == 0
    assert ingest.reread(elsewhere, chosen, workers=1).pages == 1


def test_no_workers_turn_up(
    collection: Collection, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "WORKER_SECONDS", 1.0)
    with running(0) as empty, pytest.raises(EngineFailed, match="has no workers"):
        ingest.add(collection, [scans], workers=empty.address)
    assert waiting(collection) == PAGES


def test_a_worker_with_another_opis(cluster: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "version", lambda _: "0.0.1")
    with Cluster(cluster.address) as executor:
        (done,) = executor.run([task("double", 1)])
    assert isinstance(done.error, EngineFailed)
    assert "On the worker tcp://127.0.0.1:" in str(done.error)
    assert "this is 0.0.1" in str(done.error)


def test_a_worker_that_does_not_see_the_store(cluster: Running, tmp_path: Path) -> None:
    scan, told = tmp_path / "scan", tmp_path / "told"
    scan.touch()
    tasks = [*(task("wait_for", told, key=n) for n in range(2)), task("double", scan, key="scan")]
    with Cluster(cluster.address) as executor:
        run = executor.run(iter_then(tasks, lambda: (scan.unlink(), told.touch())))
        done = {d.key: d for d in run}
    assert isinstance(done["scan"].error, EngineFailed)
    assert f"It does not see «{scan}»" in str(done["scan"].error)


def iter_then(tasks: list[Task], after: object) -> Iterator[Task]:
    """Tasks, and once a cluster has been asked for all of them something else."""
    yield from tasks
    after()  # type: ignore[operator] # a lambda of the test above


def test_an_original_that_is_nowhere_is_its_own_fault(cluster: Running, tmp_path: Path) -> None:
    with Cluster(cluster.address) as executor:
        (done,) = executor.run([task("read", tmp_path / "nothing")])
    assert isinstance(done.error, InputFailed)


def test_dask_is_loaded_only_if_asked_for(
    collection: Collection, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = "import sys, ingest, ui.main; sys.exit('distributed' in sys.modules)"
    subprocess.run([sys.executable, "-c", seen], check=True)
    monkeypatch.setitem(sys.modules, "ingest.cluster", None)
    with pytest.raises(MissingProgram, match="Dask, which is not installed"):
        ingest.add(collection, [scans], workers="tcp://127.0.0.1:8786")


def test_a_cluster_ends_with_who_started_it() -> None:
    with running(1, {"PYTHONPATH": str(Path(__file__).parent)}) as cluster:
        with Cluster(cluster.address) as executor:  # it has begun
            assert [d.result for d in executor.run([task("double", 21)])] == [42]
        (worker,) = cluster.workers
    for _ in range(200):
        if not Path(f"/proc/{worker}").exists():
            return
        time.sleep(0.1)
    raise AssertionError("the worker lives on")
