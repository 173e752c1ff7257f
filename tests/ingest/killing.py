"""Runs of adding that are killed at a step or a moment, and what a collection holds afterwards.

As a program it is such a run: it adds scans, and does an act at a step that the rooms log::

    python killing.py COLLECTION SCANS STEP AT ACT

``ACT`` is done at the ``AT``-th record of ``STEP``: «parent», «worker» or «both» are killed,
«vanish» takes the scans away, «fill» lets no file of this process grow, as on a full disk. Scans
are read by :mod:`scripted`, by the real OCR if ``REAL``. ``CLUSTER`` may name who reads them, if it
is a cluster: «ADDRESS PROCESS»; the worker is then one of it.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import resource
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import scripted

import ingest
from benchmarks.local_cluster import workers_of
from corpus import documents, jobs, pages, queue
from corpus.access import Role
from corpus.collection import Collection, create_collection, open_collection
from corpus.errors import OpisError
from corpus.originals import digest
from index.embedded.generation import current
from ingest import page

#: Steps that the rooms log, in the order in which a run takes them.
STEPS = ("accepted", "copied", "entered", "claimed", "read", "recorded", "committed")
WORKERS = 2
REAL, CLUSTER = "OPIS_REAL_OCR", "OPIS_TRIAL_CLUSTER"


#: the scans of a trial, by name and number of pages
SCANS = {"том": 9, "дело": 2, "письмо": 1}
PAGES = sum(SCANS.values())


def write(folder: Path, ballast: int = 0) -> Path:
    """Write the scans of a trial, each longer by ``ballast`` bytes than it need be."""
    for name, count in SCANS.items():
        text = "\f".join(f"{name} {n}: заключённые лагеря" for n in range(1, count + 1))
        (folder / f"{name}.txt").write_text(text + "\n" * ballast, encoding="utf-8")
    (folder / "дело.yaml").write_text("reference: ГА РФ. Ф. 1. Оп. 2. Д. 3. Л. 1–2")
    return folder


class Act(logging.Handler):
    """Does something at a record of the rooms' logs."""

    def __init__(self, step: str, at: int, act: str, scans: Path) -> None:
        super().__init__()
        self.step, self.left, self.act, self.scans = step, at, act, scans

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.split()[0] != self.step:
            return
        self.left -= 1
        if self.left:
            return
        if self.act == "vanish":
            for path in self.scans.iterdir():
                path.rename(self.scans.with_name("elsewhere") / path.name)
        if self.act == "fill":
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        if self.act in {"worker", "both"}:
            os.kill(victims(os.getpid())[0], signal.SIGKILL)
        if self.act in {"parent", "both"}:
            os.kill(os.getpid(), signal.SIGKILL)


def victims(run: int) -> list[int]:
    """The processes that read pages for a run: its children, or the workers of the cluster."""
    if cluster := os.environ.get(CLUSTER):
        return workers_of(int(cluster.split()[1]))
    tasks = Path(f"/proc/{run}/task").iterdir()
    return sorted(int(pid) for task in tasks for pid in (task / "children").read_text().split())


def main() -> int:
    """Run as described above; the exit code is that of the command."""
    collection, scans, step, at, act = sys.argv[1:]
    if not os.environ.get(REAL):
        page.READER = scripted.READER
    for room in ("ingest", "index"):
        logger = logging.getLogger(room)
        logger.setLevel(logging.DEBUG)
        logger.addHandler(Act(step, int(at), act, Path(scans)))
    cluster = os.environ.get(CLUSTER, "").split()
    workers = cluster[0] if cluster else WORKERS
    try:
        report = ingest.add(open_collection(Path(collection)), [Path(scans)], workers=workers)
    except OpisError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return int(bool(report.failed))


def command(
    collection: Collection, scans: Path, step: str = "none", at: int = 1, act: str = ""
) -> list[str]:
    """The command of a run, see above."""
    return [sys.executable, __file__, str(collection.path), str(scans), step, str(at), act]


