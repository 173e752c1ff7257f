"""Pictures and texts by address, beside Streamlit's own traffic: the browser can keep them.

=================================  ==========================================================
``/img/page/DOCUMENT/N.jpg``       the page image
``/img/thumb/DOCUMENT/N.jpg``      the thumbnail; ``?hl=3,17`` lights these words of its reading
``/file/DOCUMENT/N.txt``           the page as a file: ``txt``, ``pdf``, ``xml`` (ALTO)
``/file/DOCUMENT.txt``             the whole document: these and ``docx``
``/iiif/DOCUMENT/manifest.json``   the document as an IIIF manifest, for viewers elsewhere
``/file/answer.csv?q=…``           the whole answer of an address: ``csv xlsx docx jsonl``
``/img/strip/DOCUMENT/N.jpg``      lines of the page; ``?at=217-356`` are those in which these
                                   characters of its text stand, lit
``/file/list.csv``                 a reader's list as it stands in the address; ``/file/list.txt``
``/cite/DOCUMENT/N``               a citation of the page: ``?style=archive-kk&form=list&lang=kk``
``/file/concordance.csv``          the concordance of an address; ``.xlsx`` likewise
``/file/descriptions.csv``         the descriptions of documents (``?c=…``, or all) as a table for
                                   an archivist; ``.xlsx`` likewise
``/file/ead.xml``                  a fonds as a finding aid in EAD: ``?of=ГА РФ. Ф. 393``
``/file/package/WORD.zip``         a package that was made (:mod:`ui.packing`), for who had it made
``/upload/BATCH/NAME``             a file to be added (POST, :mod:`ui.uploading`)
``/copied/DOCUMENT/N``             text of the page is copied: for the use sheet (POST)
``/correct/DOCUMENT/N``            corrects the text of the page (POST; :mod:`ui.linewise`)
``/list``                          changes the list of who has signed in (POST; :mod:`ui.keeping`)
``/api/search``                    the answer to a search as JSON (:mod:`ui.api`)
``/health``, ``/healthz``          that the pages are served and the collection can be read
=================================  ==========================================================

Streamlit checks nothing here, so every route asks for itself whether the role may read the page,
copy or export it. A page that is closed and one that does not exist answer alike. What is open may
be kept by the browser, which asks each time whether it is still the same (``ETag``); nothing else
is. A scan that may be seen and not copied goes to our pages alone (:mod:`ui.looking`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

import index
from corpus import documents, pages
from corpus.access import Role, Use
from corpus.citing.styles import Form, Style
from corpus.collection import Collection
from corpus.documents import Document
from corpus.errors import NotFound, OpisError
from corpus.messages import N_
from corpus.pages import Page
from index.kwic.lines import Line
from ingest import page_image
from ui import (
    address,
    api,
    cut,
    downloads,
    guard,
    keeping,
    kept,
    kwic,
    linewise,
    listing,
    looking,
    uploading,
    using,
)
from ui.citations import cite_page, manner
from ui.downloads import NOT_KEPT
from ui.downloads import none as _none
from ui.i18n import LANGUAGES, translator
from ui.lines import Lines
from ui.lit import lit
from ui.marking import mark, scan
from ui.opened import Opened, opened, served

#: At most this many words are lit on a thumbnail, whatever the address asks.
MOST_LIT = 200
#: An open page may be kept, but the browser asks each time whether it is still the same: it may
#: have been scanned or read again, or closed.
KEPT = "public, no-cache"
_RANGE = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")


def routes() -> list[Route]:
    """Return the routes; they serve the collection of :mod:`ui.opened`."""
    return [
        Route("/img/page/{document}/{number:int}.jpg", page_picture),
        Route("/img/thumb/{document}/{number:int}.jpg", thumbnail),
        Route("/file/{document}/{number:int}.{ending}", downloads.page_file),
        Route("/img/strip/{document}/{number:int}.jpg", strip),
        Route("/file/list.{ending}", kept_list),
        Route("/file/concordance.{ending}", lines),
        Route("/file/descriptions.{ending}", downloads.descriptions),
        Route("/file/ead.xml", downloads.finding_aid),
        Route("/file/package/{word}.zip", downloads.package),
        Route("/cite/{document}/{number:int}", citation),
        Route("/file/answer.{ending}", downloads.answer_file),
        Route("/iiif/{document}/manifest.json", downloads.manifest),
        Route("/file/{document}.{ending}", downloads.document_file),
        Route("/upload/{batch}/{name:path}", uploading.upload, methods=["POST"]),
        Route("/correct/found", linewise.follow, methods=["GET", "POST"]),
        Route("/correct/{document}/{number:int}", linewise.change, methods=["GET", "POST"]),
        Route("/copied/{document}/{number:int}", copied, methods=["POST"]),
        Route("/list", keeping.change, methods=["POST"]),
        Route("/api/search", api.search),
        Route("/health", health),
        Route("/healthz", health),
    ]


def page_picture(request: Request) -> Response:
    """Answer with the image of a page."""
    return _picture(request, "page")


def thumbnail(request: Request) -> Response:
    """Answer with a small image of a page, some words of it lit."""
    return _picture(request, "thumb")


def strip(request: Request) -> Response:
    """Answer with the lines of a page in which a range of its text stands."""
    asked = _RANGE.fullmatch(request.query_params.get("at", ""))
    try:
        document, page = _shown(request)
        image = page_image(opened().collection, page, "page")
    except OpisError:
        return _none()
    if asked is None or page.reading is None:
        return _none()
    stamp, places = image.stat().st_mtime_ns, (int(asked[1]), int(asked[2]))
    body = _cut(opened().collection, image, stamp, page.reading, places)
    return _answer(request, document, page, body, "image/jpeg") if body else _none()


@lru_cache(maxsize=256)
def _cut(
    collection: Collection, image: Path, stamp: int, layer: int, places: tuple[int, int]
) -> bytes:
    """The strip, or nothing where nobody knows the places of these words."""
    with collection.catalogue() as catalogue:
        own, lines = cut.places(pages.reading(catalogue, layer), *places)
    return cut.cut(lit(image, own), lines) if own else b""


def kept_list(request: Request) -> Response:
    """Answer with a reader's list as a file: what of it may be seen today, with its citations."""
    ending = request.path_params["ending"]
    if ending not in listing.WRITERS:
        return _none()
    kind, write = listing.WRITERS[ending]
    words = translator(request.query_params.get("ui") or opened().language)
    listed = kept.read(request.query_params.getlist("i"))
    with opened().collection.catalogue() as catalogue:
        found = kept.passages(catalogue, listed, opened().role, Use.EXPORT)
    for one in found:
        if one is not None:
            using.used(one.document.id, Use.EXPORT, one.page)
    body = write(opened().collection, found, words)
    named = f'attachment; filename="list.{ending}"'
    return Response(
        body, media_type=kind, headers={"Content-Disposition": named, "Cache-Control": NOT_KEPT}
    )


