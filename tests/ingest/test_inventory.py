"""Inventories as archives make them, and the files they give."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from corpus import files
from corpus.access import Level, Role
from corpus.collection import Collection, create_collection
from corpus.description import Description, read_description
from corpus.documents import listed
from corpus.files import File
from corpus.jobs import refusals
from ingest import Report, add
from ingest.columns import column_key, tables
from ingest.inventory import Inventory, is_inventory, read_inventory
from ingest.sheet import Row, Sheet, read

TITLE = ["Государственный архив Карагандинской области"], ["Фонд № 393"], ["ОПИСЬ № 2 за 1931 год"]
HEADER = ["№ п/п", "Индекс дела", "Заголовок дела", "Крайние даты", "Кол-во листов", "Примечание"]
REFERENCE = "Государственный архив Карагандинской области. Ф. 393. Оп. 2."


def sheet(*rows: list[str], name: str = "") -> tuple[Sheet, ...]:
    return (Sheet(name, tuple(Row(n, tuple(cells)) for n, cells in enumerate(rows, 1) if cells)),)


def inventory(
    *rows: list[str], path: str = "опись.xlsx", name: str = "", **said: object
) -> Inventory:
    found = tables(sheet(*rows, name=name))
    assert all(map(is_inventory, found))
    return read_inventory(Path("/") / path, found, read_description(said))


def workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


# what a column is


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("№ п/п", "row"), ("Индекс", "office_index"), ("Заголовок дела", "title"),
        ("Крайние даты (день, месяц, год)", "date"), ("Кол-во листов", "leaf_count"),
        ("Примечание", "note"), ("№ ед. хр.", "file"), ("Объём", "leaf_count"),
        ("Дата начала", "date_from"), ("р/с №", "row"), ("Іс тақырыбы", "title"),
        ("Шеткі күндері", "date"), ("Парақ саны", "leaf_count"), ("Иштин аталышы", "title"),
        ("file name", "scan"), ("Title", "title"), ("Стеллаж", "passed"), ("Цвет", ""),
    ],
)  # fmt: skip
def test_headers(header: str, key: str) -> None:
    assert column_key(header) == key


# one row


def test_a_file_with_all_that_an_inventory_says() -> None:
    (file,) = inventory(
        *TITLE, [], HEADER, ["1", "2", "3", "4", "5", "6"],
        ["7", "01-05", "Приказы", "5 мая 1931 – март 1932", "125 (сто двадцать пять)", "рукопись"],
    ).files  # fmt: skip
    assert str(file.reference) == REFERENCE + " Д. 7."
    assert (file.title, file.office_index, file.note) == ("Приказы", "01-05", "рукопись")
    assert (str(file.date), file.date_words) == ("1931-05-05/1932-03", "5 мая 1931 – март 1932")
    assert (file.leaf_count, file.row, file.access) == (125, 7, Level.OPEN)


@pytest.mark.parametrize(
    ("written", "number"),
    [("15", "15"), ("15.", "15"), ("№ 15", "15"), ("Д. 15", "15"), ("0015", "15"), ("15 а", "15а")],
)
def test_the_number_of_a_file(written: str, number: str) -> None:
    (file,) = inventory(*TITLE, HEADER, [written, "", "Приказы"]).files
    assert file.reference.file == number


@pytest.mark.parametrize(
    ("header", "row", "date", "words"),
    [
        (["№", "заголовок", "даты"], ["1", "а", "1930-е"], "193X", "1930-е"),
        (["№", "заголовок", "даты"], ["1", "а", "[1937?]"], "1937?", "[1937?]"),
        (["№", "заголовок", "даты"], ["1", "а", "б/д"], "None", "б/д"),
        (["№", "заголовок", "начата", "окончена"], ["1", "а", "1931", "1935"],
         "1931/1935", "1931 – 1935"),
        (["№", "заголовок", "начата", "окончена"], ["1", "а", "1931", "1931"], "1931", "1931"),
        (["№", "заголовок", "окончена"], ["1", "а", "5.05.1931"], "1931-05-05", "5.05.1931"),
        (["р/с", "іс тақырыбы", "шеткі күндері"], ["1", "а", "1931 жылғы 17 қыркүйек"],
         "1931-09-17", "1931 жылғы 17 қыркүйек"),
    ],
)  # fmt: skip
def test_dates_keep_their_words(header: list[str], row: list[str], date: str, words: str) -> None:
    found = inventory(*TITLE, header, row)
    assert (str(found.files[0].date), found.files[0].date_words) == (date, words)
    assert found.problems == ()


def test_a_header_of_two_lines() -> None:
    (file,) = inventory(
        *TITLE,
        ["№ п/п", "Заголовок", "Крайние даты", "", "Листов"],
        ["", "", "начало", "конец", ""],
        ["1", "Приказы", "1931", "1935", "40"],
    ).files
    assert (str(file.date), file.leaf_count) == ("1931/1935", 40)


def test_headings_within_an_inventory_are_no_files() -> None:
    found = inventory(
        *TITLE, HEADER, ["1931 год"], ["1", "", "Приказы"], ["", "", "Секретариат"],
        ["2", "", "Переписка"], ["Итого в опись внесено 2 (два) дела"],
    )  # fmt: skip
    assert [file.title for file in found.files] == ["Приказы", "Переписка"]
    assert found.problems == ()


# whose inventory it is


@pytest.mark.parametrize(
    ("rows", "path", "name", "said", "reference"),
    [
        (TITLE, "опись.xlsx", "", {}, REFERENCE),
        ([], "Ф.393_Оп.2.xlsx", "", {}, "Ф. 393. Оп. 2."),
        ([], "ГА РФ/Ф.393/опись 2.xlsx", "", {}, "ГА РФ. Ф. 393. Оп. 2."),
        ([["Фонд", "393"]], "a.xlsx", "Оп. 2", {}, "Ф. 393. Оп. 2."),
        ([], "a.xlsx", "", {"fonds": "393", "opis": "2"}, "Ф. 393. Оп. 2."),
        ([["Фонд 393 Опись 2"]], "a.xlsx", "", {"archive": "ГА РФ"}, "ГА РФ. Ф. 393. Оп. 2."),
        # a person knows better
        ([["Фонд 398 Опись 2"]], "a.xlsx", "", {"fonds": "393", "opis": "2"}, "Ф. 393. Оп. 2."),
    ],
)
def test_the_opis(
    rows: list[list[str]], path: str, name: str, said: dict[str, object], reference: str
) -> None:
    (file,) = inventory(*rows, HEADER, ["1", "", "Приказы"], path=path, name=name, **said).files
    assert str(file.reference) == reference + " Д. 1."


def test_columns_name_the_opis_of_each_row() -> None:
    found = inventory(
        ["фонд", "опись", "дело", "заголовок", "доступ"],
        ["1", "2", "3", "Приказы", ""],
        ["1", "4", "3", "Письма", "скрыто"],
    )
    assert [str(file.reference) for file in found.files] == [
        "Ф. 1. Оп. 2. Д. 3.", "Ф. 1. Оп. 4. Д. 3.",
    ]  # fmt: skip
    assert [file.access for file in found.files] == [Level.OPEN, Level.HIDDEN]


# what is wrong


@pytest.mark.parametrize(
    ("rows", "said", "kept"),
    [
        ([["1", "", "Приказы", "вчера"]], "Row 5, column D («Крайние даты»): «вчера»", 1),
        ([["1", "", "а"], ["1", "", "б"]], "Row 6, column A («№ п/п»): The file 1 stands in row 5",
         1),
        ([["", "", "Приказы", "1931"]], "Row 5, column A («№ п/п»): There is no number", 0),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_row_and_column(
    rows: list[list[str]], said: str, kept: int
) -> None:
    found = inventory(*TITLE, HEADER, *rows)
    (problem,) = found.problems
    assert said in str(problem)
    assert str(problem.remedy)
    assert len(found.files) == kept


def test_an_unknown_header_is_passed_over_and_said() -> None:
    found = inventory(*TITLE, ["№", "заголовок", "цвет"], ["1", "Приказы", "красный"])
    (problem,) = found.problems
    assert "column C («цвет»)" in str(problem)
    assert "заголовок" in str(problem.remedy)
    assert len(found.files) == 1


def test_a_restriction_under_a_misspelt_header_opens_nothing() -> None:
    found = inventory(
        *TITLE, ["№", "заголовок", "дотсуп"], ["1", "Приказы", ""], ["2", "Доносы", "скрыто"]
    )
    assert [file.title for file in found.files] == ["Приказы"]
    assert any("restricts access" in str(problem) for problem in found.problems)


def test_an_inventory_of_nobody_knows_what() -> None:
    found = inventory(HEADER, ["1", "", "Приказы"])
    assert found.files == ()
    assert "of which fonds and opis" in str(found.problems[0])
    assert "--describe" in str(found.problems[0].remedy)


CELL = st.sampled_from(
    ["", "№ п/п", "заголовок", "дата", "листов", "скан", "доступ", "скрыто", "1", "2а", "1930-е",
     "Фонд 393", "Опись № 2", "Приказы", "вчера", "1–5", "ГА РФ"]
) | st.text(max_size=12)  # fmt: skip


@given(st.lists(st.lists(CELL, max_size=6), max_size=8))
def test_any_table_is_read_and_what_is_wrong_is_said(rows: list[list[str]]) -> None:
    for table in tables(sheet(*rows)):
        if is_inventory(table):
            found = read_inventory(Path("/опись.csv"), [table], Description())
            assert all(f.reference.fonds and f.reference.file for f in found.files)
            assert all(str(problem) and str(problem.remedy) for problem in found.problems)


# in a collection


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


def said_of(collection: Collection) -> list[str]:
    with collection.catalogue() as database:
        return [f"{o.digitised}/{o.files}" for o in files.digitised(database, Role.ARCHIVIST)]


def without_scans(collection: Collection) -> list[File]:
    with collection.catalogue() as database:
        return [one.file for one in files.undigitised(database, Role.ARCHIVIST)]


def added(collection: Collection, *paths: Path) -> Report:
    return add(collection, paths, workers=1)


def test_an_inventory_alone_creates_files(collection: Collection, tmp_path: Path) -> None:
    table = workbook(
        tmp_path / "опись.xlsx", *TITLE, HEADER, [1, "", "Приказы", 1931, 125], [2, "", "Письма"]
    )
    first, again = added(collection, table), added(collection, table)
    assert (first.files, first.known_files, first.failed) == (2, 0, [])
    assert (again.files, again.known_files, again.failed) == (0, 2, [])
    assert said_of(collection) == ["0/2"]
    assert [file.title for file in without_scans(collection)] == ["Приказы", "Письма"]


@pytest.mark.parametrize("scans_first", [True, False])
def test_scans_fall_into_their_files(
    collection: Collection, tmp_path: Path, scans_first: bool
) -> None:
    table = workbook(
        tmp_path / "опись.xlsx", *TITLE, HEADER, [1, "", "Приказы", 1931], [2, "", "Б"]
    )
    scans = tmp_path / "Ф.393_Оп.2_Д.1"
    scans.mkdir()
    (scans / "приказы.txt").write_text("приказ")
    for path in (scans, table) if scans_first else (table, scans):
        assert added(collection, path).failed == []
    assert said_of(collection) == ["1/2"]
    with collection.catalogue() as database:
        (document,) = listed(database, Role.PUBLIC)
    d = document.description
    assert (document.level, d.title, str(d.date)) == ("file", "Приказы", "1931")
    assert str(d.reference) == REFERENCE + " Д. 1."


def test_a_corrected_table_takes_the_place_of_the_first(
    collection: Collection, tmp_path: Path
) -> None:
    table = tmp_path / "опись.xlsx"
    first = workbook(table, *TITLE, HEADER, [1, "", "Прикасы"], [48, "", "Письма"]).read_bytes()
    added(collection, table)
    workbook(table, *TITLE, HEADER, [1, "", "Приказы"], [49, "", "Письма"])
    report = added(collection, table)
    assert (report.files, report.known_files) == (1, 1)
    assert [(f.reference.file, f.title) for f in without_scans(collection)] == [
        ("1", "Приказы"), ("49", "Письма"),
    ]  # fmt: skip
    # a second volume joins it
    workbook(tmp_path / "том 2" / "опись.xlsx", *TITLE, HEADER, [50, "", "Акты"])
    added(collection, tmp_path / "том 2")
    assert said_of(collection) == ["0/3"]
    assert table.read_bytes() != first


def test_what_an_inventory_closes_is_closed(collection: Collection, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    header = ["фонд", "опись", "дело", "заголовок", "доступ"]
    workbook(folder / "опись.xlsx", header, ["1", "2", "3", "Доносы", "скрыто"])
    (folder / "Ф.1_Оп.2_Д.3.txt").write_text("донос")
    added(collection, folder)
    with collection.catalogue() as database:
        assert listed(database, Role.PUBLIC) == []
        assert [d.access for d in listed(database, Role.ARCHIVIST)] == [Level.HIDDEN]


def test_what_is_wrong_stays_listed_until_it_is_mended(
    collection: Collection, tmp_path: Path
) -> None:
    table = workbook(tmp_path / "опись.xlsx", *TITLE, HEADER, [1, "", "а", "вчера"], [1, "", "б"])
    assert len(added(collection, table).failed) == 2
    with collection.catalogue() as database:
        (refusal,) = refusals(database)
    assert "вчера" in str(refusal.reason)
    assert "1 more" in str(refusal.reason)
    workbook(table, *TITLE, HEADER, [1, "", "а", "1931"], [2, "", "б"])
    assert added(collection, table).failed == []
    with collection.catalogue() as database:
        assert refusals(database) == []


def test_a_table_that_is_neither_is_refused(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "расходы.csv").write_text("статья;сумма\nбумага;12\n")
    (failure,) = added(collection, tmp_path / "расходы.csv").failed
    assert "no row of headers" in str(failure.reason)


def test_several_sheets_are_several_inventories(tmp_path: Path) -> None:
    book = Workbook()
    for number, one in ((1, book.active), (2, book.create_sheet())):
        one.title = f"Опись {number}"
        one.append(["№ п/п", "заголовок", "дата"])
        one.append([1, f"Приказы {number}", "вчера"])
    book.save(tmp_path / "Фонд 393.xlsx")
    found = read_inventory(
        tmp_path / "Фонд 393.xlsx", tables(read(tmp_path / "Фонд 393.xlsx")), read_description({})
    )
    assert [str(f.reference) for f in found.files] == [
        "Ф. 393. Оп. 1. Д. 1.",
        "Ф. 393. Оп. 2. Д. 1.",
    ]
    assert "Sheet «Опись 1», row 2, column C («дата»)" in str(found.problems[0])
