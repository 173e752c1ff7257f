"""How fast the embedded engine answers, indexes and grows, beside other engines.

``scripts/bench engine`` prints the tables for 100,000 synthetic pages (see
:mod:`benchmarks.engine_corpus`), ``scripts/bench engine --pages 1000000`` those of the large run,
Opis and tantivy only. All have the same terms and give the same kind of answer (see
:mod:`benchmarks.engine_peers`); Opis is timed from the typed query on, but for the expansion of
words that are new, which stands apart, and counts documents besides; every number of pages is
compared with the others'. The time of ``opis search`` as a
process stands in ``scripts/bench demo``.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from benchmarks import engine_lucene, engine_tantivy
from benchmarks.engine_clients import CLIENTS, asked_together
from benchmarks.engine_corpus import Pages
from benchmarks.engine_corrections import FILE, corrected
from benchmarks.engine_fts5 import Fts5
from benchmarks.engine_lucene import Lucene
from benchmarks.engine_opis import Opis
from benchmarks.engine_peers import Peer
from benchmarks.engine_queries import Queries, Query
from benchmarks.engine_tantivy import Tantivy
from benchmarks.engine_times import TIMED, WARMING, Run, Times, added, agreement, asked, expanding
from benchmarks.engine_whoosh import Whoosh

#: queries of a class that are profiled
PROFILED = 50
#: queries of a class whose very pages are compared, those with the fewest
COMPARED = {"any": 3, "phrase": 10}
#: pages from which on only Opis and tantivy are measured
LARGE = 500_000
CLASSES = {
    "any": "OR of 3, facets, 20 passages",
    "phrase": "phrase of 2-3, facets",
    "wildcard": "wildcard, facets",
    "fuzzy": "fuzzy, facets",
    "all": "browse all, facets",
}
#: most that Opis may take, as a multiple of tantivy's p95, and what is aimed at
FLOORS = {"any": (1.2, 0.8), "phrase": (3, 1.5), "wildcard": (5, 2), "fuzzy": (15, 5),
          "all": (1, 0.6)}  # fmt: skip


def main() -> None:
    """Print the tables."""
    options = _options()
    folder = Path(options.folder)
    pages = Pages(folder, options.pages)
    run = Run(folder, pages, Queries(pages), options.clock, options.only or list(CLASSES))
    words = int(pages.starts[-1]) / pages.count
    print(f"{pages.count:,} synthetic pages of {words:.0f} words, {pages.document[-1] + 1:,} "
          f"documents, {len(pages.words.forms):,} forms; {options.clock} time\n")  # fmt: skip
    opis = Opis(folder, pages)
    if options.profile:
        _profiles(run, opis)
        return
    if not (options.keep and opis.is_built()):
        _kept(opis, opis.build())
    peers = _peers(run, options.peers)
    _print_classes(run, opis, peers)
    _print_first(run)
    _print_indexing(run, opis, peers)
    _print_corrections(run, opis)
    _print_clients(run, opis)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench engine", description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--folder", default=str(Path(tempfile.gettempdir()) / "opis-bench"),
                        help="where pages and the others' indexes are kept")  # fmt: skip
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall",
                        help="cpu: of the asking thread, where the machine is shared")  # fmt: skip
    parser.add_argument("--peers", nargs="*", default=["tantivy", "fts5", "lucene", "whoosh"])
    parser.add_argument("--only", nargs="*", choices=list(CLASSES), help="classes of queries")
    parser.add_argument("--keep", action="store_true", help="do not index anew what stands there")
    parser.add_argument("--profile", action="store_true", help="what Opis spends its time on")
    return parser.parse_args()


def _kept(engine: Opis | Peer, took: tuple[float, float]) -> None:
    """Remember how long indexing took, beside the index."""
    (engine.path / "built.json").write_text(json.dumps(took), encoding="utf-8")


def _built(engine: Opis | Peer) -> tuple[float, float]:
    wall, own = json.loads((engine.path / "built.json").read_text(encoding="utf-8"))
    return wall, own


def _peers(run: Run, names: Iterable[str]) -> list[Peer]:
    """The engines that can be measured, indexed and open; why others cannot is printed."""
    made: dict[str, Callable[[], Peer]] = {
        "tantivy": lambda: Tantivy(run.folder, run.pages),
        "fts5": lambda: Fts5(run.folder, run.pages),
        "lucene": lambda: Lucene(run.folder, run.pages, run.clock_name),
        "whoosh": lambda: Whoosh(run.folder, run.pages),
    }
    reasons = {"tantivy": engine_tantivy.missing, "lucene": engine_lucene.missing}
    out = []
    for name in names:
        reason = reasons[name]() if name in reasons else ""
        if run.pages.count >= LARGE and name != "tantivy":
            reason = "left out of the large run"
        if reason:
            print(f"{name}: {reason}")
            continue
        peer = made[name]()
        if not (peer.path / "built.json").exists():
            _kept(peer, peer.build())
        peer.open()
        out.append(peer)
    return out


def _print_classes(run: Run, opis: Opis, peers: Sequence[Peer]) -> None:
    names = [peer.name for peer in peers]
    print("\np50 · p95 in ms; in brackets the floor and the aim")
    print(
        "| class | Opis | " + " | ".join(names) + " | Opis / tantivy, p95 | same number of pages |"
    )
    print("|---" * (len(names) + 4) + "|")
    for kind in run.classes:
        queries = [q for q in run.queries.of(kind, TIMED + WARMING) if _can(opis, q)]
        if not queries:
            print(
                f"| {CLASSES[kind]} | the parser does not read it yet |" + " |" * (len(names) + 2)
            )
            continue
        times = asked(run, opis, peers, queries)
        own = times["Opis"]
        ratio = ""
        if "tantivy" in times:
            floor, aim = FLOORS[kind]
            ratio = f"{own.p(95) / times['tantivy'].p(95):.1f} × ({floor} ×, {aim} ×)"
        cells = [str(own), *(str(times[name]) for name in names), ratio, agreement(times)]
        print(f"| {CLASSES[kind]} | " + " | ".join(cells) + " |", flush=True)
        if kind == "any" and run.pages.count >= LARGE:
            print(
                f"| … of the large run: p95 {own.p(95):.0f} ms (60, 40) |" + " |" * (len(names) + 3)
            )
        if kind == "any":
            print(f"| … words that are new expanded first | {expanding(run)} |"
                  + " |" * (len(names) + 2))  # fmt: skip
            opis.count_hits = True
            print(
                f"| … all hits counted too | {asked(run, opis, [], queries)['Opis']} |"
                + " |" * (len(names) + 2)
            )
            opis.count_hits = False
        if kind == "all":  # always the same query: Opis has it from the answers it keeps
            anew = asked(run, opis.anew(), [], queries)["Opis"]
            print(f"| … worked out anew each time | {anew} |" + " |" * (len(names) + 2))
        if kind in COMPARED:
            fewest = sorted(own.pages, key=lambda query: (own.pages[query], query.text))
            _compare(opis, peers, fewest[: COMPARED[kind]])


def _can(opis: Opis, query: Query) -> bool:
    return query.kind == "all" or opis.understands(query)


def _compare(opis: Opis, peers: Sequence[Peer], queries: Sequence[Query]) -> None:
    """Hold the very pages that some queries find against the others'."""
    for peer in peers:
        if peer.name == "Whoosh":
            continue
        same = 0
        for query in queries:
            same += opis.matching(query) == peer.matching(query, query.terms())
        print(f"| … the very pages, {len(queries)} queries | {peer.name}: {same} the same |")


