"""Pages in the catalogue: their leaves, their state, and the layers of their readings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from sqlite3 import Row

from corpus import corrections, rules
from corpus.access import Rights, Role, Use, may_read
from corpus.catalogue import Database, now
from corpus.corrections import Disagreement, carried, disagreements
from corpus.documents import Document, PageSource, split_leaves, stored_level
from corpus.errors import NotFound
from corpus.history import Change, Deed, Recorder, Value
from corpus.messages import N_, Message
from corpus.permits import document_rights, page_rights
from corpus.reading import Reading, Source, pack, text_of, unpack
from corpus.reference import Leaf
from corpus.rules import Rule


@dataclass(frozen=True, slots=True)
class Page:
    """One page image of a document.

    ``number`` counts from 1 in the document, ``original_page`` in the original; ``width`` and
    ``height`` are those of the displayed image in pixels, 0 where there is none. ``state`` is
    waiting, read, unread (no model reads it) or failed, the last two with ``reason`` and
    ``remedy``. ``reading`` is the id of the newest layer, ``source`` and ``confidence`` are its.
    ``again`` says how it is to be read again, if it is; ``rule`` who may see it, if anything was
    said of the page itself (what holds for its document holds too), ``own`` what may be done with
    it by that. ``turned`` are the degrees, clockwise, by which a person has turned it from how its
    scan lies; all else is said of the page as it is shown.
    """

    id: int
    document: str
    number: int
    original: str
    original_page: int
    leaves: tuple[Leaf, ...]
    width: int
    height: int
    state: str
    reason: Message | None
    remedy: Message | None
    changed: int
    reading: int | None
    source: Source
    confidence: float | None
    again: Again | None
    rule: Rule | None = None
    turned: int = 0
    own: Rights = field(default_factory=Rights)

    def open_to(self, role: Role, use: Use = Use.VIEW) -> bool:
        """Whether a role that may do this with the document may do it with this page of it."""
        return self.own.allow(role, use)


class Again(StrEnum):
    """How a page that may have a reading is to be read again."""

    OCR = "ocr"  # by OCR, whatever text its file has
    OWN = "own"  # as when it was added: by its own text where that can be trusted


@dataclass(frozen=True, slots=True)
class Layer:
    """What is known of a layer without its text: where it is from, and when it came (UTC)."""

    source: Source
    engine: str
    created: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of a collection: what a role may read, and what in it nobody has read yet."""

    documents: int
    pages: int
    waiting: int
    unread: int


_SELECT = """
SELECT p.*, r.id AS reading, r.source, r.confidence
FROM pages p LEFT JOIN readings r ON r.id = (SELECT max(id) FROM readings WHERE page = p.id)
"""


def of(database: Database, document: str, role: Role = Role.PUBLIC) -> list[Page]:
    """The pages of a document, which ``role`` may read, in order.

    A page of it that ``role`` may not read is told of by its number and its leaves alone.
    """
    rows = database.rows(_SELECT + "WHERE p.document = ? ORDER BY p.number", (document,))
    every = [_page(row) for row in rows]
    return [page if page.open_to(role) else _closed(page) for page in every]


def readable(database: Database, document: str, role: Role, use: Use = Use.VIEW) -> list[Page]:
    """Those pages of a document that ``role`` may read, or do more with, as with the document."""
    every = of(database, document, role)
    return [page for page in every if page.state != "closed" and page.open_to(role, use)]


def _closed(page: Page) -> Page:
    """What may be told of a page to those who may not read it."""
    opens = page.rule.opens if page.rule else None
    when = Message(N_("It opens on {date}."), {"date": f"{opens:%d.%m.%Y}"}) if opens else None
    return replace(
        page, width=0, height=0, state="closed", reason=when, remedy=None, reading=None,
        source=Source.UNREAD, confidence=None, again=None,
    )  # fmt: skip


def find(
    database: Database, document: Document, number: int, role: Role, use: Use = Use.VIEW
) -> Page:
    """Return page ``number`` of a document for a role that may read it, or do more with it.

    Raises:
        NotFound: there is no such page, or not for this role and this use.

    """
    row = database.row(_SELECT + "WHERE p.document = ? AND p.number = ?", (document.id, number))
    page = _page(row) if row else None
    if page is not None and document.rights.allow(role, use) and page.open_to(role, use):
        return page
    if page is not None and document.rights.allow(role) and page.open_to(role):
        raise NotFound(
            N_("Page {number} of «{document}» may be read on the pages, and not taken away."),
            remedy=N_("Ask the archive for a copy; cite it: opis cite {document}"),
            document=document.id,
            number=number,
        )
    raise NotFound(
        N_("The document «{document}» has no page {number} to show."),
        remedy=N_("See its pages: opis show {document}"),
        document=document.id,
        number=number,
    )


