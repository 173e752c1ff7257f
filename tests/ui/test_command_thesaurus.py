"""The thesaurus at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shelves import Shelf

from ui.main import run

LONG = "Карагандинский исправительно-трудовой лагерь"


def test_names_are_offered_added_told_and_left_out(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf.put("Карлаг", "Карагандинского исправительно-трудового лагеря")

    def searched(*more: str) -> dict[str, object]:
        arguments = ["search", "Карлаг", "--collection", str(shelf.collection.path), *more]
        assert run([*arguments, "--json"]) == 0
        answer: dict[str, object] = json.loads(capsys.readouterr().out)
        return answer

    plain = searched()
    assert plain["documents"] == 1
    assert plain["diagnostics"] == [
        {
            "code": "thesaurus-offered",
            "message": f"С тезаурусом документов больше на 1: {LONG}, Қарлаг",
        }
    ]
    wide = searched("--thesaurus")
    assert wide["documents"] == 2
    assert wide["understood"] == (
        f"«Карлаг» в любой форме. Из тезауруса: {LONG}, Қарлаг*; * название никем не проверено"
    )
    assert searched("--thesaurus", "--leave-out", LONG)["documents"] == 1
    assert run(["search", "#Карлаг", "--collection", str(shelf.collection.path)]) == 0
    assert f"Из тезауруса: {LONG}, Қарлаг*;" in capsys.readouterr().out


def test_the_thesaurus_goes_out_and_comes_in(
    shelf: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("rdflib", reason="SKOS is read with rdflib")
    file, where = str(tmp_path / "terms.ttl"), ["--collection", str(shelf.collection.path)]
    assert run(["thesaurus", "export", file, "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out)["concepts"] > 300
    assert run(["thesaurus", "import", file, "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out) == {"added": 0, "changed": 0}
