"""Giving away: a catalogue of what is given, and of nothing else.

What a table keeps stands in ``giving.tsv``; one that is not named there is emptied, so that what
the catalogue learns later (of users, say) is never given by oversight. The history, inventories,
scans that were replaced and OCR that came along are for archivists.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from corpus import choices, documents, rules
from corpus.access import Role, Use, may_know, may_read
from corpus.catalogue import Database
from corpus.documents import Document, stored_level
from corpus.permits import document_rights, page_rights
from corpus.stored import DATE_COLUMNS, date_columns
from corpus.tables import rows
from corpus.targets import Target

#: all pages of the originals that some documents (a JSON list of ids) need
_PAGES = """
WITH own AS (SELECT original, original_page, id AS page FROM pages
             UNION SELECT original, original_page, page FROM replaced)
SELECT x.original, x.original_page, p.document, p.said_access, p.said_opens, p.said_copying,
       p.said_exporting, d.access, d.opens, d.copying, d.exporting, d.gone, o.pages
FROM own x JOIN pages p ON p.id = x.page JOIN documents d ON d.id = p.document
     JOIN originals o ON o.sha256 = x.original
WHERE x.original IN (SELECT y.original FROM own y JOIN pages q ON q.id = y.page
                     WHERE q.document IN (SELECT value FROM json_each(?)))
"""


def whole(database: Database, some: Sequence[Document], role: Role) -> list[Document]:
    """Those of some documents, which ``role`` may export, that can be given with their originals.

    An original holds all its pages: whoever may not export one of them, or one that no document has
    any more, does not get it, nor any document that needs it. Where copies are marked, no original
    is given: it bears no mark. Archivists get everything.
    """
    if role is Role.ARCHIVIST:
        return [*some]
    needed, seen, pages = defaultdict(set), defaultdict(set), {}
    closed = set()
    marked = choices.are_marked(database, role)
    for row in database.rows(_PAGES, (json.dumps([one.id for one in some]),)):
        original = row["original"]
        needed[row["document"]].add(original)
        seen[original].add(row["original_page"])
        pages[original] = row["pages"]
        if (
            marked
            or row["gone"]
            or not all(
                rights.allow(role, Use.EXPORT)
                for rights in (document_rights(row), page_rights(row))
            )
        ):
            closed.add(original)
    closed |= {original for original, own in seen.items() if len(own) != pages[original]}
    return [one for one in some if not needed[one.id] & closed]


def room(database: Database, given: Iterable[str]) -> int:
    """The bytes that a package of documents needs while it is made and put into one file.

    That is what their originals have, and the largest of these once more.
    """
    row = database.rows(
        """SELECT coalesce(sum(size), 0) + coalesce(max(size), 0) AS bytes FROM originals
           WHERE sha256 IN (SELECT original FROM pages
                            WHERE document IN (SELECT value FROM json_each(?)))""",
        (json.dumps([*given]),),
    )[0]
    return int(row["bytes"])


def write_given(database: Database, target: Path, given: Iterable[str], role: Role) -> None:
    """Write the catalogue of what is given to ``role`` as a new file ``target``.

    ``given`` are the ids of documents (see :func:`whole`; one that has been closed since is left
    out) and of files that inventories list. The file never held anything else: nothing that was
    taken out can be found in it.
    """
    scratch = target.with_name(f"{target.name}.whole")
    try:
        scratch.touch(0o600)
        database.copy_to(scratch)
        with closing(Database(scratch)) as copy:
            copy.change("PRAGMA foreign_keys = OFF")
            with copy.transaction():
                _keep(copy, [*given], role)
            target.touch(0o600)
            copy.change("VACUUM INTO ?", (str(target),))
    finally:
        for path in target.parent.glob(f"{scratch.name}*"):  # SQLite's own files beside it, too
            path.unlink()


def _keep(copy: Database, given: Sequence[str], role: Role) -> None:
    archivist = role is Role.ARCHIVIST
    copy.change("CREATE TEMP TABLE given (id TEXT PRIMARY KEY)")
    if archivist:
        known = {*given} | _made_into(copy, {*given})
    else:
        now = documents.by_id(copy, given).values()
        free = [d for d in now if d.rights.allow(role, Use.EXPORT)]
        known = {one.id for one in whole(copy, free, role)}
    copy.change("INSERT INTO given SELECT value FROM json_each(?)", (json.dumps([*known]),))
    kept = {table: (whom, where) for table, whom, where in rows("corpus", "giving.tsv")}
    tables = copy.rows("SELECT name FROM main.sqlite_schema WHERE type = 'table'")
    for table in [*kept, *(row["name"] for row in tables if row["name"] not in kept)]:
        whom, where = kept.get(table, ("nobody", ""))
        if whom == "nobody" or (whom == "archivist" and not archivist):
            where = "false"
        copy.change(f"DELETE FROM main.{table} WHERE ({where}) IS NOT TRUE")  # noqa: S608 - ours
    copy.change("UPDATE pages SET lease = ''")
    if not archivist:
        _close(copy, role)
    if wrong := copy.rows("PRAGMA main.foreign_key_check"):
        raise ValueError(f"what is given does not hold together: {[*map(tuple, wrong)]}")


def _made_into(copy: Database, given: set[str]) -> set[str]:
    """Documents that were divided or merged into given ones alone: the history tells of them."""
    gone = copy.rows("SELECT id FROM documents WHERE gone IN ('divided', 'merged')")
    found = {row["id"] for row in gone}
    others = copy.rows(
        """SELECT DISTINCT mine.subject AS mine, other.subject AS other
           FROM changes mine JOIN changes other ON other.event = mine.event
           WHERE mine.subject IN (SELECT id FROM documents WHERE gone IN ('divided', 'merged'))
             AND other.subject IN (SELECT id FROM documents)"""
    )
    while lost := {row["mine"] for row in others if row["other"] not in found | given} & found:
        found -= lost
    return found


def _close(copy: Database, role: Role) -> None:
    """Take out what is said of fonds, opis and files that ``role`` may not know."""
    unsaid = ", ".join(f"{name} = ?" for name in DATE_COLUMNS)
    for place in ("opis", "fonds"):  # what holds for an opis follows from its fonds
        for row in copy.rows(f"SELECT id FROM {place}"):  # noqa: S608 - names of ours
            level = rules.holding(copy, Target(place, row["id"], f"{place}:{row['id']}")).today
            if not may_read(level, role):
                copy.change(f"UPDATE {place} SET note = '' WHERE id = ?", (row["id"],))  # noqa: S608
            if not may_know(level, role):
                copy.change(
                    f"UPDATE {place} SET title = '', {unsaid} WHERE id = ?",  # noqa: S608
                    (*date_columns(None), row["id"]),
                )
    copy.change("UPDATE fonds SET said_basis = ''")
    copy.change("UPDATE opis SET said_basis = ''")
    copy.change("UPDATE files SET said_basis = '', basis = '', inventory = NULL, row = NULL")
    for row in copy.rows("SELECT id, access, opens FROM files"):
        if not may_know(stored_level(row), role):
            copy.change(
                f"""UPDATE files SET title = '', office_index = '', leaf_count = NULL, note = '',
                    {unsaid} WHERE id = ?""",  # noqa: S608 - names of ours
                (*date_columns(None), row["id"]),
            )
