"""«Add»: scans are put into the collection, and how far the reading of them is."""

from __future__ import annotations

from html import escape

import streamlit as st

from corpus import failures, jobs, queue
from ui import visit
from ui.i18n import Translator
from ui.opened import opened


def page() -> None:
    """Draw the page; only archivists have it (:mod:`ui.pages.frame`)."""
    words = visit.words()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('Add')} · {_('Opis')}")
    st.html(f'<h1 class="mine">{escape(_("Add"))}</h1>{_standing(words)}')


def _standing(words: Translator) -> str:
    """«2 страницы ждут · не удалось: 1»."""
    with opened().collection.catalogue() as catalogue:
        paths, waiting = jobs.waiting(catalogue), queue.waiting(catalogue)
        failed = len(failures.failed(catalogue, opened().role))
    said = [
        words.ngettext("{n} file waits to be taken in", "{n} files wait to be taken in", paths),
        words.ngettext("{n} page waits", "{n} pages wait", waiting),
        words.gettext("Failed: {n}").format(n=words.number(failed)),
    ]
    return (
        f'<p class="facts" role="status">{"".join(f"<span>{escape(s)}</span>" for s in said)}</p>'
    )
