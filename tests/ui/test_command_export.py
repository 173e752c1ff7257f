"""``opis export``: who gets what, exit codes, and what is said."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tiny_collection

from corpus.collection import Collection
from corpus.export import formats
from ui.main import run

Export = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def export(archive: Collection, capsys: pytest.CaptureFixture[str]) -> Export:
    """Run the command on the small archive: exit code, its JSON, what it says beside."""

    def command(*arguments: str, to: Path) -> tuple[int, Any, str]:
        code = run(
            ["export", "--collection", str(archive.path), "--json", "--to", str(to), *arguments]
        )
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return command


def rows(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_answer_has_every_passage_with_a_hit(export: Export, tmp_path: Path) -> None:
    code, told, _ = export("jsonl", "--query", "лагерь", to=tmp_path / "a.jsonl")
    assert code == 0
    found = lines(tmp_path / "a.jsonl")
    marked = {one["text"][start:end] for one in found for start, end in one["marks"]}
    assert {"лагерях", "лагере", "лагерь"} <= marked
    assert told == {
        "path": str(tmp_path / "a.jsonl"),
        "format": "jsonl",
        "files": 1,
        "documents": len({one["document"] for one in found}),
        "pages": len({(one["document"], one["page"]) for one in found}),
        "passages": len(found),
        "unread_pages": 0,
        "closed": 0,
        "closed_pages": 0,
        "failed": [],
    }


def test_an_answer_is_narrowed_like_a_search(export: Export, tmp_path: Path) -> None:
    _, whole, _ = export("jsonl", "--query", "лагерь", to=tmp_path / "a.jsonl")
    kept = ["--facet", "kind=order"]
    code, told, _ = export("jsonl", "--query", "лагерь", *kept, to=tmp_path / "b.jsonl")
    assert code == 0
    assert 0 < told["documents"] < whole["documents"]
    assert {one["kind"] for one in lines(tmp_path / "b.jsonl")} == {"order"}


SECRETS = {
    "public": {"Зальцева", "Описаньева", "Тайнова"},
    "reader": {"Описаньева", "Тайнова"},
    "archivist": set(),
}


@pytest.mark.parametrize("arguments", [[], ["--query", "лагерь"], ["--query", "2000 ИЛИ *лагерь"]])
@pytest.mark.parametrize("name", ["text", "csv", "jsonl", "alto", "iiif"])
@pytest.mark.parametrize("role", SECRETS)
def test_nothing_closed_is_exported(
    export: Export, tmp_path: Path, role: str, name: str, arguments: list[str]
) -> None:
    target = tmp_path / "out"
    code, _, err = export(name, "--as", role, *arguments, to=target)
    assert code == 0
    files = [target] if target.is_file() else [p for p in target.rglob("*") if p.is_file()]
    written = "".join(p.read_text(encoding="utf-8") for p in files)
    assert not [word for word in SECRETS[role] if word in written]
    if role != "archivist":
        assert "Донос" not in written + err + "".join(str(p) for p in files)


@pytest.fixture
def with_scans(tmp_path: Path) -> Collection:
    """A few scanned pages, of which the third of an open document is closed by itself."""
    made = tiny_collection.build(tmp_path / "collection")
    closed = ["restrict", "dorder:3", "reading-room", "--collection", str(made.path)]
    assert run(closed) == 0
    return made


@pytest.mark.parametrize("arguments", [["dorder"], ["--query", "вид:order"]], ids=" ".join)
@pytest.mark.parametrize("name", ["text", "jsonl", "alto", "pdf", "iiif"])
def test_nothing_of_a_closed_leaf_is_exported(
    with_scans: Collection,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    arguments: list[str],
) -> None:
    for role, pages in (("public", 2), ("reader", 3)):
        target = tmp_path / role
        capsys.readouterr()
        where = ["--collection", str(with_scans.path), "--to", str(target), "--as", role]
        assert run(["export", name, *where, *arguments, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        # no search finds the page that nobody has read
        assert told["pages"] == pages - (name == "jsonl" and "--query" in arguments)
        assert told["closed_pages"] == (3 - pages if arguments == ["dorder"] else 0)
        files = [target] if target.is_file() else [p for p in target.rglob("*") if p.is_file()]
        content = b"".join(p.read_bytes() for p in files)
        if name == "pdf":
            assert content.count(b"/Type /Page ") == pages
        elif name == "iiif":
            assert content.count(b'"type": "Canvas"') == pages
        else:
            assert ("первому" in content.decode()) == (role == "reader")


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_no_passage_of_a_closed_leaf_is_found(
    with_scans: Collection, tmp_path: Path, name: str
) -> None:
    for role in ("public", "reader"):
        target = tmp_path / role
        where = ["--collection", str(with_scans.path), "--to", str(target), "--as", role]
        assert run(["export", name, *where, "--query", "лагерь"]) == 0
        assert ("первому" in target.read_text(encoding="utf-8")) == (role == "reader")


def finding_aids(
    collection: Collection, folder: Path, *arguments: str
) -> tuple[int, dict[str, str]]:
    """What exporting finding aids into a folder ends with, and the files there."""
    where = ["--collection", str(collection.path), "--to", str(folder)]
    code = run(["export", "ead", *where, *arguments])
    written = folder.iterdir() if folder.is_dir() else [folder] if folder.exists() else []
    return code, {path.name: path.read_text(encoding="utf-8") for path in written}


def test_a_finding_aid_for_each_fonds(with_scans: Collection, tmp_path: Path) -> None:
    code, written = finding_aids(with_scans, tmp_path / "all")
    assert (code, {*written}) == (0, {"Учебный архив. Ф. 12.xml", "Учебный архив. Ф. 22.xml"})
    told = written["Учебный архив. Ф. 12.xml"]
    assert "Приказ о работах в лагере" in told
    assert "документов со сканами: 2" in told
    assert "Тайное дело" not in "".join(written.values())
    for number, name in enumerate(("Ф. 12", "Учебный архив. Ф. 12. Оп. 1", "dorder")):
        code, one = finding_aids(with_scans, tmp_path / f"{number}.xml", name)
        assert (code, *one.values()) == (0, told)
    code, found = finding_aids(with_scans, tmp_path / "found", "--query", "хат ИЛИ секретная")
    assert (code, {*found}) == (0, {"Учебный архив. Ф. 22.xml"})
    assert finding_aids(with_scans, tmp_path / "several.xml") == (2, {})
    assert finding_aids(with_scans, tmp_path / "none.xml", "Ф. 13") == (3, {})


def test_a_hidden_fonds_is_in_no_finding_aid(with_scans: Collection, tmp_path: Path) -> None:
    restricted = ["--collection", str(with_scans.path)]
    assert run(["restrict", "droom", "hidden", *restricted]) == 0
    assert run(["restrict", "Ф. 22", "hidden", *restricted]) == 0
    code, written = finding_aids(with_scans, tmp_path / "all")
    assert (code, {*written}) == (0, {"Учебный архив. Ф. 12.xml"})
    told = written["Учебный архив. Ф. 12.xml"]
    assert "Личное дело" not in told
    assert "документов со сканами: 1" in told
    for name in ("Ф. 22", "dletter"):
        assert finding_aids(with_scans, tmp_path / "none.xml", name) == (3, {})
    code, written = finding_aids(with_scans, tmp_path / "archivist", "--as", "archivist")
    assert (code, len(written)) == (0, 2)


def test_files_of_an_inventory_are_in_the_finding_aid(
    with_scans: Collection, tmp_path: Path
) -> None:
    table = tmp_path / "опись.csv"
    table.write_text(
        "Архив;Фонд;Опись;Дело;Заголовок;Крайние даты;Листов;Доступ\n"
        "Учебный архив;12;1;47;Приказы лагеря;1936/1937;120;\n"
        "Учебный архив;12;1;48;Сводки;1938;15;\n"
        "Учебный архив;12;1;49;Тайные сводки;1939;16;скрыто\n",
        encoding="utf-8",
    )
    where = ["--collection", str(with_scans.path)]
    assert run(["add", *where, str(table)]) == 0
    _, written = finding_aids(with_scans, tmp_path / "all", "Ф. 12")
    told = written["Учебный архив. Ф. 12.xml"]
    assert "Приказы лагеря" in told
    assert "Сводки" in told
    assert "дел: 2" in told
    assert "Тайные" not in told
    _, written = finding_aids(with_scans, tmp_path / "archivist", "Ф. 12", "--as", "archivist")
    assert "Тайные сводки" in written["Учебный архив. Ф. 12.xml"]


def test_a_closed_leaf_alone_is_not_there(with_scans: Collection, tmp_path: Path) -> None:
    where = ["--collection", str(with_scans.path), "--to", str(tmp_path / "a.pdf"), "--page", "3"]
    assert run(["export", "pdf", "dorder", *where]) == 3
    assert run(["export", "pdf", "dorder", *where, "--as", "reader"]) == 0


def test_how_many_were_left_out_is_said_of_those_that_may_be_known(
    export: Export, tmp_path: Path
) -> None:
    for role, closed in (("public", 2), ("reader", 1), ("archivist", 0)):
        _, told, err = export("text", "--as", role, to=tmp_path / role)
        assert told["closed"] == closed  # never the hidden one
        assert ("пропущен" in err) == bool(closed)


def test_a_table_without_a_query_lists_the_documents(export: Export, tmp_path: Path) -> None:
    code, told, _ = export("csv", to=tmp_path / "a.csv")
    table = rows(tmp_path / "a.csv")
    assert (code, told["documents"], told["pages"]) == (0, len(table), 0)
    titles = {row["заголовок"] for row in table}
    assert {"Приказ о режиме", "Личное дело", "Показания"} <= titles  # known, if not to be read
    assert "Донос" not in titles
    assert "текст" not in table[0]


def test_a_document_a_page_and_a_hostile_title(export: Export, tmp_path: Path) -> None:
    export("jsonl", "--query", "заключённый", to=tmp_path / "a.jsonl")
    identity = lines(tmp_path / "a.jsonl")[0]["document"]
    code, told, _ = export("text", identity[:8], to=tmp_path / "whole.txt")
    assert (code, told["pages"]) == (0, 2)
    assert "\f" in (tmp_path / "whole.txt").read_text(encoding="utf-8")
    code, told, _ = export("text", identity, "--page", "2", to=tmp_path / "one.txt")
    assert (code, told["pages"]) == (0, 1)
    assert (tmp_path / "one.txt").read_text(encoding="utf-8").startswith("Заключённому")
    assert export("text", identity, "--page", "3", to=tmp_path / "none.txt")[0] == 3
    export("text", to=tmp_path / "all")
    names = [p.name for p in (tmp_path / "all").iterdir()]
    assert "Вредный �[31mзаголовок�.txt".replace("�", "_") in names


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["doc"], 2, "xlsx"),
        (["csv", "dxxxxxxxxxxxx"], 3, "dxxxxxxxxxxxx"),
        (["csv", "d", "--query", "лагерь"], 2, "--query"),
        (["csv", "--query", "лагерь", "--page", "1"], 2, "--query"),
        (["csv", "d", "--from", "1931"], 2, "--query"),
        (["csv", "--query", "лагерь", "--facet", "цвет=белый"], 2, "цвет=белый"),
        (["bagit", "d", "--page", "1"], 2, "--page"),
        (["ead", "--page", "1"], 2, "--page"),
        (["csv", "--query", "барракуда"], 3, "opis list"),
        (["pdf", "--query", "лагерь"], 3, "opis list"),  # text has no scans
    ],
)
def test_what_cannot_be_exported(
    export: Export, tmp_path: Path, arguments: list[str], code: int, named: str
) -> None:
    got, _, err = export(*arguments, to=tmp_path / "out")
    assert (got, named in err) == (code, True), err


def test_nothing_is_written_over(export: Export, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("мое")
    code, _, err = export("csv", to=target)
    assert (code, target.read_text()) == (2, "мое")
    assert "уже есть" in err


def test_where_to_must_be_said(
    archive: Collection, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["export", "csv", "--collection", str(archive.path)]) == 2
    assert "--to" in capsys.readouterr().err


def test_people_are_told(
    archive: Collection, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "a.csv"
    run(["export", "csv", "--query", "лагеръ~1", "--to", str(target), "--collection",
         str(archive.path)])  # fmt: skip
    said = capsys.readouterr()
    assert "записан 1 файл" in said.out


def test_every_format_is_in_the_docs() -> None:
    told = (Path(__file__).parents[2] / "docs" / "readers.md").read_text(encoding="utf-8")
    assert not [name for name in formats() if f"`{name}`" not in told]
