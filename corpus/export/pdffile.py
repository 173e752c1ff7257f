"""A PDF written from front to back: objects go out as they are made, only their places are kept.

Libraries that make PDFs hold the whole file until it is saved; a file of a thousand scanned pages
has half a gigabyte. The structure is that of ISO 32000-1, 7.5: header, objects, table, trailer.
"""

from __future__ import annotations

import zlib

#: Bytes above 127 in the second line say that the file is not text (ISO 32000-1, 7.5.2).
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class PdfFile:
    """Makes the bytes of a PDF; every method returns those that come next.

    Numbers of objects are given out by :meth:`number`, so that an object may name one that is
    written later. The caller writes each that it was given.
    """

    def __init__(self) -> None:
        self._at = 0
        self._places: dict[int, int] = {}
        self._numbers = 0

    def number(self) -> int:
        """A new object's number."""
        self._numbers += 1
        return self._numbers

    def begin(self) -> bytes:
        """The head of the file."""
        return self._counted(_HEADER)

    def put(self, number: int, entries: str, stream: bytes | None = None) -> bytes:
        """An object: a dictionary with these entries, and a stream as it is."""
        self._places[number] = self._at
        body = f"<< {entries} >>".encode()
        if stream is not None:
            body = f"<< {entries} /Length {len(stream)} >>\nstream\n".encode()
            body += stream + b"\nendstream"
        return self._counted(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")

    def packed(self, number: int, entries: str, stream: bytes) -> bytes:
        """An object with a stream that is compressed here."""
        return self.put(number, f"{entries} /Filter /FlateDecode", zlib.compress(stream))

    def end(self, root: int, info: int) -> bytes:
        """The table of the objects and the trailer."""
        start = self._at
        lines = [f"{self._places[n]:010d} 00000 n \n" for n in range(1, self._numbers + 1)]
        table = f"xref\n0 {self._numbers + 1}\n0000000000 65535 f \n{''.join(lines)}"
        trailer = f"<< /Size {self._numbers + 1} /Root {root} 0 R /Info {info} 0 R >>"
        return f"{table}trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()

    def _counted(self, data: bytes) -> bytes:
        self._at += len(data)
        return data


def text_string(text: str) -> str:
    """A text as a PDF's dictionary has it: UTF-16 in hexadecimal digits (7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
