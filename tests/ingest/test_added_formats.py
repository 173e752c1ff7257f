"""Scans with OCR beside them, numbered folders, DjVu: from the path to the search."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import killing
import pytest
from PIL import Image
from sheets import RUSSIAN, Sheet, Text, pdf, scan
from test_imported_alto import BLOCKS, alto

import ingest
from corpus import documents, pages
from corpus.access import Role
from corpus.collection import Collection, create_collection
from corpus.reading import Reading, Source
from index import Request, search
from ingest.imported import elements


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    (tmp_path / "scans").mkdir()
    return tmp_path / "scans"


def image(path: Path, shade: int = 255) -> Path:
    """A page of the shape that the ALTO of the tests describes; each shade is another scan."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (1000, 1500), shade).save(path)
    return path


def ocr(path: Path, word: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return alto(path.parent, BLOCKS.replace("рапорт", word)).rename(path)


def readings(collection: Collection) -> list[Reading]:
    with collection.catalogue() as database:
        found = pages.changed_since(database, 0)
        assert all(page.reading for page in found)
        return [pages.reading(database, page.reading or 0) for page in found]


def test_a_word_of_the_alto_is_found_and_lit_in_its_place(
    collection: Collection, scans: Path
) -> None:
    image(scans / "скан.jpg")
    ocr(scans / "скан.xml", "рапорт")
    report = ingest.add(collection, [scans], workers=1)
    assert (report.added, report.pages, report.failed) == (1, 1, [])
    (hit,) = search(collection, Request("лагерь")).hits
    (box,) = hit.boxes
    (place,) = box.places
    assert place.quad[0] == pytest.approx((0.31, 0.1), abs=1e-4)
    assert place.quad[2] == pytest.approx((0.46, 340 / 3000), abs=1e-4)
    (reading,) = readings(collection)
    assert (reading.source, reading.engine) == (Source.IMPORTED, "FineReader 11")
    assert reading.reason == elements.TAKEN
    with collection.catalogue() as database:
        (page,) = pages.changed_since(database, 0)
    assert (page.width, page.height) == (1000, 1500)
    assert {p.parent.parent.name for p in collection.cache.rglob("*.jpg")} == {"page", "thumb"}
    assert ingest.add(collection, [scans], workers=1).known == 1


@pytest.mark.parametrize("step", ["entered", "claimed", "read"])
def test_it_survives_a_kill_and_the_loss_of_the_source(
    collection: Collection, scans: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(killing.REAL, "1")
    image(scans / "скан.jpg")
    ocr(scans / "alto" / "скан.xml", "рапорт")
    killed = killing.disturbed(collection, scans, step, 1, "parent")
    assert killed.returncode == -signal.SIGKILL
    shutil.rmtree(scans)
    assert ingest.add(collection, [], workers=1).failed == []
    assert [r.source for r in readings(collection)] == [Source.IMPORTED]
    assert search(collection, Request("рапорт")).occurrences == 1


def test_a_pdf_with_one_file_a_page(collection: Collection, scans: Path) -> None:
    """The pages' own text is passed over where OCR was paid for."""
    sheet = Sheet((Text(RUSSIAN),), media=(0, 0, 400, 600))
    pdf(scans / "дело.pdf", sheet, sheet, sheet)
    ocr(scans / "alto" / "дело_0001.xml", "первый")
    ocr(scans / "alto" / "дело_0003.xml", "третий")
    assert ingest.add(collection, [scans], workers=1).pages == 3
    assert [r.source for r in readings(collection)] == [
        Source.IMPORTED,
        Source.TEXT_LAYER,
        Source.IMPORTED,
    ]
    assert [hit.page for hit in search(collection, Request("третий")).hits] == [3]


def test_a_pdf_with_one_file_for_all_pages(collection: Collection, scans: Path) -> None:
    sheet = Sheet((Text(RUSSIAN),), media=(0, 0, 400, 600))
    pdf(scans / "дело.pdf", sheet, sheet, sheet)
    alto(scans, BLOCKS, pages=2).rename(scans / "дело.alto.xml")
    ingest.add(collection, [scans], workers=1)
    found = readings(collection)
    assert [r.source for r in found] == [Source.IMPORTED, Source.IMPORTED, Source.TEXT_LAYER]
    assert found[2].reason == elements.NO_TEXT


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<alto><Layout>", elements.DAMAGED),
        ("<mets/>", elements.UNKNOWN),
        ("", elements.UNKNOWN),
        ('<alto><Page WIDTH="3000" HEIGHT="2000"/></alto>', elements.ANOTHER_SIZE),
    ],
)
def test_a_page_whose_ocr_cannot_be_taken_is_read_and_says_why(
    collection: Collection, scans: Path, content: str, reason: str
) -> None:
    scan().save(scans / "скан.png", dpi=(200, 200))
    (scans / "скан.xml").write_text(content)
    report = ingest.add(collection, [scans], workers=1)
    assert (report.added, report.pages, report.failed) == (1, 1, [])
    (reading,) = readings(collection)
    assert (reading.source, reading.reason) == (Source.OCR, reason)
    assert reading.text.startswith("Использование труда")


def test_a_folder_numbered_by_leaves_is_one_document(collection: Collection, scans: Path) -> None:
    names = ["л001.tif", "л001об.tif", "л002.tif", "л003.tif", "л004.tif"]
    for n, name in enumerate(names):
        image(scans / "дело 15" / name, 255 - n)
        ocr(scans / "дело 15" / "ALTO" / f"{name}.xml", f"слово{n}")
    report = ingest.add(collection, [scans], workers=1)
    assert (report.added, report.pages, report.failed) == (1, 5, [])
    with collection.catalogue() as database:
        (document,) = documents.listed(database, Role.ARCHIVIST)
        shown = [[str(leaf) for leaf in p.leaves] for p in pages.of(database, document.id)]
    assert document.source_name == "дело 15"
    assert shown == [["1"], ["1 об."], ["2"], ["3"], ["4"]]
    assert [hit.page for hit in search(collection, Request("слово3")).hits] == [4]


def test_leaves_that_a_person_names_count(collection: Collection, scans: Path) -> None:
    for n, name in enumerate(["л001.tif", "л002.tif"]):
        image(scans / name, 255 - n)
        ocr(scans / f"{name}.xml", "рапорт")
    (scans / "opis.yaml").write_text("fonds: 12\nfile: 15\nleaves: 7–8")
    ingest.add(collection, [scans], workers=1)
    with collection.catalogue() as database:
        (document,) = documents.listed(database, Role.ARCHIVIST)
        shown = [[str(leaf) for leaf in p.leaves] for p in pages.of(database, document.id)]
    assert shown == [["7"], ["8"]]


def test_without_djvulibre_only_the_djvu_file_is_refused(
    collection: Collection, scans: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (scans / "а.djvu").write_bytes(b"AT&TFORM\x00\x00\x00\x10DJVUINFO")
    (scans / "б.txt").write_text("лагерь", encoding="utf-8")
    report = ingest.add(collection, [scans], workers=1)
    (failure,) = report.failed
    assert "DjVuLibre" in str(failure.reason)
    assert "sudo apt install djvulibre-bin" in str(failure.remedy)
    assert report.added == 1 and search(collection, Request("лагерь")).occurrences == 1


def test_a_text_that_calls_itself_a_pdf_is_refused(collection: Collection, scans: Path) -> None:
    (scans / "x.pdf").write_text("hello")
    report = ingest.add(collection, [scans], workers=1)
    assert report.added == 0
    assert [str(f.reason) for f in report.failed] == [
        "It is not a PDF, as its name says, but plain text."
    ]
