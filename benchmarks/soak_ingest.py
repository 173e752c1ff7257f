"""Many pages read by OCR in one run: memory of the workers, how busy the cores are, pages a minute.

``scripts/soak ingest [PAGES]`` (500 unless told otherwise). The pages are those of the demo, again
and again under other hashes.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import ingest
from benchmarks import copies
from corpus.collection import create_collection
from corpus.demo.render import render

EVERY = 2.0


def children() -> list[int]:
    """Processes that this one has started."""
    tasks = Path("/proc/self/task")
    return [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]


def resident(pid: int) -> int:
    """Resident memory of a process in MB, 0 where it has gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def busy() -> tuple[int, int]:
    """Ticks of all cores so far: working, and in all."""
    ticks = [int(t) for t in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def main() -> None:
    """Print the figures."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "demo").mkdir()
        made = [p for p in render(folder / "demo") if p.suffix == ".pdf"]
        copies.written(made, -(-wanted // 24) * len(made), folder / "scans")
        collection = create_collection(folder / "collection")
        samples: list[tuple[float, int]] = []
        over = threading.Event()

        def watch() -> None:
            while not over.wait(EVERY):
                samples.append((time.monotonic(), max(map(resident, children()), default=0)))

        watcher = threading.Thread(target=watch)
        watcher.start()
        worked, all_ticks = busy()
        report = ingest.add(collection, [folder / "scans"], workers=os.cpu_count() or 1)
        worked, all_ticks = busy()[0] - worked, busy()[1] - all_ticks
        over.set()
        watcher.join()
    memory = [m for _, m in samples if m]
    third = max(1, len(memory) // 3)
    print(
        f"{report.pages} pages in {report.seconds:.0f} s: "
        f"{60 * report.pages / report.seconds:.1f} pages a minute, {len(report.failed)} failed"
    )
    print(f"cores busy {worked / all_ticks:.0%} (whatever else ran counted in)")
    print(
        f"largest worker: {max(memory[:third])} MB in the first third, "
        f"{max(memory[third : 2 * third] or [0])} in the second, {max(memory[2 * third :] or [0])} "
        "in the last"
    )


if __name__ == "__main__":
    main()
