"""``opis quote --draft`` as a program and as a person reads it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.collection import Collection
from ui.main import run

Check = Callable[..., tuple[int, str, str]]
DRAFT = """Режим был строг: «Труд заключенных учитывать по ст. 58-10»[^1].
Хлеб «выдать заключённому».

Писали: «Дорогая Мария, я снова в лагере» (ЦГА РК. Ф. 1109. Оп. 2. Д. 48. Л. 2).

«<b>Никто</b> такого не писал нигде» и «=1+1 никто не писал».

[^1]: ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3.
"""


@pytest.fixture
def check(archive: Collection, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Check:
    (tmp_path / "глава.md").write_text(DRAFT, encoding="utf-8")

    def command(*arguments: str, name: str = "глава.md") -> tuple[int, str, str]:
        draft = str(tmp_path / name)
        code = run(["quote", "--collection", str(archive.path), "--draft", draft, *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def test_by_the_contract(check: Check) -> None:
    code, out, _ = check("--json")
    found: list[dict[str, Any]] = json.loads(out)["quotations"]
    assert code == 0
    keys = {"text", "verdict", "reference_given", "reference_right", "match"}
    assert all(set(each) == keys for each in found)
    assert [(each["verdict"], each["reference_right"]) for each in found] == [
        ("found", False),  # it stands on leaf 4
        ("differs", False),
        ("unknown", None),
        ("unknown", None),
    ]
    first = found[0]
    assert first["reference_given"] == "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3."
    assert first["match"]["leaves"] == ["4"]
    assert first["match"]["citation"].endswith("// ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 4.")
    assert found[2]["match"] is None


def test_people_are_told_the_same(check: Check) -> None:
    code, out, _ = check()
    assert code == 0
    assert "1. «Труд заключенных учитывать по ст. 58-10»" in out
    assert (
        "→ Начальник управления. Приказ о режиме // ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 4." in out
    )
    assert "−{снова} " in out


def test_as_a_page_and_as_a_table(check: Check, tmp_path: Path) -> None:
    page, table = tmp_path / "глава.html", tmp_path / "глава.csv"
    assert check("--html", str(page), "--csv", str(table))[0] == 0
    content = page.read_text(encoding="utf-8")
    assert "<del>снова</del>" in content
    assert "&lt;b&gt;Никто" in content
    assert "http" not in content
    rows = [*csv.reader(table.read_text(encoding="utf-8-sig").splitlines())]
    assert len(rows) == 5
    assert rows[1][6].endswith("Л. 4.")
    assert rows[4][1].startswith("'=1+1")


@pytest.mark.parametrize(
    ("arguments", "name"),
    [([], "нет.md"), ([], "глава.pdf"), (["--html", "/proc/нет/a.html"], "глава.md")],
)
def test_wrong_use(check: Check, arguments: list[str], name: str) -> None:
    code, _, err = check(*arguments, name=name)
    assert code == 2
    assert len(err.splitlines()) == 2
