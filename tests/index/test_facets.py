"""Facets: exact numbers of documents, several values of one, years, and what is left out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shelves import Shelf

from corpus import pages
from corpus.access import Role
from corpus.reading import Reading, Source
from index import Request, search, update
from index.answer import FACETS, UNDATED, Sort

RU, KK, KY = (
    "труд заключенных в лагере",
    "еңбек және тұрмыс туралы қаулы",
    "эмгек жөнүндө токтом күчү",
)
GARF, CGA = "ГА РФ. Ф. Р-9414. Оп. 1. Д. ", "ЦГА РК. Ф. 1109. Оп. 2. Д. "
HOLDINGS = {
    "приказ": ({"reference": GARF + "1. Л. 1", "date": "1931", "kind": "приказ"}, [RU, RU]),
    "отчёт": ({"reference": GARF + "2. Л. 1", "date": "1938/1942", "kind": "отчёт"}, [RU, KK]),
    "письмо": ({"reference": CGA + "1. Л. 1", "date": "1941-08", "kind": "письмо"}, [KK]),
    "қаулы": ({"reference": CGA + "2. Л. 1", "date": "1941", "kind": "постановление"}, [KK, KY]),
    "токтом": ({"reference": "КР БМА. Ф. 105", "date": "195X", "kind": "постановление"}, [KY]),
    "дело": ({"reference": "Ф. 393. Оп. 2. Д. 15", "date": "../1930"}, [RU]),
    "книга": ({"title": "История", "author": "Иванов", "kind": "книга"}, [RU]),
    "рукопись": ({}, [f"{RU}\n{KK}"]),
    "тайна": ({"date": "1931", "kind": "приказ", "access": "hidden"}, [RU]),
    "зал": ({"date": "1932", "kind": "справка", "access": "reading-room"}, [RU]),
}  # fmt: skip


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(*HOLDINGS.values())


def counts(shelf: Shelf, request: Request, name: str) -> dict[str, int]:
    return {v.value: v.documents for v in search(shelf.collection, request).facets[name]}


def kept(shelf: Shelf, request: Request) -> set[str]:
    names = dict(zip(shelf.ids, HOLDINGS, strict=True))
    return {
        names[hit.document] for hit in search(shelf.collection, replace(request, limit=99)).hits
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("language", {"ru": 5, "kk": 4, "ky": 2}),
        (
            "kind",
            {
                "administrative": 4, "order": 1, "report": 1, "resolution": 2,
                "correspondence": 1, "letter": 1, "printed": 1, "book": 1,
            },
        ),
        ("copy", {}),
        ("quality", {"good": 8}),
        ("decade", {"1930": 3, "1940": 3, "1950": 1, UNDATED: 2}),
        (
            "archive",
            {
                "ГА РФ": 2, "ГА РФ › Р-9414": 2, "ЦГА РК": 2, "ЦГА РК › 1109": 2, "КР БМА": 1,
                "КР БМА › 105": 1, "unnamed": 1, "unnamed › 393": 1, "unreferenced": 2,
            },
        ),
        ("text_source", {"text": 8}),
    ],
)  # fmt: skip
def test_what_there_is(shelf: Shelf, name: str, expected: dict[str, int]) -> None:
    assert counts(shelf, Request(), name) == expected


def test_decades_stand_in_order_and_fonds_behind_their_archive(shelf: Shelf) -> None:
    facets = search(shelf.collection, Request()).facets
    assert [v.value for v in facets["decade"]] == ["1930", "1940", "1950", UNDATED]
    archives = facets["archive"]
    assert [v.depth for v in archives if " › " in v.value] == [1] * 4
    for fonds, before in zip(archives[1:], archives, strict=False):
        if fonds.depth:
            assert fonds.value.startswith(before.value.split(" › ")[0])


@pytest.mark.parametrize(
    ("request_", "names"),
    [
        # OR within a facet
        (Request(facets={"kind": ("order",)}), {"приказ"}),
        (Request(facets={"kind": ("order", "letter")}), {"приказ", "письмо"}),
        # AND between facets, on one page
        (Request(facets={"kind": ("report",), "language": ("kk",)}), {"отчёт"}),
        (Request(facets={"kind": ("resolution",), "language": ("ru",)}), set()),
        (
            Request(facets={"language": ("ky", "kk"), "decade": ("1940",)}),
            {"отчёт", "письмо", "қаулы"},
        ),
        # left out
        (Request(not_facets={"language": ("ru",)}), {"отчёт", "письмо", "қаулы", "токтом"}),
        (
            Request(not_facets={"kind": ("order", "book")}),
            {"отчёт", "письмо", "қаулы", "токтом", "дело", "рукопись"},
        ),
        (Request(not_facets={"decade": ("1930",)}, facets={"decade": ("1940",)}),
         {"письмо", "қаулы"}),
        # an archive, and a fonds in it
        (Request(facets={"archive": ("ЦГА РК",)}), {"письмо", "қаулы"}),
        (Request(facets={"archive": ("ГА РФ › Р-9414",)}), {"приказ", "отчёт"}),
        # years overlap; both ends are inclusive
        (Request(first_year=1940, last_year=1941), {"отчёт", "письмо", "қаулы"}),
        (Request(first_year=1942, last_year=1942), {"отчёт"}),
        (Request(first_year=1943), {"токтом"}),
        (Request(last_year=1931), {"приказ", "дело"}),
        (Request(first_year=1955, last_year=1955), {"токтом"}),
        (Request(first_year=1960), set()),
        # undated
        (Request(facets={"decade": (UNDATED,)}), {"книга", "рукопись"}),
        (Request(facets={"decade": (UNDATED, "1950")}), {"книга", "рукопись", "токтом"}),
        # words and facets
        (Request("еңбек", facets={"language": ("kk",)}), {"отчёт", "письмо", "қаулы", "рукопись"}),
        (Request("труд", facets={"language": ("kk",)}), {"рукопись"}),
        # a value that nobody has
        (Request(facets={"kind": ("map",)}), set()),
    ],
)  # fmt: skip
def test_what_is_kept(shelf: Shelf, request_: Request, names: set[str]) -> None:
    assert kept(shelf, request_) == names
    assert search(shelf.collection, request_).documents == len(names)


def test_the_counts_of_a_facet_ignore_its_own_selection(shelf: Shelf) -> None:
    free = counts(shelf, Request(), "kind")
    assert counts(shelf, Request(facets={"kind": ("order",)}), "kind") == free
    narrowed = counts(shelf, Request(facets={"kind": ("order",)}), "language")
    assert narrowed == {"ru": 1}


def test_the_counts_of_decades_ignore_the_years(shelf: Shelf) -> None:
    """Years and decades are one facet: a decade that is opened takes the place of the years."""
    free = counts(shelf, Request(), "decade")
    assert counts(shelf, Request(first_year=1950), "decade") == free
    both = Request(first_year=1950, facets={"decade": ("1950",)})
    assert counts(shelf, both, "decade") == free
    assert counts(shelf, Request(first_year=1950), "kind") == {
        "administrative": 1, "resolution": 1,
    }  # fmt: skip


def test_what_is_left_out_is_not_counted(shelf: Shelf) -> None:
    assert counts(shelf, Request(not_facets={"language": ("ru",)}), "language") == {
        "kk": 3, "ky": 2,
    }  # fmt: skip
    assert counts(shelf, Request(not_facets={"decade": ("1930",)}), "decade") == {
        "1940": 2, "1950": 1, UNDATED: 2,
    }  # fmt: skip


def test_a_selected_value_is_shown_also_with_nothing(shelf: Shelf) -> None:
    values = search(shelf.collection, Request("еңбек", facets={"kind": ("book",)})).facets["kind"]
    assert [(v.value, v.documents) for v in values if v.selected] == [("book", 0)]


def opened(request: Request, name: str, value: str) -> Request:
    """The request after a reader has opened one value of a facet alone."""
    facets: Mapping[str, tuple[str, ...]] = {**request.facets, name: (value,)}
    if name == "decade":
        return replace(request, facets=facets, first_year=None, last_year=None)
    return replace(request, facets=facets)


BASES = [
    Request(query, facets=facets, not_facets=without, first_year=first, role=role)
    for query, facets, without, first, role in itertools.product(
        ("", "труд", "НЕ труд"),
        ({}, {"language": ("ru",)}, {"decade": ("1940", "1930")}),
        ({}, {"kind": ("order",)}, {"language": ("kk",)}),
        (None, 1935),
        (Role.PUBLIC, Role.READER, Role.ARCHIVIST),
    )
]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(BASES))
def test_the_value_that_says_twelve_opens_twelve_documents(shelf: Shelf, base: Request) -> None:
    for name, values in search(shelf.collection, base).facets.items():
        for value in values:
            answer = search(shelf.collection, opened(base, name, value.value))
            assert answer.documents == value.documents, (name, value)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(BASES), st.sampled_from(FACETS), st.data())
def test_two_values_keep_what_either_keeps(
    shelf: Shelf, base: Request, name: str, data: st.DataObject
) -> None:
    values = [v.value for v in search(shelf.collection, base).facets.get(name, ())]
    if values:
        one, two = (data.draw(st.sampled_from(values)) for _ in range(2))
        both = replace(opened(base, name, one), facets={**base.facets, name: (one, two)})
        either = kept(shelf, opened(base, name, one)) | kept(shelf, opened(base, name, two))
        assert kept(shelf, both) == either


# order


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        (Sort.DATE, ["дело", "приказ", "отчёт", "қаулы", "письмо", "токтом"]),
        (Sort.REFERENCE, ["дело", "приказ", "отчёт", "токтом", "письмо", "қаулы"]),
    ],
)
def test_orders_with_the_undated_and_unreferenced_last(
    shelf: Shelf, sort: Sort, names: list[str]
) -> None:
    of = dict(zip(shelf.ids, HOLDINGS, strict=True))
    hits = search(shelf.collection, Request(sort=sort, limit=99)).hits
    ordered = [of[hit.document] for hit in hits]
    assert ordered[: len(names)] == names
    assert set(ordered[len(names) :]) == {"книга", "рукопись"}


def test_the_newest_stand_first(shelf: Shelf) -> None:
    hits = search(shelf.collection, Request(sort=Sort.ADDED, limit=99)).hits
    with shelf.collection.catalogue() as database:
        added = {r["id"]: r["added"] for r in database.rows("SELECT id, added FROM documents")}
    times = [added[hit.document] for hit in hits]
    assert times == sorted(times, reverse=True)


# kinds that headings tell, how pages are read, originals and copies

HEADED = {
    "сказан": ({"kind": "письмо"}, ["П Р И К А З № 1\nпо лагерю", RU]),
    "найден": ({}, ["П Р И К А З № 2\nпо лагерю", RU, "ПРОТОКОЛ № 3"]),
    "за обложкой": ({}, ["Том первый", "ПРОТОКОЛ № 5\nзаседания тройки"]),
    "за текстом": ({"copy": "копия"}, [" ".join([RU] * 20), "ПРОТОКОЛ № 5"]),
    "тайна": ({"access": "hidden"}, ["УКАЗ\nо хлебе"]),
}


@pytest.fixture(scope="module")
def headed(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(*HEADED.values())


def of_kinds(shelf: Shelf, query: str = "", **asked: object) -> set[str]:
    names = dict(zip(shelf.ids, HEADED, strict=True))
    hits = search(shelf.collection, Request(query, limit=99, **asked)).hits  # type: ignore[arg-type]
    return {names[hit.document] for hit in hits}


def test_a_heading_tells_the_kind_where_nobody_has(headed: Shelf) -> None:
    assert counts(headed, Request(), "kind") == {
        "administrative": 2, "order": 1, "minutes": 1, "correspondence": 1, "letter": 1, "found": 2,
    }  # fmt: skip
    shown = search(headed.collection, Request()).facets["kind"]
    assert [(v.value, v.depth) for v in shown][-1] == ("found", 0)
    assert {v.value for v in shown if v.depth} == {"order", "minutes", "letter"}
    said = {hit.document: (hit.kind, hit.kind_found)
            for hit in search(headed.collection, Request()).hits}  # fmt: skip
    assert [said[one] for one in headed.ids[:4]] == [
        ("letter", False), ("order", True), ("minutes", True), ("", False),
    ]  # fmt: skip


def test_a_kind_found_holds_for_every_page_of_its_document(headed: Shelf) -> None:
    assert of_kinds(headed, "заключенных", facets={"kind": ("order",)}) == {"найден"}
    assert of_kinds(headed, "вид:приказ заключенных") == {"найден"}
    assert of_kinds(headed, "вид:делопроизводственные") == {"найден", "за обложкой"}
    assert of_kinds(headed, not_facets={"kind": ("found",)}) == {"сказан", "за текстом"}


def test_a_kind_is_asked_for_by_its_other_names(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves(({}, ["РАПОРТ\nо побеге"]), ({"kind": "рапорт"}, [RU]), ({}, [RU]))
    found = search(shelf.collection, Request("вид:рапорт"))
    assert found.documents == 2


def test_a_kind_found_is_told_to_nobody_who_may_not_read_it(headed: Shelf) -> None:
    assert "decree" not in counts(headed, Request(), "kind")
    assert counts(headed, Request(role=Role.ARCHIVIST), "kind")["decree"] == 1


def test_a_corrected_heading_changes_the_kind(headed: Shelf) -> None:
    with headed.collection.catalogue() as database:
        first = pages.of(database, headed.ids[1])[0]
        assert first.reading
        before = pages.reading(database, first.reading)
        for text, kind in (("О хлебе", ""), ("УКАЗ № 2\nпо лагерю", "decree")):
            pages.store_reading(database, first.id, Reading(text, source=Source.CORRECTED))
            update(headed.collection)
            hits = search(headed.collection, Request()).hits
            assert [h.kind for h in hits if h.document == headed.ids[1]] == [kind]
            assert counts(headed, Request(), "quality") == {"good": 4, "verified": 1}
        pages.store_reading(database, first.id, replace(before, confidence=0.6))
        update(headed.collection)
    assert counts(headed, Request(), "quality") == {"good": 4, "weak": 1}
    assert counts(headed, Request(), "kind")["order"] == 1


def test_originals_and_copies(headed: Shelf) -> None:
    assert counts(headed, Request(), "copy") == {"copy": 1}
    assert of_kinds(headed, facets={"copy": ("copy",)}) == {"за текстом"}


# the tree of archives

SHELVES = {
    "опись": ({"reference": GARF + "1. Л. 1"}, [RU]),
    "тоже": ({"reference": GARF + "1. Л. 9"}, [RU]),
    "дело 2": ({"reference": GARF + "2"}, [RU]),
    "другая опись": ({"reference": "ГА РФ. Ф. Р-9414. Оп. 2. Д. 1"}, [RU]),
    "картон": ({"reference": "ГА РФ. Ф. Р-9414. Картон 41. Д. 55"}, [RU]),
    "без описи": ({"reference": "ГА РФ. Ф. Р-9414. Ед. хр. 7"}, [RU]),
    "фонд": ({"reference": "ГА РФ. Ф. Р-9414"}, [RU]),
    "чужое": ({"reference": CGA + "1"}, [RU]),
    "закрыто": ({"reference": GARF + "3", "access": "hidden"}, [RU]),
}
FONDS = "ГА РФ › Р-9414"
OF_FONDS = {"1": 3, "2": 1, "К. 41": 1, "–": 1}


@pytest.fixture(scope="module")
def shelved(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(*SHELVES.values())


def below(shelf: Shelf, *selected: str) -> dict[str, int]:
    """What the facet counts below the fonds where these values are kept."""
    counted = counts(shelf, Request(facets={"archive": selected}), "archive")
    return {value: n for value, n in counted.items() if value.startswith(f"{FONDS} › ")}


@pytest.mark.parametrize(
    ("selected", "opened"),
    [
        ("ГА РФ", {}),
        ("ЦГА РК › 1109", {}),
        (FONDS, OF_FONDS),
        (f"{FONDS} › 1", OF_FONDS | {"1 › 1": 2, "1 › 2": 1}),
        (f"{FONDS} › 1 › 2", OF_FONDS | {"1 › 1": 2, "1 › 2": 1}),
        (f"{FONDS} › К. 41", OF_FONDS | {"К. 41 › 55": 1}),
        (f"{FONDS} › –", OF_FONDS | {"– › 7": 1}),
        (f"{FONDS} › 9 › 9", OF_FONDS | {"9 › 9": 0}),
    ],
)
def test_what_is_kept_opens_what_stands_right_below(
    shelved: Shelf, selected: str, opened: dict[str, int]
) -> None:
    assert below(shelved, selected) == {f"{FONDS} › {part}": n for part, n in opened.items()}


@pytest.mark.parametrize(
    ("values", "kept_documents"),
    [
        ((f"{FONDS} › 1",), {"опись", "тоже", "дело 2"}),
        ((f"{FONDS} › 1 › 1",), {"опись", "тоже"}),
        ((f"{FONDS} › 1 › 1", "ЦГА РК"), {"опись", "тоже", "чужое"}),
        ((f"{FONDS} › К. 41",), {"картон"}),
        ((f"{FONDS} › –",), {"без описи"}),
        ((f"{FONDS} › 1 › 3",), set()),
        (("ГА РФ › 1 › 1",), set()),
    ],
)
def test_opis_and_file_are_kept_and_left_out(
    shelved: Shelf, values: tuple[str, ...], kept_documents: set[str]
) -> None:
    names = dict(zip(shelved.ids, SHELVES, strict=True))
    every = {*SHELVES} - {"закрыто"}
    for request, expected in (
        (Request(facets={"archive": values}, limit=99), kept_documents),
        (Request(not_facets={"archive": values}, limit=99), every - kept_documents),
    ):
        assert {names[hit.document] for hit in search(shelved.collection, request).hits} == expected


def test_every_value_counts_what_it_keeps(shelved: Shelf) -> None:
    every = Request(facets={"archive": (f"{FONDS} › 1", f"{FONDS} › –")})
    for value, n in counts(shelved, every, "archive").items():
        assert search(shelved.collection, Request(facets={"archive": (value,)})).documents == n


def test_what_is_opened_stands_below_what_it_belongs_to(shelved: Shelf) -> None:
    facets = search(shelved.collection, Request(facets={"archive": (f"{FONDS} › 1",)})).facets
    tree = [(v.depth, v.value.rpartition(" › ")[2]) for v in facets["archive"]]
    assert tree == [
        (0, "ГА РФ"), (1, "Р-9414"), (2, "1"), (3, "1"), (3, "2"), (2, "2"), (2, "К. 41"), (2, "–"),
        (0, "ЦГА РК"), (1, "1109"),
    ]  # fmt: skip
