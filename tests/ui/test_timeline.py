"""The stretches of years that are buttons below the bars."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ui.address import Address
from ui.i18n import translator
from ui.pages.timeline import stretches


@pytest.mark.parametrize(
    ("span", "length"),
    [
        ((1930, 1949), 10),
        ((1910, 1989), 10),
        ((1900, 1989), 20),
        ((1730, 2009), 50),
    ],
)
def test_there_are_so_few_that_each_can_be_pressed(span: tuple[int, int], length: int) -> None:
    found = stretches(span, {}, Address(), translator("ru"))
    assert found[0].first <= span[0] < found[0].first + length
    assert found[-1].last - length < span[1] <= found[-1].last
    assert all(one.last + 1 == other.first for one, other in pairwise(found))
    assert len(found) <= 8
    assert {one.last - one.first + 1 for one in found} == {length}


def test_a_decade_says_how_many_documents_it_has() -> None:
    found = stretches((1930, 1949), {"1930": 3}, Address(first_year=1935), translator("ru"))
    assert [(one.name, one.title, one.on) for one in found] == [
        ("30-е", "1930–1939: 3 документа", True),
        ("40-е", "1940–1949: 0 документов", True),
    ]
    late = stretches((1930, 1949), {}, Address(first_year=1940), translator("ru"))
    assert [one.on for one in late] == [False, True]
