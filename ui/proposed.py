"""What the first pages of a document propose for its description, for the command and the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from corpus.documents import Document
from corpus.messages import N_
from corpus.proposals import PAGES, proposals
from corpus.reading import Reading
from corpus.thesaurus import Thesaurus

#: a word that OCR read with less confidence is said to be doubtful
DOUBTFUL = 0.9
#: what the key of a proposal is called
KEYS = {
    "title": N_("title"),
    "kind": N_("kind"),
    "date": N_("date"),
    "place": N_("place of writing"),
    "reference": N_("reference"),
}


def suggestions(
    document: Document, readings: Iterable[tuple[int, Reading | None]], thesaurus: Thesaurus
) -> list[dict[str, Any]]:
    """What the first pages propose where nobody has described the document, each thing once.

    ``readings`` are pairs of a page's number and its reading. ``start`` and ``end`` are half-open
    code point offsets in the text of that page, ``confidence`` (0..1) that of the OCR, None where
    it is not known; nobody has checked any of it.
    """
    found: dict[str, dict[str, Any]] = {}
    for number, reading in readings:
        if number <= PAGES and reading:
            for one in proposals(reading, document.description, thesaurus):
                found.setdefault(
                    one.key,
                    {
                        "key": one.key,
                        "value": one.value,
                        "words": one.words,
                        "page": number,
                        "start": one.start,
                        "end": one.end,
                        "confidence": one.confidence,
                    },
                )
    return list(found.values())