def disturbed(
    collection: Collection, scans: Path, step: str, at: int, act: str, *, real: bool = False
) -> subprocess.CompletedProcess[str]:
    """Add ``scans`` in a process that does an act at a step; ``real`` asks for the real OCR."""
    return subprocess.run(
        command(collection, scans, step, at, act),
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | ({REAL: "1"} if real else {}),
    )


def killed_after(collection: Collection, scans: Path, seconds: float, act: str) -> bool:
    """Add ``scans`` in a process that is killed after ``seconds``; whether it was still at it."""
    with subprocess.Popen(command(collection, scans), stderr=subprocess.DEVNULL) as run:
        time.sleep(seconds)
        alive = run.poll() is None
        if alive and act != "parent":
            for pid in victims(run.pid)[:1]:
                os.kill(pid, signal.SIGKILL)
        if act != "worker":
            run.kill()
    return alive


def holds(collection: Collection) -> dict[str, Any]:
    """Everything a collection holds that does not depend on when it came."""
    with collection.catalogue() as database:
        listed = documents.listed(database, Role.ARCHIVIST)
        read = {
            (p.document, p.number): (
                p.state,
                p.original,
                (p.width, p.height),
                pages.reading(database, p.reading) if p.reading else None,
                database.number("SELECT count(*) FROM readings WHERE page = ?", (p.id,)),
            )
            for document in listed
            for p in pages.of(database, document.id)
        }
        rows = {
            table: database.number(f"SELECT count(*) FROM {table}")  # noqa: S608 - ours
            for table in ("originals", "files", "fonds", "opis", "readings", "pages")
        }
        waiting = jobs.waiting(database) + queue.waiting(database)
        refused = [(r.path, r.reason) for r in jobs.refusals(database)]
        newest = {p.id: p.reading for p in pages.changed_since(database, 0)}
    kept = [p for p in collection.originals.rglob("*") if p.is_file()]
    return {
        "documents": {d.id: (d.source_name, d.description, d.pages) for d in listed},
        "pages": read,
        "rows": rows,
        "waiting": waiting,
        "refused": refused,
        "originals": {p.parent.name + p.name: digest(p) for p in kept},
        "images": sorted(str(p.relative_to(collection.cache)) for p in collection.cache.rglob("*")),
        **indexed(collection, newest),
    }


def differing(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """Where two of :func:`holds` differ, a line each."""
    said = []
    for part in found:
        one, other = found[part], expected[part]
        if one == other:
            continue
        if isinstance(one, dict):
            keys = [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]
            said += [
                f"{part} {key}: {one.get(key)!r:.400} NOT {other.get(key)!r:.400}" for key in keys
            ]
        else:
            said.append(f"{part}: {one!r:.400} NOT {other!r:.400}")
    return said


def indexed(collection: Collection, newest: dict[int, int | None]) -> dict[str, Any]:
    """Every term of the index with its pages and positions, and what it keeps of a page.

    The numbers of pages and layers depend on the order in which they came: they are checked
    against ``newest``, the catalogue's, and left out.
    """
    generation = current(collection.index)
    assert generation is not None
    terms: dict[str, list[tuple[str, int, list[int]]]] = defaultdict(list)
    with generation.open().reader() as reader:
        facts = {number: stored["facts"] for number, stored in reader.iter_docs()}
        assert {f.key: f.layer for f in facts.values()}.items() <= newest.items()
        for field, term in reader.all_terms():
            if field == "terms":
                matcher = reader.postings(field, term)
                while matcher.is_active():
                    at = facts[matcher.id()]
                    places = matcher.value_as("positions")
                    terms[term.decode()].append((at.document, at.number, places))
                    matcher.next()
    kept = [dataclasses.replace(f, key=0, layer=0, added="") for f in facts.values()]
    return {
        "terms": {term: sorted(found) for term, found in terms.items()},
        "facts": sorted(kept, key=lambda f: (f.document, f.number)),
    }


def undisturbed(folder: Path, scans: Path) -> dict[str, Any]:
    """What a collection holds after a run that nobody disturbs."""
    collection = create_collection(folder)
    ingest.add(collection, [scans], workers=WORKERS)
    return holds(collection)


if __name__ == "__main__":
    sys.exit(main())
