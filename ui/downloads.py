"""Files to keep, by address: a page, a document, or the whole answer that an address shows.

They are made as they are sent, by the functions of ``opis export``, of what the role may read. What
is closed and what does not exist answer alike, and nothing of it is kept on the way: an answer
changes with the collection.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from corpus import documents
from corpus.access import Role, Use
from corpus.errors import NotFound, OpisError
from corpus.export import Format, Site, formats
from corpus.export.naming import document_name, page_name, safe
from corpus.pages import Page
from ingest.descriptions import written
from ui import packing, taken, using
from ui.address import Address, decode, encode
from ui.i18n import translator
from ui.opened import opened
from ui.taken import Taken

#: nothing between the reader and this machine keeps a file
NOT_KEPT = "private, no-store"
#: files made at a time; more would keep the pages waiting. Seconds after which to ask again.
AT_ONCE, AGAIN = 4, 20
#: formats by the ending in the address, in the order in which they are offered
OF_PAGES = {"txt": "text", "pdf": "pdf", "xml": "alto"}
OF_DOCUMENTS = {"txt": "text", "pdf": "pdf", "docx": "docx", "xml": "alto"}
OF_DESCRIPTIONS = ("csv", "xlsx")
OF_ANSWERS = {"csv": "csv", "xlsx": "xlsx", "docx": "docx", "jsonl": "jsonl"}

_few = threading.BoundedSemaphore(AT_ONCE)


class _TooMany(Exception):
    """As many files as may be are being made."""


def page_file(request: Request) -> Response:
    """Answer with a page as a file."""
    return _document(request, OF_PAGES, request.path_params["number"])


def document_file(request: Request) -> Response:
    """Answer with a whole document as a file."""
    return _document(request, OF_DOCUMENTS, None)


def answer_file(request: Request) -> Response:
    """Answer with every passage of the answer that the address shows, as a file."""
    kind = _format(OF_ANSWERS, request)
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    here = decode(given)
    if kind is None:
        return none()
    try:
        asked = here.request(opened().role)
        chosen = taken.answer(opened().collection, kind, asked)
        return _sent(request, kind, chosen, safe(here.query, "opis"))
    except OpisError:
        return none()


def finding_aid(request: Request) -> Response:
    """Answer with a fonds (or an opis, or a file) in EAD, named by its reference."""
    kind, here = formats()["ead"], opened()
    try:
        of = request.query_params.get("of", "").strip()
        chosen = taken.documents(here.collection, kind, here.role, [of]) if of else None
        return _sent(request, kind, chosen, safe(chosen.title, "ead")) if chosen else none()
    except OpisError:
        return none()


def descriptions(request: Request) -> Response:
    """Answer with the descriptions of some documents, or of all, as a table for an archivist."""
    here, ending = opened(), request.path_params["ending"]
    if ending not in OF_DESCRIPTIONS or here.role is not Role.ARCHIVIST:
        return none()
    words = translator(request.query_params.get("ui") or here.language)
    names = request.query_params.getlist("c")

    def chunks() -> Iterator[bytes]:
        with here.collection.catalogue() as database, database.reading():
            some = [*documents.by_id(database, names).values()] if names else None
            every = documents.listed(database, here.role) if some is None else some
            yield from written(database, every, words.language, ending)

    named = f'attachment; filename="descriptions.{ending}"'
    return _streamed(chunks(), named, formats()[ending].media_type)


def package(request: Request) -> Response:
    """Answer with a package that is whole, for who has had it made."""
    here = opened()
    try:
        made, file = packing.whole(
            here.collection, request.path_params["word"], here.user, here.role
        )
    except OpisError:
        return none()
    for one in made.documents:
        using.used(one, Use.EXPORT)
    name = f"{safe(made.order.called, 'opis')}.zip"
    headers = {"Cache-Control": NOT_KEPT}
    return FileResponse(file, headers=headers, media_type="application/zip", filename=name)


def manifest(request: Request) -> Response:
    """Answer with the manifest of a document, for viewers elsewhere.

    Where the collection has a public address, programs of other sites may read what anybody may.
    """
    kind, here = formats()["iiif"], opened()
    try:
        name = request.path_params["document"]
        chosen = taken.documents(here.collection, kind, here.role, [name])
        about = taken.about(here.collection, chosen.title, translator(here.language), here.role)
        about = replace(about, site=about.site or Site(str(request.base_url).rstrip("/")))
        body = b"".join(kind.chunks(using.noted(chosen.excerpts, Use.EXPORT), about))
    except OpisError:
        return none()
    if not body:
        return none()
    headers = {"Cache-Control": NOT_KEPT}
    if here.collection.settings.public_url and here.role is Role.PUBLIC:
        headers["Access-Control-Allow-Origin"] = "*"
    return Response(body, media_type=kind.media_type, headers=headers)


def answer_link(here: Address, ending: str) -> str:
    """The address of a file with the answer that ``here`` shows."""
    shown = replace(here, document="", page=1, hit=0, results=1)
    return f"/file/answer.{ending}?{urlencode(encode(shown), doseq=True)}"


def none() -> Response:
    """What is not there, or not for this role."""
    return Response("not found", 404, {"Cache-Control": NOT_KEPT}, "text/plain")


def _document(request: Request, known: dict[str, str], number: int | None) -> Response:
    kind = _format(known, request)
    if kind is None:
        return none()
    try:
        name = request.path_params["document"]
        chosen = taken.documents(opened().collection, kind, opened().role, [name], number)
        return _sent(request, kind, chosen, "")
    except OpisError:  # the reader page says what is wrong with a page; a file is just not there
        return none()


def _format(known: dict[str, str], request: Request) -> Format | None:
    name = known.get(request.path_params["ending"])
    return formats()[name] if name else None


def _sent(request: Request, kind: Format, chosen: Taken, name: str) -> Response:
    """The file as it is made; it is called ``name``, or as what is first in it."""
    words = translator(request.query_params.get("ui") or opened().language)
    here = opened()
    own = taken.about(here.collection, chosen.title, words, here.role, here.signed)
    about = replace(own, left_out=_left_out)
    excerpts = iter(kind.fitting(chosen.excerpts, about))
    first = next(excerpts, None)
    if first is None:
        return none()
    if not name:
        page = first.page if "number" in request.path_params else None
        name = page_name(first.document, page) if page else document_name(first.document)
    plain = f"{first.document.id}.{kind.ending}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(f'{name}.{kind.ending}')}"
    use = Use.COPY if "number" in request.path_params else Use.EXPORT
    noted = using.noted(chain([first], excerpts), use)
    return _streamed(kind.chunks(noted, about), named, kind.media_type)


def _streamed(chunks: Iterator[bytes], named: str, media_type: str) -> Response:
    """A file that is made as it is sent."""
    body = _held(chunks)
    try:
        begin = next(body)  # once begun, it gives its place back however it ends
    except _TooMany:
        headers = {"Cache-Control": NOT_KEPT, "Retry-After": str(AGAIN)}
        return Response("busy", 503, headers, "text/plain")
    headers = {"Content-Disposition": named, "Cache-Control": NOT_KEPT}
    return StreamingResponse(chain([begin], body), media_type=media_type, headers=headers)


def _held(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a file, of which only a few are made at a time."""
    if not _few.acquire(blocking=False):
        raise _TooMany
    try:
        yield from chunks
    finally:
        _few.release()


def _left_out(_page: Page, reason: OpisError) -> None:
    """A page without a scan is not in a file of scans; any other trouble ends the file."""
    if not isinstance(reason, NotFound):
        raise reason
