"""Eight clients at once, through a gate of as many searches as cores, while pages are added.

A process beside adds a page every half a second, with words that no query has, and deletes the one
it added before: there are always as many pages and words, so every answer must be to the last digit
what a single thread found before that was asked the same in the same orders.
``python -m benchmarks.engine_clients FOLDER PAGES`` is that process; it tells how many pages it
added when its input is closed.
"""

from __future__ import annotations

import os
import random
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.engine_corpus import Pages
from benchmarks.engine_opis import Opis, cut
from benchmarks.engine_queries import Queries, Query
from benchmarks.engine_words import SEED
from index.engine import Found

CLIENTS = 8
#: seconds between two pages that are added
PAUSE = 0.5
#: queries of each class that every client asks
EACH = 40


@dataclass(frozen=True, slots=True)
class Together:
    """Seconds of each answer alone and of each with others, waiting for the gate included.

    ``alone`` each is worked out; with others as the engine that was asked keeps what it found.
    """

    alone: list[float]
    alone_took: float
    together: list[float]
    together_took: float
    wrong: int
    added: int


def asked_together(opis: Opis) -> Together:
    """Ask the same queries in one thread, then in eight; ``opis`` is a copy that may grow."""
    make, lone = Queries(opis.pages), opis.anew()
    every = [(q, i) for kind in ("any", "phrase") for i, q in enumerate(make.of(kind, 2 * EACH))]
    queries = [query for query, i in every if i >= EACH]
    opis.exchange(0)
    for query in queries:
        _answer(lone, query)  # loads the tables of the languages and the pages of the file
    known: dict[Query, Found] = {}
    alone: list[float] = []
    begun = time.perf_counter()
    for query in (query for number in range(CLIENTS) for query in _mixed(queries, number)):
        start = time.perf_counter()
        known[query] = _told(_answer(lone, query))
        alone.append(time.perf_counter() - start)
    alone_took = time.perf_counter() - begun
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.engine_clients",
               str(opis.collection.path.parent), str(opis.pages.count)]  # fmt: skip
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as adding:
        assert adding.stdout is not None  # noqa: S101 - it was asked for
        adding.stdout.readline()  # the first page is there
        _crowd(opis, [query for query, i in every if i < EACH])  # what several need is started
        together, took, wrong = _crowd(opis, queries, known)
        told, _ = adding.communicate()
    return Together(alone, alone_took, together, took, wrong, int(told.split()[-1]))


def _crowd(
    opis: Opis, queries: list[Query], known: Mapping[Query, Found] | None = None
) -> tuple[list[float], float, int]:
    gate = threading.BoundedSemaphore(os.cpu_count() or 1)
    seconds: list[float] = []
    answers: list[tuple[Query, Found]] = []

    def client(number: int) -> None:
        for query in _mixed(queries, number):
            start = time.perf_counter()
            with gate:
                found = _answer(opis, query)
            seconds.append(time.perf_counter() - start)
            answers.append((query, found))

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    if len(seconds) != CLIENTS * len(queries):
        raise AssertionError(f"{CLIENTS * len(queries) - len(seconds)} queries had no answer")
    wrong = sum(_told(found) != known[query] for query, found in answers) if known else 0
    return seconds, took, wrong


def _mixed(queries: list[Query], number: int) -> list[Query]:
    """The queries in the order in which a client asks them."""
    return random.Random(SEED + number).sample(queries, len(queries))


def _answer(opis: Opis, query: Query) -> Found:
    found = opis.find(query)
    if query.kind == "any":
        cut(found, opis.pages)
    return found


def _told(found: Found) -> Found:
    """The answer without the name of the commit that gave it."""
    return replace(found, commit="")


def main() -> None:
    """Add pages until the input ends."""
    pages = Pages(Path(sys.argv[1]).parent, int(sys.argv[2]))
    opis = Opis(Path(sys.argv[1]), pages)
    added = 0
    while True:
        added += 1
        opis.exchange(added)
        if added == 1:
            print("adding", flush=True)
        if select.select([sys.stdin], [], [], PAUSE)[0]:
            break
    print(added)


if __name__ == "__main__":
    main()
