"""A folder that is written into: what is complete is taken once, what is not is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from corpus import documents
from corpus.access import Role
from corpus.collection import Collection, create_collection
from corpus.errors import BadUse
from corpus.originals import place
from ingest import Failure, add, watching
from ingest.stillness import Patience, Survey, open_for_writing
from ingest.watching import EVERY, Taken, Watch

FILE, FOLDER = 10.0, 100.0


class Desk:
    """A collection, a watched folder, and a clock that only a test moves."""

    def __init__(self, folder: Path) -> None:
        self.collection: Collection = create_collection(folder / "collection")
        self.folder = folder / "вход"
        self.folder.mkdir()
        self.now = 0.0
        self.told: list[str] = []
        self.watch = self.begin()

    def begin(self, *, move: bool = False) -> Watch:
        """Begin to watch anew, as after a restart."""
        self.watch = Watch(
            self.collection,
            self.folder,
            tell=self._hear,
            stop=lambda: False,
            move=move,
            patience=Patience(FILE, FOLDER),
            workers=1,
            clock=lambda: self.now,
        )
        return self.watch

    def _hear(self, event: Taken | Failure) -> None:
        if isinstance(event, Failure):
            self.told.append(f"{Path(event.path).name}: refused")
        else:
            said = "kept" if event.kept else "deleted" if event.deleted else "taken"
            self.told.append(f"{event.path.name}: {said}")

    def write(self, name: str, text: str = "") -> Path:
        """Write a file; a page of text that names the file, unless told otherwise."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or f"Лагерь: {name}\f", encoding="utf-8")
        return path

    def after(self, seconds: float) -> list[str]:
        """Look now and ``seconds`` later; what is told meanwhile."""
        self.told.clear()
        self.watch.look()
        self.now += seconds
        self.watch.look()
        return self.told

    @property
    def titles(self) -> list[str]:
        """The documents, by title or by the name that they came with."""
        with self.collection.catalogue() as database:
            listed = documents.listed(database, Role.ARCHIVIST)
        return sorted(d.description.title or d.source_name for d in listed)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# what is still; nothing is added here

