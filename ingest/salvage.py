"""What can be saved of a PDF whose end is missing or whose page list is broken.

qpdf (through pikepdf) rebuilds the cross-reference table from the objects that are there; what it
finds is written as a sound PDF in memory. Only to be used in a worker process.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import pikepdf


def is_whole(path: Path) -> bool:
    """Whether a PDF ends as one should; what is cut off may have lost pages."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2048))
        return b"%%EOF" in file.read()


@lru_cache(maxsize=1)
def saved(path: Path, changed: int, password: str = "") -> bytes | None:
    """A sound PDF with the pages of ``path`` that are still there, or None where there are none.

    It is kept for the next page of the same file; ``changed`` (nanoseconds) tells versions apart.
    """
    try:
        with pikepdf.open(path, password=password) as broken:
            if not len(broken.pages):
                return None
            out = io.BytesIO()
            broken.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None