def citation(request: Request) -> Response:
    """Answer with the citation of a page in a style and a form."""
    asked, target = request.query_params, opened().collection
    try:
        document, page = _page(request)
        style = Style(asked.get("style", target.settings.citation_style))
        form = Form(asked.get("form", Form.FOOTNOTE))
    except (NotFound, ValueError):
        return _none()
    printed = cite_page(target, document, page.number, page.leaves, manner(target, style, form))
    words = translator(asked["lang"] if asked.get("lang") in LANGUAGES else None)
    said = {
        "citation": printed.text,
        "style": printed.style,
        "warnings": [words.text(warning) for warning in printed.warnings],
        "html": printed.html,
    }
    return JSONResponse(said, headers={"Cache-Control": NOT_KEPT})


def copied(request: Request) -> Response:
    """Note that text of a page is copied, where it may be."""
    if (refused := guard.refusal(request, allowed=using.is_noted())) is not None:
        return refused
    try:
        document, page = _page(request)
    except OpisError:
        return _none()
    if not _may(document, page, opened().role, Use.COPY):
        return _none()
    using.used(document.id, Use.COPY, page)
    return Response(status_code=204, headers={"Cache-Control": NOT_KEPT})


def lines(request: Request) -> Response:
    """Answer with all lines of a concordance as a table, row by row."""
    ending = request.path_params["ending"]
    if ending not in kwic.WRITERS:
        return _none()
    media_type, write = kwic.WRITERS[ending]
    parameters = request.query_params
    asked = address.decode({name: parameters.getlist(name) for name in parameters})
    words = translator(asked.interface or opened().language)
    view = replace((asked.lines or Lines()).view, folded=False)
    collection = opened().collection
    found = index.concordance(collection, asked.request(opened().role), view)
    plain = replace(asked, lines=None)
    taken = _noted(kwic.exported(collection, found.lines(), opened().role), opened())
    body = write(kwic.head(words), kwic.rows(collection, taken, plain))
    named = f'attachment; filename="concordance.{ending}"'
    return StreamingResponse(
        body,
        media_type=media_type,
        headers={"Content-Disposition": named, "Cache-Control": NOT_KEPT},
    )


