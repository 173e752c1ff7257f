from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from shelves import Shelf

from corpus import documents, jobs, pages, queue
from corpus.access import Level, Role
from corpus.collection import create_collection
from corpus.description import Description, read_description
from corpus.documents import Document
from corpus.errors import InputFailed, NotFound
from corpus.messages import Message
from corpus.reading import Reading, Source
from corpus.reference import parse_leaf

TOMORROW = (date.today() + timedelta(days=1)).isoformat()
YESTERDAY = (date.today() - timedelta(days=1)).isoformat()


def stored(shelf: Shelf, document: str) -> Document:
    with shelf.collection.catalogue() as database:
        return documents.find(database, document, Role.ARCHIVIST)


@pytest.mark.parametrize(
    ("keys", "level", "stands_in_a_file"),
    [
        ({"title": "Книга", "author": "Иванов", "date": "1931~"}, "document", False),
        ({"reference": "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–5 об."}, "document", True),
        ({"reference": "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155."}, "file", True),
        ({"reference": "ОР РГБ. Ф. 573. Картон 41. Ед. хр. 55. Л. 18."}, "document", True),
        ({"reference": "ЦГАИПД. Ф. 1728."}, "document", False),
        ({"leaves": "3–4", "title": "Без шифра"}, "document", False),
        ({"date": "1931/1935", "date_meaning": "one-of", "access": "hidden", "opens": "2099"},
         "document", False),
        ({"language": "ru kk", "copy": "copy", "basis": "акт", "note": "черновик"},
         "document", False),
    ],
)  # fmt: skip
def test_the_catalogue_gives_back_the_description(
    shelf: Shelf, keys: dict[str, str], level: str, stands_in_a_file: bool
) -> None:
    (document,) = shelf.put((keys, ["труд"]), indexed=False)
    found = stored(shelf, document)
    assert found.description == read_description(keys)
    assert (found.level, found.file is not None) == (level, stands_in_a_file)
    assert found.pages == 1


def test_two_documents_of_one_file_stand_in_it_together(shelf: Shelf) -> None:
    same = shelf.put(
        ({"reference": "ГА РФ. Ф. 1. Оп. 2. Д. 3. Л. 1"}, ["а"]),
        ({"reference": "ГА РФ. Ф. 1. Оп. 2. Д. 3. Л. 2"}, ["б"]),
        ({"reference": "ЦГА РК. Ф. 1. Оп. 2. Д. 3. Л. 2"}, ["в"]),
        indexed=False,
    )
    files = [stored(shelf, document).file for document in same]
    assert files[0] == files[1] != files[2]
    with shelf.collection.catalogue() as database:
        tables = ("fonds", "opis", "files")
        counts = [database.number(f"SELECT count(*) FROM {t}") for t in tables]  # noqa: S608 - ours
    assert counts == [2, 2, 2]


def test_a_leaf_is_of_the_document_or_else_of_another_of_its_file(shelf: Shelf) -> None:
    file = "ГА РФ. Ф. 1. Оп. 2. Д. 3"
    first, second, closed, _elsewhere = shelf.put(
        ({"reference": f"{file}. Л. 14, 14 об., 15"}, ["а", "б", "в"]),
        ({"reference": f"{file}. Л. 15–16"}, ["г", "д"]),
        ({"reference": f"{file}. Л. 17", "access": "reading-room"}, ["е"]),
        ({"reference": "ГА РФ. Ф. 1. Оп. 2. Д. 4. Л. 18"}, ["ж"]),
        indexed=False,
    )

    def page(document: str, leaf: str, role: Role = Role.PUBLIC) -> tuple[str, int] | None:
        with shelf.collection.catalogue() as database:
            asked = documents.find(database, document, role)
            found = pages.at_leaf(database, asked, parse_leaf(leaf), role)
        return None if found is None else (found.document, found.number)

    assert page(first, "14 об.") == (first, 2)
    assert page(first, "15") == (first, 3)
    assert page(second, "15") == (second, 1)
    assert page(first, "16") == (second, 2)
    assert page(first, "16 об.") is None
    assert page(first, "17") is None
    assert page(first, "17", Role.READER) == (closed, 1)
    assert page(first, "18") is None


