"""A server that has no memory, or is killed: said with an exit code, and nothing is lost."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers
from shelves import Shelf

from benchmarks.opensearch.nodes import Nodes, ask
from corpus.errors import EngineFailed
from index import check_index, info, update
from index.opensearch import sending


@pytest.fixture(scope="module")
def nodes(opensearch: str) -> Iterator[Nodes]:
    """A server of one's own, to be mistreated."""
    one = Nodes(Path(tempfile.mkdtemp(prefix="opis-opensearch-")), heap="256m")
    try:
        one.start()
        yield one
    finally:
        one.stop()
        shutil.rmtree(one.folder, ignore_errors=True)


@pytest.fixture
def shelf(nodes: Nodes, tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, servers.settings(nodes.nodes[0].url, tmp_path.name.replace("_", "-")))


def command(shelf: Shelf, *words: str) -> tuple[int, str]:
    """Exit code and messages of the command itself."""
    done = subprocess.run(
        [Path(sys.executable).with_name("opis"), "--collection", shelf.collection.path, *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_a_server_without_memory(
    nodes: Nodes, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("труд")
    shelf.put("хлеб", indexed=False)
    limit = {"persistent": {"network.breaker.inflight_requests.limit": "1kb"}}
    ask(f"{nodes.nodes[0].url}/_cluster/settings", limit, "PUT")
    monkeypatch.setattr(sending, "PATIENCE", 0.5)
    with pytest.raises(EngineFailed, match="not enough memory") as met:
        update(shelf.collection)
    assert met.value.exit_code == 6
    assert "nothing is lost" in str(met.value.remedy)
    assert not info(shelf.collection).current
    limit["persistent"] = dict.fromkeys(limit["persistent"])
    ask(f"{nodes.nodes[0].url}/_cluster/settings", limit, "PUT")
    update(shelf.collection)
    assert info(shelf.collection).current
    assert check_index(shelf.collection) == []


def test_a_server_that_is_killed_and_comes_back(
    nodes: Nodes, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPIS_LANG", "en")
    shelf.put("труд")
    (node,) = nodes.nodes
    node.send(signal.SIGKILL)
    (tmp_path / "новое.txt").write_text("хлеб", encoding="utf-8")
    code, said = command(shelf, "add", str(tmp_path / "новое.txt"))
    assert (code, "cannot be reached" in said, "nothing is lost" in said) == (6, True, True)
    assert "Traceback" not in said
    code, said = command(shelf, "status")
    assert code == 0
    nodes.begin(node)
    nodes.await_health("yellow")
    assert command(shelf, "add")[0] == 0
    assert info(shelf.collection).current
    assert check_index(shelf.collection) == []
    with shelf.collection.catalogue() as database:
        assert database.number("SELECT count(*) FROM documents") == 2
