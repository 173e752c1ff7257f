"""What a second worker gains, here and on a Dask cluster, and what the hub of a cluster takes.

``scripts/bench dask [--pages 12] [--tries 3] [--hub 1200]``. Gain: the same scans are added
(``ingest.add`` as a whole, real OCR) by one and by two workers, of this machine and of a cluster on
it, in turn; each try begins with another of the four. The gain is pages a minute with two workers
by those with one. What else the machine does changes all four. Aimed at is a gain on the cluster of
0.9 of the gain here.

The hub is the one process that has the catalogue: it leases pages, hands them to the cluster,
records them, and indexes. Its seconds of the processor set the end of what machines can add; they
are measured with pages of synthetic text, 300 words of the demo each, which workers read at once.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import ingest
import ingest.queue
from benchmarks import copies
from benchmarks.local_cluster import running
from corpus.collection import create_collection
from corpus.demo.source import TEXTS

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"
AIM = 0.9
WORDS, PAGES_A_DOCUMENT = 300, 12


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--tries", type=int, default=3)
    parser.add_argument("--hub", type=int, default=1200, help="pages of text")
    asked = parser.parse_args()
    if asked.pages:
        gained(asked.pages, asked.tries)
    if asked.hub:
        hub(asked.hub)


def gained(pages: int, tries: int) -> None:
    """Print what a second worker gains."""
    with tempfile.TemporaryDirectory() as place, running(1) as one, running(2) as two:
        folder = Path(place)
        scans = copies.written(sorted(FIXTURES.glob("*.pdf")), pages, folder / "scans")
        runs: list[tuple[str, int, int | str]] = [
            ("here", 1, 1), ("cluster", 1, one.address),
            ("here", 2, 2), ("cluster", 2, two.address),
        ]  # fmt: skip
        few = copies.written(sorted(scans.iterdir()), 2, folder / "few")
        for *_, workers in runs:  # everything is loaded once
            added(few, workers)
        rates: dict[tuple[str, int], list[float]] = {(where, n): [] for where, n, _ in runs}
        for n in range(tries):
            for where, count, workers in runs[n % 4 :] + runs[: n % 4]:
                rates[where, count].append(added(scans, workers))
                sys.stderr.write(f"{where} {count}: {rates[where, count][-1]:.1f}\n")
    print(f"| {pages} pages, pages a minute, median of {tries} (all) | 1 worker "
          "| 2 workers | gain |\n|---|---|---|---|")  # fmt: skip
    gains = {}
    for where in ("here", "cluster"):
        single, double = rates[where, 1], rates[where, 2]
        gains[where] = median(double) / median(single)
        print(f"| {where} | {said(single)} | {said(double)} | {gains[where]:.2f} |")
    ratio = gains["cluster"] / gains["here"]
    print(f"\nthe cluster's gain is {ratio:.2f} of the gain here (aim: {AIM})")


def hub(count: int) -> None:
    """Print what the hub takes for each page."""
    chance = random.Random(count)
    words = [w for path in sorted(TEXTS.iterdir()) for w in path.read_text("utf-8").split()]
    ingest.queue.INDEX_SECONDS = 3600.0  # indexed apart, at the end
    with tempfile.TemporaryDirectory() as place, running(2) as cluster:
        folder = Path(place)
        (folder / "texts").mkdir()
        for n in range(0, count, PAGES_A_DOCUMENT):
            own = (chance.choices(words, k=WORDS) for _ in range(PAGES_A_DOCUMENT))
            pages = ("\n".join(" ".join(w[i : i + 10]) for i in range(0, WORDS, 10)) for w in own)
            (folder / "texts" / f"{n}.txt").write_text("\f".join(pages), encoding="utf-8")
        began: dict[str, float] = {}

        def progress(what: str, *_: object) -> None:
            began.setdefault(what, time.process_time())

        collection = create_collection(folder / "collection")
        report = ingest.add(
            collection, [folder / "texts"], workers=cluster.address, progress=progress
        )
        end = time.process_time()
    handing, indexing = began["indexing"] - began["reading"], end - began["indexing"]
    print(f"\n| the hub, {report.pages} pages of {WORDS} words | CPU ms a page |\n|---|---|")
    print(f"| lease, hand out, record | {1000 * handing / report.pages:.1f} |")
    print(f"| index (words to terms, names, commit) | {1000 * indexing / report.pages:.1f} |")


def added(scans: Path, workers: int | str) -> float:
    """Add to a collection of its own; pages a minute."""
    with tempfile.TemporaryDirectory(dir=scans.parent) as folder:
        report = ingest.add(create_collection(Path(folder) / "c"), [scans], workers=workers)
    if report.failed:
        raise SystemExit(str(report.failed))
    return 60 * report.pages / report.seconds


def said(rates: list[float]) -> str:
    """The median, and all."""
    return f"{median(rates):.1f} ({', '.join(f'{rate:.1f}' for rate in rates)})"


if __name__ == "__main__":
    main()
