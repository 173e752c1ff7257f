"""How large an index on servers is, and how fast it is built, beside the embedded one.

``scripts/bench server_size [PAGES]`` (1,000 unless told otherwise): documents of ten pages, each of
300 words that stand together in the texts of the demo, one node with a heap of 512 MB. Bytes a page
are those right after the build, and after segments were merged; until then the server keeps what
it was sent. Processor time is that of Opis alone, which makes the terms.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import servers
from shelves import Shelf

from benchmarks.opensearch.nodes import NOTED, Nodes, ask
from corpus.collection import Collection, Settings
from index import build
from index.opensearch import building
from index.opensearch.generation import usable

PAGES, OF_DOCUMENT, WORDS, LINE = 1000, 10, 300, 10
#: seconds for which a server tells the size that it saw last
LOOKED = 12


def texts(count: int) -> list[str]:
    """Pages of words as they stand in the texts of the demo."""
    folder = files("corpus.demo").joinpath("texts")
    every = sorted((one for one in folder.iterdir() if one.is_file()), key=lambda one: one.name)
    words = [word for one in every for word in one.read_text(encoding="utf-8").split()]
    chance, out = random.Random(1), []
    for _ in range(count):
        at = chance.randrange(len(words) - WORDS)
        lines = range(at, at + WORDS, LINE)
        out.append("\n".join(" ".join(words[first : first + LINE]) for first in lines))
    return out


def timed(collection: Collection, do: Callable[[Collection], None]) -> tuple[float, float]:
    """Seconds by the clock, and of this process's processor time."""
    clock, own = time.monotonic(), time.process_time()
    do(collection)
    return time.monotonic() - clock, time.process_time() - own


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    folder = Path(tempfile.mkdtemp(prefix="opis-size-"))
    folder.chmod(0o755)
    nodes = Nodes(folder / "nodes", brisk=False)
    (folder / "nodes").mkdir()
    (node,) = nodes.nodes
    try:
        nodes.start()
        shelf = Shelf(folder, servers.settings(node.url, "size"))
        pages = texts(count)
        documents = [pages[at : at + OF_DOCUMENT] for at in range(0, count, OF_DOCUMENT)]
        shelf.put(*[({}, some) for some in documents], indexed=False)
        with shelf.collection.catalogue() as database:
            sent = building._items(shelf.collection, database, shelf.ids[:OF_DOCUMENT])
        built = timed(shelf.collection, build)
        name = usable(shelf.collection).name

        def size() -> float:
            ask(f"{node.url}/{name}/_refresh", {}, "POST")
            ask(f"{node.url}/{name}/_flush", {}, "POST")
            time.sleep(LOOKED)
            found = ask(f"{node.url}/{name}/_stats/store")["_all"]["primaries"]["store"]
            return float(found["size_in_bytes"]) / count

        new = size()
        time.sleep(NOTED)
        shelf.put("труд")  # a second segment: one alone is not merged
        size()
        time.sleep(NOTED)
        ask(f"{node.url}/{name}/_forcemerge?max_num_segments=1", {}, "POST", 300)
        merged = size()
        memory = node.memory()
        alone = replace(shelf.collection, settings=Settings())
        embedded = timed(alone, build)
        bytes_ = sum(path.stat().st_size for path in alone.index.rglob("*") if path.is_file())
    finally:
        nodes.stop()
        shutil.rmtree(folder, ignore_errors=True)
    length = sum(len(item.lines) for item in sent) / len(sent) / OF_DOCUMENT
    print(
        f"{count} pages of {WORDS} words\n"
        f"OpenSearch: {length / 1000:.1f} kB a page sent, {new / 1000:.1f} kB once built, "
        f"{merged / 1000:.1f} kB when merged; the node holds {memory / 1e6:.0f} MB\n"
        f"    built in {built[0]:.0f} s, {count / built[0]:.0f} pages/s; "
        f"{count / built[1]:.0f} pages a second of Opis' processor time\n"
        f"embedded: {bytes_ / count / 1000:.1f} kB a page, built in {embedded[0]:.0f} s, "
        f"{count / embedded[1]:.0f} pages a second of processor time"
    )


if __name__ == "__main__":
    main()
