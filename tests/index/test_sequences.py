"""Words in order and near each other, against a search through all choices of places."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.embedded import sequences

#: words of a page, as letters; what is looked for are letters too
PAGES = st.lists(st.sampled_from("абвг"), max_size=14)
WANTED = st.lists(st.sampled_from("абв"), min_size=2, max_size=4)


def parts(page: Sequence[str], wanted: Sequence[str]) -> list[sequences.Part]:
    """The places of each wanted letter, numbered as they are wanted."""
    return [
        (np.array([at for at, word in enumerate(page) if word == one], np.int64),
         np.full(page.count(one), number, np.int64))
        for number, one in enumerate(wanted)
    ]  # fmt: skip


def choices(page: Sequence[str], wanted: Sequence[str]) -> list[tuple[int, ...]]:
    """Every choice of a place of its own for each wanted letter."""
    own = [[at for at, word in enumerate(page) if word == one] for one in wanted]
    return [some for some in itertools.product(*own) if len(set(some)) == len(some)]


@given(PAGES, WANTED, st.lists(st.sampled_from([0, 0, 2]), min_size=3, max_size=3))
def test_in_order(page: list[str], wanted: list[str], gaps: list[int]) -> None:
    gaps = gaps[: len(wanted) - 1]
    places, why = sequences.in_order(parts(page, wanted), gaps)
    right = [
        some
        for some in choices(page, wanted)
        if all(0 < b - a <= 1 + gap for (a, b), gap in zip(itertools.pairwise(some), gaps,
                                                           strict=True))
    ]  # fmt: skip
    assert {tuple(row) for row in places.tolist()} <= set(right)
    stretches = {(some[0], some[-1]) for some in right}
    shortest = {
        (first, last)
        for first, last in stretches
        if not any(first <= a and b <= last and (a, b) != (first, last) for a, b in stretches)
    }
    assert [(row[0], row[-1]) for row in places.tolist()] == sorted(shortest)
    assert all(row == list(range(len(wanted))) for row in why.tolist())


@given(PAGES, WANTED, st.integers(0, 3))
def test_near(page: list[str], wanted: list[str], distance: int) -> None:
    places, why = sequences.near(parts(page, wanted), distance, lambda: False)
    width = len(wanted) + distance
    right = [some for some in choices(page, wanted) if max(some) - min(some) < width]
    expected, last = [], -1
    for end in sorted({max(some) for some in right}):  # the shortest, from the left
        start = max(min(some) for some in right if max(some) == end)
        if start > last:
            expected.append((start, end))
            last = end
    assert [(row[0], row[-1]) for row in places.tolist()] == expected
    for row, numbers in zip(places.tolist(), why.tolist(), strict=True):
        within = [s for s in right if (min(s), max(s)) == (row[0], row[-1])]
        assert row == max(sorted(some) for some in within)  # the latest words, …
        orders = [[some.index(at) for at in row] for some in within if sorted(some) == row]
        assert numbers == min(orders)  # … each for the first part that it can be
        assert row == sorted(set(row))
        assert sorted(numbers) == list(range(len(wanted)))
        assert [page[at] for at in row] == [wanted[number] for number in numbers]


def test_a_search_that_is_late_ends() -> None:
    places, _ = sequences.near(parts(["а"] * 8, ["а", "а"]), 3, lambda: True)
    assert places.shape == (0, 2)


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3, unique=True), max_size=4))
def test_runs_hold_every_word_once(rows: list[list[int]]) -> None:
    matrix = np.array([sorted(row) for row in rows], np.int64).reshape(-1, 3)
    matrix += 100 * np.arange(len(matrix)).reshape(-1, 1)
    numbers = np.tile(np.arange(3), (len(matrix), 1))
    first, last, why = sequences.runs((matrix, numbers), np.ones(matrix.shape, bool))
    held = [
        at for a, b in zip(first.tolist(), last.tolist(), strict=True) for at in range(a, b + 1)
    ]
    assert held == matrix.ravel().tolist()
    assert [n for row in why.tolist() for n in row if n >= 0] == numbers.ravel().tolist()
    ends = [*zip(first[1:].tolist(), last[:-1].tolist(), strict=True)]
    assert all(begin > end + 1 for begin, end in ends)
