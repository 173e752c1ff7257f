"""Turning pages that were scanned on their side or upside down, and putting pages in order.

The scan stays as it came: a page keeps by how many degrees it is turned, its image is made turned,
and the places of its words are turned with it in a layer of their own. Leaves, corrections and who
may see a page go with it wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus import documents, pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.errors import BadUse
from corpus.history import Deed, Recorder, Value
from corpus.messages import N_
from corpus.pages import Page

#: degrees by which a page can be turned, clockwise
QUARTERS = (90, 180, 270)


def turn(
    database: Database,
    name: str,
    numbers: Iterable[int],
    degrees: int,
    *,
    against: int | None = None,
) -> Document:
    """Turn pages of a document clockwise by so many degrees from how they are shown now.

    The index has to be brought up to date.

    Raises:
        NotFound: there is no such document or page.
        BadUse: a page cannot be turned so, or has no image.
        Conflict: somebody else has turned one of them since the revision ``against``.

    """
    if degrees not in QUARTERS:
        raise BadUse(
            N_("A page is not turned by {degrees} degrees."),
            remedy=N_("Turn it by 90, 180 or 270 degrees, clockwise."),
            degrees=degrees,
        )
    with database.transaction():
        document = documents.find(database, name, Role.ARCHIVIST)
        every = sorted({*numbers})
        own = [pages.find(database, document, n, Role.ARCHIVIST) for n in every]
        recorder = Recorder(database, Deed.TURNED, against=against)
        for page in own:
            _turn(database, recorder, page, degrees)
        return documents.find(database, document.id, Role.ARCHIVIST)


def _turn(database: Database, recorder: Recorder, page: Page, degrees: int) -> None:
    if page.reading is not None and not page.width:
        raise BadUse(
            N_("Page {number} has no image."),
            remedy=N_("It was added as text; read it as such."),
            number=page.number,
        )
    values: dict[str, Value] = {"turned": (page.turned + degrees) % 360}
    if degrees != 180:
        values |= {"width": page.height, "height": page.width}
    recorder.put(page.document, "pages", page.id, values, page.number)
    if page.reading is not None:
        layer = pages.reading(database, page.reading).turned(degrees)
        pages.put_layer(database, recorder, page, layer)


def reorder(
    database: Database, name: str, order: Sequence[int], *, against: int | None = None
) -> Document:
    """Put the pages of a document into another order: ``order`` has their numbers as they are now.

    The index has to be brought up to date.

    Raises:
        NotFound: there is no such document.
        BadUse: ``order`` does not name each page once.
        Conflict: somebody else has moved pages since the revision ``against``.

    """
    with database.transaction():
        document = documents.find(database, name, Role.ARCHIVIST)
        own = pages.of(database, document.id, Role.ARCHIVIST)
        if sorted(order) != [page.number for page in own]:
            raise BadUse(
                N_("The order has to name each of the pages 1 to {count} once."),
                remedy=N_("Write them as they shall follow one another, like 2, 1, 3–9."),
                count=len(own),
            )
        recorder = Recorder(database, Deed.REORDERED, against=against)
        by_number = {page.number: page for page in own}
        moved = {by_number[old].id: new for new, old in enumerate(order, 1)}
        pages.renumber(database, recorder, document.id, moved)
        return documents.find(database, document.id, Role.ARCHIVIST)
