"""Files that do harm to programs that open them, made on the spot, and runs of ``opis`` on them.

Each is named like the function that makes it; how it must end is in :data:`ENDS`.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import repeat
from pathlib import Path
from typing import Any
from uuid import uuid4

#: Bytes of zeros, or blanks, that a bomb unfolds to: more than a worker may hold.
UNFOLDED = 6 << 30
_MIB = 1 << 20


def _squeezed(byte: int, size: int) -> bytes:
    """The zlib stream of ``size`` times the same byte, of whole mebibytes.

    Each mebibyte is packed by itself, so they are all alike.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = packer.compress(bytes([byte]) * _MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    # Adler-32 of n times b: the sum of the bytes, and the sum of these sums (RFC 1950).
    low, high = 1 + size * byte, size + byte * size * (size + 1) // 2
    check = struct.pack(">HH", high % 65_521, low % 65_521)
    return b"\x78\xda" + one * (size // _MIB) + packer.flush() + check


def _objects(*bodies: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(bodies) + 1, trailer)
    return out + head + table + end + b"startxref\n%d\n%%%%EOF\n" % len(out)


def _stream(head: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(content), content)


_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"


def _page(*, box: bytes = b"0 0 595 842", resources: bytes = b"") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << %s >> >>" % (
        box,
        resources,
    )


_FONT = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
_TEXT = _stream(b"", b"BT /F 12 Tf 72 700 Td (The prisoners were counted twice a day) Tj ET")


def zlib_bomb() -> bytes:
    """Contents that are packed twice and unfold to gigabytes of blanks."""
    packed = zlib.compress(_squeezed(ord(" "), UNFOLDED), 9)
    contents = _stream(b"/Filter [/FlateDecode /FlateDecode]", packed)
    return _objects(_CATALOGUE, _PAGES, _page(), contents)


def image_bomb() -> bytes:
    """An image of 3.6 billion pixels in a few kilobytes."""
    side = 60_000
    image = _stream(
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Filter /FlateDecode" % (side, side),
        _squeezed(0, -(-side * side // _MIB) * _MIB),
    )
    contents = _stream(b"", b"q 595 0 0 842 0 0 cm /I Do Q")
    page = _page(resources=b"/XObject << /I 5 0 R >>")
    return _objects(_CATALOGUE, _PAGES, page, contents, image)


def xref_loop() -> bytes:
    """A cross-reference table that calls itself the one before it."""
    whole = _objects(_CATALOGUE, _PAGES, _page(), _stream(b"", b""))
    at = whole.index(b"xref\n0")
    return _objects(_CATALOGUE, _PAGES, _page(), _stream(b"", b""), trailer=b"/Prev %d" % at)


def page_loop() -> bytes:
    """A tree of pages whose branch is its own root."""
    return _objects(_CATALOGUE, b"<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] >>")


def no_pages() -> bytes:
    return _objects(_CATALOGUE, b"<< /Type /Pages /Count 0 /Kids [] >>")


def endless_page() -> bytes:
    """A page of 14 million miles."""
    return _objects(_CATALOGUE, _PAGES, _page(box=b"0 0 1e12 1e12"), _stream(b"", b"0 0 9 9 re f"))


def page_without_size() -> bytes:
    return _objects(_CATALOGUE, _PAGES, _page(box=b"0 0 0 0"), _stream(b"", b"0 0 9 9 re f"))


def form_loop() -> bytes:
    """A drawing that draws itself, twice."""
    form = _stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
        b"/Resources << /XObject << /X 5 0 R >> >>",
        b"/X Do /X Do",
    )
    page = _page(resources=b"/XObject << /X 5 0 R >>")
    return _objects(_CATALOGUE, _PAGES, page, _stream(b"", b"/X Do"), form)


def png_bomb() -> bytes:
    """100,000 × 100,000 pixels in three colours."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    body = _squeezed(0, 16 * _MIB)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _tiff(width: int, height: int, following: int) -> bytes:
    """A TIFF of one white image; ``following`` is where it says that the next one stands."""
    entries = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 1), (259, 3, 1, 1),
        (262, 3, 1, 0), (273, 4, 1, 8), (278, 4, 1, height), (279, 4, 1, 8),
    ]  # fmt: skip
    directory = struct.pack("<H", len(entries))
    directory += b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 16) + b"\0" * 8 + directory + struct.pack("<I", following)


def tiff_bomb() -> bytes:
    return _tiff(200_000, 200_000, 0)


def tiff_loop() -> bytes:
    """An image that says that the next one is itself."""
    return _tiff(64, 1, 16)


def webp_bomb() -> bytes:
    """A header that promises 16,384 × 16,384 pixels, and nothing behind it."""
    size = 16_383 | 16_383 << 14
    body = b"VP8L" + struct.pack("<I", 5) + b"\x2f" + struct.pack("<I", size) + b"\0"
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def jp2_bomb() -> bytes:
    """A code stream of 60,000 × 60,000 pixels without any."""
    side = 60_000
    size = struct.pack(">HIIIIIIIIH", 0, side, side, 0, 0, side, side, 0, 0, 3) + b"\x07\1\1" * 3
    default = struct.pack(">BBBHBBBBB", 0, 0, 0, 1, 0, 5, 4, 4, 0) + b"\1"
    return (
        b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 2) + size
        + b"\xff\x52" + struct.pack(">H", len(default) + 2) + default + b"\xff\xd9"
    )  # fmt: skip


def djvu_rubbish() -> bytes:
    return b"AT&TFORM" + struct.pack(">I", 4096) + b"DJVM" + bytes(range(256)) * 16


def xlsx_bomb() -> bytes:
    """A sheet that unfolds to 300 MiB of nothing."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for part in repeat(b" " * _MIB, 300):
                sheet.write(part)
    return out.getvalue()


def scripted_pdf() -> bytes:
    """A page with its text, a script that runs when it is opened, and a program attached."""
    catalogue = (
        b"<< /Type /Catalog /Pages 2 0 R "
        b'/OpenAction << /S /JavaScript /JS (app.launchURL\\("http://127.0.0.1/"\\);) >> '
        b"/Names << /EmbeddedFiles << /Names [(virus.exe) 6 0 R] >> >> >>"
    )
    attached = b"<< /Type /Filespec /F (virus.exe) /EF << /F 5 0 R >> >>"
    program = _stream(b"/Type /EmbeddedFile", b"MZ" + bytes(1024))
    return _objects(catalogue, _PAGES, _page(resources=_FONT), _TEXT, program, attached)


def many_pages(count: int) -> bytes:
    """So many pages with the same text."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids)
    page = _page(resources=_FONT).replace(b"4 0 R", b"%d 0 R" % (3 + count))
    return _objects(_CATALOGUE, tree, *repeat(page, count), _TEXT)


#: What becomes of each: words of the reason for which it is refused, or none if it is read.
ENDS = {
    "zlib_bomb.pdf": "crashed the program|more than the|ended by the system",
    "page_loop.pdf": "page is damaged",
    "no_pages.pdf": "has no pages",
    "png_bomb.png": "too large",
    "tiff_bomb.tif": "too large",
    "webp_bomb.webp": "too large|decoder",
    "jp2_bomb.jp2": "too large",
    "djvu_rubbish.djvu": "damaged|djvulibre",
    "описи/xlsx_bomb.xlsx": "too large",  # a broken table holds back the scans beside it
    "scripted_pdf.pdf": "",
}
#: The same, of those that take long or end in OCR.
SLOW = {
    "form_loop.pdf": "crashed the program|took longer",
    "image_bomb.pdf": "",
    "xref_loop.pdf": "",
    "endless_page.pdf": "",
    "page_without_size.pdf": "",
    "tiff_loop.tif": "",
}


def write(folder: Path, names: Iterable[str]) -> None:
    """Write the files of these names."""
    for path in map(folder.joinpath, names):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(globals()[path.stem]())


@dataclass(frozen=True)
class Run:
    """A run of ``opis``: its code, answer, megabytes of its largest process, survivors."""

    code: int
    answer: dict[str, Any]
    peak: int
    left: list[int]


#: Runs the command and says what its largest process held. A process begins with what the one that
#: starts it holds, and that may be much in a run of all tests: so a small one stands between.
_MEASURED = """
import resource, subprocess, sys
own = [sys.executable, "-c", "from ui.main import main; main()", *sys.argv[1:], "--json"]
code = subprocess.run(own, stderr=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10, file=sys.stderr)
sys.exit(code)
"""


def opis(*arguments: str) -> Run:
    """Run the command in English, and look for processes that outlive it."""
    trial = f"OPIS_TRIAL={uuid4()}"
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *arguments],
        env=os.environ | {"OPIS_LANG": "en"} | dict([trial.split("=")]),
        capture_output=True,
        check=False,
    )
    return Run(done.returncode, json.loads(done.stdout), int(done.stderr), [*_processes(trial)])


def _processes(trial: str) -> Iterator[int]:
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if trial.encode() in environment.read_bytes():
                yield int(environment.parent.name)
