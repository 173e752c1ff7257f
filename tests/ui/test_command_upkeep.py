"""Keeping a collection whole, as a program reads it: backup, restore."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.collection import RESTORING, Collection
from corpus.originals import place
from ui.main import run

Opis = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def opis(capsys: pytest.CaptureFixture[str]) -> Opis:
    """Run the command; its exit code, the JSON of its answer, and what it says beside."""

    def command(*arguments: object) -> tuple[int, Any, str]:
        code = run([*map(str, arguments), "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return command


def test_a_backup_is_restored_and_searched(opis: Opis, archive: Collection, tmp_path: Path) -> None:
    code, made, _ = opis("backup", tmp_path / "backup", "--collection", archive.path)
    assert code == 0
    assert list(made) == ["path", "originals", "copied", "bytes", "missing"]
    assert made["originals"] == made["copied"] > 10
    assert made["bytes"] > 0
    code, restored, _ = opis("restore", tmp_path / "backup", "--collection", tmp_path / "new")
    assert code == 0
    assert restored == {
        "collection": str(tmp_path / "new"), "originals": made["originals"], "missing": [],
    }  # fmt: skip
    found = [
        opis("search", "лагерь", "--collection", c)[1] for c in (archive.path, tmp_path / "new")
    ]
    for answer in found:
        del answer["took_ms"], answer["commit"]
    assert found[0] == found[1]


def test_what_a_backup_lacks_is_named(opis: Opis, archive: Collection, tmp_path: Path) -> None:
    opis("backup", tmp_path / "backup", "--collection", archive.path)
    opis("restore", tmp_path / "backup", "--collection", tmp_path / "a")
    lost = next(p for p in (tmp_path / "a" / "originals").rglob("*") if p.is_file())
    lost.unlink()
    sha256 = lost.parent.name + lost.name
    code, made, said = opis("backup", tmp_path / "other", "--collection", tmp_path / "a")
    assert (code, made["missing"]) == (1, [sha256])
    assert sha256 in said
    code, restored, said = opis("restore", tmp_path / "other", "--collection", tmp_path / "b")
    assert (code, restored["missing"]) == (1, [sha256])
    assert sha256 in said
    assert not place(tmp_path / "b" / "originals", sha256).exists()


@pytest.mark.parametrize(
    "command", [["list"], ["search", "труд"], ["add"], ["status"], ["init"], ["index", "info"]]
)
def test_a_folder_that_is_being_restored_is_left_alone(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / RESTORING).touch()
    assert run([*command, "--collection", str(tmp_path)]) == 4
    assert "opis restore" in capsys.readouterr().err