def by_id(database: Database, page: int) -> Page | None:
    """The page with this id."""
    row = database.row(_SELECT + "WHERE p.id = ?", (page,))
    return _page(row) if row else None


def failed(database: Database) -> list[Page]:
    """All pages whose reading failed."""
    rows = database.rows(_SELECT + "WHERE p.state = 'failed' ORDER BY p.id")
    return [_page(row) for row in rows]


#: greater than any serial
_NO_END = 1 << 62


def unchecked(database: Database, most: int, after: int = 0) -> list[Page]:
    """The pages that OCR was least sure of, the worst first, for an archivist.

    So many of them after the first ``after``. A page leaves them when a person has said that it is
    right (:func:`corpus.correcting.confirm`).
    """
    rows = database.rows(
        _SELECT + _UNCHECKED + " ORDER BY r.confidence, p.id LIMIT ? OFFSET ?", (most, after)
    )
    return [_page(row) for row in rows]


def count_unchecked(database: Database) -> int:
    """How many pages :func:`unchecked` has in all."""
    return database.number(f"SELECT count(*) FROM ({_SELECT} {_UNCHECKED})")  # noqa: S608


_UNCHECKED = """WHERE p.state = 'read' AND r.confidence IS NOT NULL
                AND p.document NOT IN (SELECT id FROM documents WHERE gone <> '')"""


def changed_since(database: Database, serial: int, most: int | None = None) -> list[Page]:
    """Pages changed after ``serial``, oldest change first.

    Of more than ``most`` so many, and whatever else changed with the last of them.
    """
    last = database.row(
        "SELECT changed FROM pages WHERE changed > ? ORDER BY changed LIMIT 1 OFFSET ?",
        (serial, (most or 1) - 1),
    )
    rows = database.rows(
        _SELECT + "WHERE p.changed > ? AND p.changed <= ? ORDER BY p.changed, p.id",
        (serial, last["changed"] if most and last else _NO_END),
    )
    return [_page(row) for row in rows]


def newest_change(database: Database) -> int:
    """The serial of the newest change of the catalogue; 0 where nothing was changed yet."""
    return database.number("SELECT value FROM serial")


def count_changed_since(database: Database, serial: int) -> int:
    """How many pages changed after ``serial``."""
    return database.number("SELECT count(*) FROM pages WHERE changed > ?", (serial,))


def documents_changed_since(
    database: Database, serial: int, most: int
) -> list[tuple[str, int, int]]:
    """Documents of which a page changed after ``serial``, oldest change first.

    Each with its newest change, and how many of its pages have changed. Of more than ``most`` so
    many, and whatever else changed with the last of them.
    """
    changed = """SELECT document, max(changed) AS newest, count(*) AS pages
                 FROM pages WHERE changed > ?
                 GROUP BY document HAVING newest <= ? ORDER BY newest, document"""
    rows = database.rows(changed + " LIMIT ?", (serial, _NO_END, most))
    if len(rows) == most:
        rows = database.rows(changed, (serial, rows[-1]["newest"]))
    return [(row["document"], row["newest"], row["pages"]) for row in rows]


def left_empty(database: Database, some: Sequence[str]) -> list[str]:
    """Documents that have no pages any more, of which one has come into some documents."""
    rows = database.rows(
        """SELECT DISTINCT c.before FROM pages p
           JOIN changes c ON c.place = 'pages' AND c.row = p.id AND c.field = 'document'
           WHERE p.document IN (SELECT value FROM json_each(?))
             AND NOT EXISTS (SELECT 1 FROM pages q WHERE q.document = c.before)""",
        (json.dumps([*some]),),
    )
    return [row["before"] for row in rows]


def at(database: Database, document: str, number: int) -> Page | None:
    """The page of a document with this number, or None."""
    row = database.row(_SELECT + "WHERE p.document = ? AND p.number = ?", (document, number))
    return _page(row) if row else None


