"""DjVu files through DjVuLibre's programs, if they are installed: pages, images, hidden text.

They are separate programs (GPL), started by a worker: they share its limits on memory and time and
end with it. What they print is read up to a limit.
"""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from corpus.errors import InputFailed, MissingProgram
from corpus.messages import N_
from ingest.compose import Block
from ingest.djvutext import blocks
from ingest.picture import READING_PIXELS, Picture, as_pixels, likely_dpi
from ingest.pictures import no_such_page

#: What a program may print in bytes: a page in colour, or the text of one.
MOST_PRINTED = 4 * READING_PIXELS
#: … and how long it may take, in seconds.
MOST_SECONDS = 100.0
_SAVE_ANEW = N_("Open it in another program, save it anew (as PDF if possible) and add that.")


@dataclass(frozen=True, slots=True)
class _Page:
    """Pixels of a page as displayed, what it says of its resolution, its turns by 90°."""

    width: int
    height: int
    dpi: float
    turned: int


def count_pages(path: Path) -> int:
    """Return the number of pages; raises InputFailed for what is no readable DjVu file.

    Raises MissingProgram without DjVuLibre.
    """
    with path.open("rb") as file:
        head = file.read(32)
    # A document in pieces has its pages in other files, which are not copied with it.
    if head[12:20] == b"DJVMDIRM" and len(head) > 24 and not head[24] & 0x80:
        raise InputFailed(
            N_("The DjVu file is only a list of other files that hold its pages."),
            remedy=N_("Join them into one with: djvmcvt -b FILE NEW_FILE"),
        )
    printed = _printed("djvused", "-e", "n", str(path)).strip()
    if not printed.isdigit() or not int(printed):
        raise _damaged()
    return int(printed)


def picture(path: Path, number: int, *, long_side: int | None = None) -> Picture:
    """Return page ``number`` (from 1) as it is displayed.

    It has the scan's own resolution or ``long_side`` pixels, and never more than
    :data:`ingest.picture.READING_PIXELS`.
    """
    page = _page(path, number)
    factor = min(1.0, math.sqrt(READING_PIXELS / (page.width * page.height)))
    if long_side is not None:
        factor = min(factor, long_side / max(page.width, page.height))
    size = f"{max(1, round(page.width * factor))}x{max(1, round(page.height * factor))}"
    drawn = _printed("ddjvu", "-format=pnm", f"-page={number}", f"-size={size}", str(path))
    try:
        with Image.open(BytesIO(drawn), formats=["PPM"]) as image:
            pixels = np.asarray(image if image.mode == "RGB" else image.convert("L"))
    except (OSError, ValueError) as reason:
        raise _damaged() from reason
    return Picture(as_pixels(pixels), page.dpi * pixels.shape[1] / page.width)


def text(path: Path, number: int) -> list[Block]:
    """Return the text that a page carries, its quads in fractions of the displayed page.

    It is empty where there is none, or on a page that is turned.
    """
    page = _page(path, number)
    if page.turned:
        return []
    printed = _printed("djvused", "-u", "-e", f"select {number}; print-txt", str(path))
    return blocks(printed.decode("utf-8", "replace"), page.width, page.height)


@lru_cache(maxsize=1)
def version() -> str:
    """Return the program's name and version, as kept with a text layer."""
    said = subprocess.run(  # noqa: S603 - a program of the system
        [_installed("ddjvu"), "--help"], capture_output=True, timeout=MOST_SECONDS, check=False
    )
    m = re.search(rb"DjVuLibre-([\d.]+)", said.stderr + said.stdout)
    return f"DjVuLibre {m[1].decode()}" if m else "DjVuLibre"


def _page(path: Path, number: int) -> _Page:
    pages = count_pages(path)
    if not 1 <= number <= pages:
        raise no_such_page(number, pages)
    said = _printed("djvused", "-e", f"select {number}; size; dump", str(path)).decode(
        "utf-8", "replace"
    )
    size = re.search(r"width=(\d+)\s+height=(\d+)(?:\s+rotation=(\d+))?", said)
    if size is None or not int(size[1]) or not int(size[2]):
        raise _damaged()
    width, height = int(size[1]), int(size[2])
    claimed = re.search(r"(\d+) dpi", said)
    dpi = likely_dpi(width, height, float(claimed[1]) if claimed else None)
    return _Page(width, height, dpi, int(size[3] or 0))


# programs --------------------------------------------------------------------------------------


def _printed(program: str, *arguments: str) -> bytes:
    """What a program printed; raises InputFailed if it failed over the file."""
    with subprocess.Popen(  # noqa: S603 - a program of the system; a path and numbers of ours
        [_installed(program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        limit = threading.Timer(MOST_SECONDS, process.kill)
        limit.start()
        try:
            printed = process.stdout.read(MOST_PRINTED + 1) if process.stdout else b""
        finally:
            limit.cancel()
            if process.poll() is None and len(printed) > MOST_PRINTED:
                process.kill()
    if process.returncode or len(printed) > MOST_PRINTED:
        raise _damaged()
    return printed


def _installed(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise MissingProgram(
            N_("DjVu files are read with DjVuLibre, which is not installed."),
            remedy=N_("On Debian and Ubuntu: sudo apt install {package}"),
            package="djvulibre-bin",
        )
    return found


def _damaged() -> InputFailed:
    return InputFailed(N_("The DjVu file or its page is damaged."), remedy=_SAVE_ANEW)
