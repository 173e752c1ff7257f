"""Files of archives (дела): known by the reference of a document, or by an archive's inventory.

An inventory makes files that nobody has scanned yet, so that one can say «оцифровано 312 из 480
дел». A document stands in the file that its reference names; where the reference leaves out the
archive, in the only file that is called so otherwise.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from sqlite3 import Row

from corpus import rules
from corpus.access import Level, Role, effective, may_know
from corpus.catalogue import Database, now
from corpus.dates import UncertainDate
from corpus.history import Change, Deed, Recorder, Value
from corpus.originals import short_id
from corpus.reference import Reference
from corpus.stored import DATE_COLUMNS, date_columns, day_of, iso, stored_date
from corpus.targets import Target


@dataclass(frozen=True, slots=True)
class File:
    """What an inventory says of a file.

    ``date`` is None where none is given or its words are not understood; ``date_words`` are those
    words. ``leaf_count`` is the number of leaves, ``office_index`` the index that the office gave
    it, ``row`` its row in the inventory (from 1).
    """

    reference: Reference
    title: str = ""
    date: UncertainDate | None = None
    date_words: str = ""
    leaf_count: int | None = None
    office_index: str = ""
    note: str = ""
    row: int | None = None
    access: Level = Level.OPEN
    opens: dt.date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of an inventory: its id, what the inventory says, the inventory's name, the time."""

    id: str
    file: File
    source_name: str
    added: str


@dataclass(frozen=True, slots=True)
class Relisted:
    """What an inventory would say of a file, and what those before it say (None: nothing)."""

    file: File
    before: File | None

    @property
    def differing(self) -> dict[str, tuple[object, object]]:
        """Field of :class:`File` → from what to what it would change; the row does not count."""
        if self.before is None:
            return {}
        both = {
            field.name: (getattr(self.before, field.name), getattr(self.file, field.name))
            for field in fields(File)
            if field.name not in {"reference", "row"}
        }
        return {name: (before, after) for name, (before, after) in both.items() if before != after}


@dataclass(frozen=True, slots=True)
class Digitised:
    """How many files the inventories of an opis list, and how many of them have scans.

    ``reference`` is that of the opis (without a file).
    """

    reference: Reference
    files: int
    digitised: int


def enter(database: Database, ref: Reference) -> str | None:
    """Return the id of the file that a reference names, entering fonds, opis and file.

    Call it inside a transaction.
    """
    if not ref:
        return None
    ref = _with_archive(database, ref)
    database.change(
        """INSERT INTO fonds (archive, number, name) VALUES (?,?,?)
           ON CONFLICT DO UPDATE SET name = excluded.name WHERE excluded.name <> ''""",
        (ref.archive, ref.fonds, ref.fonds_name),
    )
    fonds = database.number(
        "SELECT id FROM fonds WHERE archive = ? AND number = ?", (ref.archive, ref.fonds)
    )
    database.change("INSERT OR IGNORE INTO opis (fonds, number) VALUES (?,?)", (fonds, ref.opis))
    opis = database.number("SELECT id FROM opis WHERE fonds = ? AND number = ?", (fonds, ref.opis))
    file = _id(ref)
    database.change(
        "INSERT OR IGNORE INTO files (id, opis, box, number, unit) VALUES (?,?,?,?,?)",
        (file, opis, ref.box, ref.file, ref.unit),
    )
    return file


def list_inventory(
    database: Database, original: str, name: str, listed: Iterable[File]
) -> tuple[int, int]:
    """Enter the files of an inventory, whose table is the ``original`` (SHA-256) called ``name``.

    A file that is there already takes over what the inventory says; documents that stand in it are
    shown anew, and closed where the inventory closes it. A table that has the name of an earlier
    one and files of it takes its place: what only that one lists is no longer counted. The same
    table again changes nothing, whatever came after it. Call it inside a transaction. Returns how
    many files are new to all inventories, and how many were known.
    """
    listed = [*listed]
    owned = [enter(database, file.reference) for file in listed]
    rows = [database.row(_SELECT + "WHERE x.id = ?", (own,)) for own in owned]
    new = sum(row is None for row in rows)
    seen = database.row("SELECT 1 FROM inventories WHERE original = ?", (original,))
    if seen and not new:
        return 0, len(listed)
    database.change("INSERT OR IGNORE INTO inventories VALUES (?,?,?)", (original, name, now()))
    listing = Recorder(database, Deed.LISTED)
    event = listing.note(Change(original, None, "inventories", original, "name", None, name))
    for file, own, row in zip(listed, owned, rows, strict=True):
        if own is not None and not (row and row["inventory"] == original and _same(row, file)):
            _describe(database, listing if row else None, event, original, file, own)
    for earlier in {row["inventory"] for row in rows if row and row["source_name"] == name}:
        if earlier != original:
            database.change("UPDATE files SET inventory = NULL WHERE inventory = ?", (earlier,))
    return new, len(listed) - new


