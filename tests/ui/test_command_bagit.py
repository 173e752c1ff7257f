"""``opis export bagit``: a collection given away and made again; nothing closed is in it."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import index
from corpus import bag, choices, documents, pages, wholes
from corpus.access import Role
from corpus.catalogue import Database
from corpus.collection import Collection, open_collection
from corpus.giving import write_given
from corpus.originals import digest
from corpus.reading import unpack
from corpus.targets import targets_named
from index.answer import Request
from ui.main import run

EAD = "{urn:isbn:1-931666-22-9}"


@pytest.fixture
def collection(archive: Collection, tmp_path: Path) -> Collection:
    """A copy of the small archive with everything that its archivists may do."""
    shutil.copytree(archive.path, tmp_path / "collection")
    made = open_collection(tmp_path / "collection")
    table = tmp_path / "опись.csv"
    table.write_text(
        "Архив;Фонд;Опись;Дело;Заголовок;Крайние даты;Листов;Доступ\n"
        "ГА РФ;Р-9414;1;1155;Приказы;1941;120;\n"
        "ГА РФ;Р-9414;1;1156;Секретные сводки;1942;15;скрыто\n",
        encoding="utf-8",
    )
    opis(made, "add", str(table))
    opis(made, "describe", named(made, "Приказ о режиме"), "автор=Комиссар")
    opis(made, "correct", named(made, "Приказ о режиме"), "2", "хлеб", "хлѣбъ")
    opis(made, "restrict", "ЦГА РК. Ф. 1109", "reading-room", "--basis", "договор 12")
    say(made, "ГА РФ. Ф. Р-9414", title="Главное управление лагерей", date="1930/1960")
    say(
        made,
        "ЦГА РК. Ф. 1109",
        title="Отдел лагерей",
        date="1931/..",
        note="Со слов фондообразователя",
    )
    say(made, "КР БМА. Ф. 105. Оп. 4", title="Особая папка", date="1949/1961", note="изъято")
    opis(made, "restrict", "КР БМА. Ф. 105. Оп. 4", "hidden")
    opis(made, "restrict", named(made, "Токтом"), "open")  # a document of what is hidden
    opis(made, "divide", named(made, "Отчёт"), "2")
    (made.path / "thesaurus.yaml").write_text("# ours\n[]\n", encoding="utf-8")
    return made


def opis(collection: Collection, *arguments: str) -> int:
    code = run([*arguments, "--collection", str(collection.path)])
    assert code == 0, arguments
    return code


def say(collection: Collection, what: str, **given: str) -> None:
    """Describe a fonds or an opis."""
    with collection.catalogue() as database:
        (target,) = targets_named(database, what)
        wholes.describe(database, target, given)
    index.update(collection)


def named(collection: Collection, title: str) -> str:
    with collection.catalogue() as database:
        every = documents.listed(database, Role.ARCHIVIST)
    return next(one.id for one in every if one.description.title == title)


def given(
    collection: Collection, to: Path, *arguments: str, role: Role = Role.ARCHIVIST
) -> Collection:
    """What is made of a package that was given away."""
    opis(collection, "export", "bagit", *arguments, "--as", role, "--to", str(to))
    again = to.with_name(f"{to.name}-again")
    assert run(["restore", str(to), "--collection", str(again)]) == 0
    assert run(["check", "--collection", str(again)]) == 0
    return open_collection(again)


def rows(collection: Collection) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a catalogue holds, by table."""
    with collection.catalogue() as database:
        tables = database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return {
            name: sorted((tuple(row) for row in database.rows(f"SELECT * FROM {name}")), key=repr)  # noqa: S608 - its own names
            for (name,) in tables
        }


def originals(collection: Collection) -> dict[str, str]:
    found = (path for path in collection.originals.rglob("*") if path.is_file())
    return {path.parent.name + path.name: digest(path) for path in found}


