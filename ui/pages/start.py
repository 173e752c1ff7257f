"""The start page: what this is, how much there is, and queries that find something here."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from html import escape

import index
from corpus import pages
from corpus.access import Role
from corpus.collection import Collection
from corpus.pages import Counts
from corpus.tables import rows
from index.answer import Request
from ui.address import Address
from ui.i18n import Translator
from ui.markup import soft_link
from ui.opened import Opened

#: How many queries are offered.
OFFERED = 5


def hero(opened: Opened, commit: str, words: Translator, here: Address) -> str:
    """Return the head of the start page as HTML."""
    _ = words.gettext
    counts = _counts(opened.collection, opened.role, commit, date.today())
    if not counts.documents:
        return (
            f'<div class="hero"><h1>{escape(_("Search the leaves of archive files"))}</h1>'
            f"<p>{escape(_('There is nothing to read in this collection yet.'))}</p></div>"
        )
    there = " ".join(
        (
            _("{documents} and {pages} in Russian, Kazakh and Kyrgyz.").format(
                documents=words.ngettext("{n} document", "{n} documents", counts.documents),
                pages=words.ngettext("{n} page", "{n} pages", counts.pages),
            ),
            _("Type a word in its dictionary form: every form of it is found and lit on the scan."),
        )
    )
    links = "".join(
        soft_link(Address(query=query, interface=here.interface), escape(query), lang=language)
        for query, language in examples(opened.collection, opened.role, commit)
    )
    tried = f'<p class="try"><span>{escape(_("For example:"))}</span>{links}</p>' if links else ""
    return (
        f'<div class="hero"><h1>{escape(_("Search the leaves of archive files"))}</h1>'
        f"<p>{escape(there)}</p>{tried}</div>"
    )


@lru_cache(maxsize=8)
def _counts(collection: Collection, role: Role, commit: str, today: date) -> Counts:
    """What a role may read, counted once for each commit and day: it goes through all pages."""
    with collection.catalogue() as catalogue:
        return pages.counts(catalogue, role)


@lru_cache(maxsize=8)
def examples(collection: Collection, role: Role, commit: str) -> tuple[tuple[str, str], ...]:
    """Return queries with their language that find something; ``commit`` is for the cache."""
    found = []
    for query, language, _why in rows("ui.pages", "examples.tsv"):
        request = Request(query=query, limit=1, role=role)
        if index.search(collection, request).documents:
            found.append((query, language))
        if len(found) == OFFERED:
            break
    return tuple(found)
