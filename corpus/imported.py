"""OCR that came with originals: which page of which file tells what a page of an original says.

The files are kept among the originals, unchanged, so that a page can be read at any time, also
when the folder it came from is gone.
"""

from __future__ import annotations

from collections.abc import Mapping

from corpus.catalogue import Database
from corpus.documents import PageSource


def enter(database: Database, found: Mapping[PageSource, PageSource]) -> None:
    """Enter where the OCR of pages stands: page of an original → page of an OCR file.

    Both must be entered as originals. Call it inside a transaction.
    """
    for page, ocr in found.items():
        database.change(
            "INSERT OR IGNORE INTO imported VALUES (?,?,?,?)",
            (page.original, page.page, ocr.original, ocr.page),
        )


def of(database: Database, original: str, page: int) -> PageSource | None:
    """Where the OCR stands that came with a page of an original, if any did."""
    row = database.row(
        "SELECT file, file_page FROM imported WHERE original = ? AND page = ?", (original, page)
    )
    return PageSource(row["file"], row["file_page"]) if row else None
