"""Three nodes of OpenSearch are killed and stopped in turn, while clients search and one indexes.

``scripts/soak cluster [ROUNDS]`` (10 unless told otherwise). In every round each node is killed
(SIGKILL) and started again, then the node that manages the cluster, then a node is stopped still
(SIGSTOP) for longer than the others wait for it. One client goes on adding documents: each has the
word that all have, and one that it alone has. A document is acknowledged when ``index.update``
returns. Four clients ask all the time for one or the other word. An answer may hold no fewer
documents than were acknowledged when it was asked for, and no more than had been begun when it
came; an error is no answer. In the end all documents are looked for, and ``opis check`` compares
every page. Ends with code 1 if anything was wrong or lost.
"""

from __future__ import annotations

import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import servers
from shelves import Shelf

import index
from benchmarks.opensearch.nodes import Node, Nodes
from corpus.collection import Collection
from corpus.errors import EngineFailed
from index.answer import Request

NODES, SEARCHING, ROUNDS = 3, 4, 10
#: seconds between two events, and those for which a node is stopped still
PAUSE, STILL = 3.0, 12.0
#: documents at first, and those that are added at a time
FIRST, MORE = 200, 5
#: the word that all documents have; others have their number in letters
COMMON = "лагерь"


def own_word(number: int) -> str:
    """A word that one document has: its number, each figure a letter."""
    return "щ" + "".join("абвгдежзик"[int(figure)] for figure in str(number)) + "щ"


class Clients:
    """Threads that search and one that adds, until told to stop."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.longest = {"searching": 0.0, "adding": 0.0}
        self._begun = self._acknowledged = 0
        self._answered = time.monotonic()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._search, args=[n]) for n in range(SEARCHING)]
        self._threads.append(threading.Thread(target=self._add))

    def __enter__(self) -> Clients:
        self.put(FIRST)
        self._answered = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def documents(self) -> int:
        """How many documents were acknowledged."""
        return self._acknowledged

    def put(self, count: int) -> None:
        """Add documents, and wait until they are acknowledged."""
        first = self._begun
        texts = [f"{COMMON} {own_word(first + n)} приказ о режиме" for n in range(count)]
        self.shelf.put(*texts, indexed=False)
        self._begun += count
        index.update(self.shelf.collection)
        self._acknowledged = first + count

    def _add(self) -> None:
        while not self._over.is_set():
            begun = time.monotonic()
            self._put_until_taken()
            self.longest["adding"] = max(self.longest["adding"], time.monotonic() - begun)
            time.sleep(0.5)

    def _put_until_taken(self) -> None:
        try:
            self.put(MORE)
        except EngineFailed as reason:
            self.counts["updates refused"] += 1
            self._tell("update", reason)
            while not self._over.is_set():
                with suppress(EngineFailed):
                    index.update(self.shelf.collection)
                    self._acknowledged = self._begun
                    return

    def _search(self, number: int) -> None:
        chance = random.Random(number)
        while not self._over.is_set():
            self.ask(chance.randrange(self._acknowledged) if chance.random() < 0.5 else None)
            time.sleep(0.05)

    def ask(self, number: int | None) -> None:
        """Ask for one document, or for all, and judge the answer."""
        word = COMMON if number is None else own_word(number)
        least = self._acknowledged if number is None else 1
        try:
            answer = index.search(self.shelf.collection, Request(f"={word}", limit=1))
        except EngineFailed as reason:
            self.counts["searches refused"] += 1
            self._tell("search", reason)
            return
        most = self._begun if number is None else 1
        with self._lock:
            self.counts["answers"] += 1
            now = time.monotonic()
            self.longest["searching"] = max(self.longest["searching"], now - self._answered)
            self._answered = now
        if not least <= answer.documents <= most or answer.pages != answer.documents:
            self.wrong.append(
                f"{word}: {answer.documents} documents, {answer.pages} pages, not {least} to {most}"
            )

    def _tell(self, what: str, reason: EngineFailed) -> None:
        self.counts[f"{what}: {str(reason.what)[:160]}"] += 1


def disturb(nodes: Nodes, rounds: int) -> Counter[str]:
    """Kill and stop nodes in turn, and wait each time until all is as it was."""
    done: Counter[str] = Counter()
    for n in range(rounds):
        events = [("a node", node, signal.SIGKILL) for node in nodes.nodes]
        events.append(("the manager", nodes.manager(), signal.SIGKILL))
        events.append(("a node", nodes.nodes[n % NODES], signal.SIGSTOP))
        for what, node, how in events:
            if what == "the manager":
                node = nodes.manager()
            _strike(nodes, node, how)
            took = nodes.await_health("green")
            done[f"{what}: {how.name}"] += 1
            say(f"round {n + 1}: {what} {how.name}, whole again after {took:.0f} s")
            time.sleep(PAUSE)
    return done


def _strike(nodes: Nodes, node: Node, how: signal.Signals) -> None:
    node.send(how)
    if how is signal.SIGKILL:
        time.sleep(PAUSE)
        nodes.begin(node)
    else:
        time.sleep(STILL)
        node.send(signal.SIGCONT)


def lost(collection: Collection, documents: int) -> list[int]:
    """The documents, by their numbers, that a search does not find."""
    numbers = range(documents)
    return [
        n for n in numbers
        if index.search(collection, Request(f"={own_word(n)}", limit=1)).documents != 1
    ]  # fmt: skip


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    folder = Path(tempfile.mkdtemp(prefix="opis-soak-"))
    nodes = Nodes(folder / "nodes", NODES, heap="384m")
    (folder / "nodes").mkdir()
    folder.chmod(0o755)
    started = time.monotonic()
    try:
        say(f"three nodes after {nodes.start():.0f} s")
        hosts = '", "'.join(nodes.urls)
        shelf = Shelf(folder, servers.settings(hosts, "soak"))
        with Clients(shelf) as clients:
            done = disturb(nodes, rounds)
        index.update(shelf.collection)
        missing = lost(shelf.collection, clients.documents)
        faults = index.check_index(shelf.collection)
    finally:
        nodes.stop()
        shutil.rmtree(folder, ignore_errors=True)
    for told in clients.wrong[:20]:
        say(f"WRONG {told}")
    counts = clients.counts
    say(
        f"{rounds} rounds in {time.monotonic() - started:.0f} s: "
        + ", ".join(f"{what} {n} times" for what, n in done.items())
    )
    say(
        f"{counts['answers']} answers, {len(clients.wrong)} wrong or partial; "
        f"{counts['searches refused']} searches refused\n"
        f"longest time without an answer {clients.longest['searching']:.1f} s, "
        f"longest until documents were acknowledged {clients.longest['adding']:.1f} s\n"
        f"{clients.documents} documents acknowledged, {len(missing)} lost; "
        f"{counts['updates refused']} updates refused and repeated\n"
        f"opis check: {', '.join(str(fault.what) for fault in faults) or 'nothing'}"
    )
    for reason, n in sorted(counts.items()):
        if ": " in reason:
            say(f"    {n} x {reason}")
    sys.exit(bool(clients.wrong or missing or faults))


if __name__ == "__main__":
    main()
