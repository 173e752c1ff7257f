"""What a file is, told by how it begins; its name may say anything."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import InputFailed
from corpus.messages import N_
from ingest.textfile import decode

PDF, JPEG, PNG, TIFF, TEXT = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "text/plain",
)
_READ = {
    b"\xff\xd8\xff": JPEG,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"II*\x00": TIFF,
    b"MM\x00*": TIFF,
    b"II+\x00": TIFF,  # BigTIFF
    b"MM\x00+": TIFF,
}
#: Files that people try to add; what they can do instead is always to save a PDF.
_NOT_READ = {
    b"PK\x03\x04": N_("a packed file (ZIP, DOCX, ODT, EPUB)"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": N_("an old Microsoft Office file"),
    b"AT&TFORM": N_("a DjVu file"),
    b"{\\rtf": N_("an RTF file"),
    b"Rar!": N_("a packed file (RAR)"),
    b"7z\xbc\xaf": N_("a packed file (7z)"),
    b"\x1f\x8b": N_("a packed file (gzip)"),
    b"GIF8": N_("a GIF image"),
    b"BM": N_("a BMP image"),
    b"RIFF": N_("a WebP image, or sound"),
    b"\x00\x00\x00\x0cjP  ": N_("a JPEG 2000 image"),
}
_LOOKED_AT = 64 << 10


def media_type(path: Path) -> str:
    """Return the media type by content; raises InputFailed for what Opis does not read.

    A PDF may have rubbish before its header, up to 1,024 bytes as other readers allow.
    """
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    if not head:
        raise InputFailed(N_("The file is empty."), remedy=N_("Copy it again from where it came."))
    for signature, found in _READ.items():
        if head.startswith(signature):
            return found
    if b"%PDF-" in head[:1029]:
        return PDF
    for signature, name in _NOT_READ.items():
        if head.startswith(signature) and decode(head[:1024]) is None:
            raise InputFailed(
                N_("It is {kind}, which Opis does not read."),
                remedy=N_("Save it as PDF, JPEG, PNG, TIFF or plain text and add that."),
                kind=name,
            )
    if decode(_whole_characters(head)) is None:
        raise InputFailed(
            N_("It is neither a PDF nor a JPEG, PNG or TIFF image nor plain text."),
            remedy=N_("Open it in the program that made it and save it as PDF."),
        )
    return TEXT


def _whole_characters(head: bytes) -> bytes:
    """Cut off a character that the end of what was looked at divides."""
    return head if len(head) < _LOOKED_AT else head[: head.rfind(b"\n") + 1] or head[:-4]
