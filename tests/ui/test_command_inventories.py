"""Inventories, files without scans and previews, as people and programs are told of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.collection import create_collection
from ui.main import run

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    (folder / "Ф.393_Оп.2_Д.15").mkdir(parents=True)
    for name, text in {
        "опись.csv": "фонд;опись;дело;заголовок;крайние даты;кол-во листов;доступ\n"
        "393;2;15;Приказы;1930-е;12;\n393;2;16;Письма;не ранее 1931;1;\n393;2;17;Доносы;;;скрыто\n",
        "Ф.393_Оп.2_Д.15/л.003об.txt": "раз",
        "акт.txt": "два",
        "акт.yaml": "title: Акт\ndate: 17 сентября 1931 г.",
        "акт (копия).yaml": "title: Акт",
    }.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def opis(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    create_collection(tmp_path / "collection")

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        code = run([*map(str, arguments), "--collection", str(tmp_path / "collection")])
        return code, *capsys.readouterr()

    return command


def test_a_preview_for_programs(opis: Run, scans: Path) -> None:
    code, out, _ = opis("add", scans, "--preview", "--json", "--workers", "1")
    seen = json.loads(out)
    assert code == 1  # a description without its scan
    assert list(seen) == ["documents", "known", "inventories", "failed"]
    act, leaf = seen["documents"]
    assert list(act) == [
        "path", "pages", "first_page", "level", "title", "kind", "reference", "leaves", "date",
        "date_words", "access", "opens", "from",
    ]  # fmt: skip
    assert (act["title"], act["date"], act["date_words"]) == (
        "Акт", "1931-09-17", "17 сентября 1931 г.",
    )  # fmt: skip
    assert act["from"] == {"title": ["sidecar"], "date": ["sidecar"]}
    assert (leaf["reference"], leaf["leaves"]) == ("Ф. 393. Оп. 2. Д. 15. Л. 3 об.", [["3 об."]])
    (inventory,) = seen["inventories"]
    assert (inventory["files"], inventory["new"], inventory["opis"]) == (3, 3, ["Ф. 393. Оп. 2."])
    (failed,) = seen["failed"]
    assert failed["path"].endswith("акт (копия).yaml")
    assert json.loads(opis("status", "--json")[1])["documents"] == 0


def test_a_preview_for_people(opis: Run, scans: Path) -> None:
    (scans / "акт (копия).yaml").unlink()
    code, out, _ = opis("add", scans, "--preview", "--workers", "1")
    assert code == 0
    for line in (
        "   заголовок: Акт  ← из файла описания",
        "   дата: 17 сентября 1931 г. (1931-09-17)  ← из файла описания",
        "   шифр: Ф. 393. Оп. 2. Д. 15. Л. 3 об.  ← из имени",
        "было бы добавлено 2 документа",
        "ничего не изменено",
    ):
        assert line.replace("было бы добавлено", "были бы добавлены") in out
    opis("add", scans, "--workers", "1")
    assert "уже есть, будет пропущен: d" in opis("add", scans, "--preview", "--workers", "1")[1]


def test_how_much_is_digitised(opis: Run, scans: Path) -> None:
    _, out, _ = opis("add", scans, "--workers", "1")
    assert "в описи 3 дела · 3 новых" in out
    assert "Ф. 393. Оп. 2. оцифровано 1 из 3 дел" in opis("status")[1]
    (listed,) = json.loads(opis("status", "--json")[1])["inventories"]
    assert listed == {"reference": "Ф. 393. Оп. 2.", "files": 3, "digitised": 1}
    # of a hidden file nobody else knows
    (listed,) = json.loads(opis("status", "--json", "--as", "public")[1])["inventories"]
    assert listed["files"] == 2


def test_files_without_scans_are_listed(opis: Run, scans: Path) -> None:
    opis("add", scans, "--workers", "1")
    _, out, _ = opis("list", "--without-scans")
    assert out == "Ф. 393. Оп. 2. Д. 16. · Письма · не ранее 1931 · 1 лист\n"
    (row,) = json.loads(opis("list", "--without-scans", "--json")[1])["files"]
    assert row["file"][0] == "f"
    assert (row["level"], row["title"], row["source_name"]) == ("file", "Письма", "опись.csv")
    assert (row["date"], row["date_words"], row["leaf_count"]) == ("1931/..", "не ранее 1931", 1)
    assert "Доносы" in opis("list", "--without-scans", "--as", "archivist")[1]
    assert opis("list", "доносы", "--without-scans")[1] == ""
    assert "Письма" in opis("list", "письм", "--without-scans")[1]


def test_dates_are_listed_in_the_words_in_which_they_were_written(opis: Run, scans: Path) -> None:
    opis("add", scans, "--workers", "1")
    assert "Акт · 17 сентября 1931 г." in opis("list")[1]
    rows = json.loads(opis("list", "--json")[1])["documents"]
    assert "1931-09-17" in {row["date"] for row in rows}


def test_what_the_text_proposes_is_shown_and_marked(opis: Run, scans: Path) -> None:
    text = "ПРИКАЗ № 15\nпо лагерю\nгор. Караганда   17 сентября 1931 г.\n"
    (scans / "приказ.txt").write_text(text)
    (scans / "приказ.yaml").write_text("date: 1932\ntitle: О хлебе")
    opis("add", scans / "приказ.txt", "--workers", "1")
    (row,) = json.loads(opis("list", "--json")[1])["documents"]
    assert (row["title"], row["date"], row["kind"]) == ("О хлебе", "1932", "")  # as a person said
    shown = json.loads(opis("show", row["document"], "--json")[1])
    assert list(shown) == ["document", "pages", "suggestions"]
    assert [list(one) for one in shown["suggestions"]] == [
        ["key", "value", "words", "page", "start", "end", "confidence"],
    ] * 2  # fmt: skip
    assert {one["key"]: one["value"] for one in shown["suggestions"]} == {
        "kind": "order", "place": "Караганда",
    }  # fmt: skip
    for one in shown["suggestions"]:
        assert shown["pages"][0]["text"][one["start"] : one["end"]] == one["words"]
    _, out, _ = opis("show", row["document"])
    assert "О хлебе · 1932\nПредлагается по тексту, не проверено:" in out
    assert "   место написания: Караганда  ← «гор. Караганда» (" in out
    assert "Предлагается" not in opis("show", row["document"], "--text")[1]
