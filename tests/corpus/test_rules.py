"""Who may see what: said of the whole and of its parts, earlier and later."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from shelves import Shelf

from corpus import documents, history, pages, rules, targets
from corpus.access import Level, Role
from corpus.errors import Conflict, NotFound, OpisError
from corpus.reference import Leaf
from corpus.rules import Rule, opening_day
from index import Request, matching, search
from index.checking import check_index
from index.embedded.writer import update

FONDS, OPIS, FILE = "ГА РФ. Ф. 393", "ГА РФ. Ф. 393. Оп. 2", "ГА РФ. Ф. 393. Оп. 2. Д. 15"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "Первый", "reference": f"{FILE}. Л. 3–4", "date": "1931"}, ["лагерь", "степь"]),
        ({"title": "Второй", "reference": f"{FILE}. Л. 7", "date": "1935?"}, ["лагерь"]),
        ({"title": "Третий", "reference": f"{OPIS}. Д. 16. Л. 1"}, ["лагерь"]),
        ({"title": "Чужой", "reference": "ЦГА РК. Ф. 393. Оп. 2. Д. 15. Л. 1"}, ["лагерь"]),
    )
    return shelf


def restrict(shelf: Shelf, what: str, level: str, until: str = "") -> None:
    with shelf.collection.catalogue() as database:
        for target in targets.targets_named(database, what):
            rules.restrict(database, target, rules.read_rule(database, target, level, until=until))


def levels(shelf: Shelf) -> list[str]:
    """The levels of the documents, in short."""
    with shelf.collection.catalogue() as database:
        found = documents.by_id(database, shelf.ids)
    return [found[own].access.value[:4] for own in shelf.ids]


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ([(FONDS, "hidden")], ["hidd", "hidd", "hidd", "open"]),
        ([(OPIS, "reading-room")], ["read", "read", "read", "open"]),
        ([(FILE, "description")], ["desc", "desc", "open", "open"]),
        ([("0", "hidden")], ["hidd", "open", "open", "open"]),
        # of the part later: it stands
        ([(FONDS, "hidden"), (FILE, "open")], ["open", "open", "hidd", "open"]),
        ([(FONDS, "hidden"), ("1", "reading-room")], ["hidd", "read", "hidd", "open"]),
        # of the whole later: the strictest
        ([(FILE, "open"), (FONDS, "hidden")], ["hidd", "hidd", "hidd", "open"]),
        ([("0", "reading-room"), (FONDS, "hidden")], ["hidd", "hidd", "hidd", "open"]),
        ([("0", "hidden"), (FONDS, "reading-room")], ["hidd", "read", "read", "open"]),
        # said again of the part
        ([("0", "open"), (FONDS, "hidden"), ("0", "open")], ["open", "hidd", "hidd", "open"]),
        # taken back
        ([(FONDS, "hidden"), (FILE, "open"), (FILE, "as-above")], ["hidd", "hidd", "hidd", "open"]),
        ([("0", "hidden"), ("0", "как выше")], ["open"] * 4),
        ([(FONDS, "hidden"), (FONDS, "открыто")], ["open"] * 4),
    ],
)
def test_what_is_said_of_the_whole_holds_below(
    shelf: Shelf, said: list[tuple[str, str]], then: list[str]
) -> None:
    for what, level in said:
        restrict(shelf, shelf.ids[int(what)] if what.isdecimal() else what, level)
    assert levels(shelf) == then


def test_a_document_that_comes_later_is_closed_by_what_is_above(shelf: Shelf) -> None:
    restrict(shelf, FONDS, "hidden")
    shelf.put(({"reference": f"{FILE}. Л. 9"}, ["лагерь"]))
    assert levels(shelf)[-1] == "hidd"


def test_of_two_terms_the_later_end_holds(shelf: Shelf) -> None:
    restrict(shelf, shelf.ids[0], "description", "2090")
    restrict(shelf, FONDS, "reading-room", "2099-05-01")
    with shelf.collection.catalogue() as database:
        d = documents.find(database, shelf.ids[0], Role.ARCHIVIST).description
    assert (d.access, d.opens) == (Level.DESCRIPTION, dt.date(2099, 5, 1))
    restrict(shelf, FONDS, "reading-room")
    with shelf.collection.catalogue() as database:
        assert documents.find(database, shelf.ids[0], Role.ARCHIVIST).description.opens is None


def test_a_term_that_has_ended_closes_nothing(shelf: Shelf) -> None:
    restrict(shelf, FONDS, "hidden", "1999")
    assert levels(shelf) == ["open"] * 4
    restrict(shelf, shelf.ids[0], "reading-room", "2090")
    restrict(shelf, FONDS, "hidden", "1998")
    with shelf.collection.catalogue() as database:
        d = documents.find(database, shelf.ids[0], Role.ARCHIVIST).description
    assert (d.access, d.opens) == (Level.READING_ROOM, dt.date(2091, 1, 1))


@pytest.mark.parametrize(
    ("until", "opens"),
    [("2031-05-01", "2031-05-01"), ("2031", "2032-01-01"), ("2031-05", "2031-06-01"),
     ("2031~", "2032-01-01"), ("1 мая 2031 г.", "2031-05-01")],
)  # fmt: skip
def test_until_the_latest_possible_day_is_over(until: str, opens: str) -> None:
    assert opening_day(until).isoformat() == opens


@pytest.mark.parametrize("until", ["завтра", "2031/..", ""])
def test_an_end_that_is_none_is_refused(until: str) -> None:
    with pytest.raises(OpisError):
        opening_day(until)


def test_a_term_of_years_runs_from_the_latest_possible_day(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        (own,) = targets.targets_named(database, shelf.ids[1])
        rule = rules.read_rule(database, own, "reading-room", years=75)
        assert rule is not None
        assert rule.opens == dt.date(2011, 1, 1)
        (undated,) = targets.targets_named(database, shelf.ids[2])
        with pytest.raises(OpisError, match="no date"):
            rules.read_rule(database, undated, "reading-room", years=75)


@pytest.mark.parametrize("what", ["Ф. 393", "d", "Ф. 999", "0:9", "0:x", "", "*", "Ф. 393. Оп. 7"])
def test_what_names_nothing_or_several_is_refused(shelf: Shelf, what: str) -> None:
    name = what.replace("0:", f"{shelf.ids[0]}:")
    with shelf.collection.catalogue() as database, pytest.raises(NotFound):
        targets.targets_named(database, name)


def test_a_leaf_is_named_by_its_page_or_by_its_number(shelf: Shelf) -> None:
    own = shelf.ids[0]
    with shelf.collection.catalogue() as database:
        by_page = targets.targets_named(database, f"{own[:8]}:2")
        assert by_page == targets.targets_named(database, f"{FILE}. Л. 4")
    assert (by_page[0].subject, by_page[0].page) == (own, 2)


def test_who_has_not_seen_another_rule_is_told(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        (own,) = targets.targets_named(database, shelf.ids[0])
        seen = history.revision(database, own.subject)
        rules.restrict(database, own, Rule(Level.HIDDEN), against=seen)
        with pytest.raises(Conflict, match="hidden"):
            rules.restrict(database, own, Rule(Level.READING_ROOM), against=seen)
    assert levels(shelf)[0] == "hidd"


# what a closed leaf must not tell: page 2 of the first document says «степь»


@pytest.fixture
def closed(shelf: Shelf) -> Shelf:
    restrict(shelf, f"{shelf.ids[0]}:2", "reading-room")
    update(shelf.collection)
    return shelf


LEAKS = ["степь", "=степь", "степ*", "похоже:степь", "степью"]


@pytest.mark.parametrize("query", LEAKS)
def test_nothing_of_a_closed_leaf_is_found(closed: Shelf, query: str) -> None:
    answers = {
        role: search(closed.collection, Request(query=query, role=role, thesaurus=True))
        for role in Role
    }
    public = answers[Role.PUBLIC]
    assert (public.documents, public.pages, public.occurrences, public.hits) == (0, 0, 0, ())
    assert not any("степ" in text for text in (*public.suggestions, *public.fewer))
    assert all(not values for values in public.facets.values())
    assert [answers[role].documents for role in (Role.READER, Role.ARCHIVIST)] == [1, 1]


@pytest.mark.parametrize("query", ['"лагерь степь"', '"лагерь степь"/0', "[лагерь степь]"])
def test_no_phrase_goes_over_to_a_closed_leaf(closed: Shelf, query: str) -> None:
    """It would tell how the leaf begins; who may read it does not find it either."""
    assert matching(closed.collection, Request(query=query)) == frozenset()
    restrict(closed, f"{closed.ids[0]}:2", "as-above")
    update(closed.collection)
    assert matching(closed.collection, Request(query=query)) == {closed.ids[0]}


def test_the_rest_of_its_document_is_found(closed: Shelf) -> None:
    public = search(closed.collection, Request(query="лагерь"))
    assert (public.documents, public.pages, public.searched_pages) == (4, 4, 4)
    assert search(closed.collection, Request(query="лагерь", role=Role.READER)).searched_pages == 5
    assert check_index(closed.collection) == []


def test_a_closed_leaf_is_told_of_and_not_shown(closed: Shelf) -> None:
    own = closed.ids[0]
    with closed.collection.catalogue() as database:
        document = documents.find(database, own, Role.PUBLIC)
        first, second = pages.of(database, own)
        assert (first.state, first.reading is None) == ("read", False)
        assert (second.state, second.reading, second.source) == ("closed", None, "unread")
        with pytest.raises(NotFound):
            pages.find(database, document, 2, Role.PUBLIC)
        assert pages.find(database, document, 2, Role.READER).reading
        assert pages.at_leaf(database, document, Leaf(4), Role.PUBLIC) is None
        assert pages.at_leaf(database, document, Leaf(4), Role.READER) is not None
        assert pages.counts(database, Role.PUBLIC).pages == 4
        assert pages.counts(database, Role.READER).pages == 5
        assert pages.counts(database, Role.PUBLIC).documents == 4


def test_what_may_be_read_is_counted_without_going_through_it(closed: Shelf) -> None:
    with closed.collection.catalogue() as database:
        for gone in ("", "bin"):
            database.change("UPDATE documents SET gone = ? WHERE id = ?", (gone, closed.ids[1]))
            for level in ("", *Level):
                restrict(closed, closed.ids[2], level or "open")
                for role in Role:
                    counted = pages.counts(database, role).pages
                    assert pages.number_open(database, role) == counted


def test_a_leaf_is_never_opened_in_a_closed_document(shelf: Shelf) -> None:
    restrict(shelf, shelf.ids[0], "hidden")
    restrict(shelf, f"{shelf.ids[0]}:2", "open")
    update(shelf.collection)
    assert matching(shelf.collection, Request(query="степь", role=Role.READER)) == frozenset()


def test_what_is_closed_is_gone_from_the_search_and_comes_back(shelf: Shelf) -> None:
    def found(role: Role) -> int:
        update(shelf.collection)
        return search(shelf.collection, Request(query="лагерь", role=role)).documents

    restrict(shelf, FONDS, "hidden")
    assert [found(role) for role in Role] == [1, 1, 4]
    assert check_index(shelf.collection) == []
    restrict(shelf, FONDS, "as-above")
    assert found(Role.PUBLIC) == 4