def _noted(lines: Iterable[Line], who: Opened) -> Iterator[Line]:
    for line in lines:
        using.used(line.document, Use.EXPORT, who=who)
        yield line


def health(_request: Request) -> Response:
    """Answer whether the pages are served, the catalogue can be read and the index answers.

    A new collection has no index, as it has nothing to search.
    """
    collection = served().collection
    try:
        with collection.catalogue() as catalogue:
            is_any_read = pages.is_any_read(catalogue)
        if is_any_read:
            index.search(collection, index.Request(limit=0, role=Role.PUBLIC))
    except OpisError as error:
        status, said = 503, {"ok": False, "error": type(error).__name__}
    else:
        status, said = 200, {"ok": True}
    return JSONResponse(said, status, {"Cache-Control": "no-store"})


def _page(request: Request) -> tuple[Document, Page]:
    with opened().collection.catalogue() as catalogue:
        document = documents.find(catalogue, request.path_params["document"], opened().role)
        number = request.path_params["number"]
        return document, pages.find(catalogue, document, number, opened().role)


def _may(document: Document, page: Page, role: Role, use: Use) -> bool:
    return document.rights.allow(role, use) and page.open_to(role, use)


def _shown(request: Request) -> tuple[Document, Page]:
    """The page whose scan is asked for: to copy, or for our own pages to show.

    Raises:
        NotFound: there is none, or it may only be shown and is asked for otherwise.

    """
    document, page = _page(request)
    if not (_may(document, page, opened().role, Use.COPY) or looking.is_ours(request, page)):
        raise NotFound(N_("This scan is shown on the pages alone."))
    return document, page


def _picture(request: Request, kind: str) -> Response:
    try:
        document, page = _page(request) if kind == "thumb" else _shown(request)
        image = page_image(opened().collection, page, kind)
        if kind == "page" and request.headers.get("sec-fetch-dest") != "image":
            using.used(document.id, Use.COPY, page)
    except OpisError:  # the reader page says what is wrong with a page; a picture is just not there
        return _none()
    words = _words(request.query_params.get("hl", "")) if kind == "thumb" else ()
    if words and page.reading is not None:
        stamp = image.stat().st_mtime_ns
        body = _lit(opened().collection, image, stamp, page.reading, words)
    elif kind == "page" and (own := mark(opened().collection, opened().role, opened().signed)):
        stamp = image.stat().st_mtime_ns
        body = scan(image, stamp, own, own.text(document, page))
        return _answer(request, document, page, body, "image/jpeg", marked=True)
    else:
        body = image.read_bytes()
    return _answer(request, document, page, body, "image/jpeg")


def _words(asked: str) -> tuple[int, ...]:
    """Read «3,17» as indices of words; what is no number is passed over."""
    given = asked[: 8 * MOST_LIT].split(",")
    return tuple(int(n) for n in given if n.isascii() and n.isdigit() and len(n) < 7)[:MOST_LIT]


@lru_cache(maxsize=512)
def _lit(
    collection: Collection, image: Path, stamp: int, layer: int, words: tuple[int, ...]
) -> bytes:
    with collection.catalogue() as catalogue:
        known = pages.reading(catalogue, layer).words
    return lit(image, (quad for n in words if n < len(known) for quad in known[n].quads))


def _answer(
    request: Request,
    document: Document,
    page: Page,
    body: bytes,
    media_type: str,
    *,
    marked: bool = False,
) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    kept = KEPT if not marked and _may(document, page, Role.PUBLIC, Use.COPY) else NOT_KEPT
    head = {"Cache-Control": kept, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=head)
    return Response(body, media_type=media_type, headers=head)
