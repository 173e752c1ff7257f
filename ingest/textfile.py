"""Plain text as pages: UTF-8, UTF-16 with its mark, or Windows-1251; a form feed ends a page."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from corpus.errors import InputFailed
from corpus.messages import N_
from corpus.reading import Reading, Source, Word, join_parts, line_spans
from ingest.compose import cleaned, lines_of
from ingest.pictures import no_such_page

#: A text of more bytes than this is no transcript: about 30,000 pages.
MOST_BYTES = 64 << 20
#: Text has hardly any control characters; random bytes have one in nine.
_CONTROL_SHARE = 0.05
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def decode(content: bytes) -> str | None:
    """Return the text that ``content`` is, or None where it is none."""
    encodings = [name for mark, name in _BOMS.items() if content.startswith(mark)]
    for encoding in encodings or ["utf-8", "cp1251"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if len(_CONTROLS.findall(text)) <= _CONTROL_SHARE * len(text) else None
    return None


def pages(path: Path) -> list[str]:
    """Return the texts of the pages: NFC, line feeds only, without control characters."""
    if path.stat().st_size > MOST_BYTES:
        raise InputFailed(
            N_("The text is too large ({size} MiB)."),
            remedy=N_("Divide it into files of less than {most} MiB."),
            size=path.stat().st_size >> 20,
            most=MOST_BYTES >> 20,
        )
    text = decode(path.read_bytes())
    if text is None:
        raise InputFailed(
            N_("The file is no text that can be understood."),
            remedy=N_("Save it as plain text in UTF-8."),
        )
    text = cleaned(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))
    parts = text.split("\f")
    if len(parts) > 1 and not parts[-1].strip():
        del parts[-1]  # a form feed ends the last page too
    return parts


def no_image() -> InputFailed:
    """Say that plain text has no page images."""
    return InputFailed(
        N_("Plain text has no page images."), remedy=N_("Add the scans as PDF or as images.")
    )


def read_page(path: Path, number: int) -> Reading:
    """Return page ``number`` (from 1): words with offsets, but no place on an image."""
    texts = pages(path)
    if not 1 <= number <= len(texts):
        raise no_such_page(number, len(texts))
    text = texts[number - 1]
    words = (Word(*m.span()) for m in re.finditer(r"\S+", text))
    return Reading(
        text=text,
        words=join_parts(text, words),
        lines=lines_of(text, line_spans(text)),
        source=Source.TEXT,
    )
