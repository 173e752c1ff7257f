"""Tables that people make: CSV and XLSX as rows of text, read by a worker.

A table may be as hostile as any other file (a packed XLSX can unfold to gigabytes), so
:func:`read` runs in a worker, within its limits and those here. Of an XLSX every visible sheet is
read, the values of formulas as they were last saved.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from corpus.errors import InputFailed
from corpus.messages import N_
from ingest.textfile import decode
from ingest.workers import Task

#: how the names of tables end; the second group is not read, but told from scans
SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm"})
FOREIGN = frozenset({".xls", ".xlsb", ".ods", ".numbers"})
#: An inventory of 10,000 files has about 1 MB; Excel's own limits are 1,048,576 rows, 32,767
#: characters in a cell.
MOST_BYTES = 32 << 20
MOST_UNPACKED = 256 << 20
MOST_ROWS = 100_000
MOST_COLUMNS = 256
MOST_CHARACTERS = 32_767
#: wall time in seconds that a worker may take
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it: its number in the sheet, from 1, and its cells as texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a table; that of a CSV has no name. Empty rows are left out."""

    name: str
    rows: tuple[Row, ...]


def is_table(path: Path) -> bool:
    """Whether a file of this name is a table."""
    return path.suffix.casefold() in SUFFIXES | FOREIGN


def media_type(path: Path) -> str:
    """The media type that the name of a table promises."""
    if path.suffix.casefold() in {".csv", ".tsv"}:
        return "text/csv"
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def reading(key: Hashable, path: Path) -> Task:
    """Ask a worker for the sheets of a table."""
    return Task(key, "ingest.sheet:read", (path,), seconds=SECONDS)


def read(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a CSV or XLSX file; call it through a crew.

    Raises:
        InputFailed: it is too large, protected, no table, or its quotation marks do not match.

    """
    with path.open("rb") as file:
        head = file.read(8)
    if path.suffix.casefold() in FOREIGN or head.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputFailed(
            N_("The table is in an old or protected form that Opis does not read."),
            remedy=N_("Save it as XLSX without a password, or as CSV in UTF-8."),
        )
    if path.stat().st_size > MOST_BYTES:
        raise _too_large()
    sheets = _xlsx(path) if head.startswith(b"PK\x03\x04") else [Sheet("", _filled(_csv(path)))]
    return tuple(sheet for sheet in sheets if sheet.rows)


def _too_large() -> InputFailed:
    return InputFailed(
        N_("The table is too large."),
        remedy=N_("Divide it: a table may have {rows} rows and {columns} columns."),
        rows=MOST_ROWS,
        columns=MOST_COLUMNS,
    )


def _filled(rows: Iterable[Iterable[str]]) -> tuple[Row, ...]:
    """The rows that have anything in them, without empty cells at their ends."""
    out = []
    for number, cells in enumerate(rows, 1):
        texts = [" ".join(cell.split()) for cell in cells]
        while texts and not texts[-1]:
            del texts[-1]
        if texts:
            out.append(Row(number, tuple(texts)))
        if len(out) > MOST_ROWS or len(texts) > MOST_COLUMNS:
            raise _too_large()
    return tuple(out)


def _csv(path: Path) -> Iterator[list[str]]:
    text = decode(path.read_bytes())
    if text is None:
        raise InputFailed(
            N_("The table is no text that can be understood."),
            remedy=N_("Save it as CSV in UTF-8, or as XLSX."),
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if first.casefold().startswith("sep="):  # Excel's own way to name the delimiter
        yield []
        delimiter, text = first[4:5] or ";", rest
    else:
        delimiter = _delimiter(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in rows:
            if any(len(cell) > MOST_CHARACTERS for cell in cells):
                raise csv.Error("a cell that never ends")
            yield cells
    except csv.Error as reason:
        raise InputFailed(
            N_("The quotation marks of the table do not match (line {line})."),
            remedy=N_("Save it anew from the program that made it, or as XLSX."),
            line=rows.line_num,
        ) from reason


def _delimiter(text: str) -> str:
    """Which of semicolon, tab and comma divides the first lines into most cells."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def cells(delimiter: str) -> float:
        counted = csv.reader(lines, delimiter=delimiter)
        try:
            return median(len(row) for row in counted)
        except (csv.Error, ValueError):
            return 0

    return max(";\t,", key=cells)


def _xlsx(path: Path) -> list[Sheet]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise _too_large()
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, KeyError) as reason:  # openpyxl misses a part of it
        raise InputFailed(
            N_("The table is damaged, or no XLSX."),
            remedy=N_("Open it in the program that made it and save it anew as XLSX."),
        ) from reason
    out = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            out.append(Sheet(sheet.title, _filled(map(_written, row) for row in rows)))
    return out


def _written(value: object) -> str:
    """A cell's value as a person would write it: 15.0 is «15», a day has no hour."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)
