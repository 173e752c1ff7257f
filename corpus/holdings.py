"""What an archivist has before her as a tree: fonds › opis › file › document, branch by branch.

Only what stands right below one branch is read, so that a catalogue of 100,000 documents opens as
quickly as a small one. It is for archivists only: nothing is left out for want of a right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Row

from corpus import documents
from corpus.access import Level, Role
from corpus.catalogue import Database
from corpus.dates import UncertainDate
from corpus.documents import Document
from corpus.errors import NotFound
from corpus.messages import N_
from corpus.reference import Reference
from corpus.rules import Rule, holding, said
from corpus.stored import stored_date
from corpus.targets import Target

#: the branch of all fonds, that of the documents that stand in no file, and the bin
TOP, LOOSE, BIN = "all", "none", "bin"
#: branches that stand below no other
NO_WAY = frozenset({TOP, LOOSE, BIN})


@dataclass(frozen=True, slots=True)
class Branch:
    """A fonds, an opis or a file, and how much stands at or below it.

    ``id`` is its name in the history: «fonds:3», «opis:7», «f…». ``files`` counts those that have a
    number, ``digitised`` those of them that have a document; ``certified`` is the number of leaves
    that a file is certified to have, ``date`` that of the whole. ``rule`` is who may see it,
    ``own`` what is said of itself.
    """

    id: str
    target: Target
    reference: Reference
    title: str
    files: int
    digitised: int
    documents: int
    rule: Rule
    own: Rule | None
    certified: int | None = None
    date: UncertainDate | None = None

    @property
    def closed(self) -> bool:
        """Whether not everybody may see it today."""
        return self.rule.today is not Level.OPEN


_COUNTS = """
SELECT f.id AS fonds_id, f.archive, f.number AS fonds,
       iif(f.title <> '', f.title, f.name) AS fonds_title, o.id AS opis_id,
       o.number AS opis, o.title AS opis_title, x.id AS file_id, x.number AS file, x.box, x.unit,
       x.title AS file_title, x.leaf_count,
       sum(x.number <> '') AS files, sum(x.number <> '' AND ifnull(d.n, 0) > 0) AS digitised,
       sum(ifnull(d.n, 0)) AS documents
FROM fonds f JOIN opis o ON o.fonds = f.id JOIN files x ON x.opis = o.id
     LEFT JOIN (SELECT file, count(*) AS n FROM documents WHERE gone = '' GROUP BY file) d
     ON d.file = x.id
"""
#: tables of the branches, and what their rows are grouped by
_GROUPS = {"fonds": "f.id", "opis": "o.id", "files": "x.id"}
#: as archives count: 2 before 10, «2а» behind 2
_ORDER = """
ORDER BY f.archive, CAST(f.number AS INTEGER), f.number, CAST(o.number AS INTEGER), o.number,
         x.box, CAST(x.number AS INTEGER), x.number LIMIT ? OFFSET ?
"""


def fonds(database: Database, limit: int = -1, offset: int = 0) -> list[Branch]:
    """The fonds, by archive and number."""
    return _below(database, "fonds", "1", (), limit, offset)


def opises(database: Database, fonds: int, limit: int = -1, offset: int = 0) -> list[Branch]:
    """The opises of a fonds, by number."""
    return _below(database, "opis", "f.id = ?", (fonds,), limit, offset)


def files(database: Database, opis: int, limit: int = -1, offset: int = 0) -> list[Branch]:
    """The files of an opis, by number; what no reference puts in a file stands in one without."""
    return _below(database, "files", "o.id = ?", (opis,), limit, offset)


def in_file(database: Database, file: str, limit: int = -1, offset: int = 0) -> list[Document]:
    """The documents of a file, by their first leaf."""
    inside = "d.file = ? ORDER BY CAST(d.leaves AS INTEGER), d.leaves, d.rowid LIMIT ? OFFSET ?"
    return documents.where(database, inside, (file, limit, offset), Role.ARCHIVIST)


def loose(database: Database, limit: int = -1, offset: int = 0) -> list[Document]:
    """The documents that no reference puts anywhere, the last added first."""
    outside = "d.file IS NULL ORDER BY d.rowid DESC LIMIT ? OFFSET ?"
    return documents.where(database, outside, (limit, offset), Role.ARCHIVIST)


def count_loose(database: Database) -> int:
    """How many documents no reference puts anywhere."""
    return database.number("SELECT count(*) FROM documents WHERE file IS NULL AND gone = ''")


def count_bin(database: Database) -> int:
    """How many documents are in the bin."""
    return database.number("SELECT count(*) FROM documents WHERE gone = 'bin'")


def path(database: Database, branch: str) -> list[Branch]:
    """The branches from the fonds down to the one that is called so, both included.

    Raises:
        NotFound: there is no such branch.

    """
    place, _colon, number = branch.partition(":")
    if not number:
        rows = database.rows(
            """SELECT f.id AS fonds, o.id AS opis, x.id AS files FROM files x
               JOIN opis o ON o.id = x.opis JOIN fonds f ON f.id = o.fonds WHERE x.id = ?""",
            (branch,),
        )
    elif place == "opis" and number.isdecimal():
        rows = database.rows("SELECT fonds, id AS opis FROM opis WHERE id = ?", (int(number),))
    else:
        wanted = int(number) if place == "fonds" and number.isdecimal() else -1
        rows = database.rows("SELECT id AS fonds FROM fonds WHERE id = ?", (wanted,))
    found = [
        own
        for row in rows
        for table in row.keys()  # noqa: SIM118 - a row's own iterator gives its values
        for own in _below(database, table, f"{_GROUPS[table]} = ?", (row[table],), 1, 0)
    ]
    if not found:
        raise NotFound(
            N_("There is no fonds, opis or file «{name}»."),
            remedy=N_("Begin from the list of all fonds."),
            name=branch[:80],
        )
    return found


def _below(
    database: Database,
    place: str,
    where: str,
    values: Sequence[str | int],
    limit: int,
    offset: int,
) -> list[Branch]:
    sql = f"{_COUNTS} WHERE {where} GROUP BY {_GROUPS[place]} {_ORDER}"
    return [_branch(database, place, row) for row in database.rows(sql, (*values, limit, offset))]


def _branch(database: Database, place: str, row: Row) -> Branch:
    key = row[{"fonds": "fonds_id", "opis": "opis_id", "files": "file_id"}[place]]
    id = key if place == "files" else f"{place}:{key}"
    ref = Reference(row["archive"], row["fonds"])
    if place != "fonds":
        ref = Reference(row["archive"], row["fonds"], row["opis"])
    if place == "files":
        ref = Reference(
            row["archive"], row["fonds"], row["opis"], row["file"], (), row["unit"], box=row["box"]
        )
    target = Target(place, key, id)
    own = database.rows(f"SELECT * FROM {place} WHERE id = ?", (key,))[0]  # noqa: S608 - ours
    return Branch(
        id=id,
        target=target,
        reference=ref,
        title=row[{"fonds": "fonds_title", "opis": "opis_title", "files": "file_title"}[place]],
        files=row["files"],
        digitised=row["digitised"],
        documents=row["documents"],
        rule=holding(database, target),
        own=said(own),
        certified=row["leaf_count"] if place == "files" else None,
        date=stored_date(own),
    )
