"""What waits to be taken in may be cancelled, also while the work is going on."""

from __future__ import annotations

from pathlib import Path

import ingest
from corpus import documents, jobs
from corpus.access import Role
from corpus.collection import create_collection


def test_what_is_cancelled_while_it_is_taken_in_is_not_added(tmp_path: Path) -> None:
    collection = create_collection(tmp_path / "collection")
    scans = tmp_path / "scans"
    scans.mkdir()
    for name in ("один", "два"):
        (scans / f"{name}.txt").write_text(f"лист {name}", encoding="utf-8")

    def cancel(_step: str, _done: int, _total: int, _name: str) -> None:
        with collection.catalogue() as database:
            jobs.cancel(database, str(scans / "два.txt"))

    assert ingest.add(collection, [scans], workers=1, progress=cancel).added == 1
    with collection.catalogue() as database:
        (only,) = documents.listed(database, Role.ARCHIVIST)
        assert only.source_name == "один.txt"
        assert jobs.waiting(database) == 0