def at_leaf(database: Database, document: Document, leaf: Leaf, role: Role) -> Page | None:
    """The first page that shows a leaf: of a document, else of another one of its file.

    None where there is none that ``role`` may read.
    """
    rows = database.rows(
        """SELECT p.id, d.access, d.opens FROM pages p JOIN documents d ON d.id = p.document
           WHERE d.gone = '' AND (d.id = ?1 OR d.file = ?2) AND instr(';' || p.leaves || ';', ?3)
           ORDER BY d.id <> ?1, d.rowid, p.number""",
        (document.id, document.file, f";{leaf};"),
    )
    shown = (by_id(database, row["id"]) for row in rows if may_read(stored_level(row), role))
    return next((page for page in shown if page and page.open_to(role)), None)


def before(database: Database, some: Sequence[Page]) -> list[Page]:
    """The pages right before some pages, without those that are among them."""
    known = {page.id for page in some}
    found = [at(database, page.document, page.number - 1) for page in some]
    return [page for page in found if page is not None and page.id not in known]


def layers(database: Database, page: Page) -> tuple[Layer, ...]:
    """The layers of a page, the oldest first."""
    rows = database.rows(
        "SELECT source, engine, created FROM readings WHERE page = ? ORDER BY id", (page.id,)
    )
    return tuple(Layer(Source(row["source"]), row["engine"], row["created"]) for row in rows)


def reading(database: Database, layer: int) -> Reading:
    """The layer with this id."""
    row = database.row("SELECT body FROM readings WHERE id = ?", (layer,))
    if row is None:
        raise NotFound(N_("There is no layer {layer} in the catalogue."),
                       remedy=N_("Rebuild the index: opis index build"), layer=layer)  # fmt: skip
    return unpack(row["body"])


def texts(database: Database, layers: Iterable[int]) -> dict[int, str]:
    """The texts of some layers by their ids, without their words; a layer that is gone has none."""
    rows = database.rows(_OF_LAYERS.format("body"), (json.dumps([*layers]),))
    return {row["id"]: text_of(row["body"]) for row in rows}


