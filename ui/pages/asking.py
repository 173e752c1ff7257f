"""«How to ask»: the query language by examples in the words of this collection.

Every example finds something here, for who looks: a link that may be followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

import streamlit as st

import index
from corpus.access import Role
from corpus.collection import Collection
from corpus.messages import N_
from index.answer import Request, Result
from ui.address import Address
from ui.i18n import Translator
from ui.markup import soft_link
from ui.opened import opened
from ui.pages.start import examples

#: Letters of a word that a pattern keeps, and those a word must have for that.
_BEGINNING, _LONG = 4, 6
#: Words that are offered alone.
_PLAIN = 3
_WORD = re.compile(r"[^\W\d_]+")


def draw(here: Address, words: Translator) -> None:
    """Draw the button and, once it is pressed, the examples."""
    window = st.popover(words.gettext("How to ask"), type="tertiary", key="asking",
                        on_change="rerun")  # fmt: skip
    if not window.open:
        return
    collection, role = opened().collection, opened().role
    with window:
        with st.spinner(""):
            commit = index.search(collection, Request(limit=0, role=role)).commit
            found = samples(collection, role, commit)
        rows = "".join(
            f"<dt>{soft_link(Address(query=query, interface=here.interface), escape(query))}</dt>"
            f"<dd>{escape(words.gettext(means))}</dd>"
            for query, means in found
        )
        st.html(f'<dl class="asking">{rows}</dl>')


@lru_cache(maxsize=8)
def samples(collection: Collection, role: Role, commit: str) -> tuple[tuple[str, str], ...]:
    """Return queries that find something, each with what it means; ``commit`` is for the cache."""
    return tuple(
        (query, means)
        for query, means in _made(collection, role, commit)
        if index.search(collection, Request(query, limit=0, role=role)).documents
    )


def _made(collection: Collection, role: Role, commit: str) -> Iterator[tuple[str, str]]:
    """Make queries of words that stand in the collection."""
    plain = [query for query, _ in examples(collection, role, commit) if query.isalpha()]
    for word in plain[:_PLAIN]:
        yield word, N_("the word in any of its forms")
    for word in plain[:1]:
        (hit, *_) = index.search(collection, Request(word, limit=1, role=role)).hits
        form, phrase, other = _standing(hit)
        if form:
            yield f"={form}", N_("this form of the word only")
        if phrase:
            yield f"«{phrase}»", N_("these words side by side, in these forms")
        if other:
            yield f"{word} {other}", N_("both words on one page")
            yield f"{word} | {other}", N_("the one or the other")
            yield f"{word} -{other}", N_("the first without the second")
        yield f"{word}~1", N_("words like it, one letter apart: for errors of reading")
        if hit.reference:
            yield hit.reference, N_("everything under this reference")
    for word in [w for w in plain if len(w) >= _LONG][:1]:
        yield f"{word[:_BEGINNING]}*", N_("every word that begins so")


def _standing(hit: Result) -> tuple[str, str, str]:
    """A word of a passage as it stands there, with the next one, and a long word; else empty."""
    for snippet in hit.snippets:
        for start, end in snippet.marks:
            form, found = snippet.text[start:end], [*_WORD.finditer(snippet.text)]
            if not _WORD.fullmatch(form):
                continue
            behind = re.match(rf" ({_WORD.pattern})", snippet.text[end:])
            phrase = f"{form} {behind[1]}" if behind else ""
            long = [m.group() for m in found if len(m.group()) >= _LONG and m.group() != form]
            return form, phrase, next(iter(long), "")
    return "", "", ""
