"""A page comes back from what the servers keep of it: its words, and what is said of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_facts import page

from index.indexed import Indexed
from index.opensearch.laid import Fetched, LaidPages
from index.opensearch.packing import Wanted, Words, described, facts, packed


def laid(*pages: Indexed) -> LaidPages:
    some = [Fetched(p.facts.document, "", packed(p), described(p.facts)) for p in pages]
    return LaidPages(some, [Words(one.kept) for one in some])


@given(
    st.lists(
        st.lists(st.text("xабвқңі†:", min_size=1), min_size=1, max_size=3, unique=True).map(tuple),
        max_size=300,
    ),
    st.lists(st.integers(0, 10**6), max_size=5),
)
def test_the_words_of_a_page_come_back(terms: list[tuple[str, ...]], starts: list[int]) -> None:
    ranges = [(start, start + 4) for start in sorted(starts)]
    words = Words(packed(Indexed(page(9, len(starts)), terms, ranges)))
    assert (words.key, words.layer, words.number, words.words) == (7, 3, 9, len(starts))
    begins, lengths = words.ranges
    assert [*zip(begins.tolist(), (begins + lengths).tolist(), strict=True)] == ranges
    every = sorted({term for own in terms for term in own})
    for some in (every, [*every, "xнет", "q☭"], [*every, *map(str, range(200))]):
        found = {some[n]: own.tolist() for n, own in words.places(Wanted(some))}
        assert found == {t: [i for i, own in enumerate(terms) if t in own] for t in every}
    assert [*map(set, words.terms)] == [*map(set, terms)]
    assert words.beginning("xа") == [term for term in every if term.startswith("xа")]


@given(
    st.one_of(st.none(), st.dates()),
    st.one_of(st.none(), st.tuples(st.integers(-10, 3000), st.integers(-10, 3000))),
    st.dictionaries(st.text(max_size=3), st.lists(st.text(), max_size=2).map(tuple), max_size=3),
)
def test_what_is_said_of_a_page_comes_back(
    opens: date | None, years: tuple[int, int] | None, facets: dict[str, tuple[str, ...]]
) -> None:
    about = page(opens=opens, years=years, facets=facets)
    assert facts(described(about)) == about


@pytest.mark.parametrize("without", ["", "="])
def test_the_servers_may_leave_the_last_signs_away(without: str) -> None:
    kept = packed(Indexed(page(words=1), [("xв",)], [(0, 1)]))
    assert Words(kept.rstrip(without) if without else kept).number == 1


def test_pages_are_a_segment() -> None:
    one = Indexed(page(1), [("xв", "aв"), ("xлагере", "lru:лагерь")], [(0, 1), (2, 8)])
    other = Indexed(page(2), [("xлагерь", "lru:лагерь"), ("xв",)], [(0, 6), (7, 8)])
    segment = laid(one, other)
    own = segment.postings
    number = own.terms.find("lru:лагерь".encode())
    assert own.pages(number).tolist() == [0, 1]
    assert own.times(number).tolist() == [1, 1]
    assert own.positions(number).tolist() == [1, 0]
    assert own.terms.find("xнет".encode()) == -1
    letters = own.terms.beginning("xл".encode())
    assert [own.terms[i].decode() for i in letters] == ["xлагере", "xлагерь"]
    plain = own.plain(letters)
    assert (plain.pages.tolist(), plain.positions.tolist()) == ([0, 1], [1, 0])
    assert segment.ranges.of(1).tolist() == [[0, 6], [7, 8]]


def test_of_a_page_of_which_nothing_is_said_the_numbers_are_known() -> None:
    one = Indexed(page(5, key=12), [("xв",), ("xв",)], [(0, 1), (2, 3)])
    kept = packed(one)
    segment = LaidPages([Fetched("d1", "", kept, "")], [Words(kept)])
    names = ("key", "number", "layer", "words")
    assert [segment.arrays[name].tolist() for name in names] == [[12], [5], [3], [2]]
    assert segment.pool[segment.arrays["document"][0]] == b"d1"
    assert np.array_equal(segment.postings.positions(segment.postings.terms.find("xв".encode())),
                          [0, 1])  # fmt: skip
