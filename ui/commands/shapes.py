"""The JSON of the commands: shapes that the contract fixes, made from the rooms' dataclasses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpus.collection import Collection
from corpus.documents import Document
from corpus.pages import Page
from corpus.reading import Quad, Reading, Source
from index.answer import Answer, FacetValue, Group, Hit, Result, Snippet
from ui.i18n import Translator
from ui.names import Years, named
from ui.subjects import understood

if TYPE_CHECKING:  # a search need not load what reads scans
    from corpus.failures import Failed
    from index import Standing
    from index.quotations import Match
    from ingest import Failure


def search_answer(
    answer: Answer, words: Translator, collection: Collection, years: Years
) -> dict[str, Any]:
    """The JSON of ``opis search``; places and the like by their names of some years."""
    shape = {
        "query": answer.query,
        "understood": understood(answer, words),
        "diagnostics": [
            {"code": d.code, "message": words.text(d.message)} for d in answer.diagnostics
        ],
        "suggestions": [*answer.suggestions, *answer.fewer],
        "documents": answer.documents,
        "pages": answer.pages,
        "occurrences": answer.occurrences,
        "complete": answer.complete,
        "unread_pages": answer.unread_pages,
        "took_ms": answer.took_ms,
        "engine": answer.engine,
        "commit": answer.commit,
        "hits": [_result(hit) for hit in answer.hits],
        "facets": _facets(
            answer.facets, lambda name, value: named(collection, name, value, words, years)
        ),
    }
    if answer.groups is not None:
        shape |= {"results": answer.results, "groups": [_group(group) for group in answer.groups]}
    return shape


def _group(group: Group) -> dict[str, Any]:
    return {
        "file": group.file,
        "reference": str(group.reference),
        "title": group.title,
        "documents": group.documents,
        "hits": [hit.document for hit in group.hits],
    }


def _result(hit: Result) -> dict[str, Any]:
    return {
        "document": hit.document,
        "file": hit.file,
        "level": hit.level,
        "title": hit.title,
        "reference": hit.reference,
        "date": hit.date,
        "page": hit.page,
        "leaves": list(hit.leaves),
        "score": hit.score,
        "pages": list(hit.pages),
        "pages_total": hit.pages_total,
        "snippets": [_snippet(snippet) for snippet in hit.snippets],
        "boxes": [_box(box) for box in hit.boxes],
    }


def _snippet(snippet: Snippet) -> dict[str, Any]:
    return {
        "page": snippet.page,
        "leaves": list(snippet.leaves),
        "text": snippet.text,
        "marks": [list(mark) for mark in snippet.marks],
    }


def _box(hit: Hit) -> dict[str, Any]:
    return {
        "word": hit.text,
        "kind": hit.kind,
        "quads": [_place(place.page, place.quad) for place in hit.places],
    }


def _place(page: int, quad: Quad) -> dict[str, Any]:
    return {"page": page, "quad": [list(point) for point in quad]}


def _facets(
    facets: Mapping[str, Sequence[FacetValue]], label: Callable[[str, str], str]
) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [
            {
                "value": v.value,
                "label": label(name, v.value),
                "documents": v.documents,
            }
            for v in values
        ]
        for name, values in facets.items()
    }


def match_shape(match: Match, citation: str) -> dict[str, Any]:
    """A match of ``opis quote``."""
    return {
        "document": match.document,
        "page": match.page,
        "leaves": [str(leaf) for leaf in match.leaves],
        "grade": match.grade.value,
        "similarity": match.similarity,
        "found": match.found,
        "difference": [[part.change.value, part.text] for part in match.differences],
        "citation": citation,
    }


def document_row(document: Document, languages: Sequence[str]) -> dict[str, Any]:
    """A row of ``opis list``; ``languages`` are those found on its pages."""
    d = document.description
    return {
        "document": document.id,
        "level": document.level,
        "file": document.file,
        "title": d.title or document.source_name,
        "source_name": document.source_name,
        "reference": str(d.reference),
        "date": str(d.date or ""),
        "kind": d.kind,
        "pages": document.pages,
        "languages": list(languages),
        "access": document.access,
        "added": document.added,
    }


def page_shape(page: Page, reading: Reading | None, words: Translator) -> dict[str, Any]:
    """A page of ``opis show``; ``reading`` is None where nobody has read it.

    ``reason`` says why the text was taken from where it is, or why there is none.
    """
    shape: dict[str, Any] = {
        "number": page.number,
        "leaves": list(map(str, page.leaves)),
        "language": reading.language if reading else None,
        "source": reading.source if reading else Source.UNREAD,
        "reason": _reason(page, reading, words),
        "confidence": reading.confidence if reading else None,
        "text": reading.text if reading else "",
        "words": [],
    }
    if reading:
        shape["words"] = [
            {
                "text": reading.text[w.start : w.end],
                "start": w.start,
                "end": w.end,
                "quads": [_place(page.number, quad) for quad in w.quads],
                "confidence": w.confidence,
            }
            for w in reading.words
        ]
    return shape


def _reason(page: Page, reading: Reading | None, words: Translator) -> str:
    if reading is not None:
        return words.gettext(reading.reason) if reading.reason else ""
    return words.text(page.reason) if page.reason else ""


def index_shape(standing: Standing) -> dict[str, Any]:
    """How the index stands."""
    return {
        "engine": standing.engine,
        "generation": standing.generation,
        "commit": standing.commit,
        "current": standing.current,
    }


def failed_shape(failed: Failed, words: Translator) -> dict[str, Any]:
    """What failed in a collection, named so that it can be tried again."""
    return {
        "id": failed.id,
        "document": failed.document,
        "path": failed.path,
        "page": failed.page,
        "reason": words.text(failed.reason),
        "remedy": words.text(failed.remedy),
    }


def failures(failed: Iterable[Failure], words: Translator) -> list[dict[str, Any]]:
    """What failed, in the reader's language."""
    return [
        {
            "path": f.path,
            "page": f.page,
            "reason": words.text(f.reason),
            "remedy": words.text(f.remedy),
        }
        for f in failed
    ]
