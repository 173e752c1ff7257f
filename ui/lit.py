"""A page image with words lit, as a marker pen lights them: the ink stays black."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from corpus.reading import Quad

#: Marker yellow of the pages' style, stronger because a lit word is only a few pixels high here.
YELLOW = (255, 214, 70)
#: Pixels around a word, so that a small one can still be seen.
MARGIN = 1.5


def lit(image: Path, quads: Iterable[Quad]) -> bytes:
    """Return the JPEG ``image`` with the places ``quads`` (fractions of the page) lit."""
    with Image.open(image) as picture:
        page = picture.convert("RGB")
    marker = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(marker)
    for quad in quads:
        points = [(x * page.width, y * page.height) for x, y in quad]
        draw.polygon(points, fill=YELLOW)
        draw.line([*points, points[0]], fill=YELLOW, width=round(2 * MARGIN), joint="curve")
    body = io.BytesIO()
    ImageChops.multiply(page, marker).save(body, "JPEG", quality=80, optimize=True)
    return body.getvalue()