def _describe(
    database: Database, listing: Recorder | None, event: int, original: str, file: File, own: str
) -> None:
    """Take over what an inventory says of the file with the id ``own`` in an event.

    ``listing`` records what it said before, where another inventory has listed it.
    """
    values: dict[str, Value] = {
        "inventory": original,
        "row": file.row,
        "office_index": file.office_index,
        "title": file.title,
        **dict(zip(DATE_COLUMNS, date_columns(file.date), strict=True)),
        "date_words": file.date_words,
        "leaf_count": file.leaf_count,
        "note": file.note,
        **_said(file),
    }
    if listing is not None:
        listing.put(own, "files", own, values)
        listing.put(own, "files", own, {"said_event": event})
    else:  # a table of 100,000 new files is one event, not a million
        values["said_event"] = event
        assigned = ", ".join(f"{name} = ?" for name in values)
        sql = f"UPDATE files SET {assigned} WHERE id = ?"  # noqa: S608 - names of ours
        database.change(sql, (*values.values(), own))
    _adopt(database, file.reference, own)
    _pass_on(database, own)


def relisted(
    database: Database, name: str, listed: Iterable[File]
) -> tuple[list[Relisted], list[File]]:
    """What :func:`list_inventory` would change with a table called ``name``; nothing is changed.

    The second are the files that would be counted no longer.
    """
    out, earlier, ids = list[Relisted](), set[str](), set[str]()
    for file in listed:
        own = _id(_with_archive(database, file.reference))
        row = database.row(_SELECT + "WHERE x.id = ?", (own,))
        out.append(Relisted(file, _as_said(row) if row else None))
        ids.add(own)
        if row and row["source_name"] == name:
            earlier.add(row["inventory"])
    gone = [
        _as_said(row)
        for one in sorted(earlier)
        for row in database.rows(_SELECT + "WHERE x.inventory = ? ORDER BY x.row", (one,))
        if row["id"] not in ids
    ]
    return out, gone


def _as_said(row: Row) -> File:
    """A file with the access that was said of it itself, whatever holds from above."""
    said = Level(row["said_access"] or Level.OPEN)
    return replace(
        _file(row), access=said, opens=day_of(row["said_opens"]), basis=row["said_basis"]
    )


def inventoried(database: Database, ref: Reference) -> File | None:
    """What an inventory says of the file that a reference names."""
    row = database.row(_SELECT + "WHERE x.id = ?", (_id(_with_archive(database, ref)),))
    return _file(row) if row else None


def undigitised(database: Database, role: Role) -> list[Listed]:
    """The files of inventories in which no document stands, in the order of their references."""
    unseen = "WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.file = x.id AND d.gone = '')"
    return _listed(database, role, unseen)


def inventory(database: Database, role: Role) -> list[Listed]:
    """The files of all inventories that a role may know of, in the order of their references."""
    return _listed(database, role, "")


def _listed(database: Database, role: Role, where: str) -> list[Listed]:
    files = [
        Listed(row["id"], _file(row), row["source_name"], row["added"])
        for row in database.rows(_SELECT + where)
        if may_know(effective(Level(row["access"]), day_of(row["opens"])), role)
    ]
    return sorted(files, key=lambda one: one.file.reference.sort_key())


def titles(database: Database, ids: Iterable[str], role: Role) -> dict[str, str]:
    """The titles of some files, by their ids; none of a file that ``role`` may not know of."""
    wanted = """SELECT id, title, access, opens FROM files
                WHERE id IN (SELECT value FROM json_each(?))"""
    return {
        row["id"]: row["title"]
        for row in database.rows(wanted, (json.dumps([*ids]),))
        if may_know(effective(Level(row["access"]), day_of(row["opens"])), role)
    }


def references(database: Database, ids: Iterable[str]) -> dict[str, Reference]:
    """The references of some files, by their ids; who may know of them is the caller's care."""
    wanted = """SELECT x.*, f.archive, f.number AS fonds, o.number AS opis_number
                FROM files x JOIN opis o ON o.id = x.opis JOIN fonds f ON f.id = o.fonds
                WHERE x.id IN (SELECT value FROM json_each(?))"""
    return {row["id"]: _reference(row) for row in database.rows(wanted, (json.dumps([*ids]),))}


