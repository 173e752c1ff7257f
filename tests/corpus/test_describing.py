"""Describing documents that are there: key by key, checked, taken back, side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelves import Shelf

from corpus import documents, history, pages
from corpus.access import Level, Role
from corpus.describing import describe
from corpus.documents import Document
from corpus.errors import BadDescription, Conflict, NotFound, OpisError
from corpus.history import Deed
from index import Request, matching
from index.checking import check_index
from index.embedded.writer import update

REFERENCE = "ГА РФ. Ф. 393. Оп. 2. Д. 15. Л. 3–4"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(({"title": "Приказ", "reference": REFERENCE}, ["лагерь", "степь"]), "письмо")
    return shelf


def said(shelf: Shelf, against: int | None = None, which: int = 0, **given: str) -> Document:
    keys = {key.replace("_", " "): value for key, value in given.items()}
    with shelf.collection.catalogue() as database:
        return describe(database, shelf.ids[which], keys, against=against)


@pytest.mark.parametrize(
    ("key", "value", "field", "stands"),
    [
        ("title", " Указ \n о хлебе ", "title", "Указ о хлебе"),
        ("заголовок", "Указ", "title", "Указ"),
        ("вид", "приказ", "kind", "order"),
        ("автор", "Начальник", "author", "Начальник"),
        ("кому", "Мария", "addressee", "Мария"),
        ("экземпляр", "копия", "copy", "copy"),
        ("язык", "казахский, русский", "languages", ("kk", "ru")),
        ("примечание", "порвано", "note", "порвано"),
        ("extent", "28 с.", "extent", "28 с."),
        ("доступ", "читальный зал", "access", Level.READING_ROOM),
    ],
)
def test_a_key_is_said_and_taken_back(
    shelf: Shelf, key: str, value: str, field: str, stands: object
) -> None:
    assert getattr(said(shelf, **{key: value}).description, field) == stands
    empty = getattr(documents.Description(), field)
    assert getattr(said(shelf, **{key: ""}).description, field) == empty


@pytest.mark.parametrize(
    ("written", "edtf"), [("1931~", "1931~"), ("не позднее 1940 г.", "../1940"), ("б. д.", "")]
)
def test_dates_are_understood(shelf: Shelf, written: str, edtf: str) -> None:
    assert str(said(shelf, дата=written).description.date or "") == edtf
    assert said(shelf, дата="").description.date is None


def test_the_reference_moves_a_document_to_another_file(shelf: Shelf) -> None:
    moved = said(shelf, дело="16", листы="7–8")
    assert str(moved.description.reference) == "ГА РФ. Ф. 393. Оп. 2. Д. 16. Л. 7–8."
    with shelf.collection.catalogue() as database:
        shown = [str(page.leaves[0]) for page in pages.of(database, moved.id)]
    assert shown == ["7", "8"]
    assert said(shelf, листы="").level == "file"


@pytest.mark.parametrize(
    "wrong", [{"цвет": "красный"}, {"дата": "вчера"}, {"листы": "x"}, {"доступ": "всем"}]
)
def test_what_is_wrong_changes_nothing(shelf: Shelf, wrong: dict[str, str]) -> None:
    with pytest.raises(OpisError):
        said(shelf, title="Указ", **wrong)
    with shelf.collection.catalogue() as database:
        assert documents.find(database, shelf.ids[0], Role.ARCHIVIST).description.title == "Приказ"
        assert len(history.events(database, shelf.ids[0])) == 1


def test_an_event_says_what_was_described(shelf: Shelf) -> None:
    said(shelf, title="Указ", note="порвано")
    said(shelf, title="Указ")
    with shelf.collection.catalogue() as database:
        newest, _ = history.events(database, shelf.ids[0])
    assert newest.deed is Deed.DESCRIBED
    assert [(c.field, c.before, c.after) for c in newest.changes] == [
        ("title", "Приказ", "Указ"), ("note", "", "порвано"),
    ]  # fmt: skip


def test_two_archivists_lose_nothing(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        seen = history.revision(database, shelf.ids[0])
    said(shelf, against=seen, title="Указ")
    with pytest.raises(Conflict, match="Указ"):
        said(shelf, against=seen, title="Декрет", note="порвано")
    both = said(shelf, against=seen, note="порвано").description
    assert (both.title, both.note) == ("Указ", "порвано")


def test_the_search_sees_it(shelf: Shelf) -> None:
    said(shelf, title="Указ о хлебе", автор="Иванов", дата="1931", дело="77")
    update(shelf.collection)
    for query in ("заглавие:хлеб", "автор:Иванов", "год:1931", "дело:77"):
        assert matching(shelf.collection, Request(query=query)) == {shelf.ids[0]}
    assert matching(shelf.collection, Request(query="заглавие:приказ")) == frozenset()
    assert check_index(shelf.collection) == []


def test_who_names_nothing_is_told(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database, pytest.raises(NotFound):
        describe(database, "dzzzz", {"title": "x"})
    with pytest.raises(BadDescription):
        said(shelf, **{"": "x"})
