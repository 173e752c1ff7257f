"""Rows for spreadsheets: what a scan says is never a formula."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from corpus import sheets
from corpus.sheets import Value, csv_rows, save_xlsx

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", '=HYPERLINK("x")']
HARMLESS = ["лагерь", "а = б", "", "1931", "«=»", "да — нет"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_is_told_as_text(text: str, tmp_path: Path) -> None:
    (_, row) = _read(b"".join(csv_rows(["h"], [[text]])))
    assert row == [f"'{text}"]
    save_xlsx(tmp_path / "a.xlsx", ["h"], [[text]])
    cell = load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r").replace("\n", "\r") == text


def _read(content: bytes) -> list[list[str]]:
    return [*csv.reader(content.decode("utf-8-sig").splitlines(keepends=True))]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text: str, tmp_path: Path) -> None:
    assert _read(b"".join(csv_rows(["h"], [[text, 2]])))[1] == [text, "2"]
    save_xlsx(tmp_path / "a.xlsx", ["h"], [[text, 2]])
    (row,) = load_workbook(tmp_path / "a.xlsx").active.iter_rows(min_row=2, values_only=True)
    assert row == (text or None, 2)


def test_excel_knows_a_csv_for_utf_8() -> None:
    assert b"".join(csv_rows(["лист"], [])) == "\ufeffлист\r\n".encode()


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x9b", "\u202e", "\ud800", "\uffff"])
def test_signs_that_harm_are_told(sign: str, tmp_path: Path) -> None:
    assert _read(b"".join(csv_rows(["h"], [[f"а{sign}б"]])))[1] == ["а\ufffdб"]
    save_xlsx(tmp_path / "a.xlsx", ["h"], [[f"а{sign}б"]])
    assert load_workbook(tmp_path / "a.xlsx").active["A2"].value == "а\ufffdб"


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SHEET_ROWS", 3)
    rows: list[list[Value]] = [[n] for n in range(5)]
    save_xlsx(tmp_path / "a.xlsx", ["h"], rows)
    book = load_workbook(tmp_path / "a.xlsx")
    assert [[c.value for c in sheet["A"]] for sheet in book] == [["h", 0, 1], ["h", 2, 3], ["h", 4]]
