"""The command as a program reads it: JSON by the contract, exit codes, one line for an error."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import archive as small
import pytest
from PIL import Image

from corpus.catalogue import Database
from corpus.collection import Collection, create_collection
from index.analysis.explaining import explain
from index.analysis.tables import rows
from ui.i18n import LANGUAGES, Translator
from ui.main import run

Run = Callable[..., Any]
ROLES = ["public", "reader", "archivist"]


@pytest.fixture
def opis(archive: Collection, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command on the small archive; it must succeed, and its JSON is returned."""

    def command(*arguments: str) -> Any:
        options = ["--collection", str(archive.path), "--json"]
        assert run([arguments[0], *options, *arguments[1:]]) == 0
        return json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def said(archive: Collection, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command on the small archive; its exit code and what it says on both streams."""

    def command(*arguments: str, collection: Path = archive.path) -> tuple[int, str, str]:
        code = run([*arguments, "--collection", str(collection)])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def titles(rows: list[dict[str, Any]]) -> set[str]:
    return {row["title"] for row in rows}


def named(opis: Run, title: str) -> str:
    """The id of the document with this title."""
    (row,) = [r for r in opis("list", "--as", "archivist")["documents"] if r["title"] == title]
    return str(row["document"])


# search


def steps(out: str) -> list[list[str]]:
    """The commands that are offered where nothing was found, as a shell reads them."""
    return [shlex.split(line) for line in out.splitlines() if line.startswith("      opis ")]


def test_a_search_that_finds_nothing_names_the_next_steps(said: Run) -> None:
    code, out, _err = said("search", "абв*")
    assert (code, out.splitlines()[1]) == (0, "Что можно попробовать дальше:")
    assert "   Посмотреть все документы\n" in out
    assert [command[-1] for command in steps(out)] == ["list"]
    assert steps(said("search", "лагерь")[1]) == []


def test_each_next_step_is_a_command_that_runs(said: Run, archive: Collection) -> None:
    narrowed = [
        "--exact", "--facet=language=kk", "--not-facet=kind=order", "--from=1931", "--to=1932",
        "--undated", "--exact-dates", "--language=ru", "--no-folding",
    ]  # fmt: skip
    _code, out, _err = said("search", "«абвг дежз икл»", *narrowed, "--as", "reader")
    offered = steps(out)
    start = ["opis", "--collection", str(archive.path), "--as", "reader"]
    assert {(*command[:5],) for command in offered} == {(*start,)}
    assert [command[5] for command in offered] == [
        "search", "search", "search", "quote", "search", "search", "search", "list",
    ]  # fmt: skip
    whole, any_form = offered[:2]
    assert whole[6:] == ["«абвг дежз икл»", "--exact", "--language=ru", "--no-folding"]
    assert any_form[6:] == ["«абвг дежз икл»", *narrowed[1:]]
    for command in offered:
        assert said(*command[5:])[0] == 0


def test_a_next_step_is_no_option_whatever_was_typed(
    archive: Collection, capsys: pytest.CaptureFixture[str]
) -> None:
    start = ["--collection", str(archive.path)]
    assert run([*start, "search", "--exact", "--", "-абвг дежз =икл"]) == 0
    offered = steps(capsys.readouterr().out)
    assert offered[0] == ["opis", *start, "search", "--", "-абвг дежз =икл"]
    assert [run(command[1:]) for command in offered] == [0] * len(offered)


def test_search_by_the_contract(opis: Run) -> None:
    found = opis("search", "заключённый", "--limit", "1")
    assert list(found) == [
        "query", "understood", "diagnostics", "suggestions", "documents", "pages", "occurrences",
        "complete", "unread_pages", "took_ms", "engine", "commit", "hits", "facets",
    ]  # fmt: skip
    assert (found["query"], found["understood"]) == (
        "заключённый", "«заключённый» в любой форме",
    )  # fmt: skip
    assert (found["documents"], found["pages"], found["occurrences"]) == (1, 2, 3)
    assert (found["complete"], found["unread_pages"], found["engine"]) == (True, 0, "whoosh")
    assert (found["diagnostics"], found["suggestions"]) == ([], [])
    assert isinstance(found["took_ms"], float)
    (hit,) = found["hits"]
    assert list(hit) == [
        "document", "file", "level", "title", "reference", "date", "page", "leaves", "score",
        "pages", "pages_total", "snippets", "boxes",
    ]  # fmt: skip
    assert hit["document"][0] == "d"
    assert len(hit["document"]) == 13
    assert hit["file"][0] == "f"
    assert (hit["level"], hit["title"], hit["date"]) == (
        "document", "Приказ о режиме", "1941-08-06",
    )  # fmt: skip
    assert hit["reference"] == "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–4."
    assert (hit["page"], hit["leaves"], hit["pages"], hit["pages_total"]) == (2, ["4"], [1, 2], 2)
    assert [list(s) for s in hit["snippets"]] == [["page", "leaves", "text", "marks"]] * 2
    marks = [s["text"][start:end] for s in hit["snippets"] for start, end in s["marks"]]
    assert marks == ["заключен-\nных", "Заключённому", "заключенных"]
    assert hit["boxes"] == [
        {"word": "Заключённому", "kind": "lemma", "quads": []},
        {"word": "заключенных", "kind": "lemma", "quads": []},
    ]
    assert set(found["facets"]) == {
        "language", "kind", "decade", "archive", "text_source", "place", "person", "organisation",
        "camp", "category", "author", "addressee", "copy", "quality",
    }  # fmt: skip
    kinds = found["facets"]["kind"]
    assert [list(kind) for kind in kinds] == [["value", "label", "documents"]] * 2
    assert [(kind["value"], kind["documents"]) for kind in kinds] == [
        ("administrative", 1), ("order", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["лагерь"], {"Приказ о режиме", "Отчёт", "Письмо", "воспоминания.txt", "Протокол",
                      "Вредный \x1b[31mзаголовок\x07"}),
        (["=лагерях"], {"Приказ о режиме", "Отчёт"}),
        (["лагерях", "--exact"], {"Приказ о режиме", "Отчёт"}),
        (["лагерь", "--facet", "kind=order"], {"Приказ о режиме"}),
        (["лагерь", "--facet", "kind=order", "--facet", "kind=letter"],
         {"Приказ о режиме", "Письмо"}),
        (["лагерь", "--facet", "kind=order", "--facet", "decade=1930"], set()),
        (["лагерь", "--not-facet", "decade=undated"], {"Приказ о режиме", "Отчёт", "Письмо"}),
        (["лагерь", "--from", "1939", "--to", "1940"], {"Отчёт", "Письмо"}),
        (["лагерь", "--from", "1941"], {"Приказ о режиме"}),
        (["еңбек"], {"Қаулы"}),
        (["эмгек", "--language", "ky"], {"Токтом"}),
        (["Караганда"], {"Письмо", "Қаулы"}),
        (["Караганда", "--no-folding"], {"Письмо"}),
        (["Қарағанды", "--no-folding"], {"Қаулы"}),
        (["Тайнов"], set()),
        (["Тайнов", "--as", "archivist"], {"Донос"}),
        (["Зальцев", "--as", "reader"], {"Показания"}),
    ],
)  # fmt: skip
def test_what_a_search_finds(opis: Run, arguments: list[str], found: set[str]) -> None:
    assert titles(opis("search", *arguments, "--limit", "99")["hits"]) == found


def test_pieces_and_orders_of_an_answer(opis: Run) -> None:
    whole = opis("search", "лагерь", "--sort", "date")["hits"]
    assert [hit["title"] for hit in whole[:3]] == ["Отчёт", "Письмо", "Приказ о режиме"]
    piece = opis("search", "лагерь", "--sort", "date", "--limit", "1", "--offset", "1")
    assert piece["hits"] == whole[1:2]
    assert piece["documents"] == len(whole)


def test_results_by_file(opis: Run, said: Run) -> None:
    plain, by_file = (opis("search", "лагерь", *more) for more in ([], ["--group", "file"]))
    assert {*by_file} - {*plain} == {"results", "groups"}
    assert by_file["facets"] == plain["facets"]
    assert by_file["results"] == len(by_file["groups"]) == plain["documents"]
    assert [hit for group in by_file["groups"] for hit in group["hits"]] == [
        hit["document"] for hit in by_file["hits"]
    ]
    (order,) = [group for group in by_file["groups"] if "1155" in group["reference"]]
    assert list(order) == ["file", "reference", "title", "documents", "hits"]
    assert (order["file"][0], order["documents"]) == ("f", 1)
    assert opis("search", "ничегонет", "--group", "file")["groups"] == []
    code, out, _ = said("search", "лагерь", "--group", "file")
    assert code == 0
    assert "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. · 1 документ" in out


def test_dates_are_told_as_readers_write_them(said: Run, tmp_path: Path) -> None:
    code, out, _ = said("search", "лагерь")
    assert (code, "1938–1939" in out, "1938/1939" in out) == (0, True, False)
    own = tmp_path / "own"
    (tmp_path / "а.txt").write_text("Лагерь")
    for asked in (["init", str(own)], ["add", str(tmp_path / "а.txt")]):
        assert said(*asked, collection=own)[0] == 0
    document = said("list", collection=own)[1].split()[0]
    assert said("describe", document, "date=1931-09-17", collection=own)[0] == 0
    assert "17.09.1931" in said("list", collection=own)[1]


def test_oddities_are_in_the_answer(opis: Run) -> None:
    found = opis("search", "«труд заключенных")
    assert [list(d) for d in found["diagnostics"]] == [["code", "message"]]
    assert found["diagnostics"][0]["code"] == "quote-closed"
    assert opis("search", "стенгозета")["suggestions"][0] == "стенгазета"


@pytest.mark.parametrize("query", ["", "\udcff", "а\ud800", "(" * 5000, "ё " * 50_000])
def test_any_query_is_answered(opis: Run, query: str) -> None:
    assert opis("search", "--", query)["query"] == query


# list, show


def test_list_by_the_contract(opis: Run) -> None:
    rows = opis("list")["documents"]
    assert {tuple(row) for row in rows} == {(
        "document", "level", "file", "title", "source_name", "reference", "date", "kind", "pages",
        "languages", "access", "added",
    )}  # fmt: skip
    (row,) = [r for r in rows if r["title"] == "Отчёт"]
    assert (row["source_name"], row["date"], row["kind"]) == ("сборник.txt", "1938/1939", "report")
    assert (row["pages"], row["languages"], row["access"]) == (2, ["ru"], "open")
    assert row["reference"] == "ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15–15 об."
    assert row["added"][10] == "T"
    assert row["added"][-1] == "Z"


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_which_documents_listed(opis: Run, role: str) -> None:
    rows = opis("list", "--as", role)["documents"]
    assert len(rows) == small.DOCUMENTS - (role != "archivist")
    assert ("Донос" in titles(rows)) == (role == "archivist")
    (row,) = [r for r in rows if r["title"] == "Личное дело"]
    # the language that was described, not the one that was found inside
    assert row["languages"] == (["ru"] if role == "archivist" else ["kk"])


def test_list_with_a_query(opis: Run) -> None:
    assert titles(opis("list", "«приказываю баню» ИЛИ еңбек")["documents"]) == {
        "Стенгазета", "Қаулы",
    }  # fmt: skip
    assert titles(opis("list", "лагерь", "--as", "archivist")["documents"]) > {"Донос"}
    assert opis("list", "Тайнов")["documents"] == []


def test_show_by_the_contract(opis: Run) -> None:
    shown = opis("show", named(opis, "Приказ о режиме"))
    assert list(shown) == ["document", "pages"]
    first, second = shown["pages"]
    assert list(first) == [
        "number", "leaves", "language", "source", "reason", "confidence", "text", "words",
    ]  # fmt: skip
    assert (first["number"], first["leaves"], first["language"]) == (1, ["3"], "ru")
    assert (first["source"], first["confidence"]) == ("text", None)
    assert first["reason"] == "Взят собственный текст файла."
    assert second["text"].startswith("Заключённому выдать хлеб.")
    word = first["words"][-3]
    assert list(word) == ["text", "start", "end", "quads", "confidence"]
    assert (word["text"], word["quads"], word["confidence"]) == ("заключен-\nных", [], None)
    for page in shown["pages"]:
        for word in page["words"]:
            assert page["text"][word["start"] : word["end"]] == word["text"]


def test_show_one_page_by_the_beginning_of_the_id(opis: Run) -> None:
    document = named(opis, "Стенгазета")
    shown = opis("show", document[:9], "--page", "3")
    assert shown["document"] == document
    assert [(p["number"], p["leaves"]) for p in shown["pages"]] == [(3, ["1 об."])]


def test_show_says_where_the_text_comes_from_and_why(opis: Run, said: Run) -> None:
    code, out, _ = said("show", named(opis, "Стенгазета"), "--page", "1")
    assert code == 0
    assert "из текстового файла\n   Взят собственный текст файла.\n" in out


@pytest.mark.parametrize(
    ("title", "role", "shown"),
    [
        ("Показания", "public", False), ("Показания", "reader", True),
        ("Личное дело", "reader", False), ("Личное дело", "archivist", True),
        ("Донос", "reader", False), ("Донос", "archivist", True), ("Протокол", "public", True),
    ],
)  # fmt: skip
def test_who_is_shown_a_page(opis: Run, said: Run, title: str, role: str, shown: bool) -> None:
    document = named(opis, title)
    for more in ([], ["--text"], ["--words"], ["--json"], ["--page", "1"]):
        code, out, err = said("show", document, *more, "--as", role)
        assert code == (0 if shown else 3)
        assert ("лагер" in out) == shown
        assert "лагер" not in err


# quote


def test_a_quotation_by_the_contract(opis: Run, tmp_path: Path) -> None:
    quotation = "Заключенному выдать хлеб. Труд заключённых … по ст. 58/10"
    found = opis("quote", quotation)
    assert list(found) == ["matches"]
    (match,) = found["matches"]
    assert match == {
        "document": named(opis, "Приказ о режиме"),
        "page": 2,
        "leaves": ["4"],
        "grade": "spelling",
        "similarity": 1.0,
        "found": "Заключённому выдать хлеб. Труд заключенных […] по ст. 58-10",
        "difference": [
            ["delete", "Заключенному"], ["insert", "Заключённому"], ["equal", "выдать хлеб. Труд"],
            ["delete", "заключённых"], ["insert", "заключенных"], ["equal", "[…] по ст. 58-10."],
        ],
        "citation": match["citation"],
    }  # fmt: skip
    assert match["citation"].endswith("ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 4.")
    (tmp_path / "quotation.txt").write_text(quotation, "utf-8")
    assert opis("quote", "--file", str(tmp_path / "quotation.txt")) == found


def test_a_quotation_for_people(said: Run) -> None:
    code, out, _ = said("quote", "Заключенному выдать белый хлеб. Труд")
    assert code == 0
    assert "л. 4 · частично · 80 % её слов" in out
    assert "   − Заключенному\n   + Заключённому\n     выдать\n   − белый\n" in out


def test_a_quotation_that_is_nowhere(said: Run, opis: Run) -> None:
    code, out, err = said("quote", "Пролетарии всех стран, соединяйтесь в союзы")
    assert (code, out) == (0, "")
    assert "нет" in err
    assert opis("quote", "Показания свидетеля Зальцева о лагере") == {"matches": []}
    assert opis("quote", "показания свидетеля Зальцева о лагере", "--as", "reader")["matches"]


# add, status, index


def test_add_and_status_by_the_contract(
    said: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "collection"
    assert said("init", str(own))[0] == 0
    (tmp_path / "а.txt").write_text("первый\fвторой\f")
    (tmp_path / "пусто.txt").touch()
    code, out, _ = said(
        "add", str(tmp_path / "а.txt"), str(tmp_path / "пусто.txt"), "--json", "--workers", "1",
        collection=own,
    )  # fmt: skip
    added = json.loads(out)
    assert code == 1
    assert list(added) == ["added", "known", "failed", "pages", "seconds"]
    assert (added["added"], added["known"], added["pages"]) == (1, 0, 2)
    (failed,) = added["failed"]
    assert list(failed) == ["path", "page", "reason", "remedy"]
    assert (failed["path"], failed["page"]) == (str(tmp_path / "пусто.txt"), None)
    assert failed["reason"]
    assert failed["remedy"]

    code, out, _ = said("status", "--json", collection=own)
    status = json.loads(out)
    assert code == 0
    assert list(status) == [
        "documents", "pages", "waiting", "failed", "unread_pages", "scan_control", "index",
    ]  # fmt: skip
    assert status["scan_control"] == []
    assert (status["documents"], status["pages"]) == (1, 2)
    assert (status["waiting"], status["unread_pages"]) == (0, 0)
    (shown,) = status["failed"]
    assert shown.pop("id").startswith("j")
    assert shown.pop("document") is None
    assert shown == failed
    assert list(status["index"]) == ["engine", "generation", "commit", "current"]
    assert status["index"]["current"] is True

    code, out, _ = said("index", "build", "--json", collection=own)
    built = json.loads(out)
    assert (code, list(built)) == (0, list(status["index"]))
    assert built["generation"] == "0002"
    assert json.loads(said("index", "info", "--json", collection=own)[1]) == built


def test_people_are_told_the_same(said: Run, tmp_path: Path) -> None:
    own = create_collection(tmp_path / "collection").path
    (tmp_path / "пло\nхой\x1b[31m.txt").touch()
    code, out, err = said(
        "add", str(tmp_path / "пло\nхой\x1b[31m.txt"), "--workers", "1", collection=own
    )
    assert code == 1
    complaint, remedy = err.splitlines()[-2:]
    assert complaint.startswith("opis: ")
    assert r"пло\u000aхой\u001b[31m.txt" in complaint
    assert remedy.startswith("      ")
    assert "\x1b" not in out + err
    _, out, _ = said("status", collection=own)
    assert complaint in out


# analyse


def test_analyse_by_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", "жұмыстарын", "лагерях", "1931", "!?"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {tuple(line) for line in lines} == {(
        "word", "language", "lemmas", "headword", "weights", "segments", "tags", "table", "folded",
        "terms",
    )}  # fmt: skip
    assert [line["word"] for line in lines] == ["жұмыстарын", "лагерях", "1931", "!?"]
    assert [line["language"] for line in lines] == ["kk", "ru", None, None]
    assert lines[0]["lemmas"][0] == "жұмыс"
    assert lines[0]["folded"] == "жумыстарын"
    assert lines[1]["lemmas"] == ["лагерь"]
    assert {"kind": "lemma", "language": "ru", "text": "лагерь"} in lines[1]["terms"]
    assert {"kind": "exact", "language": None, "text": "лагерях"} in lines[1]["terms"]
    assert (lines[2]["lemmas"], lines[2]["headword"]) == (["1931"], "1931")


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("күндерде", ["күндерде (казахский)", "күн", "дер (мн. число) + де (местный)"]),
        ("болды", ["бол (болу)", "бол + ды (прош. время)"]),
        ("тергеу", ["  тергеу 0.", "  терге (тергеу) 0."]),
        ("жұмыстарын", ["русскими буквами: жумыстарын", "список основ"]),
        ("НКВД-нің", ["нквд- + нің (родительный)", "предположение по окончаниям"]),
        ("сосланы", ["(русский)", "сослать 0.", "кр. прич., сов. вид, прош. время", "словарь"]),
        ("Карлаге", ["предл. п.", "список слов о лагерях"]),
        ("бабурчиками", ["предположение по концу слова"]),
        ("camps", ["(английский)", "camp + s", "правило английских окончаний"]),
        ("Київ", ["київ (другой язык)"]),
        ("новаго", ["новый 0.75: новаго", "написание до 1918 года"]),
        ("1931", ["1931\n"]),
        ("\x1b[31m", ["31m"]),
    ],
)
def test_analyse_for_people(
    word: str, says: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPIS_LANG", "ru")
    assert run(["analyse", "--text", word]) == 0
    out = capsys.readouterr().out
    assert [said for said in says if said not in out] == []
    assert "\x1b" not in out


def test_every_tag_and_table_has_a_name_in_four_languages() -> None:
    from ui.commands.analysing import TABLES

    tags = {r["tag"] for n in ("kazakh", "kyrgyz") for r in rows(f"{n}_suffixes.tsv")}
    named = {row["tag"]: row for row in rows("meanings.tsv")}
    assert tags <= set(named)
    assert all(row[language] for row in named.values() for language in ("ru", "kk", "ky", "en"))
    words = ["лагерлерде", "болды", "бармын", "нквд-нің", "карлаге", "спецпоселками", "лагерях"]
    tables = {lemma.table for w in words for lemma in explain(w).lemmas}
    assert tables <= set(TABLES)


def test_analyse_in_one_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", "лагерях", "--language", "ru"]) == 0
    (line,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {t["language"] for t in line["terms"] if t["kind"] == "lemma"} == {"ru"}


# exit codes: each error is one line, and one that says what to do


def complaint(err: str) -> tuple[str, str]:
    """The two lines of an error; no traceback."""
    assert "Traceback" not in err
    what, remedy = err.splitlines()
    assert what.startswith("opis: ")
    assert remedy.startswith("      ")
    return what, remedy


@pytest.mark.parametrize(
    ("arguments", "code", "named_there"),
    [
        (["search", "а", "--facet", "colour=red"], 2, "colour=red"),
        (["search", "а", "--facet", "kind"], 2, "kind"),
        (["search", "а", "--language", "de"], 2, "de"),
        (["search", "а", "--from", "давно"], 2, "--from"),
        (["search", "а", "--as", "king"], 2, "king"),
        (["search", "а", "--limit", "-1"], 2, "--limit"),
        (["search"], 2, "query"),
        (["show", "dнет"], 3, "dнет"),
        (["show", "d"], 3, "«d»"),
        (["add", "--describe", "/нет.yaml"], 2, "нет.yaml"),
        (["status", "--colour"], 2, "--colour"),
    ],
)
def test_wrong_use(said: Run, arguments: list[str], code: int, named_there: str) -> None:
    got, out, err = said(*arguments)
    assert (got, out) == (code, "")
    assert named_there in "".join(complaint(err))


def test_an_unknown_command_and_an_unknown_language_of_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for arguments in (["\x1b[31mсломай"], ["analyse", "а", "--language", "de"]):
        assert run(arguments) == 2
        what, _ = complaint(capsys.readouterr().err)
        assert "\x1b" not in what


def test_the_collection_and_the_role_before_the_name_of_the_command(
    archive: Collection, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPIS_COLLECTION", "elsewhere")

    def seen(role: str) -> set[str]:
        assert run(["--collection", str(archive.path), "--as", role, "list", "--json"]) == 0
        return titles(json.loads(capsys.readouterr().out)["documents"])

    assert seen("public") < seen("archivist")
    assert run(["list", "--json"]) == 3  # the environment is as it was


def test_a_page_that_is_not_there(opis: Run, said: Run) -> None:
    code, _, err = said("show", named(opis, "Приказ о режиме"), "--page", "9")
    assert code == 3
    assert "9" in complaint(err)[0]


def test_an_image_of_plain_text(opis: Run, said: Run, tmp_path: Path) -> None:
    code, _, err = said(
        "show", named(opis, "Приказ о режиме"), "--image", str(tmp_path / "лист.jpg")
    )
    assert code == 3
    complaint(err)
    assert not (tmp_path / "лист.jpg").exists()


def test_no_collection(said: Run, tmp_path: Path) -> None:
    for command in (
        ["search", "а"],
        ["list"],
        ["show", "d"],
        ["add"],
        ["status"],
        ["index", "info"],
    ):
        code, _, err = said(*command, collection=tmp_path / "нет")
        assert code == 3
        assert "opis init" in complaint(err)[1]


def test_a_collection_of_a_newer_opis(said: Run, tmp_path: Path) -> None:
    create_collection(tmp_path)
    Database.open(tmp_path / "catalogue.sqlite").change("PRAGMA user_version = 999")
    for command in (["search", "а"], ["add"], ["status"], ["init"]):
        code, _, err = said(*command, collection=tmp_path)
        assert code == 4
        complaint(err)


def test_a_collection_that_was_never_indexed(said: Run, tmp_path: Path) -> None:
    create_collection(tmp_path)
    code, _, err = said("search", "а", collection=tmp_path)
    assert code == 6
    assert "opis index build" in complaint(err)[1]
    assert said("index", "build", collection=tmp_path)[0] == 0
    assert said("search", "а", collection=tmp_path)[0] == 0


@pytest.mark.parametrize("place", ["/proc/collection", "file", "full"])
def test_a_place_for_no_collection(said: Run, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "scan.pdf").touch()
    code, _, err = said("init", str(tmp_path / place))
    assert code == 2
    complaint(err)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("serch", "Команды 'serch' нет; может быть, 'search', 'user'."),
        ("zzz", "Команды 'zzz' нет."),
        ("index", "Назовите команду."),
        ("search а --limt 3", "Эта команда не знает --limt; может быть, --limit, --to."),
        ("search а --zzz", "Эта команда не знает --zzz."),
        ("search", "Не указано: 'query'."),
        ("search а --limit пять", "'--limit': 'пять' — не целое число."),
        ("search а --limit -4", "'--limit': -4 вне пределов x>=0."),
        ("search а --scope z", "'--scope': вместо 'z' нужно одно из: 'page', 'document'."),
        ("search а --limit", "После '--limit' нужно значение."),
        ("search а --json=z", "После '--json' значения не бывает."),
        ("search а б", "Лишнее: б."),
    ],
)
def test_what_was_wrong_with_a_command_line(
    capsys: pytest.CaptureFixture[str], arguments: str, sentence: str
) -> None:
    assert run(arguments.split()) == 2
    first, remedy = complaint(capsys.readouterr().err)
    assert first == f"opis: {sentence}"
    assert remedy.strip().endswith("--help")


@pytest.mark.parametrize("language", [*LANGUAGES])
@pytest.mark.parametrize("command", ["", "search", "index"])
def test_help_speaks_the_readers_language(language: str, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from ui.main import main; main()", *command.split(), "--help"],
        env=os.environ | {"OPIS_LANG": language},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Translator(language).gettext("Show this help.") in done.stdout
    words = {"Usage", "Arguments", "Commands", "Options", "default", "env var", "required", "Show"}
    of_typer = {word for word in words if re.search(rf"\b{word}\b", done.stdout)}
    assert bool(of_typer) is (language == "en")


def test_a_bug_of_ours_is_one_line(said: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a\nb\x1b[31m")

    monkeypatch.setattr("index.search", broken)
    code, _, err = said("search", "а")
    assert code == 70
    assert "ZeroDivisionError" in complaint(err)[0]
    assert "--debug" in complaint(err)[1]


def test_a_picture_that_cannot_be_written(
    opis: Run, said: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made.jpg"
    Image.new("L", (10, 10)).save(made)
    monkeypatch.setattr("ingest.page_image", lambda *_: made)
    document = named(opis, "Приказ о режиме")
    assert said("show", document, "--image", str(tmp_path / "лист.jpg"))[0] == 0
    assert (tmp_path / "лист.jpg").read_bytes() == made.read_bytes()
    code, _, err = said("show", document, "--image", str(tmp_path / "нет" / "лист.jpg"))
    assert code == 2
    complaint(err)


def test_the_demo_ends_with_a_search(said: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.demo.render.render", lambda folder: None)  # pages are not read here
    code, out, err = said("demo", "--no-ui")
    assert (code, "opis search заключённый" in out) == (0, True), err
