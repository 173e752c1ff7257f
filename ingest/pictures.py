"""Image files as pages: upright, in grey or RGB, never larger than memory allows."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile

from corpus.errors import InputFailed
from corpus.messages import N_
from ingest import jpeg2000
from ingest.picture import READING_PIXELS, Picture, Pixels, as_pixels, likely_dpi

#: Bytes that an image may take when decoded; a JPEG is decoded smaller to stay below.
DECODED_BYTES = 512 << 20
#: Bytes per pixel of Pillow's modes; the others (L, P, 1) take one.
_BYTES = {"RGB": 4, "RGBA": 4, "CMYK": 4, "YCbCr": 4, "LAB": 4, "I": 4, "F": 4, "LA": 4, "PA": 4}
_FORMATS = {
    "image/jpeg": ["JPEG"],
    "image/png": ["PNG"],
    "image/tiff": ["TIFF"],
    "image/jp2": ["JPEG2000"],
    "image/webp": ["WEBP"],
}

# Our own limit below looks at bytes and lets JPEGs shrink; Pillow's would only refuse.
Image.MAX_IMAGE_PIXELS = None


def count_pages(path: Path, media_type: str) -> int:
    """Return the number of pages: the images of a TIFF, else 1."""
    with _opened(path, media_type) as image:
        return _pages(image)


def _pages(image: ImageFile.ImageFile) -> int:
    """Count the images of a TIFF; the second image of a phone's JPEG is a preview, not a page."""
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def open_page(path: Path, media_type: str, number: int) -> Picture:
    """Return page ``number`` (from 1) of an image file as it should be looked at.

    EXIF orientation is applied, transparency put on white, more than 8 bits reduced to 8.
    """
    with _opened(path, media_type) as image:
        pages = _pages(image)
        if not 1 <= number <= pages:
            raise no_such_page(number, pages)
        image.seek(number - 1)
        longest = max(image.size)
        dpi = likely_dpi(image.width, image.height, _claimed_dpi(image))
        _shrink_undecoded(image, path)
        upright = ImageOps.exif_transpose(_reduced(image))
        scale = max(upright.size) / longest
        return Picture(_grey_or_rgb(upright), dpi * scale).fitted()


def no_such_page(number: int, pages: int) -> InputFailed:
    """Say that a file has fewer pages than was thought."""
    return InputFailed(
        N_("There is no page {number}; the file has {pages}."),
        remedy=N_("The file has changed since it was added: add it again."),
        number=number,
        pages=pages,
    )


@contextmanager
def _opened(path: Path, media_type: str) -> Iterator[ImageFile.ImageFile]:
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # oddities of metadata
            Image.open(path, formats=_FORMATS[media_type]) as image,
        ):
            yield image
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError, ValueError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        # Pillow raises any of these for a file that is cut off or damaged.
        raise InputFailed(
            N_("The image is damaged ({error})."),
            remedy=N_("Copy it again from where it came, or scan the page anew."),
            error=str(error).replace(str(path), path.name)[:120],
        ) from error


def _claimed_dpi(image: Image.Image) -> float | None:
    claimed = image.info.get("dpi")
    try:
        dpi = float(claimed[0]) if claimed else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return dpi if math.isfinite(dpi) else None


def _shrink_undecoded(image: ImageFile.ImageFile, path: Path) -> None:
    """Have a huge JPEG decoded at 1/2, 1/4 or 1/8; refuse what would still be too large."""
    if isinstance(image, Jpeg2KImageFile):
        if not jpeg2000.shrink(image, path):
            raise _too_large(image)
        return
    excess = image.width * image.height / READING_PIXELS
    if excess > 1:
        shrunk = math.sqrt(excess)
        image.draft(image.mode, (int(image.width / shrunk), int(image.height / shrunk)))
    if image.width * image.height * _BYTES.get(image.mode, 1) > DECODED_BYTES:
        raise _too_large(image)


def _too_large(image: Image.Image) -> InputFailed:
    return InputFailed(
        N_("The image is too large ({width} × {height} pixels)."),
        remedy=N_("Save it at a lower resolution or as several images."),
        width=image.width,
        height=image.height,
    )


def _reduced(image: Image.Image) -> Image.Image:
    """Average neighbouring pixels of what is still far too large, before anything copies it."""
    factor = int(math.sqrt(image.width * image.height / READING_PIXELS))
    if factor < 2 or image.mode not in {"L", "RGB", "1"}:
        return image
    smaller = (image.convert("L") if image.mode == "1" else image).reduce(factor)
    smaller.info.update(image.info)
    return smaller


def _grey_or_rgb(image: Image.Image) -> Pixels:
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        return _eight_bits(np.asarray(image, dtype=np.float32))
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        coloured = image.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        image = Image.alpha_composite(paper, coloured).convert("RGB")
    return as_pixels(image.convert("L" if image.mode in {"1", "L"} else "RGB"))


def _eight_bits(deep: npt.NDArray[np.float32]) -> Pixels:
    """Bring 16 bit greys (or fractions up to 1) to 0..255; what ends at 255 stays as it is."""
    deep = np.nan_to_num(deep)
    top = float(deep.max(initial=0))
    white = 1.0 if top <= 1 else 255.0 if top <= 255 else 65535.0
    return as_pixels(np.clip(deep * (255 / white), 0, 255))
