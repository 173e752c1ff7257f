"""The image of a page that people look at: a JPEG made once, with a thumbnail beside it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from corpus import disk
from ingest.picture import Picture

#: Pixels of the longer side of a displayed page, and of the width of its thumbnail.
LONG_SIDE = 2200
THUMBNAIL_WIDTH = 216
#: JPEG's quality, 0..95.
QUALITY = 80


def displayed(picture: Picture, long_side: int = LONG_SIDE) -> Picture:
    """Return a page with at most ``long_side`` pixels on its longer side, never enlarged."""
    factor = long_side / max(picture.width, picture.height)
    return picture.scaled(factor) if factor < 1 else picture


def thumbnail(picture: Picture) -> Picture:
    """Return a page :data:`THUMBNAIL_WIDTH` pixels wide."""
    return picture.scaled(THUMBNAIL_WIDTH / picture.width)


def write(picture: Picture, target: Path) -> None:
    """Write a JPEG whole or not at all: readers may come at any moment.

    Raises:
        BadUse: the disk is full, or the folder cannot be written.

    """
    with disk.writing(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        with disk.fresh(target, 0o644) as file:
            dpi = (round(picture.dpi),) * 2
            Image.fromarray(picture.pixels).save(file, "JPEG", quality=QUALITY, dpi=dpi)
