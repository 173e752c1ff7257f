"""How long the page «Describe» takes with 100,000 documents in the catalogue (``--documents N``).

The descriptions are synthetic: fonds of 10 opises, of which each has 250 files of two documents of
one page; the last fonds is one opis with a tenth of all files. Measured is a whole run of the page
as Streamlit makes it, without the browser, in seconds of the processor: the median of five.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from streamlit.testing.v1 import AppTest

from corpus import documents
from corpus.access import Role
from corpus.collection import Collection, create_collection
from corpus.description import Description
from corpus.documents import Original, PageSource
from corpus.reference import Leaf, LeafRange, Reference
from ui.opened import Opened, show

#: in each fonds and opis
OPISES, FILES, DOCUMENTS = 10, 250, 2
RUNS = 5


def main() -> None:
    """Make the catalogue, open the page at each branch, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    count = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as folder:
        collection = create_collection(Path(folder) / "collection")
        fill(collection, count)
        show(Opened(collection, Role.ARCHIVIST, "en"))
        with collection.catalogue() as database:
            newest = "SELECT max(id) FROM opis"
            great = database.number(newest)
            file = database.rows("SELECT id FROM files WHERE opis = ? LIMIT 1", (great,))[0]["id"]
        sys.stdout.write(f"| {count:,} documents, synthetic | s |\n|---|---|\n")
        for name, parameters in (
            ("all fonds", {}),
            ("a fonds", {"b": "fonds:1"}),
            ("an opis", {"b": "opis:1"}),
            ("the great opis", {"b": f"opis:{great}"}),
            ("its last files", {"b": f"opis:{great}", "p": str(count // 20 // 50)}),
            ("a file", {"b": file}),
            ("the form of a document", {"c": "d0000001"}),
        ):
            sys.stdout.write(f"| {name} | {opened(parameters):.2f} |\n")


def fill(collection: Collection, count: int) -> None:
    """Enter so many documents."""
    with collection.catalogue() as database, database.transaction():
        documents.enter_original(database, Original("scan", "application/pdf", 1, 1))
        for n, reference in zip(range(count), references(count), strict=False):
            said = Description(title=f"Приказ № {n}", kind="order", reference=reference)
            documents.insert(database, f"d{n:07}", said, f"{n}.pdf", [PageSource("scan", 1)])


def references(count: int) -> Iterator[Reference]:
    """Where they stand; a tenth in one opis."""
    great = count // 10
    for n in range(count - great):
        file, leaf = divmod(n, DOCUMENTS)
        opis, file = divmod(file, FILES)
        fonds, opis = divmod(opis, OPISES)
        yield reference(fonds + 1, opis + 1, file + 1, leaf + 1)
    for n in range(great):
        yield reference(9999, 1, n // DOCUMENTS + 1, n % DOCUMENTS + 1)


def reference(fonds: int, opis: int, file: int, leaf: int) -> Reference:
    """«Архив. Ф. 1. Оп. 1. Д. 1. Л. 1»."""
    own = (LeafRange(Leaf(leaf), Leaf(leaf)),)
    return Reference("Архив", str(fonds), str(opis), str(file), own)


def opened(parameters: dict[str, str]) -> float:
    """Seconds of the processor in which the page is run; the median."""
    taken = []
    for _ in range(RUNS):
        page = AppTest.from_function(_page, default_timeout=120)
        for name, value in parameters.items():
            page.query_params[name] = value
        start = time.process_time()
        page.run()
        taken.append(time.process_time() - start)
        if page.exception:
            raise SystemExit(str(page.exception))
    return median(taken)


def _page() -> None:
    from ui.pages import describe

    describe.page()


if __name__ == "__main__":
    main()