def _print_first(run: Run) -> None:
    """The first query of a process, and its memory after many."""
    queries = run.queries.of("any", 60)
    print("\nfirst query of a process (OR of 3, facets, 20 passages), ms; floor 60, aim 30")
    for name in ("whole", "loaded"):
        firsts, after = [], []
        for n in range(5):
            some = [asdict(query) for query in queries[n : n + 50]]
            done = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "benchmarks.engine_opis", str(run.folder),
                 str(run.pages.count), name],
                input=json.dumps(some), capture_output=True, text=True, check=True,
            )  # fmt: skip
            told = json.loads(done.stdout)
            firsts.append(told[run.clock_name] * 1000)
            after.append((told["before"], told["after"]))
        what = {"whole": "with the tables of the languages", "loaded": "these being loaded"}[name]
        before, now = np.median(after, axis=0)
        print(f"{what}: median {np.median(firsts):.0f}, most {max(firsts):.0f}; private memory "
              f"{before:.0f} MB, after 50 queries {now:.0f} (1,500)", flush=True)  # fmt: skip


def _print_indexing(run: Run, opis: Opis, peers: Sequence[Peer]) -> None:
    print("\n| | pages/s | pages/s of processor | disk, MB | one page added and found, ms |")
    print("|---|---|---|---|---|")
    engines: list[Opis | Peer] = [opis, *peers]
    for engine in engines:
        wall, own = _built(engine)
        one = added(run, engine)
        of_processor = "-" if np.isnan(own) else f"{run.pages.count / own:,.0f}"
        print(f"| {engine.name} | {run.pages.count / wall:,.0f} | {of_processor} | "
              f"{_size(engine.path) / 1e6:,.0f} | {one} |", flush=True)  # fmt: skip
    print("floors of Opis: 600 pages/s (aim 1,200); one page 30 ms (10)")
    by_name = {peer.name: _size(peer.path) for peer in peers}
    if "Whoosh" in by_name:
        print(f"disk, Opis / Whoosh: {_size(opis.path) / by_name['Whoosh']:.2f} × (0.6 ×, 0.4 ×)")


