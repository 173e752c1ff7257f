"""What would become of paths, and that a preview changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.access import Level, Role
from corpus.collection import Collection, create_collection
from corpus.documents import listed
from ingest import add
from ingest.previewing import Foreseen, Preview, preview

FOLDER = "Ф.393_Оп.2_Д.15"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Scans with names, a table, a sidecar, an inventory; some of them wrong."""
    folder = tmp_path / "scans"
    (folder / FOLDER).mkdir(parents=True)
    for name, text in {
        f"{FOLDER}/л.003об.txt": "раз",
        "приказ.txt": "два\fтри\f",
        "приказ.yaml": "title: Приказ № 5",
        "я копия.txt": "два\fтри\f",
        "том.txt": "четыре\fпять\f",
        "плохой.txt": "",
        "реестр.csv": "скан;заголовок;дата;страницы;вид\nприказ;Приказ;5 мая 1937 г.;;приказ\n"
        "том;Акт;;1;\nтом;Рапорт;;2;\nнет;Нет;;;\n",
        "опись.csv": "фонд;опись;дело;заголовок;доступ\n393;2;15;Приказы;читальный зал\n"
        "393;2;16;Письма;\n",
    }.items():
        (folder / name).write_text(text)
    return folder


def seen(collection: Collection, *paths: Path, describe: Path | None = None) -> Preview:
    return preview(collection, paths, describe=describe, workers=1)


def named(found: Preview, title: str) -> Foreseen:
    (one,) = [one for one in found.documents if one.part.description.title == title]
    return one


def files_of(collection: Collection) -> list[Path]:
    return sorted(p for p in collection.path.rglob("*") if "catalogue" not in p.name)


def test_what_would_be(collection: Collection, scans: Path) -> None:
    found = seen(collection, scans)
    leaf = named(found, "")
    d = leaf.part.description
    assert (str(d.reference), leaf.level) == ("Ф. 393. Оп. 2. Д. 15. Л. 3 об.", "document")
    assert [list(map(str, page)) for page in leaf.leaves] == [["3 об."]]
    assert leaf.part.origin == {
        "reference": ("name",), "page_leaves": ("name",), "access": ("inventory",),
    }  # fmt: skip
    assert d.access is Level.READING_ROOM
    order = named(found, "Приказ № 5")
    assert str(order.part.description.date) == "1937-05-05"
    assert order.part.origin == {
        "title": ("sidecar",), "date": ("table",), "kind": ("table",),
    }  # fmt: skip
    assert len(order.leaves) == 2
    parts = [named(found, title) for title in ("Акт", "Рапорт")]
    assert [(one.part.first, len(one.leaves)) for one in parts] == [(1, 1), (2, 1)]
    (inventory,) = found.inventories
    assert (inventory.path.name, len(inventory.files), inventory.new) == ("опись.csv", 2, 2)


def test_what_is_known_and_what_is_refused(collection: Collection, scans: Path) -> None:
    found = seen(collection, scans)
    (same,) = found.known
    assert (same.path.name, same.same_as) == ("я копия.txt", scans / "приказ.txt")
    wrong = {Path(f.path).name: str(f.reason) for f in found.failed}
    assert set(wrong) == {"плохой.txt", "реестр.csv"}
    assert "column A («скан»)" in wrong["реестр.csv"]


def test_a_preview_changes_nothing_and_adding_does_what_it_said(
    collection: Collection, scans: Path
) -> None:
    before = files_of(collection)
    found = seen(collection, scans)
    assert files_of(collection) == before
    with collection.catalogue() as database:
        for table in ("jobs", "files", "fonds", "originals", "inventories"):
            assert database.number(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - ours
    report = add(collection, [scans], workers=1)
    assert (report.added, report.known) == (len(found.documents), len(found.known))
    assert [(f.path, str(f.reason)) for f in report.failed] == [
        (f.path, str(f.reason)) for f in found.failed
    ]
    with collection.catalogue() as database:
        added = {(d.description.title, str(d.description.reference), d.access, d.pages)
                 for d in listed(database, Role.ARCHIVIST)}  # fmt: skip
    foreseen = [(one.part.description, one) for one in found.documents]
    assert added == {(d.title, str(d.reference), d.access, len(o.leaves)) for d, o in foreseen}
    again = seen(collection, scans)
    assert (again.documents, len(again.known)) == ([], 4)
    assert all(one.documents for one in again.known)
    assert again.inventories[0].new == 0


def test_what_is_said_for_all(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "Ф.393_Оп.2_Д.7.txt").write_text("лист")
    (tmp_path / "все.yaml").write_text("archive: ГА РФ")
    (one,) = seen(
        collection, tmp_path / "Ф.393_Оп.2_Д.7.txt", describe=tmp_path / "все.yaml"
    ).documents
    assert str(one.part.description.reference) == "ГА РФ. Ф. 393. Оп. 2. Д. 7."
    assert one.part.origin == {"reference": ("describe", "name")}
    assert one.level == "file"
