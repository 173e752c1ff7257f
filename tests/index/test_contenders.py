"""Of an OR only pages are scored that may be among the best: the best ones stay the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.embedded.outcome import Chosen, Floats, Outcome, any_of, contenders

PAGES, DOCUMENTS, LEAST = 24, 10, 1 - 1e-5
#: whole numbers: sums of them are the same in any order, and many are equal
SCORE = st.integers(0, 5)
PART = st.dictionaries(st.integers(0, PAGES - 1), SCORE, max_size=PAGES)
DOCUMENT = st.lists(st.integers(0, DOCUMENTS - 1), min_size=PAGES, max_size=PAGES)


def outcome(part: dict[int, int]) -> Outcome:
    rows = np.array(sorted(part), np.intp)
    return Outcome.known(Chosen(PAGES, rows), np.array([part[row] for row in sorted(part)], float))


@given(st.lists(PART, min_size=1, max_size=9), DOCUMENT, st.integers(1, 6), st.data())
def test_the_best_documents_are_among_them(
    parts: list[dict[int, int]], document: list[int], count: int, data: st.DataObject
) -> None:
    within = Chosen.of(np.array(data.draw(st.lists(st.booleans(), min_size=PAGES, max_size=PAGES))))

    def best(pages: Outcome) -> Outcome:
        out: dict[int, float] = {}
        for row, score in zip(pages.found.rows.tolist(), pages.score.tolist(), strict=True):
            out[document[row]] = max(score, out.get(document[row], 0))
        scores: Floats = np.array([out[one] for one in sorted(out)], float)
        return Outcome.known(Chosen(DOCUMENTS, np.array(sorted(out), np.intp)), scores)

    naive: dict[int, float] = {}
    for row in within.rows.tolist():
        own = [part[row] for part in parts if row in part]
        if own:
            naive[document[row]] = max(float(sum(own)), naive.get(document[row], 0))
    pages = any_of([outcome(part) for part in parts], PAGES).among(within)
    found = contenders(pages, best, count, LEAST)
    told = dict(zip(found.found.rows.tolist(), found.score.tolist(), strict=True))
    assert told.items() <= naive.items()
    best_scores = sorted(naive.values(), reverse=True)[:count]
    assert {one for one, score in naive.items() if score in best_scores} <= told.keys()


def test_pages_that_cannot_be_among_the_best_are_not_scored() -> None:
    rare = {row: 5 for row in range(6)}
    common = {row: 1 for row in range(PAGES)}
    asked: list[int] = []

    def best(pages: Outcome) -> Outcome:
        asked.append(len(pages.found))
        return Outcome.known(Chosen(PAGES, pages.found.rows), pages.score)

    pages = any_of([outcome(common), outcome(rare)], PAGES)
    assert contenders(pages, best, 2, LEAST).found.rows.tolist() == [*range(6)]
    assert asked == [6, 6]
