"""Pages that were scanned on their side are turned, pages put in order; all of it is taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shelves import Shelf

from corpus import documents, history, pages, queue, scancontrol, scans, undoing
from corpus.access import Role
from corpus.correcting import correct
from corpus.documents import PageSource
from corpus.errors import BadUse, Conflict, NotFound
from corpus.history import Deed
from corpus.pages import Again, Page
from corpus.reading import Quad, Reading, Source, Word
from corpus.scans import Condition
from corpus.turning import reorder, turn
from index import Request, matching
from index.checking import check_index
from index.embedded.writer import update

QUAD: Quad = ((0.1, 0.2), (0.4, 0.2), (0.4, 0.25), (0.1, 0.25))
LAYER = Reading(
    "Приказ о лагсре",
    (Word(0, 6, (QUAD,), 0.9), Word(7, 8), Word(9, 15, (QUAD,), 0.5)),
    source=Source.OCR,
    engine="tesseract 5",
)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    leaves = ["1", "1 об.", "2", "2 об."]
    shelf.put(({"title": "Дело", "leaves": leaves}, ["труд", "заключённых", "хлеб", "степь"]))
    with shelf.collection.catalogue() as database:
        pages.store_reading(database, at(shelf, 2).id, LAYER, 1000, 1414)
    update(shelf.collection)
    return shelf


def at(shelf: Shelf, number: int) -> Page:
    with shelf.collection.catalogue() as database:
        page = pages.at(database, shelf.ids[0], number)
        assert page is not None
        return page


def reading(shelf: Shelf, number: int = 2) -> Reading:
    with shelf.collection.catalogue() as database:
        return pages.reading(database, at(shelf, number).reading or 0)


def turn_it(shelf: Shelf, degrees: int, numbers: tuple[int, ...] = (2,)) -> None:
    with shelf.collection.catalogue() as database:
        turn(database, shelf.ids[0], numbers, degrees)
    update(shelf.collection)


def take_back(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        undoing.undo(database, shelf.ids[0])
    update(shelf.collection)


def order(shelf: Shelf, *numbers: int, against: int | None = None) -> None:
    with shelf.collection.catalogue() as database:
        reorder(database, shelf.ids[0], numbers, against=against)
    update(shelf.collection)


def shown(shelf: Shelf) -> list[tuple[str, str]]:
    """Leaf and first word of each page."""
    with shelf.collection.catalogue() as database:
        own = pages.of(database, shelf.ids[0], Role.ARCHIVIST)
        assert [page.number for page in own] == [*range(1, len(own) + 1)]
        texts = [pages.reading(database, page.reading or 0).text for page in own]
    return [(str(page.leaves[0]), text.split()[0]) for page, text in zip(own, texts, strict=True)]


def same(one: Reading, other: Reading) -> bool:
    """Whether words stand at the same places, to what the catalogue keeps of these."""
    return [[[(round(x, 4), round(y, 4)) for x, y in q] for q in w.quads] for w in one.words] == [
        [[(round(x, 4), round(y, 4)) for x, y in q] for q in w.quads] for w in other.words
    ]


def test_the_corners_of_a_word_go_round_with_the_page() -> None:
    corner = replace(LAYER, words=(Word(0, 6, (((0, 0), (0.5, 0), (0.5, 0.1), (0, 0.1)),)),))
    (right,) = corner.turned(90).words[0].quads
    assert right == ((1, 0), (1, 0.5), (0.9, 0.5), (0.9, 0))
    (left,) = corner.turned(270).words[0].quads
    assert left == ((0, 1), (0, 0.5), (0.1, 0.5), (0.1, 1))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_all_the_way_round_everything_is_where_it_was(shelf: Shelf, degrees: int) -> None:
    before = at(shelf, 2)
    for times in range(1, 5):
        turn_it(shelf, degrees)
        assert at(shelf, 2).turned == degrees * times % 360
    after = at(shelf, 2)
    assert (after.width, after.height, after.turned) == (before.width, before.height, 0)
    assert same(reading(shelf), LAYER)


def test_a_page_is_turned_with_its_words_and_that_is_taken_back(shelf: Shelf) -> None:
    turn_it(shelf, 90)
    page = at(shelf, 2)
    assert (page.turned, page.width, page.height) == (90, 1414, 1000)
    assert same(reading(shelf), LAYER.turned(90))
    assert (reading(shelf).text, page.source) == (LAYER.text, Source.OCR)
    assert [str(leaf) for leaf in page.leaves] == ["1 об."]
    assert matching(shelf.collection, Request(query="лагсре")) == {shelf.ids[0]}
    assert check_index(shelf.collection) == []
    with shelf.collection.catalogue() as database:
        assert history.events(database, shelf.ids[0])[0].deed is Deed.TURNED
    take_back(shelf)
    assert (at(shelf, 2).turned, at(shelf, 2).width) == (0, 1000)
    assert same(reading(shelf), LAYER)


def test_corrections_stay_when_a_page_is_turned_and_read_again(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        correct(database, shelf.ids[0], 2, "лагсре", "лагере")
    turn_it(shelf, 180)
    assert reading(shelf).text == "Приказ о лагере"
    assert same(reading(shelf), LAYER.turned(180))
    with shelf.collection.catalogue() as database:
        queue.ask_again(database, at(shelf, 2).id, Again.OCR)
        claimed = queue.claim(database, 0)
        assert claimed is not None
        assert claimed.turned == 180
        again = replace(LAYER, text="Приказъ о лагсре", words=()).turned(180)
        queue.record_reading(database, claimed, again, 1000, 1414)
    assert reading(shelf).text == "Приказъ о лагере"
    assert at(shelf, 2).source is Source.CORRECTED


def test_what_was_read_of_a_page_as_it_lay_before_is_dropped(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        queue.ask_again(database, at(shelf, 2).id, Again.OCR)
        claimed = queue.claim(database, 0)
        assert claimed is not None
        turn(database, shelf.ids[0], [2], 90)
        queue.record_reading(database, claimed, replace(LAYER, text="чужое", words=()), 1000, 1414)
        assert pages.reading(database, at(shelf, 2).reading or 0).text == LAYER.text
        assert queue.claim(database, 0) is not None  # it is still to be read again


def test_what_was_done_since_stands_in_the_way_of_taking_back(shelf: Shelf) -> None:
    turn_it(shelf, 90)
    turn_event = at(shelf, 2)
    with shelf.collection.catalogue() as database:
        correct(database, shelf.ids[0], 2, "лагсре", "лагере")
        undoing.undo(database, shelf.ids[0])
        undoing.undo(database, shelf.ids[0])
    assert turn_event.turned == 90
    assert at(shelf, 2).turned == 0
    assert same(reading(shelf), LAYER)


def test_a_page_that_a_person_has_turned_is_no_fault_any_more(shelf: Shelf) -> None:
    page = at(shelf, 2)
    with shelf.collection.catalogue() as database:
        with database.transaction():
            source = PageSource(page.original, page.original_page)
            scans.enter(database, source, Condition(turned=180))
        assert len(scancontrol.findings(database, Role.ARCHIVIST, shelf.ids[0])) == 1
        turn(database, shelf.ids[0], [2], 180)
        assert scancontrol.findings(database, Role.ARCHIVIST, shelf.ids[0]) == []


@pytest.mark.parametrize(
    ("numbers", "degrees", "error"),
    [((2,), 45, BadUse), ((2,), 0, BadUse), ((1,), 90, BadUse), ((9,), 90, NotFound)],
)
def test_what_cannot_be_turned_says_so(
    shelf: Shelf, numbers: tuple[int, ...], degrees: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        turn_it(shelf, degrees, (2, *numbers))
    assert at(shelf, 2).turned == 0


def test_pages_are_put_in_order_with_all_that_is_theirs(shelf: Shelf) -> None:
    before = shown(shelf)
    assert matching(shelf.collection, Request(query='"труд приказ"')) == {shelf.ids[0]}
    order(shelf, 3, 1, 4, 2)
    assert shown(shelf) == [before[n - 1] for n in (3, 1, 4, 2)]
    assert matching(shelf.collection, Request(query='"труд приказ"')) == frozenset()
    assert matching(shelf.collection, Request(query='"труд степь"')) == {shelf.ids[0]}
    assert check_index(shelf.collection) == []
    take_back(shelf)
    assert shown(shelf) == before
    assert matching(shelf.collection, Request(query='"труд приказ"')) == {shelf.ids[0]}
    assert check_index(shelf.collection) == []


@pytest.mark.parametrize("numbers", [(), (1, 2, 3), (1, 2, 3, 3), (1, 2, 3, 5), (1, 1, 2, 3, 4)])
def test_an_order_names_each_page_once(shelf: Shelf, numbers: tuple[int, ...]) -> None:
    with pytest.raises(BadUse):
        order(shelf, *numbers)


def test_two_archivists_who_move_the_same_pages(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        seen = history.revision(database, shelf.ids[0])
    order(shelf, 2, 1, 3, 4)
    with pytest.raises(Conflict):
        order(shelf, 3, 2, 1, 4, against=seen)
    first = shown(shelf)
    order(shelf, 1, 2, 4, 3, against=seen)  # others than those
    take_back(shelf)
    assert shown(shelf) == first


def test_the_order_that_it_has_is_no_event(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        before = len(history.events(database, shelf.ids[0]))
        reorder(database, shelf.ids[0], [1, 2, 3, 4])
        assert len(history.events(database, shelf.ids[0])) == before
        assert documents.find(database, shelf.ids[0], Role.ARCHIVIST).pages == 4
