"""A fonds, an opis and a file as wholes: described, taken back, and inherited below."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from shelves import Shelf

from corpus import documents, files, history, holdings, rules, targets, undoing, wholes
from corpus.access import Level, Role
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.errors import Conflict, NotFound, OpisError
from corpus.files import File
from corpus.reference import Reference
from corpus.rules import Rule
from index import Request, search, update
from index.checking import check_index

FONDS, OPIS, FILE = "ГА РФ. Ф. 393", "ГА РФ. Ф. 393. Оп. 2", "ГА РФ. Ф. 393. Оп. 2. Д. 15"
#: what each of these may be called in a test
NAMES = {"fonds": FONDS, "opis": OPIS, "file": FILE}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Documents of one opis: with an open beginning, undated, exact; and one of another fonds."""
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"reference": f"{FILE}. Л. 3", "date": "не позднее 1935 г."}, ["лагерь", "лагерь"]),
        ({"reference": f"{FILE}. Л. 7"}, ["лагерь"]),
        ({"reference": f"{FILE}. Л. 9", "date": "1933"}, ["лагерь"]),
        ({"reference": "ЦГА РК. Ф. 44. Оп. 1. Д. 1. Л. 1", "date": "1935/.."}, ["лагерь"]),
    )
    return shelf


def describe(shelf: Shelf, what: str, **given: str) -> None:
    """Describe what is called so, and bring the index up to date."""
    with shelf.collection.catalogue() as database:
        (target,) = targets.targets_named(database, NAMES.get(what, what))
        wholes.describe(database, target, given)
    update(shelf.collection)


def now(shelf: Shelf, n: int = 0) -> Document:
    with shelf.collection.catalogue() as database:
        return documents.find(database, shelf.ids[n], Role.ARCHIVIST)


def of(shelf: Shelf, year: int) -> int:
    """How many documents are found that may be of a year."""
    return search(shelf.collection, Request(first_year=year, last_year=year)).documents


def changed(shelf: Shelf, since: int) -> list[tuple[str, int]]:
    """The pages that the index is to see anew, by the number of their document."""
    with shelf.collection.catalogue() as database:
        rows = database.rows(
            "SELECT document, number FROM pages WHERE changed > ? ORDER BY document, number",
            (since,),
        )
    return sorted((str(shelf.ids.index(row["document"])), row["number"]) for row in rows)


def serial(shelf: Shelf) -> int:
    with shelf.collection.catalogue() as database:
        return database.number("SELECT value FROM serial")


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ({}, (1935, 1935)),
        ({"fonds": "1917/1954"}, (1917, 1935)),
        ({"opis": "1921/1941", "fonds": "1917/1954"}, (1921, 1935)),
        ({"file": "1931/1936", "opis": "1921/1941", "fonds": "1917/1954"}, (1931, 1935)),
        ({"file": "../1936", "opis": "1921/1941", "fonds": "1917/1954"}, (1921, 1935)),
        ({"file": "../1936", "opis": "../1941", "fonds": "1917-1954 гг."}, (1917, 1935)),
        ({"file": "1936/1937"}, (1935, 1935)),  # it begins later: one of the two is wrong
    ],
)
def test_an_open_end_is_closed_by_the_nearest_whole_that_knows_it(
    shelf: Shelf, said: dict[str, str], years: tuple[int, int]
) -> None:
    for what, date in said.items():
        describe(shelf, what, date=date)
    assert now(shelf).years == years
    assert of(shelf, years[0]) >= 1
    assert of(shelf, years[0] - 1) == 0
    assert check_index(shelf.collection) == []


def test_what_is_undated_stays_undated_and_is_told_what_it_stands_in(shelf: Shelf) -> None:
    assert now(shelf, 1).inherited is None
    describe(shelf, "fonds", date="1917/1954")
    describe(shelf, "opis", date="1921/1941")
    undated = now(shelf, 1)
    assert (undated.description.date, undated.years, undated.decades) == (None, None, ())
    assert undated.inherited is not None
    assert (undated.inherited.place, str(undated.inherited.date)) == ("opis", "1921/1941")
    assert of(shelf, 1925) == 1  # the one before 1935, and nothing without a date
    assert now(shelf, 2).inherited is None  # it says itself when it is from


