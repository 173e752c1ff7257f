"""Trying again, reading again, rescans: as a program and as people meet them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from corpus import documents, pages, scans
from corpus.access import Role
from corpus.collection import Collection, create_collection
from corpus.documents import PageSource
from corpus.scans import Condition
from ui.main import run

PROTECTED = Path(__file__).parents[3] / "shared" / "hostile-pdfs" / "enc_user.pdf"
Opis = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


@pytest.fixture
def opis(collection: Collection, capsys: pytest.CaptureFixture[str]) -> Opis:
    """Run the command; its exit code, the JSON of its answer, and what it says beside."""

    def command(*arguments: object) -> tuple[int, Any, str]:
        code = run([*map(str, arguments), "--json", "--collection", str(collection.path)])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return command


def test_a_refused_file_is_tried_by_the_id_that_status_shows(opis: Opis, tmp_path: Path) -> None:
    path = tmp_path / "приказ.txt"
    assert opis("add", path, "--workers", 1)[0] == 1
    (shown,) = opis("status")[1]["failed"]
    assert list(shown) == ["id", "document", "path", "page", "reason", "remedy"]
    code, tried, said = opis("retry", shown["id"], "--workers", 1)
    assert (code, tried["tried"], len(tried["failed"])) == (1, 1, 1)
    assert shown["id"] in said
    assert str(path) in said
    path.write_text("Приказ о лагере.")
    code, tried, _ = opis("retry", shown["id"][:5], "--workers", 1)
    assert list(tried) == ["tried", "added", "pages", "failed", "seconds"]
    assert (code, tried["added"], tried["pages"], tried["failed"]) == (0, 1, 1, [])
    assert opis("status")[1]["failed"] == []
    assert opis("retry", shown["id"])[0] == 3
    code, tried, _ = opis("retry", "--workers", 1)
    assert (code, tried["tried"], tried["added"], tried["failed"]) == (0, 0, 0, [])


def test_a_protected_file_is_opened_with_its_password(opis: Opis) -> None:
    if not PROTECTED.exists():
        pytest.skip("the hostile PDFs are not beside the repository")
    assert opis("add", PROTECTED, "--workers", 1)[0] == 1
    assert opis("retry", "--password", "guessed", "--workers", 1)[0] == 1
    code, tried, _ = opis("retry", "--password", "secret", "--workers", 1)
    assert (code, tried["added"], tried["pages"]) == (0, 1, 2)


def test_reading_again_names_documents_and_pages(opis: Opis, tmp_path: Path) -> None:
    (tmp_path / "приказ.txt").write_text("первый\fвторой\f")
    opis("add", tmp_path / "приказ.txt", "--workers", 1)
    code, read, _ = opis("reread", "d", "--page", 2, "--workers", 1)
    assert (code, read["tried"], read["pages"]) == (0, 1, 1)
    assert opis("reread", "d", "--workers", 1)[1]["pages"] == 2
    assert opis("reread", "d", "--page", 3)[0] == 3
    assert opis("reread", "no-such")[0] == 3
    assert opis("reread")[0] == 2


def test_a_blank_sheet_takes_the_place_of_a_page(opis: Opis, tmp_path: Path) -> None:
    (tmp_path / "приказ.txt").write_text("первый\fвторой\f")
    (tmp_path / "приказ.yaml").write_text("leaves: 5, 5 об.")
    Image.new("L", (200, 280), 255).save(tmp_path / "5об.png", dpi=(100, 100))
    Image.new("L", (20, 28)).save(tmp_path / "2.tif", save_all=True,
                                  append_images=[Image.new("L", (20, 28))])  # fmt: skip
    opis("add", tmp_path / "приказ.txt", "--workers", 1)
    code, done, _ = opis("replace", "d", 2, tmp_path / "5об.png")
    assert code == 0
    assert list(done) == [
        "document", "page", "leaves", "original", "before", "source", "confidence",
    ]  # fmt: skip
    assert (done["page"], done["leaves"], done["source"]) == (2, ["5 об."], "ocr")
    assert opis("replace", "d", 2, tmp_path / "5об.png")[1]["before"] == ""
    code, _, said = opis("replace", "d", 2, tmp_path / "2.tif")
    assert code == 2
    assert "--scan-page" in said
    for wrong, code in [(("d", 3, "x.png"), 3), (("d", 0, "x.png"), 2), (("d", 2, "x.png"), 1)]:
        assert opis("replace", *wrong)[0] == code
    (seen,) = opis("show", "d", "--page", 2)[1]["pages"]
    assert (seen["text"], seen["leaves"]) == ("", ["5 об."])


def test_status_tells_what_is_wrong_with_scans(
    opis: Opis, collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "приказ.txt").write_text("первый\fвторой\f")
    (tmp_path / "приказ.yaml").write_text("leaves: [5, 8]\naccess: reading-room")
    opis("add", tmp_path / "приказ.txt", "--workers", 1)
    with collection.catalogue() as database:
        (document,) = documents.listed(database, Role.ARCHIVIST)
        page = pages.of(database, document.id)[0]
        seen = Condition(turned=180)
        scans.enter(database, PageSource(page.original, page.original_page), seen)
    for arguments in (("status",), ("status", "d")):
        turned, missing = opis(*arguments)[1]["scan_control"]
        assert list(turned) == ["document", "page", "fault", "reason", "remedy"]
        assert (turned["page"], turned["fault"]) == (1, "turned")
        assert f"opis replace {document.id} 1 " in turned["remedy"]
        assert (missing["page"], missing["fault"]) == (2, "missing")
        assert "6–7" in missing["reason"]
    assert opis("status", "--as", "public")[1]["scan_control"] == []
    assert opis("status", "d", "--as", "public")[1]["pages"] == 0
    run(["status", "--collection", str(collection.path)])
    assert f"opis status {document.id}  (2)" in capsys.readouterr().out
    run(["status", "d", "--collection", str(collection.path)])
    assert turned["reason"] in capsys.readouterr().out
