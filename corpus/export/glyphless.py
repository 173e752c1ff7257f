"""A font that draws nothing: text over a scan is there to be found and copied, not to be seen.

Every character gets a number of its own when it is first used, so that any script is covered; a
ToUnicode map says which characters the numbers are (ISO 32000-1, 9.10.3). The font program is a
TrueType font of two empty glyphs, made here from its tables (OpenType 1.9).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from corpus.export.pdffile import PdfFile

#: Width of every glyph, and how far it goes above and below the base line, in thousandths of the
#: font's size. Programs take the height of a word from there: together they make a whole.
WIDTH, ASCENT, DESCENT = 500, 800, -200
NAME = "OpisInvisible"
#: Numbers have two bytes; entries of a block of a ToUnicode map (9.10.3).
_MOST, _BLOCK = 0xFFFF, 100
#: by which a table «head» is known
_MAGIC = 0x5F0F3CF5


class Glyphless:
    """The font of one PDF: numbers for characters, and at the end the objects that explain them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def codes(self, text: str) -> str:
        """The numbers of the characters of ``text``, in hexadecimal digits."""
        return "".join(f"{self._number(character):04X}" for character in text)

    def _number(self, character: str) -> int:
        known = self._numbers
        if character not in known and len(known) == _MOST:
            return 0  # drawn as nothing, read as nothing
        return known.setdefault(character, len(known) + 1)

    def put(self, pdf: PdfFile, number: int) -> Iterator[bytes]:
        """The font as object ``number`` of a PDF, with what belongs to it."""
        descendant, descriptor, program, unicode, glyphs = (pdf.number() for _ in range(5))
        yield pdf.put(
            number,
            f"/Type /Font /Subtype /Type0 /BaseFont /{NAME} /Encoding /Identity-H "
            f"/DescendantFonts [{descendant} 0 R] /ToUnicode {unicode} 0 R",
        )
        yield pdf.put(
            descendant,
            f"/Type /Font /Subtype /CIDFontType2 /BaseFont /{NAME} /DW {WIDTH} "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/FontDescriptor {descriptor} 0 R /CIDToGIDMap {glyphs} 0 R",
        )
        yield pdf.put(
            descriptor,  # flags: letters of one width, not of the Latin standard set
            f"/Type /FontDescriptor /FontName /{NAME} /Flags 5 /ItalicAngle 0 /StemV 80 "
            f"/FontBBox [0 {DESCENT} {WIDTH} {ASCENT}] /Ascent {ASCENT} /Descent {DESCENT} "
            f"/CapHeight {ASCENT} /FontFile2 {program} 0 R",
        )
        font = truetype()
        yield pdf.packed(program, f"/Length1 {len(font)}", font)
        yield pdf.packed(unicode, "", self._to_unicode().encode("ascii"))
        yield pdf.packed(glyphs, "", b"\0\0" + b"\0\1" * len(self._numbers))

    def _to_unicode(self) -> str:
        entries = [
            f"<{number:04X}> <{character.encode('utf-16-be').hex().upper()}>"
            for character, number in self._numbers.items()
        ]
        blocks = (entries[at : at + _BLOCK] for at in range(0, len(entries), _BLOCK))
        maps = "".join(
            f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            f"{maps}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        )


def truetype() -> bytes:
    """A TrueType font of two empty glyphs, with the tables that PDF asks for (9.9)."""
    version, magic, box = 0x10000, struct.pack(">I", _MAGIC), (0, DESCENT, WIDTH, ASCENT)
    tables = {
        b"glyf": b"\0\0\0\0",
        # version, revision, checksum (put in below), magic number; flags, units to an em; two
        # times; the box; style, smallest size, direction, short offsets, format
        b"head": struct.pack(">III", version, version, 0)
        + magic
        + struct.pack(">HHqq", 0, 1000, 0, 0)
        + struct.pack(">hhhhHHhhh", *box, 0, 8, 2, 0, 0),
        # version, ascent, descent, gap, greatest width; twelve numbers of no matter here but the
        # upright caret; how many widths there are
        b"hhea": struct.pack(">IhhhH", version, ASCENT, DESCENT, 0, WIDTH)
        + struct.pack(">11h", 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0)
        + struct.pack(">H", 2),
        b"hmtx": struct.pack(">HhHh", WIDTH, 0, WIDTH, 0),
        b"loca": struct.pack(">HHH", 0, 0, 0),
        # version, glyphs, four numbers of points and contours, one zone, eight more
        b"maxp": struct.pack(">IH4HH8H", version, 2, *[0] * 4, 1, *[0] * 8),
    }
    directory, body, at = b"", b"", 12 + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        directory += tag + struct.pack(">III", _sum(table), at + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    # 64 = 16 x the greatest power of two in 6 tables, whose logarithm is 2
    font = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    font += directory + body
    place = font.index(magic) - 4
    whole = (0xB1B0AFBA - _sum(font)) & 0xFFFFFFFF
    return font[:place] + struct.pack(">I", whole) + font[place + 4 :]


def _sum(table: bytes) -> int:
    """The checksum of a table: the sum of its 32 bit numbers."""
    padded = table + b"\0" * (-len(table) % 4)
    total = sum(int(number) for (number,) in struct.iter_unpack(">I", padded))
    return total & 0xFFFFFFFF
