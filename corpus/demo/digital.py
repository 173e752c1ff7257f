"""Born-digital demo pages: a PDF whose text layer says exactly what the source says.

The font is embedded as a CID TrueType font, so that its ToUnicode map keeps Latin letters inside
Cyrillic words what they are. The stamp is an image: it must not enter the text.
"""

from __future__ import annotations

import ctypes
import io
import re

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from corpus.demo.paper import Stamp, stamp, stamped
from corpus.demo.source import Original, Page
from corpus.demo.typesetting import A4, FACES

_STAMP_DPI = 150


def digital_pdf(original: Original) -> bytes:
    """Return the PDF of a born-digital original; the same bytes for the same text and font."""
    document = pdfium.PdfDocument.new()
    data = FACES[original.pages[0].style].path.read_bytes()
    held = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = pdfium.raw.FPDFText_LoadFont(
        document.raw, held, len(data), pdfium.raw.FPDF_FONT_TRUETYPE, True
    )
    for page in original.pages:
        sheet = document.new_page(*A4)
        _write(document, sheet, font, page)
        _stamp(document, sheet, np.random.default_rng([original.seed, page.number]))
        sheet.gen_content()
    out = io.BytesIO()
    document.save(out)
    pdfium.raw.FPDFFont_Close(font)
    document.close()
    return _without_time(out.getvalue())


def _write(document: pdfium.PdfDocument, sheet: pdfium.PdfPage, font: object, page: Page) -> None:
    """Put each line down as one text object, its spaces included."""
    face = FACES[page.style]
    for n, line in enumerate(page.blocks[0]):
        text = line.strip()
        if not text:
            continue
        indent = (len(line) - len(line.lstrip())) * face.pitch
        y = A4[1] - face.top - n * face.leading
        piece = pdfium.raw.FPDFPageObj_CreateTextObj(document.raw, font, face.size)
        units = np.frombuffer(f"{text}\0".encode("utf-16-le"), np.uint16).tolist()
        pdfium.raw.FPDFText_SetText(piece, (pdfium.raw.FPDF_WCHAR * len(units))(*units))
        pdfium.raw.FPDFPageObj_Transform(piece, 1, 0, 0, 1, face.left + indent, y)
        pdfium.raw.FPDFPage_InsertObject(sheet.raw, piece)


def _stamp(document: pdfium.PdfDocument, sheet: pdfium.PdfPage, rng: np.random.Generator) -> None:
    mark = stamp(_STAMP_DPI, rng)
    colour = stamped(np.full((*mark.ink.shape, 3), 255, np.float32), Stamp(mark.ink, 0, 0))
    image = pdfium.PdfImage.new(document)
    image.set_bitmap(pdfium.PdfBitmap.from_pil(Image.fromarray(colour.astype(np.uint8))))
    height, width = (side * 72 / _STAMP_DPI for side in mark.ink.shape)
    left, top = mark.x * 72 / _STAMP_DPI, mark.y * 72 / _STAMP_DPI
    image.set_matrix(pdfium.PdfMatrix(width, 0, 0, height, left, A4[1] - top - height))
    sheet.insert_obj(image)


def _without_time(data: bytes) -> bytes:
    """Overwrite what PDFium makes of the clock, in the same length: the offsets stay right."""
    data = re.sub(rb"\(D:\d{14}", b"(D:20000101000000", data)
    return re.sub(rb"/ID\[<\w{32}><\w{32}>\]", b"/ID[<%b><%b>]" % (b"0" * 32, b"0" * 32), data)