def test_pages_whose_years_cannot_be_others_are_left_alone(shelf: Shelf) -> None:
    before = serial(shelf)
    describe(shelf, "fonds", title="Наркомат", note="передан в 1961 г.")
    assert changed(shelf, before) == [("0", 1), ("0", 2)]
    before = serial(shelf)
    describe(shelf, "file", date="1931/1936")
    assert {n for n, _ in changed(shelf, before)} == {"0", "1", "2"}


def test_a_whole_file_has_the_date_of_the_file_and_its_open_end_is_closed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(({"reference": FILE}, ["лагерь"]))
    describe(shelf, "file", date="до 1935 г.", title="Переписка")
    assert (now(shelf).description.title, now(shelf).level) == ("Переписка", "file")
    before = serial(shelf)
    describe(shelf, "fonds", date="1930/1954")
    assert changed(shelf, before) == [("0", 1)]
    assert now(shelf).years == (1930, 1935)
    assert of(shelf, 1931) == 1


@pytest.mark.parametrize("what", NAMES)
def test_what_is_said_is_in_the_history_and_taken_back(shelf: Shelf, what: str) -> None:
    with shelf.collection.catalogue() as database, history.acting("Асель"):
        (target,) = targets.targets_named(database, NAMES[what])
        wholes.describe(database, target, {"заголовок": "Наркомат", "крайние даты": "1930/1940"})
        wholes.describe(database, target, {"title": "НКВД", "note": "неполный"})
        said = wholes.whole(database, target)
        assert (said.title, str(said.date), said.note) == ("НКВД", "1930/1940", "неполный")
        events = history.events(database, target.subject)
        assert [(one.who, one.deed) for one in events] == [("Асель", "described")] * 2
        assert ("title", "Наркомат", "НКВД") in [
            (one.field, one.before, one.after) for one in events[0].changes
        ]
        undoing.undo(database, target.subject)
        assert wholes.whole(database, target).title == "Наркомат"
        undoing.undo(database, target.subject)
        said = wholes.whole(database, target)
        assert (said.title, said.date, said.note) == ("", None, "")
    update(shelf.collection)
    assert of(shelf, 1931) == 0
    assert check_index(shelf.collection) == []


