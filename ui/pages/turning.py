"""Links to the pages of something long, those near the current one and both ends."""

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
