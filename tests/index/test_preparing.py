"""What the first page to be indexed would wait for is there before it comes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from shelves import Shelf

#: says which files are opened while a page is indexed, outside of the collection
CODE = """
import sys
from pathlib import Path
import index
from corpus.collection import open_collection

collection = open_collection(Path(sys.argv[1]))
if sys.argv[2] == "prepared":
    index.prepare(collection)
opened = []
sys.addaudithook(lambda event, given: event == "open" and opened.append(str(given[0])))
index.update(collection)
tables = (".tsv", ".gz", ".yaml", ".dawg", ".json", ".array")
print(*(path for path in opened if path.endswith(tables) and sys.argv[1] not in path), sep="\\n")
"""


def opened(folder: Path, how: str) -> str:
    """The tables that are read when the first pages are indexed."""
    shelf = Shelf(folder)
    shelf.put("Начальник лагеря Иванов приказал", "лагердин башчысы буйрук берди", indexed=False)
    asked = [sys.executable, "-c", CODE, str(shelf.collection.path), how]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def test_what_indexing_needs_is_read_before(tmp_path: Path) -> None:
    for how in ("first", "prepared"):
        (tmp_path / how).mkdir()
    assert opened(tmp_path / "first", "first") != ""
    assert opened(tmp_path / "prepared", "prepared") == ""
