"""A fonds, an opis or a file as a whole: its title, its dates and a note, as archivists say them.

Its dates hold below where nothing else is said: they close the open end of a document's date
(:attr:`corpus.documents.Document.years`), and tell of a document without a date in what it stands.
No date is ever made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from corpus import rules
from corpus.access import Role, may_know, may_read
from corpus.catalogue import Database
from corpus.describing import described, read_keys
from corpus.description import Description, unknown_key
from corpus.errors import NotFound
from corpus.history import Deed, Recorder, Value
from corpus.messages import N_
from corpus.reference import Reference
from corpus.stored import DATE_COLUMNS, date_columns, stored_date
from corpus.targets import LETTERS, Target

#: the keys of a description that can be said of a whole
KEYS = ("title", "date", "date_meaning", "note")


def whole(database: Database, target: Target) -> Description:
    """What is said of a fonds, an opis or a file: its title, date and note.

    A fonds that nobody has given a title is called as references name it.

    Raises:
        NotFound: it is not there (any more).

    """
    row = database.row(f"SELECT * FROM {target.place} WHERE id = ?", (target.row,))  # noqa: S608
    if row is None:
        raise NotFound(
            N_("There is no fonds, opis or file «{name}»."),
            remedy=N_("Begin from the list of all fonds."),
            name=target.subject,
        )
    title = row["title"] or (row["name"] if target.place == "fonds" else "")
    return Description(title=title, date=stored_date(row), note=row["note"])


def of_fonds(
    database: Database, ref: Reference, role: Role
) -> dict[tuple[str, str, str], Description]:
    """What a role may know of the wholes of a fonds, by their opis, box and file.

    The fonds itself has none of the three, an opis no box and no file. Of the files those are told
    of which no inventory tells. A note belongs to what is inside: it needs the right to read.
    """
    found = database.rows(_OF_FONDS, (ref.archive, ref.fonds))
    out = {}
    for row in found:
        target = Target(row["place"], row["row"], "")
        level = rules.holding(database, target).today
        if may_know(level, role):
            said = whole(database, target)
            own = said if may_read(level, role) else replace(said, note="")
            out[row["opis"], row["box"], row["file"]] = own
    return out


def read_whole(before: Description, given: Mapping[str, object]) -> Description:
    """A whole as it would be, ``given`` (keys of :data:`KEYS`) standing; nothing is changed.

    Raises:
        BadDescription: a whole has no such key, or a value is of the wrong sort.
        BadDate: a date that is none.

    """
    said = read_keys(given)
    for key in said:
        if key not in KEYS:
            raise unknown_key(key, KEYS)
    return described(before, said)


def describe(
    database: Database,
    target: Target,
    given: Mapping[str, object],
    *,
    against: int | None = None,
) -> Description:
    """Describe a fonds, an opis or a file as an event; the index has to be brought up to date.

    ``against`` is the revision (:func:`corpus.history.revision`) that the archivist has seen.
    Raises what :func:`whole` and :func:`read_whole` do, and:

    Raises:
        Conflict: somebody else has changed one of the values since.

    """
    with database.transaction():
        new = read_whole(whole(database, target), given)
        said = read_keys(given).keys()
        values: dict[str, Value] = {
            key: getattr(new, key) for key in ("title", "note") if key in said
        }
        if said & {"date", "date_meaning"}:
            values |= dict(zip(DATE_COLUMNS, date_columns(new.date), strict=True))
        recorder = Recorder(database, Deed.DESCRIBED, against=against)
        if recorder.put(target.subject, target.place, target.row, values):
            if target.place == "files":
                rules.settle(database, target)  # a term of years runs from its latest day
            pass_on(database, target)
        return whole(database, target)


def pass_on(database: Database, target: Target) -> None:
    """Let the index see anew the pages that are concerned by what is said of a whole.

    Of a fonds or an opis those are the pages of documents whose date has an open end. Call it
    inside a transaction.
    """
    below = f"{LETTERS[target.place]}.id = ?"
    if target.place != "files":
        below += f" AND ({_OPEN_END})"
    database.change(
        f"UPDATE pages SET changed = ? WHERE document IN (SELECT d.id {_DOCUMENTS} WHERE {below})",  # noqa: S608 - ours
        (database.next_serial(), target.row),
    )


_OF_FONDS = """
WITH own AS (SELECT * FROM fonds WHERE (archive, number) = (?1, ?2))
SELECT 'fonds' AS place, id AS row, '' AS opis, '' AS box, '' AS file FROM own
UNION ALL SELECT 'opis', o.id, o.number, '', ''
    FROM own JOIN opis o ON o.fonds = own.id WHERE o.number <> ''
UNION ALL SELECT 'files', x.id, o.number, x.box, x.number
    FROM own JOIN opis o ON o.fonds = own.id JOIN files x ON x.opis = o.id
    WHERE x.number <> '' AND x.inventory IS NULL
      AND (x.title <> '' OR x.date <> '' OR x.note <> '')
"""
_DOCUMENTS = """FROM documents d JOIN files x ON x.id = d.file JOIN opis o ON o.id = x.opis
                JOIN fonds f ON f.id = o.fonds"""
#: a file that nobody has divided has the date of its inventory, if it has none
_OPEN_END = """
d.date <> '' AND (d.earliest IS NULL OR d.latest IS NULL)
OR d.date = '' AND d.level = 'file' AND x.date <> '' AND (x.earliest IS NULL OR x.latest IS NULL)
"""
