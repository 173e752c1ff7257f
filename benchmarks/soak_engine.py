"""Eight readers while a writer is killed: every answer held against the plain evaluator's.

``scripts/soak engine [MINUTES]`` (10 unless told otherwise). The collection is the synthetic one of
``tests/index/conformance``, and so are queries and evaluator. The writer, a process, gives pages
other readings or takes them away, indexes that, now and then builds the index anew, and is killed
at random moments. What a change is follows from its number alone, so that what the catalogue held
at any of them can be worked out. An answer names the last change that is in it, and must hold that
and all before it, and nothing else. Ends with code 1 if one was wrong.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "index" / "conformance"))

import invented
from comparing import differing, table, tree_of
from laid import laid_out
from reference import Reference

from corpus import corrections, documents, pages
from corpus.access import Role
from corpus.collection import Collection, create_collection, open_collection
from corpus.reading import Reading, Source
from index import build, check_index, update
from index.answer import Request
from index.embedded.engine import EmbeddedEngine

READERS, MINUTES = 8, 10.0
#: evaluators that are kept, each for what the catalogue held at one time
KEPT = 40
#: of so many commits one is a new build
BUILD = 50


@dataclass(frozen=True, slots=True)
class Layer:
    """The newest layer of a page, by its catalogue id."""

    id: int
    reading: Reading


def changed(number: int, keys: Sequence[int]) -> tuple[int, Reading]:
    """What the change with this number is: a page by its key, and its new layer."""
    chance = random.Random(f"change {number}")
    key = chance.choice(keys)
    if chance.random() < 0.25:
        return key, Reading("", source=Source.UNREAD, reason="taken away")
    return key, invented.page(chance, chance.choice(invented.LANGUAGES))[0]


class History:
    """What the catalogue held at each of its changes, worked out from what it held at first."""

    def __init__(self, collection: Collection) -> None:
        with collection.catalogue() as database:
            self.first = database.number("SELECT value FROM serial")
            self._layers = database.number("SELECT max(id) FROM readings")
            self._documents = {d.id: d for d in documents.listed(database, Role.ARCHIVIST)}
            every = [p for name in self._documents for p in pages.of(database, name)]
            at_first = {
                p.id: Layer(p.reading, pages.with_earlier(database, p.reading))
                for p in every
                if p.reading is not None
            }
            machine = database.rows(
                """SELECT page, max(id) AS id FROM readings WHERE source <> 'corrected'
                   GROUP BY page"""
            )
            #: of each page the newest reading that no person corrected
            self._below = {row["page"]: pages.reading(database, row["id"]) for row in machine}
        self._places = {p.id: (p.document, p.number, p.leaves) for p in every}
        self._states = [at_first]
        self._references: OrderedDict[int, Reference] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, number: int) -> Reference:
        """The evaluator of what the catalogue held after this change."""
        with self._lock:
            while self.first + len(self._states) <= number:
                self._states.append(self._next())
            if number not in self._references:
                self._references[number] = Reference(
                    laid_out(
                        (self._documents[name], page, leaves, layer.id, layer.reading)
                        for key, layer in self._states[number - self.first].items()
                        if layer.reading.source is not Source.UNREAD
                        for name, page, leaves in [self._places[key]]
                    )
                )
                if len(self._references) > KEPT:
                    self._references.popitem(last=False)
            return self._references[number]

    def _next(self) -> dict[int, Layer]:
        number = len(self._states)
        key, reading = changed(self.first + number, sorted(self._places))
        if reading.source is not Source.CORRECTED:
            self._below[key] = reading
        elif key in self._below:  # what stood there before is found too
            reading = corrections.with_earlier(self._below[key], reading)
        return {**self._states[-1], key: Layer(self._layers + number, reading)}


def write(collection: Collection) -> None:
    """Change pages and index that until killed; says when it begins and how much it has done."""
    update(collection)
    say("caught up")
    with collection.catalogue() as database:
        keys = sorted(page.id for page in pages.changed_since(database, 0))
        while True:
            chance = random.Random()
            for _ in range(chance.randrange(1, 4)):
                number = database.number("SELECT value FROM serial") + 1
                pages.store_reading(database, *changed(number, keys))
            if chance.randrange(BUILD):
                update(collection)
            else:
                build(collection)
            say(str(number))


def say(text: str) -> None:
    """Tell whoever started this process."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Readers:
    """Threads that ask and compare; ``counts`` says how often what came out."""

    def __init__(self, collection: Collection) -> None:
        self.history = History(collection)
        self.engine = EmbeddedEngine(collection)
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=[n]) for n in range(READERS)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        chance, rows = random.Random(number), table()
        while not self._over.is_set():
            self.compare(self.engine, *chance.choice(rows))

    def compare(self, engine: EmbeddedEngine, line: str, request: Request) -> None:
        """Ask once, and hold the answer against what the catalogue held when it was made."""
        tree = tree_of(request)
        try:
            found = engine.find(tree, request)
        except Exception as error:
            self.counts["unreadable"] += 1
            self.wrong.append(f"{line}: {type(error).__name__}: {error}")
            return
        if found.limits:  # the machine was too busy
            self.counts["cut short"] += 1
            return
        named = int(found.commit.split(":")[1])
        if told := differing(found, self.history.at(named).find(tree, request)):
            self.wrong.append(f"{line} at {found.commit}: {told[:2]}")
        self.counts["wrong" if told else "right"] += 1


