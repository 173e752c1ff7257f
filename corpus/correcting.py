"""Correcting: a person writes what stands on the page, as a layer above what was read."""

from __future__ import annotations

import re
import unicodedata

from corpus import pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.corrections import confirmed, is_checked, rewritten
from corpus.documents import Document, find
from corpus.errors import BadUse, Conflict
from corpus.history import Change, Deed, Recorder
from corpus.messages import N_
from corpus.pages import Page
from corpus.reading import Line, Reading, line_spans

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
        document, page, reading = _found(database, name, number)
        if page.reading is None:
            raise _nowhere(page, old)
        recorder = Recorder(database, Deed.CORRECTED, against=against)
        try:
            place = _place(page, reading, cleaned(old), word)
        except BadUse:
            if recorder.since("readings", page.id, "text"):  # the words have moved, or are others
                raise _changed() from None
            raise
        return _written(database, recorder, document, page, reading, place, cleaned(new))


def correct_line(database: Database, name: str, number: int, line: int, old: str, new: str) -> Page:
    """Write ``new`` for a line of a page, and give back the page as it is then.

    ``line`` counts :func:`lines` from 0, ``old`` is what stands there now. ``new`` may be several
    lines, or nothing. On a page without text line 0 is what was not read. The index has to be
    brought up to date.

    Raises:
        NotFound: there is no such document or page.
        Conflict: something else stands there: somebody has corrected it meanwhile.

    """
    with database.transaction():
        document, page, reading = _found(database, name, number)
        known = lines(reading)
        where = known[line] if 0 <= line < len(known) else Line(0, 0)
        stands = reading.text[where.start : where.end]
        if stands != old or (known and where.end == 0):
            raise Conflict(
                N_("Somebody has changed the line meanwhile: there it says «{theirs}»."),
                remedy=N_("Compare it with the scan and write it again."),
                theirs=stands[:200],
            )
        written = "\n".join(filter(None, map(cleaned, new.split("\n"))))
        recorder = Recorder(database, Deed.CORRECTED)
        place = (where.start, where.end)
        return _written(database, recorder, document, page, reading, place, written)


def standing(text: str, old: str) -> list[tuple[int, int]]:
    """The half-open ranges in which the words ``old`` stand whole in a text, in order.

    Spaces mean line ends too, and a word may go on in the next line. Ranges may overlap: in «о о о»
    the words «о о» stand twice.
    """
    pattern = r"\s+".join(_BROKEN.join(map(_letter, word)) for word in old.split())
    if not pattern:
        return []
    whole = re.compile(rf"(?=({pattern})(?!\w))")
    return [
        m.span(1) for m in whole.finditer(text) if not text[m.start() - 1 : m.start()].isalnum()
    ]


def confirm(database: Database, name: str, number: int, seen: int) -> Page:
    """Say that a page stands as it is on its scan, and give it back as it is then.

    ``seen`` is the id of the layer that the person has compared with it.

    Raises:
        NotFound: there is no such document or page.
        BadUse: it has no text.
        Conflict: somebody has corrected it meanwhile.

    """
    with database.transaction():
        document, page, reading = _found(database, name, number)
        if not reading.text.strip():
            raise BadUse(
                N_("Page {number} of {document} has no text that could be right."),
                remedy=N_("Write first what stands on it."),
                number=number,
                document=page.document,
            )
        if page.reading != seen:
            raise _changed()
        if not is_checked(reading):
            recorder = Recorder(database, Deed.CHECKED)
            pages.put_layer(database, recorder, page, confirmed(reading))
        return pages.find(database, document, number, Role.ARCHIVIST)


def lines(reading: Reading) -> tuple[Line, ...]:
    """The lines of a reading, also of one that tells nothing of its lines."""
    return reading.lines or tuple(Line(start, end) for start, end in line_spans(reading.text))


def _found(database: Database, name: str, number: int) -> tuple[Document, Page, Reading]:
    document = find(database, name, Role.ARCHIVIST)
    page = pages.find(database, document, number, Role.ARCHIVIST)
    reading = Reading("") if page.reading is None else pages.reading(database, page.reading)
    return document, page, reading


def _written(
    database: Database,
    recorder: Recorder,
    document: Document,
    page: Page,
    reading: Reading,
    place: tuple[int, int],
    written: str,
) -> Page:
    """Write something in a place of a page, if that is not what stands there."""
    stood = reading.text[slice(*place)]
    if written != stood:
        recorder.note(Change(document.id, page.number, "readings", page.id, "text", stood, written))
        pages.put_layer(database, recorder, page, rewritten(reading, *place, written))
    return pages.find(database, document, page.number, Role.ARCHIVIST)


def _changed() -> Conflict:
    return Conflict(
        N_("Somebody has changed the page meanwhile."),
        remedy=N_("Compare it with the scan again."),
    )


def cleaned(text: str) -> str:
    """What a person has typed as it is written: NFC, one space between words."""
    whole = text.encode("utf-8", "replace").decode()
    return " ".join(unicodedata.normalize("NFC", whole).split())


def _place(page: Page, reading: Reading, old: str, word: int | None) -> tuple[int, int]:
    """The range in which the words stand."""
    found = dict(standing(reading.text, old))
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
