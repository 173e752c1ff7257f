"""What readers do with answers is the same whoever finds: the embedded engine or the servers."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace

import pytest
from shelves import Shelf

from corpus import correcting
from corpus.access import Role
from corpus.collection import Collection, EngineName, OpenSearch, Settings
from index import (
    Request,
    View,
    beside,
    by_year,
    concordance,
    find_quotation,
    found_documents,
    hit_pages,
    matching,
    page_hits,
    search,
    update,
)

ORDER = {"title": "Приказ о лагере", "date": "1931", "language": "ru", "fonds": "393", "opis": "2"}
LETTER = {"title": "Письмо", "date": "1935", "language": "ru", "author": "Иванов С. Н."}
CLOSED = {"title": "Дело", "date": "1937", "access": "hidden"}
TEXTS = [
    (ORDER, ["В лагерях Карлага к 1 января 1931 года содержалось тридцать тысяч заклю-",
             "ченных, занятых на полевых работах. Начальник лагеря Иванов С. Н."]),
    (LETTER, ["Письмо о труде заключённых в лагере. Паёк оставался прежним.", "Еңбек туралы."]),
    (CLOSED, ["Тайный лагерь стоял в степи у Караганды."]),
    (ORDER | {"title": "Отчёт", "date": ""}, ["Отчёт лагпункта: хлеба нет, лагерь голодает."]),
]  # fmt: skip
QUERIES = ("лагерь", "труд заключённый", "«тысяч заключенных»", "лаг*", "хлеб НЕ Карлаг",
           "место:Караганда", "фонд:393 лагерь", "Иванов С. Н.", "лагрь~1",
           "год:1931", "")  # fmt: skip

Views = tuple[Collection, Collection]


@pytest.fixture(scope="module")
def views(opensearch: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Views]:
    """One collection, seen through each engine."""
    shelf = Shelf(tmp_path_factory.mktemp("servers"))
    shelf.put(*TEXTS)
    where = OpenSearch(hosts=(opensearch,), index=f"test-{secrets.token_hex(6)}")
    settings = Settings(engine=EngineName.OPENSEARCH, opensearch=where)
    served = replace(shelf.collection, settings=settings)
    update(served)
    yield shelf.collection, served

    from index.opensearch.connecting import connected

    connected(served).indices.delete(index=f"{where.index}-*")


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.ARCHIVIST])
@pytest.mark.parametrize("query", QUERIES)
def test_an_answer_with_passages_and_facets(views: Views, query: str, role: Role) -> None:
    request = Request(query, role=role)
    own, served = (search(view, request) for view in views)
    assert own.documents or role is Role.PUBLIC
    assert served.engine == "opensearch"
    assert replace(served, engine="", commit="", took_ms=0) == replace(
        own, engine="", commit="", took_ms=0
    )


@pytest.mark.parametrize("query", ["rfhkfu", "лагрь", "karlag", "тысечь"])
def test_suggestions(views: Views, query: str) -> None:
    own, served = (search(view, Request(query)).suggestions for view in views)
    assert own == served
    assert own


@pytest.mark.parametrize("query", QUERIES[:4])
def test_a_concordance(views: Views, query: str) -> None:
    own, served = ([*concordance(view, Request(query), View()).lines()] for view in views)
    assert own == served
    assert own


@pytest.mark.parametrize(
    "text",
    ["содержалось тридцать тысяч заключенных, занятых на полевых работах",
     "но паек оставался прежним", "у Караганды стоял лагерь", "Тайный лагерь стоял в степи"],
)  # fmt: skip
@pytest.mark.parametrize("role", [Role.PUBLIC, Role.ARCHIVIST])
def test_a_quotation(views: Views, text: str, role: Role) -> None:
    own, served = (find_quotation(view, text, role) for view in views)
    assert own == served


@pytest.mark.parametrize("query", QUERIES)
def test_years_places_and_neighbours(views: Views, query: str) -> None:
    request = Request(query, role=Role.ARCHIVIST)
    document = min(matching(views[0], request))
    own, served = (
        (
            dict(by_year(view, request)),
            matching(view, request),
            hit_pages(view, request, document),
            page_hits(view, request, document, 1),
            beside(view, request, document),
            [*found_documents(view, request)],
        )
        for view in views
    )
    assert own == served


def test_a_correction_is_found_and_a_page_that_is_closed_is_not(views: Views) -> None:
    own, served = views
    request = Request("голодает")
    (document,) = matching(served, request)
    with own.catalogue() as database:
        correcting.correct(database, document, 1, "голодает", "бедствует")
    for view in views:
        update(view)
        assert matching(view, Request("бедствует")) == {document}
        (hit,) = search(view, request).hits
        assert [box.kind for box in hit.boxes] == ["earlier"]
