"""Pages on which most of some words stand near one another, in about their order.

The words of a quotation are weighed by how rare they are and taken window by window, so that every
page of a long one is found by its own part. First pages are told by what words they have at all,
then the likeliest by where: words that stand at the distances that they have in the quotation lie
on one diagonal of (place on the page, place in the quotation).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from index.embedded.lookup import ROW, Found, Lookup, Places
from index.embedded.outcome import Chosen, Floats, Rows
from index.embedded.snapshot import Snapshot
from index.query.expand import Terms

#: words that are looked for together, and from how many on every window has its own
WINDOW = 32
#: Words of one diagonal are shifted by so many places at most: some are left out, some put in.
SHIFT = 16
#: pages of a window whose words are looked at in their order
LOOKED_AT = 1000
#: what has less than this part of the best page's weight is another text
LEAST = 0.5


def near(
    lookup: Lookup, words: Sequence[Sequence[Terms]], allowed: Chosen, limit: int
) -> tuple[Rows, Floats]:
    """The pages that have most of a window's words, at most ``limit`` for each, best first.

    Returns their rows and which part of the window's weight stands there, 0 to 1.
    """
    at = lookup.snapshot
    terms = [lookup.terms(groups) for groups in words]
    weights = [_weight(lookup, own, max(1, at.pages)) for own in terms]
    best = np.zeros(at.rows)
    for window in windows(len(words)):
        own = [i for i in window if terms[i]]
        if lookup.time_is_up() or not own:
            continue
        rows = _having(lookup, [terms[i] for i in own], [weights[i] for i in own], allowed)
        places = [(i - window.start, terms[i], weights[i]) for i in own]
        score = _in_order(lookup, places, rows) / max(sum(weights[i] for i in window), 1e-9)
        likely = np.flatnonzero(score >= LEAST * score.max(initial=0))
        likely = likely[_best_first(at, rows.rows[likely], score[likely])][:limit]
        best[rows.rows[likely]] = np.maximum(best[rows.rows[likely]], score[likely])
    found = np.flatnonzero(best)
    found = found[_best_first(at, found, best[found])]
    return found, best[found]


def _best_first(at: Snapshot, rows: Rows, score: Floats) -> Rows:
    """The order of rows by score, then as everywhere by document and page."""
    return np.lexsort((at.number[rows], at.document[rows], -np.round(score, 9)))


def windows(count: int) -> Iterator[range]:
    """The windows of so many words: as equal as they can be, none longer than :data:`WINDOW`."""
    number = math.ceil(count / WINDOW)
    for i in range(number):
        yield range(count * i // number, count * (i + 1) // number)


def _weight(lookup: Lookup, terms: Sequence[Found], pages: int) -> float:
    """How rare a word is (BM25's idf); one that stands nowhere is as rare as one of one page."""
    having = max((lookup.frequency(term) for term in terms), default=0)
    having = min(max(having, 1), pages)
    return math.log(1 + (pages - having + 0.5) / (having + 0.5))


def _having(
    lookup: Lookup, terms: Sequence[Sequence[Found]], weights: Sequence[float], allowed: Chosen
) -> Chosen:
    """The pages with the greatest weight of words, wherever these stand on them."""
    score = np.zeros(lookup.snapshot.rows)
    here = np.zeros(lookup.snapshot.rows, bool)
    for own, weight in zip(terms, weights, strict=True):
        here[:] = False
        for term in own:
            here[lookup.listing(term).rows] = True
        score[here] += weight
    score[~allowed.mask] = 0
    some = np.flatnonzero(score > LEAST / 2 * score.max(initial=0))
    if len(some) > LOOKED_AT:
        some = some[np.argpartition(-score[some], LOOKED_AT)[:LOOKED_AT]]
    return Chosen(lookup.snapshot.rows, np.sort(some))


def _in_order(
    lookup: Lookup, words: Sequence[tuple[int, Sequence[Found], float]], rows: Chosen
) -> Floats:
    """For each of the rows the greatest weight of words on about one diagonal."""
    keys: list[Places] = []
    weights: list[Floats] = []
    for i, terms, weight in words:
        places, _ = lookup.places(terms, rows)
        row, position = places // ROW, places % ROW
        diagonal = row * ROW + (position - i + WINDOW + SHIFT) // SHIFT
        key = np.unique(np.concatenate([diagonal - 1, diagonal]))  # bins overlap by half
        keys.append(key)
        weights.append(np.full(len(key), weight))
    bins, of = np.unique(np.concatenate(keys), return_inverse=True)
    score = np.bincount(of, np.concatenate(weights), len(bins))
    out = np.zeros(len(rows))
    np.maximum.at(out, rows.rows.searchsorted(bins // ROW), score)
    return out
