"""Uploads: what may come, where it waits, and that nothing is lost until it is an original."""

from __future__ import annotations

from pathlib import Path

import pytest

import ingest
from corpus import documents, failures, history, jobs
from corpus.access import Role
from corpus.collection import Collection, create_collection
from corpus.errors import InputFailed, NotFound
from ingest import uploads


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


def arrive(collection: Collection, batch: str, name: str, body: str = "лист") -> Path:
    """A file that was uploaded and confirmed."""
    content = body.encode()
    path = uploads.target(collection, batch, name, len(content))
    with uploads.receiving(path) as file:
        file.write(content)
        return uploads.settle(file, path)


def order(collection: Collection, batch: str) -> None:
    with collection.catalogue() as database:
        uploads.order(collection, database, batch)


def names(collection: Collection) -> list[str]:
    with collection.catalogue() as database:
        return sorted(d.source_name for d in documents.listed(database, Role.ARCHIVIST))


def left(collection: Collection) -> list[str]:
    return sorted(p.name for p in collection.uploads.rglob("*") if p.is_file())


@pytest.mark.parametrize(
    "name",
    [
        "../../opis.toml.txt",
        "a/../b.pdf",
        "/.hidden.pdf",
        ".new-x.pdf",
        "a/.b/c.pdf",
        "~$дело.pdf",
        "дело\n.pdf",
        "дело\u202e.pdf",
        "дело\ud800.pdf",
        "a\\b.pdf",
        "д" * 120 + ".pdf",
        "a/b/c/d/e/f/g/h/i.pdf",
        "",
        "/",
        "программа.exe",
        "без окончания",
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_written(
    collection: Collection, name: str
) -> None:
    with pytest.raises(InputFailed):
        uploads.target(collection, uploads.new_name(), name, 1)
    assert left(collection) == []


@pytest.mark.parametrize("batch", ["..", "new", "", "a" * 15, "a" * 15 + "1", "../originals/aaaaa"])
def test_a_batch_is_no_other_folder(collection: Collection, batch: str) -> None:
    with pytest.raises(InputFailed):
        uploads.target(collection, batch, "a.pdf", 1)
    with pytest.raises(NotFound):
        order(collection, batch)
    with pytest.raises(NotFound):
        uploads.discard(collection, batch)


def test_a_file_that_is_too_big_is_refused_before_it_comes(collection: Collection) -> None:
    with pytest.raises(InputFailed):
        uploads.target(collection, uploads.new_name(), "том.pdf", uploads.MOST + 1)


def test_what_is_ordered_is_added_with_its_description_and_then_cleared(
    collection: Collection,
) -> None:
    batch = uploads.new_name()
    arrive(collection, batch, "сканы/приказ.txt")
    arrive(collection, batch, "сканы/приказ.yaml", "title: Приказ № 3")
    assert ingest.add(collection, (), workers=1).added == 0  # nobody has ordered it
    [seen] = uploads.waiting(collection)
    assert [p.name for p in seen.files] == ["приказ.txt", "приказ.yaml"]
    order(collection, batch)
    assert uploads.waiting(collection) == []
    assert ingest.add(collection, (), workers=1).added == 1
    with collection.catalogue() as database:
        [document] = documents.listed(database, Role.ARCHIVIST)
        assert document.description.title == "Приказ № 3"
        assert jobs.waiting(database) == 0
    assert not [*collection.uploads.glob("[!n]*")]


def test_what_is_added_is_the_doing_of_who_ordered_it(collection: Collection) -> None:
    batch = uploads.new_name()
    arrive(collection, batch, "сканы/приказ.txt")
    with history.acting("Алия"):
        order(collection, batch)
    ingest.add(collection, (), workers=1)
    with collection.catalogue() as database:
        [event] = history.events(database)
    assert (event.who, event.deed) == ("Алия", history.Deed.ADDED)


def test_an_order_that_was_cut_off_before_it_was_written_down_is_found(
    collection: Collection,
) -> None:
    batch = uploads.new_name()
    arrive(collection, batch, "сканы/приказ.txt")
    (collection.uploads / "new" / batch).rename(collection.uploads / batch)
    assert ingest.add(collection, (), workers=1).added == 1
    assert left(collection) == []


def test_what_is_refused_stays_until_it_is_tried_again_or_not_wanted(
    collection: Collection,
) -> None:
    batch = uploads.new_name()
    arrive(collection, batch, "сканы/приказ.txt")
    arrive(collection, batch, "сканы/пустой.pdf", "не PDF")
    order(collection, batch)
    assert ingest.add(collection, (), workers=1).added == 1
    assert left(collection) == ["приказ.txt", "пустой.pdf"]
    with collection.catalogue() as database:
        [failed] = failures.failed(database, Role.ARCHIVIST)
        assert uploads.shown(collection, failed.path) == "сканы/пустой.pdf"
        jobs.drop(database, failed.path)
        uploads.clear(collection, database)
    assert left(collection) == []
    assert names(collection) == ["приказ.txt"]


def test_what_is_known_is_not_added_twice_and_does_not_lie_about(collection: Collection) -> None:
    for _ in range(2):
        batch = uploads.new_name()
        arrive(collection, batch, "сканы/приказ.txt")
        order(collection, batch)
        ingest.add(collection, (), workers=1)
    assert names(collection) == ["приказ.txt"]
    assert left(collection) == []


def test_an_upload_stays_where_its_original_is_damaged(collection: Collection) -> None:
    batch = uploads.new_name()
    arrive(collection, batch, "сканы/приказ.txt")
    order(collection, batch)
    ingest.add(collection, (), workers=1)
    [original] = [p for p in collection.originals.rglob("*") if p.is_file()]
    original.chmod(0o600)
    original.write_text("другое")
    again = uploads.new_name()
    arrive(collection, again, "сканы/приказ.txt")
    order(collection, again)
    ingest.add(collection, (), workers=1)
    assert left(collection) == ["приказ.txt"]


def test_two_files_of_one_name_both_stay_and_the_same_file_comes_once(
    collection: Collection,
) -> None:
    batch = uploads.new_name()
    assert arrive(collection, batch, "сканы/дело.txt", "один").name == "дело.txt"
    assert arrive(collection, batch, "сканы/дело.txt", "два").name == "дело (2).txt"
    assert arrive(collection, batch, "сканы/дело.txt", "два").name == "дело (2).txt"
    [seen] = uploads.waiting(collection)
    assert [p.read_text() for p in seen.files] == ["два", "один"]


def test_an_upload_that_breaks_off_leaves_nothing(collection: Collection) -> None:
    path = uploads.target(collection, uploads.new_name(), "сканы/дело.txt", 5)
    with pytest.raises(KeyboardInterrupt), uploads.receiving(path) as file:
        file.write("полов".encode())
        raise KeyboardInterrupt
    assert left(collection) == []
    assert uploads.waiting(collection) == []


def test_what_arrives_after_the_order_is_not_confirmed(collection: Collection) -> None:
    batch = uploads.new_name()
    arrive(collection, batch, "сканы/приказ.txt")
    path = uploads.target(collection, batch, "сканы/второй.txt", 5)
    with uploads.receiving(path) as file:
        file.write("второй".encode())
        order(collection, batch)
        with pytest.raises(FileNotFoundError):
            uploads.settle(file, path)
