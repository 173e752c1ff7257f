"""An archive's own inventory (опись) as files: «№ п/п · индекс · заголовок · крайние даты · …».

The fonds and the opis are named by columns, by what a person says of the table (its sidecar, the
description for all files), by the lines above the header («Фонд № Р-9414», «ОПИСЬ № 1 дел
постоянного хранения»), by the sheet's name, or by the name of the table and of its folders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.dates import UncertainDate, is_undated, parse_date
from corpus.description import Description, read_description
from corpus.errors import BadDate, BadUse, InputFailed, OpisError
from corpus.files import File
from corpus.messages import N_
from corpus.reference import Reference
from ingest.columns import Table, at_row, check_restrictions, unknown_header
from ingest.names import heading_reference, merged, path_reference
from ingest.sheet import Row

#: keys of a description that an inventory says of each file
_OF_FILE = ("title", "archive", "fonds", "opis", "file", "reference", "note",
            "access", "opens", "basis")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inventory:
    """The files that a table lists, and what is wrong with its columns and rows."""

    files: tuple[File, ...]
    problems: tuple[InputFailed, ...]


def is_inventory(table: Table) -> bool:
    """Whether a table lists files: it has titles with numbers, and names no scans."""
    return bool("title" in table.keys and {"row", "file", "reference"} & table.keys) and (
        not {"scan", "document"} & table.keys
    )


def read_inventory(path: Path, tables: Iterable[Table], said: Description) -> Inventory:
    """The files of an inventory; ``said`` is what a person says of the whole table.

    Of that the archive, fonds, opis and the restrictions stand for all its files.
    """
    above = replace(said.reference, file="", leaves=())
    common = Description(reference=above, access=said.access, opens=said.opens, basis=said.basis)
    listed: dict[tuple[object, ...], File] = {}
    problems: list[InputFailed] = []
    for table in filter(is_inventory, tables):
        problems += [unknown_header(table, column) for column in table.unknown()]
        known = merged(common.reference, *_named(path, table))
        for row in table.rows:
            if _is_heading(table, row):
                continue
            try:
                check_restrictions(table, row)
                file, doubt = _file(table, row, common, known)
            except InputFailed as reason:
                problems.append(reason)
                continue
            problems += [doubt] if doubt else []
            key = file.reference.sort_key()
            if key in listed:
                problems.append(_twice(table, row, listed[key]))
            else:
                listed[key] = file
    return Inventory(tuple(listed.values()), tuple(problems))


def _named(path: Path, table: Table) -> list[Reference]:
    """What the lines above a table say, its sheet's name, and those of the file and folders."""
    return [
        heading_reference(table.above),
        heading_reference([table.sheet]),
        path_reference(path),
    ]


def _is_heading(table: Table, row: Row) -> bool:
    """«1931 год», «Секретариат», «Итого … дел»: a row of one text that is no number."""
    values = table.values(row)
    filled = [cell for cell in row.cells if cell]
    return len(filled) == 1 and not (values.get("row") or values.get("file") or "").isdecimal()


def _file(
    table: Table, row: Row, common: Description, known: Reference
) -> tuple[File, InputFailed | None]:
    """The file of a row, and what is wrong with its date."""
    values = table.values(row)
    said = {key: values[key] for key in _OF_FILE if key in values}
    if "file" not in said and "reference" not in said and "row" in values:
        said["file"] = values["row"]
    if "file" in said:
        said["file"] = _file_number(said["file"])
    own = _described(table, row, said, common)
    ref = merged(own.reference, known)
    if not (ref.file and ref.fonds and (ref.opis or ref.box)):
        raise at_row(table, row, _incomplete(ref), "file" if "file" in table.keys else "row")
    date, words, doubt = _dated(table, row, values)
    file = File(
        reference=Reference(ref.archive, ref.fonds, ref.opis, ref.file, (), ref.unit, box=ref.box),
        title=own.title,
        date=date,
        date_words=words,
        leaf_count=_leaf_count(values),
        office_index=values.get("office_index", ""),
        note=own.note,
        row=row.number,
        access=own.access,
        opens=own.opens,
        basis=own.basis,
    )
    return file, doubt


def _described(table: Table, row: Row, said: Mapping[str, str], common: Description) -> Description:
    try:
        return read_description(said, common)
    except BadUse as reason:
        raise at_row(table, row, reason, culprit(said)) from reason


def culprit(said: Mapping[str, object]) -> str | None:
    """The key whose value cannot be read by itself; None where only all together cannot."""
    for key, value in said.items():
        try:
            read_description({key: value})
        except BadUse:
            return key
    return None


def _file_number(text: str) -> str:
    """«15.», «№ 15», «Д. 15», «0015» as «15»; what is no number stays."""
    m = re.fullmatch(r"(?:№|[дД]\.|[дД]ело|ед\.\s?хр\.|№\s*)?\s*0*(\d+\s*[а-яА-Я]?)\.?", text)
    return "".join(m[1].split()) if m else text


def _incomplete(ref: Reference) -> OpisError:
    if not ref.file:
        return InputFailed(
            N_("There is no number of a file here."),
            remedy=N_("Give the row its number, or leave all other cells of it empty."),
        )
    return InputFailed(
        N_("Nobody says of which fonds and opis this is the inventory."),
        remedy=N_("Write «Фонд 393. Опись 2» in a line above the headers, add columns «фонд» and "
                  "«опись», or give both in a description: opis add --describe FILE"),
    )  # fmt: skip


def _dated(
    table: Table, row: Row, values: Mapping[str, str]
) -> tuple[UncertainDate | None, str, InputFailed | None]:
    """The date, its words, and what is wrong with it: a file stays a file without a date."""
    key, words = "date", values.get("date", "")
    if not words:
        key = "date_from" if "date_from" in values else "date_to"
        ends = dict.fromkeys(values[k] for k in ("date_from", "date_to") if k in values)
        words = " – ".join(ends)
    if not words or is_undated(words):
        return None, words, None
    try:
        return parse_date(words), words, None
    except BadDate as reason:
        return None, words, at_row(table, row, reason, key)


def _leaf_count(values: Mapping[str, str]) -> int | None:
    """«125», «125 л.», «125 (сто двадцать пять)»; «листы» with one number is a count too."""
    m = re.match(r"(\d{1,5})(?!\s*[-–—,\d])", values.get("leaf_count") or values.get("leaves", ""))
    return int(m[1]) if m else None


def _twice(table: Table, row: Row, before: File) -> InputFailed:
    why = InputFailed(
        N_("The file {file} stands in row {before} already."),
        remedy=N_("Give one of them another number, or delete it."),
        file=before.reference.file,
        before=before.row,
    )
    return at_row(table, row, why, "file" if "file" in table.keys else "row")
