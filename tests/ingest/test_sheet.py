"""Tables as people and programs save them, and tables that are none."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from corpus.errors import InputFailed
from ingest import sheet
from ingest.sheet import Row, is_table, read, reading
from ingest.workers import Crew


def rows(path: Path) -> list[tuple[str, ...]]:
    (only,) = read(path)
    return [row.cells for row in only.rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_csv_however_it_was_saved(
    tmp_path: Path, delimiter: str, encoding: str, line_end: str
) -> None:
    written = [["скан", "заголовок", "дата"], ["1.pdf", f'"О хлебе{delimiter} о бане"', "1937"]]
    path = tmp_path / "опись.csv"
    path.write_bytes(line_end.join(map(delimiter.join, written)).encode(encoding))
    assert rows(path) == [
        ("скан", "заголовок", "дата"),
        ("1.pdf", f"О хлебе{delimiter.strip()} о бане", "1937"),
    ]


def test_what_stands_in_quotation_marks_may_have_lines_and_commas(tmp_path: Path) -> None:
    path = tmp_path / "опись.csv"
    path.write_text('№;заголовок\n1;"Приказы, распоряжения,\n«О хлебе», ""О бане"""\n;;\n')
    (only,) = read(path)
    assert only.rows == (
        Row(1, ("№", "заголовок")),
        Row(2, ("1", 'Приказы, распоряжения, «О хлебе», "О бане"')),
    )


def test_excel_names_its_delimiter_in_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "опись.csv"
    path.write_text("sep=,\nскан,заголовок\n1.pdf,Приказ; рапорт; акт\n")
    assert rows(path)[1] == ("1.pdf", "Приказ; рапорт; акт")


def test_an_xlsx_gives_what_its_cells_show(tmp_path: Path) -> None:
    book = Workbook()
    one = book.active
    one.append(["№", "заголовок", "дата", "листов"])
    one.append([15.0, " Приказы \n о хлебе ", dt.datetime(1937, 5, 5), 125])
    one.append([])
    one.append([True, 1.5, dt.date(1937, 5, 6), "=1+1"])
    two = book.create_sheet("1938 год")
    two.append(["№"])
    book.create_sheet("пусто")
    book.create_sheet("черновик").sheet_state = "hidden"
    path = tmp_path / "опись.xlsx"
    book.save(path)
    first, second = read(path)
    assert [row.number for row in first.rows] == [1, 2, 4]
    assert first.rows[1].cells == ("15", "Приказы о хлебе", "1937-05-05", "125")
    # what no program has reckoned yet has no value
    assert first.rows[2].cells == ("True", "1.5", "1937-05-06")
    assert (second.name, second.rows) == ("1938 год", (Row(1, ("№",)),))


@pytest.mark.parametrize("name", ["о.csv", "О.XLSX", "о.tsv", "о.xlsm", "о.ods", "о.xls"])
def test_names_of_tables(name: str) -> None:
    assert is_table(Path(name))
    assert not is_table(Path(name).with_suffix(".pdf"))


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(sheet.MOST_UNPACKED + 1))


def laughs(path: Path) -> None:
    """A sheet whose entities stand for a thousand million others."""
    Workbook().save(path)
    entities = '<!ENTITY a0 "ха">' + "".join(
        f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)
    )
    evil = f'<!DOCTYPE x [{entities}]><worksheet><c t="str"><v>&a9;</v></c></worksheet>'
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/worksheets/sheet1.xml"] = evil.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def test_hostile_tables_are_refused_with_reason_and_remedy(tmp_path: Path) -> None:
    made = {
        "bomb.xlsx": bomb,
        "laughs.xlsx": laughs,
        "no.xlsx": lambda p: p.write_bytes(b"PK\x03\x04" + bytes(100)),
        "old.xlsx": lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "open.ods": lambda p: p.write_bytes(b"PK\x03\x04"),
        "quotes.csv": lambda p: p.write_text('a;b\n1;"' + "x" * 40_000),
        "wide.csv": lambda p: p.write_text("1;" * 300),
        "long.csv": lambda p: p.write_text("1;2\n" * (sheet.MOST_ROWS + 1)),
        "bytes.csv": lambda p: p.write_bytes(bytes(range(256)) * 40),
    }
    for name, make in made.items():
        make(tmp_path / name)
    with Crew(1) as crew:
        done = {one.key: one for one in crew.run(reading(n, tmp_path / n) for n in made)}
    for name, one in done.items():
        assert isinstance(one.error, InputFailed), name
        assert str(one.error.remedy)
        assert len(str(one.error)) < 300


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text('";,\t\nа1', max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "опись.csv"
    path.write_bytes(content)
    try:
        sheets = read(path)
    except InputFailed:
        return
    assert all(row.cells and row.cells[-1] for one in sheets for row in one.rows)
