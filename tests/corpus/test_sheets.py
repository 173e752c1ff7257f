"""Rows for spreadsheets: what a scan says is never a formula."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from corpus import sheets
from corpus.sheets import Value, csv_rows, xlsx_rows

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", '=HYPERLINK("x")']
HARMLESS = ["лагерь", "а = б", "", "1931", "«=»", "да — нет"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_is_told_as_text(text: str) -> None:
    (_, row) = _read(b"".join(csv_rows(["h"], [[text]])))
    assert [cell.lstrip()[0] for cell in row] == ["'"]
    assert row[0].replace("'", "").replace("\n", "\r") == text
    cell = _book(["h"], [[text]]).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r").replace("\n", "\r") == text


def _book(head: list[str], rows: list[list[Value]]) -> Any:
    return load_workbook(io.BytesIO(b"".join(xlsx_rows(head, rows))))


def _read(content: bytes) -> list[list[str]]:
    return [*csv.reader(content.decode("utf-8-sig").splitlines(keepends=True))]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert _read(b"".join(csv_rows(["h"], [[text, 2]])))[1] == [text, "2"]
    (row,) = _book(["h"], [[text, 2]]).active.iter_rows(min_row=2, values_only=True)
    assert row == (text or None, 2)


def test_excel_knows_a_csv_for_utf_8() -> None:
    assert b"".join(csv_rows(["лист"], [])) == '\ufeff"лист"\r\n'.encode()


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x9b", "\u202e", "\ud800", "\uffff"])
def test_signs_that_harm_are_told(sign: str) -> None:
    assert _read(b"".join(csv_rows(["h"], [[f"а{sign}б"]])))[1] == ["а\ufffdб"]
    assert _book(["h"], [[f"а{sign}б"]]).active["A2"].value == "а\ufffdб"


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SHEET_ROWS", 3)
    rows: list[list[Value]] = [[n] for n in range(5)]
    book = _book(["h"], rows)
    assert [[c.value for c in sheet["A"]] for sheet in book] == [["h", 0, 1], ["h", 2, 3], ["h", 4]]
