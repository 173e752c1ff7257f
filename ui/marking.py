"""Watermarks on copies, where an administrator has chosen them: for all but archivists."""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from corpus import choices
from corpus.access import Role
from corpus.collection import Collection
from corpus.export.marking import Mark

#: a font of the pages, with the letters of all our languages; it comes with Streamlit
_FONT = "SourceSansVF-Upright*.woff2"


def mark(collection: Collection, role: Role, reader: str = "") -> Mark | None:
    """The mark on what ``role`` takes, None where there is to be none."""
    with collection.catalogue() as database:
        if not choices.are_marked(database, role):
            return None
    return Mark(reader, dt.date.today(), font())


@lru_cache(maxsize=32)
def scan(image: Path, stamp: int, own: Mark, text: str) -> bytes:
    """The scan in a file with its mark; ``stamp`` is when the file was changed."""
    return own.put(image.read_bytes(), text)


@cache
def font() -> Path:
    """The file of the font."""
    spec = find_spec("streamlit")
    assert spec is not None  # noqa: S101 - the pages need it
    assert spec.origin is not None  # noqa: S101 - it is a package
    return next((Path(spec.origin).parent / "static").rglob(_FONT))
