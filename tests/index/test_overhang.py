"""Phrases that cross a page end: found once, where they begin, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from shelves import Shelf

from corpus import pages
from corpus.reading import Line, Reading, Source
from index import Request, check_index, page_hits, search, update
from index.analysis.overhang import OVERHANG

Shelves = Callable[..., Shelf]


def found(shelf: Shelf, query: str, **switches: bool) -> list[tuple[int, ...]]:
    """The pages of each document found."""
    return [hit.pages for hit in search(shelf.collection, Request(query, **switches)).hits]  # type: ignore[arg-type]  # as the switches are


def corrected(shelf: Shelf, number: int, text: str, *, apart: str = "") -> None:
    """Give a page of the first document another reading; the line ``apart`` is none of its text."""
    with shelf.collection.catalogue() as database:
        page = pages.of(database, shelf.ids[0])[number - 1]
        lines, at = [], 0
        for line in text.split("\n"):
            lines.append(Line(at, at + len(line), "ru", line == apart))
            at += len(line) + 1
        reading = Reading(text, lines=tuple(lines), source=Source.OCR)
        pages.store_reading(database, page.id, reading)
    update(shelf.collection)


@pytest.mark.parametrize(
    "query", ["«труд заключенных»", "[труд заключённый]", "«о труде заключенных лагеря»"]
)
def test_a_phrase_over_the_page_end_is_found_where_it_begins(shelves: Shelves, query: str) -> None:
    before = "о труде" if "труде" in query else "труд"
    shelf = shelves(({}, [f"приказ {before}", "заключенных лагеря и", "труд"]))
    assert found(shelf, query) == [(1,)]
    answer = search(shelf.collection, Request(query))
    assert (answer.documents, answer.pages, answer.occurrences) == (1, 1, 1)


def test_it_is_lit_to_the_page_end(shelves: Shelves) -> None:
    shelf = shelves(({}, ["приказ о труде", "заключенных лагеря"]))
    (hit,) = page_hits(shelf.collection, Request("«труде заключенных»"), shelf.ids[0], 1)
    assert hit.text == "труде"
    assert not page_hits(shelf.collection, Request("«труде заключенных»"), shelf.ids[0], 2)


def test_nothing_else_sees_what_a_page_carries(shelves: Shelves) -> None:
    shelf = shelves(({}, ["приказ о", "труде заключенных в лагере"]))
    for query in ("труд", "=труде", "труд*", "«заключенных в»"):
        assert found(shelf, query) == [(2,)], query
    assert found(shelf, "приказ труд") == []
    assert found(shelf, "НЕ заключённый") == [(1,)]
    assert search(shelf.collection, Request("заключённый")).occurrences == 1


def test_a_phrase_does_not_begin_in_what_is_carried(shelves: Shelves) -> None:
    shelf = shelves(({}, ["приказ", "труд заключенных"]))
    assert found(shelf, "«труд заключенных»") == [(2,)]


def test_only_the_first_words_are_carried(shelves: Shelves) -> None:
    words = [f"слово{n}" for n in range(OVERHANG + 2)]
    shelf = shelves(({}, ["приказ", " ".join(words)]))
    fits = " ".join(words[: OVERHANG - 1])
    assert found(shelf, f"«приказ {fits}»") == [(1,)]


def test_pages_of_two_documents_do_not_touch(shelves: Shelves) -> None:
    shelf = shelves("приказ о труде", "заключенных лагеря")
    assert found(shelf, "«труде заключенных»") == []


def test_a_word_that_the_page_end_divides_belongs_to_the_first(shelves: Shelves) -> None:
    shelf = shelves(({}, ["труд заклю-", "ченных лагеря"]))
    for query in ("заключенных", "заключённый", "«труд заключенных лагеря»"):
        assert found(shelf, query) == [(1,)], query


def test_what_stands_apart_is_skipped(shelves: Shelves) -> None:
    shelf = shelves(({}, ["", ""]))
    corrected(shelf, 1, "приказ о труде\n- 12 -", apart="- 12 -")
    corrected(shelf, 2, "- 13 -\nзаключенных лагеря", apart="- 13 -")
    assert found(shelf, "«труде заключенных лагеря»") == [(1,)]
    assert found(shelf, "13") == [(2,)]
    (hit,) = page_hits(shelf.collection, Request("«труде заключенных»"), shelf.ids[0], 1)
    assert hit.text == "труде"


def test_a_page_that_changes_changes_the_one_before(shelves: Shelves) -> None:
    shelf = shelves(({}, ["приказ о труде", "ссыльных", "лагеря"]))
    corrected(shelf, 2, "заключенных")
    assert found(shelf, "«труде заключенных»") == [(1,)]
    assert found(shelf, "«труде ссыльных»") == []
    assert found(shelf, "«заключенных лагеря»") == [(2,)]
    assert check_index(shelf.collection) == []


def test_running_titles_are_skipped(shelves: Shelves) -> None:
    shelf = shelves(({}, ["", ""]))
    corrected(shelf, 1, "Лагеря Казахстана\nприказ\nпо лагерю\nо содержании\nи о труде")
    corrected(shelf, 2, "Лагеря Казахстана\nзаключенных\nв лагере\nи колонии\nнкв")
    assert found(shelf, "«труде заключенных»") == [(1,)]
    assert search(shelf.collection, Request("«лагеря казахстана»")).pages == 2
    (hit,) = search(shelf.collection, Request()).hits
    assert hit.snippets[0].text.startswith("приказ")
