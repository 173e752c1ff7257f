"""The engine of OpenSearch beside the embedded one, over the pages of scripts/bench engine.

One node on this machine (or servers given with ``--url``), one shard, one client. Times by the
clock count what else runs here; so the processor's are told too, of the asking process and, for
the servers, of theirs.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from opensearchpy import OpenSearch, helpers

from benchmarks.engine import CLASSES
from benchmarks.engine_corpus import Pages
from benchmarks.engine_opis import LIMIT, Opis
from benchmarks.engine_queries import Queries, Query
from benchmarks.opensearch.nodes import NOTED, Nodes
from corpus.collection import Collection
from index.answer import Request, Scope
from index.engine import Engine, Found
from index.indexed import Indexed
from index.opensearch import schema
from index.opensearch.bodies import body
from index.opensearch.engine import OpenSearchEngine
from index.opensearch.moments import Moment, moment
from index.query.parse import parse

INDEX = "opis-bench"
#: queries of a class before those that are measured, and these
WARMING, TIMED = 10, 30
#: documents of a bulk request
CHUNK = 50


class Served(OpenSearchEngine):
    """The engine over the pages of the benchmark, which no catalogue has."""

    def __init__(self, client: OpenSearch) -> None:
        super().__init__(Collection(Path()))
        self._client = client

    @contextmanager
    def _moment(self) -> Iterator[Moment]:
        with moment(self._client, INDEX, 0) as at:
            yield at


def main() -> None:
    """Print the tables."""
    options = _options()
    folder = Path(options.folder)
    pages = Pages(folder, options.pages)
    if options.url:
        _measure(folder, pages, options.url, keep=options.keep)
        return
    nodes = Nodes(Path(tempfile.mkdtemp(prefix="opis-bench-opensearch-")), heap=options.heap)
    try:
        nodes.start()
        _measure(folder, pages, nodes.nodes[0].url, keep=False)
    finally:
        nodes.stop()


def _measure(folder: Path, pages: Pages, url: str, *, keep: bool) -> None:
    client = OpenSearch([url], timeout=300)
    print(f"{pages.count:,} synthetic pages, {pages.document[-1] + 1:,} documents; OpenSearch "
          f"{client.info()['version']['number']}, one shard\n")  # fmt: skip
    if not (keep and client.indices.exists(index=INDEX)):
        _build(client, pages)
    stored = client.indices.stats(index=INDEX)["_all"]["primaries"]["store"]["size_in_bytes"]
    print(f"{stored / pages.count:,.0f} bytes a page, {stored / 1e6:,.0f} MB", flush=True)
    opis = Opis(folder, pages)
    if not opis.is_built():
        wall, own = opis.build()
        print(f"embedded: {pages.count / wall:,.0f} pages/s, of the processor "
              f"{pages.count / own:,.0f}", flush=True)  # fmt: skip
    embedded = opis.anew().engine
    queries = Queries(pages)
    print("\np50 · p95 in ms by the clock; mean ms of the processor, of the servers' in brackets")
    print("| class | embedded | OpenSearch | same numbers, facets | pages, median |")
    print("|---" * 5 + "|")
    for name, ask in _classes(queries).items():
        own, other = _asked(embedded, ask, None), _asked(Served(client), ask, client)
        same = sum(_alike(a, b) for a, b in zip(own.found, other.found, strict=True))
        median = int(np.median([found.pages for found in own.found]))
        print(f"| {name} | {own} | {other} | {same} of {len(own.found)} | {median:,} |", flush=True)


def _build(client: OpenSearch, pages: Pages) -> None:
    """Index all pages; prints how fast."""
    client.indices.delete(index=INDEX, params={"ignore_unavailable": "true"})
    settings = schema.settings(client.info()["version"]["number"])
    settings["index"] |= {"refresh_interval": "-1"}
    client.indices.create(index=INDEX, body={"settings": settings, "mappings": schema.mapping()})
    start, own, theirs = time.perf_counter(), time.process_time(), _servers(client)
    for ok, told in helpers.streaming_bulk(client, _documents(pages), CHUNK, request_timeout=300):
        if not ok:
            raise RuntimeError(told)
    client.indices.refresh(index=INDEX)
    wall = time.perf_counter() - start
    own, theirs = time.process_time() - own, _servers(client) - theirs
    print(f"sent and indexed: {pages.count / wall:,.0f} pages/s; a second of the processor: "
          f"{pages.count / own:,.0f} of the sender, {pages.count / theirs:,.0f} of the server",
          flush=True)  # fmt: skip
    client.indices.flush(index=INDEX)
    time.sleep(NOTED)  # else a merge keeps what mends copies, most of the size
    client.indices.forcemerge(index=INDEX, params={"max_num_segments": "1"})


def _documents(pages: Pages) -> Iterator[dict[str, Any]]:
    for document, numbers in groupby(range(pages.count), pages.document_name):
        own = [Indexed(pages.facts(n), pages.terms(n), pages.ranges(n)) for n in numbers]
        yield {"_index": INDEX, "_id": document, "_source": body(own, 1)}


def _classes(queries: Queries) -> dict[str, list[tuple[Query, Request]]]:
    """What is asked: the classes of scripts/bench engine, hits counted, words of a document."""
    plain = Request(limit=LIMIT, count_hits=False)
    out = {
        name: [(query, plain) for query in queries.of(kind, WARMING + TIMED)]
        for kind, name in CLASSES.items()
    }
    some = queries.of("any", WARMING + TIMED)
    out["OR of 3, all hits counted"] = [(q, replace(plain, count_hits=True)) for q in some]
    both = [Query("all of 2", " ".join(query.words[:2])) for query in some]
    out["AND of 2, facets"] = [(query, plain) for query in both]
    anywhere = replace(plain, scope=Scope.DOCUMENT)
    out["AND of 2 anywhere in a document"] = [(query, anywhere) for query in both]
    return out


class _Asked:
    """What some queries took: milliseconds by the clock, of the processor, of the servers'."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.clock: list[float] = []
        self.own = self.theirs = 0.0

    def __str__(self) -> str:
        p50, p95 = np.percentile(self.clock, [50, 95])
        theirs = f" ({self.theirs:.0f})" if self.theirs else ""
        return f"{p50:.0f} · {p95:.0f}; {self.own:.0f}{theirs}"


