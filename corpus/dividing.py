"""Dividing a document, merging several, leaving pages out: the pages move, nothing is copied.

What is made so has a random id that never comes again. What it was made of is gone, and is there
again when that is taken back (:mod:`corpus.undoing`). Originals and readings stay as they are, and
whoever might not see a page before may not see it after.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise

from corpus import documents, pages, permits, rules
from corpus.access import Permit, Role, Use
from corpus.catalogue import Database, now
from corpus.documents import Document
from corpus.errors import BadUse
from corpus.history import Deed, Recorder, Value
from corpus.messages import N_
from corpus.pages import Page
from corpus.reference import LeafRange, print_leaves
from corpus.rules import Rule, strictest
from corpus.targets import Target


def divide(
    database: Database, name: str, begins: Iterable[int], *, against: int | None = None
) -> list[Document]:
    """Make documents of a document: a new one begins at each of the pages ``begins`` (from 2).

    Each is described as the whole was, with its own leaves. The index has to be brought up to date.

    Raises:
        NotFound: there is no such document.
        BadUse: no document can begin there.

    """
    with database.transaction():
        whole = documents.find(database, name, Role.ARCHIVIST)
        own = pages.of(database, whole.id, Role.ARCHIVIST)
        cuts = sorted({*begins})
        if not cuts or cuts[0] < 2 or cuts[-1] > len(own):
            raise BadUse(
                N_("«{document}» cannot be divided there: it has pages 1 to {count}."),
                remedy=N_("Name the pages, from 2 on, at which a new document begins."),
                document=whole.id,
                count=len(own),
            )
        recorder = Recorder(database, Deed.DIVIDED, against=against)
        edges = [1, *cuts, len(own) + 1]
        parts = [
            _made(database, recorder, whole, own[first - 1 : last - 1], "")
            for first, last in pairwise(edges)
        ]
        recorder.put(whole.id, "documents", whole.id, {"gone": "divided"})
        return [_seen(database, part) for part in parts]


def merge(database: Database, names: Sequence[str], *, against: int | None = None) -> Document:
    """Make one document of several, their pages in the order in which they are named.

    It is described as the first was, and closed as far as any of them. The index has to be brought
    up to date.

    Raises:
        NotFound: there is no such document.
        BadUse: they are not several.

    """
    with database.transaction():
        found = [documents.find(database, name, Role.ARCHIVIST) for name in names]
        if len({one.id for one in found}) != len(found) or len(found) < 2:
            raise BadUse(
                N_("Only several documents can be merged, each named once."),
                remedy=N_("Like: opis merge d2k7 d9x2"),
            )
        first, *_ = found
        recorder = Recorder(database, Deed.MERGED, against=against)
        own = [page for one in found for page in pages.of(database, one.id, Role.ARCHIVIST)]
        made = _made(database, recorder, first, own, "")
        for one in found:
            recorder.put(one.id, "documents", one.id, {"gone": "merged"})
        held = [_rule(one) for one in found]
        closed = reduce(strictest, held)
        if closed != held[0]:
            rules.say(recorder, database, Target("documents", made, made), closed)
        for use in permits.COLUMNS:
            may = [_permit(one, use) for one in found]
            if (hard := reduce(permits.stricter, may)) != may[0]:
                rules.permit(recorder, database, Target("documents", made, made), use, hard)
        return _seen(database, made)


def leave_out(
    database: Database, name: str, numbers: Iterable[int], *, against: int | None = None
) -> Document:
    """Put pages of a document into the bin, as a document of their own; the others move up.

    Raises:
        NotFound: there is no such document or page.
        BadUse: nothing would be left.

    """
    with database.transaction():
        whole = documents.find(database, name, Role.ARCHIVIST)
        chosen = [pages.find(database, whole, n, Role.ARCHIVIST) for n in sorted({*numbers})]
        if len(chosen) == whole.pages:
            raise BadUse(
                N_("These are all pages of «{document}»."),
                remedy=N_("Remove the document: opis remove {document}"),
                document=whole.id,
            )
        recorder = Recorder(database, Deed.REMOVED, against=against)
        _made(database, recorder, whole, chosen, "bin")
        left = [*pages.of(database, whole.id, Role.ARCHIVIST)]
        for number, page in enumerate(left, 1):  # upwards, so that no number is there twice
            recorder.put(whole.id, "pages", page.id, {"number": number}, page.number)
        return _seen(database, whole.id)


def _made(
    database: Database, recorder: Recorder, of: Document, own: Sequence[Page], gone: str
) -> str:
    """Make a document described as another, and move pages there; its id.

    Taken back, it is a divided one without pages.
    """
    new = _random_id(database)
    columns = database.rows("SELECT name FROM pragma_table_info('documents')")
    kept = ", ".join(row["name"] for row in columns if row["name"] not in _OWN)
    database.change(
        f"""INSERT INTO documents (id, level, leaves, added, gone, {kept})
            SELECT ?, 'document', ?, ?, 'divided', {kept} FROM documents WHERE id = ?""",  # noqa: S608
        (new, _leaves(own), now(), of.id),
    )
    recorder.put(new, "documents", new, {"gone": gone})
    for number, page in enumerate(own, 1):
        moved: dict[str, Value] = {"document": new, "number": number}
        recorder.put(page.document, "pages", page.id, moved, page.number)
    _see_anew(database, new)
    return new


_OWN = frozenset({"id", "level", "leaves", "added", "gone"})


def _random_id(database: Database) -> str:
    """An id that no document has or ever had."""
    while True:
        new = "d" + base64.b32encode(secrets.token_bytes(8)).decode().lower()[:12]
        taken = "SELECT count(*) FROM changes WHERE subject = ?"
        if not database.number(taken, (new,)):
            return new


def _leaves(own: Sequence[Page]) -> str:
    shown = [leaf for page in own for leaf in page.leaves]
    return print_leaves([LeafRange(min(shown), max(shown))]) if shown else ""


def _rule(document: Document) -> Rule:
    d = document.description
    return Rule(d.access, d.opens, d.basis)


def _permit(document: Document, use: Use) -> Permit | None:
    return document.copying if use is Use.COPY else document.exporting


def _seen(database: Database, document: str) -> Document:
    """A document whose pages have moved, for the index to see anew."""
    rules.settle(database, Target("documents", document, document))
    _see_anew(database, document)
    return documents.find(database, document, Role.ARCHIVIST)


def _see_anew(database: Database, document: str) -> None:
    serial = database.next_serial()
    database.change("UPDATE pages SET changed = ? WHERE document = ?", (serial, document))
