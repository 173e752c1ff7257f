"""Narrowing an answer: years and facets in the sidebar, what is set as chips above the results."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from corpus.labels import PATH
from index.answer import FACETS, UNDATED, Answer, FacetValue
from ui import visit
from ui.address import Address
from ui.components import facets as facet_list
from ui.components import years as bars
from ui.i18n import Translator
from ui.names import facet_name, value_name

#: Facets of the list; decades have their own picture.
_LISTED = tuple(name for name in FACETS if name != "decade")
#: More bars than this, and only every other one is named.
_NAMED = 7


def sidebar(answer: Answer, words: Translator, span: tuple[int, int] | None) -> None:
    """Draw years and facets; ``span`` is the first and the last year of the collection."""
    with st.sidebar:
        st.html(f'<h2 class="narrow">{escape(words.gettext("Narrow"))}</h2>')
        if span is not None:
            _years(answer, words, span)
        facet_list.mount(
            [facet for name in _LISTED if (facet := _facet(name, answer, words)).values],
            words,
            lambda name, value, state: visit.go(visit.here().with_facet(name, value, state)),
        )


def span_of(whole: Answer) -> tuple[int, int] | None:
    """First and last year of the decades of a collection; None if nothing is dated."""
    decades = [int(v.value) for v in whole.facets.get("decade", ()) if v.value.isdigit()]
    return (min(decades), max(decades) + 9) if decades else None


def _years(answer: Answer, words: Translator, span: tuple[int, int]) -> None:
    _ = words.gettext
    here = visit.here()
    st.html(f'<div class="facet-name">{escape(facet_name("decade", words))}</div>')
    counts = {v.value: v.documents for v in answer.facets.get("decade", ())}
    decades = range(span[0], span[1] + 1, 10)
    first = span[0] if here.first_year is None else here.first_year
    last = span[1] if here.last_year is None else here.last_year
    dated = here.first_year is not None or here.last_year is not None
    shown = [
        bars.Bar(
            decade,
            _("{decade}s").format(decade=f"{decade % 100:02d}")
            if len(decades) <= _NAMED or not i % 2
            else "",
            f"{decade}–{decade + 9}: {_documents(counts.get(str(decade), 0), words)}",
            counts.get(str(decade), 0),
            dated and first <= decade + 9 and decade <= last,
        )
        for i, decade in enumerate(decades)
    ]
    undated = UNDATED in here.facets.get("decade", ())
    if counts.get(UNDATED) or undated:
        n = counts.get(UNDATED, 0)
        title = f"{_('undated')}: {_documents(n, words)}"
        shown.append(bars.Bar(None, _("undated"), title, n, undated))
    if not any(bar.documents or bar.on for bar in shown):
        return
    bars.mount(shown, words, lambda decade, extend: visit.go(_taken(visit.here(), decade, extend)))
    taken = (max(first, span[0]), min(last, span[1]))
    st.session_state["years_slider"] = taken
    st.slider(
        facet_name("decade", words),
        span[0],
        span[1],
        taken,
        key="years_slider",
        label_visibility="collapsed",
        on_change=lambda: visit.go(_between(visit.here(), st.session_state["years_slider"], span)),
    )


def _documents(n: int, words: Translator) -> str:
    return words.ngettext("{n} document", "{n} documents", n)


def _taken(here: Address, decade: int | None, extend: bool) -> Address:
    """The address after a bar was pressed: its decade alone, more of them, or nothing."""
    undated = UNDATED in here.facets.get("decade", ())
    bare = replace(here, first_year=None, last_year=None, results=1)
    bare = bare.with_facet("decade", UNDATED, "")
    if decade is None:
        return bare if undated else bare.with_facet("decade", UNDATED, "keep")
    span = (decade, decade + 9)
    now = (here.first_year, here.last_year)
    if extend and None not in now:
        span = (min(decade, now[0] or decade), max(decade + 9, now[1] or decade))
    elif now == span:
        return bare
    return replace(bare, first_year=span[0], last_year=span[1])


def _between(here: Address, taken: tuple[int, int], span: tuple[int, int]) -> Address:
    """The address with the years of the slider; its ends are no limit."""
    return replace(
        here.with_facet("decade", UNDATED, ""),
        first_year=None if taken[0] <= span[0] else taken[0],
        last_year=None if taken[1] >= span[1] else taken[1],
        results=1,
    )


def _facet(name: str, answer: Answer, words: Translator) -> facet_list.Facet:
    here = visit.here()
    kept, dropped = here.facets.get(name, ()), here.not_facets.get(name, ())
    values = [*answer.facets.get(name, ())]
    have = {v.value for v in values}
    # What is set stays visible, so that it can be taken back, also where it keeps nothing.
    for value in (*kept, *dropped):
        if value not in have:
            depth = int(name == "archive" and PATH in value)
            values.append(FacetValue(value, 0, depth=depth))
    state = dict.fromkeys(kept, "keep") | dict.fromkeys(dropped, "drop")
    return facet_list.Facet(
        name,
        facet_name(name, words),
        [
            facet_list.Value(
                v.value,
                value_name(name, v.value, words),
                words.number(v.documents if v.value in have else 0),
                state.get(v.value, ""),
                v.depth,
            )
            for v in values
        ],
    )


def chips(words: Translator) -> None:
    """Show what is set as buttons that take it back, and one that takes back everything."""
    _ = words.gettext
    here = visit.here()
    if not here.narrowed:
        return
    with st.container(key="chips", horizontal=True, gap="xsmall"):
        if here.first_year is not None or here.last_year is not None:
            bare = replace(here, first_year=None, last_year=None, results=1)
            _chip("years", _written(here, words), bare)
        for name in FACETS:
            for value in here.facets.get(name, ()):
                to = here.with_facet(name, value, "")
                _chip(f"{name}_{value}", value_name(name, value, words), to)
            for value in here.not_facets.get(name, ()):
                text = _("not {name}").format(name=value_name(name, value, words))
                _chip(f"not_{name}_{value}", text, here.with_facet(name, value, ""))
        st.button(
            _("Clear all"),
            key="chip_all",
            type="tertiary",
            on_click=lambda: visit.go(here.without_facets()),
        )


def _chip(key: str, text: str, to: Address) -> None:
    st.button(
        _plain(text),
        key=f"chip_{key}",
        icon=":material/close:",
        icon_position="right",
        on_click=lambda: visit.go(to),
    )


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