def digitised(database: Database, role: Role) -> list[Digitised]:
    """For each opis that an inventory lists: the files that a role may know of, and the scanned."""
    counts: dict[Reference, list[int]] = {}
    for row in database.rows(
        """SELECT f.archive, f.number AS fonds, o.number AS opis, x.access, x.opens,
                  EXISTS (SELECT 1 FROM documents d JOIN pages p ON p.document = d.id
                          WHERE d.file = x.id AND d.gone = '') AS digitised
           FROM files x JOIN opis o ON o.id = x.opis JOIN fonds f ON f.id = o.fonds
           WHERE x.inventory IS NOT NULL"""
    ):
        if may_know(effective(Level(row["access"]), day_of(row["opens"])), role):
            opis = Reference(row["archive"], row["fonds"], row["opis"])
            count = counts.setdefault(opis, [0, 0])
            count[0] += 1
            count[1] += row["digitised"]
    counted = [Digitised(opis, *count) for opis, count in counts.items()]
    return sorted(counted, key=lambda one: one.reference.sort_key())


def _id(ref: Reference) -> str:
    parts = (ref.archive, ref.fonds, ref.opis, ref.box, ref.file)
    return short_id("f", hashlib.sha256("\x1f".join(parts).encode()).hexdigest())


def _with_archive(database: Database, ref: Reference) -> Reference:
    """Add the archive that a reference leaves out, if only one has such a file in an inventory."""
    if ref.archive or not ref.file:
        return ref
    rows = database.rows(
        """SELECT f.archive FROM files x JOIN opis o ON o.id = x.opis JOIN fonds f ON f.id = o.fonds
           WHERE x.inventory IS NOT NULL AND f.archive <> ''
                 AND (f.number, o.number, x.box, x.number) = (?,?,?,?) LIMIT 2""",
        (ref.fonds, ref.opis, ref.box, ref.file),
    )
    return replace(ref, archive=rows[0]["archive"]) if len(rows) == 1 else ref


def _adopt(database: Database, ref: Reference, file: str) -> None:
    """Move documents here whose reference left out the archive and can mean this file only."""
    nameless = replace(ref, archive="")
    if ref.archive and _with_archive(database, nameless).archive == ref.archive:
        database.change("UPDATE documents SET file = ? WHERE file = ?", (file, _id(nameless)))
        database.change("DELETE FROM files WHERE id = ? AND inventory IS NULL", (_id(nameless),))


def _pass_on(database: Database, own: str) -> None:
    """Let what an inventory says hold for the documents of a file, and the index see them anew."""
    rules.settle(database, Target("files", own, own))
    inside = "SELECT 1 FROM documents d WHERE d.file = ? AND d.id = pages.document"
    if database.row("SELECT 1 FROM documents WHERE file = ?", (own,)):
        database.change(
            f"UPDATE pages SET changed = ? WHERE EXISTS ({inside})",  # noqa: S608 - ours
            (database.next_serial(), own),
        )


def _said(file: File) -> dict[str, Value]:
    """What an inventory says of who may see a file; nothing where it only calls it open."""
    closed = file.access is not Level.OPEN or file.opens is not None
    return {
        "said_access": file.access if closed else None,
        "said_opens": iso(file.opens),
        "said_basis": file.basis,
    }


def _same(row: Row, file: File) -> bool:
    """Whether a row says of a file what an inventory does."""
    said = _said(file)
    mine = replace(_file(row), access=file.access, opens=file.opens, basis=file.basis)
    return mine == file and all(row[name] == value for name, value in said.items())


_SELECT = """
SELECT x.*, f.archive, f.number AS fonds, o.number AS opis_number, i.name AS source_name, i.added
FROM files x JOIN opis o ON o.id = x.opis JOIN fonds f ON f.id = o.fonds
     JOIN inventories i ON i.original = x.inventory
"""


def _reference(row: Row) -> Reference:
    return Reference(
        row["archive"], row["fonds"], row["opis_number"], row["number"], (), row["unit"],
        box=row["box"],
    )  # fmt: skip


def _file(row: Row) -> File:
    return File(
        reference=_reference(row),
        title=row["title"],
        date=stored_date(row),
        date_words=row["date_words"],
        leaf_count=row["leaf_count"],
        office_index=row["office_index"],
        note=row["note"],
        row=row["row"],
        access=Level(row["access"]),
        opens=day_of(row["opens"]),
        basis=row["basis"],
    )
