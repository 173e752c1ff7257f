"""What a command loads, and with that how soon it answers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from corpus.collection import Collection
from ui.commands.table import COMMANDS, Command

#: The main libraries of all rooms.
HEAVY = {"PIL", "cv2", "edtf", "ingest", "numpy", "pdfminer", "pymorphy3", "streamlit", "whoosh",
         "yaml"}  # fmt: skip


def loaded(*arguments: str, code: str = "from ui.main import run; run(sys.argv[1:])") -> set[str]:
    """The modules of a process after ``code``, by itself ``opis`` with these arguments."""
    command = f"import sys; {code}; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", command, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def packages(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def test_the_list_of_commands_needs_no_library() -> None:
    assert HEAVY & packages(loaded("--help")) == set()


@pytest.mark.parametrize("shape", [[], ["--json"]], ids=["text", "json"])
def test_a_search_loads_only_what_searches(archive: Collection, shape: list[str]) -> None:
    modules = loaded("search", "лагерь", "--collection", str(archive.path), *shape)
    assert HEAVY & packages(modules) == {"numpy", "pymorphy3", "whoosh", "yaml"}
    others = {
        f"ui.commands.{row.does.split('.')[0]}"
        for row in COMMANDS.values()
        if isinstance(row, Command)
    } - {"ui.commands.finding"}
    assert others & modules == set()


def test_a_date_in_figures_needs_no_grammar() -> None:
    span = "from corpus.dates import parse_date; parse_date('1931-02/1956-03-17')"
    assert HEAVY & packages(loaded(code=span)) == set()