def _asked(engine: Engine, ask: list[tuple[Query, Request]], client: OpenSearch | None) -> _Asked:
    out = _Asked()
    for n, (query, request) in enumerate(ask):
        if n == WARMING:
            own, theirs = time.process_time(), _servers(client)
        start = time.perf_counter()
        found = engine.find(parse(query.text).tree, request)
        if n >= WARMING:
            out.found.append(found)
            out.clock.append((time.perf_counter() - start) * 1000)
    out.own = (time.process_time() - own) * 1000 / len(out.found)
    out.theirs = (_servers(client) - theirs) * 1000 / len(out.found)
    return out


def _servers(client: OpenSearch | None) -> float:
    """Seconds that the processes of the servers have used of their processors."""
    if client is None:
        return 0.0
    nodes = client.nodes.stats(metric="process")["nodes"].values()
    return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes)) / 1000


def _alike(one: Found, other: Found) -> bool:
    return _numbers(one) == _numbers(other)


def _numbers(found: Found) -> tuple[object, ...]:
    return found.documents, found.pages, found.occurrences, found.facets


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench cluster", description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--folder", default=str(Path(tempfile.gettempdir()) / "opis-bench"))
    parser.add_argument("--heap", default="1g", help="of the node that is started")
    parser.add_argument("--url", help="a server that runs, instead of a node of this machine")
    parser.add_argument("--keep", action="store_true", help="do not index anew what stands there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
