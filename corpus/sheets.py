"""Rows as CSV and XLSX, of which no cell is a formula, whatever a scan says.

In CSV an apostrophe stands before what a spreadsheet would take for a formula; in XLSX every text
is stored as a text. Rows are written as they come, none is kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Value = str | int | float | None

#: rows of a sheet of XLSX at most, its head included, and UTF-16 units of a cell (ECMA-376)
SHEET_ROWS, CELL = 1_048_576, 32_767
#: Excel takes a CSV for UTF-8 where it begins so.
_BOM = b"\xef\xbb\xbf"
#: what a spreadsheet takes for the beginning of a formula (OWASP, «CSV Injection»)
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
#: controls that steer a terminal, what turns a line round, and what XML 1.0 has not (production 2)
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def csv_rows(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """The rows as CSV (RFC 4180) in UTF-8, line by line."""
    line = io.StringIO()
    writer = csv.writer(line)
    yield _BOM
    for row in _with_head(head, rows):
        writer.writerow([_no_formula(_harmless(value)) for value in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def save_xlsx(path: Path, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write the rows as a workbook; of more rows than a sheet takes there are several sheets."""
    book = Workbook(write_only=True)
    sheet, used = _begun(book, head), 1
    for row in rows:
        if used == SHEET_ROWS:
            sheet, used = _begun(book, head), 1
        sheet.append([_typed(sheet, _harmless(value)) for value in row])
        used += 1
    book.save(path)


def _with_head(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    yield head
    yield from rows


def _harmless(value: Value) -> Value:
    return _HARMFUL.sub("\ufffd", value) if isinstance(value, str) else value


def _no_formula(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _begun(book: Workbook, head: Sequence[str]) -> Any:
    """A new sheet with its head, which stays in sight."""
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    cells = [_typed(sheet, title) for title in head]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    return sheet


def _typed(sheet: Any, value: Value) -> Any:
    """A cell of the value's own type: a text is one even where it begins with «=»."""
    if isinstance(value, str):
        value = value[: CELL // 2]  # a character takes up to two of what is counted
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
