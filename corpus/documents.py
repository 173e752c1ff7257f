"""Documents in the catalogue: who stands in which file, described how, open to whom."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Row
from typing import NamedTuple

from corpus import files, rules
from corpus.access import Level, Permit, Rights, Role, effective, may_know
from corpus.catalogue import Database, now
from corpus.dates import UncertainDate
from corpus.description import Description, leaves_of_pages
from corpus.errors import NotFound
from corpus.history import Change, Deed, Recorder
from corpus.messages import N_
from corpus.permits import permit_of
from corpus.reference import Leaf, Reference, parse_leaf, parse_leaves, print_leaves
from corpus.rules import Rule
from corpus.stored import DATE_COLUMNS, date_columns, day_of, stored_date
from corpus.targets import Target


class Whole(NamedTuple):
    """The dates of the file, opis or fonds («files», «opis», «fonds») in which something stands."""

    place: str
    date: UncertainDate


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the collection.

    ``level`` is «document» or «file» (a file that nobody has divided); ``file`` the id of the
    archival file it stands in, if any; ``source_name`` the name of the original as it came;
    ``added`` the time in UTC; ``pages`` how many it has; ``within`` the dates of its file, its opis
    and its fonds, as far as they have any; ``file_title`` what the file is called where it holds
    other documents too; ``copying`` and ``exporting`` who may do so, of those who see it (None: all
    of these).
    """

    id: str
    level: str
    file: str | None
    description: Description
    source_name: str
    added: str
    pages: int = 0
    within: tuple[Whole, ...] = ()
    file_title: str = ""
    copying: Permit | None = None
    exporting: Permit | None = None

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year (inclusive); an open end is that of the nearest whole that has it.

        None: undated.
        """
        when = self.description.date
        return when.years([whole.date for whole in self.within]) if when else None

    @property
    def decades(self) -> tuple[int, ...]:
        """First years of the decades that its years touch."""
        when = self.description.date
        return when.decades([whole.date for whole in self.within]) if when else ()

    @property
    def inherited(self) -> Whole | None:
        """The whole whose dates say more of when it is from than it does itself, if one does.

        Of what is undated that is the nearest, else the one that closes an open end.
        """
        when = self.description.date
        if when is None:
            return next(iter(self.within), None)
        if when.earliest and when.latest:
            return None
        end = "latest" if when.earliest else "earliest"
        return next((whole for whole in self.within if getattr(whole.date, end)), None)

    @property
    def scanned(self) -> bool:
        """Whether it has scans; what an inventory says of a file has the file's id, and none."""
        return self.id != self.file

    @property
    def access(self) -> Level:
        """The level of access in force today."""
        return effective(self.description.access, self.description.opens)

    @property
    def rights(self) -> Rights:
        """What may be done with it today; a page may have rules of its own, stricter ones."""
        return Rights(self.access, self.copying, self.exporting)


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where a page comes from: the original's SHA-256 and the page in it, from 1."""

    original: str
    page: int


@dataclass(frozen=True, slots=True)
class Original:
    """What is known of an original: SHA-256, media type, size in bytes, number of pages."""

    sha256: str
    media_type: str
    size: int
    pages: int


def insert(
    database: Database,
    document_id: str,
    description: Description,
    source_name: str,
    sources: Sequence[PageSource],
) -> None:
    """Enter a document with its pages, all waiting to be read. Call it inside a transaction."""
    d = description
    whole_file = bool(d.reference.file) and not d.reference.leaves
    file = files.enter(database, d.reference)
    database.change(
        """INSERT INTO documents (id, level, file, leaves, source_name, title, kind, date, earliest,
           latest, date_meaning, date_words, author, addressee, languages, copy, said_basis, note,
           place, extent, degree, added)
           VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)""",
        (
            document_id,
            "file" if whole_file else "document",
            file,
            print_leaves(d.reference.leaves),
            source_name,
            d.title,
            d.kind,
            *date_columns(d.date),
            d.author,
            d.addressee,
            " ".join(d.languages),
            d.copy,
            d.basis,
            d.note,
            d.place,
            d.extent,
            d.degree,
            now(),
        ),
    )
    came = Change(document_id, None, "documents", document_id, "id", None, document_id)
    recorder = Recorder(database, Deed.ADDED)
    recorder.note(came)
    own = Target("documents", document_id, document_id)
    if d.access is not Level.OPEN or d.opens:
        rules.say(recorder, database, own, Rule(d.access, d.opens, d.basis))
    else:
        rules.settle(database, own)
    serial = database.next_serial()
    shown = leaves_of_pages(d, len(sources))
    for number, (source, leaves) in enumerate(zip(sources, shown, strict=True), 1):
        database.change(
            """INSERT INTO pages (document, number, original, original_page, leaves, changed)
               VALUES (?,?,?,?,?,?)""",
            (document_id, number, source.original, source.page, join_leaves(leaves), serial),
        )


