"""``opis divide``, ``merge``, ``leaves`` and ``remove --page`` as a program reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelves import Shelf

from ui.main import run

Opis = Callable[..., tuple[int, Any, str]]
REFERENCE = "ГА РФ. Ф. 393. Оп. 2. Д. 15"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(({"title": "Дело", "reference": REFERENCE}, ["лагерь", "степь", "хлеб"]))
    return shelf


@pytest.fixture
def opis(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> Opis:
    """Run the command; its exit code, its answer (JSON if there is one), what it says beside."""

    def command(*arguments: object) -> tuple[int, Any, str]:
        code = run([*map(str, arguments), "--collection", str(shelf.collection.path)])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out.startswith("{") else out, err

    return command


def test_pages_are_turned(opis: Opis, shelf: Shelf) -> None:
    own = shelf.ids[0]
    with shelf.collection.catalogue() as database:
        database.change("UPDATE pages SET width = 100, height = 140")
    code, answer, _ = opis("rotate", own, 90, "--page", 1, "--page", 3, "--json")
    assert (code, [row["turned"] for row in answer["pages"]]) == (0, [90, 0, 90])
    code, answer, _ = opis("rotate", own, 180)
    assert (code, answer.strip()) == (0, f"{own} · 1: 270°, 2: 180°, 3: 270°")
    assert opis("rotate", own, 45)[0] == opis("rotate", own, 90, "--page", 9)[0] - 1 == 2
    assert opis("undo", own)[0] == 0
    assert opis("rotate", own, 90, "--as", "reader")[0] == 2


def test_a_day_with_one_scan(opis: Opis, shelf: Shelf) -> None:
    own = shelf.ids[0]
    code, answer, _ = opis("leaves", own, 15, "--sides", "both", "--except", "15а", "--json")
    assert (code, answer["leaves"]) == (0, [["15"], ["15 об."], ["15а"]])
    code, answer, _ = opis("divide", own, 3, "--json")
    first, second = (row["document"] for row in answer["documents"])
    assert [row["pages"] for row in answer["documents"]] == [2, 1]
    assert opis("search", "хлеб", "--json")[1]["hits"][0]["document"] == second
    assert opis("show", own)[0] == 3
    code, answer, _ = opis("merge", second, first, "--json")
    (whole,) = answer["documents"]
    assert whole["pages"] == 3
    assert opis("remove", whole["document"], "--page", 1, "--json")[0] == 0
    assert opis("search", "хлеб", "--json")[1]["documents"] == 0
    assert opis("search", "степь", "--json")[1]["hits"][0]["page"] == 2
    (binned,) = opis("bin", "list", "--json")[1]["documents"]
    assert binned["pages"] == 1
    for _ in range(4):  # removed, merged, divided, numbered
        assert opis("undo", own if _ > 1 else whole["document"])[0] == 0
    shown = opis("show", own, "--json")[1]["pages"]
    assert [page["text"].strip() for page in shown] == ["лагерь", "степь", "хлеб"]
    assert [page["leaves"] for page in shown] == [[], [], []]
    assert opis("search", "хлеб", "--json")[1]["hits"][0]["page"] == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["divide", "0", "1"], 2), (["divide", "0", "4"], 2), (["divide", "dzzz", "2"], 3),
        (["merge", "0"], 2), (["merge", "0", "0"], 2), (["leaves", "0", "x"], 2),
        (["leaves", "0", "1", "--sides", "x"], 2), (["leaves", "0", "1", "--except", "37"], 2),
        (["remove", "0", "--page", "9"], 3), (["divide", "0", "2", "--as", "reader"], 2),
        (["merge", "0", "0", "--as", "public"], 2), (["leaves", "0", "1", "--as", "reader"], 2),
    ],
)  # fmt: skip
def test_what_is_wrong_changes_nothing(
    opis: Opis, shelf: Shelf, arguments: list[str], code: int
) -> None:
    before = opis("list", "--json")[1]
    given = [shelf.ids[0] if one == "0" else one for one in arguments]
    ended, out, err = opis(*given)
    assert (ended, out) == (code, "")
    assert err.startswith("opis: ")
    assert opis("list", "--json")[1] == before
