"""Narrowing by years and facets, and counting what each value would keep.

A page is kept if it bears, for every facet with a selection, one of the selected values and none of
the excluded. The counts of a facet leave its own selection out of account, so that a second value
can be added (years and decades are one facet here); what is excluded stays so. They count
documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np

from corpus.access import Role
from index.answer import FACETS, UNDATED, Request
from index.embedded import shelf
from index.embedded.facet import Facet
from index.embedded.matching import Matched
from index.embedded.outcome import Chosen, Mask, Rows
from index.embedded.snapshot import Snapshot

#: stands among the conditions for the range of years
_YEARS = "years"


def select(
    matching: Callable[[Chosen], Matched], snapshot: Snapshot, request: Request, today: date
) -> tuple[Matched, dict[str, dict[str, int]]]:
    """Return what matches among the pages kept, and for every facet its numbers of documents.

    ``matching`` gives what a query matches among some pages; none is asked for that the reader may
    not read.
    """
    facets = {name: _facet(snapshot, name, today) for name in shown_facets(request)}
    conditions = _conditions(snapshot, request, today)
    excluding = [mask for name, mask in conditions.items() if name.startswith("not ")]
    base = _meeting(snapshot.allowed(request.role, today), excluding)
    wanted = {name: mask for name, mask in conditions.items() if not name.startswith("not ")}
    found = matching(_meeting(base, wanted.values()))
    counts: dict[str, dict[str, int]] = {}
    for name, facet in facets.items():
        own = {name, _YEARS} if name == "decade" else {name}
        counting = found
        if own & wanted.keys():
            counting = matching(_meeting(base, (m for n, m in wanted.items() if n not in own)))
        counts[name] = _counted(snapshot, facet, counting)
        if name == "archive" and (selected := request.facets.get(name)):
            counts[name] |= shelf.counts(snapshot, selected, _records(snapshot, counting.rows))
    for name, selected in request.facets.items():  # a selected value is shown even with none
        for value in selected:
            counts.get(name, {}).setdefault(value, 0)
    return found, counts


def kept(snapshot: Snapshot, request: Request, today: date) -> Chosen:
    """The pages within facets and years that the reader may read."""
    conditions = _conditions(snapshot, request, today).values()
    return _meeting(snapshot.allowed(request.role, today), conditions)


def shown_facets(request: Request) -> tuple[str, ...]:
    """The facets that the role is shown."""
    archivist = request.role is Role.ARCHIVIST
    left_out = {
        *([] if archivist else ["access"]),
        *([] if request.unconfirmed else ["unconfirmed"]),
    }
    return tuple(name for name in FACETS if name not in left_out)


def _facet(snapshot: Snapshot, name: str, today: date) -> Facet:
    return snapshot.access(today) if name == "access" else snapshot.facet(name)


def _conditions(snapshot: Snapshot, request: Request, today: date) -> dict[str, Mask]:
    """The pages that meet each selection: by the facet's name, «not NAME», «years» and the like."""
    out: dict[str, Mask] = {}
    for name, selected in request.facets.items():
        if selected:
            out[name] = _bearing(snapshot, name, selected, today)
    for name, excluded in request.not_facets.items():
        if excluded:
            out[f"not {name}"] = ~_bearing(snapshot, name, excluded, today)
    if request.first_year is not None or request.last_year is not None:
        dated = ~snapshot.undated
        if request.first_year is not None:
            dated &= snapshot.last_year >= request.first_year
        if request.last_year is not None:
            dated &= snapshot.first_year <= request.last_year
        if request.undated or UNDATED in request.facets.get("decade", ()):
            dated |= snapshot.undated
        out[_YEARS] = dated[snapshot.record]
    if request.exact_dates:
        out["exact dates"] = snapshot.exactly_dated[snapshot.record]
    return out


def _bearing(snapshot: Snapshot, name: str, values: tuple[str, ...], today: date) -> Mask:
    if name not in FACETS:
        return np.zeros(snapshot.rows, bool)
    facet = _facet(snapshot, name, today)
    if facet.of_pages:
        return facet.bearing(values, snapshot.rows)
    records = facet.bearing(values, snapshot.records)
    if name == "archive":
        for value in filter(shelf.is_below, values):
            records |= shelf.bearing(snapshot, value)
    return records[snapshot.record]


def _meeting(base: Chosen, conditions: Iterable[Mask]) -> Chosen:
    """Those that meet all conditions."""
    for mask in conditions:
        base = Chosen.of(base.mask & mask)
    return base


def _records(snapshot: Snapshot, rows: Rows) -> Mask:
    """The records of some pages."""
    records = np.zeros(snapshot.records, bool)
    records[snapshot.record[rows]] = True
    return records


def _counted(snapshot: Snapshot, facet: Facet, found: Matched) -> dict[str, int]:
    """How many documents of the pages found bear each value of a facet."""
    if not facet.values:
        return {}

    def owners() -> Mask:
        return found.pages.found.mask if facet.of_pages else _records(snapshot, found.rows)

    return facet.counts(found.documents.found, owners)
