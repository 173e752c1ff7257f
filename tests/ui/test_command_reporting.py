"""``opis report`` counts what was done in a year, less what was taken back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shelves import Shelf

from corpus import undoing
from corpus.correcting import correct
from corpus.describing import describe
from ui.main import run


def test_the_figures_of_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("лагсре", ({"access": "hidden", "opens": "2001-05-01"}, ["труд"]), indexed=False)
    with shelf.collection.catalogue() as database:
        describe(database, shelf.ids[0], {"title": "Приказ"})
        describe(database, shelf.ids[0], {"note": "порвано"})
        correct(database, shelf.ids[0], 1, "лагсре", "лагере")
        correct(database, shelf.ids[0], 1, "лагере", "лагеря")
        correct(database, shelf.ids[1], 1, "труд", "хлеб")
        undoing.undo(database, shelf.ids[1])
    options = ["--json", "--collection", str(shelf.collection.path)]
    assert run(["report", *options]) == 0
    year = datetime.now(UTC).year
    assert json.loads(capsys.readouterr().out) == {
        "year": year, "added": 2, "described": 1, "corrected": 1, "corrections": 2, "opened": 0,
        "readers": 0, "viewed": 0, "copied": 0,
    }  # fmt: skip
    assert run(["report", "2001", *options]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["opened"], answer["added"]) == (1, 0)
    assert run(["report", "--as", "public", *options]) == 2
