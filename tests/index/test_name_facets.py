"""Names on pages as facets and fields: what is counted, whom it is told, how it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from shelves import Shelf

from corpus.access import Role
from corpus.reading import Reading
from corpus.thesaurus import load
from index import Request, check_index, info, search, searching, update
from index.names import Finder, Kind, Layer, Mention, candidate, values

HOLDINGS = {
    "приказ": (
        {"date": "1965", "author": "Ежов Н. И."},
        [
            "Приказ начальнику Карлага НКВД тов. Иванову С. Н. о заключённых. С. Н. Иванов.",
            "Отправить в г. Целиноград. Подпись: С. Н. Иванов",
        ],
    ),
    "письмо": ({"date": "1941"}, ["Получено от Сергея Николаевича Иванова из г. Акмолинска."]),
    "рапорт": ({"date": "1938"}, ["Рапорт Петровой А. И. из посёлка Долинка."]),
    "тайна": ({"access": "hidden"}, ["Допрошен Ф. И. Голощёкин в г. Акмолинске."]),
    "зал": ({"access": "reading-room"}, ["Допрошен П. П. Сидоров в г. Акмолинске."]),
}


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(*HOLDINGS.values())


def counts(shelf: Shelf, name: str, **asked: object) -> dict[str, int]:
    request = Request(**asked)  # type: ignore[arg-type]  # as the fields are
    return {v.value: v.documents for v in search(shelf.collection, request).facets[name]}


def found(shelf: Shelf, query: str, role: Role = Role.PUBLIC) -> set[str]:
    names = dict(zip(shelf.ids, HOLDINGS, strict=True))
    return {names[hit.document] for hit in search(shelf.collection, Request(query, role=role)).hits}


def test_places_under_one_heading_whatever_they_were_called(shelf: Shelf) -> None:
    assert counts(shelf, "place")["place-astana"] == 2
    assert counts(shelf, "place")["place-dolinka"] == 1


def test_persons_under_surname_and_initials(shelf: Shelf) -> None:
    assert counts(shelf, "person") == {"Иванов С. Н.": 2, "Петрова А. И.": 1}


def test_camps_agencies_and_categories(shelf: Shelf) -> None:
    assert counts(shelf, "camp") == {"camp-karlag": 1}
    assert counts(shelf, "organisation")["agency-nkvd"] == 1
    assert counts(shelf, "category") == {"cat-prisoner": 1}
    assert counts(shelf, "author") == {"Ежов Н. И.": 1}


@pytest.mark.parametrize(
    ("role", "persons", "of_astana"),
    [
        (Role.PUBLIC, set(), 2),
        (Role.READER, {"Сидоров П. П."}, 3),
        (Role.ARCHIVIST, {"Сидоров П. П.", "Голощекин Ф. И."}, 4),
    ],
)
def test_names_of_a_closed_page_are_told_to_nobody_else(
    shelf: Shelf, role: Role, persons: set[str], of_astana: int
) -> None:
    told = counts(shelf, "person", role=role)
    assert told.keys() == {"Иванов С. Н.", "Петрова А. И."} | persons
    assert counts(shelf, "place", role=role)["place-astana"] == of_astana
    assert counts(shelf, "person", role=role, facets={"person": ("Голощекин Ф. И.",)}).get(
        "Голощекин Ф. И.", 0
    ) == int(role is Role.ARCHIVIST)
    assert found(shelf, "лицо:Голощёкин", role) == ({"тайна"} if role is Role.ARCHIVIST else set())


def test_several_values_and_others_than_one(shelf: Shelf) -> None:
    either = Request(facets={"person": ("Иванов С. Н.", "Петрова А. И.")})
    assert search(shelf.collection, either).documents == 3
    other = Request(not_facets={"person": ("Иванов С. Н.",)})
    assert search(shelf.collection, other).documents == 1
    # what is left out is a page: of the order the first one alone names the camp
    on_one_page = Request(facets={"camp": ("camp-karlag",), "place": ("place-astana",)})
    assert search(shelf.collection, on_one_page).documents == 0


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("место:Акмолинск", {"приказ", "письмо"}),
        ("место:Целинограде", {"приказ", "письмо"}),
        ("место:Астана", {"приказ", "письмо"}),
        ("жер:Ақмола", {"приказ", "письмо"}),
        ("место:Долинке", {"рапорт"}),
        ("лицо:Иванов", {"приказ", "письмо"}),
        ("лицо:«Иванов С. Н.»", {"приказ", "письмо"}),
        ("лицо:«С. Н. Иванов»", {"приказ", "письмо"}),
        ("лицо:«Иванов Сергей Николаевич»", {"приказ", "письмо"}),
        ("лицо:«Иванов Н. С.»", set()),
        ("лицо:Петровой", {"рапорт"}),
        ("лицо:Ежов", {"приказ"}),  # a word of the description
        ("учреждение:НКВД", {"приказ"}),
        ("лагерь:Карлаг", {"приказ"}),
        ("лагерь:«Карагандинский ИТЛ»", {"приказ"}),
        ("camp:Қарлаг", {"приказ"}),
        ("место:Акмолинск -лицо:Иванов", set()),
    ],
)
def test_fields_ask_for_names(shelf: Shelf, query: str, names: set[str]) -> None:
    assert found(shelf, query) == names


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Иванов Сергей Николаевич", "Иванов С. Н."),
        ("Соловьёв С. Н.", "Соловьев С. Н."),
        ("Иванов-Крамской Пётр", "Иванов-Крамской П."),
        ("Иванов", "Иванов"),
        ("Пётр Иванович", "Петр Иванович"),
        ("Ақан Төлегенұлы", "Ақан Төлегенұлы"),
        ("Касым Тыныстан уулу", "Касым Тыныстан уулу"),
    ],
)
def test_persons_who_may_be_one_are_listed_as_one(heading: str, expected: str) -> None:
    assert candidate(heading) == expected


def test_other_names_of_the_page_tell_who_is_meant() -> None:
    text = "Дело Ивановой А. И.\n\nИванова А. И."
    alone = values(Finder(load()).find(Reading("Иванова А. И.")))
    together = values(Finder(load()).find(Reading(text)))
    assert set(alone["person"]) == {"Иванов А. И.", "Иванова А. И."}
    assert together["person"] == ("Иванова А. И.",)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        # concepts side by side are these concepts, what says more is a name of its own
        ("Лагеря ГУЛАГа НКВД СССР.", "organisation", {"agency-gulag", "agency-nkvd"}),
        (
            "Управление НКВД по Карагандинской области сообщает.",
            "organisation",
            {"agency-unkvd", "Управление НКВД по Карагандинской области"},
        ),
        # «т. д.» is no village, a noun at the start of a sentence no surname
        ("Быт, условия и т.д. Поэтому труд был тяжёлым.", "place", set()),
        ("Выехал в д. Поэтовку.", "place", {"Поэтовка"}),
        ("Письмо Сергея Николаевича Иванова.", "person", {"Иванов С. Н."}),
        ("Кравчук Степан Игнатьевич допрошен.", "person", {"Кравчук С. И."}),
    ],
)
def test_what_names_a_text_has(text: str, name: str, expected: set[str]) -> None:
    assert set(values(Finder(load()).find(Reading(text)))[name]) == expected


def test_what_the_model_alone_has_found_is_unconfirmed() -> None:
    sure = Mention(0, 9, "Иванов С.", Kind.PERSON, ("Иванов С.",), 0.95, Layer.PATTERN)
    guessed = replace(sure, start=20, end=29, headings=("Петров А.",), layer=Layer.MODEL)
    found = values([sure, guessed, replace(guessed, headings=sure.headings)])
    assert found["person"] == ("Иванов С.",)
    assert found["unconfirmed"] == ("person", "person › Петров А.")


def test_of_a_long_list_the_most_frequent_values_are_given(
    shelves: Callable[..., Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_VALUES", 2)
    shelf = shelves(
        *["Подпись: С. Н. Иванов."] * 3, *["Подпись: Г. Ф. Зайцев."] * 2, "Подпись: А. И. Орлов.",
    )  # fmt: skip
    assert counts(shelf, "person") == {"Иванов С. Н.": 3, "Зайцев Г. Ф.": 2}
    chosen = counts(shelf, "person", facets={"person": ("Орлов А. И.",)})
    assert chosen == {"Иванов С. Н.": 3, "Зайцев Г. Ф.": 2, "Орлов А. И.": 1}


def test_unsure_names_stand_apart_and_only_where_asked_for(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves("Выехали из Жаркуля к вечеру.", "Он был в г. Акмолинске.")
    assert "unconfirmed" not in search(shelf.collection, Request()).facets
    assert counts(shelf, "unconfirmed", unconfirmed=True) == {
        "place": 1,
        "place › Жаркуль": 1,
    }
    only = Request(facets={"unconfirmed": ("place › Жаркуль",)})
    assert search(shelf.collection, only).documents == 1


def test_a_changed_thesaurus_is_indexed_beside(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves("Работы на Зольной сопке.")
    collection = shelf.collection
    assert counts(shelf, "place") == {}
    (collection.path / "thesaurus.yaml").write_text(
        "- id: place-zolnaya\n  type: place\n  labels:\n"
        '    - {lang: ru, role: pref, text: "Зольная сопка"}\n',
        encoding="utf-8",
    )
    assert not info(collection).current
    assert search(collection, Request("работы")).documents == 1  # it answers meanwhile
    before = info(collection).generation
    shelf.put()
    assert info(collection).current
    assert info(collection).generation > before
    assert counts(shelf, "place") == {"place-zolnaya": 1}
    shelf.put()
    assert info(collection).generation == f"{int(before) + 1:04}"


def test_a_thesaurus_that_cannot_be_read_changes_nothing(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves(({}, ["в урочище Бозторгай"]))
    file = shelf.collection.path / "thesaurus.yaml"

    def state() -> tuple[str, bool, list[str]]:
        standing = info(shelf.collection)
        places = search(shelf.collection, Request()).facets.get("place", ())
        return standing.generation, standing.renamed, [value.value for value in places]

    def faults() -> list[str]:
        return [finding.what.template for finding in check_index(shelf.collection)]

    own = "- {id: place-own, type: place, labels: [{lang: ru, role: pref, text: Бозторгай}]}"
    file.write_text(own)
    assert state()[:2] == ("0001", True)
    assert faults() == ["The thesaurus has changed since names were found by it."]
    update(shelf.collection)
    assert state() == ("0002", False, ["place-own"])
    for broken in ("- {id: place-own", "- {id: place-other, type: nonsense}"):
        file.write_text(broken)
        shelf.put("снова Бозторгай")
        assert state() == ("0002", False, ["place-own"])
        assert faults() == []
        found = search(shelf.collection, Request("место:Бозторгай"))
        assert [d.code for d in found.diagnostics] == ["thesaurus-broken"]
    assert found.documents == 3
    file.write_text(own)
    update(shelf.collection)
    assert state() == ("0002", False, ["place-own"])
