"""Terms of law: none holds by itself; a confirmed one runs from the latest day of each file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from shelves import Shelf

from corpus import choices, closures, describing, documents, history, rules, targets, undoing
from corpus.access import Level, Role
from corpus.errors import OpisError
from corpus.kinds import LANGUAGES
from corpus.rules import Rule
from ui.events import told
from ui.i18n import translator

FONDS = "ГА РФ. Ф. 393"
FILE = f"{FONDS}. Оп. 2. Д. 15"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"reference": f"{FILE}. Л. 3–4", "date": "17.09.1960"}, ["лагерь"]),
        ({"reference": f"{FILE}. Л. 7", "date": "1965?"}, ["лагерь"]),
        ({"reference": f"{FONDS}. Оп. 2. Д. 16. Л. 1"}, ["лагерь"]),  # without a date
        ({"reference": f"{FONDS}. Оп. 2. Д. 17. Л. 1", "date": "1931"}, ["лагерь"]),
    )
    return shelf


def held(shelf: Shelf) -> list[tuple[str, str]]:
    """The level and the day on which each document opens."""
    with shelf.collection.catalogue() as database:
        found = documents.by_id(database, shelf.ids)
    said = [found[own] for own in shelf.ids]
    return [(one.access.value, str(one.description.opens or "")) for one in said]


def say(shelf: Shelf, what: str, rule: Rule) -> None:
    with shelf.collection.catalogue() as database:
        (target,) = targets.targets_named(database, what)
        rules.restrict(database, target, rules.term(database, target, rule))


def test_the_table_says_where_each_term_is_from() -> None:
    assert {one.country for one in closures.known().values()} == {"RU", "KZ", "KG"}
    for one in closures.known().values():
        assert one.law
        assert one.source
        assert one.seen <= dt.date.today()
        assert len(one.about) == 4
        assert one.level is not Level.OPEN


def test_each_country_is_called_by_its_name() -> None:
    for one in closures.known().values():
        for language in LANGUAGES:
            assert f"({one.country})" not in one.called(language)


def test_none_holds_until_it_is_confirmed(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        assert closures.confirmed(database) == []
        with pytest.raises(OpisError, match="No rule «ru-personal» is confirmed"):
            closures.named(database, "ru-personal")
        closures.confirm(database, "ru-personal")
        closures.confirm(database, "ru-personal")
        assert closures.named(database, "ru-personal").years == 75
        (event, *older) = history.events(database, choices.SUBJECT)
        assert (event.deed.value, older) == ("chosen", [])
        assert "75, Федеральный закон" in told(event, translator("ru"))[0]
        with pytest.raises(OpisError):
            undoing.undo(database, choices.SUBJECT)
        closures.confirm(database, "ru-personal", holds=False)
        assert closures.confirmed(database) == []
        with pytest.raises(OpisError, match="No term is known"):
            closures.confirm(database, "kg-personal")
    assert held(shelf) == [("open", "")] * 4, "confirmed is not said of anything"


def test_a_term_said_of_a_fonds_ends_for_each_file_by_its_latest_day(shelf: Shelf) -> None:
    say(shelf, FONDS, closures.known()["ru-personal"].rule)
    assert held(shelf) == [
        ("description", "2035-09-18"),
        ("description", "2041-01-01"),
        ("description", ""),  # nobody knows when: it has no end
        ("open", "2007-01-01"),
    ]
    with shelf.collection.catalogue() as database:
        describing.describe(database, shelf.ids[2], {"date": "1970"})
        one = documents.find(database, shelf.ids[2], Role.ARCHIVIST)
        assert str(one.description.opens) == "2046-01-01", "a date that is said later counts"
        assert one.description.basis.startswith("Федеральный закон")
        undoing.undo(database, shelf.ids[2])
    assert held(shelf)[2] == ("description", "")


def test_a_document_of_a_dated_file_opens_with_the_file(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database, database.transaction():
        file = targets.targets_named(database, FILE)[0].row
        database.change(
            "UPDATE files SET latest = '1975-12-31', date = '1975' WHERE id = ?", (file,)
        )
    say(shelf, FILE, Rule(Level.READING_ROOM, years=50))
    assert held(shelf)[:2] == [("open", "2026-01-01")] * 2
    say(shelf, shelf.ids[0], Rule(Level.HIDDEN, years=75))
    assert held(shelf)[0] == ("hidden", "2035-09-18"), "said of it alone: from its own day"


def test_a_term_needs_a_day_where_one_thing_is_meant(shelf: Shelf) -> None:
    with pytest.raises(OpisError, match="no date"):
        say(shelf, shelf.ids[2], Rule(Level.HIDDEN, years=75))
    say(shelf, f"{shelf.ids[1]}:1", Rule(Level.HIDDEN, years=100))
    with shelf.collection.catalogue() as database:
        (page,) = targets.targets_named(database, f"{shelf.ids[1]}:1")
        assert rules.holding(database, page).opens == dt.date(2066, 1, 1)
