"""Timing the engines of scripts/bench engine, question by question."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.engine_corpus import Pages
from benchmarks.engine_opis import Opis
from benchmarks.engine_peers import Peer
from benchmarks.engine_queries import Queries, Query
from benchmarks.engine_whoosh import Whoosh

#: queries of a class that are timed, and others before them that are not; what Whoosh is given
TIMED, WARMING, FEW, SECONDS = 200, 20, 10, 60.0
#: single pages that are added
ADDED = 50
#: so many queries in turn: what else the machine does hits all engines alike
TURN = 20


@dataclass(slots=True)
class Times:
    """Seconds of the queries of one class, and how many pages each found."""

    seconds: list[float] = field(default_factory=list)
    pages: dict[Query, int] = field(default_factory=dict)

    def room(self, most: int) -> bool:
        """Whether there may be one more query."""
        return len(self.seconds) < most and sum(self.seconds) < SECONDS

    def p(self, percent: float) -> float:
        """A percentile in ms."""
        return float(np.percentile(self.seconds, percent)) * 1000 if self.seconds else np.nan

    def __str__(self) -> str:
        """The median and the 95th percentile in ms."""
        if not self.seconds:
            return "-"
        few = f" ({len(self.seconds)} queries)" if len(self.seconds) < TIMED else ""
        return f"{self.p(50):.1f} · {self.p(95):.1f}{few}"


@dataclass(frozen=True, slots=True)
class Run:
    """What is measured, and by which clock."""

    folder: Path
    pages: Pages
    queries: Queries
    clock_name: str
    classes: Sequence[str]

    @property
    def clock(self) -> Callable[[], float]:
        """Seconds by the clock, or of the asking thread's processor."""
        return time.thread_time if self.clock_name == "cpu" else time.perf_counter


def asked(
    run: Run, opis: Opis, peers: Sequence[Peer], queries: Sequence[Query]
) -> dict[str, Times]:
    """Time every engine on the same queries, in turns; the first ones are not counted."""
    warming = min(WARMING, len(queries) // 2)
    engines: list[Opis | Peer] = [opis, *peers]
    out = {engine.name: Times() for engine in engines}
    for first in range(0, len(queries), TURN):
        turn = range(first, min(first + TURN, len(queries)))
        for engine in engines:
            slow = isinstance(engine, Whoosh)
            for place in turn:
                spent = out[engine.name]
                if spent.room(FEW if slow else TIMED) and not (slow and 0 < place < warming):
                    took, pages = _once(run, engine, queries[place])
                    if place >= warming and pages is not None:
                        spent.seconds.append(took)
                        spent.pages[queries[place]] = pages
    return out


def _once(run: Run, engine: Opis | Peer, query: Query) -> tuple[float, int | None]:
    """Seconds that a query takes once the terms of its words are known, and the number of pages."""
    passages = query.kind == "any"
    words = query.terms() if query.kind == "any" else []
    if isinstance(engine, Opis):
        start = run.clock()
        pages: int | None = engine.ask(query, passages=passages)
        return run.clock() - start, pages
    start = run.clock()
    pages = engine.ask(query, words, passages=passages)
    return engine.took or run.clock() - start, pages


def expanding(run: Run) -> Times:
    """How long the terms of queries take of which nobody has asked a word yet."""
    out = Times()
    for query in run.queries.of("any", 2 * TIMED + WARMING)[TIMED + WARMING :]:
        start = run.clock()
        query.terms()
        out.seconds.append(run.clock() - start)
    return out


def agreement(times: dict[str, Times]) -> str:
    """For each other engine, the share of the queries on which it found as many pages as Opis."""
    own = times["Opis"].pages
    out = []
    for name, other in times.items():
        both = own.keys() & other.pages.keys()
        if name != "Opis" and both:
            same = sum(own[query] == other.pages[query] for query in both)
            out.append(f"{name} {same / len(both):.0%}")
    return ", ".join(out)


def added(run: Run, engine: Opis | Peer) -> Times:
    """Time single pages that are added to a copy until they are found."""
    out = Times()
    with tempfile.TemporaryDirectory(dir=run.folder, ignore_cleanup_errors=True) as folder:
        copy = engine.beside(Path(folder))
        copy.add(0, "добавлено")  # opens the index
        for n in range(ADDED):
            if not out.room(ADDED):
                break
            start = run.clock()
            found = copy.add(n, f"добавлено{n}")
            out.seconds.append(copy.took or run.clock() - start)
            if found != 1:
                raise AssertionError(f"{engine.name} finds the page that was added {found} times")
        copy.close()
    return out
