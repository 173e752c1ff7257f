"""Who may read which pages, and which of them a request keeps, as queries about pages.

They say what :mod:`index.embedded.selecting` says of a snapshot.
"""

from __future__ import annotations

from datetime import date

from corpus.access import READABLE, Level, Role
from index.answer import FACETS, UNDATED, Request
from index.embedded import shelf
from index.opensearch.moments import ALL, NONE, Query, both, but, either, facet, of_page

#: stands among the conditions for the range of years
YEARS = "years"


def allowed(role: Role, today: date) -> Query:
    """The pages that a role may read today."""
    if READABLE[role] == frozenset(Level):
        return ALL
    levels = sorted(level.value for level in READABLE[role])
    return either([{"terms": {of_page("level"): levels}}, _opened(today)])


def _opened(today: date) -> Query:
    return {"range": {of_page("opens"): {"lte": today.toordinal()}}}


def level(value: str, today: date) -> Query:
    """The pages that are on a level of access today."""
    own = {"term": {of_page("level"): value}}
    if value == Level.OPEN:
        return either([own, _opened(today)])
    return both(own, but(_opened(today)))


def conditions(request: Request, today: date) -> tuple[dict[str, Query], list[Query]]:
    """The pages that meet each selection, by the facet's name or «years», and what all must meet.

    These others are what is excluded and the like: no count of a facet leaves it out of account.
    """
    wanted = {
        name: _bearing(name, selected, today)
        for name, selected in request.facets.items()
        if selected
    }
    always = [
        but(_bearing(name, excluded, today))
        for name, excluded in request.not_facets.items()
        if excluded
    ]
    if request.first_year is not None or request.last_year is not None:
        within = overlapping(request.first_year, request.last_year)
        if request.undated or UNDATED in request.facets.get("decade", ()):
            within = either([within, but({"exists": {"field": of_page("first")}})])
        wanted[YEARS] = within
    if request.exact_dates:
        wanted["exact dates"] = {"term": {of_page("exact"): True}}
    return wanted, always


def overlapping(first: int | None, last: int | None) -> Query:
    """The pages of documents of these years, both included."""
    ends: list[Query] = [{"exists": {"field": of_page("first")}}]
    if first is not None:
        ends.append({"range": {of_page("last"): {"gte": first}}})
    if last is not None:
        ends.append({"range": {of_page("first"): {"lte": last}}})
    return both(*ends)


def own_of(name: str) -> frozenset[str]:
    """The conditions that the counts of a facet leave out of account."""
    return frozenset({name, YEARS} if name == "decade" else {name})


def _bearing(name: str, values: tuple[str, ...], today: date) -> Query:
    if name not in FACETS:
        return NONE
    if name == "access":
        return either([level(value, today) for value in values])
    below = [value for value in values if name == "archive" and shelf.is_below(value)]
    others = [value for value in values if value not in below]
    return either([{"terms": {facet(name): others}}, {"terms": {facet("shelf"): below}}])
