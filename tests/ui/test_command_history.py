"""``opis history`` as a program and as a person reads it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelves import Shelf

from corpus.history import Deed, Recorder, acting
from ui.main import run

Opis = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(({"title": "Донос", "access": "hidden"}, ["Тайнов"]), indexed=False)
    with shelf.collection.catalogue() as database, acting("Алия"), database.transaction():
        recorder = Recorder(database, Deed.REPLACED)
        recorder.put(shelf.ids[0], "documents", shelf.ids[0], {"title": "=СУММ(A1)\x1b[31m"})
    return shelf


@pytest.fixture
def opis(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> Opis:
    def command(*arguments: object) -> tuple[int, str, str]:
        code = run([*map(str, arguments), "--collection", str(shelf.collection.path)])
        return code, *capsys.readouterr()

    return command


def test_the_history_for_a_program(opis: Opis, shelf: Shelf) -> None:
    code, out, _ = opis("history", shelf.ids[0][:6], "--json")
    answer = json.loads(out)
    assert (code, answer["total"]) == (0, 2)
    newest, first = answer["events"]
    assert list(newest) == ["event", "at", "who", "deed", "undoes", "undone", "changes"]
    assert (newest["who"], newest["deed"], first["deed"]) == ("Алия", "replaced", "added")
    assert newest["changes"][0]["from"] == "Донос"


def test_the_history_for_people_is_one_harmless_line_a_value(opis: Opis) -> None:
    code, out, _ = opis("history")
    assert code == 0
    assert "\x1b" not in out
    assert "Алия" in out
    assert "Заголовок: Донос → =СУММ(A1)\\u001b[31m" in out
    assert opis("history", "--limit", "1")[1].count("Алия") == 1
    assert "added" not in opis("history", "--limit", "1")[1]


def test_the_history_as_a_table_has_no_formulas(opis: Opis, tmp_path: Path) -> None:
    code, out, _ = opis("history", "--csv", tmp_path / "h.csv")
    assert (code, out) == (0, "")
    with (tmp_path / "h.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(dict.fromkeys(row["deed"] for row in rows)) == ["replaced", "added"]
    assert [row["to"] for row in rows if row["field"] == "said_access"] == ["hidden"]
    assert rows[0]["to"].startswith("'=СУММ")


@pytest.mark.parametrize("role", ["public", "reader"])
def test_the_history_is_the_archivists(opis: Opis, role: str) -> None:
    code, out, err = opis("history", "--as", role)
    assert (code, out) == (2, "")
    assert "Донос" not in err


def test_who_names_nothing_is_told(opis: Opis) -> None:
    code, out, err = opis("history", "dzzzz")
    assert (code, out) == (3, "")
    assert "opis history" in err


def test_a_full_disk_is_called_one(opis: Opis) -> None:
    code, out, said = opis("history", "--csv", "/dev/full")
    assert (code, out) == (2, "")
    assert "Диск заполнен" in said


def test_documents_and_files_are_told_by_what_they_are_called(opis: Opis, shelf: Shelf) -> None:
    assert opis("describe", shelf.ids[0], "archive=ЦГА", "fonds=393", "file=15")[0] == 0
    out = opis("history", shelf.ids[0])[1].splitlines()
    assert f"{shelf.ids[0]} (=СУММ(A1)\\u001b[31m)" in out[0]
    (file,) = (line for line in out if "Дело" in line)
    assert "Ф. 393" in file
    assert "Д. 15" in file
    assert not [line for line in out if "level" in line]