def test_a_document_is_named_by_a_beginning_of_its_id(shelf: Shelf) -> None:
    one, two = shelf.put("а", "б", indexed=False)
    shared = next(n for n in range(1, 14) if one[:n] != two[:n])
    assert stored(shelf, one[:shared]).id == one
    assert stored(shelf, one.upper()).id == one
    for ambiguous in (one[: shared - 1], ""):
        with pytest.raises(NotFound, match="Several documents") as refused:
            stored(shelf, ambiguous)
        assert one in str(refused.value.remedy)


@pytest.mark.parametrize("name", ["d999", "*", "d*", "?", "[a-z]*", "' OR 1=1 --", "x" * 5000])
def test_a_name_that_no_document_has(shelf: Shelf, name: str) -> None:
    shelf.put("а", indexed=False)
    with pytest.raises(NotFound):
        stored(shelf, name + "zzz")


# access


@pytest.mark.parametrize(
    ("keys", "role", "known", "readable"),
    [
        ({}, Role.PUBLIC, True, True),
        ({"access": "reading-room"}, Role.PUBLIC, True, False),
        ({"access": "reading-room"}, Role.READER, True, True),
        ({"access": "description"}, Role.READER, True, False),
        ({"access": "hidden"}, Role.READER, False, False),
        ({"access": "hidden"}, Role.ARCHIVIST, True, True),
        ({"access": "hidden", "opens": YESTERDAY}, Role.PUBLIC, True, True),
        ({"access": "hidden", "opens": TOMORROW}, Role.PUBLIC, False, False),
    ],
)
def test_who_finds_a_document_and_its_pages(
    shelf: Shelf, keys: dict[str, str], role: Role, known: bool, readable: bool
) -> None:
    (document,) = shelf.put((keys, ["труд"]), indexed=False)
    with shelf.collection.catalogue() as database:
        assert [d.id for d in documents.listed(database, role)] == [document] * known
        assert pages.counts(database, role).pages == int(readable)
        whole = documents.find(database, document, Role.ARCHIVIST)
        if known:
            assert documents.find(database, document[:5], role).id == document
        else:
            with pytest.raises(NotFound):
                documents.find(database, document, role)
        if readable:
            assert pages.find(database, whole, 1, role).number == 1
        else:
            with pytest.raises(NotFound):
                pages.find(database, whole, 1, role)


def test_an_ambiguous_name_gives_away_no_hidden_document(shelf: Shelf) -> None:
    shown, hidden = shelf.put(({}, ["а"]), ({"access": "hidden"}, ["б"]), indexed=False)
    with shelf.collection.catalogue() as database:
        assert documents.find(database, "d", Role.PUBLIC).id == shown
        with pytest.raises(NotFound) as refused:
            documents.find(database, hidden, Role.PUBLIC)
    assert hidden not in str(refused.value.remedy)


def test_there_is_no_such_page(shelf: Shelf) -> None:
    (document,) = shelf.put("а", indexed=False)
    with shelf.collection.catalogue() as database:
        whole = documents.find(database, document, Role.PUBLIC)
        for number in (0, 2, -1):
            with pytest.raises(NotFound, match=f"no page {number}"):
                pages.find(database, whole, number, Role.PUBLIC)


# readings


def test_the_newest_layer_is_shown_and_the_older_kept(shelf: Shelf) -> None:
    (document,) = shelf.put("первое чтение", indexed=False)
    with shelf.collection.catalogue() as database:
        (page,) = pages.of(database, document)
        pages.store_reading(database, page.id, Reading("второе", source=Source.CORRECTED), 10, 20)
        (again,) = pages.of(database, document)
        assert page.reading is not None
        assert again.reading is not None
        assert pages.reading(database, again.reading).text == "второе"
        assert pages.reading(database, page.reading).text == "первое чтение"
    assert (again.source, again.width, again.height) == (Source.CORRECTED, 10, 20)
    assert again.changed > page.changed


