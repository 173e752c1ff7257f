"""Many pages read by a Dask cluster whose workers are killed at random, compared with a quiet run.

``scripts/soak dask [PAGES] [--scripted]`` (200 unless told otherwise), with the real OCR on the
pages of ``tests/fixtures``, again and again under other hashes, or with one that reads by a script.
One of two workers is killed (SIGKILL) again and again, after 1 to 5 more pages have been read. Says
where what the collection holds afterwards, index and images included, differs from what two workers
of this machine make of the same scans when nobody disturbs them, and ends with code 1 then.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "ingest"))

import killing
import scripted

import ingest
from benchmarks import copies
from benchmarks.local_cluster import running
from corpus import disk
from corpus.collection import create_collection
from ingest import page

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"
WORKERS = 2


def main() -> None:
    """Run it, and say how it ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, nargs="?", default=200)
    parser.add_argument("--scripted", action="store_true")
    asked = parser.parse_args()
    chance = random.Random(asked.pages)
    killed: list[int] = []
    path = {"PYTHONPATH": os.path.dirname(killing.__file__)}  # noqa: PTH120
    with tempfile.TemporaryDirectory() as place, running(WORKERS, path) as cluster:
        folder = Path(place)
        if asked.scripted:
            page.READER = scripted.READER
            scans = folder / "scans"
            scans.mkdir()
            own = (f"том {n}: заключённые лагеря" for n in range(1, asked.pages + 1))
            (scans / "том.txt").write_text("\f".join(own), encoding="utf-8")
        else:
            scans = copies.written(sorted(FIXTURES.glob("*.pdf")), asked.pages, folder / "scans")
        after = chance.randint(1, 5)

        def progress(what: str, done: int, *_: object) -> None:
            nonlocal after
            if what == "reading" and done >= after:
                killed.append(chance.choice(cluster.workers))
                os.kill(killed[-1], signal.SIGKILL)
                after = done + chance.randint(1, 5)

        collection = create_collection(folder / "collection")
        report = ingest.add(collection, [scans], workers=cluster.address, progress=progress)
        said = f"{report.pages} pages in {report.seconds:.0f} s, {len(report.failed)} failed"
        print(f"cluster: {said}, {len(killed)} workers killed", flush=True)
        cut_off = [*disk.unfinished(collection.cache)]
        disk.sweep(collection.cache)  # as the next run does before anything else
        print(f"unfinished images of killed workers: {len(cut_off)}")
        differing = killing.differing(
            killing.holds(collection), killing.undisturbed(folder / "whole", scans)
        )
    print("\n".join(differing) or "equal to the undisturbed run")
    sys.exit(bool(differing) or report.pages != asked.pages)


if __name__ == "__main__":
    main()
