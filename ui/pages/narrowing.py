"""Narrowing an answer: years and facets in the sidebar, what is set as chips above the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from corpus.labels import above, lineage
from index.answer import FACETS, Answer, FacetValue
from ui import visit
from ui.address import Address
from ui.components import facets as facet_list
from ui.i18n import Translator
from ui.names import facet_name, named
from ui.opened import opened
from ui.pages import places, timeline
from ui.subjects import MARK, UNCHECKED

#: Facets of the list; decades have their own picture.
_LISTED = tuple(name for name in FACETS if name != "decade")


def sidebar(answer: Answer, words: Translator, span: tuple[int, int] | None) -> None:
    """Draw years and facets; ``span`` is the first and the last year of the collection.

    Of an answer without documents only what narrows it is drawn; nothing where nothing does.
    """
    if not answer.documents and not visit.here().narrowed:
        return
    with st.sidebar:
        st.html(f'<h2 class="narrow">{escape(words.gettext("Narrow"))}</h2>')
        if span is not None:
            timeline.draw(answer, words, span)
        shown = [
            facet
            for name in _LISTED
            if (facet := _facet(name, answer, words)).values or facet.picture
        ]
        facet_list.mount(
            shown,
            words,
            lambda name, value, state: visit.go(visit.here().with_facet(name, value, state)),
        )
        if any(value.name.endswith(MARK) for facet in shown for value in facet.values):
            st.html(f'<p class="unchecked">{escape(words.gettext(UNCHECKED))}</p>')


def _facet(name: str, answer: Answer, words: Translator) -> facet_list.Facet:
    here = visit.here()
    kept, dropped = here.facets.get(name, ()), here.not_facets.get(name, ())
    state = dict.fromkeys(kept, "keep") | dict.fromkeys(dropped, "drop")
    values = answer.facets.get(name, ())
    open_ = _open(name, kept, values)
    rows = [
        facet_list.Value(
            v.value,
            _named(name, v.value, words),
            words.number(v.documents),
            state.get(v.value, ""),
            v.depth,
            v.value in open_,
        )
        for v in values
    ]
    # What is set stays visible, so that it can be taken back, also where it keeps nothing.
    have = {v.value for v in values}
    rows += [
        facet_list.Value(value, _in_full(name, value, words), words.number(0), state[value])
        for value in state
        if value not in have
    ]
    picture = places.picture(answer, words, here) if name == "place" else None
    return facet_list.Facet(name, facet_name(name, words), rows, picture)


def _open(name: str, kept: Sequence[str], values: Sequence[FacetValue]) -> set[str]:
    """What is over the values kept, and the first of what stands right below: shown at once."""
    over = {one for value in kept for one in lineage(name, value)}
    shown, below = set(over), Counter[str]()
    for value in (v.value for v in values):
        below[above(name, value)] += 1
        if above(name, value) in over and below[above(name, value)] <= facet_list.TOP:
            shown.add(value)
    return shown


def chips(words: Translator) -> None:
    """Show what is set as buttons that take it back, and one that takes back everything."""
    _ = words.gettext
    here = visit.here()
    if not here.narrowed:
        return
    with st.container(key="chips", horizontal=True, gap="xsmall"):
        for key, text, to in set_in(here, words):
            _chip(key, text, to)
        st.button(
            _("Clear all"),
            key="chip_all",
            type="tertiary",
            on_click=lambda: visit.go(here.without_facets()),
        )


def set_in(here: Address, words: Translator) -> Iterator[tuple[str, str, Address]]:
    """What narrows an answer: a key, what it is called, and the address without it."""
    _ = words.gettext
    if here.first_year is not None or here.last_year is not None:
        years = _written(here, words)
        if here.undated:
            years = _("{years} and undated").format(years=years)
        bare = replace(here, first_year=None, last_year=None, undated=False, results=1)
        yield "years", years, bare
    if here.exact_dates:
        bare = replace(here, exact_dates=False, results=1)
        yield "exact_dates", _("dated exactly only"), bare
    for name in FACETS:
        for value in here.facets.get(name, ()):
            yield f"{name}_{value}", _in_full(name, value, words), here.with_facet(name, value, "")
        for value in here.not_facets.get(name, ()):
            text = _("not {name}").format(name=_in_full(name, value, words))
            yield f"not_{name}_{value}", text, here.with_facet(name, value, "")


def _chip(key: str, text: str, to: Address) -> None:
    st.button(
        _plain(text),
        key=f"chip_{key}",
        icon=":material/close:",
        icon_position="right",
        on_click=lambda: visit.go(to),
    )


def _named(facet: str, value: str, words: Translator) -> str:
    here = visit.here()
    return named(opened().collection, facet, value, words, (here.first_year, here.last_year))


def _in_full(facet: str, value: str, words: Translator) -> str:
    """The name of a value that stands alone: «Ф. 12. Оп. 1. Д. 47», not «Д. 47»."""
    parts = lineage(facet, value)[1:] if facet == "archive" else ()
    return ". ".join(_named(facet, part, words) for part in parts or (value,))


def _plain(text: str) -> str:
    """Escape Markdown: a name that comes from a description may not load an image or be bold."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()<>#+-.!|~$:&" else c for c in text)


def _written(here: Address, words: Translator) -> str:
    _ = words.gettext
    if here.first_year is None:
        return _("to {year}").format(year=here.last_year)
    if here.last_year is None:
        return _("from {year}").format(year=here.first_year)
    if here.first_year == here.last_year:
        return str(here.first_year)
    return f"{here.first_year}–{here.last_year}"