#: files and the second at which each was written last; which are taken at second 110
STILL: list[tuple[dict[str, int], set[str]]] = [
    ({"a.pdf": 100}, {"a.pdf"}),
    ({"a.pdf": 101}, set()),
    ({"a.pdf": 0, "b.pdf": 105}, {"a.pdf"}),
    ({"a.pdf": 0, "a.yaml": 105}, set()),                    # described just now
    ({"a.pdf": 0, "b.pdf": 0, "опись.csv": 105}, set()),     # perhaps by a table
    ({"д/a.pdf": 0, "опись.xlsx": 105}, set()),              # … in the folder above
    ({"a.pdf.part": 0, "b.crdownload": 0, "c.TMP": 0}, set()),
    ({".a.pdf": 0, "~$a.txt": 0}, set()),
    ({"1.tif": 10, "2.tif": 10}, {"1.tif", "2.tif"}),
    ({"1.tif": 10, "2.tif": 11}, set()),                     # the next page may follow
    ({"1.tif": 10, "2.tif.part": 11}, set()),
    ({"1.tif": 10, "alto/1.xml": 11}, {"alto/1.xml"}),       # its OCR was written just now
    ({"1.tif": 50, "a.pdf": 50}, {"a.pdf"}),
    ({"д/opis.yaml": 10, "д/a.pdf": 11}, set()),             # a folder that is one document
    ({"д/opis.yaml": 10, "д/a.pdf": 10}, {"д/opis.yaml", "д/a.pdf"}),
    ({"x/catalogue.sqlite": 0, "x/a.pdf": 0}, set()),        # another collection
    ({".скрытая/a.pdf": 0}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("written", "taken"), STILL)
def test_what_is_still(tmp_path: Path, written: dict[str, int], taken: set[str]) -> None:
    survey = Survey(tmp_path)
    for second in sorted({0, *written.values()}):
        for name, at in written.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if second <= at:
                path.write_text("x" * (second + 1))
        survey.look(second)
    survey.look(110)
    ready = survey.still(110, Patience(FILE, FOLDER))
    assert {str(path.relative_to(tmp_path)) for path in ready} == taken


def test_a_file_that_is_open_for_writing(tmp_path: Path) -> None:
    for name in ("read", "written", "closed"):
        (tmp_path / name).write_text("")
    paths = list(tmp_path.iterdir())
    with (tmp_path / "read").open(), (tmp_path / "written").open("a"):
        assert open_for_writing(paths) == {tmp_path / "written"}
    assert open_for_writing(paths) == set()


# what is taken


def test_each_is_taken_once_and_only_when_it_is_complete(desk: Desk) -> None:
    desk.write("a.txt")
    assert desk.after(FILE - 1) == []
    desk.write("b.txt")
    assert desk.after(1) == ["a.txt: taken"]
    assert desk.after(FILE) == ["b.txt: taken"]
    assert desk.after(10 * FOLDER) == []
    assert desk.titles == ["a.txt", "b.txt"]


def test_a_restart_does_nothing_twice(desk: Desk) -> None:
    desk.write("a.txt")
    assert desk.after(FILE) == ["a.txt: taken"]
    desk.begin()
    desk.write("b.txt")
    assert desk.after(FILE) == ["b.txt: taken"]
    assert desk.titles == ["a.txt", "b.txt"]


def test_a_description_that_comes_a_little_later(desk: Desk) -> None:
    desk.write("a.txt")
    assert desk.after(FILE - 1) == []
    desk.write("a.yaml", "title: Приказ")
    assert desk.after(FILE) == ["a.txt: taken"]
    assert desk.titles == ["Приказ"]


def test_a_description_without_a_scan_waits_for_it(desk: Desk) -> None:
    desk.write("a.yaml", "title: Приказ")
    assert desk.after(FILE) == []
    desk.write("a.txt")
    assert desk.after(FILE) == ["a.txt: taken"]
    assert desk.titles == ["Приказ"]


def test_what_is_refused_is_tried_again_when_it_changes(desk: Desk) -> None:
    desk.write("a.txt")
    desk.write("a.yaml", "цвет: красный")
    assert desk.after(FILE) == ["a.txt: refused"]
    desk.write("b.txt")
    assert desk.after(FILE) == ["b.txt: taken"]
    desk.write("a.yaml", "title: Приказ")
    assert desk.after(FILE) == ["a.txt: taken"]
    assert desk.titles == ["b.txt", "Приказ"]


def test_a_file_that_is_still_being_written(desk: Desk) -> None:
    with (desk.folder / "a.txt").open("w") as file:
        file.write("Лагерь")
        file.flush()
        assert desk.after(10 * FILE) == []
    assert desk.after(0) == ["a.txt: taken"]


def images(desk: Desk, *numbers: int) -> None:
    """Scan these pages, each a shade of grey."""
    (desk.folder / "дело").mkdir(exist_ok=True)
    for number in numbers:
        sheet = Image.new("L", (60, 80), 255 - number)
        sheet.save(desk.folder / "дело" / f"{number:04}.png")


def test_a_folder_that_grows_becomes_one_document_or_none(desk: Desk) -> None:
    images(desk, 1, 2)
    assert desk.after(FOLDER - 1) == []
    images(desk, 3)
    assert desk.after(FOLDER - 1) == []
    assert desk.after(1) == ["дело: taken"]
    images(desk, 4)
    assert desk.after(FOLDER) == ["дело: refused"]
    assert desk.titles == ["дело"]
    assert add(desk.collection, [desk.folder], workers=1).added == 0


def test_until_stopped(desk: Desk) -> None:
    slept: list[float] = []
    desk.write("a.txt")

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        desk.now += seconds

    desk.watch.sleep = sleep
    desk.watch.stop = lambda: desk.now >= FILE + EVERY
    desk.watch.run()
    assert desk.told == ["a.txt: taken"]
    assert set(slept) == {EVERY}


# --move


def test_a_source_is_deleted_when_its_original_is_verified(desk: Desk) -> None:
    desk.begin(move=True)
    desk.write("a.txt")
    desk.write("a.yaml", "title: Приказ")
    assert desk.after(FILE) == ["a.txt: deleted"]
    assert [path.name for path in desk.folder.iterdir()] == ["a.yaml"]
    assert desk.after(FILE) == []
    assert desk.titles == ["Приказ"]


def test_what_was_taken_before_a_restart_is_deleted_after_it(desk: Desk) -> None:
    desk.write("a.txt")
    assert desk.after(FILE) == ["a.txt: taken"]
    desk.begin(move=True)
    assert desk.after(FILE) == ["a.txt: deleted"]
    assert not any(desk.folder.iterdir())


def test_what_is_refused_stays(desk: Desk) -> None:
    desk.begin(move=True)
    desk.write("a.txt")
    desk.write("a.yaml", "цвет: красный")
    assert desk.after(FILE) == ["a.txt: refused"]
    assert (desk.folder / "a.txt").exists()


def test_a_link_stays(desk: Desk, tmp_path: Path) -> None:
    desk.begin(move=True)
    target = tmp_path / "elsewhere.txt"
    target.write_text("Лагерь\f")
    (desk.folder / "a.txt").symlink_to(target)
    assert desk.after(FILE) == ["a.txt: kept"]
    assert (desk.folder / "a.txt").is_symlink()
    assert target.exists()


def test_a_source_stays_where_the_original_is_damaged(desk: Desk) -> None:
    source = desk.write("a.txt")
    assert desk.after(FILE) == ["a.txt: taken"]
    (original,) = (p for p in desk.collection.originals.rglob("*") if p.is_file())
    assert original == place(desk.collection.originals, original.parent.name + original.name)
    original.chmod(0o600)
    original.write_text("?")
    desk.begin(move=True)
    assert desk.after(FILE) == ["a.txt: kept"]
    assert source.exists()


def test_a_source_that_changes_while_it_is_taken_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.begin(move=True)
    source = desk.write("a.txt")
    verify = watching.digest

    def touched(path: Path) -> str:
        found = verify(path)
        os.utime(source, ns=(1, 1))
        return found

    monkeypatch.setattr(watching, "digest", touched)
    assert desk.after(FILE) == ["a.txt: kept"]
    assert source.exists()


@pytest.mark.parametrize("where", ["collection", "collection/log", "нет"])
def test_where_nothing_can_be_watched(desk: Desk, where: str) -> None:
    desk.folder = desk.folder.parent / where
    with pytest.raises(BadUse):
        desk.begin()