def answer(collection: Collection, query: str, role: Role = Role.ARCHIVIST) -> list[Any]:
    found = index.search(collection, Request(query, role=role))
    return [(hit.document, hit.page, hit.title, hit.reference) for hit in found.hits]


def content(folder: Path) -> str:
    """Every byte of a package, to look for words in it."""
    return "".join(
        p.read_bytes().decode("utf-8", "replace") for p in folder.rglob("*") if p.is_file()
    )


def readings(collection: Collection) -> str:
    """All texts of a collection, in all layers, and all that its tables say."""
    with collection.catalogue() as database:
        bodies = [row["body"] for row in database.rows("SELECT body FROM readings")]
    return "\n".join(unpack(body).text for body in bodies) + repr(rows(collection))


def top(collection: Collection, identity: str, number: int) -> str:
    """The text of a page as it is read now."""
    with collection.catalogue() as database:
        document = documents.find(database, identity, Role.ARCHIVIST)
        page = pages.find(database, document, number, Role.ARCHIVIST)
        assert page.reading is not None
        return pages.reading(database, page.reading).text


def test_a_package_makes_an_equal_collection(collection: Collection, tmp_path: Path) -> None:
    again = given(collection, tmp_path / "bag")
    before, after = rows(collection), rows(again)
    local = {"jobs", "users", "sessions"}
    assert {name for name, own in before.items() if own != after[name]} <= local
    assert after["changes"]
    assert all(after[name] == [] for name in local)
    assert originals(again) == originals(collection)
    assert (again.path / "thesaurus.yaml").read_text() == "# ours\n[]\n"
    for query in ("лагерь", "хлеб", "хлѣбъ", "фонд:1109", "*"):
        for role in Role:
            assert answer(again, query, role) == answer(collection, query, role)
    identity = named(again, "Приказ о режиме")
    for one in (collection, again):  # the history goes on where it was
        opis(one, "undo", identity)
        opis(one, "undo", identity)
        assert answer(one, "автор:Комиссар") == []
        assert "хлѣбъ" not in top(one, identity, 2)


def test_it_is_a_bag_that_can_be_read_without_us(collection: Collection, tmp_path: Path) -> None:
    opis(collection, "export", "bagit", "--as", "archivist", "--to", str(tmp_path / "bag"))
    manifest = bag.read(tmp_path / "bag")
    payload = (p for p in (tmp_path / "bag" / "data").rglob("*") if p.is_file())
    assert {str(p.relative_to(tmp_path / "bag")): digest(p) for p in payload} == manifest
    state = tmp_path / "bag" / "data" / "collection"
    assert "Приказ о режиме" in (state / "descriptions.csv").read_text(encoding="utf-8")
    texts = [path.read_text(encoding="utf-8") for path in (state / "readings").rglob("*.xml")]
    assert len(texts) == len(rows(collection)["pages"])
    assert "хлѣбъ" in "".join(texts)
    titles = etree.parse(state / "finding-aids" / "ГА РФ. Ф. Р-9414.xml").iter(f"{EAD}unittitle")
    assert {"Секретные сводки", "Главное управление лагерей"} <= {title.text for title in titles}
    assert "opis restore" in (state / "readme.txt").read_text(encoding="utf-8")
    assert list(tmp_path.glob(".new-*")) == []


SECRETS = {
    Role.PUBLIC: {
        "Зальцева",
        "Описаньева",
        "Тайнова",
        "Донос",
        "договор 12",
        "Секретные",
        "Особая папка",
        "1949/1961",
        "изъято",
        "фондообразователя",
    },
    Role.READER: {
        "Описаньева",
        "Тайнова",
        "Донос",
        "Секретные",
        "Особая папка",
        "1949/1961",
        "изъято",
    },
}