def test_a_page_that_no_model_reads_is_unread_with_a_reason(shelf: Shelf) -> None:
    (document,) = shelf.put("а", indexed=False)
    with shelf.collection.catalogue() as database:
        (page,) = pages.of(database, document)
        pages.store_reading(
            database, page.id, Reading("", source=Source.UNREAD, reason="handwriting")
        )
        (page,) = pages.of(database, document)
        assert (page.state, str(page.reason)) == ("unread", "handwriting")
        assert pages.counts(database, Role.PUBLIC).unread == 1


def test_a_failed_page_waits_again_when_asked(shelf: Shelf) -> None:
    (document,) = shelf.put(({}, ["а", "б"]), indexed=False)
    with shelf.collection.catalogue() as database:
        first, _ = pages.of(database, document)
        error = InputFailed("«{path}» is broken.", remedy="Scan it again.", path="{a}.pdf")
        database.change("UPDATE pages SET state = 'waiting' WHERE id = ?", (first.id,))
        queue.record_failure(database, first, error)
        (failed,) = pages.failed(database)
        assert (str(failed.reason), str(failed.remedy)) == (
            "«{a}.pdf» is broken.",
            "Scan it again.",
        )
        assert pages.counts(database, Role.PUBLIC) == pages.Counts(1, 2, 0, 1)
        queue.wait_again(database, document)
        assert queue.waiting(database) == 1
        assert pages.counts(database, Role.PUBLIC) == pages.Counts(1, 2, 1, 1)


def test_every_change_has_a_later_serial(shelf: Shelf) -> None:
    shelf.put(({}, ["а", "б"]), indexed=False)
    with shelf.collection.catalogue() as database:
        newest = max(page.changed for page in pages.changed_since(database, 0))
        assert pages.changed_since(database, newest) == []
        (document,) = shelf.put("в", indexed=False)
        assert [p.document for p in pages.changed_since(database, newest)] == [document]


def test_the_languages_of_a_document_most_pages_first(shelf: Shelf) -> None:
    (document,) = shelf.put(
        ({}, ["қазақ еңбегі қорғау", "труд заключенных", "қазақ еңбегі және"]), indexed=False
    )
    with shelf.collection.catalogue() as database:
        assert pages.languages(database)[document] == ("kk", "ru")


def test_more_documents_than_sqlite_takes_in_one_question(shelf: Shelf) -> None:
    (document,) = shelf.put("а", indexed=False)
    with shelf.collection.catalogue() as database:
        many = [f"d{n}" for n in range(300_000)] + [document]
        assert list(documents.by_id(database, many)) == [document]


# refusals


def test_what_was_refused_is_kept_until_it_is_taken(tmp_path: Path) -> None:
    bad = tmp_path / "пло\nхой.pdf"
    with create_collection(tmp_path / "c").catalogue() as database:
        for reason in ("first", "second"):
            jobs.refuse(database, bad, InputFailed(reason, remedy="Scan it again."))
        (refusal,) = jobs.refusals(database)
        assert refusal.path == str(bad)
        assert (refusal.reason, refusal.remedy) == (Message("second"), Message("Scan it again."))
        jobs.finish(database, bad)
        assert jobs.refusals(database) == []


def test_a_name_that_is_no_text_can_be_refused(tmp_path: Path) -> None:
    with create_collection(tmp_path / "c").catalogue() as database:
        bad = tmp_path / "\udcff.pdf"
        jobs.refuse(database, bad, InputFailed("broken"))
        assert len(jobs.refusals(database)) == 1
        jobs.finish(database, bad)
        assert jobs.refusals(database) == []


def test_a_description_of_nothing() -> None:
    assert read_description({}) == Description()
    assert Level.OPEN is Description().access