def enter_original(database: Database, original: Original) -> None:
    """Enter an original once. Call it inside a transaction."""
    database.change(
        "INSERT OR IGNORE INTO originals VALUES (?,?,?,?,?)",
        (original.sha256, original.media_type, original.size, original.pages, now()),
    )


#: tables of the wholes in which a document stands, the nearest first, as they are called below
_PLACES = {"files": "x", "opis": "o", "fonds": "f"}
_WHOLES = ", ".join(
    f"{letter}.{name} AS {place}_{name}"
    for place, letter in _PLACES.items()
    for name in DATE_COLUMNS
)
_SELECT = f"""
SELECT d.*, f.archive, f.number AS fonds, f.name AS fonds_name, o.number AS opis,
       x.number AS file_number, x.box, x.unit, x.title AS file_title, x.leaf_count,
       x.access AS files_access, f.said_access AS fonds_access,
       iif(f.said_access = 'hidden' AND o.said_event <= f.said_event,
           'hidden', ifnull(o.said_access, f.said_access)) AS opis_access,
       {_WHOLES},
       (SELECT count(*) FROM pages p WHERE p.document = d.id) AS page_count
FROM documents d LEFT JOIN files x ON x.id = d.file LEFT JOIN opis o ON o.id = x.opis
     LEFT JOIN fonds f ON f.id = o.fonds
"""  # noqa: S608 - names of ours


def find(database: Database, name: str, role: Role, *, binned: bool = False) -> Document:
    """Return the document with this id, or the only one whose id begins so.

    ``binned`` looks in the bin, and nowhere else.

    Raises:
        NotFound: there is none that ``role`` may know of, or several.

    """
    pattern = "".join(c for c in name.casefold() if c.isalnum())
    rows = database.rows(
        _SELECT + "WHERE d.gone = ? AND (d.id = ? OR d.id GLOB ?) LIMIT 50",
        ("bin" if binned else "", name, pattern + "*"),
    )
    found = [d for d in map(_document, rows) if may_know(d.access, role)]
    exact = [d for d in found if d.id == name]
    if exact or len(found) == 1:
        return (exact or found)[0]
    if len(found) > 1:
        raise NotFound(
            N_("Several documents begin with «{name}»."),
            remedy=N_("Type more of the id: {ids}."),
            name=name,
            ids=", ".join(d.id for d in found[:5]),
        )
    if binned:
        raise NotFound(
            N_("There is no document «{name}» in the bin."),
            remedy=N_("See what is in it: opis bin list"),
            name=name,
        )
    raise NotFound(
        N_("There is no document «{name}»."), remedy=N_("See what there is: opis list"), name=name
    )


def listed(database: Database, role: Role) -> list[Document]:
    """All documents that ``role`` may know of, in the order in which they were added."""
    rows = database.rows(_SELECT + "WHERE d.gone = '' ORDER BY d.added, d.rowid")
    return [d for d in map(_document, rows) if may_know(d.access, role)]


def in_inventories(database: Database, role: Role) -> list[Document]:
    """What inventories say of files that ``role`` may know of, scanned or not, as documents.

    Each has the id of its file, its date and no pages; it is no document of the catalogue.
    """
    return [
        Document(
            id=one.id,
            level="file",
            file=one.id,
            description=Description(
                title=one.file.title,
                reference=one.file.reference,
                date=one.file.date,
                access=one.file.access,
                opens=one.file.opens,
                basis=one.file.basis,
                note=one.file.note,
                extent=_extent(one.file.leaf_count),
            ),
            source_name=one.source_name,
            added=one.added,
        )
        for one in files.inventory(database, role)
    ]


def latest(database: Database, role: Role, most: int) -> list[Document]:
    """At most so many documents that ``role`` may know of, those added last first."""
    rows = database.rows(_SELECT + "WHERE d.gone = '' ORDER BY d.rowid DESC LIMIT ?", (most,))
    return [d for d in map(_document, rows) if may_know(d.access, role)]


