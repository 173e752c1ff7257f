"""Listing: an inventory's table is kept among the originals, and its files are entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import documents, files
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.documents import Original
from corpus.errors import OpisError
from corpus.files import File, Relisted
from corpus.originals import keep
from ingest.intake import digest_of
from ingest.inventory import Inventory, read_inventory
from ingest.paperwork import Paper
from ingest.report import Report
from ingest.sheet import media_type
from ingest.sidecar import read_sidecar, sidecar_of


@dataclass(frozen=True, slots=True)
class ForeseenInventory:
    """An inventory beside the catalogue: each of its files as it would be and as it is.

    ``gone`` are files that an earlier table of the same name lists and this one does not.
    """

    path: Path
    each: tuple[Relisted, ...]
    gone: tuple[File, ...]

    @property
    def files(self) -> tuple[File, ...]:
        """What the table lists."""
        return tuple(one.file for one in self.each)

    @property
    def new(self) -> int:
        """How many of them no inventory has listed yet."""
        return sum(one.before is None for one in self.each)


def foresee(database: Database, path: Path, inventory: Inventory) -> ForeseenInventory:
    """Lay an inventory, whose table is at ``path``, beside the catalogue; nothing is changed."""
    each, gone = files.relisted(database, path.name, inventory.files)
    return ForeseenInventory(path, tuple(each), tuple(gone))


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
