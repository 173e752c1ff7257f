"""``opis describe`` and ``opis restrict``, and that nothing closed comes out of any command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelves import Shelf

from ui.main import run

Opis = Callable[..., tuple[int, Any, str]]
REFERENCE = "ГА РФ. Ф. 393. Оп. 2. Д. 15. Л. 3–4"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "Приказ", "reference": REFERENCE}, ["лагерь", "Зальцев показал: степь"]),
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


def test_documents_are_described_together_and_dates_said_back(opis: Opis, shelf: Shelf) -> None:
    code, answer, _ = opis("describe", *shelf.ids, "дата=1931~", "вид=письмо", "--json")
    assert code == 0
    assert [row["date"] for row in answer["documents"]] == ["1931~"] * 2
    assert {row["date_means"] for row in answer["documents"]} == {
        "около 1931 (01.01.1931 – 31.12.1931)"
    }
    assert opis("search", "год:1931", "--json")[1]["documents"] == 2
    code, said, _ = opis("describe", shelf.ids[0], "дата=17.09.1931")
    assert (code, "17.09.1931" in said) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["describe", "0", "цвет=красный"], 2),
        (["describe", "0", "1", "дата=вчера"], 2),
        (["describe", "title=Указ"], 2),
        (["describe", "0"], 2),
        (["describe", "dzzzz", "title=Указ"], 3),
        (["describe", "0", "title=Указ", "--as", "reader"], 2),
        (["describe", "0", "title=Указ", "--revision", "0"], 1),
        (["restrict", "0", "всем"], 2),
        (["restrict", "0", "hidden", "--as", "public"], 2),
        (["restrict", "Ф. 7", "hidden"], 3),
        (["restrict", "0", "hidden", "--until", "вчера"], 2),
        (["restrict", "0", "hidden", "--years", "75"], 2),
    ],
)
def test_what_is_wrong_is_one_line_and_changes_nothing(
    opis: Opis, shelf: Shelf, arguments: list[str], code: int
) -> None:
    opis("describe", shelf.ids[0], "title=Декрет")
    before = opis("list", "--json", "--as", "archivist")[1]
    given = [shelf.ids[int(one)] if one in {"0", "1"} and i < 3 else one
             for i, one in enumerate(arguments)]  # fmt: skip
    ended, out, err = opis(*given)
    assert (ended, out) == (code, "")
    assert err.startswith("opis: ")
    assert opis("list", "--json", "--as", "archivist")[1] == before


def test_a_conflict_shows_both(opis: Opis, shelf: Shelf) -> None:
    opis("describe", shelf.ids[0], "title=Декрет")
    code, _, err = opis("describe", shelf.ids[0], "title=Указ", "--revision", "1")
    assert code == 1
    assert "Декрет" in err
    assert "Указ" in err


def test_a_restriction_says_what_holds_and_until_when(opis: Opis) -> None:
    code, answer, _ = opis("restrict", "Ф. 393", "reading-room", "--until", "2090",
                           "--basis", "договор", "--json")  # fmt: skip
    assert code == 0
    (row,) = answer["targets"]
    assert row["target"].startswith("fonds:")
    assert (row["access"], row["opens"], row["basis"]) == (
        "reading-room", "2091-01-01", "договор",
    )  # fmt: skip
    assert answer["documents"] == {"reading-room": 1}
    assert "01.01.2091" in opis("restrict", "Ф. 393", "reading-room", "--until", "2090")[1]


#: commands of a reader, what they could tell of a closed page
ATTEMPTS = [
    ("search", "степь"), ("search", "Зальцев"), ("search", "степ*"), ("search", "похоже:степь"),
    ("search", "лицо:Зальцев"), ("search", '"показал степь"'), ("search", "лагерь НЕ тайга"),
    ("search", "лагерь", "--sort", "date"), ("search", "зальцев", "--exact"),
    ("search", "лагерь степь", "--scope", "document"), ("search", "", "--facet", "person=Зальцев"),
    ("list",), ("list", "степь"), ("status",), ("status", "0"), ("show", "0"),
    ("show", "0", "--text"), ("show", "0", "--words"), ("show", "0", "--page", "2"),
    ("show", "0", "--page", "2", "--image", "none.jpg"), ("history",), ("history", "0"),
    ("describe", "0", "note=x"), ("quote", "лагерь. Зальцев показал: степь"),
    ("quote", "показал степь"), ("concordance", "степь"), ("concordance", "лагерь"),
    ("concordance", "лагерь", "--collocates"), ("concordance", "показать"),
    ("cite", "0", "--page", "2"), ("search", "показал", "--group", "file"),
    ("export", "text", "0", "--to", "out"), ("export", "jsonl", "0", "--to", "out"),
    ("export", "csv", "--query", "степь", "--to", "out"), ("export", "alto", "0", "--to", "out"),
    ("export", "docx", "--query", "лагерь", "--to", "out"),
 ("restrict", "0", "open"), ("search", "rjgtq"),
]  # fmt: skip
TELLING = ("степь", "степ", "альцев", "показал")


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=" ".join)
@pytest.mark.parametrize("what", ["{}:2", "{}", "Ф. 393", "ГА РФ. Ф. 393. Оп. 2. Д. 15. Л. 4"])
def test_nothing_of_a_closed_page_comes_out(
    opis: Opis, shelf: Shelf, tmp_path: Path, what: str, attempt: tuple[str, ...]
) -> None:
    own = shelf.ids[0]
    assert opis("restrict", what.format(own), "reading-room")[0] == 0
    given = [own if one == "0" else one for one in attempt]
    asked = " ".join(given)
    given = [str(tmp_path / one) if one == "out" else one for one in given]
    for form in ([], ["--json"]):
        _, out, err = opis(*given, "--as", "public", *form)
        told = (str(out) + err).casefold()
        for word in TELLING:
            if word not in asked.casefold():
                assert word not in told
    for path in (p for p in tmp_path.rglob("out*/**/*") if p.is_file()):
        assert not any(word.encode() in path.read_bytes() for word in TELLING)
    if attempt[0] == "search" and "лагерь" not in asked and attempt[1] != "rjgtq":
        code, answer, _ = opis(*given, "--as", "public", "--json")
        if code == 0 and attempt[1]:
            assert (answer["documents"], answer["hits"]) == (0, [])


def test_a_signed_in_reader_sees_the_reading_room(opis: Opis, shelf: Shelf) -> None:
    opis("restrict", f"{shelf.ids[0]}:2", "reading-room")
    assert opis("search", "степь", "--as", "reader", "--json")[1]["documents"] == 1
    shown = opis("show", shelf.ids[0], "--as", "reader", "--json")[1]["pages"]
    assert [page["number"] for page in shown] == [1, 2]
    shown = opis("show", shelf.ids[0], "--json")[1]["pages"]
    assert [page["number"] for page in shown] == [1]


def test_what_is_seen_may_be_kept_from_copying_and_exporting(
    opis: Opis, shelf: Shelf, tmp_path: Path
) -> None:
    own = shelf.ids[0]
    code, answer, _ = opis("restrict", f"{own}:2", "--copying", "nobody", "--json")
    assert (code, answer["targets"][0]["copying"]) == (0, "nobody")
    code, said, _ = opis("restrict", own, "--exporting", "читатели", "--copying", "как выше")
    assert code == 2
    code, said, _ = opis("restrict", own, "--exporting", "reading-room")
    assert (code, "выгрузка: вошедшие читатели" in said) == (0, True)
    assert opis("restrict", own)[0] == 2, "says nothing"
    assert [len(opis("show", own, "--as", who, "--json")[1]["pages"]) for who in ("public",
            "archivist")] == [1, 2]  # fmt: skip
    assert opis("show", own, "--page", "2", "--as", "reader")[0] == 3
    hits = opis("search", "степь", "--json")[1]["hits"]
    assert (hits[0]["document"], hits[0]["snippets"], hits[0]["boxes"]) == (own, [], [])
    assert "степь" in opis("search", "степь")[1], "it is seen"
    assert opis("quote", "Зальцев показал степь", "--json")[1]["matches"][0]["found"] == ""
    lines = {
        who: len(opis("concordance", "лагерь", "--as", who, "--json")[1]["lines"])
        for who in ("public", "reader")
    }
    assert lines == {"public": 1, "reader": 2}
    target = tmp_path / "pages.txt"
    code, answer, _ = opis("export", "text", own, "--as", "reader", "--to", target, "--json")
    assert (code, answer["pages"], answer["closed_pages"]) == (0, 1, 1)
    assert "Зальцев" not in target.read_text()
    assert opis("export", "text", own, "--to", tmp_path / "none.txt")[0] == 3
    page = tmp_path / "page.txt"
    assert opis("export", "text", own, "--page", "1", "--to", page)[0] == 0, "a page is a copy"
