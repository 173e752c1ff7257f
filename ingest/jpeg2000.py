"""JPEG 2000 too large to be decoded whole: it is stored in levels, each of half the resolution.

What is read of the format is in ISO/IEC 15444-1, annex A: the markers of the codestream.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile

from ingest.picture import READING_PIXELS

#: What has more pixels is decoded at 1/2, 1/4 …
MOST_PIXELS = 2 * READING_PIXELS
#: Bytes that OpenJPEG takes for each sample of a pixel (measured: 6.2 in grey, 6.5 in colour).
SAMPLE_BYTES = 7
#: … and that it may take in all.
DECODED_BYTES = 1 << 30
#: The codestream begins within so many bytes; only a colour profile can stand before it.
_LOOKED_AT = 1 << 20
_START, _SIZE, _STYLE = b"\xff\x4f", b"\xff\x51", b"\xff\x52"


def shrink(image: Jpeg2KImageFile, path: Path) -> bool:
    """Decode an image at the level that memory allows; False where even its smallest is too large.

    An image that is small enough is left undecoded.
    """
    pixels, discarded = image.width * image.height, 0
    if pixels > MOST_PIXELS:
        wanted = math.ceil(math.log(pixels / MOST_PIXELS, 4))
        discarded = min(wanted, levels(path))
    samples = (pixels >> (2 * discarded)) * len(image.getbands())
    if samples * SAMPLE_BYTES > DECODED_BYTES:
        return False
    if discarded:
        image.reduce = discarded
        image.load()
    return True


def levels(path: Path) -> int:
    """How many times an image can be halved without decoding it whole; 0 where nothing says so."""
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    at = head.find(_START + _SIZE) + 2
    while at >= 2 and head[at : at + 1] == b"\xff":
        marker, length = head[at : at + 2], int.from_bytes(head[at + 2 : at + 4])
        if marker == _STYLE and len(head) > at + 9:
            return head[at + 9]
        if length < 2:
            break
        at += 2 + length
    return 0
