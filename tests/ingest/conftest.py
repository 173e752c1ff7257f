"""Who reads pages in the trials: workers of this machine, and those of a Dask cluster on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import killing
import pytest

from benchmarks.local_cluster import Running, running


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that says what befalls a page, see :mod:`scripted`; everybody is told of it."""
    folder = tmp_path_factory.mktemp("trial")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPIS_TRIAL", str(folder))
        yield folder


@pytest.fixture(scope="session")
def cluster(trial: Path) -> Iterator[Running]:
    """A cluster of two workers, who find the modules of these tests."""
    with running(2, {"PYTHONPATH": os.path.dirname(__file__)}) as cluster:  # noqa: PTH120
        yield cluster


@pytest.fixture(scope="module", params=["here", "cluster"])
def workers(request: pytest.FixtureRequest) -> Iterator[int | str]:
    """Two workers: of this machine, and of a cluster; :mod:`killing` has its runs use the same."""
    if request.param == "here":
        yield killing.WORKERS
        return
    found: Running = request.getfixturevalue("cluster")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(killing.CLUSTER, f"{found.address} {found.process.pid}")
        yield found.address


@pytest.fixture
def happens(trial: Path) -> Iterator[Path]:
    """The folder of what befalls pages, empty again afterwards."""
    yield trial
    shutil.rmtree(trial)
    trial.mkdir()
