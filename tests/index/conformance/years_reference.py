"""What an engine must say of years, worked out slowly: every document is put into its years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reference import Asked, Page, Reference

from index.answer import InYear, Request
from index.query.tree import Node


def by_year(reference: Reference, tree: Node, request: Request) -> dict[int | None, InYear]:
    """The matches of every year, and of what has no date (None)."""
    readable = reference.readable(request.role)
    conditions = [holds for name, holds in reference._conditions(request) if name != "decade"]
    within = [page for page in readable if all(holds(page) for holds in conditions)]
    asked = Asked(reference, request, within)
    documents, hits, held, words = (Counter[int | None]() for _ in range(4))
    for one in _first_pages(found := asked.found(tree)):
        documents.update(_years(one))
    for page in found:
        for year in _years(page):
            hits[year] += asked.page_hit(tree, page).occurrences
    for one in _first_pages(readable):
        held.update(_years(one))
    for page in readable:
        for year in _years(page):
            words[year] += len(page.words)
    return {year: InYear(documents[year], hits[year], held[year], words[year]) for year in held}


def _first_pages(pages: Iterable[Page]) -> Iterable[Page]:
    """One page of each document."""
    return {page.document.id: page for page in pages}.values()


def _years(page: Page) -> Iterable[int | None]:
    if page.years is None:
        return [None]
    first, last = page.years
    return range(first, last + 1)
