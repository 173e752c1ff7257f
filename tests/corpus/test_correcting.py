"""Correcting words on a page, finding both readings, reading again, taking back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shelves import Shelf

from corpus import documents, history, pages, undoing
from corpus.access import Role
from corpus.correcting import confirm, correct, correct_line
from corpus.corrections import rewritten, with_earlier
from corpus.errors import BadUse, Conflict, NotFound
from corpus.history import Deed
from corpus.pages import Page
from corpus.reading import Reading, Source, line_spans
from index import Request, matching, search
from index.answer import Kind
from index.checking import check_index
from index.embedded.writer import update

TEXT = "Приказ о лагсре\nи о лагсре в Кара-\nганде, труд."


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(({"title": "Приказ"}, [TEXT, "степь"]))
    return shelf


def corrected(shelf: Shelf, old: str, new: str, word: int | None = None, number: int = 1) -> Page:
    with shelf.collection.catalogue() as database:
        page = correct(database, shelf.ids[0], number, old, new, word=word)
    update(shelf.collection)
    return page


def text(shelf: Shelf, number: int = 1) -> str:
    with shelf.collection.catalogue() as database:
        page = pages.at(database, shelf.ids[0], number)
        assert page is not None
        return pages.reading(database, page.reading or 0).text


def read_again(shelf: Shelf, read: str) -> None:
    """Put what a machine reads of the first page below its corrections."""
    with shelf.collection.catalogue() as database, database.transaction():
        page = pages.at(database, shelf.ids[0], 1)
        assert page is not None
        layer = Reading(read, source=Source.OCR, engine="synthetic")
        pages.put_below_corrections(database, page.id, layer, 0, 0)


def kinds(shelf: Shelf, query: str) -> list[str]:
    answer = search(shelf.collection, Request(query=query))
    return [box.kind.value for hit in answer.hits for box in hit.boxes]


@pytest.mark.parametrize(
    ("old", "new", "word", "result"),
    [
        ("Приказ", "Указ", None, TEXT.replace("Приказ", "Указ")),
        ("лагсре", "лагере", 3, TEXT.replace("лагсре", "лагере", 1)),
        ("о лагсре", "о лагере", 5, TEXT[:16] + TEXT[16:].replace("лагсре", "лагере")),
        ("Приказ о", "Приказ", None, TEXT.replace("Приказ о", "Приказ")),
        ("труд", "[нрзб.]", None, TEXT.replace("труд", "[нрзб.]")),
        ("труд", "«труд»", None, TEXT.replace("труд", "«труд»")),
        ("лагсре и", "лагере и", None, TEXT.replace("лагсре", "лагере", 1)),
        ("Кара- ганде", "Караганде", None, "Приказ о лагсре\nи о лагсре в Караганде, труд."),
        ("Караганде", "Караганде", None, "Приказ о лагсре\nи о лагсре в Караганде, труд."),
        ("Кара-ганде", "Караганде", None, "Приказ о лагсре\nи о лагсре в Караганде, труд."),
        ("Приказ", "", None, TEXT.removeprefix("Приказ ")),
    ],
)
def test_words_are_written_anew(
    shelf: Shelf, old: str, new: str, word: int | None, result: str
) -> None:
    page = corrected(shelf, old, new, word)
    assert text(shelf) == result
    assert page.source is Source.CORRECTED
    with shelf.collection.catalogue() as database:
        reading = pages.reading(database, page.reading or 0)
    assert [(line.start, line.end) for line in reading.lines] == line_spans(reading.text)


@pytest.mark.parametrize(
    ("old", "word", "number", "error"),
    [
        ("лагсре", None, 1, BadUse),
        ("лагсре", 4, 1, BadUse),
        ("лагс", None, 1, BadUse),
        ("агсре", None, 1, BadUse),
        ("лагсреи", 3, 1, BadUse),
        ("нет", None, 1, BadUse),
        ("", None, 1, BadUse),
        (" ", None, 1, BadUse),
        (".*", None, 1, BadUse),
        ("труд", None, 9, NotFound),
    ],
)
def test_what_does_not_stand_there_once_is_refused(
    shelf: Shelf, old: str, word: int | None, number: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        corrected(shelf, old, "x", word, number)
    assert text(shelf) == TEXT


def test_where_words_stand_several_times_their_numbers_are_told(shelf: Shelf) -> None:
    with pytest.raises(BadUse) as refused:
        corrected(shelf, "лагсре", "лагере")
    assert "3, 6" in str(refused.value.remedy)


def test_both_readings_are_found(shelf: Shelf) -> None:
    corrected(shelf, "лагсре", "лагере", 3)
    assert kinds(shelf, "лагере") == ["exact"]
    assert kinds(shelf, "лагерь") == ["lemma"]
    assert sorted(kinds(shelf, "лагсре")) == ["earlier", "exact"]
    corrected(shelf, "лагсре", "лагере")
    assert kinds(shelf, "лагсре") == ["earlier", "earlier"]
    assert kinds(shelf, "=лагсре") == []
    assert matching(shelf.collection, Request(query='"о лагсре"')) == frozenset()
    assert check_index(shelf.collection) == []


def test_an_earlier_reading_counts_as_an_alternative_does(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("один лагере два", "один лагсре два")
    with shelf.collection.catalogue() as database:
        correct(database, shelf.ids[1], 1, "лагсре", "лагере")
    shelf.put("лагсре")
    answer = search(shelf.collection, Request(query="лагсре"))
    assert [hit.document for hit in answer.hits] == [shelf.ids[2], shelf.ids[1]]
    exact, earlier = (hit.score for hit in answer.hits)
    assert earlier < 0.5 * exact
    assert answer.hits[1].boxes[0].reasons[0].kind is Kind.EARLIER


def test_the_history_says_what_stood_there(shelf: Shelf) -> None:
    with history.acting("Алия"):
        corrected(shelf, "труд", "хлеб")
    with shelf.collection.catalogue() as database:
        newest = history.events(database, shelf.ids[0])[0]
    assert (newest.who, newest.deed) == ("Алия", Deed.CORRECTED)
    change = newest.changes[0]
    assert (change.page, change.before, change.after) == (1, "труд", "хлеб")


def test_a_correction_outlives_another_reading(shelf: Shelf) -> None:
    corrected(shelf, "труд", "хлеб")
    read_again(shelf, TEXT.replace("Приказ", "Указ"))
    assert text(shelf) == TEXT.replace("Приказ", "Указ").replace("труд", "хлеб")
    with shelf.collection.catalogue() as database:
        newest = history.events(database, shelf.ids[0])[0]
    assert newest.deed is Deed.REREAD
    assert "conflict" not in {change.field for change in newest.changes}


def test_where_the_machine_reads_something_else_yet_that_is_told(shelf: Shelf) -> None:
    corrected(shelf, "труд", "хлеб")
    read_again(shelf, TEXT.replace("труд.", "трул."))
    assert text(shelf) == TEXT.replace("труд", "хлеб")
    with shelf.collection.catalogue() as database:
        newest = history.events(database, shelf.ids[0])[0]
    (conflict,) = [change for change in newest.changes if change.field == "conflict"]
    assert (conflict.before, conflict.after) == ("хлеб.", "трул.")


def undo(shelf: Shelf) -> Deed:
    with shelf.collection.catalogue() as database:
        return undoing.undo(database, shelf.ids[0]).deed


def test_what_was_done_is_taken_back_one_by_one(shelf: Shelf) -> None:
    corrected(shelf, "труд", "хлеб")
    corrected(shelf, "Приказ", "Указ")
    read_again(shelf, TEXT + "\n7")
    assert [undo(shelf) for _ in range(3)] == [Deed.REREAD, Deed.CORRECTED, Deed.CORRECTED]
    assert text(shelf) == TEXT
    with pytest.raises(BadUse, match="nothing"):
        undo(shelf)
    update(shelf.collection)
    assert kinds(shelf, "труд") == ["exact"]
    assert kinds(shelf, "хлеб") == []
    assert check_index(shelf.collection) == []


def test_what_was_taken_back_can_be_done_again(shelf: Shelf) -> None:
    corrected(shelf, "труд", "хлеб")
    undo(shelf)
    corrected(shelf, "труд", "нан")
    assert text(shelf) == TEXT.replace("труд", "нан")
    undo(shelf)
    assert text(shelf) == TEXT


def test_who_has_not_seen_another_correction_is_told(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        seen = history.revision(database, shelf.ids[0])
    corrected(shelf, "труд", "хлеб")
    with shelf.collection.catalogue() as database, pytest.raises(Conflict):
        correct(database, shelf.ids[0], 1, "Приказ", "Указ", against=seen)
    with shelf.collection.catalogue() as database, pytest.raises(Conflict):
        correct(database, shelf.ids[0], 1, "труд", "прут", against=seen)  # it is no longer there
    with shelf.collection.catalogue() as database:  # another page is another matter
        correct(database, shelf.ids[0], 2, "степь", "поле", against=seen)
        assert documents.find(database, shelf.ids[0], Role.ARCHIVIST).pages == 2


def test_what_stood_is_told_at_the_words_that_stand_there_now() -> None:
    below = Reading("за ключённые в лагсре ~ тут", source=Source.OCR)
    for old, new, earlier in [
        ("за ключённые", "заключённые", {"заключённые": "за ключённые"}),
        ("лагсре", "том лагере", {"том": "лагсре"}),
        ("лагсре ~", "лагере", {"лагере": "лагсре ~"}),
        ("тут", "", {"~": "тут"}),
    ]:
        start = below.text.index(old)
        own = rewritten(replace(below, words=()), start, start + len(old), new)
        own = with_earlier(below, own)
        told = {own.text[w.start : w.end]: w.earlier[0] for w in own.words if w.earlier}
        assert told == ({} if not own.words else earlier)


def test_a_line_is_written_if_it_still_says_what_the_person_saw(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        correct_line(database, shelf.ids[0], 1, 0, "Приказ о лагсре", "Приказ  о лагере")
        correct_line(database, shelf.ids[0], 1, 2, "ганде, труд.", "ганде,\nтруд.\n \n")
        for line, old in ((0, "Приказ о лагсре"), (4, "труд."), (9, ""), (-1, "")):
            with pytest.raises(Conflict):
                correct_line(database, shelf.ids[0], 1, line, old, "x")
        newest = history.events(database, shelf.ids[0])[0]
    assert text(shelf) == "Приказ о лагере\nи о лагсре в Кара-\nганде,\nтруд."
    update(shelf.collection)
    assert kinds(shelf, "лагере") == ["exact"]
    assert newest.changes[0].after == "ганде,\nтруд."


def test_writing_what_stands_there_is_no_event(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        correct_line(database, shelf.ids[0], 1, 0, "Приказ о лагсре", " Приказ о лагсре ")
        assert history.events(database, shelf.ids[0])[0].deed is Deed.ADDED


def test_an_emptied_page_is_written_anew(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        correct_line(database, shelf.ids[0], 2, 0, "степь", "")
        assert text(shelf, 2) == ""
        correct_line(database, shelf.ids[0], 2, 0, "", "степь\nи лес")
    update(shelf.collection)
    assert kinds(shelf, "лес") == ["exact"]


def test_the_worst_pages_come_first_until_somebody_says_that_they_are_right(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        assert (pages.unchecked(database, 9), pages.count_unchecked(database)) == ([], 0)
        for page, sure in zip(pages.of(database, shelf.ids[0]), (0.9, 0.4), strict=True):
            own = pages.reading(database, page.reading or 0)
            pages.store_reading(database, page.id, replace(own, confidence=sure))
        correct(database, shelf.ids[0], 2, "степь", "степи")
        worst = pages.unchecked(database, 9)
        assert [page.number for page in worst] == [2, 1]
        assert [page.number for page in pages.unchecked(database, 1, 1)] == [1]
        with pytest.raises(Conflict):
            confirm(database, shelf.ids[0], 2, (worst[0].reading or 0) - 1)
        confirm(database, shelf.ids[0], 2, worst[0].reading or 0)
        assert [page.number for page in pages.unchecked(database, 9)] == [1]
        assert pages.count_unchecked(database) == 1
        assert history.events(database, shelf.ids[0])[0].deed is Deed.CHECKED


def test_what_was_written_on_one_page_is_taken_back_whatever_was_done_elsewhere(
    shelf: Shelf,
) -> None:
    corrected(shelf, "Приказ", "Указ")
    corrected(shelf, "степь", "степи", number=2)
    with shelf.collection.catalogue() as database:
        first, second = pages.of(database, shelf.ids[0])
        undone = undoing.undo_writing(database, first.id)
        assert [change.page for change in undone.changes] == [1, 1]
        assert (text(shelf), text(shelf, 2)) == (TEXT, "степи")
        assert [page.id for page in pages.changed_since(database, second.changed)] == [first.id]
        with pytest.raises(BadUse):
            undoing.undo_writing(database, first.id)
        undoing.undo(database, shelf.ids[0])
    assert text(shelf, 2) == "степь"
