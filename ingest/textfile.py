"""Plain text as pages: UTF-8, UTF-16 with its mark, or an 8-bit encoding of Cyrillic.

A form feed ends a page. Bytes that are no UTF-8 are read as Windows-1251, KOI8-R or that of DOS, as
the beginning tells; lines in another than the rest are put right (:mod:`ingest.mojibake`).
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from corpus.errors import InputFailed
from corpus.messages import N_
from corpus.reading import Reading, Source, Word, join_parts, line_spans
from ingest.compose import cleaned, lines_of
from ingest.gate import MENDED, TAKEN
from ingest.mojibake import mended
from ingest.pictures import no_such_page

#: A text of more bytes than this is no transcript: about 30,000 pages.
MOST_BYTES = 64 << 20
#: Text has hardly any control characters; random bytes have one in nine.
_CONTROL_SHARE = 0.05
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
#: Encodings of Cyrillic that are told from Windows-1251, by so many bytes at the beginning.
_EIGHT_BITS = ("koi8-r", "cp866")
_LOOKED_AT = 4 << 10
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def decode(content: bytes) -> str | None:
    """Return the text that ``content`` is, or None where it is none."""
    return _decoded(content)[0]


def _decoded(content: bytes) -> tuple[str | None, str]:
    """Return the text and its encoding, which the beginning tells."""
    marked = next((name for mark, name in _BOMS.items() if content.startswith(mark)), None)
    encoding = marked or "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if marked:
            return None, ""
        encoding = mended(_cp1251(content[:_LOOKED_AT]).split("\n")).encoding
        if encoding not in _EIGHT_BITS:
            encoding = "cp1251"
        text = _cp1251(content) if encoding == "cp1251" else content.decode(encoding)
    few = len(_CONTROLS.findall(text)) <= _CONTROL_SHARE * len(text)
    return (text, encoding) if few else (None, "")


def _cp1251(content: bytes) -> str:
    """Decode Windows-1251; the one byte that it lacks may be a letter in what it is taken for."""
    return content.decode("cp1251", "surrogateescape").replace("\udc98", "\x98")


def pages(path: Path) -> list[str]:
    """Return the texts of the pages as they are in the file, but for line feeds."""
    return _pages(path)[0]


def _pages(path: Path) -> tuple[list[str], str]:
    """Return the texts of the pages and the encoding of the file."""
    if path.stat().st_size > MOST_BYTES:
        raise InputFailed(
            N_("The text is too large ({size} MiB)."),
            remedy=N_("Divide it into files of less than {most} MiB."),
            size=path.stat().st_size >> 20,
            most=MOST_BYTES >> 20,
        )
    text, encoding = _decoded(path.read_bytes())
    if text is None:
        raise InputFailed(
            N_("The file is no text that can be understood."),
            remedy=N_("Save it as plain text in UTF-8."),
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    parts = text.split("\f")
    if len(parts) > 1 and not parts[-1].strip():
        del parts[-1]  # a form feed ends the last page too
    return parts, encoding


def no_image() -> InputFailed:
    """Say that plain text has no page images."""
    return InputFailed(
        N_("Plain text has no page images."), remedy=N_("Add the scans as PDF or as images.")
    )


def read_page(path: Path, number: int) -> Reading:
    """Return page ``number`` (from 1): words with offsets, but no place on an image.

    The text is NFC, without control characters.
    """
    texts, encoding = _pages(path)
    if not 1 <= number <= len(texts):
        raise no_such_page(number, len(texts))
    found = mended(texts[number - 1].split("\n"))
    text = cleaned("\n".join(found.lines))
    mistaken = found.encoding or (encoding if encoding in _EIGHT_BITS else "")
    verdict = MENDED[mistaken] if mistaken else TAKEN
    words = (Word(*m.span()) for m in re.finditer(r"\S+", text))
    return Reading(
        text=text,
        words=join_parts(text, words),
        lines=lines_of(text, line_spans(text)),
        source=Source.TEXT,
        reason=verdict.reason,
    )
