from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputFailed
from ingest.filetype import media_type


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\x00junk\n" * 50 + b"%PDF-1.7", "application/pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"II*\x00\x08\x00", "image/tiff"),
        (b"MM\x00*\x00\x00", "image/tiff"),
        ("Список заключенных".encode(), "text/plain"),
        ("Список заключенных".encode("cp1251"), "text/plain"),
        (b"BM and so on: a text", "text/plain"),  # begins like a BMP
        (("ж" * 40_000).encode(), "text/plain"),  # the part looked at ends within a letter
    ],
)
def test_a_file_is_what_it_contains(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "скан.pdf"  # whatever it is called
    path.write_bytes(content)
    assert media_type(path) == found


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04\x14\x00\x08\x08" * 9, "a packed file (ZIP, DOCX, ODT, EPUB)"),
        (b"AT&TFORM\x00\x01\x02\x03DJVM", "a DjVu file"),
        (bytes(range(256)) * 9, "neither a PDF nor"),
        (b"\x00" * 4096, "neither a PDF nor"),
    ],
)
def test_what_opis_does_not_read_is_said(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "скан.pdf"
    path.write_bytes(content)
    with pytest.raises(InputFailed) as failed:
        media_type(path)
    assert reason in str(failed.value) and str(failed.value.remedy)
