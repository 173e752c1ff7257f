"""Text from scans, queries and descriptions as HTML: always escaped first, then marked.

``st.html`` takes out scripts but lets styles, forms and foreign images pass, so nothing that a
page, a title or a query says may reach it unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from corpus.reading import line_ends, without
from ui.address import Address, link

#: Signs after which a passage may end without an ellipsis.
_ENDS = frozenset('.!?…:;»”")')
#: A number with the abbreviation before it, «Ф. 12», «Ед. хр. 5», «Л. 3–4 об.», and a span of
#: numbers or dates. They are short: what is kept on one line must fit into the narrowest one.
_TIED = re.compile(
    r"(?:\b[^\W\d_]{1,3}\. ){1,2}\S{1,16}(?: об\.)?|\d[\d.]{0,9}–\d[\d.]{0,9}(?: об\.)?"
)


def marked(text: str, marks: Sequence[tuple[int, int]], titles: Sequence[str] = ()) -> str:
    """Escape ``text`` and light the ranges ``marks`` (half-open; overlapping ones melt).

    ``titles``, if given, are what is said of each mark; an empty one says nothing.
    """
    out, done = [], 0
    for (start, end), title in sorted(zip(marks, titles or [""] * len(marks), strict=True)):
        start, end = max(start, done), min(end, len(text))
        if start < end:
            said = f' title="{escape(title)}"' if title else ""
            out.append(f"{escape(text[done:start])}<mark{said}>{escape(text[start:end])}</mark>")
            done = end
    return "".join(out) + escape(text[done:])


def flowing(text: str, marks: Sequence[tuple[int, int]], titles: Sequence[str] = ()) -> str:
    """:func:`marked` for a passage of a page: words that a line end divides become whole.

    An ellipsis stands where the passage begins or ends within a sentence, as far as one can see.
    """
    fallen = line_ends(text)

    def moved(at: int) -> int:
        return at - sum(min(max(at - start, 0), end - start) for start, end in fallen)

    whole = without(text, fallen)
    before = "… " if whole[:1].islower() else ""
    end = whole.rstrip()[-1:]
    after = " …" if end and end not in _ENDS else ""
    moved_marks = [(moved(start), moved(end)) for start, end in marks]
    return before + marked(whole, moved_marks, titles) + after


def tied(text: str) -> str:
    """Escape ``text``, a reference, a date or a citation; no line end divides «Л. 3–4»."""
    out, done = [], 0
    for m in _TIED.finditer(text):
        out.append(f'{escape(text[done : m.start()])}<span class="tied">{escape(m[0])}</span>')
        done = m.end()
    return "".join(out) + escape(text[done:])


def facts(said: Iterable[str], css: str = "facts", **attributes: str) -> str:
    """Return short facts as a line, a dot between two; empty ones are left out.

    The dots are the style's: none stands where a line begins or ends. Attributes are escaped.
    """
    spans = "".join(f"<span>{tied(fact)}</span>" for fact in said if fact)
    return f'<p class="{css}"{_written(attributes)}>{spans}</p>' if spans else ""


def soft_link(
    to: Address, content: str, *, css: str = "", path: str = "", **attributes: str
) -> str:
    """Return a link that moves within the session (see :mod:`ui.components.links`).

    ``content`` is HTML, ``path`` as :func:`ui.address.link` takes it; attributes are escaped, an
    underscore in their names is a hyphen.
    """
    style = f' class="{css}"' if css else ""
    return f'<a data-go{style} href="{escape(link(to, path))}"{_written(attributes)}>{content}</a>'


def copy_button(text: str, content: str, *, css: str = "btn", **attributes: str) -> str:
    """Return a button that copies ``text``; ``content`` is HTML."""
    named = f'class="{css}" data-copy="{escape(text)}"{_written(attributes)}'
    return f'<button type="button" {named}>{content}</button>'


def unmarked(text: str) -> str:
    """Return a text for a label of Streamlit, which would read it as Markdown."""
    return "".join(f"\\{c}" if c.isascii() and not c.isalnum() and c != " " else c for c in text)


def language_of(languages: Iterable[str]) -> str:
    """Return a ``lang`` attribute for text in the first of ``languages``, or nothing."""
    first = next(iter(languages), "")
    return f' lang="{escape(first)}"' if first else ""


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {k.replace("_", "-")}="{escape(v)}"' for k, v in attributes.items())
