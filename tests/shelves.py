"""A collection that grows by documents given as text, page by page, without workers and OCR."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus import documents, pages
from corpus.collection import SETTINGS, Collection, create_collection, open_collection
from corpus.description import read_description
from corpus.documents import Original, PageSource
from corpus.originals import short_id
from index import update
from ingest.textfile import read_page

#: a document: its description (keys of a sidecar) and the texts of its pages
Given = tuple[dict[str, Any], Sequence[str]]


class Shelf:
    """A collection that grows by documents given as text; ``ids`` are theirs, in order."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        self.collection: Collection = create_collection(folder / "collection")
        if settings:
            (self.collection.path / SETTINGS).write_text(settings, encoding="utf-8")
            self.collection = open_collection(self.collection.path)
        self.ids: list[str] = []
        self._folder = folder

    def put(self, *given: Given | str, indexed: bool = True) -> list[str]:
        """Add documents, each with its pages; a text alone is a document of one page."""
        new = [self._one(*(({}, [g]) if isinstance(g, str) else g)) for g in given]
        if indexed:
            update(self.collection)
        self.ids += new
        return new

    def _one(self, keys: dict[str, Any], texts: Sequence[str]) -> str:
        path = self._folder / f"{len(list(self._folder.iterdir()))}.txt"
        path.write_text("".join(f"{text}\f" for text in texts), encoding="utf-8")
        content = path.read_bytes() + str(path).encode()
        sha256 = hashlib.sha256(content).hexdigest()
        document = short_id("d", sha256)
        with self.collection.catalogue() as database:
            with database.transaction():
                documents.enter_original(
                    database, Original(sha256, "text/plain", len(content), len(texts))
                )
                sources = [PageSource(sha256, n + 1) for n in range(len(texts))]
                documents.insert(database, document, read_description(keys), path.name, sources)
            for page in pages.of(database, document):
                pages.store_reading(database, page.id, read_page(path, page.number))
        return document
