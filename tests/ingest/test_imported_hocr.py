"""hOCR as tesseract and others write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.reading import Source
from ingest.imported.reading import read

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html;charset=utf-8" />
<meta name='ocr-system' content='tesseract  5.3.0' /></head><body>"""
PAGE = """<div class='ocr_page' title='image "a;b.png"; bbox 0 0 1000 1500; ppageno 0'>
<div class='ocr_carea'><p class='ocr_par'>
 <span class='ocr_header' title="bbox 100 100 500 140; baseline 0.01 -5">
  <span class='ocrx_word' title='bbox 100 100 300 140; x_wconf 92'><strong>Эмгек</strong></span>
  <span class='ocrx_word' title='bbox 310 100 500 140; x_wconf 60'>жөнүндө</span></span>
 <span class='ocr_line' title="bbox 100 200 500 240">
  <span class='ocrx_word' title='bbox 100 200 300 240; x_wconf 1'>токтом</span></span>
</p></div>
<div class='ocr_carea'><span class='ocr_line' title='bbox 100 300 500 340'>турмуш шарты</span></div>
</div>"""


def hocr(folder: Path, body: str, *, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "0001.hocr"
    path.write_bytes(f"{head}{body}</body></html>".encode(encoding))
    return path


def test_words_have_their_places_and_confidences(tmp_path: Path) -> None:
    reading = read(hocr(tmp_path, PAGE), 1, 200, 300)
    assert reading.text == "Эмгек жөнүндө\nтоктом\n\nтурмуш шарты"
    assert (reading.source, reading.engine) == (Source.IMPORTED, "tesseract 5.3.0")
    assert reading.languages == ("ky",)
    assert [w.confidence for w in reading.words] == [0.92, 0.6, 0.01, None, None]
    assert reading.words[1].quads[0] == (
        (0.31, 100 / 1500),
        (0.5, 100 / 1500),
        (0.5, 140 / 1500),
        (0.31, 140 / 1500),
    )
    assert reading.words[4].quads[0][0] == pytest.approx((0.1 + 0.4 * 7 / 12, 0.2))


def test_html_that_is_no_xml_is_read(tmp_path: Path) -> None:
    head = "<!DOCTYPE html><html><head><meta charset=utf-8><title>&nbsp;</title><body>"
    body = PAGE.replace("</span></span>", "</span><br></span>").replace("токтом", "токтом&nbsp;№")
    reading = read(hocr(tmp_path, body, head=head), 1, 200, 300)
    assert "токтом №" in reading.text and reading.engine == "hOCR"


def test_words_without_lines_stand_in_one(tmp_path: Path) -> None:
    body = """<div class="ocr_page" title="bbox 0 0 100 150">
    <span class="ocrx_word" title="bbox 1 1 20 9">баня</span>
    <span class="ocrx_word" title="bbox 30 1 50 9">барак</span></div>"""
    assert read(hocr(tmp_path, body), 1, 2, 3).text == "баня барак"


def test_every_page_of_a_file_is_one(tmp_path: Path) -> None:
    second = PAGE.replace("токтом", "буйрук")
    assert "буйрук" in read(hocr(tmp_path, PAGE + second), 2, 2, 3).text
