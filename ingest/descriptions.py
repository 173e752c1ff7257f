"""Descriptions as a table: written for a spreadsheet, and taken in with what was changed there.

A row describes a document that is in the collection; it is named by its id (column «документ») or,
in a table that people have made themselves, by the name of its scan. A table written here also has
the column «ревизия»: then an emptied cell takes back what was said, and what somebody else has
changed since the table was written is a conflict, shown and not written over unseen. In any other
table an empty cell says nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from corpus import documents, history
from corpus.access import Role
from corpus.catalogue import Database
from corpus.describing import describe, described
from corpus.description import Description, read_description, typed
from corpus.documents import Document
from corpus.errors import BadUse, InputFailed, OpisError
from corpus.harmless import cell, one_line
from corpus.history import Together
from corpus.labels import label
from corpus.messages import N_
from corpus.sheets import Value, csv_rows, xlsx_rows
from corpus.tables import rows
from ingest.columns import Table, at_row, check_restrictions, column_key, unknown_header
from ingest.inventory import culprit
from ingest.register import said_of
from ingest.sheet import Row

#: which columns of the catalogue hold what a key says, where they are called otherwise
_HELD = {
    "language": ("languages",),
    "date": ("date",),
    "date_meaning": ("date_meaning",),
    "archive": ("file",), "fonds": ("file",), "opis": ("file",), "file": ("file",),
    "reference": ("file", "leaves"),
    "access": ("said_access",), "opens": ("said_opens",), "basis": ("said_basis",),
}  # fmt: skip
#: what :func:`corpus.harmless.cell` puts before what a spreadsheet would take for a formula
_GUARD = re.compile("(^|;)([ ]*)'(?=[=+@\\-\uff1d\uff0b\uff20\uff0d])")
_WIDE = frozenset({"scan", "title", "note"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of a document under a key, where that is another thing than holds now.

    ``theirs`` is who has changed it since the table was written, and when (UTC).
    """

    key: str
    before: str
    after: str
    theirs: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A row that would change its document; ``revision`` is that of the document now.

    ``values`` is all that the row says, by key, as it is written there, ``said`` what of it is
    another thing than holds now.
    """

    row: int
    document: Document
    revision: int
    values: Mapping[str, str]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many documents were described, and which rows were not, with the reason."""

    documents: int
    left: tuple[tuple[Change, OpisError], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table beside the catalogue: the rows that change something, how many say what holds.

    ``problems`` is what is not understood: headers, cells, rows without a document.
    """

    changes: tuple[Change, ...]
    same: int
    problems: tuple[InputFailed, ...]


def is_descriptions(table: Table) -> bool:
    """Whether a table describes documents that are in the collection."""
    return "document" in table.keys


def written(
    database: Database, some: Iterable[Document], language: str, ending: str
) -> Iterator[bytes]:
    """Documents as a table, «csv» or «xlsx»; heads are Russian, or English for ``language`` en."""
    head = [_head(key, language) for key in _columns()]
    lines = (_row(database, one, language) for one in some)
    if ending == "xlsx":
        return xlsx_rows(head, lines, [key in _WIDE for key in _columns()])
    return csv_rows(head, lines)


def _columns() -> list[str]:
    return ["document", "scan", "revision", *typed(Description())]


def _head(key: str, language: str) -> str:
    """The first header of a key in Russian, or its English one, that is read as the key again."""
    both = [*rows("corpus", "description_keys.tsv"), *rows("ingest", "columns.tsv")]
    spelt = next(row[1].split("|") for row in both if row[0] == key)
    if language == "en":
        spelt = [key.replace("_", " "), *(one for one in spelt if one.isascii()), *spelt]
    return next(one for one in spelt if column_key(one) == key)


def _row(database: Database, one: Document, language: str) -> list[Value]:
    said = typed(one.description)
    values = {key: _named(key, value, language) for key, value in said.items()}
    revision = history.revision(database, one.id)
    return [one.id, one_line(one.source_name), revision, *map(one_line, values.values())]


def _named(key: str, value: str, language: str) -> str:
    """A code by its name, if that is read as the code again."""
    if key == "language":
        name = ", ".join(label(key, code, language) for code in value.split(", "))
    elif key in {"kind", "copy"}:
        name = label(key, value, language)
    else:
        return value
    try:
        return name if typed(read_description({key: name}))[key] == value else value
    except BadUse:
        return value


def compared(database: Database, tables: Iterable[Table]) -> Comparison:
    """Lay tables beside the catalogue; nothing is changed."""
    changes, problems, same = list[Change](), list[InputFailed](), 0
    seen: dict[str, int] = {}
    scans = _Scans(database)
    for table in tables:
        problems += [unknown_header(table, column) for column in table.unknown()]
        for row in table.rows:
            try:
                check_restrictions(table, row)
                document = _document(database, table, row, scans)
                if document.id in seen:
                    raise at_row(table, row, _twice(seen[document.id]), "document")
                seen[document.id] = row.number
                change = _change(database, table, row, document)
            except InputFailed as reason:
                problems.append(reason)
                continue
            if change.said:
                changes.append(change)
            else:
                same += 1
    return Comparison(tuple(changes), same, tuple(problems))


def take_in(database: Database, chosen: Iterable[tuple[Change, Sequence[str]]]) -> TakenIn:
    """Describe documents as rows say, each by what is chosen of its row by its keys.

    Each document is one event of one act (:mod:`corpus.acts`). What somebody has changed since the
    comparison is left as it is and told. The index has to be brought up to date.
    """
    done, left, act = 0, list[tuple[Change, OpisError]](), Together()
    for change, keys in chosen:
        values = {key: change.values[key] for key in keys}
        if "date" in values and "date_meaning" in change.values:
            values["date_meaning"] = change.values["date_meaning"]
        began = act.number
        try:
            describe(database, change.document.id, values, against=change.revision, act=act)
        except OpisError as reason:
            act.number = began  # an event with which it began has not come to be
            left.append((change, reason))
        else:
            done += 1
    return TakenIn(done, tuple(left))


class _Scans:
    """Documents by the names of their scans, with the ending or without; looked up once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ids: dict[str, set[str]] | None = None

    def ids(self, name: str) -> list[str]:
        """The ids of the documents whose scan is called so."""
        if self._ids is None:
            self._ids = {}
            for row in self._database.rows("SELECT id, source_name FROM documents WHERE gone = ''"):
                whole = row["source_name"]
                for one in {_plain(whole), _plain(PurePath(whole).stem)}:
                    self._ids.setdefault(one, set()).add(row["id"])
        return sorted(self._ids.get(_plain(PurePath(name).name), ()))


def _plain(name: str) -> str:
    return one_line(name).casefold()


def _document(database: Database, table: Table, row: Row, scans: _Scans) -> Document:
    """The document that a row describes."""
    values = table.values(row)
    id, scan = values.get("document", ""), values.get("scan", "")
    key = "document" if id or "document" in table.keys else "scan"
    found = [] if id else scans.ids(scan) if scan else []
    if not id and len(found) != 1:
        why = _several(scan, found) if found else _nameless(scan)
        raise at_row(table, row, why, key)
    try:
        return documents.find(database, id or found[0], Role.ARCHIVIST)
    except OpisError as reason:
        raise at_row(table, row, reason, key) from reason


def _nameless(scan: str) -> InputFailed:
    if scan:
        return InputFailed(
            N_("No document in the collection came from a scan called «{scan}»."),
            remedy=N_("Add the scan first, or write the name as it came."),
            scan=scan[:80],
        )
    return InputFailed(
        N_("It does not say which document is meant."),
        remedy=N_("Give the row the id of its document, or the name of its scan."),
    )


def _several(scan: str, found: Sequence[str]) -> InputFailed:
    return InputFailed(
        N_("Several documents came from a scan called «{scan}»: {ids}."),
        remedy=N_("Add a column «document» with the id of the one that is meant."),
        scan=scan[:80],
        ids=", ".join(found[:5]),
    )


def _twice(before: int) -> InputFailed:
    return InputFailed(
        N_("The document stands in row {before} already."),
        remedy=N_("Leave one row for each document."),
        before=before,
    )


def _change(database: Database, table: Table, row: Row, document: Document) -> Change:
    """What a row would change of its document."""
    now = document.description
    before = _shown(now)
    values = _values(table, row, before)
    try:
        after = _shown(described(now, values))
    except BadUse as reason:
        raise at_row(table, row, reason, culprit(values)) from reason
    since = _revision(table, row)
    said = tuple(
        Said(key, before[key], after[key], _theirs(database, document.id, key, since))
        for key in values
        if before[key] != after[key]
    )
    return Change(row.number, document, history.revision(database, document.id), values, said)


def _values(table: Table, row: Row, before: Mapping[str, str]) -> dict[str, str]:
    """What a row says, by key, as it is written there.

    In a table of ours an empty cell says something where something was said.
    """
    ours = "revision" in table.keys
    cells = {c.key: row.cells[c.place] if c.place < len(row.cells) else "" for c in table.columns}
    if ours:
        meant = {key: _meant(key, text, before.get(key, "")) for key, text in cells.items()}
        by_place = {c.place: meant[c.key] for c in table.columns if c.key in before}
        filled = (by_place.get(place, text) for place, text in enumerate(row.cells))
        row = Row(row.number, tuple(filled))
    said = {key: str(value) for key, value in said_of(table, row).items() if key != "pages"}
    emptied = {key: "" for key, text in cells.items() if ours and not text and before.get(key)}
    return said | emptied


def _meant(key: str, text: str, before: str) -> str:
    """What a cell says anew, without what was put before a formula; nothing where it was left.

    The meaning of a date is said again, for a date that may be another.
    """
    if text == " ".join(cell(before).split()):
        return before if key == "date_meaning" else ""
    return _GUARD.sub(r"\1\2", text)


def _shown(d: Description) -> dict[str, str]:
    """What a description says under every key."""
    opens = d.opens.isoformat() if d.opens else ""
    rule = {"access": str(d.access), "opens": opens, "basis": d.basis}
    return typed(d) | {"reference": str(d.reference)} | rule


def _revision(table: Table, row: Row) -> int | None:
    text = table.values(row).get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _theirs(
    database: Database, document: str, key: str, since: int | None
) -> tuple[str, str] | None:
    """Who has changed what a key says after a revision, and when (UTC)."""
    if since is None:
        return None
    row = database.row(
        """SELECT e.who, e.at FROM changes c JOIN events e ON e.id = c.event
           WHERE c.place = 'documents' AND c.row = ?1 AND c.event > ?2
                 AND c.field IN (SELECT value FROM json_each(?3)) ORDER BY c.event DESC LIMIT 1""",
        (document, since, json.dumps(_HELD.get(key, (key,)))),
    )
    return (row["who"], row["at"]) if row else None
