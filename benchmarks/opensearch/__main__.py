"""The command behind ``scripts/opensearch``: nodes for a first trial, which stay until stopped.

They answer at 127.0.0.1:9200 and the ports after it, and keep what they hold from one start to the
next. ``run.json`` in their folder says which are there.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from benchmarks.opensearch.installing import NoServer, cache, installed
from benchmarks.opensearch.nodes import Nodes, ask

HTTP, TRANSPORT = 9200, 9300
USAGE = "scripts/opensearch install | start [1|2|3] | status | stop | remove"


def _folder() -> Path:
    return cache() / "trial"


def _known() -> Nodes | None:
    """The nodes of the last start, living or not."""
    written = _folder() / "run.json"
    if not written.is_file():
        return None
    pids = json.loads(written.read_text(encoding="utf-8"))
    nodes = _trial(len(pids))
    for node, pid in zip(nodes.nodes, pids, strict=True):
        node.pid = pid
    return nodes


def _trial(count: int) -> Nodes:
    ports = [first + n for first in (HTTP, TRANSPORT) for n in range(count)]
    return Nodes(_folder(), count, brisk=False, ports=ports)


def start(count: int) -> int:
    """Start some nodes; those of an earlier start must have been stopped."""
    known = _known()
    if known and any(node.is_alive() for node in known.nodes):
        print("they run already:")
        return status()
    if known and known.count != count and (_folder() / "n0" / "data").exists():
        print(f"{known.count} nodes have kept an index here; remove it first to start {count}")
        return 2
    _folder().mkdir(parents=True, exist_ok=True)
    nodes = _trial(count)
    try:
        took = nodes.start()
    except NoServer:
        nodes.stop()
        raise
    pids = json.dumps([node.pid for node in nodes.nodes])
    (_folder() / "run.json").write_text(pids, encoding="utf-8")
    print(f"ready after {took:.1f} s:", *nodes.urls)
    return 0


def status() -> int:
    """Print which nodes are there, and how the cluster is."""
    known = _known()
    for node in known.nodes if known else ():
        alive = node.is_alive()
        print(node.name, node.url, f"process {node.pid}" if alive else "not running")
        if alive:
            health = ask(f"{node.url}/_cluster/health")
            print("  ", health["status"], f"{health['number_of_nodes']} nodes")
    if not known or not any(node.is_alive() for node in known.nodes):
        print("no node runs")
        return 1
    return 0


def stop() -> int:
    """Stop the nodes; what they hold stays."""
    known = _known()
    if known:
        known.stop()
    return 0


def remove() -> int:
    """Stop the nodes and remove what they hold."""
    stop()
    shutil.rmtree(_folder(), ignore_errors=True)
    return 0


def main(given: list[str]) -> int:
    """Do what the command line says; 2 for a wrong one, 5 where no server can be had."""
    try:
        match given:
            case ["install"]:
                print(installed())
                return 0
            case ["start", "1" | "2" | "3" as count]:
                return start(int(count))
            case ["start"]:
                return start(1)
            case ["status"]:
                return status()
            case ["stop"]:
                return stop()
            case ["remove"]:
                return remove()
    except NoServer as reason:
        print(f"opis: {reason}", file=sys.stderr)
        return 5
    print(USAGE, file=sys.stderr)
    return 2


sys.exit(main(sys.argv[1:]))
