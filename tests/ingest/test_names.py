"""What names of scans and folders say of the archive's reference."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reference import Reference, parse_reference
from ingest.names import archive_named, heading_reference, merged, name_reference, path_reference


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("Ф.393_Оп.2_Д.15", "Ф. 393. Оп. 2. Д. 15."),
        ("Ф393Оп2Д15Л3об", "Ф. 393. Оп. 2. Д. 15. Л. 3 об."),
        ("ф 393 оп 2 д 15а л 3-4", "Ф. 393. Оп. 2. Д. 15а. Л. 3–4."),
        ("Фонд № 393, опись № 2, дело № 15", "Ф. 393. Оп. 2. Д. 15."),
        ("Ф.Р-9414 Оп.1 Д.1155", "Ф. Р-9414. Оп. 1. Д. 1155."),
        ("Ф. 223. Картон 79. Ед. хр. 122", "Ф. 223. Картон 79. Ед. хр. 122."),
        ("ГА РФ Ф.393", "ГА РФ. Ф. 393."),
        ("Ф.393_Оп.2 доп_Д.15", "Ф. 393. Оп. 2 доп. Д. 15."),
        # Latin letters that look alike, and Latin words
        ("Oпись 2 Дeло 7", "Оп. 2. Д. 7."),
        ("Ф.P-9414_Oп.1_Д.7", "Ф. Р-9414. Оп. 1. Д. 7."),
        ("F393_op2_d15", "Ф. 393. Оп. 2. Д. 15."),
        ("F.P-708_op1_d22", "Ф. П-708. Оп. 1. Д. 22."),
        ("fond_12_opis_3_delo_0045_list_007ob", "Ф. 12. Оп. 3. Д. 45. Л. 7 об."),
        # Kazakh, Kyrgyz
        ("Қор 708 Тізімдеме 1 Іс 22 парақ 14", "Ф. 708. Оп. 1. Д. 22. Л. 14."),
        ("Фонд 105 тизме 4 иш 77 барак 5", "Ф. 105. Оп. 4. Д. 77. Л. 5."),
        # without words
        ("393-2-15", "Ф. 393. Оп. 2. Д. 15."),
        ("Р-393_2_15", "Ф. Р-393. Оп. 2. Д. 15."),
        # parts of a reference
        ("Опись 2", "Оп. 2."),
        ("Дело № 15", "Д. 15."),
        ("л.003об", "Л. 3 об."),
        # nothing
        ("2023-01-15", ""),
        ("17.09.1931", ""),
        ("IMG_0012", ""),
        ("20230115_103355", ""),
        ("d1", ""),
        ("scan_f2", ""),
        ("лагерь3", ""),
        ("письмо 5", ""),
        ("л. 5-3", ""),
        ("опись 1931", ""),
    ],
)
def test_a_name(name: str, reference: str) -> None:
    assert str(name_reference(name)) == reference


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("Ф.393_Оп.2_Д.15/л.003об.tif", "Ф. 393. Оп. 2. Д. 15."),
        ("ГА РФ/Ф.393/Оп.2/Д.15/003.tif", "ГА РФ. Ф. 393. Оп. 2. Д. 15."),
        ("Государственный архив/Фонд 5/Опись 1/Дело 7.pdf",
         "Государственный архив. Ф. 5. Оп. 1. Д. 7."),
        ("Ф.1/Оп.2/Ф.12_Оп.1_Д.3.pdf", "Ф. 12. Оп. 1. Д. 3."),  # a folder says something else
        ("Ф.393/Оп.2/опись 1931.xlsx", "Ф. 393. Оп. 2."),
        ("Ф.393_Оп.2_Д.15", "Ф. 393. Оп. 2. Д. 15."),  # «.15» is no ending
        ("сканы/новые/003.tif", ""),
    ],
)  # fmt: skip
def test_the_folders_above_complete_a_name(tmp_path: Path, path: str, reference: str) -> None:
    assert str(path_reference(tmp_path / path)) == reference


@pytest.mark.parametrize(
    ("lines", "reference"),
    [
        (["Государственный архив Карагандинской области", "УТВЕРЖДАЮ", "Директор архива Иванов",
          "Фонд № Р-9414", "ОПИСЬ № 1 дел постоянного хранения за 1931–1935 годы"],
         "Государственный архив Карагандинской области. Ф. Р-9414. Оп. 1."),
        (["ГА РФ", "ФОНД № 9414. ОПИСЬ № 1 л/с"], "ГА РФ. Ф. 9414. Оп. 1 л/с."),
        (["Опись дел № 2", "Фонд 5 НКВД"], "Ф. 5. Оп. 2."),
        (["ҚР Орталық мемлекеттік мұрағаты", "1109-қор, 2-тізімдеме"],
         "ҚР Орталық мемлекеттік мұрағаты. Ф. 1109. Оп. 2."),
        (["Приложение к письму от 5 мая 1937 г."], ""),
    ],
)  # fmt: skip
def test_the_lines_above_an_inventory(lines: list[str], reference: str) -> None:
    assert str(heading_reference(lines)) == reference


@pytest.mark.parametrize(
    ("said", "by_name", "both"),
    [
        ("ГА РФ. Ф. 393", "Ф. 393. Оп. 2. Д. 15", "ГА РФ. Ф. 393. Оп. 2. Д. 15."),
        ("ГА РФ", "Ф. 393. Оп. 2. Д. 15", "ГА РФ. Ф. 393. Оп. 2. Д. 15."),
        ("Ф. 12. Д. 1", "Ф. 393. Оп. 2. Д. 15", "Ф. 12. Д. 1."),  # of something else
        ("Ф. 393. Оп. 2. Д. 16", "Ф. 393. Оп. 2. Д. 15. Л. 3", "Ф. 393. Оп. 2. Д. 16."),
    ],
)
def test_names_complete_and_never_contradict(said: str, by_name: str, both: str) -> None:
    one, other = (parse_reference(text) or Reference(text) for text in (said, by_name))
    assert str(merged(one, other)) == both


@pytest.mark.parametrize("text", ["ГА РФ", "ЦГА РК", "Архив Президента", "ҚР Мемлекеттік архиві"])
def test_an_archive(text: str) -> None:
    assert archive_named(text) == text


@pytest.mark.parametrize("text", ["НКВД", "СКАНЫ", "Директор архива", "архив 2023", "Караганда"])
def test_no_archive(text: str) -> None:
    assert archive_named(text) == ""


@given(st.text(alphabet="фоплдFLd._- №0123456789обvR", max_size=30) | st.text(max_size=30))
def test_any_name_may_be_asked(name: str) -> None:
    assert isinstance(name_reference(name), Reference)