def languages_of(database: Database, layers: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The languages of some layers by their ids, that of most letters first."""
    rows = database.rows(_OF_LAYERS.format("language"), (json.dumps([*layers]),))
    return {row["id"]: tuple(row["language"].split()) for row in rows}


_OF_LAYERS = "SELECT id, {} FROM readings WHERE id IN (SELECT value FROM json_each(?))"


def leaves(
    database: Database, some: Sequence[str], role: Role
) -> dict[tuple[str, int], tuple[Leaf, ...]]:
    """The leaves of the pages of some documents by document and number.

    Of documents that ``role`` may read; pages of them that it may not read are left out.
    """
    rows = database.rows(
        """SELECT document, number, leaves, said_access, said_opens, said_copying, said_exporting
           FROM pages WHERE document IN (SELECT value FROM json_each(?))""",
        (json.dumps([*some]),),
    )
    return {
        (row["document"], row["number"]): split_leaves(row["leaves"])
        for row in rows
        if page_rights(row).allow(role)
    }


def store_reading(
    database: Database,
    page: int,
    layer: Reading,
    width: int | None = None,
    height: int | None = None,
) -> None:
    """Put a layer on a page and call the page read (or unread), in one transaction.

    ``width`` and ``height`` are those of its image, if that is new.
    """
    with database.transaction():
        _put(database, page, layer, width, height)


def replace_scan(
    database: Database, page: Page, rescan: PageSource, layer: Reading, width: int, height: int
) -> None:
    """Put a rescan and its reading in the place of a page's scan. Call it inside a transaction.

    The page keeps its number, its leaves, its corrections; the scan before stays an original.
    """
    database.change(
        "INSERT OR REPLACE INTO replaced VALUES (?,?,?,?)",
        (page.id, page.original, page.original_page, now()),
    )
    recorder = Recorder(database, Deed.REPLACED)
    scan: dict[str, Value] = {
        "original": rescan.original,
        "original_page": rescan.page,
        "turned": 0,
    }
    size: dict[str, Value] = {"width": width, "height": height}
    recorder.put(page.document, "pages", page.id, scan | size, page.number)
    put_below_corrections(database, page.id, layer, width, height, recorder)
    database.change("UPDATE pages SET lease = '', again = '' WHERE id = ?", (page.id,))


def renumber(
    database: Database, recorder: Recorder, document: str, numbers: Mapping[int, int]
) -> None:
    """Give pages of a document other numbers, by their ids. Call it inside a transaction.

    The numbers are those of the pages that are named, in another order. All pages of the document
    are indexed anew: each has words of the next one.
    """
    before = {
        row["id"]: row["number"]
        for row in database.rows("SELECT id, number FROM pages WHERE document = ?", (document,))
    }
    moved = {page: new for page, new in numbers.items() if before[page] != new}
    for page, new in moved.items():
        recorder.note(Change(document, before[page], "pages", page, "number", before[page], new))
    for page in moved:  # aside first, so that no number is there twice
        database.change("UPDATE pages SET number = number + ? WHERE id = ?", (_ASIDE, page))
    for page, new in moved.items():
        database.change("UPDATE pages SET number = ? WHERE id = ?", (new, page))
    if moved:
        serial = database.next_serial()
        database.change("UPDATE pages SET changed = ? WHERE document = ?", (serial, document))


#: no document has so many pages
_ASIDE = 1 << 40


def put_below_corrections(
    database: Database,
    page: int,
    layer: Reading,
    width: int,
    height: int,
    recorder: Recorder | None = None,
) -> None:
    """Put a machine layer on a page, and above it the corrections that the page has.

    Where the machine now reads something else yet than what was corrected, that is written down
    with the event: the person's words stand.
    """
    layers = database.rows(
        """SELECT r.id, r.source, p.document, p.number
           FROM readings r JOIN pages p ON p.id = r.page WHERE r.page = ? ORDER BY r.id DESC""",
        (page,),
    )
    machine = [row["id"] for row in layers if row["source"] != Source.CORRECTED]
    below = reading(database, machine[0]) if machine else None
    top = reading(database, layers[0]["id"]) if layers else None
    if below is not None and pack(layer) == pack(below):
        _settle(database, page, top or layer, width, height)
        return
    new = _put(database, page, layer, width, height)
    against: list[Disagreement] = []
    if top is not None and top.source is Source.CORRECTED:
        new = _put(database, page, carried(below, top, layer), width, height)
        against = disagreements(below, top, layer) if below is not None else []
    if layers:
        recorder = recorder or Recorder(database, Deed.REREAD)
        document, number = layers[0]["document"], layers[0]["number"]
        recorder.note(Change(document, number, "readings", page, "layer", layers[0]["id"], new))
        for one in against:
            recorder.note(
                Change(document, number, "readings", page, "conflict", one.person, one.machine)
            )


def put_layer(database: Database, recorder: Recorder, page: Page, layer: Reading) -> None:
    """Put a layer on a page as part of an event. Call it inside a transaction."""
    new = _put(database, page.id, layer, None, None)
    recorder.note(
        Change(page.document, page.number, "readings", page.id, "layer", page.reading, new)
    )


def with_earlier(database: Database, layer: int) -> Reading:
    """The layer with this id; a corrected one with what stood there before, by the machine."""
    own = reading(database, layer)
    if own.source is not Source.CORRECTED:
        return own
    row = database.row(
        """SELECT body FROM readings WHERE source <> 'corrected' AND id < ?1
           AND page = (SELECT page FROM readings WHERE id = ?1) ORDER BY id DESC LIMIT 1""",
        (layer,),
    )
    return corrections.with_earlier(unpack(row["body"]), own) if row else own


def _put(
    database: Database, page: int, layer: Reading, width: int | None, height: int | None
) -> int:
    new = database.change(
        """INSERT INTO readings (page, source, engine, language, confidence, created, body)
           VALUES (?,?,?,?,?,?,?)""",
        (
            page,
            layer.source,
            layer.engine,
            " ".join(layer.languages),
            layer.confidence,
            now(),
            pack(layer),
        ),
    )
    _settle(database, page, layer, width, height)
    return new


def _settle(
    database: Database, page: int, top: Reading, width: int | None, height: int | None
) -> None:
    """Call a page read (or unread) whose newest layer is ``top``."""
    unread = top.source is Source.UNREAD
    database.change(
        """UPDATE pages SET state = ?, reason = ?, remedy = '', width = coalesce(?, width),
           height = coalesce(?, height), changed = ? WHERE id = ?""",
        (
            "unread" if unread else "read",
            Message(top.reason).to_json() if unread else "",
            width,
            height,
            database.next_serial(),
            page,
        ),
    )


def languages(database: Database) -> dict[str, tuple[str, ...]]:
    """The languages found on the pages of each document, the most frequent first.

    Pages that are closed by themselves are left out, whoever asks.
    """
    out: dict[str, tuple[str, ...]] = {}
    for row in database.rows(
        """SELECT p.document, r.language, count(*) AS pages
           FROM pages p JOIN readings r ON r.id = (SELECT max(id) FROM readings WHERE page = p.id)
           WHERE r.language <> '' AND coalesce(p.said_access, 'open') = 'open'
           GROUP BY p.document, r.language ORDER BY pages DESC"""
    ):
        known = out.get(row["document"], ())
        new = tuple(code for code in row["language"].split() if code not in known)
        out[row["document"]] = known + new
    return out


def is_any_read(database: Database) -> bool:
    """Whether any page was read, so that there is something to search, whoever may see it."""
    return bool(database.number("SELECT EXISTS (SELECT 1 FROM pages WHERE state = 'read')"))


def counts(
    database: Database, role: Role, document: str | None = None, use: Use = Use.VIEW
) -> Counts:
    """Count what ``role`` may read, or do more with, of one document or of all.

    Unread pages are those that no search can find words on.
    """
    documents = pages = not_read = queue = 0
    counted = set()
    for row in database.rows(
        """SELECT d.id, d.access, d.opens, d.copying, d.exporting, p.said_access, p.said_opens,
                  p.said_copying, p.said_exporting, count(*) AS pages,
                  sum(p.state = 'waiting' OR p.again <> '') AS waiting,
                  sum(p.state <> 'read') AS unread
           FROM documents d JOIN pages p ON p.document = d.id AND d.gone = ''
           WHERE ?1 IS NULL OR d.id = ?1
           GROUP BY d.id, p.said_access, p.said_opens, p.said_copying, p.said_exporting""",
        (document,),
    ):
        if document_rights(row).allow(role, use) and page_rights(row).allow(role, use):
            documents += row["id"] not in counted
            counted.add(row["id"])
            pages += row["pages"]
            queue += row["waiting"]
            not_read += row["unread"]
    return Counts(documents, pages, queue, not_read)


def number_open(database: Database, role: Role) -> int:
    """Count the pages that ``role`` may read, as :func:`counts` does, for every search.

    They are all pages less those that are not open to it, for which the catalogue has indexes: the
    work grows with what is closed and not with the collection.
    """
    closed = database.rows(
        """SELECT access, opens, gone,
                  (SELECT count(*) FROM pages p WHERE p.document = d.id) AS pages
           FROM documents d WHERE access <> 'open' OR gone <> ''"""
    )
    by_themselves = database.rows(
        """SELECT d.access, d.opens, p.said_access, p.said_opens, NULL AS said_copying,
                  NULL AS said_exporting, count(*) AS pages
           FROM pages p JOIN documents d ON d.id = p.document
           WHERE p.said_access <> 'open' AND d.gone = ''
           GROUP BY d.access, d.opens, p.said_access, p.said_opens"""
    )
    hidden = sum(
        int(row["pages"]) for row in closed if row["gone"] or not may_read(stored_level(row), role)
    )
    hidden += sum(
        int(row["pages"])
        for row in by_themselves
        if may_read(stored_level(row), role) and not page_rights(row).allow(role)
    )
    return database.number("SELECT count(*) FROM pages") - hidden


def _page(row: Row) -> Page:
    return Page(
        id=row["id"],
        document=row["document"],
        number=row["number"],
        original=row["original"],
        original_page=row["original_page"],
        leaves=split_leaves(row["leaves"]),
        width=row["width"],
        height=row["height"],
        state=row["state"],
        reason=Message.from_json(row["reason"]) if row["reason"] else None,
        remedy=Message.from_json(row["remedy"]) if row["remedy"] else None,
        changed=row["changed"],
        reading=row["reading"],
        source=Source(row["source"]) if row["source"] else Source.UNREAD,
        confidence=row["confidence"],
        again=Again(row["again"]) if row["again"] else None,
        rule=rules.said(row),
        turned=row["turned"],
        own=page_rights(row),
    )
