"""Plain text, and lines of JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.export.excerpt import About, Excerpt
from corpus.harmless import harmless
from corpus.reading import Source

#: between the texts of two pages
PAGE_END = "\f"


def text(excerpts: Iterable[Excerpt], _about: About) -> Iterator[bytes]:
    """The texts in UTF-8, a form feed between two pages; one that nobody has read is empty."""
    end = ""
    for excerpt in excerpts:
        yield f"{end}{harmless(excerpt.text)}\n".encode()
        end = PAGE_END


def json_lines(excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
    """A JSON object a line for each excerpt, its text exactly as in the reading.

    ``marks`` are half-open code point offsets into ``text``.
    """
    for excerpt in excerpts:
        yield json.dumps(shape(excerpt, about), ensure_ascii=False).encode() + b"\n"


def shape(excerpt: Excerpt, about: About) -> dict[str, Any]:
    """The JSON of an excerpt; a page's part is left out where only the document is meant."""
    document, d = excerpt.document, excerpt.document.description
    told: dict[str, Any] = {
        "document": document.id,
        "title": d.title or document.source_name,
        "kind": d.kind,
        "reference": str(d.reference),
        "date": str(d.date or ""),
        "author": d.author,
        "addressee": d.addressee,
        "citation": about.cited(excerpt),
    }
    if excerpt.page is None:
        return told
    reading = excerpt.reading
    return told | {
        "page": excerpt.page.number,
        "leaves": list(map(str, excerpt.page.leaves)),
        "language": excerpt.language,
        "source": reading.source if reading else Source.UNREAD,
        "confidence": reading.confidence if reading else None,
        "text": excerpt.text,
        "marks": [[start - excerpt.start, end - excerpt.start] for start, end in excerpt.marks],
    }
