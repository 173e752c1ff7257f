"""«Headings» as Streamlit runs it: names are found, confirmed, checked, merged and split."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelves import Shelf
from streamlit.testing.v1 import AppTest

import index
from corpus import history
from corpus.access import Role as Rank
from corpus.collection import THESAURUS
from corpus.thesaurus import Label, Role, Type, load
from corpus.thesaurus.editing import confirm
from index import Request, search
from ui.named import Names, State, decode, encode
from ui.opened import Opened, show

Visit = Callable[..., AppTest]
HOSTILE = "<b>Жаркуль</b>"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "<i>Приказ</i>"}, ["Начальник Карлага С. Н. Абаимов. Подпись: С. Н. Абаимов."]),
        ({"title": "Акт", "access": "hidden"}, ["Акт составил П. Д. Волошин в г. Акмолинске."]),
    )
    return shelf


@pytest.fixture
def visit(shelf: Shelf) -> Visit:
    """Open the page with parameters of its address."""

    def opened(**parameters: Any) -> AppTest:
        show(Opened(shelf.collection, Rank.ARCHIVIST, "ru"))
        at = AppTest.from_function(_headings, default_timeout=60)
        for name, value in parameters.items():
            at.query_params[name] = value
        return run(at)

    return opened


def _headings() -> None:
    from ui.pages import headings

    headings.page()


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def html(at: AppTest) -> str:
    return "".join(part.proto.body for part in at.get("html"))


def words(at: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html(at)))


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label == label).click()
    return run(at)


def field(at: AppTest, label: str, n: int = 0) -> Any:
    """The n-th control of a name."""
    own = [one for one in (*at.selectbox, *at.text_input, *at.multiselect) if one.label == label]
    return own[n]


def headings(shelf: Shelf, facet: str) -> dict[str, int]:
    answer = search(shelf.collection, Request(role=Rank.ARCHIVIST))
    return {value.value: value.documents for value in answer.facets[facet]}


@pytest.mark.parametrize("names", [
    None,
    Names(),
    Names("camp", "кар", State.FOUND, "camp-karlag"),
    Names("place", open="place › Ош"),
])  # fmt: skip
def test_the_address_says_it_all(names: Names | None) -> None:
    assert decode(encode(names)) == names


def test_names_stand_with_their_documents(visit: Visit) -> None:
    said = words(visit())
    assert "Абаимов С. Н. в тексте 1" in said
    assert "Волошин П. Д. в тексте 1" in said


def test_names_are_narrowed_by_their_letters(visit: Visit) -> None:
    said = words(visit(w="person", wq="вол"))
    assert "Волошин П. Д." in said
    assert "Абаимов" not in said
    assert "Таких имён и названий нет" in words(visit(w="person", wq="щщ"))


def test_a_name_shows_where_it_stands(visit: Visit) -> None:
    at = visit(w="person", wv="Абаимов С. Н.")
    assert "<mark>С. Н. Абаимов</mark>" in html(at)
    assert "<i>Приказ" not in html(at)
    assert "at=" in html(at)


def test_a_confirmed_person_is_a_heading_of_the_facet(visit: Visit, shelf: Shelf) -> None:
    at = press(visit(w="person", wv="Абаимов С. Н."), "Подтвердить")
    assert "«Абаимов С. Н.» подтверждено." in words(at)
    (concept,) = load(shelf.collection).of_type(Type.PERSON)
    assert at.query_params["wv"] in ([concept.id], concept.id)
    assert "Абаимов С. Н. рубрика 1" in words(at)
    assert headings(shelf, "person")["Абаимов С. Н."] == 1  # not before the index follows
    at = press(at, "Обновить поиск")
    assert headings(shelf, "person") == {concept.id: 1, "Волошин П. Д.": 1}
    assert index.info(shelf.collection).current
    assert "Обновить поиск" not in [button.label for button in at.button]
    found = search(shelf.collection, Request("лицо:Абаимов", role=Rank.ARCHIVIST))
    assert found.documents == 1


def test_a_name_becomes_one_of_a_known_heading(visit: Visit, shelf: Shelf) -> None:
    id = confirm(shelf.collection, "Абаимов Сергей", Type.PERSON, "ru")
    at = visit(w="person", wv="Волошин П. Д.")
    field(at, "К какой рубрике").set_value(id)
    press(at, "Подтвердить")
    names = [label.text for label in load(shelf.collection).concepts[id].labels]
    assert names == ["Абаимов Сергей", "Волошин П. Д."]


def test_a_name_is_marked_checked_with_its_source(visit: Visit, shelf: Shelf) -> None:
    at = visit(w="camp", wv="camp-karlag")
    own = load().concepts["camp-karlag"].labels
    n = next(n for n, label in enumerate(own) if label.text == "Қарлаг")
    field(at, "Какое название").set_value(n)
    run(at)
    field(at, "Другой источник").set_value("ЦГА РК. Ф. 1")
    at = press(at, "Сохранить")
    known = load(shelf.collection)
    label = known.concepts["camp-karlag"].labels[n]
    assert (label.text, known.sources[label.basis].title) == ("Қарлаг", "ЦГА РК. Ф. 1")
    assert "Қарлаг казахский другое название ЦГА РК. Ф. 1" in words(at)
    with shelf.collection.catalogue() as database:
        assert history.events(database, "camp-karlag")[0].deed is history.Deed.NAMED


def test_names_come_and_go(visit: Visit, shelf: Shelf) -> None:
    at = visit(w="camp", wv="camp-karlag")
    field(at, "Название").set_value("Долинлаг")
    at = press(at, "Сохранить")
    own = load(shelf.collection).concepts["camp-karlag"].labels
    assert own[-1] == Label("ru", Role.ALT, "Долинлаг", "archivists")
    field(at, "Какое название").set_value(len(own) - 1)
    press(run(at), "Убрать это название")
    assert load(shelf.collection).concepts["camp-karlag"].labels == own[:-1]


def test_headings_are_split_and_merged(visit: Visit, shelf: Shelf) -> None:
    at = visit(w="camp", wv="camp-karlag")
    field(at, "Названия, которые станут отдельной рубрикой").set_value([1])
    at = press(at, "Разделить")
    assert "Теперь это две рубрики." in words(at)
    new = at.query_params["wv"]
    new = new[0] if isinstance(new, list) else new
    assert [label.text for label in load(shelf.collection).concepts[new].labels] == ["Карлаг"]
    field(at, "С какой").set_value("camp-karlag")
    at = press(at, "Объединить")
    assert load(shelf.collection).concepts[new].replaced_by == "camp-karlag"
    assert "Рубрики объединены." in words(at)


def test_what_somebody_else_has_changed_is_not_written_over(visit: Visit, shelf: Shelf) -> None:
    at = visit(w="person", wv="Абаимов С. Н.")
    confirm(shelf.collection, "Жаркуль", Type.PLACE, "ru")
    written = (shelf.collection.path / THESAURUS).read_bytes()
    at = press(at, "Подтвердить")
    assert "тем временем изменил" in words(at)
    assert (shelf.collection.path / THESAURUS).read_bytes() == written
    press(at, "Подтвердить")  # now that it has been seen
    assert (shelf.collection.path / THESAURUS).read_bytes() != written


def test_who_is_no_archivist_any_more_changes_nothing(visit: Visit, shelf: Shelf) -> None:
    at = visit(w="person", wv="Абаимов С. Н.")
    show(Opened(shelf.collection, Rank.READER, "ru"))
    next(button for button in at.button if button.label == "Подтвердить").click()
    at.run()
    assert not (shelf.collection.path / THESAURUS).exists()


def test_a_name_is_shown_as_it_is_written(visit: Visit, shelf: Shelf) -> None:
    id = confirm(shelf.collection, HOSTILE, Type.PLACE, "ru")
    shown = html(visit(w="place", wv=id, ws="heading"))
    assert "&lt;b&gt;Жаркуль" in shown
    assert "<b>Ж" not in shown
