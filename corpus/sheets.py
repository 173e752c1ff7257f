"""Rows as CSV and XLSX, of which no cell is a formula, whatever a scan says.

In CSV an apostrophe stands before what a spreadsheet would take for a formula; in XLSX every text
is stored as a text. Rows are written as they come, none is kept.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from corpus.harmless import cell, harmless
from corpus.sink import pieces

Value = str | int | float | None
Row = Sequence[Value]

#: rows of a sheet of XLSX at most, its head included, and UTF-16 units of a cell (ECMA-376)
SHEET_ROWS, CELL = 1_048_576, 32_767
#: Excel takes a CSV for UTF-8 where it begins so.
_BOM = b"\xef\xbb\xbf"
#: widths of columns in letters: of those said to be wide, of others
_WIDE, _NARROW = 60, 14


def csv_rows(head: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as CSV (RFC 4180) in UTF-8, line by line, every text in quotation marks."""
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_NONNUMERIC)
    yield _BOM
    for row in chain([head], rows):
        writer.writerow([cell(value) if isinstance(value, str) else value for value in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def xlsx_rows(
    head: Sequence[str], rows: Iterable[Row], wide: Sequence[bool] = ()
) -> Iterator[bytes]:
    """The rows as a workbook, piece by piece; ``wide`` says which columns are.

    Of more rows than a sheet takes there are several sheets. A text too long for a cell goes on in
    the row below.
    """
    book = Workbook(write_only=True)
    try:
        sheet, used = _begun(book, head, wide), 1
        for row in rows:
            for part in _divided([harmless(v) if isinstance(v, str) else v for v in row]):
                if used == SHEET_ROWS:
                    sheet, used = _begun(book, head, wide), 1
                sheet.append([_typed(sheet, value) for value in part])
                used += 1
    except BaseException:
        for begun in book:  # else openpyxl complains when it is thrown away
            begun.close()
        raise
    with TemporaryFile() as file:
        book.save(file)
        yield from pieces(file)


def _begun(book: Workbook, head: Sequence[str], wide: Sequence[bool]) -> Any:
    """A new sheet with its head, which stays in sight."""
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, is_wide in enumerate(wide, 1):
        width = _WIDE if is_wide else _NARROW
        sheet.column_dimensions[get_column_letter(number)].width = width
    cells = [_typed(sheet, title) for title in head]
    for one in cells:
        one.font = Font(bold=True)
    sheet.append(cells)
    return sheet


def _divided(row: Row) -> Iterator[Row]:
    """The row, or several of which each has the next part of what is too long for one cell."""
    half = CELL // 2  # a character takes up to two of what is counted
    longest = max((len(v) for v in row if isinstance(v, str)), default=0)
    if longest <= half:
        yield row
        return
    for at in range(0, longest, half):
        yield [v[at : at + half] if isinstance(v, str) and len(v) > half else v for v in row]


def _typed(sheet: Any, value: Value) -> Any:
    """A cell of the value's own type: a text is one even where it begins with «=»."""
    one = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        one.data_type = "s"
    return one
