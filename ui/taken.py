"""What is taken away: documents or an answer, as excerpts that a format makes a file of.

The command and the pages ask here, so that both export the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import index
import ingest
from corpus import choices, giving
from corpus import documents as catalogued
from corpus.access import Role, Use
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.documents import Document
from corpus.errors import NotFound
from corpus.export import About, Excerpt, Extent, Format, Site, described, whole_pages
from corpus.messages import N_
from corpus.pages import counts
from corpus.reference import Reference, natural, parse_reference
from index.answer import Diagnostic, Request
from ui.citations import manner
from ui.i18n import Translator
from ui.marking import mark


@dataclass(frozen=True)
class Taken:
    """What is to be exported, and what is to be said of it.

    ``total`` is the number of pages (of documents, where their descriptions are exported),
    ``closed`` how many documents the role may know of but not take away, ``closed_pages`` how many
    pages of those that it may, ``diagnostics`` what was odd about the query.
    """

    excerpts: Iterable[Excerpt]
    total: int
    title: str
    closed: int = 0
    closed_pages: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


def documents(
    collection: Collection,
    kind: Format,
    role: Role,
    names: Sequence[str] = (),
    number: int | None = None,
) -> Taken:
    """The documents named (ids or beginnings of ids), or all; or page ``number`` of each.

    A page alone is a copy, whole documents are an export (:class:`corpus.access.Use`).

    For a format with a file for each fonds the names are references («Ф. 393. Оп. 2»), or
    documents that stand for their fonds; what inventories list comes along. So it does for a
    package, whose names are references or documents, each meant alone.

    Raises:
        NotFound: there is no such document or page for the role.

    """
    if kind.extent is Extent.FONDS:
        return _fonds(collection, role, names)
    if kind.extent is Extent.FOLDER:
        with collection.catalogue() as database:
            return _packed(database, role, names)
    with collection.catalogue() as database:
        known = [catalogued.find(database, name, role) for name in dict.fromkeys(names)]
        known = known if names else catalogued.listed(database, role)
    title = known[0].description.title if len(known) == 1 else ""
    if kind.describes and number is None:
        return Taken(described(known), len(known), title)
    use = Use.EXPORT if number is None else Use.COPY
    readable = [document for document in known if document.rights.allow(role, use)]
    excerpts = _pages(collection, readable, role, number)
    closed = len(known) - len(readable)
    if number is not None:
        return Taken(excerpts, len(readable), title, closed)
    with collection.catalogue() as database:
        counted = [document.id for document in readable] if names else [None]
        total = sum(counts(database, role, one, use).pages for one in counted)
    every = sum(document.pages for document in readable)
    return Taken(excerpts, total, title, closed, every - total)


def _packed(database: Database, role: Role, names: Sequence[str]) -> Taken:
    """What is named (or everything), as far as it can be given with its originals."""
    places = {name: place for name in names if (place := parse_reference(name)) is not None}
    alone = [catalogued.find(database, one, role) for one in names if one not in places]
    listed, known = [], alone
    if places or not names:
        listed = _below(catalogued.in_inventories(database, role), places)
        below = _below(catalogued.listed(database, role), places)
        _none_is_unknown(places, [*listed, *below])
        known = [*{one.id: one for one in (*alone, *below)}.values()]
    title = " · ".join(map(str, places.values()))
    chosen = _with_originals(database, known, role, listed)
    return replace(chosen, title=title or chosen.title)


def _with_originals(
    database: Database, known: Sequence[Document], role: Role, listed: Sequence[Document] = ()
) -> Taken:
    """Those documents that can be given with their originals, and files that inventories list.

    Raises:
        NotFound: none of them can; copies are marked for the role, and originals are not.

    """
    refuse_marked(database, role)
    readable = [document for document in known if document.rights.allow(role, Use.EXPORT)]
    given = giving.whole(database, readable, role)
    title = known[0].description.title if len(known) == 1 else ""
    inventories = listed if role is Role.ARCHIVIST else ()
    if known and not (given or inventories):
        raise NotFound(
            N_("None of it can be given with its originals: not every page may be taken away."),
            remedy=N_("Ask an archivist, or take what you may as PDF."),
        )
    return Taken(described([*inventories, *given]), len(given), title, len(known) - len(given))


def refuse_marked(database: Database, role: Role) -> None:
    """Give no originals, which bear no mark, where copies are marked for a role.

    Raises:
        NotFound: they are.

    """
    if choices.are_marked(database, role):
        raise NotFound(
            N_("Copies are marked here; originals, which bear no mark, are given to archivists "
               "alone."),
            remedy=N_("Take documents as PDF or DOCX: these are marked."),
        )  # fmt: skip


def _fonds(collection: Collection, role: Role, names: Sequence[str]) -> Taken:
    """All that is known of some fonds, or of parts of them, in the order of their references."""
    with collection.catalogue() as database:
        known = catalogued.in_inventories(database, role) + catalogued.listed(database, role)
        wanted = {name: _place(database, name, role) for name in names}
    chosen = _below([one for one in known if one.description.reference.fonds], wanted)
    _none_is_unknown(wanted, chosen)
    ordered = sorted(chosen, key=lambda one: one.description.reference.sort_key())
    title = str(ordered[0].description.reference) if ordered else ""
    return Taken(described(ordered), sum(one.scanned for one in ordered), title)


def _below(some: Sequence[Document], places: Mapping[str, Reference]) -> list[Document]:
    """Those that stand in one of the places, by the names that these were given; all without."""
    return [one for one in some if not places or any(_is_in(one, p) for p in places.values())]


def _none_is_unknown(places: Mapping[str, Reference], found: Sequence[Document]) -> None:
    for name, place in places.items():
        if not any(_is_in(one, place) for one in found):
            raise NotFound(
                N_("Nothing is known of a fonds «{name}»."),
                remedy=N_("Name it by its reference, like «Ф. 393» or «ГА РФ. Ф. 393. Оп. 2»."),
                name=name,
            )


def _place(database: Database, name: str, role: Role) -> Reference:
    """The fonds (or opis, or file) that a reference names, or the fonds of a document."""
    named = parse_reference(name)
    if named is not None:
        return named
    own = catalogued.find(database, name, role).description.reference
    return Reference(own.archive, own.fonds)


def _is_in(document: Document, wanted: Reference) -> bool:
    """Whether a document stands under a reference of a fonds, or of an opis or a file in it."""
    own = document.description.reference
    return all(
        natural(getattr(own, part)) == natural(getattr(wanted, part))
        for part in ("archive", "fonds", "opis", "box", "file")
        if getattr(wanted, part) or part == "fonds"
    )


def answer(collection: Collection, kind: Format, asked: Request) -> Taken:
    """The passages of an answer, or its documents whole where the format makes a file of each."""
    request = replace(asked, offset=0, limit=0)
    found = index.search(collection, request)
    if kind.extent is Extent.FOLDER:
        with collection.catalogue() as database:
            known = [*index.found_documents(collection, request)]
            chosen = _with_originals(database, known, request.role)
        return replace(chosen, title=request.query, diagnostics=found.diagnostics)
    if kind.extent is Extent.FONDS:
        found_in = index.found_documents(collection, request)
        placed = [one for one in found_in if one.description.reference.fonds]
        excerpts = described(sorted(placed, key=lambda one: one.description.reference.sort_key()))
        total = len(placed)
    elif kind.extent is Extent.ALL:
        excerpts, total = index.found_passages(collection, request, kind.describes), found.pages
    else:
        whole = index.found_documents(collection, request)
        excerpts = _pages(collection, whole, request.role)
        total = sum(document.pages for document in index.found_documents(collection, request))
    return Taken(excerpts, total, request.query, diagnostics=found.diagnostics)


def about(
    collection: Collection,
    title: str,
    words: Translator,
    role: Role = Role.PUBLIC,
    reader: str = "",
) -> About:
    """What the formats need to know; the images of pages are made by a worker.

    ``reader`` is who gets the file, by the name that stands on marked copies.
    """
    root = collection.settings.public_url.rstrip("/")
    return About(
        title=title,
        translate=words.gettext,
        language=words.language,
        manner=manner(collection),
        image=lambda page: ingest.page_image(collection, page),
        site=Site(root) if root else None,
        mark=mark(collection, role, reader),
        role=role,
        collection=collection,
    )


def _pages(
    collection: Collection, documents: Iterable[Document], role: Role, number: int | None = None
) -> Iterator[Excerpt]:
    use = Use.EXPORT if number is None else Use.COPY
    for document in documents:
        yield from whole_pages(collection, document, role, number, use)
