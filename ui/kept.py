"""A reader's list: passages ticked in answers, with tags and a note, as they stand in an address.

A passage is told by its place, «DOCUMENT.PAGE.START-END.SUM»: the half-open range of code points in
the text of the page, and a checksum of what stood there. Behind it come, each after a «|», its tags
and its note. Nothing that a page says stands in a list: who opens it sees what may be seen today.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from corpus import documents, pages
from corpus.access import Role, Use
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.errors import NotFound
from corpus.pages import Page

#: passages of a list, tags of a passage, and characters of a tag and of a note, at most
PASSAGES, TAGS, TAG, NOTE = 500, 10, 40, 2000
#: characters of a passage at most, whatever range an address asks for
LENGTH = 5000

_PLACE = re.compile(r"([a-z0-9]{1,40})\.([1-9]\d{0,6})\.(\d{1,8})-(\d{1,8})\.([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Kept:
    """A passage of a list; ``place`` is well formed, whether or not something stands there."""

    place: str
    tags: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not _PLACE.fullmatch(self.place):
            raise ValueError(self.place)


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands at the place of a passage, for who asks; ``start`` is where in the page's text.

    ``moved`` says that the page has been read anew since and something else may stand there.
    """

    kept: Kept
    document: Document
    page: Page
    start: int
    text: str
    moved: bool


def place(document: str, page: int, start: int, text: str) -> str:
    """Return the place of a passage, ``text`` from code point ``start`` of its page on."""
    return f"{document}.{page}.{start}-{start + len(text)}.{_sum(text)}"


def read(written: Iterable[str]) -> tuple[Kept, ...]:
    """Read the passages of a list; what is none is left out, and of two at a place the second."""
    found: dict[str, Kept] = {}
    for text in written:
        own, tags, note = (*text.split("|", 2), "", "")[:3]
        if _PLACE.fullmatch(own) and own not in found and len(found) < PASSAGES:
            found[own] = Kept(own, _tags(tags), note.strip()[:NOTE].strip())
    return tuple(found.values())


def write(kept: Iterable[Kept]) -> list[str]:
    """Write the passages of a list; :func:`read` reads them back."""
    return ["|".join((one.place, ",".join(one.tags), one.note)).rstrip("|") for one in kept]


def passages(
    database: Database, kept: Iterable[Kept], role: Role, use: Use = Use.VIEW
) -> list[Passage | None]:
    """Return what stands at each place; None where it is gone or ``role`` may not so use it."""
    return [_passage(database, one, role, use) for one in kept]


def _passage(database: Database, kept: Kept, role: Role, use: Use) -> Passage | None:
    found = _PLACE.fullmatch(kept.place)
    assert found is not None  # noqa: S101 - Kept has checked it
    name, number, start, end, known = found.groups()
    try:
        document = documents.find(database, name, role)
        page = pages.find(database, document, int(number), role, use)
    except NotFound:
        return None
    if page.reading is None or document.id != name:
        return None
    whole = pages.texts(database, [page.reading])[page.reading]
    text = whole[int(start) : min(int(end), int(start) + LENGTH)]
    moved = _sum(text) != known
    return Passage(kept, document, page, int(start), text, moved) if text else None


def _tags(text: str) -> tuple[str, ...]:
    given = (" ".join(tag.split())[:TAG].strip() for tag in text.split(","))
    return tuple(dict.fromkeys(filter(None, given)))[:TAGS]


def _sum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"
