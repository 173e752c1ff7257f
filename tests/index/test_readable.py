"""What a reader may not read is in no count, facet, passage, suggestion or page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from shelves import Shelf

from corpus.access import Level, Role, may_read
from index import Answer, Request, hit_pages, page_hits, search
from index.embedded import engine

TODAY = date.today()
SECRETS = {level: f"тайна{n} доносчик{n} Секретовский{n} барак" for n, level in enumerate(Level)}
ROLES = [(level, role) for level in Level for role in Role]


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(
        *(
            ({"access": level, "kind": f"вид {level}", "date": f"190{n}", "language": "ru",
              "reference": f"Архив {level}. Ф. {n}. Д. 1"}, [text])
            for n, (level, text) in enumerate(SECRETS.items())
        )
    )  # fmt: skip


def everything(answer: Answer) -> str:
    """All that an answer says, but the query."""
    return str(dataclasses.replace(answer, query=""))


@pytest.mark.parametrize(("level", "role"), ROLES)
def test_a_search_for_its_words_finds_it_or_says_nothing_of_it(
    shelf: Shelf, level: Level, role: Role
) -> None:
    document = shelf.ids[list(Level).index(level)]
    word = SECRETS[level].split()[0]
    allowed = may_read(level, role)
    for query in (word, f"«{SECRETS[level]}»", f"{word[:6]}*", f"={word}", ""):
        answer = search(shelf.collection, Request(query, role=role, limit=99))
        assert (document in {hit.document for hit in answer.hits}) == allowed
        assert answer.documents == len(answer.hits)
        assert (document in everything(answer)) == allowed
        assert (f"вид {level}" in everything(answer)) == allowed
        assert (f"Архив {level}" in everything(answer)) == allowed
    answer = search(shelf.collection, Request(word, role=role))
    assert (answer.documents, answer.pages, answer.occurrences) == (allowed,) * 3
    assert answer.unread_pages == 0
    readable = sum(may_read(other, role) for other in Level)
    assert answer.searched_pages == readable
    found = search(shelf.collection, Request("барак", role=role))
    assert (found.documents, found.occurrences) == (readable, readable)


@pytest.mark.parametrize(("level", "role"), ROLES)
def test_its_pages_are_lit_for_those_who_may_read_them(
    shelf: Shelf, level: Level, role: Role
) -> None:
    document = shelf.ids[list(Level).index(level)]
    request = Request("барак", role=role)
    lit = may_read(level, role)
    assert bool(page_hits(shelf.collection, request, document, 1)) == lit
    assert hit_pages(shelf.collection, request, document) == (((1, 1),) if lit else ())


@pytest.mark.parametrize(("level", "role"), ROLES)
def test_a_word_is_suggested_only_from_a_page_that_may_be_read(
    shelf: Shelf, level: Level, role: Role
) -> None:
    name = SECRETS[level].split()[2].lower()
    typo = name.replace("секретов", "сикретов")
    suggestions = search(shelf.collection, Request(f"={typo}", role=role)).suggestions
    assert any(name in suggestion for suggestion in suggestions) == may_read(level, role)


@pytest.mark.parametrize(("level", "role"), ROLES)
def test_a_facet_cannot_be_used_to_ask_for_it(shelf: Shelf, level: Level, role: Role) -> None:
    for facets in ({"access": (level.value,)}, {"kind": (f"вид {level}",)}):
        answer = search(shelf.collection, Request("", facets=facets, role=role))
        assert answer.documents == int(may_read(level, role))
    facets_shown = search(shelf.collection, Request("", role=role)).facets
    assert ("access" in facets_shown) == (role is Role.ARCHIVIST)


def test_the_archivist_sees_how_far_each_is_open(shelf: Shelf) -> None:
    values = search(shelf.collection, Request("", role=Role.ARCHIVIST)).facets["access"]
    assert {v.value: v.documents for v in values} == {level.value: 1 for level in Level}


@pytest.mark.parametrize("level", [Level.READING_ROOM, Level.DESCRIPTION, Level.HIDDEN])
@pytest.mark.parametrize(("days", "open_to_all"), [(-1, True), (0, True), (1, False)])
def test_it_opens_on_its_day(
    shelves: Callable[..., Shelf], level: Level, days: int, open_to_all: bool
) -> None:
    opens = (TODAY + timedelta(days)).isoformat()
    own = shelves(({"access": level, "opens": opens}, ["срок"]))
    assert search(own.collection, Request("срок")).documents == int(open_to_all)
    assert search(own.collection, Request("срок", role=Role.ARCHIVIST)).documents == 1


def test_what_opens_tomorrow_opens_without_a_new_index(
    shelves: Callable[..., Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = shelves(({"access": "hidden", "opens": (TODAY + timedelta(1)).isoformat()}, ["срок"]))
    assert search(own.collection, Request("срок")).documents == 0

    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return TODAY + timedelta(1)

    monkeypatch.setattr(engine, "date", Tomorrow)
    assert search(own.collection, Request("срок")).documents == 1