@pytest.mark.parametrize("role", SECRETS)
def test_nothing_closed_is_given(collection: Collection, tmp_path: Path, role: Role) -> None:
    again = given(collection, tmp_path / "bag", role=role)
    told = content(tmp_path / "bag") + readings(again)
    assert not [word for word in SECRETS[role] if word in told]
    kept = rows(again)
    assert (kept["events"], kept["changes"], kept["inventories"], kept["jobs"]) == ([],) * 4
    # what a reader of the room may see is told as it was: «Показания», and fonds 1109
    assert ("Зальцева" in told) == (role is Role.READER)
    assert {*answer(again, "лагерь", role)} <= {*answer(collection, "лагерь", role)}
    assert "Приказ о режиме" in told
    assert "Главное управление лагерей" in told
    assert not (again.path / "thesaurus.yaml").exists()


def test_an_original_with_a_closed_page_stays_here(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opis(collection, "restrict", f"{named(collection, 'Приказ о режиме')}:2", "reading-room")
    capsys.readouterr()
    to = ["--to", str(tmp_path / "bag"), "--json"]
    opis(collection, "export", "bagit", *to)
    told = json.loads(capsys.readouterr().out)
    # fonds 1109 (two parts of a report, a letter), «Показания», «Личное дело», and this order
    assert told["closed"] == 6
    assert "Приказ о режиме" not in content(tmp_path / "bag")
    assert "Приказ о режиме" in content(_bag(collection, tmp_path / "reader", Role.READER))


def _bag(collection: Collection, to: Path, role: Role) -> Path:
    opis(collection, "export", "bagit", "--as", role, "--to", str(to))
    return to


def test_an_original_shared_with_a_closed_document_stays_here(
    collection: Collection, tmp_path: Path
) -> None:
    """A report and a letter are of one scan: whoever may not read the letter gets neither."""
    opis(collection, "restrict", "ЦГА РК. Ф. 1109", "open")
    assert "Караганду" in readings(given(collection, tmp_path / "open", role=Role.PUBLIC))
    opis(collection, "restrict", named(collection, "Письмо"), "hidden")
    again = given(collection, tmp_path / "bag", role=Role.PUBLIC)
    told = content(tmp_path / "bag") + readings(again)
    assert "Караганду" not in told
    assert "баня" not in told


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.READER])
def test_where_copies_are_marked_no_original_leaves(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str], role: Role
) -> None:
    identity = named(collection, "Приказ о режиме")
    with collection.catalogue() as database:
        choices.choose(database, choices.WATERMARK, choices.ON)
    where = ["--as", role, "--to", str(tmp_path / "bag"), "--collection", str(collection.path)]
    for what in ([], [identity], ["ГА РФ. Ф. Р-9414"], ["--query", "лагерь"]):
        capsys.readouterr()
        assert run(["export", "bagit", *what, *where]) == 3
        assert "PDF" in capsys.readouterr().err, "it says what to take instead"
        assert not (tmp_path / "bag").exists()
    with collection.catalogue() as database:  # nor what was chosen before the mark was set
        write_given(database, tmp_path / "given.sqlite", [identity], role)
    with closing(Database(tmp_path / "given.sqlite")) as made:
        assert made.number("SELECT count(*) FROM originals") == 0
    assert _bag(collection, tmp_path / "whole", Role.ARCHIVIST).exists()


@pytest.mark.parametrize("use", ["--copying", "--exporting"])
def test_what_may_not_be_copied_or_exported_is_not_given(
    collection: Collection, tmp_path: Path, use: str
) -> None:
    opis(collection, "restrict", named(collection, "Приказ о режиме"), use, "nobody")
    assert "Приказ о режиме" not in content(_bag(collection, tmp_path / "reader", Role.READER))
    assert "Приказ о режиме" in content(_bag(collection, tmp_path / "whole", Role.ARCHIVIST))


