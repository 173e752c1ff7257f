"""CSV, XLSX, text and JSON lines: what stands in them, and that nothing in them is a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from exports import document, excerpts, made, page, reading

from corpus import sheets
from corpus.errors import BadUse
from corpus.export import About, Excerpt, described, format_named, formats
from corpus.export import tables as exported
from corpus.export.formats import Extent

ORDER = document(
    title="=cmd|' /C calc'!A0",
    reference="ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–4",
    kind="order",
    date="6 августа 1941 г.",
    author="@Начальник",
)
TEXT = "=SUM(1)\nв лагерях;=1\tи \x1b[31mлагере"
PASSAGE = Excerpt(ORDER, page(2, "3 об."), reading(TEXT), 8, len(TEXT), ((10, 17),))


def csv_rows(some: list[Excerpt], about: About | None = None) -> list[list[str]]:
    content = made("csv", some, about)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx_sheets(some: list[Excerpt]) -> list[list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", some)))
    return [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book]


def test_a_row_has_the_passage_its_place_and_its_citation() -> None:
    head, row = csv_rows([PASSAGE])
    told = dict(zip(head, row, strict=True))
    assert told["reference"] == "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–4."
    assert (told["leaves"], told["page"], told["found"]) == ("3 об.", "2", "лагерях")
    assert (told["kind"], told["date"], told["language"]) == ("приказ", "1941-08-06", "русский")
    assert told["citation"].endswith("Д. 1155. Л. 3 об.")
    assert told["document"] == ORDER.id


@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_no_cell_of_csv_begins_a_formula_however_it_is_divided(divider: str) -> None:
    content = made("csv", [PASSAGE]).decode("utf-8-sig")
    cells = [c for row in csv.reader(io.StringIO(content), delimiter=divider) for c in row]
    assert not [c for c in cells if c.lstrip(' "').startswith(("=", "+", "@"))]
    assert "\x1b" not in content


def test_every_text_of_xlsx_is_a_text() -> None:
    content = made("xlsx", [PASSAGE])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    told = dict(zip(*([c.value for c in row] for row in sheet.iter_rows()), strict=True))
    assert told["title"] == ORDER.description.title  # as it is: no apostrophe is needed
    assert told["text"] == "в лагерях;=1\tи �[31mлагере"
    assert sheet.freeze_panes == "A2"


def test_documents_alone_have_no_columns_of_pages() -> None:
    head, row = csv_rows(list(described([ORDER])))
    assert "text" not in head
    assert dict(zip(head, row, strict=True))["date in words"] == "6 августа 1941 г."
    ((xlsx_head, _),) = xlsx_sheets(list(described([ORDER])))
    assert xlsx_head == head


def test_heads_are_in_the_readers_language() -> None:
    head, _ = csv_rows([PASSAGE], About(translate=str.upper))
    assert head == [column.head.upper() for column in exported.COLUMNS]


def test_nothing_makes_a_head_alone() -> None:
    assert len(csv_rows([])) == 1
    assert [len(sheet) for sheet in xlsx_sheets([])] == [1]


def test_a_text_too_long_for_a_cell_goes_on_below(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "лагерь " * 10_000
    ((head, *rows),) = xlsx_sheets([Excerpt(ORDER, page(), reading(long.strip()))])
    at = head.index("text")
    assert max(len(row[at] or "") for row in rows) <= sheets.CELL
    assert "".join(row[at] or "" for row in rows) == long.strip()
    assert {row[head.index("page")] for row in rows} == {1}


def test_more_rows_than_a_sheet_takes_make_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SHEET_ROWS", 3)
    made = xlsx_sheets([PASSAGE] * 5)
    assert [len(sheet) for sheet in made] == [3, 3, 2]
    assert len({tuple(sheet[0]) for sheet in made}) == 1


def test_json_has_the_text_exactly() -> None:
    (line,) = made("jsonl", [PASSAGE]).splitlines()
    told = json.loads(line)
    assert told["text"] == TEXT[8:]
    assert [told["text"][start:end] for start, end in told["marks"]] == ["лагерях"]
    assert (told["page"], told["leaves"], told["source"]) == (2, ["3 об."], "ocr")


def test_the_text_of_an_unread_page_is_empty() -> None:
    some = excerpts(reading("первая\nстрока"), None, reading("\x1b[31mтретья"))
    assert made("text", some).decode() == "первая\nстрока\n\f\n\f�[31mтретья\n"
    told = [json.loads(line) for line in made("jsonl", some).splitlines()]
    assert [(one["source"], one["text"]) for one in told][1] == ("unread", "")


@pytest.mark.parametrize(
    "name", [name for name, kind in formats().items() if kind.extent is not Extent.FOLDER]
)
def test_every_format_takes_whatever_is_given_to_it(
    name: str, tmp_path: Any, scans: Callable[..., Any]
) -> None:
    some = [*excerpts(reading("лагерь"), None), Excerpt(ORDER), PASSAGE]
    assert made(name, some, About(image=scans))


@pytest.fixture
def scans(tmp_path: Any) -> Callable[..., Any]:
    from exports import scan

    path = scan(tmp_path)
    return lambda _: path


def test_a_format_nobody_knows() -> None:
    with pytest.raises(BadUse) as refused:
        format_named("doc")
    assert "xlsx" in str(refused.value.remedy)
    assert format_named(" CSV ").name == "csv"
