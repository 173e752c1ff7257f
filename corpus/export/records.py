"""Citations as records for programs such as Zotero: BibTeX, RIS, CSL-JSON.

A record for each page that is exported, or for each document where its pages are not meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from corpus.citing import records
from corpus.citing.cited import Citation
from corpus.export.excerpt import About, Excerpt
from corpus.harmless import harmless


def bibtex(excerpts: Iterable[Excerpt], _about: About) -> Iterator[bytes]:
    """Entries of BibTeX."""
    for citation in _once(excerpts):
        yield f"{harmless(records.bibtex(citation))}\n\n".encode()


def ris(excerpts: Iterable[Excerpt], _about: About) -> Iterator[bytes]:
    """Records of RIS."""
    for citation in _once(excerpts):
        yield f"{harmless(records.ris(citation))}\n\n".encode()


def csl_json(excerpts: Iterable[Excerpt], _about: About) -> Iterator[bytes]:
    """One list of items of CSL-JSON."""
    before = "[\n"
    for citation in _once(excerpts):
        yield f"{before}{json.dumps(records.csl(citation), ensure_ascii=False)}".encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _once(excerpts: Iterable[Excerpt]) -> Iterator[Citation]:
    """What the excerpts cite; several passages of one page cite it once."""
    last = None
    for excerpt in excerpts:
        here = excerpt.document.id, excerpt.page and excerpt.page.number
        if here != last:
            yield excerpt.citation
        last = here
