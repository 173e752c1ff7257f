"""Which OCR files belong to which scans, by their names."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest.imported import Beside, beside, is_ocr


def found(folder: Path, files: str, *scans: str) -> dict[str, Beside]:
    for name in [*files.split(), *scans]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return {scan.name: own for scan, own in beside(folder, [folder / s for s in scans]).items()}


@pytest.mark.parametrize(
    ("files", "scan", "taken"),
    [
        ("0001.xml", "0001.tif", "0001.xml"),
        ("0001.alto.xml", "0001.tif", "0001.alto.xml"),
        ("0001.page.xml", "0001.tif", "0001.page.xml"),
        ("0001.hocr", "0001.tif", "0001.hocr"),
        ("0001.html", "0001.tif", "0001.html"),
        ("0001.XML", "0001.TIF", "0001.XML"),
        ("0001.tif.xml", "0001.tif", "0001.tif.xml"),
        ("alto/0001.xml", "0001.tif", "alto/0001.xml"),
        ("ALTO/0001.xml", "0001.tif", "ALTO/0001.xml"),
        ("page/0001.xml", "0001.tif", "page/0001.xml"),
        ("hocr/0001.html", "0001.tif", "hocr/0001.html"),
        ("0001.hocr 0001.alto.xml page/0001.xml", "0001.tif", "0001.alto.xml"),  # the best of three
        ("0002.xml 0001.yaml text/0001.xml .0001.xml", "0001.tif", None),
        ("0001_2.xml", "0001.jpg", None),  # a JPEG has one page
    ],
)
def test_a_scan_and_its_ocr(tmp_path: Path, files: str, scan: str, taken: str | None) -> None:
    own = found(tmp_path, files, scan).get(scan)
    page = own.page(1) if own else None
    assert (page.path.relative_to(tmp_path).as_posix() if page else None) == taken
    if own:
        assert own.paths == {tmp_path / name for name in files.split()}


def test_names_are_the_same_on_every_system(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "Ёлкин")
    assert found(tmp_path, f"{apart}.xml", "ёлкин.jpg")


def test_one_file_for_all_pages(tmp_path: Path) -> None:
    own = found(tmp_path, "дело.xml", "дело.pdf")["дело.pdf"]
    page = own.page(7)
    assert page and (page.path.name, page.number) == ("дело.xml", 7)


@pytest.mark.parametrize(
    ("files", "pages"),
    [
        ("дело_0001.xml дело_0002.xml", {1: "дело_0001.xml", 2: "дело_0002.xml"}),
        ("alto/дело-1.xml alto/дело-10.xml", {1: "дело-1.xml", 10: "дело-10.xml"}),
        ("дело_0000.xml дело_0001.xml", {1: "дело_0000.xml", 2: "дело_0001.xml"}),
    ],
)
def test_one_file_a_page(tmp_path: Path, files: str, pages: dict[int, str]) -> None:
    own = found(tmp_path, files, "дело.pdf")["дело.pdf"]
    assert {n: path.name for n, path in own.single.items()} == pages
    assert all((page := own.page(n)) and page.number == 1 for n in pages)
    assert own.page(99) is None


def test_what_is_named_like_a_scan_is_no_page_of_another(tmp_path: Path) -> None:
    own = found(tmp_path, "дело_12.xml", "дело.pdf", "дело_12.pdf")
    assert set(own) == {"дело_12.pdf"}


def test_only_names_tell(tmp_path: Path) -> None:
    assert is_ocr(tmp_path / "Л003.Alto.XML") and not is_ocr(tmp_path / "л003.txt")
