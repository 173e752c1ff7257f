"""The worst files together with good ones in one ``opis add``: what each ends in, and the memory.

``scripts/soak hostile``: the files of tests/ingest/hostile.py, and those of ../shared/hostile-pdfs
where it is. Ends with code 1 if the run's own was not 1, a good page is not found, a file that
failed has no reason or remedy, or a process is left.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "ingest"))

import hostile

from corpus.collection import create_collection

SHARED = Path(__file__).parents[1].parent / "shared" / "hostile-pdfs"
GOOD = Path(__file__).parents[1] / "tests" / "fixtures"
#: Pages of a document of which a word is searched.
EVERY = 15


def main() -> None:
    """Print what became of each file."""
    with tempfile.TemporaryDirectory() as place:
        scans, collection = Path(place, "scans"), str(Path(place, "collection"))
        scans.mkdir()
        hostile.write(scans, [*hostile.ENDS, *hostile.SLOW])
        for path in [*(SHARED.iterdir() if SHARED.is_dir() else ()), *GOOD.glob("*.pdf")]:
            shutil.copy(path, scans)
        create_collection(Path(collection))
        began = time.monotonic()
        run = hostile.opis("add", str(scans), "--collection", collection)
        wrong = run.code != 1 or bool(run.left)
        for failed in run.answer["failed"]:
            name = Path(failed["path"]).name + (f" p. {failed['page']}" if failed["page"] else "")
            print(f"{name:24} {failed['reason']} {failed['remedy']}")
            wrong |= not (failed["reason"] and failed["remedy"])
        sources, unfound = Counter[str](), 0
        for document in hostile.opis("list", "--collection", collection).answer["documents"]:
            shown = hostile.opis("show", document["document"], "--collection", collection)
            for page in shown.answer["pages"]:
                sources[page["source"]] += 1
                words = [w["text"] for w in page["words"] if w["text"].isalpha()]
                if words and page["number"] % EVERY == 1:
                    query = max(words, key=len)
                    found = hostile.opis("search", "=" + query, "--collection", collection)
                    unfound += not found.answer["documents"]
    print(f"code {run.code}, {time.monotonic() - began:.0f} s, largest process {run.peak} MB")
    print(f"{run.answer['added']} documents, {run.answer['pages']} pages: {dict(sources)}")
    print(f"longest words of every {EVERY}th page that are not found: {unfound}")
    print(f"processes left: {run.left}")
    sys.exit(int(wrong or unfound > 0))


if __name__ == "__main__":
    main()
