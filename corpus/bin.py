"""The bin: documents that somebody has removed, until they are taken out again.

What is in the bin is in no list, no count, no search and no image; its original, its readings and
its history stay, and so does the mark that its scans are known. Nothing ever empties the bin by
itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus import documents
from corpus.access import Role
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.history import Deed, Recorder


@dataclass(frozen=True, slots=True)
class Binned:
    """A document in the bin, when (UTC) and by whom it was put there."""

    document: Document
    at: str
    who: str


def remove(database: Database, name: str, *, against: int | None = None) -> Document:
    """Put a document into the bin; the index has to be brought up to date.

    Raises:
        NotFound: there is no such document.

    """
    return _moved(database, name, Deed.REMOVED, against)


def restore(database: Database, name: str) -> Document:
    """Take a document out of the bin; it is as it was. The index has to be brought up to date.

    Raises:
        NotFound: there is no such document in the bin.

    """
    return _moved(database, name, Deed.RESTORED, None)


def _moved(database: Database, name: str, deed: Deed, against: int | None) -> Document:
    with database.transaction():
        restoring = deed is Deed.RESTORED
        document = documents.find(database, name, Role.ARCHIVIST, binned=restoring)
        recorder = Recorder(database, deed, against=against)
        values = {"gone": "" if restoring else "bin"}
        recorder.put(document.id, "documents", document.id, values)
        serial = database.next_serial()
        database.change("UPDATE pages SET changed = ? WHERE document = ?", (serial, document.id))
    return document


def listed(database: Database) -> list[Binned]:
    """What is in the bin, what was put there last first. It is for archivists only."""
    rows = database.rows(
        """SELECT d.id, e.at, e.who FROM documents d JOIN events e ON e.id =
               (SELECT max(event) FROM changes
                WHERE place = 'documents' AND row = d.id AND field = 'gone')
           WHERE d.gone = 'bin' ORDER BY e.id DESC"""
    )
    return [
        Binned(
            documents.find(database, row["id"], Role.ARCHIVIST, binned=True), row["at"], row["who"]
        )
        for row in rows
    ]
