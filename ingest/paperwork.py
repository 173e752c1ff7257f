"""The tables that lie among scans: which of them describe scans, which are inventories.

A table is read once, by whoever :class:`Paperwork` is given for it (a worker). What a table says
holds for the scans beside it and in the folders beside it, however those were named. Scans beside a
table that cannot be read wait: taken without it they would lack its descriptions, and be open. A
table further up may have nothing to do with them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import InputFailed, OpisError
from corpus.messages import N_
from ingest.columns import Table, no_header, tables
from ingest.descriptions import is_descriptions
from ingest.inventory import is_inventory
from ingest.register import Register, Told, is_register, read_register
from ingest.sheet import Sheet, is_table

#: reads the sheets of a table, or raises what is wrong with it
Read = Callable[[Path], tuple[Sheet, ...]]


@dataclass(frozen=True, slots=True)
class Paper:
    """A table: its sheets that are inventories, what it tells of scans, what is wrong with it."""

    path: Path
    inventory: tuple[Table, ...] = ()
    register: Register = field(default_factory=Register)
    error: OpisError | None = None


class Paperwork:
    """The tables of the folders that are walked through."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._papers: dict[Path, Paper] = {}
        self._inside: dict[Path, tuple[Path, ...]] = {}

    def paper(self, path: Path) -> Paper:
        """What a table is."""
        path = path.absolute()
        if path not in self._papers:
            self._papers[path] = self._look(path)
        return self._papers[path]

    def told(self, scan: Path) -> Told | None:
        """What tables tell of a scan or of a folder of scans."""
        scan = scan.absolute()
        papers = [
            self.paper(table)
            for folder in (scan.parent, scan.parent.parent)
            for table in self._tables(folder)
        ]
        for paper in papers:
            if paper.error and paper.path.parent == scan.parent and not scan.is_dir():
                return Told(error=_unreadable(paper.path, paper.error))
        found = [(p.path, told) for p in papers if (told := p.register.told.get(scan))]
        if len(found) > 1 and any(told != found[0][1] for _, told in found):
            return Told(error=_contradicted(found[0][0], found[1][0]))
        return found[0][1] if found else None

    def _tables(self, folder: Path) -> tuple[Path, ...]:
        if folder not in self._inside:
            try:
                inside = sorted(p for p in folder.iterdir() if is_table(p) and p.is_file())
            except OSError:  # one may add a scan from a folder that one may not list
                inside = []
            self._inside[folder] = tuple(p for p in inside if not p.name.startswith((".", "~$")))
        return self._inside[folder]

    def _look(self, path: Path) -> Paper:
        try:
            read = tables(self._read(path))
        except InputFailed as reason:
            return Paper(path, error=reason)
        inventory = tuple(filter(is_inventory, read))
        if not inventory and not any(map(is_register, read)):
            described = any(map(is_descriptions, read))
            return Paper(path, error=_of_documents() if described else no_header())
        register = read_register(path, read)
        return Paper(path, inventory, register)


def _of_documents() -> InputFailed:
    return InputFailed(
        N_("The table describes documents that are in the collection already."),
        remedy=N_("Take it in on the page «From a table», and move it away from here."),
    )


def _unreadable(table: Path, reason: OpisError) -> InputFailed:
    return InputFailed(
        N_("It waits for the table «{table}», which may describe it. {wrong}"),
        remedy=reason.remedy.template,
        **{**reason.remedy.values, "table": table.name, "wrong": reason.what},
    )


def _contradicted(one: Path, other: Path) -> InputFailed:
    return InputFailed(
        N_("The tables «{one}» and «{other}» describe the scan differently."),
        remedy=N_("Leave its row in one of them."),
        one=one.name,
        other=other.name,
    )
