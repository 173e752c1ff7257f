"""A searchable PDF: the scans, and over each word of them its text, which is not seen.

The scans are the pages' images as the reader shows them (JPEG, 2,200 pixels on the long side), put
in as they are: nothing is packed anew, and nothing of an original that may be hostile is passed on.
A page that has no image is left out, and said so.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from corpus.errors import InputFailed, OpisError
from corpus.export.excerpt import About, Excerpt
from corpus.export.glyphless import DESCENT, WIDTH, Glyphless
from corpus.export.marking import Mark
from corpus.export.parts import Part, parts
from corpus.export.pdffile import PdfFile, text_string
from corpus.harmless import one_line
from corpus.messages import N_
from corpus.reading import Point, Quad, Reading

#: points of an inch; resolution where an image does not say its own; the longest side of a page
#: that readers take (ISO 32000-1, annex C), in points
_INCH, _DPI, _LONGEST = 72, 150.0, 14_400
#: A word that leans less, in degrees, is set upright; a place smaller than this, in square points,
#: is none.
_LEANS, _NOTHING = 10.0, 1e-6
_COLOURS = {"L": "DeviceGray", "RGB": "DeviceRGB"}


@dataclass(frozen=True, slots=True)
class _Scan:
    """An image as it is put in: its bytes, its size in pixels and in points, its colours."""

    data: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]
    colours: str


def pdf(excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
    """The pages of the excerpts, each whole, as one PDF."""
    file, font = PdfFile(), Glyphless()
    root, info, tree, letters = (file.number() for _ in range(4))
    kids: list[int] = []
    title, subject = one_line(about.title), ""
    yield file.begin()
    for excerpt in excerpts:
        if excerpt.page is None:
            continue
        if not kids:
            title = one_line(excerpt.document.description.title) or title
            subject = one_line(about.cited(Excerpt(excerpt.document)))
        try:
            scan = _scan(about.image(excerpt.page), excerpt, about.mark)
        except OpisError as reason:
            about.left_out(excerpt.page, reason)
            continue
        page, content, image = (file.number() for _ in range(3))
        kids.append(page)
        width, height = scan.points
        yield file.put(
            page,
            f"/Type /Page /Parent {tree} 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] "
            f"/Contents {content} 0 R /Resources << /XObject << /Scan {image} 0 R >> "
            f"/Font << /Text {letters} 0 R >> >>",
        )
        drawn = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Scan Do Q\n"
        if excerpt.reading is not None:
            drawn += _text(excerpt.reading, width, height, font)
        yield file.packed(content, "", drawn.encode("ascii"))
        yield file.put(
            image,
            f"/Type /XObject /Subtype /Image /Width {scan.pixels[0]} /Height {scan.pixels[1]} "
            f"/ColorSpace /{scan.colours} /BitsPerComponent 8 /Filter /DCTDecode",
            scan.data,
        )
    yield from font.put(file, letters)
    yield file.put(
        tree, f"/Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{n} 0 R' for n in kids)}]"
    )
    yield file.put(root, f"/Type /Catalog /Pages {tree} 0 R")
    told = {"Title": title, "Subject": subject, "Producer": "Opis"}
    yield file.put(info, " ".join(f"/{key} {text_string(text)}" for key, text in told.items()))
    yield file.end(root, info)


def _scan(path: Path, excerpt: Excerpt, mark: Mark | None) -> _Scan:
    """The image of the page of an excerpt, marked if it is to be."""
    try:
        data = path.read_bytes()
        if mark is not None:
            data = mark.put(data, mark.text(excerpt.document, excerpt.page))
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            (width, height), mode = image.size, image.mode
            dpi = float(image.info.get("dpi", (_DPI,))[0])
    except (OSError, UnidentifiedImageError) as reason:
        raise InputFailed(
            N_("The image of page {number} cannot be read."),
            remedy=N_("Delete the folder «cache» of the collection: it is made again."),
            number=excerpt.page.number if excerpt.page else 0,
        ) from reason
    dpi = max(
        dpi if math.isfinite(dpi) and dpi > 1 else _DPI, _INCH * max(width, height) / _LONGEST
    )
    size = (_INCH * width / dpi, _INCH * height / dpi)
    return _Scan(data, (width, height), size, _COLOURS.get(mode, "DeviceRGB"))


def _text(reading: Reading, width: float, height: float, font: Glyphless) -> str:
    """The words where they stand, drawn in mode 3: not at all (9.3.6)."""
    placed = [_placed(text, quad, width, height, font) for text, quad in _joined(parts(reading))]
    return "BT 3 Tr /Text 1 Tf\n" + "".join(placed) + "ET\n" if placed else ""


def _joined(some: Iterable[Part]) -> list[tuple[str, Quad]]:
    """Texts with their places; the text of a part that has none goes with the one before it."""
    out: list[tuple[str, Quad]] = []
    waiting = ""
    for part in some:
        if part.quad is not None:
            out.append((waiting + part.text, part.quad))
            waiting = ""
        elif out:
            text, quad = out[-1]
            out[-1] = f"{text} {part.text}", quad
        else:
            waiting += f"{part.text} "
    return out


def _placed(text: str, quad: Quad, width: float, height: float, font: Glyphless) -> str:
    """Show a text so that it fills its place, from its lower left corner to the right.

    A text matrix maps a font of size 1 there: its first column leads along the foot of the place,
    its second up its side. A space behind the text keeps it apart from the next.
    """
    text = one_line(text)
    corners = _straightened([(x * width, y * height) for x, y in quad])
    top_left, top_right, bottom_right, bottom_left = [(x, height - y) for x, y in corners]
    along = [(bottom_right[i] - bottom_left[i] + top_right[i] - top_left[i]) / 2 for i in (0, 1)]
    up = [(top_left[i] - bottom_left[i] + top_right[i] - bottom_right[i]) / 2 for i in (0, 1)]
    if not text or abs(along[0] * up[1] - along[1] * up[0]) < _NOTHING:
        return ""
    ems = len(text) * WIDTH / 1000
    a, b = (v / ems for v in along)
    x, y = (bottom_left[i] - DESCENT / 1000 * up[i] for i in (0, 1))
    matrix = f"{a:.4f} {b:.4f} {up[0]:.4f} {up[1]:.4f} {x:.2f} {y:.2f}"
    return f"{matrix} Tm <{font.codes(text + ' ')}> Tj\n"


def _straightened(corners: Sequence[Point]) -> Sequence[Point]:
    """The upright box around a word that leans a little, its corners in the order of the word's.

    Programs that look for text break a word where its base line has risen half a point (poppler),
    so a word on a sheet that was scanned askew would be found in pieces.
    """
    (x0, y0), (x1, y1) = corners[:2]
    angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
    quarter = round(angle / 90)
    if abs(angle - 90 * quarter) > _LEANS:
        return corners
    columns, rows = [x for x, _ in corners], [y for _, y in corners]
    left, right, top, bottom = min(columns), max(columns), min(rows), max(rows)
    box = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return box[quarter % 4 :] + box[: quarter % 4]
