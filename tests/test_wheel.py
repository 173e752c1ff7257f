"""The wheel alone, in a venv of its own and from another folder, is a working ``opis``."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(command: Sequence[str | Path], folder: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**environment, "OPIS_LANG": "ru"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    run([*pip, "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT], folder)
    [made] = folder.glob("opis-*.whl")
    return made


def test_the_wheel_holds_four_rooms_and_their_data_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {
        "corpus",
        "index",
        "ingest",
        "ui",
    }
    for needed in (
        "corpus/catalogue/migrations/0001_first.sql",
        "corpus/demo/texts/01-delo-47.txt",
        "index/analysis/kazakh_stems.gz",
        "ui/locale/kk/LC_MESSAGES/opis.mo",
        "ui/style.css",
    ):
        assert needed in names


def test_installed_elsewhere_it_adds_and_finds(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    run([sys.executable, "-m", "venv", "--without-pip", venv], tmp_path)
    python = venv / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    run([*pip, "install", "-q", "--no-deps", wheel], tmp_path)
    [packages] = (venv / "lib").glob("python3*/site-packages")
    # The locked packages of this venv, without its .pth files: the tree here is not on the path.
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    where = run([python, "-P", "-c", "import ingest; print(ingest.__file__)"], tmp_path)
    assert Path(where.strip()).is_relative_to(venv)
    (tmp_path / "приказ.txt").write_text("О труде заклю-\nченных", encoding="utf-8")
    opis = venv / "bin" / "opis"
    run([opis, "init", "c"], tmp_path)
    run([opis, "add", "приказ.txt", "--collection", "c"], tmp_path)
    assert "[заклю-⏎ченных]" in run([opis, "search", "заключённый", "--collection", "c"], tmp_path)
