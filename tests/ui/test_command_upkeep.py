"""Keeping a collection whole, as a program reads it: backup, restore, check, watch."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.collection import RESTORING, Collection, create_collection
from corpus.originals import place
from ui.commands import watching
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


@pytest.fixture
def harmed(archive: Collection, tmp_path: Path) -> Path:
    """A collection that has lost an original and its index."""
    shutil.copytree(archive.path, tmp_path / "harmed")
    next(p for p in (tmp_path / "harmed" / "originals").rglob("*") if p.is_file()).unlink()
    shutil.rmtree(tmp_path / "harmed" / "index")
    return tmp_path / "harmed"


def test_a_sound_collection(opis: Opis, archive: Collection) -> None:
    for command in (["check"], ["index", "check"]):
        code, said, _ = opis(*command, "--collection", archive.path)
        assert (code, said) == (0, {"sound": True, "findings": []})


def test_what_is_wrong_is_told_and_mended(opis: Opis, archive: Collection, harmed: Path) -> None:
    code, said, _ = opis("check", "--collection", harmed)
    assert (code, said["sound"]) == (1, False)
    assert [list(f) for f in said["findings"]] == [["part", "what", "remedy", "mended"]] * 2
    assert [(f["part"], f["mended"]) for f in said["findings"]] == [
        ("original", False), ("index", False),
    ]  # fmt: skip
    code, said, _ = opis("check", "--collection", harmed, "--repair")
    assert (code, [f["mended"] for f in said["findings"]]) == (1, [False, True])
    code, said, _ = opis(
        "check", "--collection", harmed, "--repair", "--originals", archive.originals
    )
    assert (code, [f["mended"] for f in said["findings"]]) == (0, [True])
    assert opis("check", "--collection", harmed)[0] == 0


def test_the_index_alone(opis: Opis, harmed: Path) -> None:
    assert opis("index", "check", "--collection", harmed)[0] == 1
    code, said, _ = opis("index", "check", "--collection", harmed, "--repair")
    assert (code, [f["part"] for f in said["findings"]]) == (0, ["index"])
    assert opis("index", "check", "--collection", harmed)[0] == 0


def test_what_is_wrong_in_words(harmed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--collection", str(harmed), "--repair"]) == 1
    lost, remedy, mended = capsys.readouterr().out.splitlines()
    assert lost.startswith("opis: ")
    assert "opis check --repair --originals" in remedy
    assert not mended.startswith("opis: ")


@pytest.mark.parametrize("options", [["--originals", "/"], ["--repair", "--originals", "/нет"]])
def test_copies_go_with_repair(options: list[str], archive: Collection) -> None:
    assert run(["check", "--collection", str(archive.path), *options]) == 2


def test_watching_until_ctrl_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "вход"
    folder.mkdir()
    (folder / "a.txt").write_text("Лагерь\f")
    (folder / "b.txt").write_bytes(b"")
    target = create_collection(tmp_path / "collection").path
    monkeypatch.setattr(watching.time, "sleep", lambda _: signal.raise_signal(signal.SIGINT))
    options = ["--wait", "0", "--folder-wait", "0", "--workers", "1", "--move"]
    assert run(["watch", str(folder), *options, "--collection", str(target)]) == 130
    out, err = capsys.readouterr()
    assert [line.partition(": ")[0] for line in out.splitlines()] == [str(folder / "a.txt")]
    assert str(folder / "b.txt") in err
    assert [path.name for path in folder.iterdir()] == ["b.txt"]
