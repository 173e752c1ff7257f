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
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n\x00", "image/jp2"),
        (b"\xff\x4f\xff\x51\x00\x2f", "image/jp2"),
        (b"RIFF\x40\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"AT&TFORM\x00\x01\x02\x03DJVM", "image/vnd.djvu"),
    ],
)
def test_a_file_is_what_it_contains(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "скан.txt"  # whatever it is called
    path.write_bytes(content)
    assert media_type(path) == found


@pytest.mark.parametrize(
    "content",
    [
        "Список заключенных".encode(),
        "Список заключенных".encode("cp1251"),
        b"BM and so on: a text",  # begins like a BMP
        ("ж" * 40_000).encode(),  # the part looked at ends within a letter
    ],
)
@pytest.mark.parametrize("name", ["список.txt", "СПИСОК.TXT", "README.md", "список", "дело 12.03"])
def test_plain_text_has_the_name_of_a_text_or_none(
    tmp_path: Path, content: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert media_type(path) == "text/plain"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("дело.pdf", "It is not a PDF, as its name says, but plain text."),
        ("л003.JPG", "It is not a JPG, as its name says, but plain text."),
        ("л003.tif", "It is not a TIF, as its name says, but plain text."),
        ("таблица.csv", "It is a text in a form that Opis does not read («.csv»)."),
        ("mets.xml", "It is a text in a form that Opis does not read («.xml»)."),
    ],
)
def test_plain_text_called_something_else_is_refused(
    tmp_path: Path, name: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_text("hello\n")
    with pytest.raises(InputFailed) as failed:
        media_type(path)
    assert str(failed.value) == reason and ".txt" in str(failed.value.remedy)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04\x14\x00\x08\x08" * 9, "a packed file (ZIP, DOCX, ODT, EPUB)"),
        (b"RIFF\x40\x00\x00\x00WAVEfmt " + b"\x00\x01" * 99, "sound or a film"),
        (b"{\\rtf1\\ansi text}", "an RTF file"),
        (bytes(range(256)) * 9, "neither a PDF"),
        (b"\x00" * 4096, "neither a PDF"),
    ],
)
def test_what_opis_does_not_read_is_said(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "скан.pdf"
    path.write_bytes(content)
    with pytest.raises(InputFailed) as failed:
        media_type(path)
    assert reason in str(failed.value) and str(failed.value.remedy)
