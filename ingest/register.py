"""A table that describes the scans beside it: a row for a scan, or several with its ``pages``.

The column «скан» names a file or a folder that lies beside the table or in a folder beside it
(«том 1/дело 15.pdf»), with or without its ending, in small or capital letters. What a row says is
what a sidecar of the scan would say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.description import read_description
from corpus.errors import BadUse, InputFailed, OpisError
from corpus.messages import N_
from ingest.columns import Table, at_row, check_restrictions, unknown_header
from ingest.inventory import culprit
from ingest.sheet import Row

#: columns that say nothing of a document
_PASSED = frozenset(
    {"scan", "row", "leaf_count", "office_index", "date_from", "date_to", "document", "revision"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a table tells of a scan, as the mapping of a sidecar, or why it cannot be used."""

    said: Mapping[str, object] = field(default_factory=dict)
    error: OpisError | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """What a table tells of each scan, and what is wrong with its headers and rows."""

    told: Mapping[Path, Told] = field(default_factory=dict)
    problems: tuple[InputFailed, ...] = ()


def is_register(table: Table) -> bool:
    """Whether a table describes scans."""
    return "scan" in table.keys and "document" not in table.keys


def read_register(path: Path, tables: Iterable[Table]) -> Register:
    """Read the tables of ``path`` that describe scans, and find the scans beside it."""
    problems: list[InputFailed] = []
    rows: dict[Path, list[tuple[Table, Row]]] = {}
    beside = _Beside(path.parent)
    for table in filter(is_register, tables):
        problems += [unknown_header(table, column) for column in table.unknown()]
        for row in table.rows:
            name = table.values(row).get("scan", "")
            scan = beside.named(name) if name else None
            if scan is not None:
                rows.setdefault(scan, []).append((table, row))
            elif name or len([cell for cell in row.cells if cell]) > 1:
                problems.append(at_row(table, row, _unmatched(name), "scan"))
    return Register(
        {scan: _told(path, own) for scan, own in rows.items()},
        tuple(problems),
    )


def page_by_page(told: Sequence[Told | None]) -> Told | None:
    """What rows tell of the images of one document, if they differ in their leaves only."""
    said = [one.said for one in told if one and not one.error and "documents" not in one.said]
    common = [{key: value for key, value in one.items() if key != "leaves"} for one in said]
    if len(said) < len(told) or any(one != common[0] for one in common):
        return None
    return Told({**common[0], "leaves": [one.get("leaves", "") for one in said]})


def _unmatched(name: str) -> InputFailed:
    if not name:
        return InputFailed(
            N_("There is no name of a scan here."),
            remedy=N_("Give the row the name of its scan, or leave all other cells of it empty."),
        )
    return InputFailed(
        N_("There is no scan «{scan}» beside the table."),
        remedy=N_("Write the name of the scan as it stands in the folder, or copy the scan there."),
        scan=name[:80],
    )


def _told(path: Path, rows: list[tuple[Table, Row]]) -> Told:
    documents: list[dict[str, object]] = []
    try:
        for table, row in rows:
            check_restrictions(table, row)
            said = said_of(table, row)
            if "pages" not in said and len(rows) > 1:
                raise at_row(table, row, _twice(rows), "scan")
            documents.append(said)
    except InputFailed as reason:
        return Told(error=_in_table(path, reason))
    return Told(documents[0] if "pages" not in documents[0] else {"documents": documents})


def said_of(table: Table, row: Row) -> dict[str, object]:
    """What a row says of a document, as the mapping of a sidecar.

    Raises:
        InputFailed: a value cannot be read; row and column are named.

    """
    values = table.values(row)
    said: dict[str, object] = {k: v for k, v in values.items() if k not in _PASSED}
    ends = dict.fromkeys(values[k] for k in ("date_from", "date_to") if k in values)
    if ends:
        said.setdefault("date", " – ".join(ends))
    described = {key: value for key, value in said.items() if key != "pages"}
    try:
        read_description(described)
    except BadUse as reason:
        raise at_row(table, row, reason, culprit(described)) from reason
    return said


def _twice(rows: list[tuple[Table, Row]]) -> InputFailed:
    return InputFailed(
        N_("The scan is described in several rows: {rows}."),
        remedy=N_("Leave one of them, or give each row its pages of the scan (column «{pages}»)."),
        rows=", ".join(str(row.number) for _, row in rows),
        pages="страницы",
    )


def _in_table(path: Path, reason: OpisError) -> InputFailed:
    return InputFailed(
        N_("Its description in «{table}» cannot be used. {wrong}"),
        remedy=reason.remedy.template,
        **{**reason.remedy.values, "table": path.name, "wrong": reason.what},
    )


class _Beside:
    """The names that lie in a folder and in its folders, each listed once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listed: dict[Path, dict[str, Path | None]] = {}

    def named(self, name: str) -> Path | None:
        """The file or folder that a cell names."""
        *folders, last = name.replace("\\", "/").strip("/").removeprefix("./").split("/")
        here: Path | None = self._folder
        for part in [*folders, last]:
            here = self._names(here).get(_key(part)) if here else None
        return here

    def _names(self, folder: Path) -> dict[str, Path | None]:
        if folder not in self._listed:
            try:
                inside = sorted(folder.iterdir())
            except OSError:
                inside = []
            self._listed[folder] = dict(_by_name(inside))
        return self._listed[folder]


def _by_name(paths: list[Path]) -> Iterator[tuple[str, Path | None]]:
    """Names without their endings first (None where several have the same), then whole ones."""
    stems: dict[str, list[Path]] = {}
    scans = [path for path in paths if not path.name.startswith((".", "~$"))]
    for path in scans:
        if path.is_file() and path.suffix.casefold() not in _NO_SCANS:
            stems.setdefault(_key(path.stem), []).append(path)
    for stem, own in stems.items():
        yield stem, own[0] if len(own) == 1 else None
    for path in scans:
        yield _key(path.name), path


#: what may lie beside a scan under its name and is none
_NO_SCANS = frozenset({".yaml", ".yml", ".csv", ".tsv", ".xlsx", ".xlsm", ".xml", ".hocr", ".html"})


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()
