"""The table of queries, and how an answer is held against the reference's."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.access import Role
from index.answer import Request, Scope, Sort
from index.engine import DocumentHit, Found, PageHit
from index.query.parse import parse
from index.query.tree import Node

QUERIES = Path(__file__).with_name("queries.tsv")
#: scores may differ by this part of them; everything else is equal
TOLERANCE = 1e-5


def table() -> list[tuple[str, Request]]:
    """The rows of the table, each as it is written and as a request."""
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    return [(line, asked(line)) for line in lines if not line.startswith("#")]


def asked(line: str) -> Request:
    """A row of the table as a request."""
    query, _, switches = line.partition("\t")
    request = Request("" if query == '""' else query)
    for switch in filter(None, switches.split("; ")):
        name, value = switch.split("=")
        request = replace(request, **_changed(request, name, value))
    return request


def _changed(request: Request, name: str, value: str) -> dict[str, Any]:
    match name:
        case "role":
            return {"role": Role(value)}
        case "scope":
            return {"scope": Scope(value)}
        case "sort":
            return {"sort": Sort(value)}
        case "language":
            return {"language": value}
        case "folding" | "exact" | "undated" | "exact_dates":
            return {name: value == "on"}
        case "limit" | "offset":
            return {name: int(value)}
        case "years":
            first, last = (int(year) if year else None for year in value.split(".."))
            return {"first_year": first, "last_year": last}
    selected = tuple(value.split(", "))
    if name.startswith("-"):
        return {"not_facets": {**request.not_facets, name[1:]: selected}}
    return {"facets": {**request.facets, name: selected}}


def tree_of(request: Request) -> Node:
    """What a request's query means."""
    return parse(request.query, language=request.language, all_exact=request.exact).tree


def differing(found: Found, expected: Found) -> list[str]:
    """What differs between two answers, in words; nothing where they are equal."""
    out = [
        f"{name}: {getattr(found, name)} for {getattr(expected, name)}"
        for name in (
            "documents",
            "pages",
            "occurrences",
            "searched",
            "facets",
            "limits",
            "compounds",
        )
        if getattr(found, name) != getattr(expected, name)
    ]
    documents = [[hit.document for hit in answer.hits] for answer in (found, expected)]
    if documents[0] != documents[1]:
        return [*out, f"documents in order: {documents[0]} for {documents[1]}"]
    for hit, other in zip(found.hits, expected.hits, strict=True):
        out += _document(hit, other)
    return out


def _document(hit: DocumentHit, other: DocumentHit) -> list[str]:
    out = [] if _alike(hit.score, other.score) else [f"{hit.document}: {hit.score}, {other.score}"]
    if hit.found_kind != other.found_kind:
        out.append(f"{hit.document}: {hit.found_kind} for {other.found_kind}")
    return out + pages_differing(hit.document, hit.pages, other.pages)


def pages_differing(
    document: str, pages: tuple[PageHit, ...], others: tuple[PageHit, ...]
) -> list[str]:
    """What differs between the pages of a document, in words."""
    if [page.number for page in pages] != [page.number for page in others]:
        return [f"{document}: pages {pages} for {others}"]
    return [
        f"{document}: {page} for {other}"
        for page, other in zip(pages, others, strict=True)
        if not _alike(page.score, other.score) or page != other._replace(score=page.score)
    ]


def _alike(score: float, other: float) -> bool:
    return math.isclose(score, other, rel_tol=TOLERANCE)
