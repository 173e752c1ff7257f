"""What a rule of access may be said of: a fonds, opis, file, document or page; found by name."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.catalogue import Database
from corpus.errors import NotFound
from corpus.history import Value
from corpus.messages import N_
from corpus.reference import Reference, natural, parse_reference, sides

#: tables of what rules may be said of, from the whole to the part
PLACES = ("fonds", "opis", "files", "documents", "pages")
#: what their tables are called in queries that join them
LETTERS = {"fonds": "f", "opis": "o", "files": "x", "documents": "d"}


@dataclass(frozen=True, slots=True)
class Target:
    """What a rule is said of: a row of one of :data:`PLACES`, and what it is called in the history.

    ``page`` is the number of a page in its document.
    """

    place: str
    row: str | int
    subject: str
    page: int | None = None


def targets_named(database: Database, name: str) -> list[Target]:
    """What a person names: an id or its beginning, «DOCUMENT:PAGE», or a reference.

    A reference names a fonds, an opis, a file, or with leaves the pages that show one of them.

    Raises:
        NotFound: there is no such thing, or several are called so.

    """
    ref = parse_reference(name)
    found = _referred(database, ref) if ref else _with_id(database, name)
    if not found:
        raise NotFound(
            N_("There is no fonds, opis, file, document or leaf «{name}»."),
            remedy=N_("Name it by its id, as DOCUMENT:PAGE, or like «Ф. 393. Оп. 2. Д. 15. Л. 3»."),
            name=name,
        )
    return found


def _with_id(database: Database, name: str) -> list[Target]:
    own, _, page = name.strip().casefold().partition(":")
    pattern = "".join(c for c in own if c.isalnum())
    rows = database.rows(
        """SELECT id, 'documents' AS place FROM documents
           WHERE gone = '' AND (id = ?1 OR id GLOB ?2)
           UNION SELECT id, 'files' FROM files WHERE id = ?1 OR id GLOB ?2 LIMIT 6""",
        (own, pattern + "*"),
    )
    found = [row for row in rows if row["id"] == own] or rows
    if not pattern or not found:
        return []
    if len(found) > 1:
        raise _several(name, [row["id"] for row in found])
    (row,) = found
    if not page:
        return [Target(row["place"], row["id"], row["id"])]
    if not page.isdecimal() or row["place"] != "documents":
        return []
    return _pages(database, "p.document = ? AND p.number = ?", (row["id"], int(page)))


def _pages(database: Database, where: str, values: tuple[Value, ...]) -> list[Target]:
    sql = f"SELECT p.id, p.document, p.number FROM pages p WHERE {where}"  # noqa: S608 - ours
    return [
        Target("pages", row["id"], row["document"], row["number"])
        for row in database.rows(sql, values)
    ]


def _referred(database: Database, ref: Reference) -> list[Target]:
    rows = [
        row
        for row in database.rows(
            """SELECT f.id, f.archive, f.number, o.id AS opis, o.number AS opis_number,
                      x.id AS file, x.number AS file_number, x.box
               FROM fonds f LEFT JOIN opis o ON o.fonds = f.id LEFT JOIN files x ON x.opis = o.id
               WHERE ?1 = '' OR f.archive = ?1""",
            (ref.archive,),
        )
        if natural(row["number"]) == natural(ref.fonds)
        and (not ref.opis or natural(row["opis_number"] or "") == natural(ref.opis))
        and (not ref.file or natural(row["file_number"] or "") == natural(ref.file))
        and (not ref.box or natural(row["box"] or "") == natural(ref.box))
    ]
    column = "file" if ref.file else "opis" if ref.opis else "id"
    found = {row[column]: row for row in rows if row[column] is not None}
    if len(found) > 1:
        raise _several(str(ref), [f"{row['archive']}. Ф. {row['number']}" for row in rows])
    for row in found.values():
        if ref.file and ref.leaves:
            return _showing(database, row["file"], ref)
        if ref.file:
            return [Target("files", row["file"], row["file"])]
        place = "opis" if ref.opis else "fonds"
        return [Target(place, row[column], f"{place}:{row[column]}")]
    return []


def _showing(database: Database, file: str, ref: Reference) -> list[Target]:
    """The pages of a file that show one of the leaves."""
    wanted = {str(leaf) for leaf in sides(ref.leaves)}
    inside = (
        "p.document IN (SELECT id FROM documents WHERE file = ? AND gone = '') AND p.leaves <> ''"
    )
    shown = {
        row["id"]: set(row["leaves"].split(";"))
        for row in database.rows(f"SELECT p.id, p.leaves FROM pages p WHERE {inside}", (file,))  # noqa: S608
    }
    return [t for t in _pages(database, inside, (file,)) if wanted & shown[int(t.row)]]


def _several(name: str, found: list[str]) -> NotFound:
    return NotFound(
        N_("Several things are called «{name}»: {ids}."),
        remedy=N_("Say more of it: more of the id, or the archive too."),
        name=name,
        ids=", ".join(dict.fromkeys(found[:6])),
    )
