"""``opis correct`` and ``opis undo`` as a program and as a person reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelves import Shelf

from ui.main import run

Opis = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(({"title": "Приказ", "reference": "Ф. 12. Оп. 1. Д. 3"}, ["Приказ о лагсре."]))
    return shelf


@pytest.fixture
def opis(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> Opis:
    """Run the command; its exit code, its answer (JSON if there is one), what it says beside."""

    def command(*arguments: object) -> tuple[int, Any, str]:
        code = run([*map(str, arguments), "--collection", str(shelf.collection.path)])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out.startswith("{") else out, err

    return command


def found(opis: Opis, query: str) -> int:
    return int(opis("search", query, "--json")[1]["documents"])


def test_a_correction_is_found_at_once_and_taken_back(opis: Opis, shelf: Shelf) -> None:
    own = shelf.ids[0]
    code, answer, _ = opis("correct", own, 1, "лагсре", "лагере", "--json")
    assert code == 0
    assert list(answer) == ["document", "page", "source", "text", "revision"]
    assert (answer["text"], answer["source"]) == ("Приказ о лагере.", "corrected")
    assert (found(opis, "лагерь"), found(opis, "лагсре")) == (1, 1)
    boxes = opis("search", "лагсре", "--json")[1]["hits"][0]["boxes"]
    assert [box["kind"] for box in boxes] == ["earlier"]
    code, answer, _ = opis("undo", own[:7], "--json")
    assert (code, answer["undone"]["deed"]) == (0, "corrected")
    assert found(opis, "лагерь") == 0
    assert opis("undo", own)[0] == 2


def test_people_see_the_line_and_what_was_taken_back(opis: Opis, shelf: Shelf) -> None:
    assert "Приказ о лагере." in opis("correct", shelf.ids[0], 1, "лагсре", "лагере")[1]
    assert "лагсре → лагере" in opis("undo", shelf.ids[0])[1]


@pytest.mark.parametrize("role", ["public", "reader"])
def test_who_is_no_archivist_corrects_nothing(opis: Opis, shelf: Shelf, role: str) -> None:
    assert opis("correct", shelf.ids[0], 1, "лагсре", "x", "--as", role)[0] == 2
    assert opis("undo", shelf.ids[0], "--as", role)[0] == 2
    assert found(opis, "лагсре") == 1


def test_a_description_and_a_restriction_are_taken_back(opis: Opis, shelf: Shelf) -> None:
    own = shelf.ids[0]
    opis("describe", own, "title=Указ", "дата=1931")
    opis("restrict", own, "hidden")
    opis("restrict", "Ф. 12", "reading-room")
    assert found(opis, "приказ") == 0
    assert opis("undo", "Ф. 12")[0] == 0
    assert found(opis, "приказ") == 0
    assert opis("undo", own)[0] == 0
    assert found(opis, "приказ") == 1
    assert opis("undo", own)[0] == 0
    (row,) = opis("list", "--json")[1]["documents"]
    assert (row["title"], row["date"]) == ("Приказ", "")


def test_what_is_taken_back_opens_nothing_that_was_closed_since(opis: Opis, shelf: Shelf) -> None:
    own = shelf.ids[0]
    opis("restrict", own, "reading-room")
    opis("restrict", "Ф. 12", "hidden")
    opis("restrict", own, "open")
    assert found(opis, "приказ") == 1
    opis("undo", own)
    assert opis("search", "приказ", "--as", "reader", "--json")[1]["documents"] == 0
