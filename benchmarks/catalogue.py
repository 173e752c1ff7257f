"""The catalogue with many pages: its size, and what writing, reading, backup and upgrade take.

``scripts/bench catalogue [--pages 10000,100000,1000000] [--words 300] [--folder DIR]`` prints a
column for each number. Pages are synthetic: words of the demo's texts in random order, each with a
quad and a confidence, a tenth with an alternative; 12 pages a document. With few words a page the
number of pages may be larger than a disk would hold of whole ones. The catalogue is filled in bulk
as one of an older Opis (the scripts up to :data:`OLD`), brought up to date by opening it, and then
used through the functions that ``opis`` calls. The disk needs room for three times its size.

Seconds of the processor («CPU») are those of this process; the others are by the clock, and grow
with whatever else the machine and its disk do. «Cold» is with nothing of the file in memory.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from statistics import median

from corpus import documents, pages, queue
from corpus.access import Role
from corpus.catalogue import Database
from corpus.catalogue.database import kept_older
from corpus.demo.source import TEXTS
from corpus.reading import Reading, Source, pack
from ingest.compose import Piece, compose

#: the version of the catalogue that is filled, before access by rules, the bin, and indexes of both
OLD = 10
LINE, PAGES_A_DOCUMENT, POOL = 10, 12, 500
#: pages that wait, and are then recorded one by one
WAITING = 600
SAMPLE = 300
BLOCK = 12_000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", default="10000,100000,1000000")
    parser.add_argument("--words", type=int, default=300, help="of a page")
    parser.add_argument("--folder", type=Path, help="where the catalogues are made; else in /tmp")
    asked = parser.parse_args()
    columns = []
    for count in map(int, asked.pages.split(",")):
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            columns.append(measured(Path(folder) / "catalogue.sqlite", count, asked.words))
            sys.stderr.write(f"{columns[-1]}\n")
    for name in columns[0]:
        print("|", " | ".join([name, *(column[name] for column in columns)]), "|")
        if name == "pages":
            print("|---" * (len(columns) + 1) + "|")


def measured(path: Path, count: int, words: int) -> dict[str, str]:
    """What the catalogue takes with so many pages of so many words: texts by names of rows."""
    chance = random.Random(count)
    pool = list(readings(chance, words))
    fill(path, count, [pack(reading) for reading in pool], chance)
    os.sync()
    out = {"pages": f"{count:,}"}
    upgrade = timed(lambda: Database.open(path).close())
    kept = kept_older(path, OLD)
    out["upgrade from an older Opis, a copy of it included, s"] = upgrade
    out["… the copy alone, s"] = timed(lambda: copied(kept, path.with_name("again.sqlite")))
    for made in (kept, path.with_name("again.sqlite")):
        made.unlink()
    with closing(Database.open(path)) as database:
        out |= recorded(database, pool)
        database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        size = path.stat().st_size
        out["size, GB"] = f"{size / 1e9:.2f}"
        held = database.number("SELECT sum(length(body)) FROM readings")
        out["bytes a page; its packed reading"] = f"{size / count:,.0f}; {held / count:,.0f}"
        out |= read(database, path, count, chance)
        for name, what in (
            ("count what a role may read (every search), ms", lambda: number_open(database)),
            ("count what waits, ms", lambda: queue.waiting(database)),
            ("count by document (opis status), ms", lambda: pages.counts(database, Role.PUBLIC)),
            ("what has changed since, of 600 pages, ms", lambda: changed(database)),
        ):
            out[name] = f"{1000 * median(seconds(what) for _ in range(3)):,.1f}"
        out["backup of the catalogue, s"] = timed(lambda: copied(path, path.with_name("backup")))
        out["check (integrity_check), s"] = timed(lambda: sound(database))
    return out


def readings(chance: random.Random, count: int) -> Iterator[Reading]:
    """Pages of so many words, as the OCR gives them."""
    words = [w for path in sorted(TEXTS.iterdir()) for w in path.read_text("utf-8").split()]
    for _ in range(POOL):
        lines = []
        for row in range(-(-count // LINE)):
            line, x = [], 0.1 + chance.uniform(0, 0.01)
            for word in chance.choices(words, k=min(LINE, count)):
                y, wide = 0.05 + 0.03 * row + chance.uniform(0, 0.002), 0.011 * len(word)
                low = y + chance.uniform(0.012, 0.018)
                quad = ((x, y), (x + wide, y), (x + wide, low), (x, low))
                other = (word[::-1],) if chance.random() < 0.1 else ()
                line.append(Piece(word, quad, round(chance.uniform(0.5, 1), 3), other))
                x += wide + chance.uniform(0.005, 0.01)
            lines.append(line)
        yield compose([lines], source=Source.OCR, engine="tesseract 5.3.0", confidence=0.9)


def fill(path: Path, count: int, bodies: list[bytes], chance: random.Random) -> None:
    """Make a catalogue of version :data:`OLD` with so many pages; the last of them wait."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        for script in sorted(
            files("corpus.catalogue").joinpath("migrations").iterdir(), key=lambda f: f.name
        ):
            if script.name.endswith(".sql") and int(script.name[:4]) <= OLD:
                connection.executescript(script.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA user_version = {OLD:d}")
        for start in range(1, count + 1, BLOCK):
            numbers = range(start, min(start + BLOCK, count + 1))
            own = [(n, *divmod(n - 1, PAGES_A_DOCUMENT)) for n in numbers]
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO originals VALUES (?, 'application/pdf', 1000000, ?, '2026-11-27')",
                [(f"{d:064x}", PAGES_A_DOCUMENT) for _, d, page in own if not page],
            )
            connection.executemany(
                """INSERT INTO documents (id, level, source_name, title, added)
                   VALUES (?, 'document', ?, 'Протокол', '2026-11-27T10:00:00Z')""",
                [(f"d{d:012}", f"{d}.pdf") for _, d, page in own if not page],
            )
            connection.executemany(
                """INSERT INTO pages (id, document, number, original, original_page, width, height,
                                      state, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    (n, f"d{d:012}", page + 1, f"{d:064x}", page + 1, 1700, 2200,
                     "waiting" if n > count - WAITING else "read", n)
                    for n, d, page in own
                ],
            )  # fmt: skip
            connection.executemany(
                """INSERT INTO readings (page, source, engine, language, confidence, created, body)
                   VALUES (?, 'ocr', 'tesseract 5.3.0', 'ru', 0.9, '2026-11-27T10:00:00Z', ?)""",
                [(n, chance.choice(bodies)) for n in numbers if n <= count - WAITING],
            )
            connection.execute("COMMIT")
        connection.execute("UPDATE serial SET value = ?", (count,))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def recorded(database: Database, pool: list[Reading]) -> dict[str, str]:
    """Lease and record the pages that wait, one by one, as a run does."""
    clock, cpu, last = time.monotonic(), time.process_time(), 0
    for n in range(WAITING):
        page = queue.claim(database, last)
        if page is None:
            raise SystemExit("a page is missing")
        queue.record_reading(database, page, pool[n % POOL], 1700, 2200)
        last = page.id
    clock, cpu = time.monotonic() - clock, time.process_time() - cpu
    return {
        "recorded one by one, pages/s": f"{WAITING / clock:,.0f}",
        "… CPU ms a page": f"{1000 * cpu / WAITING:.2f}",
    }


def read(database: Database, path: Path, count: int, chance: random.Random) -> dict[str, str]:
    """Show single pages: the document, the page, its reading with every word."""

    def show(which: Database) -> None:
        n = chance.randrange(count - WAITING)
        document = documents.find(which, f"d{n // PAGES_A_DOCUMENT:012}", Role.PUBLIC)
        page = pages.find(which, document, n % PAGES_A_DOCUMENT + 1, Role.PUBLIC)
        if page.reading is None or not pages.reading(which, page.reading).words:
            raise SystemExit("a page without its words")

    cold = []
    for _ in range(SAMPLE // 10):
        database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        with closing(Database(path)) as fresh:
            cold.append(seconds(lambda fresh=fresh: show(fresh)))
    warm = sorted(seconds(lambda: show(database)) for _ in range(SAMPLE))
    return {
        "one page read, ms (median; 95 of 100 within)": f"{1000 * median(warm):.1f}; "
        f"{1000 * warm[int(0.95 * SAMPLE)]:.1f}",
        "… cold, ms": f"{1000 * median(cold):.1f}; {1000 * max(cold):.1f} at most",
    }


def number_open(database: Database) -> int:
    """Count what the public may read."""
    return pages.number_open(database, Role.PUBLIC)


def changed(database: Database) -> int:
    """Go through the pages that were recorded last, as an index does that follows."""
    serial = database.number("SELECT value FROM serial")
    return len(pages.changed_since(database, serial - WAITING))


def sound(database: Database) -> None:
    """Have SQLite look at everything."""
    if database.faults():
        raise SystemExit("the catalogue is damaged")


def copied(path: Path, target: Path) -> None:
    """Copy a catalogue as a backup does."""
    with closing(Database(path)) as database:
        database.copy_to(target)


def seconds(what: Callable[[], object]) -> float:
    """Seconds by the clock."""
    start = time.monotonic()
    what()
    return time.monotonic() - start


def timed(what: Callable[[], object]) -> str:
    """Seconds by the clock and of the processor, as a text."""
    cpu = time.process_time()
    clock = seconds(what)
    return f"{clock:.1f} (CPU {time.process_time() - cpu:.1f})"


if __name__ == "__main__":
    main()
