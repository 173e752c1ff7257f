"""Links to the pages of something long, those near the current one and both ends.

An address may name a page behind the last one: an old link to what has become shorter. The last one
is shown, which is said, and the address becomes that of what is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from ui.address import Address
from ui.i18n import Translator
from ui.markup import soft_link


def turning(
    current: int, last: int, to: Callable[[int], Address], words: Translator, path: str = ""
) -> str:
    """Return the links as HTML; nothing where there is one page.

    ``to`` is where a page stands, ``path`` as :func:`ui.address.link` takes it.
    """
    if last == 1:
        return ""
    _ = words.gettext
    near = {1, last, *range(max(1, current - 2), min(last, current + 2) + 1)}
    items, before = [], 0
    for number in sorted(near):
        if number > before + 1:
            items.append("<span>…</span>")
        if number == current:
            items.append(f'<b aria-current="page">{number}</b>')
        else:
            items.append(soft_link(to(number), str(number), path=path))
        before = number
    if current > 1:
        items.insert(0, soft_link(to(current - 1), escape(_("‹ previous")), path=path))
    if current < last:
        items.append(soft_link(to(current + 1), escape(_("next ›")), path=path))
    return f'<nav class="turn" aria-label="{escape(_("Pages of results"))}">{"".join(items)}</nav>'


def beyond(name: str, asked: int, last: int, words: Translator, says: str = "") -> str:
    """Say that the address names a page behind the last one; HTML, empty where it does not.

    ``name`` is the parameter of the address that names the page, from 1; ``says`` is for what is
    no result. The browser writes the last one in its place, without a step in its history
    (``components/links``).
    """
    if asked <= last:
        return ""
    says = says or words.ngettext(
        "There is {n} page of results; the last one is shown.",
        "There are {n} pages of results; the last one is shown.",
        last,
    )
    truly = f'data-beyond="{name}" data-asked="{asked}" data-truly="{last}"'
    return f'<p class="understood" role="status" {truly}>{escape(says)}</p>'
