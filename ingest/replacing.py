"""A rescan in place of a page: inspected, kept, read, and only then put where the scan was.

Until the last step, one transaction, the page is as it was: whatever kills the run before leaves an
original that nobody names, and the same command does it all again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus import documents, pages, scans
from corpus.access import Role
from corpus.collection import Collection
from corpus.documents import Original, PageSource
from corpus.errors import BadUse, InputFailed
from corpus.messages import N_
from corpus.originals import keep, place
from corpus.pages import Page
from index import update
from ingest.intake import Candidate, digests
from ingest.page import Inspection, PageRead, inspection, page_reading
from ingest.pageimage import scan_image
from ingest.worker import nonsense
from ingest.workers import Crew


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of it: the page as it is now, and the SHA-256 of the scan that it had.

    ``before`` is empty where the page had this very scan already.
    """

    page: Page
    before: str


def replace(
    collection: Collection,
    document: str,
    number: int,
    path: Path,
    *,
    scan_page: int | None = None,
    password: str = "",
) -> Replaced:
    """Put a scan in the place of page ``number`` of a document; it is read at once.

    The page keeps its number, its leaves, its corrections and who may see it; the scan it had stays
    an original. ``scan_page`` says which page of the new scan it is, where that has several.

    Raises:
        NotFound: there is no such document or page.
        BadUse: the scan has several pages and none was chosen, or is text; the disk is full.
        InputFailed: the scan cannot be opened or read; the page stays as it was.

    """
    with collection.catalogue() as database:
        found = documents.find(database, document, Role.ARCHIVIST)
        page = pages.find(database, found, number, Role.ARCHIVIST)
    (sha256,) = digests(Candidate(path, (path,), None))
    with Crew(1) as crew:
        seen: Inspection = crew.call(inspection("rescan", path.absolute(), password=password))
        rescan = PageSource(sha256, _chosen(path, seen, scan_page))
        if (page.original, page.original_page) == (rescan.original, rescan.page):
            return Replaced(page, "")
        size = keep(collection.originals, path, sha256).stat().st_size
        read = crew.call(
            page_reading(
                "rescan",
                place(collection.originals, sha256),
                rescan.page,
                password=password,
                image=scan_image(collection, rescan, "page"),
                thumbnail=scan_image(collection, rescan, "thumb"),
            )
        )
    if not isinstance(read, PageRead):
        raise nonsense()
    with collection.catalogue() as database:
        with database.transaction():
            documents.enter_original(database, Original(sha256, seen.media_type, size, seen.pages))
            before = pages.find(database, found, number, Role.ARCHIVIST)
            pages.replace_scan(database, before, rescan, read.reading, read.width, read.height)
            if read.condition is not None:
                scans.enter(database, rescan, read.condition)
        now = pages.find(database, found, number, Role.ARCHIVIST)
    update(collection)
    return Replaced(now, before.original)


def _chosen(path: Path, seen: Inspection, scan_page: int | None) -> int:
    """The page of the rescan that is meant."""
    if seen.media_type.startswith("text/"):
        raise BadUse(
            N_("«{path}» is a text, not a scan."),
            remedy=N_("Name an image or a PDF."),
            path=path.name,
        )
    if scan_page is None and seen.pages > 1:
        raise BadUse(
            N_("«{path}» has {count} pages."),
            remedy=N_("Say which of them is the rescan: --scan-page N"),
            path=path.name,
            count=seen.pages,
        )
    if scan_page is not None and scan_page > seen.pages:
        raise InputFailed(
            N_("«{path}» has no page {number}, only {count}."),
            remedy=N_("Say which of them is the rescan: --scan-page N"),
            path=path.name,
            number=scan_page,
            count=seen.pages,
        )
    return scan_page or 1
