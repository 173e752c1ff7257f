"""What a file is, told by how it begins; its name may say anything."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.errors import InputFailed
from corpus.messages import N_
from ingest.textfile import decode

PDF, JPEG, PNG, TIFF, JPEG_2000, WEBP, DJVU, TEXT = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/jp2",
    "image/webp",
    "image/vnd.djvu",
    "text/plain",
)
_READ = {
    b"\xff\xd8\xff": JPEG,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"II*\x00": TIFF,
    b"MM\x00*": TIFF,
    b"II+\x00": TIFF,  # BigTIFF
    b"MM\x00+": TIFF,
    b"\x00\x00\x00\x0cjP  \r\n\x87\n": JPEG_2000,
    b"\xff\x4f\xff\x51": JPEG_2000,  # without the box around it
    b"AT&TFORM": DJVU,
}
_RTF = b"{\\rtf"
#: Files that people try to add; what they can do instead is always to save a PDF.
_NOT_READ = {
    b"PK\x03\x04": N_("a packed file (ZIP, DOCX, ODT, EPUB)"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": N_("an old Microsoft Office file"),
    _RTF: N_("an RTF file"),
    b"Rar!": N_("a packed file (RAR)"),
    b"7z\xbc\xaf": N_("a packed file (7z)"),
    b"\x1f\x8b": N_("a packed file (gzip)"),
    b"GIF8": N_("a GIF image"),
    b"BM": N_("a BMP image"),
    b"RIFF": N_("sound or a film"),
}
#: How the names of plain texts end, if they have an ending at all.
_TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
#: Names of which nobody would expect a plain text behind them.
_NO_TEXT = re.compile(
    r"\.(pdf|jpe?g?|png|tiff?|jp2|j2k|jpx|webp|djvu?|gif|bmp|docx?|odt|xlsx?|pptx?|epub|zip|rar|7z|gz)"
)
#: «приказ.pdf», not «дело 12.03» or «А.Б.Иванов»
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{0,4}", re.IGNORECASE)
_LOOKED_AT = 64 << 10


def media_type(path: Path) -> str:
    """Return the media type by content; raises InputFailed for what Opis does not read.

    A plain text with the name of something else is refused: it is a broken download, a page of
    the web, a table. A PDF may have rubbish before its header, up to 1,024 bytes as other readers
    allow.
    """
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    if not head:
        raise InputFailed(N_("The file is empty."), remedy=N_("Copy it again from where it came."))
    for signature, found in _READ.items():
        if head.startswith(signature):
            return found
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if b"%PDF-" in head[:1029]:
        return PDF
    for signature, name in _NOT_READ.items():
        if head.startswith(signature) and (signature == _RTF or decode(head[:1024]) is None):
            raise InputFailed(
                N_("It is {kind}, which Opis does not read."),
                remedy=N_("Save it as PDF, JPEG, PNG, TIFF or plain text and add that."),
                kind=name,
            )
    if decode(_whole_characters(head)) is None:
        raise InputFailed(
            N_("It is neither a PDF, an image, a DjVu file nor plain text."),
            remedy=N_("Open it in the program that made it and save it as PDF."),
        )
    _check_name(path.suffix.casefold())
    return TEXT


def _check_name(suffix: str) -> None:
    """Refuse a plain text whose name promises something else."""
    if _NO_TEXT.fullmatch(suffix):
        raise InputFailed(
            N_("It is not a {kind}, as its name says, but plain text."),
            remedy=N_("Copy it again from where it came; a text should have a name in .txt."),
            kind=suffix[1:].upper(),
        )
    if _SUFFIX.fullmatch(suffix) and suffix not in _TEXT_SUFFIXES:
        raise InputFailed(
            N_("It is a text in a form that Opis does not read («{suffix}»)."),
            remedy=N_("Save it as plain text (.txt) or as PDF and add that."),
            suffix=suffix,
        )


def _whole_characters(head: bytes) -> bytes:
    """Cut off a character that the end of what was looked at divides."""
    return head if len(head) < _LOOKED_AT else head[: head.rfind(b"\n") + 1] or head[:-4]
