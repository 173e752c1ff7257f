"""Text from scans, queries and descriptions as HTML: always escaped first, then marked.

``st.html`` takes out scripts but lets styles, forms and foreign images pass, so nothing that a
page, a title or a query says may reach it unescaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from ui.address import Address, link


def marked(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """Escape ``text`` and light the ranges ``marks`` (half-open; overlapping ones melt)."""
    out, done = [], 0
    for start, end in sorted(marks):
        start, end = max(start, done), min(end, len(text))
        if start < end:
            out.append(f"{escape(text[done:start])}<mark>{escape(text[start:end])}</mark>")
            done = end
    return "".join(out) + escape(text[done:])


def soft_link(to: Address, content: str, *, css: str = "", **attributes: str) -> str:
    """Return a link that moves within the session (see :mod:`ui.components.links`).

    ``content`` is HTML; attributes are escaped, an underscore in their names is a hyphen.
    """
    style = f' class="{css}"' if css else ""
    return f'<a data-go{style} href="{escape(link(to))}"{_written(attributes)}>{content}</a>'


def copy_button(text: str, content: str, *, css: str = "btn", **attributes: str) -> str:
    """Return a button that copies ``text``; ``content`` is HTML."""
    named = f'class="{css}" data-copy="{escape(text)}"{_written(attributes)}'
    return f'<button type="button" {named}>{content}</button>'


def language_of(languages: Iterable[str]) -> str:
    """Return a ``lang`` attribute for text in the first of ``languages``, or nothing."""
    first = next(iter(languages), "")
    return f' lang="{escape(first)}"' if first else ""


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {k.replace("_", "-")}="{escape(v)}"' for k, v in attributes.items())
