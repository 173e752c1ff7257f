"""What the columns of a table mean: its header row, the lines above it, the rows below.

People put a title and the names of fonds and opis above the header; some headers have a second line
(«Крайние даты» over «начало» and «конец») or a line that numbers the columns. Headers are those of
a description and of ``columns.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.access import Level
from corpus.description import access_words, key_named, spelled
from corpus.errors import InputFailed, OpisError
from corpus.messages import N_
from corpus.tables import rows
from ingest.sheet import Row, Sheet

#: in how many rows from the top a header is looked for
MOST_ABOVE = 60
#: a table has at least one of these columns, and another one
_NEEDED = frozenset({"document", "scan", "title", "file", "reference"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place from 0, its header as written, its key («» where nobody knows it)."""

    place: int
    header: str
    key: str

    @property
    def letter(self) -> str:
        """The column's name in a spreadsheet: A, B … Z, AA."""
        out, left = "", self.place + 1
        while left:
            left, digit = divmod(left - 1, 26)
            out = chr(ord("A") + digit) + out
        return out


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with a header: the texts above it (rows, cells joined), its columns, its rows.

    ``several`` says that its file has other sheets, so that rows are named with the sheet.
    """

    sheet: str
    several: bool
    above: tuple[str, ...]
    header: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its columns."""
        return frozenset(column.key for column in self.columns)

    def column(self, key: str) -> Column | None:
        """The column of a key."""
        return next((column for column in self.columns if column.key == key), None)

    def values(self, row: Row) -> dict[str, str]:
        """What a row says, by key; the first of two columns of the same key that says anything."""
        out: dict[str, str] = {}
        for column in self.columns:
            text = row.cells[column.place] if column.place < len(row.cells) else ""
            if column.key not in {"", "passed"} and text:
                out.setdefault(column.key, text)
        return out

    def unknown(self) -> Iterator[Column]:
        """The columns with a header that nobody knows and with something under it."""
        for column in self.columns:
            if not column.key and any(column.place < len(row.cells) and row.cells[column.place]
                                      for row in self.rows):  # fmt: skip
                yield column


@cache
def _own_keys() -> Mapping[str, str]:
    return spelled((key, headers) for key, headers, _ in rows("ingest", "columns.tsv"))


def column_key(header: str) -> str:
    """The key of a header: «Кол-во листов» is ``leaf_count``; empty where it is not known."""
    written = " ".join(header.casefold().replace("ё", "е").split())
    bare = re.sub(r"\s*\([^()]*\)$", "", written)  # «Крайние даты (день, месяц, год)»
    for name in (written, written.rstrip(" .:*"), bare):
        if key := _own_keys().get(name) or key_named(name):
            return key
    return ""


def tables(sheets: tuple[Sheet, ...]) -> tuple[Table, ...]:
    """The sheets that have a header, each as a table."""
    several = len(sheets) > 1
    return tuple(table for sheet in sheets if (table := _table(sheet, several)))


def _table(sheet: Sheet, several: bool) -> Table | None:
    known = [_known(row) for row in sheet.rows[:MOST_ABOVE]]
    best = max(range(len(known)), key=lambda n: (len(known[n]), -n), default=None)
    if best is None or len(known[best]) < 2 or not known[best] & _NEEDED:
        return None
    header = list(sheet.rows[best].cells)
    below = best + 1
    if below < len(sheet.rows) and _is_second_line(second := sheet.rows[below].cells, header):
        header += [""] * (len(second) - len(header))
        header = [two or one for one, two in zip(header, (*second, *[""] * 256), strict=False)]
        below += 1
    if below < len(sheet.rows) and _numbers_columns(sheet.rows[below].cells):
        below += 1
    return Table(
        sheet=sheet.name,
        several=several,
        above=tuple(" ".join(filter(None, row.cells)) for row in sheet.rows[:best]),
        header=sheet.rows[best].number,
        columns=tuple(
            Column(place, text, column_key(text)) for place, text in enumerate(header) if text
        ),
        rows=sheet.rows[below:],
    )


