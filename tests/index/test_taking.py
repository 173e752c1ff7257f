"""A whole answer taken away: every hit once, in the answer's order, of nothing closed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from shelves import Shelf

import index
from corpus.access import Role
from index.answer import Request, Scope, Sort

LONG = [f"Лист {n}. Рабочие лагеря на постройке." for n in range(1, 8)]


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(
        ({"title": "Отчёт", "date": "1938", "kind": "report"}, LONG),
        ({"title": "Письмо", "date": "1931"}, ["лагерь " * 30 + "барак", "нет ничего"]),
        ({"title": "Хат", "date": "1940"}, ["Лагерьде еңбек ауыр."]),
        ({"title": "Тайна", "access": "hidden"}, ["лагерь"]),
    )


def taken(shelf: Shelf, request: Request) -> list[tuple[str, int, list[str]]]:
    found = index.found_passages(shelf.collection, request)
    return [(e.document.description.title, e.page.number if e.page else 0, e.found) for e in found]


@pytest.mark.parametrize(
    "request_",
    [
        Request("лагерь"),
        Request("лагерь", sort=Sort.DATE),
        Request("лагерь барак", scope=Scope.DOCUMENT),
        Request('"рабочие лагеря" ИЛИ барак'),
        Request("лагерь", facets={"kind": ("report",)}),
        Request("лагерь", role=Role.ARCHIVIST),
        Request("лагерь НЕ барак"),
    ],
    ids=repr,
)
def test_every_hit_is_taken_once_in_the_order_of_the_answer(
    shelf: Shelf, request_: Request
) -> None:
    answer = index.search(shelf.collection, replace(request_, limit=sys.maxsize))
    passages = taken(shelf, request_)
    assert sum(len(found) for *_, found in passages) == answer.occurrences > 0
    order = list(dict.fromkeys(title for title, *_ in passages))
    assert order == [result.title for result in answer.hits]
    pages = {(title, number) for title, number, _ in passages}
    assert len(pages) == sum(result.pages_total for result in answer.hits)


def test_pages_follow_one_another_and_passages_too(shelf: Shelf) -> None:
    numbers = [n for title, n, _ in taken(shelf, Request("лагерь")) if title == "Отчёт"]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    excerpts = [
        e
        for e in index.found_passages(shelf.collection, Request("лагерь"))
        if e.document.description.title == "Письмо"
    ]
    assert len(excerpts) > 1
    for one, after in pairwise(excerpts):
        assert one.end is not None
        assert one.end <= after.start
    assert all(e.start <= a and b <= (e.end or 0) for e in excerpts for a, b in e.marks)


def test_without_words_pages_are_whole_or_documents_alone(shelf: Shelf) -> None:
    request = Request(facets={"kind": ("report",)})
    assert [(n, found) for _, n, found in taken(shelf, request)] == [(n, []) for n in range(1, 8)]
    (alone,) = index.found_passages(shelf.collection, request, describe=True)
    assert (alone.page, alone.text) == (None, "")
    assert {d.description.title for d in index.found_documents(shelf.collection, Request())} == {
        "Отчёт", "Письмо", "Хат",
    }  # fmt: skip


def test_more_documents_than_are_asked_for_at_once(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = taken(shelf, Request("лагерь"))
    monkeypatch.setattr("index.taking.AT_ONCE", 1)
    assert taken(shelf, Request("лагерь")) == every
