"""Runs of adding that are killed at a step or a moment, and what a collection holds afterwards."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import ingest
from corpus import documents, jobs, pages
from corpus.access import Role
from corpus.collection import Collection, create_collection
from corpus.originals import digest
from index.embedded.generation import current

#: Steps that the rooms log, in the order in which a run takes them.
STEPS = ("accepted", "copied", "entered", "claimed", "read", "recorded", "committed", "noted")

_RUN = """
import logging, os, signal, sys
from pathlib import Path
import ingest
from corpus.collection import open_collection

class Killer(logging.Handler):
    left = int(sys.argv[4])
    def emit(self, record):
        if record.msg.split()[0] == sys.argv[3]:
            self.left -= 1
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)

for room in ("ingest", "index"):
    logger = logging.getLogger(room)
    logger.setLevel(logging.DEBUG)
    logger.addHandler(Killer())
ingest.add(open_collection(Path(sys.argv[1])), [Path(sys.argv[2])], workers=2)
"""


def _command(collection: Collection, scans: Path, step: str, at: int) -> list[str]:
    return [sys.executable, "-c", _RUN, str(collection.path), str(scans), step, str(at)]


def killed_at_step(collection: Collection, scans: Path, step: str, at: int) -> bool:
    """Add ``scans`` in a process that is killed at the ``at``-th record of ``step``.

    Returns whether it came so far.
    """
    done = subprocess.run(_command(collection, scans, step, at), check=False, capture_output=True)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr.decode()
    return done.returncode != 0


def killed_after(collection: Collection, scans: Path, seconds: float) -> bool:
    """Add ``scans`` in a process that is killed after ``seconds``; whether it was still at it."""
    with subprocess.Popen(_command(collection, scans, "never", 1), stderr=subprocess.PIPE) as run:
        time.sleep(seconds)
        alive = run.poll() is None
        run.kill()
    return alive


def holds(collection: Collection) -> dict[str, Any]:
    """Everything a collection holds that does not depend on when it came."""
    with collection.catalogue() as database:
        listed = documents.listed(database, Role.ARCHIVIST)
        read = {
            (page.document, page.number): (
                page.state,
                pages.reading(database, page.reading).text if page.reading else None,
                database.number("SELECT count(*) FROM readings WHERE page = ?", (page.id,)),
            )
            for document in listed
            for page in pages.of(database, document.id)
        }
        waiting = jobs.waiting(database) + pages.waiting(database)
    kept = [p for p in collection.originals.rglob("*") if p.is_file()]
    return {
        "documents": {d.id: (d.source_name, d.description, d.pages) for d in listed},
        "pages": read,
        "waiting": waiting,
        "originals": {p.parent.name + p.name: digest(p) for p in kept},
        "index": postings(collection),
    }


def postings(collection: Collection) -> dict[str, list[tuple[str, int, list[int]]]]:
    """Every term of the index with its pages and positions, whatever their internal numbers."""
    generation = current(collection.index)
    assert generation is not None
    out: dict[str, list[tuple[str, int, list[int]]]] = defaultdict(list)
    with generation.open().reader() as reader:
        facts = {number: stored["facts"] for number, stored in reader.iter_docs()}
        for field, term in reader.all_terms():
            if field == "terms":
                matcher = reader.postings(field, term)
                while matcher.is_active():
                    page = facts[matcher.id()]
                    places = matcher.value_as("positions")
                    out[term.decode()].append((page.document, page.number, places))
                    matcher.next()
    return {term: sorted(found) for term, found in out.items()}


def undisturbed(folder: Path, scans: Path) -> dict[str, Any]:
    """What a collection holds after a run that nobody disturbs."""
    collection = create_collection(folder)
    ingest.add(collection, [scans], workers=2)
    return holds(collection)
