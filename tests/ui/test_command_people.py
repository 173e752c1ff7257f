"""The command as people meet it: help, languages, terminals, pipes, hostile text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.access import Role
from corpus.collection import Collection
from corpus.documents import listed
from ui.commands import finding
from ui.main import run

COMMANDS = [
    ["init"], ["demo"], ["add"], ["status"], ["list"], ["search"], ["show"], ["analyse"], ["ui"],
    ["index"], ["index", "build"], ["index", "info"], ["index", "check"], ["check"], ["watch"],
    ["backup"], ["restore"], ["retry"], ["reread"], ["replace"], ["thesaurus"],
    ["thesaurus", "import"], ["thesaurus", "export"], ["cite"],
    ["quote"], ["concordance"], ["history"], ["export"], ["describe"],
    ["restrict"], ["correct"], ["undo"], ["remove"], ["bin"], ["bin", "list"], ["bin", "restore"],
    ["divide"], ["merge"], ["leaves"], ["report"], ["user"], ["user", "add"], ["user", "list"],
    ["user", "remove"], ["rotate"], ["use-sheet"],
]  # fmt: skip


@pytest.fixture
def said(archive: Collection, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str]]:
    def command(*arguments: str) -> tuple[str, str]:
        assert run([arguments[0], "--collection", str(archive.path), *arguments[1:]]) == 0
        out, err = capsys.readouterr()
        return out, err

    return command


def process(*arguments: str | bytes, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own, with these settings of the environment."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "OPIS"))}
    return subprocess.run(
        [sys.executable, "-c", "from ui.main import main; main()", *arguments],
        env=environment | settings,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_has_an_example(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert re.search(
        rf"opis {' '.join(command)}\b.*\S", shown.split("Usage:")[-1].split("\n", 1)[1]
    )


def test_every_command_is_in_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert {c[0] for c in COMMANDS} == set(re.findall(r"^  (\w[\w-]*)  ", shown, re.M))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "Коллекции"),
        ({"OPIS_LANG": "ru"}, "Коллекции"),
        ({"OPIS_LANG": "en"}, "There is no collection"),
        ({"LC_ALL": "en_GB.UTF-8"}, "There is no collection"),
        ({"LC_ALL": "en_GB.UTF-8", "OPIS_LANG": "ru"}, "Коллекции"),
        ({"LC_ALL": "C"}, "Коллекции"),
        ({"OPIS_LANG": "xx"}, "Коллекции"),
    ],
)
def test_the_language_of_messages(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    done = process("list", "--collection", str(tmp_path / "нет"), **settings)
    assert done.returncode == 3
    said = done.stderr.decode()
    english = "There is no collection" in said
    assert english == (words == "There is no collection")
    assert bool(re.search("[а-я]{4}", said.splitlines()[0].replace("нет", ""))) != english


# hostile text


def test_nothing_hostile_reaches_the_terminal(said: Callable[..., tuple[str, str]]) -> None:
    for arguments in (
        ["search", "вредитель"],
        ["search", "--", "\x1b вредитель\x07"],
        ["list"],
        ["list", "вредитель"],
    ):
        out, err = said(*arguments)
        assert "Вредный" in out
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", out + err)
        assert r"\u001b[31m" in out


def test_a_page_is_shown_without_signs_that_drive_a_terminal(
    archive: Collection, said: Callable[..., tuple[str, str]]
) -> None:
    with archive.catalogue() as database:
        (document,) = [d.id for d in listed(database, Role.PUBLIC) if d.source_name == "враг.txt"]
    for more in ([], ["--text"], ["--words"], ["--json"]):
        out, _ = said("show", document, *more)
        assert "<img onerror=alert(1)>" in out.replace("' ", "").replace("'", "") or more == [
            "--words"
        ]
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", out)


def test_hits_are_in_brackets_where_there_is_no_colour(
    said: Callable[..., tuple[str, str]],
) -> None:
    out, _ = said("search", "заключённый")
    assert "[заключен-⏎ных]" in out
    assert "[Заключённому]" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("terminal", "environment", "coloured"),
    [(True, {}, True), (True, {"NO_COLOR": ""}, False), (False, {}, False)],
)
def test_colour_only_on_a_terminal_that_wants_it(
    said: Callable[..., tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
    environment: dict[str, str],
    coloured: bool,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert finding.coloured() == coloured
    out, _ = said("search", "заключённый")
    assert ("\x1b[1;33mЗаключённому\x1b[0m" in out) == coloured


def test_a_phrase_within_a_hit_is_printed_once(said: Callable[..., tuple[str, str]]) -> None:
    out, _ = said("search", "«труд заключенных» «заключенных учитывать»")
    assert out.count("заключенных") == 1
    assert out.count("учитывать") == 1


# as a process


def test_bytes_that_are_no_text_are_answered(archive: Collection) -> None:
    done = process(
        "search", "--json", b"\xff\xfe \xd0\xbb\xd0\xb0\xd0\xb3\xd0\xb5\xd1\x80\xd1\x8c",
        "--collection", str(archive.path), LC_ALL="C.UTF-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["query"] == "\udcff\udcfe лагерь"


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_the_answer_is_utf_8_in_any_locale(archive: Collection, locale: str) -> None:
    done = process("list", "--json", "--collection", str(archive.path),
                   LC_ALL=locale, PYTHONIOENCODING="ascii", PYTHONUTF8="0")  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Приказ о режиме" in done.stdout.decode()


def test_the_collection_may_come_from_the_environment(archive: Collection) -> None:
    done = process("list", "--json", OPIS_COLLECTION=str(archive.path), OPIS_ROLE="archivist")
    assert "Донос" in done.stdout.decode()
    done = process("list", "--json", OPIS_COLLECTION=str(archive.path))
    assert "Донос" not in done.stdout.decode()


def test_analyse_answers_at_each_empty_line() -> None:
    """A program asks a sentence, waits for its lines, and asks the next."""
    with subprocess.Popen(
        [sys.executable, "-c", "from ui.main import main; main()", "analyse", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as asked:
        assert asked.stdin is not None
        assert asked.stdout is not None
        for sentence in (["лагерях", "қаулысы"], ["\ud800".encode("utf-8", "replace").decode()]):
            asked.stdin.write(("\n".join(sentence) + "\n\n").encode())
            asked.stdin.flush()
            words = [json.loads(asked.stdout.readline())["word"] for _ in sentence]
            assert words == sentence
        asked.stdin.write(b"\xff\xfe\n")
        asked.stdin.close()
        assert json.loads(asked.stdout.readline())["word"] == "\ufffd\ufffd"
        assert asked.stdout.read() == b""
    assert asked.returncode == 0


def test_a_reader_that_goes_away_is_no_error(archive: Collection) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "from ui.main import main; main()", "search", "", "--json",
         "--collection", str(archive.path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as asked:  # fmt: skip
        assert asked.stdout is not None
        assert asked.stderr is not None
        asked.stdout.close()
        assert asked.stderr.read() == b""
    assert asked.returncode == 0


def test_debug_shows_where_it_happened(tmp_path: Path) -> None:
    plain = process("list", "--collection", str(tmp_path / "нет"))
    debug = process("list", "--collection", str(tmp_path / "нет"), "--debug")
    assert b"Traceback" not in plain.stderr
    assert b"Traceback" in debug.stderr
    assert plain.returncode == debug.returncode == 3