def where(
    database: Database, condition: str, values: Sequence[object], role: Role
) -> list[Document]:
    """The documents that a condition (SQL of ours, the documents being ``d``) chooses."""
    rows = database.rows(f"{_SELECT} WHERE d.gone = '' AND {condition}", values)
    return [d for d in map(_document, rows) if may_know(d.access, role)]


def by_id(database: Database, ids: Sequence[str]) -> dict[str, Document]:
    """The documents with these ids that are not gone; who may know of them is the caller's care."""
    among = "WHERE d.gone = '' AND d.id IN (SELECT value FROM json_each(?))"
    wanted = _SELECT + among
    return {d.id: d for d in map(_document, database.rows(wanted, (json.dumps([*ids]),)))}


def files_of(database: Database, ids: Sequence[str]) -> dict[str, str]:
    """The id of the file of each of some documents that stands in one.

    Who may know of them is the caller's care.
    """
    inside = """SELECT d.id, d.file FROM documents d JOIN files x ON x.id = d.file
                WHERE x.number <> '' AND d.id IN (SELECT value FROM json_each(?))"""
    return {document: file for document, file in database.rows(inside, (json.dumps([*ids]),))}


def known_original(database: Database, sha256: str) -> list[str]:
    """Ids of the documents that have pages of this original, or had until a rescan came."""
    rows = database.rows(
        """SELECT document FROM pages WHERE original = ? UNION
           SELECT p.document FROM pages p JOIN replaced r ON r.page = p.id WHERE r.original = ?""",
        (sha256, sha256),
    )
    return [row["document"] for row in rows]


def _document(row: Row) -> Document:
    ref = Reference()
    if row["file"]:
        ref = Reference(
            row["archive"],
            row["fonds"],
            row["opis"],
            row["file_number"],
            parse_leaves(row["leaves"]) if row["leaves"] else (),
            row["unit"],
            box=row["box"],
            fonds_name=row["fonds_name"],
        )
    elif row["leaves"]:
        ref = replace(ref, leaves=parse_leaves(row["leaves"]))
    title, when, extent = row["title"], stored_date(row), row["extent"]
    if row["level"] == "file":  # a file that nobody has divided is called as its inventory says
        title = title or row["file_title"] or ""
        when = when or (stored_date(row, "files_") if row["files_date"] else None)
        extent = extent or _extent(row["leaf_count"])
    return Document(
        id=row["id"],
        level=row["level"],
        file=row["file"] if row["file_number"] else None,
        description=Description(
            title=title,
            kind=row["kind"],
            reference=ref,
            date=when,
            author=row["author"],
            addressee=row["addressee"],
            languages=tuple(row["languages"].split()),
            copy=row["copy"],
            access=Level(row["access"]),
            opens=day_of(row["opens"]),
            basis=row["basis"],
            note=row["note"],
            place=row["place"],
            extent=extent,
            degree=row["degree"],
        ),
        source_name=row["source_name"],
        added=row["added"],
        pages=row["page_count"],
        within=tuple(_within(row)),
        file_title=(row["file_title"] or "") if row["level"] == "document" else "",
        copying=permit_of(row["copying"]),
        exporting=permit_of(row["exporting"]),
    )


def _within(row: Row) -> Iterator[Whole]:
    """The wholes that have dates; one that is hidden tells them of what is hidden with it only."""
    for place in _PLACES:
        told = row[f"{place}_access"] != Level.HIDDEN or row["access"] == Level.HIDDEN
        date = stored_date(row, f"{place}_") if row[f"{place}_date"] else None
        if date and told:
            yield Whole(place, date)


def _extent(leaves: int | None) -> str:
    """The extent of a file of so many leaves."""
    return f"{leaves} л." if leaves else ""


def stored_level(row: Row) -> Level:
    """The level in force today of a row with the columns ``access`` and ``opens``."""
    return effective(Level(row["access"]), day_of(row["opens"]))


def join_leaves(leaves: Sequence[Leaf]) -> str:
    """Leaves of a page as the catalogue keeps them, «14 об.;15»."""
    return ";".join(map(str, leaves))


def split_leaves(text: str) -> tuple[Leaf, ...]:
    """Read what :func:`join_leaves` wrote."""
    return tuple(parse_leaf(part) for part in text.split(";") if part)
