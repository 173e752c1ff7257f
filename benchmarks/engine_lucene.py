"""Lucene for scripts/bench engine: a small Java program (LuceneDriver.java) asked line by line.

It times itself: what passes between the two processes does not count.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from benchmarks.engine_corpus import Pages
from benchmarks.engine_peers import FIELDS, LIMIT, Peer, Words, copied, fields
from benchmarks.engine_queries import Query

VERSION = "9.12.3"
GROUP = Path("org", "apache", "lucene")
#: what of it is needed; the highlighter brings the others
NEEDED = ("lucene-highlighter", "lucene-analysis-common")
DRIVER = Path(__file__).with_name("LuceneDriver.java")
REPOSITORY = Path.home() / ".m2" / "repository"
GET = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get"


def missing() -> str:
    """Why Lucene cannot be measured here, or nothing; its files are fetched once."""
    if not shutil.which("javac"):
        return "there is no Java: apt-get install openjdk-17-jdk-headless"
    for name in NEEDED:
        if not (REPOSITORY / GROUP / name / VERSION / f"{name}-{VERSION}.jar").exists():
            if not shutil.which("mvn"):
                return "there is no Maven: apt-get install maven"
            artifact = f"{'.'.join(GROUP.parts)}:{name}:{VERSION}"
            done = subprocess.run(["mvn", "-q", "-B", GET, f"-Dartifact={artifact}"], check=False)
            if done.returncode:
                return f"Maven cannot fetch {artifact}"
    return ""


class Lucene:
    """Lucene with dis_max, doc values and its unified highlighter."""

    name = "Lucene"

    def __init__(self, folder: Path, pages: Pages, clock: str) -> None:
        self.path, self.pages, self.clock = folder / f"lucene-{pages.count}", pages, clock
        self.took: float | None = None

    def build(self) -> tuple[float, float]:
        """Index all pages; the processor's seconds are not told."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        self.open()
        start = time.perf_counter()
        for page in range(self.pages.count):
            self._send("index", *self._parts(page))
        self._told("commit")
        took = time.perf_counter() - start
        self.close()
        return took, float("nan")

    def _parts(self, page: int, before: str = "") -> list[str]:
        own = self.pages.fields(page)
        own["x"] = f"{before} {own['x']}"
        return [str(page), str(int(self.pages.number[page])), self.pages.document_name(page),
                *self.pages.facets(page).values(), *(own[kind] for kind in FIELDS)]  # fmt: skip

    def open(self) -> None:
        """Start the program."""
        jars = (REPOSITORY / GROUP).glob(f"*/{VERSION}/*-{VERSION}.jar")
        self.process = subprocess.Popen(
            ["java", "-Xmx2g", "-cp", ":".join(map(str, jars)), str(DRIVER), str(self.path),
             self.clock],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            encoding="utf-8",
        )  # fmt: skip

    def _send(self, *parts: str) -> None:
        assert self.process.stdin is not None  # noqa: S101 - it was asked for
        self.process.stdin.write("\t".join(part.replace("\n", " ") for part in parts) + "\n")

    def _told(self, *parts: str) -> list[str]:
        assert self.process.stdin is not None  # noqa: S101 - they were asked for
        assert self.process.stdout is not None  # noqa: S101
        self._send(*parts)
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise OSError(f"Lucene ended with {self.process.wait()}")
        return line.rstrip("\n").split("\t")

    def _query(self, query: Query, words: Words) -> tuple[str, str]:
        if query.kind != "any":
            return query.kind, " ".join(query.words)
        made = ("|".join(f"{f}={term}={weight}" for f, term, weight in fields(w)) for w in words)
        return query.kind, " ".join(made)

    def ask(self, query: Query, words: Words, *, passages: bool = False) -> int | None:
        """Search, count the facets, cut passages."""
        own = self._query(query, words)
        pages, took, *shown = self._told("ask", *own)
        self.took = int(took) / 1e9
        if passages:
            texts = [self.pages.text(int(page)) for page in shown[:LIMIT]]
            self.took += int(self._told("cut", *own, *texts)[1]) / 1e9
        return int(pages)

    def matching(self, query: Query, words: Words) -> set[int]:
        """All pages that match."""
        return {int(page) for page in self._told("match", *self._query(query, words)) if page}

    def add(self, page: int, word: str) -> int:
        """Add a page, commit, look for it."""
        found, took = self._told("add", *self._parts(page, word))
        self.took = int(took) / 1e9
        return int(found)

    def beside(self, folder: Path) -> Peer:
        """The same index, to be changed: a copy."""
        other = Lucene(folder, self.pages, self.clock)
        copied(self.path, other.path, shutil.copy2)
        other.open()
        return other

    def close(self) -> None:
        """End the program."""
        self.process.communicate()
