"""Every change is an event, in the transaction of the change; an older catalogue is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from shelves import Shelf

from corpus import history
from corpus.backup import back_up
from corpus.catalogue import Database
from corpus.catalogue.database import kept_older
from corpus.errors import Conflict, NotFound
from corpus.history import Change, Deed, Recorder
from corpus.restoring import restore


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(({"title": "Приказ"}, ["труд"]), ({"title": "Письмо"}, ["хлеб"]), indexed=False)
    return shelf


def titled(database: Database, document: str, title: str, against: int | None = None) -> None:
    with database.transaction():
        recorder = Recorder(database, Deed.REPLACED, against=against)
        recorder.put(document, "documents", document, {"title": title})


def test_what_was_added_is_an_event(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        (event,) = history.events(database, shelf.ids[0])
        assert len(history.events(database)) == 2
    assert (event.deed, event.undone, event.who) == (Deed.ADDED, False, history.who())
    assert event.changes[0].after == shelf.ids[0]


def test_a_change_says_who_when_what_from_and_to(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        with history.acting("Алия"):
            titled(database, shelf.ids[0], "Указ")
        newest, _ = history.events(database, shelf.ids[0])
        other = history.events(database, shelf.ids[1])
    assert (newest.who, newest.deed) == ("Алия", Deed.REPLACED)
    assert newest.at > "2026"
    (change,) = newest.changes
    assert (change.field, change.before, change.after) == ("title", "Приказ", "Указ")
    assert len(other) == 1


def test_what_stays_as_it_was_is_no_event(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        titled(database, shelf.ids[0], "Приказ")
        assert len(history.events(database, shelf.ids[0])) == 1


def test_change_and_event_stand_or_fall_together(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        with pytest.raises(KeyboardInterrupt), database.transaction():
            recorder = Recorder(database, Deed.REPLACED)
            recorder.put(shelf.ids[0], "documents", shelf.ids[0], {"title": "Указ"})
            raise KeyboardInterrupt
        assert len(history.events(database, shelf.ids[0])) == 1
        assert database.rows("SELECT title FROM documents")[0]["title"] == "Приказ"


def test_who_has_not_seen_another_change_does_not_write_over_it(shelf: Shelf) -> None:
    own = shelf.ids[0]
    with shelf.collection.catalogue() as database:
        seen = history.revision(database, own)
        with history.acting("Алия"):
            titled(database, own, "Указ", seen)
        with pytest.raises(Conflict) as refused:
            titled(database, own, "Декрет", seen)
        said = str(refused.value)
        assert all(word in said for word in ("Алия", "Указ", "Декрет"))
        titled(database, own, "Декрет", history.revision(database, own))
        assert database.row("SELECT title FROM documents WHERE id = ?", (own,))["title"] == "Декрет"


def test_what_others_changed_beside_is_no_conflict(shelf: Shelf) -> None:
    own = shelf.ids[0]
    with shelf.collection.catalogue() as database:
        seen = history.revision(database, own)
        titled(database, own, "Указ", seen)
        with database.transaction():
            recorder = Recorder(database, Deed.REPLACED, against=seen)
            recorder.put(own, "documents", own, {"note": "проверено"})
        assert len(history.events(database, own)) == 3


def test_a_subject_is_named_by_the_beginning_of_its_id(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        assert history.subject_named(database, shelf.ids[0][:8]) == shelf.ids[0]
        for name in ("d", "dzzzz", "", "*"):
            with pytest.raises(NotFound):
                history.subject_named(database, name)


def older(path: Path, until: int) -> None:
    """Make a catalogue as an earlier Opis would have, with one document."""
    folder = files("corpus.catalogue").joinpath("migrations")
    scripts = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql"))
    with closing(sqlite3.connect(path)) as made:
        for name in scripts:
            if int(name[:4]) <= until:
                made.executescript(folder.joinpath(name).read_text(encoding="utf-8"))
        made.execute(
            """INSERT INTO documents (id, level, source_name, title, added)
               VALUES ('d1', 'document', 'a.txt', 'Приказ', '2025-01-02T03:04:05Z')"""
        )
        made.execute(f"PRAGMA user_version = {until}")
        made.commit()


def test_every_script_has_a_number_of_its_own() -> None:
    folder = files("corpus.catalogue").joinpath("migrations")
    numbers = [f.name[:4] for f in folder.iterdir() if f.name.endswith(".sql")]
    assert len({*numbers}) == len(numbers)


def test_an_upgrade_keeps_the_older_catalogue_and_knows_when_things_came(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    older(path, 8)
    with closing(Database.open(path)) as database:
        (event,) = history.events(database, "d1")
    assert (event.deed, event.at, event.who) == (Deed.ADDED, "2025-01-02T03:04:05Z", "")
    kept = kept_older(path, 8)
    with closing(sqlite3.connect(kept)) as before:
        assert before.execute("PRAGMA user_version").fetchone() == (8,)
        assert before.execute("SELECT title FROM documents").fetchone() == ("Приказ",)
    stamp = kept.stat().st_mtime_ns
    Database.open(path).close()
    assert kept.stat().st_mtime_ns == stamp
    assert [p for p in tmp_path.iterdir() if p.name.startswith(".new")] == []


def test_an_upgrade_that_cannot_keep_the_older_catalogue_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalogue.sqlite"
    older(path, 8)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Database, "copy_to", full)
    with pytest.raises(Exception, match="disk is full"):
        Database.open(path)
    with closing(sqlite3.connect(path)) as still:
        assert still.execute("PRAGMA user_version").fetchone() == (8,)


def test_a_backup_holds_the_history(shelf: Shelf, tmp_path: Path) -> None:
    with shelf.collection.catalogue() as database:
        titled(database, shelf.ids[0], "Указ")
        before = history.events(database)
    back_up(shelf.collection, tmp_path / "backup")
    with restore(tmp_path / "backup", tmp_path / "new").collection.catalogue() as database:
        assert history.events(database) == before


def test_a_change_made_otherwise_is_written_down(shelf: Shelf) -> None:
    own = shelf.ids[0]
    with shelf.collection.catalogue() as database, database.transaction():
        history.record(database, Deed.REPLACED, Change(own, 2, "readings", 7, "layer", 7, 9))
        (newest, _) = history.events(database, own)
    assert (newest.changes[0].page, newest.changes[0].before) == (2, 7)
