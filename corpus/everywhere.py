"""A misreading that comes again and again, corrected wherever it stands, as one act.

Each page is an event of one act (:mod:`corpus.acts`). A page with which somebody has done something
else meanwhile is left as it is and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus import documents, pages
from corpus.catalogue import Database
from corpus.correcting import cleaned, standing
from corpus.corrections import is_checked, rewritten
from corpus.errors import BadUse
from corpus.history import Change, Deed, Recorder, Together
from corpus.messages import N_
from corpus.pages import Page
from corpus.reading import Reading


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: half-open offsets into the text of a layer of a page.

    ``stands`` is what stands there, ``checked`` whether a person has compared the page with its
    scan and called it right.
    """

    document: str
    page: int
    layer: int
    start: int
    end: int
    stands: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What an act has written: how many places, and on which pages.

    ``left`` are the pages (document, number) that were changed meanwhile and were left alone.
    """

    places: int
    pages: tuple[tuple[str, int], ...]
    left: tuple[tuple[str, int], ...]


def places(database: Database, on: Iterable[tuple[str, int]], old: str) -> Iterator[Place]:
    """The places on some pages (document, number) in which ``old`` is read, whole words.

    As in :func:`corpus.correcting.standing`; no two of them overlap. Pages that are gone are passed
    over.
    """
    for document, number in on:
        page = pages.at(database, document, number)
        if page is None or page.reading is None:
            continue
        reading = pages.reading(database, page.reading)
        end = 0
        for start, stop in standing(reading.text, cleaned(old)):
            if start >= end:
                end, said = stop, reading.text[start:stop]
                checked = is_checked(reading)
                yield Place(document, number, page.reading, start, stop, said, checked)


def write(database: Database, chosen: Iterable[Place], new: str) -> Written:
    """Write ``new`` in some places, all in one transaction.

    The index has to be brought up to date.

    Raises:
        BadUse: there is no place.

    """
    by_page = groupby(
        sorted(chosen, key=lambda p: (p.document, p.page, p.start)), lambda p: (p.document, p.page)
    )
    act, written, left, count = Together(), list[tuple[str, int]](), list[tuple[str, int]](), 0
    with database.transaction():
        for at, own in by_page:
            there = [*own]
            page = _unchanged(database, *at, there[0].layer)
            if page is None:
                left.append(at)
                continue
            recorder = Recorder(database, Deed.CORRECTED, act=act)
            count += _on_page(database, recorder, page, there, cleaned(new))
            if recorder.event is not None:
                written.append(at)
    if not written and not left:
        raise BadUse(
            N_("There is nothing to write: no place is ticked, or it stands there already."),
            remedy=N_("Tick the places in which it was misread."),
        )
    return Written(count, tuple(written), tuple(left))


def _unchanged(database: Database, document: str, number: int, layer: int) -> Page | None:
    """The page, if it is still there and nobody has changed its text since."""
    if not documents.by_id(database, [document]):
        return None
    page = pages.at(database, document, number)
    return page if page is not None and page.reading == layer else None


def _on_page(
    database: Database, recorder: Recorder, page: Page, own: Sequence[Place], new: str
) -> int:
    """Write the places of one page as one layer; how many there were to write."""
    reading: Reading = pages.reading(database, page.reading or 0)
    changed = [place for place in own if place.stands != new]
    margin = len(reading.text) - len(reading.text.lstrip())  # it goes when a page is rewritten
    for n, place in enumerate(reversed(changed)):  # what stands before a place stays where it is
        gone = margin if n else 0
        reading = rewritten(reading, place.start - gone, place.end - gone, new)
    for place in changed:
        recorder.note(
            Change(page.document, page.number, "readings", page.id, "text", place.stands, new)
        )
    if changed:
        pages.put_layer(database, recorder, page, reading)
    return len(changed)
