"""Narrowing by access, years and facets, and counting what each value would keep.

A page is kept if its document is open to the reader and it bears, for every facet with a
selection, one of the selected values and none of the excluded. The counts of a facet leave its own
selection out of account, so that a second value can be added (years and decades are one facet
here); what is excluded stays so. They count documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from corpus.access import READABLE, Role
from index.answer import FACETS, UNDATED, Request
from index.embedded.schema import Facts

#: stands among the failing facets for a year out of range
_YEARS = "years"


def readable(facts: Mapping[int, Facts], role: Role, today: date) -> set[int]:
    """The pages (by Whoosh's document number) that ``role`` may read today."""
    levels = READABLE[role]
    return {page for page, fact in facts.items() if fact.level(today) in levels}


def select(
    pages: Iterable[int], facts: Mapping[int, Facts], request: Request, today: date
) -> tuple[set[int], dict[str, dict[str, int]]]:
    """Return the pages kept, and for every facet its values with numbers of documents.

    ``pages`` are matching pages that the reader may read.
    """
    kept: set[int] = set()
    holders: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in _shown(request)}
    for page in pages:
        fact = facts[page]
        values = _values(fact, today)
        failing = _failing(fact, values, request)
        if not failing:
            kept.add(page)
        for name, seen in holders.items():
            if failing <= ({name, _YEARS} if name == "decade" else {name}):
                for value in values.get(name, ()):
                    seen[value].add(fact.document)
    counts = {
        name: {value: len(ids) for value, ids in seen.items()} for name, seen in holders.items()
    }
    for name, selected in request.facets.items():  # a selected value is shown even with none
        for value in selected:
            counts.get(name, {}).setdefault(value, 0)
    return kept, counts


def _shown(request: Request) -> tuple[str, ...]:
    archivist = request.role is Role.ARCHIVIST
    return tuple(name for name in FACETS if name != "access" or archivist)


def _values(fact: Facts, today: date) -> Mapping[str, tuple[str, ...]]:
    return {**fact.facets, "access": (fact.level(today).value,)}


def _failing(fact: Facts, values: Mapping[str, tuple[str, ...]], request: Request) -> set[str]:
    """The facets whose selection this page does not meet, «not NAME» and «years»."""
    out = {
        name
        for name, selected in request.facets.items()
        if selected and not set(selected) & set(values.get(name, ()))
    }
    out |= {
        f"not {name}"
        for name, excluded in request.not_facets.items()
        if set(excluded) & set(values.get(name, ()))
    }
    if not _within(fact.years, request, UNDATED in request.facets.get("decade", ())):
        out.add(_YEARS)
    return out


def _within(years: tuple[int, int] | None, request: Request, undated_too: bool) -> bool:
    if request.first_year is None and request.last_year is None:
        return True
    if years is None:
        return undated_too
    first, last = years
    after = request.first_year is None or last >= request.first_year
    return after and (request.last_year is None or first <= request.last_year)
