"""The strip of a document's pages above the reader: those with hits, and those around this one."""

from __future__ import annotations

from html import escape

from corpus.documents import Document
from corpus.pages import Page
from ui.address import Address
from ui.i18n import Translator
from ui.leaves import leaf_name, short_name
from ui.markup import soft_link
from ui.pages.cards import thumbnail

#: Pages shown on each side of the current one; the first and the last are always there.
NEAR = 6
#: At most this many pages with hits, those nearest to the current one.
WITH_HITS = 40


def strip(
    document: Document,
    pages: list[Page],
    current: Page,
    hits: dict[int, int] | None,
    words: Translator,
    here: Address,
) -> str:
    """Return the strip as HTML; ``hits`` maps page numbers to their number of hits."""
    if len(pages) < 2:
        return ""
    found = hits or {}
    nearest = sorted(found, key=lambda n: abs(n - current.number))[:WITH_HITS]
    numbers = {1, len(pages), *nearest}
    numbers |= {n for n in range(current.number - NEAR, current.number + NEAR + 1)}
    items, before = [], 0
    for page in pages:
        if page.number not in numbers:
            continue
        if page.number > before + 1:
            items.append('<span class="gap">…</span>')
        items.append(_item(document, page, current, found.get(page.number, 0), words, here))
        before = page.number
    label = escape(words.gettext("Pages of the document"))
    return f'<nav class="strip" aria-label="{label}">{"".join(items)}</nav>'


def _item(
    document: Document, page: Page, current: Page, n: int, words: Translator, here: Address
) -> str:
    name = leaf_name(page.leaves, page.number, words, scanned=bool(page.width))
    if n:
        name = f"{name}, {words.ngettext('{n} hit', '{n} hits', n)}"
    image = '<span class="scan-edge blank"></span>'
    if page.width:
        source = escape(thumbnail(document.id, page.number))
        image = (
            f'<img class="scan-edge" loading="lazy" width="50" height="68" alt="" src="{source}">'
        )
    badge = f'<span class="here" aria-hidden="true">{n}</span>' if n else ""
    content = (
        f'{image}{badge}<span class="leaf-name" aria-hidden="true">'
        f"{escape(short_name(page.leaves, page.number))}</span>"
    )
    named = {"title": name, "aria_label": name}
    if page.number == current.number:
        named["aria_current"] = "page"
    return soft_link(here.at(document.id, page.number), content, **named)
