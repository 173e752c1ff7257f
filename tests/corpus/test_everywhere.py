"""A misreading that comes again and again: seen first, corrected as one act, taken back as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelves import Shelf

from corpus import acts as acting
from corpus import everywhere, history, pages, undoing
from corpus.access import Role
from corpus.acts import Act, Back
from corpus.correcting import confirm, correct
from corpus.errors import BadUse
from corpus.everywhere import Place, Written
from corpus.history import Deed
from index import Request, search
from index.checking import check_index
from index.embedded.writer import update
from index.verbatim import pages_saying

FIRST = "Приказ о лагсре\nи о лагсре в Кара-\nганде, труд."
SECOND = "  Лагсре нет, лагсре-то есть,\nлаг-\nсре и лагсрем"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(({"title": "Приказ"}, [FIRST, "степь"]), SECOND, "лагерь")
    return shelf


def found(shelf: Shelf, old: str) -> list[Place]:
    on = pages_saying(shelf.collection, old, Role.ARCHIVIST)
    with shelf.collection.catalogue() as database:
        return [*everywhere.places(database, on, old)]


def written(shelf: Shelf, chosen: list[Place], new: str) -> Written:
    with shelf.collection.catalogue() as database:
        done = everywhere.write(database, chosen, new)
    update(shelf.collection)
    return done


def taken_back(shelf: Shelf, act: int) -> Back:
    with shelf.collection.catalogue() as database:
        done = acting.take_back(database, act)
    update(shelf.collection)
    return done


def text(shelf: Shelf, document: int, number: int = 1) -> str:
    with shelf.collection.catalogue() as database:
        page = pages.at(database, shelf.ids[document], number)
        assert page is not None
        return pages.reading(database, page.reading or 0).text


def acts(shelf: Shelf) -> list[Act]:
    with shelf.collection.catalogue() as database:
        return acting.acts(database, Deed.CORRECTED)


def occurrences(shelf: Shelf, query: str) -> int:
    return search(shelf.collection, Request(query=query)).occurrences


@pytest.mark.parametrize(
    ("old", "stands"),
    [
        ("лагсре", ["лагсре", "лагсре", "лагсре", "лаг-\nсре"]),
        ("Лагсре", ["Лагсре"]),
        ("о  лагсре", ["о лагсре", "о лагсре"]),
        ("Караганде", ["Кара-\nганде"]),
        ("агсре", []),
        ("лаг*", []),
        ("лагсре OR степь", []),
        ("«лагсре»", []),
        ("труд.", ["труд."]),
        ("…", []),
        ("", []),
    ],
)
def test_only_what_is_read_just_so_is_found(shelf: Shelf, old: str, stands: list[str]) -> None:
    assert sorted(place.stands for place in found(shelf, old)) == sorted(stands)


def test_places_do_not_overlap(shelf: Shelf) -> None:
    shelf.put("да да да да да")
    assert [(place.start, place.end) for place in found(shelf, "да да")] == [(0, 5), (6, 11)]


def test_it_is_written_in_the_places_that_are_chosen(shelf: Shelf) -> None:
    kept, *chosen = [place for place in found(shelf, "лагсре") if place.stands == "лагсре"]
    done = written(shelf, chosen, "лагере")
    assert (done.places, done.left) == (2, ())
    left = [place for place in found(shelf, "лагсре") if place.stands == "лагсре"]
    assert [(place.document, place.start) for place in left] == [(kept.document, kept.start)]
    assert occurrences(shelf, "=лагере") == 2
    assert check_index(shelf.collection) == []


def test_all_of_it_is_one_act_that_is_taken_back(shelf: Shelf) -> None:
    with history.acting("Алия"):
        done = written(shelf, found(shelf, "лагсре"), "лагере")
    assert text(shelf, 0) == FIRST.replace("лагсре", "лагере")
    assert text(shelf, 1) == "Лагсре нет, лагере-то есть,\nлагере и лагсрем"
    assert (done.places, len(done.pages)) == (4, 2)
    assert occurrences(shelf, "лагсре") == 5  # what stood there stays findable, and «Лагсре»
    assert found(shelf, "лагсре") == []
    (act,) = acts(shelf)
    assert (act.who, act.before, act.after) == ("Алия", "лагсре", "лагере")
    assert (act.events, act.undone) == (2, 0)
    back = taken_back(shelf, act.number)
    assert (len(back.events), back.left) == (2, ())
    assert (text(shelf, 0), text(shelf, 1)) == (FIRST, SECOND)
    assert acts(shelf)[0].undone == 2
    with pytest.raises(BadUse):
        taken_back(shelf, act.number)
    assert len(found(shelf, "лагсре")) == 4


def test_a_page_is_taken_back_by_itself(shelf: Shelf) -> None:
    written(shelf, found(shelf, "лагсре"), "лагере")
    with shelf.collection.catalogue() as database:
        undoing.undo(database, shelf.ids[0])
        assert acts(shelf)[0].undone == 1
    assert (text(shelf, 0), text(shelf, 1).count("лагсре ")) == (FIRST, 0)
    assert len(taken_back(shelf, acts(shelf)[0].number).events) == 1


def test_what_was_corrected_since_is_left_and_named(shelf: Shelf) -> None:
    seen = found(shelf, "лагсре")
    with shelf.collection.catalogue() as database:
        correct(database, shelf.ids[0], 1, "труд", "хлеб")
    done = written(shelf, seen, "лагере")
    assert done.left == ((shelf.ids[0], 1),)
    assert done.pages == ((shelf.ids[1], 1),)
    assert "лагсре" in text(shelf, 0)
    with shelf.collection.catalogue() as database:
        correct(database, shelf.ids[1], 1, "нет", "есть")
    back = taken_back(shelf, acts(shelf)[0].number)
    assert back.events == ()
    assert [(e.changes[0].subject, e.changes[0].page) for e in back.left] == [(shelf.ids[1], 1)]
    assert "лагере" in text(shelf, 1)


def test_a_page_that_was_called_right_says_so_and_stays_checked(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        page = pages.at(database, shelf.ids[0], 1)
        assert page is not None
        confirm(database, shelf.ids[0], 1, page.reading or 0)
    update(shelf.collection)
    seen = found(shelf, "лагсре")
    assert {place.document for place in seen if place.checked} == {shelf.ids[0]}
    written(shelf, seen, "лагере")
    assert all(place.checked for place in found(shelf, "лагере") if place.document == shelf.ids[0])


def test_nothing_chosen_is_nothing_written(shelf: Shelf) -> None:
    for chosen, new in (([], "лагере"), (found(shelf, "лагсре")[:1], "лагсре")):
        with pytest.raises(BadUse):
            written(shelf, chosen, new)
    assert acts(shelf) == []


def test_a_document_that_is_gone_is_left(shelf: Shelf) -> None:
    from corpus import bin as bins

    seen = found(shelf, "лагсре")
    with shelf.collection.catalogue() as database:
        bins.remove(database, shelf.ids[0])
    done = written(shelf, seen, "лагере")
    assert done.left == ((shelf.ids[0], 1),)
