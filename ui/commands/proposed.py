"""What ``opis show`` says of a document besides its text: its description, and what is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from corpus.documents import Document
from corpus.labels import label
from corpus.messages import visible
from ui.commands.options import say, words
from ui.proposed import DOUBTFUL, KEYS

_ = words().gettext


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
        name, page = _(KEYS[one["key"]]), _("page {n}").format(n=one["page"])
        quoted = visible(" ".join(one["words"].split()))
        sure = one["confidence"]
        if sure is not None and sure < DOUBTFUL:
            page = _("{page}, read with a confidence of {share} %").format(
                page=page, share=round(100 * sure)
            )
        say(f"   {name}: {visible(value)}  ← «{quoted}» ({page})")
