"""Small PDFs and images for tests, made on the spot."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

A4_POINTS = (0, 0, 595, 842)

RUSSIAN = (
    "Использование труда заключенных",
    "в исправительно-трудовых лагерях",
    "Казахстана, историография вопроса",
)


@dataclass(frozen=True)
class Text:
    """Lines of text: the first baseline in points, and the directions of writing."""

    lines: tuple[str, ...]
    x: float = 72
    y: float = 700
    direction: tuple[int, int, int, int] = (1, 0, 0, 1)
    size: float = 12
    invisible: bool = False


@dataclass(frozen=True)
class Scan:
    """An image in a rectangle (left, bottom, right, top) of the sheet.

    A stencil lets black ink through where the image is dark, as many programs store print.
    """

    image: Image.Image
    box: tuple[float, float, float, float] = A4_POINTS
    stencil: bool = False


@dataclass(frozen=True)
class Sheet:
    """A page of a PDF; the crop box is the media box unless given."""

    things: tuple[Text | Scan, ...] = ()
    rotate: int = 0
    media: tuple[float, float, float, float] = A4_POINTS
    crop: tuple[float, float, float, float] | None = None


def pdf(target: Path, *sheets: Sheet) -> Path:
    """Write a PDF of its objects one by one; letters are bytes that a ToUnicode map explains."""
    objects: list[bytes] = [b"", b""]  # the catalogue and the tree of pages come first

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    letters = sorted(
        {c for s in sheets for t in s.things if isinstance(t, Text) for c in "".join(t.lines)}
    )
    codes = {" ": 32} | {c: code for code, c in enumerate(letters, 33) if c != " "}
    table = "".join(f"<{code:02x}> <{ord(c):04x}>\n" for c, code in codes.items()).encode()
    cmap = b"1 begincodespacerange <00> <ff> endcodespacerange\n"
    cmap += b"%d beginbfchar\n%sendbfchar\n" % (len(codes), table)
    to_unicode = add(_stream(b"", cmap))
    descriptor = add(
        b"<< /Type /FontDescriptor /FontName /Typewriter /Flags 35 /FontBBox [0 -200 600 800] "
        b"/Ascent 700 /Descent -200 /ItalicAngle 0 /CapHeight 600 /StemV 80 >>"
    )
    font = add(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Typewriter /FirstChar 32 /LastChar 126 "
        b"/Widths [%s] /FontDescriptor %d 0 R /ToUnicode %d 0 R >>"
        % (b"600 " * 95, descriptor, to_unicode)
    )
    pages = []
    for sheet in sheets:
        content, images = b"", b""
        for thing in sheet.things:
            if isinstance(thing, Text):
                content += _text(thing, codes)
            else:
                number = add(_stencil(thing.image) if thing.stencil else _image(thing.image))
                x0, y0, x1, y1 = thing.box
                content += f"q {x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm /I{number} Do Q\n".encode()
                images += b"/I%d %d 0 R " % (number, number)
        box = " ".join(map(str, sheet.media)).encode()
        crop = " ".join(map(str, sheet.crop or sheet.media)).encode()
        pages.append(
            add(
                b"<< /Type /Page /Parent 2 0 R /Rotate %d /MediaBox [%s] /CropBox [%s] "
                b"/Contents %d 0 R /Resources << /Font << /F %d 0 R >> /XObject << %s>> >> >>"
                % (sheet.rotate, box, crop, add(_stream(b"", content)), font, images)
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids)
    target.write_bytes(_file(objects))
    return target


def _text(text: Text, codes: dict[str, int]) -> bytes:
    a, b, c, d = text.direction
    out = f"BT /F {text.size} Tf {text.size * 1.5} TL {3 if text.invisible else 0} Tr "
    out += f"{a} {b} {c} {d} {text.x} {text.y} Tm\n"
    for line in text.lines:
        out += f"<{''.join(f'{codes[letter]:02x}' for letter in line)}> Tj T*\n"
    return (out + "ET\n").encode()


def _image(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=90)
    space = b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB"
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d " % image.size
    return _stream(
        head + b"/BitsPerComponent 8 /Filter /DCTDecode /ColorSpace " + space, file.getvalue()
    )


def _stencil(image: Image.Image) -> bytes:
    bits = np.packbits(np.asarray(image.convert("L")) > 128, axis=1).tobytes()
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d " % image.size
    head += b"/ImageMask true /BitsPerComponent 1 /Filter /FlateDecode"
    return _stream(head, zlib.compress(bits))


def _stream(head: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(content), content)


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def scan(
    lines: tuple[str, ...] = RUSSIAN,
    *,
    size: tuple[int, int] = (1654, 2339),
    mode: str = "L",
    ink: int = 30,
    paper: int = 235,
) -> Image.Image:
    """A page at 200 dpi with printed lines and a little noise."""
    image = Image.new("L", size, paper)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(_serif(), 36)
    for n, line in enumerate(lines):
        draw.text((200, 250 + 60 * n), line, fill=ink, font=font)
    noise = np.random.default_rng(1934).normal(0, 4, (size[1], size[0]))
    return Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8)).convert(
        mode
    )


def _serif() -> str:
    """A font with Russian, Kazakh and Kyrgyz letters that is always there: Streamlit's own."""
    found = find_spec("streamlit")
    assert found is not None and found.origin is not None
    media = Path(found.origin).parent / "static" / "static" / "media"
    return str(next(media.glob("SourceSerifVariable-Roman*.woff2")))
