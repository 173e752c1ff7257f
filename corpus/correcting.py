"""Correcting: a person writes what stands on the page, as a layer above what was read."""

from __future__ import annotations

import re
import unicodedata

from corpus import pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.corrections import rewritten
from corpus.documents import find
from corpus.errors import BadUse
from corpus.history import Change, Deed, Recorder
from corpus.messages import N_
from corpus.pages import Page
from corpus.reading import Reading

#: where a word goes on in the next line: after a hyphen, and between two letters with one
_NEXT_LINE = r"(?:[ \t]*\n[ \t]*)?"
_BROKEN = r"(?:[-\u00ad\u2010][ \t]*\n[ \t]*)?"


def correct(
    database: Database,
    name: str,
    number: int,
    old: str,
    new: str,
    *,
    word: int | None = None,
    against: int | None = None,
) -> Page:
    """Write ``new`` for ``old`` on a page, and give back the page as it is then.

    ``old`` are whole words as they stand there; spaces mean line ends too, and a word may go on in
    the next line, be it typed with the hyphen or without. Where they stand several times, ``word``
    says which: the number on the page, from 1, of the word with which they begin. The index has to
    be brought up to date.

    Raises:
        NotFound: there is no such document or page.
        BadUse: the words do not stand there, or several times.
        Conflict: somebody else has corrected the page since the revision ``against``.

    """
    with database.transaction():
        document = find(database, name, Role.ARCHIVIST)
        page = pages.find(database, document, number, Role.ARCHIVIST)
        if page.reading is None:
            raise _nowhere(page, old)
        reading = pages.reading(database, page.reading)
        start, end = _place(page, reading, _clean(old), word)
        recorder = Recorder(database, Deed.CORRECTED, against=against)
        written = _clean(new)
        stood = reading.text[start:end]
        if written != stood:
            corrected = rewritten(reading, start, end, written)
            said = Change(document.id, number, "readings", page.id, "text", stood, written)
            recorder.note(said)
            pages.put_layer(database, recorder, page, corrected)
        return pages.find(database, document, number, Role.ARCHIVIST)


def _clean(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode()
    return " ".join(unicodedata.normalize("NFC", whole).split())


def _place(page: Page, reading: Reading, old: str, word: int | None) -> tuple[int, int]:
    """The range in which the words stand."""
    if not old:
        raise _nowhere(page, old)
    pattern = r"\s+".join(_BROKEN.join(map(_letter, word_of_it)) for word_of_it in old.split())
    whole = re.compile(rf"(?=({pattern})(?!\w))")
    found = {
        m.start(): m.end(1)
        for m in whole.finditer(reading.text)
        if not reading.text[m.start() - 1 : m.start()].isalnum()
    }
    numbers = {
        n: (start, end)
        for start, end in found.items()
        for n, one in enumerate(reading.words, 1)
        if one.start <= start < one.end
    }
    if word is not None and word in numbers:
        return numbers[word]
    if word is None and len(found) == 1:
        return next(iter(found.items()))
    if not found or (word is not None and not numbers):
        raise _nowhere(page, old)
    raise BadUse(
        N_("«{old}» stands {count} times on page {number} of {document}."),
        remedy=N_("Say which is meant: --word N, one of {words}."),
        old=old[:80],
        count=len(found),
        number=page.number,
        document=page.document,
        words=", ".join(map(str, sorted(numbers))),
    )


def _letter(letter: str) -> str:
    return f"-{_NEXT_LINE}" if letter == "-" else re.escape(letter)


def _nowhere(page: Page, old: str) -> BadUse:
    return BadUse(
        N_("«{old}» does not stand on page {number} of {document}."),
        remedy=N_("Write the words as they stand there: opis show {document} --page {number}"),
        old=old[:80],
        number=page.number,
        document=page.document,
    )
