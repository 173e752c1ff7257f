"""From the pages of a document to what the server is sent.

What a search asks stands in fields; what hits are worked out from stands in two more, packed
(:mod:`index.opensearch.packing`): ``kept`` has the words of a page, ``about`` what is said of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from corpus.dates import is_exact
from corpus.headings import COVER
from corpus.labels import BOX, NO_OPIS, PATH, above
from corpus.reference import natural
from index.answer import FOUND
from index.embedded.facts import PARTS, Facts
from index.indexed import Indexed
from index.opensearch.packing import described, packed
from index.opensearch.schema import DOCUMENT_FACETS, LONGEST

#: stands where a position has no term, so that the next ones keep their numbers
NOTHING = "."
#: undated documents stand behind this year
_LAST = 1 << 20


def body(some: Sequence[Indexed], serial: int) -> dict[str, Any]:
    """The document that the server is sent: the pages of one document, all that may be found.

    Its id is the document's (``body["document"]``). ``serial`` is the catalogue's newest change of
    any of its pages (:attr:`corpus.pages.Page.changed`, those that are not read included): the
    version of the document, so that a late one never replaces a newer.

    Raises:
        ValueError: there is no page, or they are of several documents.

    """
    ordered = sorted(some, key=lambda page: page.facts.number)
    if len({page.facts.document for page in ordered}) != 1:
        raise ValueError("pages of one document are sent together")
    head = ordered[0].facts
    kind = found_kind([page.facts for page in ordered])
    pages = [_page(page, kind) for page in ordered]
    borne = pages[0]["facet"]
    return {
        "document": head.document,
        "serial": serial,
        "found_kind": kind,
        "date": _dated(head),
        "reference": head.reference,
        "added": head.added,
        "facet": {name: borne[name] for name in DOCUMENT_FACETS if name in borne},
        "pages": pages,
    }


def found_kind(some: Sequence[Facts]) -> str:
    """The kind that the heading of a document names where nobody has said it, else empty.

    It stands on the first page, or on the second where the first is a cover.
    """
    if any(page.facets.get("kind") for page in some):
        return ""
    by_number = {page.number: page for page in some}
    first, second = by_number.get(1), by_number.get(2)
    told = [page.facets.get("found_kind", ()) for page in (first, second) if page]
    if first and first.words <= COVER and second:
        return next((own[0] for own in told if own), "")
    return (told[0] or ("",))[0] if first else ""


def _page(page: Indexed, found: str) -> dict[str, Any]:
    about = page.facts
    kind = next(iter(about.facets.get("kind", ())), found)
    kinds = [kind, above("kind", kind), FOUND if found else ""] if kind else []
    terms = [[term for term in own if len(term) <= LONGEST] for own in page.terms]
    facet = {name: [*own] for name, own in about.facets.items() if own}
    facet |= {"kind": [*filter(None, kinds)], "shelf": _shelf(about), "part": _parts(about)}
    out: dict[str, Any] = {
        "key": about.key,
        "number": about.number,
        "layer": about.layer,
        "words": about.words,
        "level": about.access.value,
        "exact": is_exact(about.edtf),
        "facet": {name: own for name, own in facet.items() if own},
        "forms": sorted({term[1:] for own in terms for term in own if term.startswith("x")}),
        "terms": "\n".join("\t".join(own) or NOTHING for own in terms),
        "kept": packed(page),
        "about": described(about),
    }
    if about.opens:
        out["opens"] = about.opens.toordinal()
    if about.years:
        out["first"], out["last"] = about.years
    return out


def _dated(about: Facts) -> str:
    """A string that sorts as dates do, the undated last."""
    first, last = about.years or (_LAST, 0)
    return f"{first + _LAST:08d} {last + _LAST:08d} {about.edtf}"


def _shelf(about: Facts) -> list[str]:
    """The values of the facet «archive» below the fonds; see :func:`corpus.labels.places`."""
    fonds = about.facets.get("archive", ())[1:]
    opis, box, file = (next(iter(about.facets.get(p, ())), "") for p in ("opis", "box", "file"))
    below = opis or (f"{BOX}{box}" if box else "") or (NO_OPIS if file else "")
    if not fonds or not below:
        return []
    path = [f"{fonds[0]}{PATH}{below}"]
    return [*path, f"{path[0]}{PATH}{file}"] if file else path


def part(name: str, number: str) -> str:
    """A part of a reference as it is compared: «02» is «2», however it is written."""
    return f"{name} {json.dumps(natural(number), ensure_ascii=False)}"


def _parts(about: Facts) -> list[str]:
    out = [
        part(name, own.rstrip("."))
        for name in PARTS
        if name != "fonds"
        for own in about.facets.get(name, ())
    ]
    for fonds in about.facets.get("fonds", ()):  # «393» is Р-393 too
        out += [part("fonds", fonds), part("fonds", re.sub(r"^[РПАЛН]-", "", fonds))]
    return [*dict.fromkeys(out)]
