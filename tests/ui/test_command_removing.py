"""``opis remove`` and ``opis bin``: gone at once and everywhere, and back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelves import Shelf

from corpus import documents, pages
from corpus.access import Role
from corpus.backup import back_up
from corpus.errors import NotFound
from corpus.restoring import restore
from index.checking import check_index
from ui.i18n import translator
from ui.main import run
from ui.when import moment

Opis = Callable[..., tuple[int, Any, str]]
REFERENCE = "ГА РФ. Ф. 393. Оп. 2. Д. 15. Л. 3–4"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "Приказ", "reference": REFERENCE, "date": "1931"}, ["Зальцев", "степь"]),
        ({"title": "Письмо"}, ["лагерь"]),
    )
    return shelf


@pytest.fixture
def opis(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> Opis:
    """Run the command; its exit code, its answer (JSON if there is one), what it says beside."""

    def command(*arguments: object) -> tuple[int, Any, str]:
        code = run([*map(str, arguments), "--collection", str(shelf.collection.path)])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out.startswith("{") else out, err

    return command


ATTEMPTS = [
    ("list",), ("search", "степь"), ("search", "Зальцев"), ("search", "степ*"), ("search", ""),
    ("search", "заглавие:приказ"), ("search", "год:1931"), ("search", "фонд:393"), ("status",),
    ("show", "0"), ("show", "0", "--page", "2"), ("cite", "0"), ("quote", "Зальцев степь"),
    ("concordance", "степь"), ("export", "text", "0", "--to", "out"), ("status", "0"),
    ("describe", "0", "note=x"), ("correct", "0", "1", "Зальцев", "x"), ("remove", "0"),
    ("restrict", "Ф. 393. Оп. 2. Д. 15. Л. 3", "hidden"), ("reread", "0"),
]  # fmt: skip


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=" ".join)
def test_what_is_in_the_bin_is_nowhere(
    opis: Opis, shelf: Shelf, tmp_path: Path, attempt: tuple[str, ...]
) -> None:
    own = shelf.ids[0]
    assert opis("remove", own)[0] == 0
    given = [own if one == "0" else str(tmp_path / one) if one == "out" else one
             for one in attempt]  # fmt: skip
    asked = " ".join(given)
    roles = ["archivist"] if attempt[0] in {"describe", "correct", "restrict", "remove"} else Role
    for role in roles if attempt[0] != "reread" else [""]:
        _, out, err = opis(*given, *(["--as", str(role)] if role else []))
        told = f"{out}{err}"
        for word in ("Зальцев", "степь", "Приказ", "1931"):
            assert word in asked or word not in told
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").rglob("*.txt"))


def test_it_is_counted_no_more_and_comes_back_as_it_was(opis: Opis, shelf: Shelf) -> None:
    own = shelf.ids[0]
    opis("describe", own, "note=порвано")
    before = [opis(*what, "--json")[1] for what in (("list",), ("status",), ("show", own))]
    opis("remove", own[:8])
    status = opis("status", "--json")[1]
    assert (status["documents"], status["pages"]) == (1, 1)
    assert check_index(shelf.collection) == []
    with shelf.collection.catalogue() as database:
        with pytest.raises(NotFound):
            documents.find(database, own, Role.ARCHIVIST)
        assert pages.counts(database, Role.ARCHIVIST).pages == 1
    (row,) = opis("bin", "list", "--json")[1]["documents"]
    assert (row["document"], row["title"]) == (own, "Приказ")
    told = opis("bin", "list")[1]
    assert "Приказ" in told
    assert moment(row["removed"], translator()) in told
    assert opis("bin", "restore", own)[0] == 0
    after = [opis(*what, "--json")[1] for what in (("list",), ("status",), ("show", own))]
    for one in (*before, *after):
        one.pop("index", None)
    assert after == before
    assert opis("bin", "list", "--json")[1] == {"documents": []}
    assert check_index(shelf.collection) == []


def test_removing_is_taken_back(opis: Opis, shelf: Shelf) -> None:
    opis("remove", *shelf.ids)
    assert opis("list", "--json")[1] == {"documents": []}
    assert opis("undo", shelf.ids[0])[0] == 0
    assert [row["document"] for row in opis("list", "--json")[1]["documents"]] == shelf.ids[:1]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["remove", "dzzz"], 3), (["bin", "restore", "0"], 3), (["bin", "restore", "dzzz"], 3),
        (["remove", "0", "--as", "reader"], 2), (["bin", "list", "--as", "public"], 2),
        (["bin", "restore", "0", "--as", "reader"], 2),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line(
    opis: Opis, shelf: Shelf, arguments: list[str], code: int
) -> None:
    given = [shelf.ids[0] if one == "0" else one for one in arguments]
    ended, out, err = opis(*given)
    assert (ended, out) == (code, "")
    assert err.startswith("opis: ")


def test_a_backup_holds_the_bin(opis: Opis, shelf: Shelf, tmp_path: Path) -> None:
    opis("correct", shelf.ids[0], 1, "Зальцев", "Зайцев")
    opis("remove", shelf.ids[0])
    back_up(shelf.collection, tmp_path / "backup")
    new = restore(tmp_path / "backup", tmp_path / "new").collection
    capture = [opis("bin", "list", "--json")[1], opis("history", "--json")[1]]
    assert run(["index", "build", "--collection", str(new.path)]) == 0
    shelf.collection = new
    opis("history")  # what the build said
    assert [opis("bin", "list", "--json")[1], opis("history", "--json")[1]] == capture
    opis("bin", "restore", shelf.ids[0])
    assert opis("search", "Зайцев", "--json")[1]["documents"] == 1
    assert opis("search", "Зальцев", "--json")[1]["documents"] == 1
