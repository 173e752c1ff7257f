"""IIIF Presentation 3.0 (iiif.io/api/presentation/3.0): a document as viewers show it.

A manifest has a canvas for each page, named by its leaves, as large as its image. Nothing is
copied: images and texts are asked of the pages of the collection, which check who asks. A page
that was born as text is a canvas without an image, and links to its text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from corpus.export.excerpt import About, Excerpt
from corpus.export.site import OWN_MACHINE, Site
from corpus.harmless import one_line
from corpus.labels import label
from corpus.messages import N_
from corpus.pages import Page
from corpus.reference import print_leaves

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
#: a canvas must have a size; without an image it is a sheet of A4 (ISO 216)
_SHEET = (1000, 1414)

_Json = dict[str, Any]


def manifest(excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
    """The manifest of the document whose pages the excerpts are."""
    rest = iter(excerpts)
    for first in islice(rest, 1):
        head = _head(first, about)
        yield json.dumps(head, ensure_ascii=False).encode().removesuffix(b"}") + b', "items": ['
        comma = b""
        for excerpt in chain([first], rest):
            if excerpt.page is not None:
                canvas = _canvas(excerpt.document.id, excerpt.page, about)
                yield comma + b"\n" + json.dumps(canvas, ensure_ascii=False).encode()
                comma = b","
        yield b"\n]}\n"


def _head(first: Excerpt, about: About) -> _Json:
    document, site = first.document, about.site or OWN_MACHINE
    told = {
        "@context": CONTEXT,
        "id": site.manifest(document.id),
        "type": "Manifest",
        "label": _as_written(document.description.title or document.source_name),
        "metadata": [*_metadata(first, about)],
        "requiredStatement": {
            "label": {about.language: [about.translate(N_("citation"))]},
            "value": _as_written(about.cited(Excerpt(document))),
        },
        "homepage": [
            {
                "id": site.document(document.id),
                "type": "Text",
                "label": _as_written(str(document.description.reference) or document.id),
                "format": "text/html",
            }
        ],
        "rendering": [_text(site.file(document.id, "txt"))],
    }
    when = document.description.date
    if when is not None and when.earliest is not None:
        told["navDate"] = f"{when.earliest.isoformat()}T00:00:00Z"
    return told


def _metadata(first: Excerpt, about: About) -> Iterator[_Json]:
    d = first.document.description
    facts = (
        (N_("reference"), str(d.reference)),
        (N_("date"), (d.date.words or d.date.edtf) if d.date else ""),
        (N_("kind"), label("kind", d.kind, about.language) if d.kind else ""),
        (N_("author"), d.author),
        (N_("addressee"), d.addressee),
        (N_("language"), ", ".join(label("language", x, about.language) for x in d.languages)),
    )
    for name, value in facts:
        if value:
            yield {"label": {about.language: [about.translate(name)]}, "value": _as_written(value)}


def _canvas(document: str, page: Page, about: About) -> _Json:
    site = about.site or OWN_MACHINE
    name = site.canvas(document, page.number)
    width, height = (page.width, page.height) if page.width else _SHEET
    told: _Json = {
        "id": name,
        "type": "Canvas",
        "items": [],
        "label": _label(page, about),
        "width": width,
        "height": height,
        "rendering": [_text(site.file(document, "txt", page.number))],
        "seeAlso": [
            {
                "id": site.file(document, "xml", page.number),
                "type": "Dataset",
                "format": "application/alto+xml",
                "profile": "http://www.loc.gov/standards/alto/ns-v4#",
            }
        ],
    }
    if page.width:
        told["thumbnail"] = [_image(site.thumbnail(document, page.number))]
        told["items"] = [_painted(name, document, page, site)]
    return told


def _painted(canvas: str, document: str, page: Page, site: Site) -> _Json:
    """The page of annotations that puts the image on its canvas."""
    body = _image(site.image(document, page.number)) | {"width": page.width, "height": page.height}
    painting = {
        "id": f"{canvas}/image",
        "type": "Annotation",
        "motivation": "painting",
        "target": canvas,
        "body": body,
    }
    return {"id": f"{canvas}/images", "type": "AnnotationPage", "items": [painting]}


def _label(page: Page, about: About) -> _Json:
    """The leaves of a page; its number where it shows none, never as if that were a leaf."""
    if page.leaves:
        return _as_written(f"Л. {print_leaves(page.leaves)}")
    return {about.language: [about.translate(N_("page {n}")).format(n=page.number)]}


def _as_written(text: str) -> _Json:
    """A text in whatever language it was written."""
    return {"none": [one_line(text)]}


def _image(address: str) -> _Json:
    return {"id": address, "type": "Image", "format": "image/jpeg"}


def _text(address: str) -> _Json:
    return {"id": address, "type": "Text", "format": "text/plain", "label": _as_written("TXT")}
