"""Archivists and readers at once: no edit lost, and searches fast while pages are read by OCR.

``scripts/soak desk [MINUTES]`` (5 unless told otherwise), over the demo. Two archivists, each a
process of its own, add their mark to the titles of the same documents and correct words of the same
pages. Each edit names the revision that its archivist has seen; who comes second is told of the
conflict, looks again and repeats. Three readers search through the pages' own route, each with up
to a second between two searches, while ``opis add`` reads scans. In the end every mark whose edit
was confirmed must stand in its title, and every corrected word on its page; and each must have been
found by a search within a second of its confirmation. Ends with exit code 1 where one is lost.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import urlencode

import index
from benchmarks.demo import OPIS
from benchmarks.reader import made, served
from corpus import documents, history, pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.collection import Collection, open_collection
from corpus.correcting import correct
from corpus.describing import describe
from corpus.errors import Conflict

ARCHIVISTS, READERS = 2, 3
#: documents that all archivists work on: few, so that they meet
SHARED = 4
#: seconds that an archivist looks before an edit, at most, and rests between edits; and a reader
LOOKING, PAUSE, READING = 0.3, 0.5, 1.0
QUERIES = (
    "лагерь",
    "приказ OR список",
    "заключённых",
    '"исправительно трудовой"',
    "карлаг*",
    "жұмыс",
)


@dataclass
class Done:
    """What one visitor did: confirmed marks by document, times in seconds, what was met."""

    marks: list[tuple[str, str]] = field(default_factory=list)
    words: list[tuple[str, int, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)
    failed: str = ""


def main(arguments: list[str]) -> int:
    """Print the figures; 1 where an edit was lost."""
    minutes = float(arguments[0]) if arguments else 5.0
    with tempfile.TemporaryDirectory() as place:
        collection = made(Path(place))
        with collection.catalogue() as database:
            shared = [one.id for one in documents.listed(database, Role.ARCHIVIST)][:SHARED]
        with served(collection) as port, read_by_ocr(collection, Path(place)) as ocr:
            seen = Counter[str]()
            done = run(collection.path, port, shared, 60 * minutes, seen, ocr)
        lost = lost_in(collection, done)
    told(done, seen)
    wrong = [f"LOST: {one}" for one in lost]
    wrong += [f"{who} FAILED: {one.failed}" for who in done for one in done[who] if one.failed]
    for one in wrong:
        print(one)
    return 1 if wrong else 0


def run(
    path: Path,
    port: int,
    shared: list[str],
    seconds: float,
    seen: Counter[str],
    ocr: Callable[[], bool],
) -> dict[str, list[Done]]:
    """Let all visitors work for so long; ``seen`` counts the seconds with and without OCR."""
    over = multiprocessing.Event()
    work: list[tuple[str, Callable[..., None], tuple[object, ...]]] = [
        *(("archivist", archivist, (path, port, shared, n)) for n in range(ARCHIVISTS)),
        *(("reader", reader, (port, n)) for n in range(READERS)),
    ]
    told_by: Queue[tuple[str, Done]] = multiprocessing.Queue()
    visitors = [
        multiprocessing.Process(target=visit, args=(who, what, given, over, told_by))
        for who, what, given in work
    ]
    for visitor in visitors:
        visitor.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(1)
        seen["with" if ocr() else "without"] += 1
    over.set()
    done: dict[str, list[Done]] = {"archivist": [], "reader": []}
    for _ in visitors:
        who, one = told_by.get(timeout=60)
        done[who].append(one)
    for visitor in visitors:
        visitor.join(60)
    return done


def visit(
    who: str,
    what: Callable[..., None],
    given: tuple[object, ...],
    over: Event,
    told_by: Queue[tuple[str, Done]],
) -> None:
    """Work in a process of its own until it is over, and say what was done."""
    done = Done()
    try:
        what(*given, done, over)
    except Exception as error:  # whatever it is, the run must say so
        done.failed = f"{type(error).__name__}: {error}"
    told_by.put((who, done))


def archivist(path: Path, port: int, shared: list[str], n: int, done: Done, over: Event) -> None:
    """Edit titles and words of the shared documents, each edit against the revision seen."""
    collection, chance = open_collection(path), random.Random(n)
    with history.acting(f"archivist {n}"):
        while not over.is_set():
            name = chance.choice(shared)
            mark = f"знак{n}x{len(done.marks)}y{len(done.words)}"
            try:
                with collection.catalogue() as database:
                    edit = retitled if chance.random() < 0.5 else corrected
                    confirmed = edit(database, name, mark, chance)
                index.update(collection)
            except Conflict:
                done.met["conflict"] += 1
                continue
            if isinstance(confirmed, int):
                done.words.append((name, confirmed, mark))
                done.seconds.append(until_found(port, mark))
            else:
                done.marks.append((name, mark))
                done.seconds.append(until_found(port, f"title:{mark}"))
            time.sleep(chance.random() * PAUSE)


def retitled(database: Database, name: str, mark: str, chance: random.Random) -> None:
    """Put a mark to a title as it was seen."""
    with database.reading():
        title = documents.find(database, name, Role.ARCHIVIST).description.title
        seen = history.revision(database, name)
    time.sleep(chance.random() * LOOKING)
    describe(database, name, {"title": f"{title} {mark}"}, against=seen)


def corrected(database: Database, name: str, mark: str, chance: random.Random) -> int:
    """Write a mark behind a word of a page as it was seen; gives back the number of the page."""
    with database.reading():
        document = documents.find(database, name, Role.ARCHIVIST)
        page = chance.choice([p for p in pages.of(database, name, Role.ARCHIVIST) if p.reading])
        seen = history.revision(database, name)
        words = pages.reading(database, page.reading or 0).words
    at = chance.randrange(len(words))
    old = pages.reading(database, page.reading or 0).text[words[at].start : words[at].end]
    time.sleep(chance.random() * LOOKING)
    correct(database, document.id, page.number, old, f"{old} {mark}", word=at + 1, against=seen)
    return page.number


def until_found(port: int, query: str) -> float:
    """Seconds from now until a search finds something; 30 at most."""
    begun = time.monotonic()
    while time.monotonic() < begun + 30:
        if asked(port, query)["documents"]:
            break
        time.sleep(0.02)
    return time.monotonic() - begun


def reader(port: int, n: int, done: Done, over: Event) -> None:
    """Search one query after the other."""
    chance = random.Random(100 + n)
    while not over.is_set():
        begun = time.monotonic()
        found = asked(port, chance.choice(QUERIES))
        done.seconds.append(time.monotonic() - begun)
        done.met["answered" if "documents" in found else "refused"] += 1
        time.sleep(chance.random() * READING)


def asked(port: int, query: str) -> dict[str, int]:
    """The answer to a query."""
    with urllib.request.urlopen(
        f"http://127.0.0.1:{port}/api/search?{urlencode({'q': query})}", timeout=30
    ) as answer:
        found: dict[str, int] = json.load(answer)
        return found


@contextmanager
def read_by_ocr(collection: Collection, place: Path) -> Iterator[Callable[[], bool]]:
    """Let ``opis add`` read the scans of the demo again and again, until the end.

    Yields a function that says whether pages are still being read.
    """
    folder = place / "more"
    folder.mkdir()
    scans = sorted((place / "scans").glob("*.pdf"))
    for n in range(40):
        for scan in scans:
            copy = folder / f"{n:03}-{scan.name}"
            copy.write_bytes(scan.read_bytes() + f"\n% copy {n}\n%%EOF\n".encode())
    adding = subprocess.Popen(
        [OPIS, "--collection", collection.path, "add", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield lambda: adding.poll() is None
    finally:
        adding.send_signal(2)
        try:
            adding.wait(60)
        except subprocess.TimeoutExpired:
            adding.kill()
            adding.wait()


def lost_in(collection: Collection, done: dict[str, list[Done]]) -> list[str]:
    """What was confirmed and does not stand there."""
    lost = []
    with collection.catalogue() as database:
        for one in done["archivist"]:
            for name, mark in one.marks:
                if (
                    mark
                    not in documents.find(database, name, Role.ARCHIVIST).description.title.split()
                ):
                    lost.append(f"{mark} in the title of {name}")
            for name, number, mark in one.words:
                document = documents.find(database, name, Role.ARCHIVIST)
                page = pages.find(database, document, number, Role.ARCHIVIST)
                if mark not in pages.reading(database, page.reading or 0).text.split():
                    lost.append(f"{mark} on page {number} of {name}")
    return lost


def told(done: dict[str, list[Done]], seen: Counter[str]) -> None:
    """Print the figures."""
    met = {who: sum((one.met for one in of), Counter[str]()) for who, of in done.items()}
    made_of = [len(one.marks) + len(one.words) for one in done["archivist"]]
    print(
        f"{sum(seen.values())} s, {seen['with']} of them while pages were read by OCR; "
        f"{os.cpu_count()} cores"
    )
    print(f"archivists: {made_of} edits confirmed, met {dict(met['archivist'])}")
    print(f"readers: met {dict(met['reader'])}")
    for who, what in (("archivist", "found after its confirmation"), ("reader", "a search")):
        times = sorted(second for one in done[who] for second in one.seconds)
        if times:
            print(
                f"{what}: median {1000 * times[len(times) // 2]:.0f} ms, 95 of 100 within "
                f"{1000 * times[len(times) * 95 // 100]:.0f} ms, longest {1000 * times[-1]:.0f} ms"
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
