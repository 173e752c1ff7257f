"""Where the pages of a collection answer: the addresses that other programs are given.

:mod:`ui.routes` serves them, each to whom may see what is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Site:
    """The pages as they are called from elsewhere; ``root`` has no slash at its end.

    Pages are counted from 1.
    """

    root: str

    def document(self, document: str, number: int = 1) -> str:
        """A page to read."""
        return f"{self.root}/page?id={quote(document)}" + (f"&n={number}" if number > 1 else "")

    def image(self, document: str, number: int) -> str:
        """The image of a page (JPEG)."""
        return f"{self.root}/img/page/{quote(document)}/{number}.jpg"

    def thumbnail(self, document: str, number: int) -> str:
        """A small image of a page (JPEG)."""
        return f"{self.root}/img/thumb/{quote(document)}/{number}.jpg"

    def file(self, document: str, ending: str, number: int | None = None) -> str:
        """A document, or a page of it, as a file: ``txt``, ``pdf``, ``xml`` (ALTO)."""
        part = f"/{number}" if number else ""
        return f"{self.root}/file/{quote(document)}{part}.{ending}"

    def manifest(self, document: str) -> str:
        """The IIIF manifest of a document."""
        return f"{self.root}/iiif/{quote(document)}/manifest.json"

    def canvas(self, document: str, number: int) -> str:
        """What a page is called in the manifest; nothing answers there."""
        return f"{self.root}/iiif/{quote(document)}/canvas/{number}"


#: the pages on one's own machine, where a collection has no address of its own
OWN_MACHINE = Site("http://localhost:8501")
