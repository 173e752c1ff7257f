"""Tables: CSV and XLSX, a row for each excerpt.

No cell is a formula: in CSV an apostrophe stands before what a spreadsheet would take for one, in
XLSX every text is stored as a text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from corpus.export.excerpt import About, Excerpt
from corpus.export.harmless import cell, harmless, one_line
from corpus.export.sink import pieces
from corpus.labels import label
from corpus.messages import N_
from corpus.reading import Source

#: what a cell of XLSX holds at most, in UTF-16 units (ECMA-376; Excel's limits)
CELL = 32_767
#: rows of a sheet of XLSX, its head included
SHEET_ROWS = 1_048_576
#: Excel takes a CSV for UTF-8 where it begins so.
_BOM = b"\xef\xbb\xbf"
#: widths of the columns of a sheet, in letters
_WIDE, _NARROW = 60, 14

Value = str | int | float | None
Row = list[Value]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its head, its value, whether only pages have it and whether it is wide."""

    head: str
    value: Callable[[Excerpt, About], Value]
    of_pages: bool = False
    wide: bool = False


def csv_table(excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
    """The table as CSV (RFC 4180) in UTF-8, every text in quotation marks."""
    columns, excerpts = _columns(excerpts)
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_NONNUMERIC)
    yield _BOM
    for row in _rows(columns, excerpts, about):
        writer.writerow(cell(v) if isinstance(v, str) else v for v in row)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def xlsx_table(excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
    """The table as a workbook; of more rows than a sheet takes there are several sheets.

    A text too long for a cell goes on in the row below.
    """
    columns, excerpts = _columns(excerpts)
    book = Workbook(write_only=True)
    try:
        _fill(book, columns, excerpts, about)
    except BaseException:
        for sheet in book:  # else openpyxl complains when it is thrown away
            sheet.close()
        raise
    with TemporaryFile() as file:
        book.save(file)
        yield from pieces(file)


def _fill(
    book: Workbook, columns: Sequence[_Column], excerpts: Iterable[Excerpt], about: About
) -> None:
    head, *_ = _rows(columns, (), about)
    sheet, used = _sheet(book, columns, head), 1
    for row in islice(_rows(columns, excerpts, about), 1, None):
        for cells in _divided([harmless(v) if isinstance(v, str) else v for v in row]):
            if used == SHEET_ROWS:
                sheet, used = _sheet(book, columns, head), 1
            sheet.append([_typed(sheet, v) for v in cells])
            used += 1


def _sheet(book: Workbook, columns: Sequence[_Column], head: Row) -> Any:
    """A new sheet with its head, which stays in sight."""
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE if column.wide else _NARROW
    cells = [_typed(sheet, title) for title in head]
    for one in cells:
        one.font = Font(bold=True)
    sheet.append(cells)
    return sheet


def _typed(sheet: Any, value: Value) -> Any:
    """A cell of the value's own type: a text is one even where it begins with «=»."""
    one = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        one.data_type = "s"
    return one


def _divided(row: Row) -> Iterator[Row]:
    """The row, or several of which each has the next part of what is too long for one cell."""
    half = CELL // 2  # a character takes up to two of what is counted
    longest = max((len(v) for v in row if isinstance(v, str)), default=0)
    if longest <= half:
        yield row
        return
    for at in range(0, longest, half):
        yield [v[at : at + half] if isinstance(v, str) and len(v) > half else v for v in row]


def _columns(excerpts: Iterable[Excerpt]) -> tuple[Sequence[_Column], Iterable[Excerpt]]:
    """The columns that the excerpts have, and the excerpts."""
    rest = iter(excerpts)
    first = list(islice(rest, 1))
    with_pages = any(excerpt.page for excerpt in first)
    return [c for c in COLUMNS if with_pages or not c.of_pages], chain(first, rest)


def _rows(columns: Sequence[_Column], excerpts: Iterable[Excerpt], about: About) -> Iterator[Row]:
    yield [about.translate(column.head) for column in columns]
    for excerpt in excerpts:
        yield [column.value(excerpt, about) for column in columns]


def _kind(excerpt: Excerpt, about: About) -> Value:
    return label("kind", excerpt.document.description.kind, about.language)


def _languages(excerpt: Excerpt, about: About) -> Value:
    spoken = (excerpt.language,) if excerpt.language else excerpt.document.description.languages
    return ", ".join(label("language", code, about.language) for code in spoken)


def _source(excerpt: Excerpt, about: About) -> Value:
    source = excerpt.reading.source if excerpt.reading else Source.UNREAD
    return label("text_source", source, about.language)


def _date_words(excerpt: Excerpt, _about: About) -> Value:
    date = excerpt.document.description.date
    return date.words if date else ""


def _confidence(excerpt: Excerpt, _about: About) -> Value:
    sure = excerpt.reading.confidence if excerpt.reading else None
    return None if sure is None else round(sure, 3)


COLUMNS = (
    _Column(N_("reference"), lambda e, _: str(e.document.description.reference), wide=True),
    _Column(N_("title"), lambda e, _: e.document.description.title or e.document.source_name,
            wide=True),
    _Column(N_("kind"), _kind),
    _Column(N_("date"), lambda e, _: str(e.document.description.date or "")),
    _Column(N_("date in words"), _date_words),
    _Column(N_("author"), lambda e, _: e.document.description.author),
    _Column(N_("addressee"), lambda e, _: e.document.description.addressee),
    _Column(N_("language"), _languages),
    _Column(N_("pages"), lambda e, _: None if e.page else e.document.pages),
    _Column(N_("leaves"), lambda e, _: ", ".join(map(str, e.page.leaves)) if e.page else "", True),
    _Column(N_("page"), lambda e, _: e.page.number if e.page else None, True),
    _Column(N_("found"), lambda e, _: "; ".join(map(one_line, e.found)), True),
    _Column(N_("text"), lambda e, _: e.text, True, wide=True),
    _Column(N_("origin of the text"), _source, True),
    _Column(N_("confidence"), _confidence, True),
    _Column(N_("citation"), lambda e, about: about.cited(e),
            wide=True),
    _Column(N_("document"), lambda e, _: e.document.id),
)  # fmt: skip