def _known(row: Row) -> frozenset[str]:
    return frozenset(key for cell in row.cells if (key := column_key(cell)))


def _is_second_line(cells: tuple[str, ...], header: list[str]) -> bool:
    """Whether all cells of a row are headers again, under a header or beside one."""
    keys = [column_key(cell) for cell in cells if cell]
    return all(keys) and len(keys) < len([cell for cell in header if cell])


def _numbers_columns(cells: tuple[str, ...]) -> bool:
    return len(cells) > 2 and [*cells] == [str(n) for n in range(1, len(cells) + 1)]


def at_row(table: Table, row: Row, why: OpisError, key: str | None = None) -> InputFailed:
    """Say in which row (and column) something is wrong, and what to do."""
    return at_cell(table, row.number, table.column(key) if key else None, why)


def at_cell(table: Table, row: int, column: Column | None, why: OpisError) -> InputFailed:
    """The same for any cell; row and column are named as a spreadsheet names them."""
    values = {
        **why.remedy.values,
        "at_sheet": table.sheet,
        "at_row": row,
        "at_column": column.letter if column else "",
        "at_header": column.header[:60] if column else "",
        "why": why.what,
    }
    what = N_("Row {at_row}: {why}")
    if column and table.several:
        what = N_("Sheet «{at_sheet}», row {at_row}, column {at_column} («{at_header}»): {why}")
    elif column:
        what = N_("Row {at_row}, column {at_column} («{at_header}»): {why}")
    elif table.several:
        what = N_("Sheet «{at_sheet}», row {at_row}: {why}")
    return InputFailed(what, remedy=why.remedy.template, **values)


def unknown_header(table: Table, column: Column) -> InputFailed:
    """Say that a header is not known; its column is passed over."""
    return at_cell(
        table,
        table.header,
        column,
        InputFailed(
            N_("Nobody knows this header; its column is passed over."),
            remedy=N_("Name it like one of these, or empty the header: {known}."),
            known=", ".join(known_headers()),
        ),
    )


@cache
def known_headers() -> tuple[str, ...]:
    """The first Russian header of each key."""
    both = [*rows("corpus", "description_keys.tsv"), *rows("ingest", "columns.tsv")]
    return tuple(row[1].partition("|")[0] for row in both if row[0] != "passed")


def no_header() -> InputFailed:
    """Say that a table has no header row."""
    return InputFailed(
        N_("The table has no row of headers that Opis knows."),
        remedy=N_("Name its columns, for scans like «скан; заголовок; дата», for an inventory "
                  "like «№ п/п; заголовок; крайние даты; кол-во листов»; or move the table away: "
            "until then its folder waits."),
    )  # fmt: skip


class BadTable(InputFailed):
    """What is wrong with the rows of a table: ``each`` thing, the first of them as a sentence."""

    def __init__(self, each: Sequence[OpisError]) -> None:
        first, more = each[0], len(each) - 1
        super().__init__(
            N_("{first} And {more} more in this table.") if more else "{first}",
            remedy=first.remedy.template,
            **{**first.remedy.values, "first": first.what, "more": more},
        )
        self.each = tuple(each)


def check_restrictions(table: Table, row: Row) -> None:
    """Refuse a row rather than open what it lists, if a restriction stands under a misspelt header.

    Raises:
        InputFailed: it does.

    """
    closing = {word for word, level in access_words().items() if level is not Level.OPEN}
    for column in table.unknown():
        cell = row.cells[column.place] if column.place < len(row.cells) else ""
        if cell.casefold() in closing:
            why = InputFailed(
                N_("«{value}» restricts access, but the header «{header}» is not known."),
                remedy=N_("Name the column «{access}», or empty the cell."),
                value=cell,
                header=column.header[:60],
                access="доступ",
            )
            raise at_row(table, row, why)
