"""What a page is called: by its leaves, never by its number as if it were one."""

from __future__ import annotations

from collections.abc import Iterable

from ui.i18n import Translator


def leaf_name(
    leaves: Iterable[object], page: int, words: Translator, *, scanned: bool = True
) -> str:
    """Return «л. 15 об.»; for a page whose leaf nobody knows «скан 3», or «текст 3»."""
    shown = ", ".join(map(str, leaves))
    if shown:
        return words.gettext("l. {leaf}").format(leaf=shown)
    unknown = words.gettext("scan {number}") if scanned else words.gettext("text {number}")
    return unknown.format(number=page)


def short_name(leaves: Iterable[object], page: int) -> str:
    """Return «15 об.» where the context says that it is a leaf, «(3)» for an unknown one."""
    return ", ".join(map(str, leaves)) or f"({page})"
