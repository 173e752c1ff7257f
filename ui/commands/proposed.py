"""What ``opis show`` says of a document besides its text: its description, and what is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from corpus.documents import Document
from corpus.labels import label
from corpus.messages import N_, visible
from corpus.proposals import PAGES, proposals
from corpus.reading import Reading
from corpus.thesaurus import Thesaurus
from ui.commands.options import say, words

_ = words().gettext
#: a word that OCR read with less confidence is said to be doubtful
_DOUBTFUL = 0.9
#: what the key of a proposal is called
_KEYS = {
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


def tell(document: Document, suggested: Iterable[dict[str, Any]]) -> None:
    """Print the description of a document, and below it what is proposed, marked as such."""
    d = document.description
    date = d.date.words or d.date.edtf if d.date else ""
    facts = (d.title or document.source_name, str(d.reference) if d.reference else "", date)
    say(" · ".join(visible(fact) for fact in facts if fact))
    for number, one in enumerate(suggested):
        if number == 0:
            say(_("Proposed by the text, not checked:"))
        value = one["value"]
        if one["key"] == "kind":
            value = label("kind", value, words().language)
        name, page = _(_KEYS[one["key"]]), _("page {n}").format(n=one["page"])
        quoted = visible(" ".join(one["words"].split()))
        sure = one["confidence"]
        if sure is not None and sure < _DOUBTFUL:
            page = _("{page}, read with a confidence of {share} %").format(
                page=page, share=round(100 * sure)
            )
        say(f"   {name}: {visible(value)}  ← «{quoted}» ({page})")
