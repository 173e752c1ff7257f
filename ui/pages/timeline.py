"""The years of an answer, in the sidebar: what each has of it, pressed to narrow to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import streamlit as st

import index
from corpus.messages import N_
from index.answer import UNDATED, Answer, InYear
from ui import visit
from ui.address import Address
from ui.components import years as component
from ui.i18n import Translator
from ui.names import facet_name
from ui.opened import opened

#: The most stretches that can be told apart and hit in the sidebar, and how long they may be.
_STRETCHES, _LENGTHS = 8, (10, 20, 50, 100, 200, 500, 2000)
#: More stretches than this, and only every other one is named.
_NAMED = 7
#: The columns of the table.
_HEAD = (
    N_("Year"),
    N_("Documents"),
    N_("Documents of the year"),
    N_("Hits"),
    N_("Hits among 10,000 words of the year"),
)


def span_of(whole: Answer) -> tuple[int, int] | None:
    """First and last year of the decades of a collection; None if nothing is dated."""
    decades = [int(v.value) for v in whole.facets.get("decade", ()) if v.value.isdigit()]
    return (min(decades), max(decades) + 9) if decades else None


def draw(answer: Answer, words: Translator, span: tuple[int, int]) -> None:
    """Draw the years between ``span``, both included, and the slider below them."""
    here = visit.here()
    counts = {v.value: v.documents for v in answer.facets.get("decade", ())}
    if not (any(counts.values()) or _undated(here) or _narrowed(here) or here.exact_dates):
        return
    found = index.by_year(opened().collection, here.request(opened().role))
    st.html(f'<div class="facet-name">{escape(facet_name("decade", words))}</div>')
    component.mount(
        component.Timeline(
            [_bar(year, own, here, words) for year, own in found.items() if year is not None],
            stretches(span, counts, here, words),
            _bar(None, found[None], here, words) if None in found else None,
            _measures(found, here, words),
            [words.gettext(name) for name in _HEAD],
            words.gettext(
                "A document counts in every year its date touches: the bars do not add up. "
                "A line below a year: the collection has documents of it."
            ),
        ),
        words,
        lambda years, extend: visit.go(_taken(visit.here(), years, extend)),
    )
    first = span[0] if here.first_year is None else here.first_year
    last = span[1] if here.last_year is None else here.last_year
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
    undated = found[None].documents if None in found else 0
    _switches(here, words, undated if _narrowed(here) else 0)


def _switches(here: Address, words: Translator, undated: int) -> None:
    """What is dated exactly, and beside some years the ``undated`` documents."""
    _ = words.gettext
    if undated or here.undated:
        st.session_state["with_undated"] = here.undated
        st.checkbox(
            words.ngettext("{n} undated document too", "{n} undated documents too", undated),
            key="with_undated",
            on_change=lambda: visit.go(
                replace(visit.here(), undated=st.session_state["with_undated"], results=1)
            ),
        )
    st.session_state["exact_dates"] = here.exact_dates
    st.checkbox(
        _("Dated exactly only"),
        key="exact_dates",
        help=_("a day, a month or a year that nobody doubts; no span of years, nothing undated"),
        on_change=lambda: visit.go(
            replace(visit.here(), exact_dates=st.session_state["exact_dates"], results=1)
        ),
    )


def _narrowed(here: Address) -> bool:
    return here.first_year is not None or here.last_year is not None


def _undated(here: Address) -> bool:
    """Whether the undated are taken."""
    return UNDATED in here.facets.get("decade", ())


def _touches(here: Address, first: int, last: int) -> bool:
    """Whether some years are among those that are taken."""
    return (
        _narrowed(here)
        and (here.first_year is None or here.first_year <= last)
        and (here.last_year is None or first <= here.last_year)
    )


def _measures(
    found: Mapping[int | None, InYear], here: Address, words: Translator
) -> dict[str, str]:
    """What a bar may show: of what was not asked for in words only documents."""
    _ = words.gettext
    out = {"documents": _("Documents")}
    if here.query or here.narrowed:
        out["share"] = _("Documents, part of the year's")
    if any(year.hits for year in found.values()):
        out["hits"] = _("Hits")
        out["rate"] = _("Hits among 10,000 words of the year")
    return out


def _bar(year: int | None, own: InYear, here: Address, words: Translator) -> component.Bar:
    _ = words.gettext
    name = _("no date") if year is None else str(year)
    rate = words.decimal(own.rate, 1)
    says = f"{name}: {_documents(own.documents, words)}"
    if own.held_documents > own.documents:
        held, share = words.number(own.held_documents), words.decimal(100 * own.share, 0)
        says += " " + _("of {held} ({share}%)").format(held=held, share=share)
    if own.hits:
        hits = words.ngettext("{n} hit", "{n} hits", own.hits)
        says += " · " + _("{hits}, {rate} among 10,000 words").format(hits=hits, rate=rate)
    numbers = (own.documents, own.held_documents, own.hits)
    return component.Bar(
        year,
        says,
        [name, *map(words.number, numbers), rate],
        {"documents": own.documents, "share": own.share, "hits": own.hits, "rate": own.rate},
        _undated(here) if year is None else _touches(here, year, year),
    )


def stretches(
    span: tuple[int, int], counts: Mapping[str, int], here: Address, words: Translator
) -> list[component.Stretch]:
    """Decades, or longer stretches where those would be too many; each whole, all as wide."""
    _ = words.gettext
    for length in _LENGTHS:
        firsts = range(span[0] // length * length, span[1] + 1, length)
        if len(firsts) <= _STRETCHES:
            break
    out: list[component.Stretch] = []
    for i, start in enumerate(firsts):
        first, last = start, start + length - 1
        name = _("{decade}s").format(decade=f"{start % 100:02d}") if length == 10 else str(start)
        title = f"{first}–{last}"
        if length == 10:
            title += f": {_documents(counts.get(str(start), 0), words)}"
        shown = name if len(firsts) <= _NAMED or not i % 2 else ""
        out.append(component.Stretch(first, last, shown, title, _touches(here, first, last)))
    return out


def _documents(n: int, words: Translator) -> str:
    """«3 документа»."""
    return words.ngettext("{n} document", "{n} documents", n)


def _taken(here: Address, years: tuple[int, int] | None, extend: bool) -> Address:
    """The address after years were pressed: they alone, up to them, or nothing."""
    undated = _undated(here)
    bare = replace(here, first_year=None, last_year=None, undated=False, results=1)
    bare = bare.with_facet("decade", UNDATED, "")
    if years is None:
        return bare if undated else bare.with_facet("decade", UNDATED, "keep")
    now = (here.first_year, here.last_year)
    if extend and now[0] is not None and now[1] is not None:
        years = (min(years[0], now[0]), max(years[1], now[1]))
    elif now == years:
        return bare
    return replace(bare, first_year=years[0], last_year=years[1], undated=here.undated)


def _between(here: Address, taken: tuple[int, int], span: tuple[int, int]) -> Address:
    """The address with the years of the slider; its ends are no limit."""
    return replace(
        here.with_facet("decade", UNDATED, ""),
        first_year=None if taken[0] <= span[0] else taken[0],
        last_year=None if taken[1] >= span[1] else taken[1],
        results=1,
    )
