"""The concordance: every hit of the answer as a row, the words before and behind it beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

import index
from index import Concordance
from index.kwic.lines import Line
from index.kwic.view import Order
from ui import kept, visit
from ui.address import Address, encode
from ui.i18n import Translator
from ui.leaves import leaf_name, short_name
from ui.lines import PER_PAGE, Lines
from ui.markup import soft_link
from ui.opened import opened
from ui.pages import beside, narrowing, search
from ui.pages.turning import beyond, turning
from ui.when import in_words

#: what is offered of words on either side, and of lines drawn by chance (0: all)
WINDOWS, SAMPLES = (3, 5, 7, 10, 15, 25), (0, 50, 100, 500, 1000)
#: Characters on one side of a hit from which a word is shown in a wider column only. The style has
#: a width for each, and such words carry its number.
NEAR = (16, 28, 44, 60, 88)


def page() -> None:
    """Draw the concordance of the address."""
    here, words = visit.here(), visit.words()
    _ = words.gettext
    here = replace(here, lines=here.lines or Lines(), document="")
    search.box(here, words)
    narrowing.chips(words)
    if not here.query:
        says = _("Type a word or a phrase: each place where it stands becomes a line.")
        st.html(f'<div class="empty" role="status"><p>{escape(says)}</p></div>')
        return
    st.set_page_config(page_title=f"{here.query} · {_('Concordance')} · {_('Opis')}")
    lines = _lines(here)
    with st.spinner(_("Putting the lines in order…")):
        found = index.concordance(opened().collection, here.request(opened().role), lines.view)
    last = max(1, -(-len(found) // PER_PAGE))
    past_end = beyond("kp", lines.page, last, words)
    if past_end:  # an old link, or another query
        lines = replace(lines, page=last)
        here = replace(here, lines=lines)
    _said(found, words)
    _controls(lines, words)
    if not found.total:
        _empty(here, words)
        return
    if past_end:
        st.html(past_end)
    with st.container(key="kwic"):
        st.html(_head(found, words, here))
        if lines.beside:
            beside.draw(found, words)
        shown = [*found.lines((lines.page - 1) * PER_PAGE, PER_PAGE)]
        st.html(
            f"{_table(found, shown, words, here)}"
            f"{turning(lines.page, last, lambda n: _with(here, page=n), words)}"
        )


def _lines(here: Address) -> Lines:
    return here.lines or Lines()


def _with(here: Address, **changed: Any) -> Address:
    """The address with lines shown otherwise."""
    return replace(here, lines=replace(_lines(here), **changed))


def _go(**changed: Any) -> None:
    visit.go(_with(visit.here(), page=1, **changed))


def _said(found: Concordance, words: Translator) -> None:
    """How the query was read, and what was odd about it."""
    odd = "".join(f"<li>{escape(words.text(d.message))}</li>" for d in found.diagnostics)
    read = words.gettext("Understood as: {query}").format(query=words.text(found.understood))
    oddities = f'<ul class="oddities">{odd}</ul>' if odd else ""
    st.html(f'<p class="understood">{escape(read)}</p>{oddities}')


def _controls(lines: Lines, words: Translator) -> None:
    _ = words.gettext
    orders = {
        Order.REFERENCE: _("by reference"),
        Order.DATE: _("by date"),
        Order.LEFT: _("← words before"),
        Order.RIGHT: _("words behind →"),
    }
    with st.container(key="kwicbar", horizontal=True, vertical_alignment="bottom", gap="small"):
        _choice(
            st.selectbox,
            _("Order of the lines"),
            "kwic_order",
            [*orders],
            lines.order,
            orders.__getitem__,
            lambda taken: _go(order=taken),
        )
        _choice(
            st.selectbox,
            _("Words on either side"),
            "kwic_window",
            sorted({*WINDOWS, lines.window}),
            lines.window,
            lambda n: words.ngettext("{n} word", "{n} words", n),
            lambda taken: _go(window=taken),
        )
        _choice(
            st.selectbox,
            _("How many lines"),
            "kwic_sample",
            sorted({*SAMPLES, lines.sample}),
            lines.sample,
            lambda n: _("{n} by chance").format(n=words.number(n)) if n else _("all lines"),
            lambda taken: _go(sample=taken),
        )
        for key, label, now in (
            ("by_form", _("Group by form"), lines.by_form),
            ("beside", _("Words beside, spread"), lines.beside),
        ):
            st.session_state[f"kwic_{key}"] = now
            st.toggle(label, key=f"kwic_{key}", on_change=_toggled, args=(key,))


def _choice(
    draw: Callable[..., Any],
    label: str,
    key: str,
    options: Sequence[Any],
    now: Any,
    named: Callable[[Any], str],
    taken: Callable[[Any], None],
) -> None:
    st.session_state[key] = now
    draw(
        label,
        options,
        key=key,
        format_func=named,
        width=165,
        on_change=lambda: taken(st.session_state[key]),
    )


def _toggled(key: str) -> None:
    _go(**{key: st.session_state[f"kwic_{key}"]})


def _head(found: Concordance, words: Translator, here: Address) -> str:
    """How many lines there are, the way back, another drawing, the files; the forms if grouped."""
    _ = words.gettext
    lines = _lines(here)
    near = "" if found.complete else "≈ "
    counts = [f"<b>{near}{words.ngettext('{n} line', '{n} lines', found.total)}</b>"]
    if lines.sample and lines.sample < found.total:
        drawn = _("{n} drawn by chance").format(n=words.number(lines.sample))
        other = soft_link(_with(here, seed=lines.seed + 1, page=1), escape(_("draw others")))
        counts.append(f"{escape(drawn)} ({other})")
    if len(found) < len(found.order):
        counts.append(escape(_("lines that say the same are folded")))
    back = soft_link(replace(here, lines=None), f"← {escape(_('to the results'))}")
    told = "".join(f"<span>{one}</span>" for one in (back, *counts))
    query = urlencode(encode(here), doseq=True)
    files = " ".join(
        f'<a class="btn" download href="/file/concordance.{ending}?{escape(query)}">{says}</a>'
        for ending, says in (("csv", "CSV"), ("xlsx", "XLSX"))
    )
    return (
        f'<div class="kwic-head"><p class="facts counts" role="status">{told}</p>'
        f"<p>{files}</p></div>{_forms(found, words)}"
    )


def _forms(found: Concordance, words: Translator) -> str:
    """The forms of the hits as bars, the most frequent ones."""
    if not found.forms:
        return ""
    rows = [(form, n, words.number(n)) for form, n in found.forms[: beside.MOST]]
    left = len(found.forms) - len(rows)
    more = words.ngettext("and {n} more", "and {n} more", left) if left else ""
    return beside.bars(words.gettext("Forms"), rows, more)


def _table(found: Concordance, lines: Sequence[Line], words: Translator, here: Address) -> str:
    _ = words.gettext
    heads = (_("Leaf"), _("Before"), _("Hit"), _("Behind"), _("My list"))
    columns = ("w", "l", "m", "r", "k")
    head = "".join(
        f'<th scope="col" class="{css}">{escape(name)}</th>'
        for css, name in zip(columns, heads, strict=True)
    )
    rows, group = [], None
    for line in lines:
        if found.view.group and line.form != group:
            group = line.form
            n = words.number(dict(found.forms).get(group, 0))
            rows.append(
                f'<tr class="form"><th scope="rowgroup" colspan="5"><bdi>{escape(group)}</bdi>'
                f" <span>{n}</span></th></tr>"
            )
        rows.append(_row(line, words, here))
    caption = escape(_("Concordance: {query}").format(query=here.query))
    return (
        f'<table class="kwic"><caption class="unseen">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _row(line: Line, words: Translator, here: Address) -> str:
    to = _at(here, line)
    name = leaf_name(line.leaves, line.page, words)
    match = soft_link(
        to, f"<mark><bdi>{escape(line.match)}</bdi></mark>", title=_title(line, words)
    )
    return (
        f'<tr><td class="w">{_where(line, words, here)}</td>'
        f'<td class="l"><div><span><bdi>{_faded(line.left, -1)}</bdi></span></div></td>'
        f'<td class="m">{match}</td>'
        f'<td class="r"><div><span><bdi>{_faded(line.right, +1)}</bdi></span></div></td>'
        f'<td class="k">{_tick(line, name, words)}</td></tr>'
    )


def _at(here: Address, line: Line) -> Address:
    """The page with the hit lit."""
    return here.at(line.document, line.page, line.nth)


def _title(line: Line, words: Translator) -> str:
    """What the line is from: title, reference, date."""
    d = line.about.description
    facts = (d.title or line.about.source_name, line.reference, in_words(line.date, words))
    return " · ".join(filter(None, facts))


def _where(line: Line, words: Translator, here: Address) -> str:
    """The leaf and the year, leading to the page; others that say the same behind it."""
    _ = words.gettext
    leaf = escape(leaf_name(line.leaves, line.page, words))
    source = line.reference.partition(" Л. ")[0] if line.about.description.reference else ""
    source = source or line.about.description.title or line.about.source_name
    own = soft_link(_at(here, line), f"<span>{leaf}</span>", title=_title(line, words))
    date = f"<small>{escape(in_words(line.date, words))}</small>" if line.date else ""
    also = ""
    if line.times > 1:
        others = " ".join(
            soft_link(
                _at(here, other),
                escape(short_name(other.leaves, other.page)),
                title=_title(other, words),
            )
            for other in line.also
        )
        also = (
            f'<details class="also"><summary aria-label="{escape(_("The same line elsewhere"))}">'
            f"×{words.number(line.times)}</summary>{others}</details>"
        )
    return f"{own}{also} {date} <small>{escape(source)}</small>"


def _tick(line: Line, name: str, words: Translator) -> str:
    """A button that puts the line into the reader's list, or takes it out."""
    place = kept.place(line.document, line.page, line.words.start, line.words.passage)
    says = escape(words.gettext("Put into my list: {leaf}").format(leaf=name))
    return (
        f'<button type="button" class="quick" data-keep="{escape(place)}" aria-pressed="false" '
        f'aria-label="{says}">+</button>'
    )


def _faded(text: str, step: int) -> str:
    """The words on one side, those far from the hit marked so that narrow columns leave them out.

    So a column cuts at a whole word, and the nearest words are always seen.
    """
    outwards = text.split(" ")[::step]
    length, tiers = 0, list[tuple[int, list[str]]]()
    for word in outwards:
        length += len(word) + 1
        tier = sum(length > limit for limit in NEAR)
        if not tiers or tiers[-1][0] != tier:
            tiers.append((tier, []))
        tiers[-1][1].append(word)
    parts = []
    for tier, some in tiers:
        said = escape(" ".join(some[::step]))
        parts.append(f'<i class="t{tier}">{said}</i>' if tier else said)
    return " ".join(parts[::step])


def _empty(here: Address, words: Translator) -> None:
    _ = words.gettext
    back = soft_link(replace(here, lines=None), escape(_("See what the search offers")))
    st.html(
        f'<div class="empty" role="status"><h2>{escape(_("Nothing found"))}</h2>'
        f"<ul><li>{back}</li></ul></div>"
    )