def test_a_fonds_or_a_file_is_given_by_its_reference(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fonds = rows(given(collection, tmp_path / "fonds", "ГА РФ. Ф. Р-9414"))
    assert [row[5] for row in fonds["documents"]] == ["Приказ о режиме"]
    assert len(fonds["files"]) == 2, "those without scans too"
    file = rows(given(collection, tmp_path / "file", "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1156"))
    assert (len(file["files"]), file["documents"]) == (1, [])
    where = ["--to", str(tmp_path / "no"), "--collection", str(collection.path)]
    assert run(["export", "bagit", "Ф. 777", *where]) == 3
    # of a fonds that is closed nothing more is said than of one that is not there
    opis(collection, "restrict", "ГА РФ. Ф. Р-9414", "hidden")
    errors = []
    for name in ("ГА РФ. Ф. Р-9414", "ГА РФ. Ф. Р-9415"):
        capsys.readouterr()
        assert run(["export", "bagit", name, *where]) == 3
        errors.append(capsys.readouterr().err.replace(name, "…"))
    assert errors[0] == errors[1]


def test_what_is_in_the_bin_is_not_given(collection: Collection, tmp_path: Path) -> None:
    opis(collection, "remove", named(collection, "Донос"))
    again = given(collection, tmp_path / "bag")
    told = content(tmp_path / "bag") + readings(again)
    assert "Тайнова" not in told
    assert "Донос" not in told
    opis(collection, "bin", "list")


def test_what_was_closed_meanwhile_is_not_given(collection: Collection, tmp_path: Path) -> None:
    identity = named(collection, "Приказ о режиме")
    opis(collection, "restrict", identity, "hidden")
    with collection.catalogue() as database:
        write_given(database, tmp_path / "given.sqlite", [identity], Role.READER)
    with closing(Database(tmp_path / "given.sqlite")) as made:
        assert made.number("SELECT count(*) FROM documents") == 0
        assert made.number("SELECT count(*) FROM readings") == 0


def test_users_are_never_given(collection: Collection, tmp_path: Path) -> None:
    with collection.catalogue() as database:
        database.change(
            "INSERT INTO users (name, folded, rank, password, added) VALUES (?,?,?,?,?)",
            ("Сотрудникова", "сотрудникова", "archivist", "$argon2id$secret", "2026-01-01"),
        )
    again = given(collection, tmp_path / "bag")
    told = content(tmp_path / "bag") + repr(rows(again))
    assert "Сотрудникова" not in told
    assert "$argon2id$" not in told


def test_some_documents_are_given_with_what_they_need(
    collection: Collection, tmp_path: Path
) -> None:
    again = given(collection, tmp_path / "one", named(collection, "Приказ о режиме"))
    kept, every = rows(again), rows(collection)
    assert {name: len(kept[name]) for name in ("documents", "pages", "fonds", "files")} == {
        "documents": 1, "pages": 2, "fonds": 1, "files": 1,
    }  # fmt: skip
    assert {*kept["readings"]} < {*every["readings"]}
    assert {*kept["changes"]} < {*every["changes"]}
    assert kept["changes"]
    found = given(collection, tmp_path / "found", "--query", "вид:газета")
    assert [row[5] for row in rows(found)["documents"]] == ["Стенгазета"]


def test_nothing_is_left_of_a_package_that_could_not_be_made(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = next(path for path in collection.originals.rglob("*") if path.is_file())
    lost.unlink()
    where = ["--collection", str(collection.path), "--to", str(tmp_path / "bag")]
    assert run(["export", "bagit", "--as", "archivist", *where]) == 3
    assert "opis check" in capsys.readouterr().err
    assert not (tmp_path / "bag").exists()
    assert list(tmp_path.glob(".new-*")) == []


def test_nothing_is_written_over(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "mine.txt").touch()
    where = ["--collection", str(collection.path), "--to", str(tmp_path / "bag")]
    assert run(["export", "bagit", *where]) == 2
    assert [path.name for path in (tmp_path / "bag").iterdir()] == ["mine.txt"]
