"""Listing: an inventory's table is kept among the originals, and its files are entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus import documents, files
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.documents import Original
from corpus.errors import OpisError
from corpus.originals import keep
from ingest.intake import digest_of
from ingest.inventory import Inventory, read_inventory
from ingest.paperwork import Paper
from ingest.report import Report
from ingest.sheet import media_type
from ingest.sidecar import read_sidecar, sidecar_of


def list_files(
    collection: Collection,
    database: Database,
    paper: Paper,
    base: Mapping[str, object],
    report: Report,
) -> Sequence[OpisError]:
    """Enter the files of a table, all at once; returns what is wrong with its headers and rows.

    Raises:
        OpisError: the table cannot be read, or what is said of it cannot be used.

    """
    if paper.error:
        raise paper.error
    inventory = inventory_of(paper, base)
    if inventory.files:
        sha256 = digest_of(paper.path)
        size = keep(collection.originals, paper.path, sha256).stat().st_size
        with database.transaction():
            original = Original(sha256, media_type(paper.path), size, 0)
            documents.enter_original(database, original)
            new, known = files.list_inventory(database, sha256, paper.path.name, inventory.files)
        report.files += new
        report.known_files += known
    return (*paper.register.problems, *inventory.problems)


def inventory_of(paper: Paper, base: Mapping[str, object]) -> Inventory:
    """The files that a table lists; its sidecar says more of them than ``base``.

    Raises:
        BadDescription: its sidecar, or ``base``, cannot be used.

    """
    if not paper.inventory:
        return Inventory((), ())
    (said,) = read_sidecar(sidecar_of(paper.path), base)[:1]
    return read_inventory(paper.path, paper.inventory, said.description)
