"""How long the index needs to follow a correction: of one page, and of a file's reference.

A real catalogue with one file of 250 synthetic pages stands over an index that holds the whole
corpus besides; what is timed is :func:`index.update`, from the catalogue's change to the commit.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace

from benchmarks.engine_corpus import Pages
from benchmarks.engine_opis import Opis
from corpus import documents, files, pages
from corpus.catalogue import Database
from corpus.collection import Collection, create_collection
from corpus.description import read_description
from corpus.documents import Original, PageSource
from corpus.originals import short_id
from corpus.reading import Line, Reading, Source
from corpus.reference import Reference
from index import update

FILE, SINGLE, WHOLE = 250, 20, 3
_NAMED = {"archive": "архив 1", "fonds": "1", "opis": "1", "file": "1"}


def corrected(opis: Opis, clock: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Seconds for single pages, and for the 250 pages of a file; ``opis`` is a copy."""
    collection = _collection(opis)
    update(collection)
    single, whole = [], []
    with collection.catalogue() as database:
        own = pages.of(database, _document(database))
        for page in own[:SINGLE]:
            text = pages.reading(database, page.reading or 0)
            better = replace(text, text=text.text[:-1] + "й", source=Source.CORRECTED)
            pages.store_reading(database, page.id, better)
            single.append(_updated(collection, clock))
        for number in range(WHOLE):
            _refer(database, Reference("архив 2", "1", "1", file=str(number + 1)))
            whole.append(_updated(collection, clock))
    return single, whole


def _updated(collection: Collection, clock: Callable[[], float]) -> float:
    start = clock()
    update(collection)
    return clock() - start


def _collection(opis: Opis) -> Collection:
    """A collection with one file, and the index of the corpus in the place of its own."""
    path = opis.collection.path.parent / "corrected"
    shutil.rmtree(path, ignore_errors=True)
    collection = create_collection(path)
    collection.index.rmdir()
    opis.collection.index.rename(collection.index)
    with collection.catalogue() as database, database.transaction():
        sha256 = hashlib.sha256(b"synthetic").hexdigest()
        documents.enter_original(database, Original(sha256, "text/plain", 1, FILE))
        sources = [PageSource(sha256, n + 1) for n in range(FILE)]
        described = read_description(_NAMED)
        documents.insert(database, short_id("d", sha256), described, "file.txt", sources)
    with collection.catalogue() as database:
        for page in pages.of(database, _document(database)):
            pages.store_reading(database, page.id, _reading(opis.pages, page.number - 1))
    return collection


def _reading(corpus: Pages, page: int) -> Reading:
    text = corpus.text(page)
    return Reading(text, lines=(Line(0, len(text), "ru"),))


def _document(database: Database) -> str:
    (row,) = database.rows("SELECT id FROM documents")
    return str(row["id"])


def _refer(database: Database, reference: Reference) -> None:
    """Give the file another reference: all its pages are to be seen anew."""
    with database.transaction():
        database.change("UPDATE documents SET file = ?", (files.enter(database, reference),))
        database.change("UPDATE pages SET changed = ?", (database.next_serial(),))
