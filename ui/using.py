"""What readers who have signed in do with documents, written down for the use sheets.

Nobody waits for it: a thread of its own writes, and what is known of the day is not written again.
Only readers are written down, and only where people sign in. The page reader tells when text that
is selected there is copied (``POST /copied/DOCUMENT/N``, once for each page of a visit).
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections import deque
from collections.abc import Iterable, Iterator

from corpus import openings
from corpus.access import Role, Use
from corpus.catalogue import now
from corpus.errors import OpisError
from corpus.export import Excerpt
from corpus.openings import Opening
from corpus.pages import Page
from corpus.reference import print_leaves
from ui.opened import Opened, opened, served, shared

log = logging.getLogger(__name__)
#: seconds that the end of the program waits for what is still to be written
_LAST = 5.0

_waiting: deque[Opening] = deque()
_come = threading.Event()
_writing = threading.Lock()
_known: set[tuple[str, str, str, Use]] = set()
_thread: threading.Thread | None = None


def used(document: str, use: Use, page: Page | None = None, who: Opened | None = None) -> None:
    """Note that whoever is asking does this with a document, at one of its pages."""
    who = who or opened()
    if not is_noted(who):
        return
    number, leaves = (page.number, print_leaves(page.leaves)) if page else (None, "")
    one = Opening(now(), who.user, document, use, number, leaves)
    if _is_new(one):
        _waiting.append(one)
        _begin()
        _come.set()


def is_noted(who: Opened | None = None) -> bool:
    """Whether what somebody, or whoever is asking, does is written down."""
    return shared() and (who or opened()).role is Role.READER


def address(page: Page) -> str:
    """Where a page of ours tells that text of a page is copied."""
    return f"/copied/{page.document}/{page.number}"


def noted(excerpts: Iterable[Excerpt], use: Use) -> Iterator[Excerpt]:
    """Excerpts that are taken away by whoever is asking, each noted as it goes."""
    return _noted(excerpts, use, opened())


def settle() -> None:
    """Write down what waits to be; returns when it is written."""
    with _writing:
        some = [*_waiting]
        if some:
            with served().collection.catalogue() as database:
                openings.record(database, some)
        for _written in some:
            _waiting.popleft()


def _noted(excerpts: Iterable[Excerpt], use: Use, who: Opened) -> Iterator[Excerpt]:
    for excerpt in excerpts:
        if excerpt.page is not None:  # a description alone is no use of the document
            used(excerpt.document.id, use, excerpt.page, who)
        yield excerpt


def _is_new(one: Opening) -> bool:
    """Whether it was not noted before; of days that are over nothing is remembered."""
    key = (one.day, one.who, one.document, one.use)
    if key in _known:
        return False
    if _known and next(iter(_known))[0] != one.day:
        _known.clear()
    _known.add(key)
    return True


def _begin() -> None:
    global _thread
    if _thread is None:
        _thread = threading.Thread(target=_write, name="use sheets", daemon=True)
        _thread.start()
        atexit.register(_end)


def _write() -> None:
    while _come.wait():
        _come.clear()
        try:
            settle()
        except OpisError as error:  # it waits for the next one
            log.warning("uses could not be written down: %s", error)


def _end() -> None:
    last = threading.Thread(target=settle, daemon=True)
    last.start()
    last.join(_LAST)