def disturb(collection: Collection, readers: Readers, end: float) -> Counter[str]:
    """Start writers and kill them until ``end``; each time the index is opened afresh and asked."""
    chance, counts = random.Random(1), Counter[str]()
    rows = table()
    while time.monotonic() < end:
        command = [sys.executable, "-m", "benchmarks.soak_engine", "write", str(collection.path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            lines: list[str] = []
            told = threading.Thread(target=lambda w=writer, to=lines: to.extend(w.stdout))
            told.start()
            while not lines and writer.poll() is None and chance.random() < 0.99:
                time.sleep(0.05)  # often killed after it has caught up, sometimes before
            time.sleep(chance.uniform(0, 6))
            counts["died by itself"] += writer.poll() is not None
            writer.kill()
            told.join()
        counts["kills"] += 1
        counts["commits"] += len(lines)
        readers.compare(EmbeddedEngine(collection), *chance.choice(rows))
    return counts


def main() -> None:
    """Print the figures."""
    if sys.argv[1:2] == ["write"]:
        write(open_collection(Path(sys.argv[2])))
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    with tempfile.TemporaryDirectory() as folder:
        collection = create_collection(Path(folder) / "collection")
        with collection.catalogue() as database:
            invented.fill(database, invented.collection())
        update(collection)
        with Readers(collection) as readers:
            counts = disturb(collection, readers, time.monotonic() + 60 * minutes)
        update(collection)
        for line, request in table():
            readers.compare(readers.engine, line, request)
        faults = check_index(collection)
        with collection.catalogue() as database:
            changes = database.number("SELECT value FROM serial") - readers.history.first
    for told in readers.wrong[:20]:
        print(f"WRONG {told}")
    asked = readers.counts
    print(
        f"{minutes:g} minutes, {READERS} readers: {counts['kills']} writers killed, "
        f"{changes} changes, {counts['commits']} commits told\n"
        f"{sum(asked.values())} answers: {asked['right']} as of the change they name, "
        f"{asked['cut short']} cut short, {asked['wrong']} wrong, "
        f"{asked['unreadable']} unreadable\n"
        f"writers that died by themselves: {counts['died by itself']}\n"
        f"opis index check: {', '.join(str(fault.what) for fault in faults) or 'nothing'}"
    )
    sys.exit(bool(readers.wrong or faults or counts["died by itself"]))


if __name__ == "__main__":
    main()
