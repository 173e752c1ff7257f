"""Tables that describe the scans beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.access import Role
from corpus.collection import Collection, create_collection
from corpus.documents import Document, listed
from corpus.pages import of
from ingest import add


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    (tmp_path / "scans").mkdir()
    return tmp_path / "scans"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name).write_text(text)


def shown(collection: Collection) -> list[Document]:
    with collection.catalogue() as database:
        return listed(database, Role.ARCHIVIST)


def titles(collection: Collection) -> dict[str, str]:
    return {d.source_name: d.description.title for d in shown(collection)}


def said(collection: Collection, *paths: Path) -> list[str]:
    """What is wrong, by the name of the path."""
    report = add(collection, paths, workers=1)
    assert all(str(failure.remedy) for failure in report.failed)
    return [f"{Path(f.path).name}: {f.reason}" for f in report.failed]


@pytest.mark.parametrize(
    ("header", "date"),
    [
        ("скан;заголовок;дата;фонд", "5 мая 1937 г."),
        ("file name;title;date;fonds", "1937-05-05"),
        ("файл;тақырыбы;күні;қор", "1937 жылғы 5 мамыр"),
        ("файлдын аты;темасы;датасы;фонд", "1937-ж. 5-май"),
    ],
)
def test_a_table_in_four_languages(
    collection: Collection, scans: Path, header: str, date: str
) -> None:
    write(scans, **{"а.txt": "лист", "реестр.csv": f"{header}\nа.txt;Приказ;{date};393\n"})
    assert said(collection, scans) == []
    (document,) = shown(collection)
    d = document.description
    assert (d.title, str(d.date), d.reference.fonds) == ("Приказ", "1937-05-05", "393")


@pytest.mark.parametrize("name", ["а.txt", "а", "А.TXT", "./а.txt"])
def test_how_a_scan_may_be_named(collection: Collection, scans: Path, name: str) -> None:
    write(scans, **{"а.txt": "лист", "реестр.csv": f"скан;заголовок\n{name};Приказ\n"})
    assert said(collection, scans) == []
    assert titles(collection) == {"а.txt": "Приказ"}


@pytest.mark.parametrize("named", ["реестр.csv", "а.txt", "том 1", "том 1/б.txt", ""])
def test_a_table_holds_however_its_scans_are_named(
    collection: Collection, scans: Path, named: str
) -> None:
    (scans / "том 1").mkdir()
    write(scans, **{"а.txt": "лист", "том 1/б.txt": "другой"})
    write(scans, **{"реестр.csv": "скан;заголовок\nа;Приказ\nтом 1\\б.txt;Письмо\n"})
    assert said(collection, scans / named) == []
    all_of_them = {"а.txt": "Приказ", "б.txt": "Письмо"}
    assert titles(collection).items() <= all_of_them.items()
    assert said(collection, scans) == []
    assert titles(collection) == all_of_them


def test_a_sidecar_wins_over_the_table_and_the_table_over_the_description_for_all(
    collection: Collection, scans: Path, tmp_path: Path
) -> None:
    write(scans, **{"а.txt": "лист", "а.yaml": "title: Приказ № 5"})
    write(scans, **{"реестр.csv": "скан;заголовок;фонд;опись\nа;Приказ;393;2\n"})
    write(tmp_path, **{"все.yaml": "archive: ГА РФ\nfonds: 1\ntitle: Лист"})
    add(collection, [scans], describe=tmp_path / "все.yaml", workers=1)
    (document,) = shown(collection)
    assert document.description.title == "Приказ № 5"
    assert str(document.description.reference) == "ГА РФ. Ф. 393. Оп. 2."


def test_several_documents_in_one_scan(collection: Collection, scans: Path) -> None:
    write(scans, **{"том.txt": "раз\fдва\fтри\f"})
    write(scans, **{"реестр.csv": "скан;страницы;заголовок\nтом;1-2;Приказ\nтом;3;Письмо\n"})
    assert said(collection, scans) == []
    assert [(d.description.title, d.pages) for d in shown(collection)] == [
        ("Приказ", 2), ("Письмо", 1),
    ]  # fmt: skip


def test_a_folder_in_a_row_is_one_document(collection: Collection, scans: Path) -> None:
    (scans / "альбом").mkdir()
    write(scans, **{"альбом/а.txt": "раз", "альбом/б.txt": "два"})
    write(scans, **{"реестр.csv": "скан;заголовок\nальбом;Стенгазета\n"})
    assert said(collection, scans) == []
    assert [(d.description.title, d.pages) for d in shown(collection)] == [("Стенгазета", 2)]


# what is wrong: the rest is done


def test_a_row_that_is_wrong_keeps_its_scan_out(collection: Collection, scans: Path) -> None:
    write(scans, **{"а.txt": "лист", "б.txt": "другой"})
    table = "скан;заголовок;дата\nа;Приказ;вчера\nб;Письмо;1937\n"
    write(scans, **{"реестр.csv": table})
    (wrong,) = said(collection, scans)
    assert wrong.startswith("а.txt: Its description in «реестр.csv» cannot be used. Row 2, ")
    assert "column C («дата»): «вчера» is not a date." in wrong
    assert titles(collection) == {"б.txt": "Письмо"}
    write(scans, **{"реестр.csv": table.replace("вчера", "1936")})
    assert said(collection, scans) == []
    assert titles(collection) == {"а.txt": "Приказ", "б.txt": "Письмо"}


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("скан;заголовок\nа;Приказ\nв;Акт\n", "реестр.csv: Row 3, column A («скан»): There is no "
         "scan «в» beside the table."),
        ("скан;заголовок;цвет\nа;Приказ;красный\n", "реестр.csv: Row 1, column C («цвет»): Nobody "
         "knows this header; its column is passed over."),
        ("скан;заголовок;дата\nа;Приказ;\n;Акт;1937\n", "реестр.csv: Row 3, column A («скан»): "
         "There is no name of a scan here."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table(
    collection: Collection, scans: Path, table: str, wrong: str
) -> None:
    write(scans, **{"а.txt": "лист", "реестр.csv": table})
    assert said(collection, scans) == [wrong]
    assert list(titles(collection)) == ["а.txt"]


def test_scans_wait_for_a_table_that_cannot_be_read(collection: Collection, scans: Path) -> None:
    (scans / "том 1").mkdir()
    write(
        scans, **{"а.txt": "лист", "том 1/б.txt": "б", "реестр.csv": 'скан;заголовок\nа;"Приказ\n'}
    )
    (wrong,) = said(collection, scans)
    assert wrong == "реестр.csv: The quotation marks of the table do not match (line 2)."
    (wrong,) = said(collection, scans / "а.txt")
    assert wrong.startswith("а.txt: It waits for the table «реестр.csv», which may describe it.")
    assert shown(collection) == []
    write(scans, **{"реестр.csv": "скан;заголовок\nа;Приказ\n"})
    assert said(collection, scans) == []
    assert titles(collection) == {"а.txt": "Приказ", "б.txt": ""}


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("скан;заголовок;доступ\nа;Донос;секретно\n", "column C («доступ»): «секретно»"),
        ("скан;заголовок;дотсуп\nа;Донос;скрыто\n", "«скрыто» restricts access"),
        ("скан;заголовок\nа;Приказ\nа;Письмо\n", "described in several rows: 2, 3"),
        ("скан;страницы;заголовок\nа;1-9;Приказ\n", "page 9 stands in"),
    ],
)
def test_a_scan_is_rather_left_out_than_opened_or_misdescribed(
    collection: Collection, scans: Path, table: str, wrong: str
) -> None:
    write(scans, **{"а.txt": "лист", "реестр.csv": table})
    assert any(line.startswith("а.txt: ") and wrong in line for line in said(collection, scans))
    assert shown(collection) == []


def test_a_table_further_up_may_be_about_other_things(
    collection: Collection, scans: Path, tmp_path: Path
) -> None:
    write(tmp_path, **{"расходы.csv": "статья;сумма\nбумага;12\n"})
    write(scans, **{"а.txt": "лист"})
    assert said(collection, scans) == []
    assert list(titles(collection)) == ["а.txt"]


def test_two_tables_that_contradict_each_other(collection: Collection, scans: Path) -> None:
    write(scans, **{"а.txt": "лист"})
    write(scans, **{"1.csv": "скан;заголовок\nа;Приказ\n", "2.csv": "скан;заголовок\nа;Письмо\n"})
    (wrong,) = said(collection, scans)
    assert "«1.csv» and «2.csv» describe the scan differently" in wrong


# names


def test_names_complete_what_people_say(
    collection: Collection, tmp_path: Path, scans: Path
) -> None:
    file = scans / "Ф.393_Оп.2_Д.15"
    file.mkdir()
    write(file, **{"л.003об.txt": "раз", "л. 4-5.txt": "два", "т.yaml": "", "т.txt": "три\fи\f"})
    write(file, **{"т.yaml": "title: Том\narchive: ГА РФ\nleaves: 7-8"})
    write(scans, **{"Ф.393_Оп.2_Д.16.txt": "четыре", "дело_17.txt": "пять"})
    assert said(collection, scans) == []
    with collection.catalogue() as database:
        found = {
            d.source_name: (
                str(d.description.reference),
                d.level,
                [", ".join(map(str, page.leaves)) for page in of(database, d.id)],
            )
            for d in listed(database, Role.ARCHIVIST)
        }
    assert found == {
        "л.003об.txt": ("Ф. 393. Оп. 2. Д. 15. Л. 3 об.", "document", ["3 об."]),
        "л. 4-5.txt": ("Ф. 393. Оп. 2. Д. 15. Л. 4–5.", "document", ["4, 5"]),
        "т.txt": ("ГА РФ. Ф. 393. Оп. 2. Д. 15. Л. 7–8.", "document", ["7", "8"]),
        "Ф.393_Оп.2_Д.16.txt": ("Ф. 393. Оп. 2. Д. 16.", "file", [""]),
        "дело_17.txt": ("", "document", [""]),  # nobody says of which fonds
    }
