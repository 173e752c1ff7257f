"""``opis cite`` as a program and as a person reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from corpus.collection import Collection
from ui.main import run

Opis = Callable[..., tuple[int, str, str]]


@pytest.fixture
def opis(archive: Collection, capsys: pytest.CaptureFixture[str]) -> Opis:
    def command(*arguments: str) -> tuple[int, str, str]:
        code = run([arguments[0], "--collection", str(archive.path), *arguments[1:]])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def cite(opis: Opis) -> Callable[..., Any]:
    """Cite the document with a title; the JSON."""

    def command(title: str, *arguments: str) -> Any:
        rows = json.loads(opis("list", "--json", "--as", "archivist")[1])["documents"]
        (id,) = [row["document"] for row in rows if row["title"] == title]
        code, out, err = opis("cite", id, "--json", *arguments)
        assert code == 0, err
        return json.loads(out)

    return command


ORDER = "Начальник управления. Приказ о режиме // ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. "


@pytest.mark.parametrize(
    ("title", "arguments", "citation"),
    [
        ("Приказ о режиме", [], ORDER + "3–4."),
        ("Приказ о режиме", ["--page", "2"], ORDER + "4."),
        ("Приказ о режиме", ["--leaf", "15а об."], ORDER + "15а об."),
        ("Отчёт", ["--page", "2"], "Отчёт // ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15 об."),
        ("Отчёт", ["--page", "2", "--form", "in-text"],
         "(ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15 об.)"),
        ("Отчёт", ["--page", "1", "--form", "list", "--number", "24"],
         "24. ЦГА РК. Ф. 1109. Оп. 2. Д. 47."),
        ("Отчёт", ["--page", "2", "--form", "pointer", "--number", "24"], "[24, л. 15 об.]"),
        ("Отчёт", ["--page", "2", "--style", "archive-comma"],
         "Отчёт // ЦГА РК, ф. 1109, оп. 2, д. 47, л. 15 об."),
        ("Отчёт", ["--page", "1", "--style", "archive-kk", "--form", "in-text"],
         "(ҚР ОМА. 1109-қ., 2-т., 47-іс, 15-п.)"),
        ("Письмо",
         ["--after", ORDER + "3.", "--after", "Отчёт // ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15."],
         "Там же. Д. 48. Л. 1."),
        ("Токтом", ["--style", "archive-ky"], "Токтом // КР БМА. Ф. 105. Оп. 4. Д. 77."),
        ("Стенгазета", ["--page", "2"], "Стенгазета. 1937. С. 2."),
        ("Приказ о режиме", ["--quoting", "АПРК. Ф. 708. Оп. 1. Д. 22. Л. 5."],
         f"АПРК. Ф. 708. Оп. 1. Д. 22. Л. 5. Цит. по: {ORDER}3–4."),
    ],
)  # fmt: skip
def test_a_citation(
    cite: Callable[..., Any], title: str, arguments: list[str], citation: str
) -> None:
    assert cite(title, *arguments)["citation"] == citation


def test_by_the_contract(cite: Callable[..., Any]) -> None:
    answer = cite("Приказ о режиме", "--style", "gost-7.1-2003")
    assert set(answer) == {"citation", "style", "warnings"}
    assert answer["style"] == "gost-7.1-2003"
    assert answer["warnings"] == []


def test_an_unknown_leaf_is_warned_of_beside_the_citation(
    cite: Callable[..., Any], opis: Opis
) -> None:
    answer = cite("Қаулы", "--page", "1")
    assert answer["citation"] == "Қаулы // ҚР ОМА. Ф. 1109. Оп. 2. Д. 47. Л. ⟨?⟩."
    (warning,) = answer["warnings"]
    ids = json.loads(opis("list", "Қаулы", "--json")[1])["documents"]
    code, out, err = opis("cite", ids[0]["document"], "--page", "1")
    assert (code, out.strip()) == (0, answer["citation"])
    assert warning in err


def test_a_leaf_that_the_document_has_not_is_warned_of(cite: Callable[..., Any]) -> None:
    assert cite("Приказ о режиме", "--leaf", "3–4")["warnings"] == []
    assert cite("Приказ о режиме", "--leaf", "15а об.")["warnings"] != []
    assert cite("Токтом", "--leaf", "5")["warnings"] == []  # its leaves are not described


def test_records_are_for_programs(cite: Callable[..., Any]) -> None:
    (item,) = json.loads(cite("Приказ о режиме", "--style", "csl-json")["citation"])
    assert item["archive"] == "ГА РФ"
    assert cite("Приказ о режиме", "--style", "ris")["citation"].startswith("TY  - MANSCPT\n")
    assert cite("Приказ о режиме", "--style", "bibtex")["citation"].startswith("@misc{d")


def test_a_collection_has_its_own_style(archive: Collection, cite: Callable[..., Any]) -> None:
    settings = archive.path / "opis.toml"
    before = settings.read_text()
    settings.write_text('citation_style = "archive-ky"\nkyrgyz_words = true\n')
    try:
        assert cite("Токтом")["citation"] == "Токтом // КР БМА. Ф. 105. Оп. 4. Иш 77."
    finally:
        settings.write_text(before)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--page", "2", "--leaf", "3"], 2),
        (["--leaf", "три"], 2),
        (["--page", "99"], 3),
        (["--style", "harvard"], 2),
    ],
)
def test_wrong_use(opis: Opis, arguments: list[str], code: int) -> None:
    (row,) = json.loads(opis("list", "Приказ", "--json")[1])["documents"][:1]
    assert opis("cite", row["document"], *arguments)[0] == code


def test_what_is_closed_is_not_cited_by_its_pages(cite: Callable[..., Any], opis: Opis) -> None:
    rows = json.loads(opis("list", "--json", "--as", "archivist")[1])["documents"]
    ids = {row["title"]: row["document"] for row in rows}
    assert opis("cite", ids["Донос"])[0] == 3
    assert opis("cite", ids["Личное дело"])[0] == 0  # its description is open
    assert opis("cite", ids["Личное дело"], "--page", "1")[0] == 3
    assert opis("cite", ids["Показания"], "--page", "1", "--as", "reader")[0] == 0
