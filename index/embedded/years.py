"""What an answer has in each year: documents and hits, beside what the collection holds there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from index.answer import InYear, Request
from index.embedded.facts import UNDATED_YEAR
from index.embedded.matching import Matcher
from index.embedded.outcome import Rows
from index.embedded.selecting import kept
from index.embedded.snapshot import Snapshot
from index.query.tree import Node

#: a number for each document
Counts = npt.NDArray[np.int64]


def count(
    at: Snapshot, matcher: Matcher, tree: Node, request: Request, today: date
) -> dict[int | None, InYear]:
    """The matches by year, ascending, the undated (None) last; no year without a document."""
    found = matcher.among(tree, kept(at, anytime(request), today))
    hits = np.array(matcher.lit(tree, found, found.pages.found).on_each(found.rows), np.int64)
    held = at.allowed(request.role, today).rows
    columns = (
        _there(at, found.rows),
        _summed(at, found.rows, hits),
        _there(at, held),
        _summed(at, held, at.words[held]),
    )
    first, last = (np.zeros(len(at.documents), np.int64) for _ in range(2))
    first[at.document_of], last[at.document_of] = at.first_year, at.last_year
    return spread(first, last, columns)


def spread(first: Counts, last: Counts, columns: Sequence[Counts]) -> dict[int | None, InYear]:
    """Numbers of documents by year: of each its years, and those of :class:`InYear`."""
    dated = (first != UNDATED_YEAR) & (columns[2] > 0)
    start = int(first[dated].min()) if dated.any() else 0
    out: dict[int | None, InYear] = {}
    by_year = [_touching(first[dated] - start, last[dated] - start, own[dated]) for own in columns]
    for year, counts in enumerate(zip(*(own.tolist() for own in by_year), strict=True), start):
        if counts[2]:
            out[year] = InYear(*counts)
    undated = [int(own[first == UNDATED_YEAR].sum()) for own in columns]
    if undated[2]:
        out[None] = InYear(*undated)
    return out


def anytime(request: Request) -> Request:
    """A request without its years and decades."""
    facets = {name: some for name, some in request.facets.items() if name != "decade"}
    return replace(request, first_year=None, last_year=None, facets=facets)


def _there(at: Snapshot, rows: Rows) -> Counts:
    """1 for each document of some pages, 0 for the others."""
    out = np.zeros(len(at.documents), np.int64)
    out[at.document[rows]] = 1
    return out


def _summed(at: Snapshot, rows: Rows, numbers: npt.NDArray[np.integer]) -> Counts:
    """The sum of the numbers of some pages, by document."""
    sums = np.bincount(at.document[rows], weights=numbers, minlength=len(at.documents))
    return sums.astype(np.int64)


def _touching(first: Counts, last: Counts, numbers: Counts) -> Counts:
    """For each year from 0 on the sum of the numbers of documents that it is a year of."""
    steps = np.zeros(int(last.max(initial=-1)) + 2, np.int64)
    np.add.at(steps, first, numbers)
    np.subtract.at(steps, last + 1, numbers)
    return steps.cumsum()[:-1]
