"""Servers that tests need: one for all processes of a run, gone when the run ends."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path

import pytest

from benchmarks.opensearch.installing import NoServer
from benchmarks.opensearch.nodes import Nodes

#: another server to use, and what makes it an error that there is none
GIVEN, REQUIRED = "OPIS_OPENSEARCH_URL", "OPIS_REQUIRE_OPENSEARCH"


def opensearch(temporary: Path) -> str:
    """The address of a node of OpenSearch; skips where none can be had.

    ``temporary`` is the folder of this process's temporary files, as pytest gives it.
    """
    if given := os.environ.get(GIVEN):
        return given
    one_of_several = "PYTEST_XDIST_WORKER" in os.environ
    run = os.getppid() if one_of_several else os.getpid()
    told = (temporary.parent if one_of_several else temporary) / "opensearch.txt"
    with told.open("a+", encoding="utf-8") as known:
        fcntl.flock(known, fcntl.LOCK_EX)
        known.seek(0)
        said = known.read()
        if not said:
            said = _started(run)
            known.write(said)
    if said.startswith("http"):
        return said
    if os.environ.get(REQUIRED):
        pytest.fail(said)
    pytest.skip(said)


def _started(run: int) -> str:
    """The address of a node that ends with a process, or why there is none."""
    nodes = Nodes(Path(tempfile.mkdtemp(prefix="opis-opensearch-")), heap="384m")
    try:
        nodes.start()
    except NoServer as reason:
        return f"no OpenSearch: {reason}"
    finally:
        nodes.end_with(run)
    return nodes.nodes[0].url


def settings(url: str, index: str) -> str:
    """What opis.toml says of a server."""
    return f'engine = "opensearch"\n[opensearch]\nhosts = ["{url}"]\nindex = "{index}"\n'
