"""Adding the worst files together with good ones."""

from __future__ import annotations

import re
from pathlib import Path

import hostile
from sheets import RUSSIAN, Sheet, Text, pdf

from corpus.collection import create_collection
from ingest import layer, reader
from ingest.child import Limits
from ingest.pdf import sheet

GOOD = "Побег из лагеря: конвой выслан"


def test_bad_files_are_refused_with_reasons_and_good_ones_are_found(tmp_path: Path) -> None:
    """Bombs, loops and rubbish in one run; prints what its largest process held (``-s``)."""
    scans, collection = tmp_path / "scans", str(tmp_path / "collection")
    create_collection(Path(collection))
    scans.mkdir()
    hostile.write(scans, hostile.ENDS)
    (scans / "а.txt").write_text(GOOD)
    pdf(scans / "я.pdf", Sheet((Text(RUSSIAN),)), Sheet((Text(RUSSIAN),)))
    run = hostile.opis("add", str(scans), "--collection", collection)
    failed = {Path(f["path"]).name: f for f in run.answer["failed"]}
    print(f"largest process: {run.peak} MB")
    bad = {Path(name).name: reason for name, reason in hostile.ENDS.items() if reason}
    assert failed.keys() == bad.keys()
    for name, reason in bad.items():
        assert re.search(reason, failed[name]["reason"]), failed[name]
        assert failed[name]["remedy"] and "\n" not in failed[name]["reason"]
    assert run.code == 1
    assert run.answer["pages"] == 4  # the text, two of a PDF, and the one with a script
    assert not run.left
    assert run.peak <= Limits().memory >> 20
    for query in ("побег", "историография", "prisoners"):
        found = hostile.opis("search", query, "--collection", collection)
        assert (found.code, found.answer["documents"]) == (0, 1), query


def test_ten_thousand_pages_are_no_more_than_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "том.pdf"
    path.write_bytes(hostile.many_pages(10_000))
    assert reader.inspect(path).pages == 10_000
    page = sheet(path, 9_999)
    blocks = layer.read_layer(path, 9_999, "", page.view, pages=page.pages)
    assert "prisoners" in [piece.text for block in blocks for line in block for piece in line]
