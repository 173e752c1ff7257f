"""Words beside the hits and the spread of hits over documents, as small bars with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from corpus.documents import by_id
from index import Concordance
from index.kwic.collocates import collocates
from index.kwic.dispersion import dispersion
from ui.i18n import Translator
from ui.opened import opened

#: bars of one chart
MOST = 15


def draw(found: Concordance, words: Translator) -> None:
    """Draw both charts."""
    with st.spinner(words.gettext("Counting the words beside the hits…")):
        st.html(f'<div class="charts">{_collocates(found, words)}{_spread(found, words)}</div>')


def _collocates(found: Concordance, words: Translator) -> str:
    _ = words.gettext
    rows = [
        (
            one.word,
            one.likelihood,
            _("{n} (by chance {expected})").format(
                n=words.number(one.observed), expected=words.decimal(one.expected, 1)
            ),
        )
        for one in collocates(found, MOST)
    ]
    told = _(
        "Within {window} of a hit more often than among all words of its pages. "
        "A bar is the log-likelihood ratio."
    ).format(window=words.ngettext("{n} word", "{n} words", found.view.window))
    return bars(_("Words beside the hits"), rows, told if rows else _("No word stands out."))


def _spread(found: Concordance, words: Translator) -> str:
    _ = words.gettext
    spread = dispersion(found)
    some = spread.parts[:MOST]
    with opened().collection.catalogue() as catalogue:
        about = by_id(catalogue, [part.document for part in some])
    rows = [
        (
            d.description.title or d.source_name,
            part.hits,
            _("{n} ({rate} among 10,000 words)").format(
                n=words.number(part.hits), rate=words.decimal(part.rate, 1)
            ),
        )
        for part in some
        if (d := about.get(part.document)) is not None
    ]
    told = _(
        "Hits stand in {n} of {documents}. Deviation of proportions: {dp} "
        "(0: as evenly as the documents are long; 1: all in one short document)."
    ).format(
        n=words.number(len(spread.parts)),
        documents=words.ngettext("{n} document", "{n} documents", spread.documents),
        dp=words.decimal(spread.dp, 2),
    )
    return bars(_("Documents with most hits"), rows, told)


def bars(title: str, rows: Sequence[tuple[str, float, str]], told: str = "") -> str:
    """Bars under a title as HTML: of each its name, its length and what is written behind it."""
    most = max((length for _, length, _ in rows), default=1.0) or 1.0
    items = "".join(
        f"<li><span><bdi>{escape(name)}</bdi></span>"
        f'<i style="width:{100 * length / most:.1f}%"></i><b>{escape(written)}</b></li>'
        for name, length, written in rows
    )
    note = f"<p>{escape(told)}</p>" if told else ""
    return f'<section class="bars"><h2>{escape(title)}</h2><ul>{items}</ul>{note}</section>'