def test_of_two_archivists_the_second_is_told(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        (target,) = targets.targets_named(database, FONDS)
        seen = history.revision(database, target.subject)
        wholes.describe(database, target, {"title": "Её"})
        wholes.describe(database, target, {"note": "его"}, against=seen)  # another value
        with pytest.raises(Conflict):
            wholes.describe(database, target, {"title": "Его"}, against=seen)
        assert wholes.whole(database, target).title == "Её"


@pytest.mark.parametrize(
    ("key", "value"),
    [("date", "позавчера"), ("date", "1940/1930"), ("author", "Кто-то"), ("access", "hidden"),
     ("archive", "ЦГА"), ("цвет", "красный")],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_and_nothing_is_changed(
    shelf: Shelf, key: str, value: str
) -> None:
    with shelf.collection.catalogue() as database:
        (target,) = targets.targets_named(database, OPIS)
        with pytest.raises(OpisError):
            wholes.describe(database, target, {"title": "Опись", key: value})
        assert wholes.whole(database, target).title == ""
        assert history.events(database, target.subject) == []


@pytest.mark.parametrize("place", ["fonds", "opis", "files"])
def test_what_is_not_there_is_said_not_to_be(shelf: Shelf, place: str) -> None:
    with shelf.collection.catalogue() as database, pytest.raises(NotFound):
        wholes.describe(database, targets.Target(place, 99, f"{place}:99"), {"title": "Нет"})


def test_a_name_in_references_is_no_title_and_takes_none_away(shelf: Shelf) -> None:
    shelf.put(({"reference": "ОР РГБ. Ф. 223 (С. Д. Полторацкий). Картон 79. Ед. хр. 1"}, ["а"]))
    named = "ОР РГБ. Ф. 223"
    with shelf.collection.catalogue() as database:
        (target,) = targets.targets_named(database, named)
        assert wholes.whole(database, target).title == "С. Д. Полторацкий"
    describe(shelf, named, title="Полторацкий С. Д., библиограф (1803–1884)")
    shelf.put(({"reference": "ОР РГБ. Ф. 223 (Полторацкий). Картон 79. Ед. хр. 2"}, ["б"]))
    with shelf.collection.catalogue() as database:
        (fonds,) = (one for one in holdings.fonds(database) if one.reference.fonds == "223")
    assert fonds.title == "Полторацкий С. Д., библиограф (1803–1884)"
    assert str(now(shelf, 4).description.reference).startswith("ОР РГБ. Ф. 223 (Полторацкий).")


def test_an_inventory_says_anew_what_an_archivist_has_said_of_a_file(shelf: Shelf) -> None:
    describe(shelf, "file", title="Моё", date="1931/1936")
    listed = [File(Reference("ГА РФ", "393", "2", "15"), title="Переписка")]
    with shelf.collection.catalogue() as database, database.transaction():
        database.change("INSERT INTO originals VALUES ('table', 'text/csv', 1, 0, '')")
        files.list_inventory(database, "table", "опись.csv", listed)
    update(shelf.collection)
    assert (now(shelf).file_title, now(shelf).years) == ("Переписка", (1935, 1935))
    assert of(shelf, 1932) == 0


@pytest.mark.parametrize("what", NAMES)
def test_a_whole_that_is_hidden_tells_its_dates_of_nothing_that_is_open(
    shelf: Shelf, what: str
) -> None:
    describe(shelf, what, date="1931/1936")
    with shelf.collection.catalogue() as database:
        (whole,) = targets.targets_named(database, NAMES[what])
        rules.restrict(database, whole, Rule(Level.HIDDEN))
        (own,) = targets.targets_named(database, shelf.ids[0])
        assert now(shelf).years == (1931, 1935)  # hidden itself
        rules.restrict(database, own, Rule(Level.OPEN))
    update(shelf.collection)
    opened = now(shelf)
    assert (opened.within, opened.inherited, opened.years) == ((), None, (1935, 1935))
    assert of(shelf, 1932) == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([(FONDS, Level.HIDDEN), (OPIS, Level.OPEN)], True),  # opened knowing that it was closed
        ([(OPIS, Level.OPEN), (FONDS, Level.HIDDEN)], False),
        ([(OPIS, Level.HIDDEN), (FONDS, Level.OPEN)], False),
        ([(FONDS, Level.HIDDEN), (OPIS, Level.OPEN), (OPIS, None)], False),
        ([(FONDS, Level.READING_ROOM)], True),
    ],
)
def test_an_opis_is_as_hidden_as_its_rule_and_that_of_its_fonds_make_it(
    shelf: Shelf, said: list[tuple[str, Level | None]], told: bool
) -> None:
    describe(shelf, "opis", date="1931/1936")
    with shelf.collection.catalogue() as database:
        for what, level in (*said, (shelf.ids[0], Level.OPEN)):
            (target,) = targets.targets_named(database, what)
            rules.restrict(database, target, Rule(level) if level else None)
    assert [whole.place for whole in now(shelf).within] == (["opis"] if told else [])


def test_a_term_of_years_runs_from_the_dates_of_the_file_alone(shelf: Shelf) -> None:
    describe(shelf, "fonds", date="1917/1954")
    with shelf.collection.catalogue() as database:
        (target,) = targets.targets_named(database, OPIS)
        rules.restrict(database, target, Rule(Level.DESCRIPTION, years=75))
    assert now(shelf, 1).description.opens is None
    describe(shelf, "file", date="1931/1990")
    assert str(now(shelf, 1).description.opens) == "2066-01-01"
    with shelf.collection.catalogue() as database:
        undoing.undo(database, targets.targets_named(database, FILE)[0].subject)
    assert now(shelf, 1).description.opens is None


def test_an_older_catalogue_keeps_the_names_of_its_fonds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.catalogue import database as module

    scripts = module._scripts()
    older = [(number, script) for number, script in scripts if number < 29]
    monkeypatch.setattr(module, "_scripts", lambda: older)
    path = tmp_path / "catalogue.sqlite"
    Database.open(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("INSERT INTO fonds (archive, number, title) VALUES ('ОР РГБ', '223', 'Архив')")
        raw.execute("INSERT INTO opis (fonds, number, title) VALUES (1, '1', 'Письма')")
    raw.close()
    monkeypatch.setattr(module, "_scripts", lambda: scripts)
    database = Database.open(path)
    named: list[Any] = [
        wholes.whole(database, targets.Target(place, 1, f"{place}:1")).title
        for place in ("fonds", "opis")
    ]
    database.close()
    assert named == ["Архив", "Письма"]
