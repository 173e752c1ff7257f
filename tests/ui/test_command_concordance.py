"""``opis concordance``: the contract's JSON, lines for people, files for spreadsheets."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from corpus.collection import Collection
from ui.main import run

Run = Callable[..., tuple[int, str, str]]
LINE = ["document", "page", "leaves", "date", "reference", "left", "match", "right"]


@pytest.fixture
def opis(archive: Collection, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command on the small archive; its exit code and what it says on both streams."""

    def command(*arguments: str) -> tuple[int, str, str]:
        code = run(["concordance", *arguments, "--collection", str(archive.path)])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def answered(opis: Run, *arguments: str) -> Any:
    code, out, _ = opis(*arguments, "--json")
    assert code == 0
    return json.loads(out)


def test_json_by_the_contract(opis: Run) -> None:
    found = answered(opis, "заключённый", "--window", "3")
    assert list(found) == ["total", "lines"]
    assert found["total"] == len(found["lines"]) == 3
    first = found["lines"][0]
    assert [*first][: len(LINE)] == LINE
    assert (first["left"], first["match"], first["right"]) == (
        "о режиме содержания ", "заключенных", " в лагерях",
    )  # fmt: skip
    assert first["leaves"] == ["3"]
    assert first["reference"] == "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3."
    assert (first["date"], first["page"], first["hit"]) == ("1941-08-06", 1, 1)


def test_people_read_dates_as_they_write_them(opis: Run) -> None:
    _, out, _ = opis("заключённый")
    assert " · 06.08.1941\n" in out
    assert "1941-08-06" not in out


def test_nothing_found_is_an_answer_too(opis: Run) -> None:
    assert answered(opis, "бегемот") == {"total": 0, "lines": []}


def test_lines_are_narrowed_as_a_search_is(opis: Run) -> None:
    def total(*arguments: str) -> int:
        return int(answered(opis, "лагерь", *arguments)["total"])

    every = total()
    assert total("--from", "1938", "--to", "1939") < every
    assert total("--facet", "kind=order") + total("--not-facet", "kind=order") == every
    assert total("--exact") < every
    assert total("--language", "kk") < every
    assert total("--as", "reader") == every + 1
    assert total("--as", "archivist") > every + 1
    assert (
        answered(opis, "лагерь хлеб", "--scope", "document")["total"]
        > (answered(opis, "лагерь хлеб")["total"])
    )


def test_forms_are_counted_where_lines_are_grouped(opis: Run) -> None:
    found = answered(opis, "лагерь", "--group", "form")
    counts = [form["lines"] for form in found["forms"]]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == found["total"]


def test_a_sample_and_a_part(opis: Run) -> None:
    one = answered(opis, "лагерь", "--sample", "2", "--seed", "5")
    assert one == answered(opis, "лагерь", "--sample", "2", "--seed", "5")
    assert len(one["lines"]) == 2 < one["total"]
    every = answered(opis, "лагерь", "--sort", "left")["lines"]
    part = answered(opis, "лагерь", "--sort", "left", "--limit", "2", "--offset", "1")
    assert part["lines"] == every[1:3]


def test_lines_for_people(opis: Run) -> None:
    code, out, err = opis("заключённый", "--window", "2", "--group", "form")
    assert (code, err) == (0, "")
    head, *lines = out.splitlines()
    assert head == "3 строки"
    assert "── заключенных (2)" in lines
    assert any("[заключенных] в лагерях" in line and "л. 3" in line for line in lines)


def test_what_is_odd_about_a_query_is_said(opis: Run) -> None:
    code, _, err = opis("«лагерь")
    assert code == 0
    assert "opis:" in err


def test_hostile_text_stays_text(opis: Run) -> None:
    _, out, _ = opis("вредитель")
    assert "\x1b[31m" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("arguments", [["--window", "0"], ["--window", "x"], ["--sort", "size"]])
def test_wrong_use(opis: Run, arguments: list[str]) -> None:
    code, out, err = opis("лагерь", *arguments)
    assert (code, out) == (2, "")
    assert "opis:" in err


def test_csv_and_xlsx_have_every_line(opis: Run, tmp_path: Path) -> None:
    table, book = tmp_path / "lines.csv", tmp_path / "lines.xlsx"
    code, out, _ = opis("лагерь", "--sort", "right", "--csv", str(table), "--xlsx", str(book))
    assert (code, out) == (0, "")
    with table.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    lines = answered(opis, "лагерь", "--sort", "right")["lines"]
    assert [row[2] for row in rows] == [line["match"] for line in lines]
    assert head[:4] == ["шифр", "слева", "вхождение", "справа"]
    cited = dict(zip(head, rows[0], strict=True))
    assert lines[0]["reference"] == cited["шифр"]
    assert cited["ссылка"] == ""  # nobody else could open it
    sheet = load_workbook(book).active
    assert [
        ["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)
    ] == [head, *rows]


def test_a_link_opens_the_hit_where_the_pages_are_public(
    archive: Collection, opis: Run, tmp_path: Path
) -> None:
    settings = archive.path / "opis.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text('public_url = "https://archive.example/"\n', encoding="utf-8")
    table = tmp_path / "lines.csv"
    try:
        opis("заключённый", "--csv", str(table))
    finally:
        settings.write_text(before, encoding="utf-8")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert rows[2]["ссылка"].startswith("https://archive.example/page?q=")
    assert f"id={rows[2]['документ']}" in rows[2]["ссылка"]
    assert "h=2" in rows[2]["ссылка"]


def test_a_file_that_cannot_be_written(opis: Run, tmp_path: Path) -> None:
    code, _, err = opis("лагерь", "--csv", str(tmp_path / "none" / "lines.csv"))
    assert code == 2
    assert "lines.csv" in err


def test_words_beside_and_their_spread(opis: Run) -> None:
    found = answered(opis, "лагерь", "--collocates", "--as", "archivist")
    assert found["total"] > 0
    assert list(found["dispersion"]) == [
        "dp", "dp_normed", "documents", "documents_searched",
    ]  # fmt: skip
    assert all(one["observed"] > one["expected"] for one in found["collocates"])
    code, out, _ = opis("лагерь", "--collocates")
    assert code == 0
    assert "отклонение долей" in out
