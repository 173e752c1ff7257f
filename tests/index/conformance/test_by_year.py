"""An engine counts years as a slow evaluator does that puts every document into its years."""

from __future__ import annotations

import pytest
from comparing import table, tree_of
from conftest import ONCE, Both
from years_reference import by_year

from corpus.access import Role
from index.answer import Request

TABLE = table()[::3]


@ONCE
def test_the_years_are_of_all_sorts(both: Both) -> None:
    years = by_year(both.reference, tree_of(Request()), Request(role=Role.ARCHIVIST))
    intervals = {page.years for page in both.reference.pages if page.years}
    assert None in years
    assert any(first < last for first, last in intervals)
    assert any(first == last for first, last in intervals)


@ONCE
def test_a_third_of_the_queries_have_hits_in_some_year(both: Both) -> None:
    """Rows that find nothing would agree whatever an engine does."""
    asked = [by_year(both.reference, tree_of(request), request) for _, request in TABLE]
    assert sum(any(year.hits for year in years.values()) for years in asked) > len(TABLE) / 3


@pytest.mark.parametrize(("line", "request_"), TABLE, ids=[line for line, _ in TABLE])
def test_years(both: Both, line: str, request_: Request) -> None:
    tree = tree_of(request_)
    found = both.engine.by_year(tree, request_)
    assert dict(found) == by_year(both.reference, tree, request_)


def test_years_stand_in_order_the_undated_last(both: Both) -> None:
    *years, last = both.engine.by_year(tree_of(Request()), Request(role=Role.ARCHIVIST))
    assert last is None
    assert years == sorted(years, key=lambda year: year or 0)


def test_a_year_is_the_answer_narrowed_to_it(both: Both) -> None:
    """A year has as many documents as the answer that is narrowed to it."""
    request = Request(role=Role.ARCHIVIST)
    tree = tree_of(request)
    for year, counted in both.engine.by_year(tree, request).items():
        if year is not None:
            narrowed = Request(role=Role.ARCHIVIST, first_year=year, last_year=year)
            assert both.engine.find(tree, narrowed).documents == counted.documents
