"""A PDF that is cut off gives the pages that are still there, and says that it is cut off."""

from __future__ import annotations

from pathlib import Path

import ingest
from corpus import documents, pages
from corpus.access import Role
from corpus.collection import create_collection
from ingest import reader, salvage
from tests.ingest.sheets import Sheet, Text, pdf

WORDS = ("лист о труде заключенных в лагере, подшитый к делу отделения",) * 6


def cut(path: Path, keep: float) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    return path


def test_a_whole_file_is_whole_and_a_cut_one_is_not(tmp_path: Path) -> None:
    path = pdf(tmp_path / "дело.pdf", Sheet((Text(WORDS),)))
    assert salvage.is_whole(path)
    assert not reader.inspect(path).cut_off
    assert not salvage.is_whole(cut(path, 0.9))


def test_what_can_be_saved_is_read_and_the_loss_is_said(tmp_path: Path) -> None:
    path = cut(pdf(tmp_path / "дело.pdf", *[Sheet((Text(WORDS),)) for _ in range(4)]), 0.98)
    collection = create_collection(tmp_path / "collection")
    report = ingest.add(collection, [path])
    assert report.added == 1
    [loss] = report.failed
    assert "cut off" in str(loss.reason)
    assert str(loss.remedy)
    with collection.catalogue() as database:
        [document] = documents.listed(database, Role.PUBLIC)
        assert document.pages == report.pages
        first = pages.of(database, document.id)[0]
        assert "заключенных" in pages.reading(database, first.reading or 0).text


def test_what_is_no_pdf_at_all_cannot_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "дело.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"nothing here\n" * 40)
    assert salvage.saved(path, 0) is None