def _print_corrections(run: Run, opis: Opis) -> None:
    with tempfile.TemporaryDirectory(dir=run.folder, ignore_cleanup_errors=True) as folder:
        single, whole = corrected(opis.beside(Path(folder)), run.clock)
    print(f"\nindexed anew: one corrected page {Times(single)} ms (floor 50); a file of {FILE} "
          f"pages with another reference {max(whole):.2f} s (3)", flush=True)  # fmt: skip


def _print_clients(run: Run, opis: Opis) -> None:
    with tempfile.TemporaryDirectory(dir=run.folder, ignore_cleanup_errors=True) as folder:
        copy = opis.beside(Path(folder))
        for what, engine in (("", copy), (", nothing kept that was found", copy.anew())):
            found = asked_together(engine)
            alone, together = Times(found.alone), Times(found.together)
            rates = len(found.alone) / found.alone_took, len(found.together) / found.together_took
            print(f"\n{CLIENTS} clients{what}, {os.cpu_count()} searches at a time, {found.added} "
                  f"pages added in {found.together_took:.0f} s, by the clock:\n"
                  f"{found.wrong} wrong answers of {len(found.together)} (floor 0)\n"
                  f"{rates[1]:.1f} queries/s, one thread {rates[0]:.1f}: "
                  f"{rates[1] / rates[0]:.2f} × (1.2 ×)\n"
                  f"p50 · p95 {together}, alone {alone} ms: "
                  f"p95 {together.p(95) / alone.p(95):.1f} × a lone query's (8 ×)",
                  flush=True)  # fmt: skip


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _profiles(run: Run, opis: Opis) -> None:
    """What the queries of each class spend their time on."""
    for kind in run.classes:
        queries = [q for q in run.queries.of(kind, PROFILED + WARMING) if _can(opis, q)]
        if not queries:
            continue
        for query in queries[:WARMING]:
            opis.ask(query, passages=kind == "any")
        profile = cProfile.Profile(run.clock)
        profile.enable()
        for query in queries[WARMING:]:
            opis.ask(query, passages=kind == "any")
        profile.disable()
        print(f"== {CLASSES[kind]}: {len(queries[WARMING:])} queries")
        pstats.Stats(profile).sort_stats("cumulative").print_stats(32)


if __name__ == "__main__":
    main()
