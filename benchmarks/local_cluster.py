"""A Dask cluster on this machine, for tests and trials: a scheduler, and workers of one thread.

``scripts/dask [WORKERS] [--port PORT]`` runs it until Ctrl-C and says its address. It listens on
loopback only. A worker that dies is started again, as on a cluster that is looked after.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

NICE = 10


@dataclass(frozen=True, slots=True)
class Running:
    """A cluster that runs, and how it is harmed."""

    address: str
    process: subprocess.Popen[str]

    @property
    def workers(self) -> list[int]:
        """The processes of its workers."""
        return workers_of(self.process.pid)

    def end(self) -> None:
        """Kill the scheduler; the workers end with it."""
        self.process.kill()
        self.process.wait()


def workers_of(scheduler: int) -> list[int]:
    """The processes of the workers that a scheduler's process has started."""
    tasks = Path(f"/proc/{scheduler}/task").iterdir()
    own = [int(pid) for task in tasks for pid in (task / "children").read_text().split()]
    return sorted(pid for pid in own if b"dask_worker" in _command(pid))


def _command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@contextlib.contextmanager
def running(workers: int, environment: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Give a cluster that ends with the block, or with this process."""
    command = [sys.executable, "-m", "benchmarks.local_cluster", str(workers), "--lifeline"]
    with subprocess.Popen(
        command,
        cwd=Path(__file__).parents[1],
        env=os.environ | dict(environment or {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        cluster = Running(process.stdout.readline().strip(), process)
        try:
            yield cluster
        finally:
            cluster.end()


def main() -> None:
    """Run until Ctrl-C, or until standard input closes."""
    from distributed import LocalCluster

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workers", type=int, nargs="?", default=os.cpu_count() or 1)
    parser.add_argument("--port", type=int, default=0, help="of the scheduler; 0: any that is free")
    parser.add_argument("--lifeline", action="store_true", help="end when standard input closes")
    asked = parser.parse_args()
    os.nice(NICE)
    with LocalCluster(
        n_workers=0, host="127.0.0.1", scheduler_port=asked.port, dashboard_address=None
    ) as cluster:
        workers = [_worker(cluster.scheduler_address) for _ in range(asked.workers)]
        print(cluster.scheduler_address, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            while not (asked.lifeline and select.select([sys.stdin], [], [], 0)[0]):
                time.sleep(0.1)
                workers = [
                    worker if worker.poll() is None else _worker(cluster.scheduler_address)
                    for worker in workers
                ]
        for worker in workers:
            worker.kill()


def _worker(address: str) -> subprocess.Popen[bytes]:
    """Start a worker; it ends by itself when the scheduler does."""
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0"]
    options += ["--death-timeout", "60"]  # where the scheduler went before it was found
    own = ["distributed.cli.dask_worker", address, "--host", "127.0.0.1", *options]
    return subprocess.Popen(
        [sys.executable, "-m", *own],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )


if __name__ == "__main__":
    main()
