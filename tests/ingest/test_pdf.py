from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from sheets import A4_POINTS, RUSSIAN, Scan, Sheet, Text, pdf, scan

from corpus.errors import InputFailed
from ingest import pdf as pages
from ingest.picture import READING_PIXELS

STAMP = Image.new("L", (200, 80), 0)


def test_pages_are_counted(tmp_path: Path) -> None:
    assert pages.count_pages(pdf(tmp_path / "дело.pdf", Sheet(), Sheet(), Sheet())) == 3


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda content: content[:-300], "cut off"),
        (lambda content: content[:200], "cut off"),
        (lambda content: b"%PDF-1.7\n" + b"\x00" * 3000 + b"%%EOF", "damaged"),
    ],
)
def test_a_broken_file_is_refused_with_a_reason(tmp_path: Path, spoil: object, reason: str) -> None:
    path = pdf(tmp_path / "дело.pdf", Sheet((Scan(scan()),)))
    content = path.read_bytes().replace(b"/Type /Page", b"/Type /Pxge").replace(b"obj", b"xbj")
    path.write_bytes(spoil(content))  # type: ignore[operator] # one of the lambdas above
    with pytest.raises(InputFailed, match=reason) as failed:
        pages.count_pages(path)
    assert str(failed.value.remedy)


def test_a_pdf_without_pages(tmp_path: Path) -> None:
    with pytest.raises(InputFailed, match="has no pages"):
        pages.count_pages(pdf(tmp_path / "пусто.pdf"))


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    path = pdf(tmp_path / "дело.pdf", Sheet())
    with pytest.raises(InputFailed, match="no page 2; the file has 1"):
        pages.picture(path, 2)


def test_a_file_that_changed_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "дело.pdf"
    assert [pages.count_pages(pdf(path, *[Sheet()] * n)) for n in (1, 2)] == [1, 2]


@pytest.mark.parametrize("size", [(1654, 2339), (1656, 2340)])  # rows of pdfium end at four bytes
def test_a_scan_is_taken_out_as_it_is(tmp_path: Path, size: tuple[int, int]) -> None:
    image = scan(size=size)
    page = pages.picture(pdf(tmp_path / "скан.pdf", Sheet((Scan(image),))), 1)
    assert (page.width, page.height) == image.size
    assert page.dpi == pytest.approx(200, abs=1)
    assert np.abs(page.grey().astype(int) - np.asarray(image)).mean() < 3  # JPEG only


def test_a_stencil_is_taken_out_as_black_on_white(tmp_path: Path) -> None:
    image = scan()
    path = pdf(tmp_path / "скан.pdf", Sheet((Scan(image, stencil=True),)))
    page = pages.picture(path, 1)
    assert ((page.grey() > 128) == (np.asarray(image) > 128)).all()


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_scan_is_turned_like_its_page(tmp_path: Path, rotate: int) -> None:
    image = scan()
    page = pages.picture(pdf(tmp_path / "скан.pdf", Sheet((Scan(image),), rotate=rotate)), 1)
    upright = np.rot90(np.asarray(image), -rotate // 90)
    assert page.pixels.shape == upright.shape
    assert np.abs(page.grey().astype(int) - upright).mean() < 3


@pytest.mark.parametrize(
    "page",
    [
        Sheet((Scan(scan()), Scan(STAMP, (300, 300, 500, 380)))),  # a stamp above the scan
        Sheet((Scan(scan()), Text(RUSSIAN, size=40))),  # print above the scan
        Sheet((Scan(scan()),), crop=(0, 0, 595, 600)),  # only a part of it is displayed
    ],
)
def test_what_is_more_than_a_scan_is_drawn(tmp_path: Path, page: Sheet) -> None:
    path = pdf(tmp_path / "дело.pdf", page)
    picture = pages.picture(path, 1)
    drawn = pages.picture(path, 1, long_side=800)
    ours, theirs = (
        cv2.resize(p.grey(), (60, 80), interpolation=cv2.INTER_AREA) for p in (picture, drawn)
    )
    assert np.abs(ours.astype(int) - theirs).max() < 30
    assert picture.dpi == pytest.approx(200, abs=2)


def test_print_is_drawn_at_300_dpi(tmp_path: Path) -> None:
    page = pages.picture(pdf(tmp_path / "автореферат.pdf", Sheet((Text(RUSSIAN),))), 1)
    assert page.dpi == 300 and page.height == pytest.approx(842 / 72 * 300, abs=1)


@pytest.mark.parametrize("media", [(0, 0, 14400, 14400), (0, 0, 14400, 3), (0, 0, 2, 2)])
def test_a_page_of_any_size_has_few_pixels(
    tmp_path: Path, media: tuple[float, float, float, float]
) -> None:
    picture = pages.picture(pdf(tmp_path / "карта.pdf", Sheet(media=media)), 1)
    assert 1 <= picture.width * picture.height <= 1.01 * READING_PIXELS


@pytest.mark.parametrize(
    ("page", "on_scan", "has_text"),
    [
        (Sheet((Text(RUSSIAN),)), False, True),
        (Sheet((Scan(scan()),)), True, False),
        (Sheet((Scan(scan()), Text(RUSSIAN, invisible=True))), True, True),
        (Sheet((Scan(scan(), (0, 421, 595, 842)), Scan(scan(), (0, 0, 595, 421)))), True, False),
        (Sheet((Scan(STAMP, (300, 300, 500, 380)), Text(RUSSIAN))), False, True),
    ],
)
def test_a_page_is_known_without_drawing_it(
    tmp_path: Path, page: Sheet, on_scan: bool, has_text: bool
) -> None:
    sheet = pages.sheet(pdf(tmp_path / "дело.pdf", page), 1)
    assert (sheet.on_scan, sheet.has_text) == (on_scan, has_text)
    assert sheet.view.box == pytest.approx(A4_POINTS)


def test_grey_scans_in_colour_are_grey(tmp_path: Path) -> None:
    red = scan(mode="RGB")
    red.paste((200, 30, 30), (900, 1800, 1200, 1900))
    grey = pages.picture(pdf(tmp_path / "1.pdf", Sheet((Scan(scan(mode="RGB")),))), 1)
    stamped = pages.picture(pdf(tmp_path / "2.pdf", Sheet((Scan(red),))), 1)
    assert (grey.pixels.ndim, stamped.pixels.ndim) == (2, 3)
    assert tuple(stamped.pixels[1850, 1000]) == pytest.approx((200, 30, 30), abs=12)
