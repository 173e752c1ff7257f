"""«Add»: scans are dropped or a folder is named, looked through, and added by another process.

What is ticked here is on the disk, and what was ordered stands in the catalogue: neither the
browser nor these pages need to stay open.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import streamlit as st

import ingest
from corpus import jobs
from corpus.errors import OpisError
from corpus.messages import N_
from ingest import uploads
from ingest.uploads import Batch
from ui import adder, visit
from ui.components import dropping
from ui.i18n import Translator
from ui.opened import opened, shared
from ui.pages import foreseen, progress, rescans

#: so many files are looked through without being asked
FEW = 30
_SAYS = N_(
    "What is ticked is safe. Once you have it added, the work goes on by itself: you may close "
    "this page. Each page is found by the search within half a minute after it has been read."
)
_TROUBLE, _BATCH, _FOLDER = "adding_trouble", "adding_batch", "adding_folder"


def page() -> None:
    """Draw the page; only archivists have it (:mod:`ui.pages.desk`)."""
    words = visit.words()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('Add')} · {_('Opis')}")
    st.html(f'<h1 class="mine">{escape(_("Add"))}</h1><p class="understood">{escape(_(_SAYS))}</p>')
    _say_trouble(words)
    batch = st.session_state.setdefault(_BATCH, uploads.new_name())
    dropping.mount(batch, words, lambda: None)
    for one in uploads.waiting(opened().collection):
        _batch(one, words)
    if not shared():  # a server's folders are not for everybody who may add
        _folder(words)
    progress.draw()
    rescans.draw()


def _batch(batch: Batch, words: Translator) -> None:
    """What was uploaded and not ordered: what would become of it, and what may be done with it."""
    _ = words.gettext
    files = words.ngettext("{n} file uploaded", "{n} files uploaded", len(batch.files))
    size = f"{words.decimal(batch.size / 2**20, 1)} {_('MB')}"
    with st.container(key=f"batch-{batch.name}"):
        st.html(f'<h2 class="part">{escape(files)} · {escape(size)}</h2>')
        with st.container(horizontal=True):
            st.button(
                _("Add to the collection"),
                key=f"order-{batch.name}",
                type="primary",
                on_click=_tried,
                args=(lambda: _order(batch.name),),
            )
            look = st.button(_("See what becomes of it"), key=f"look-{batch.name}")
            st.button(
                _("Throw away"),
                key=f"discard-{batch.name}",
                on_click=_tried,
                args=(lambda: uploads.discard(opened().collection, batch.name),),
            )
        known = tuple((str(path), path.stat().st_size) for path in batch.files)
        _look(batch.folder, known, words, look=look or len(batch.files) <= FEW)


def _folder(words: Translator) -> None:
    """A folder of this computer is named instead."""
    _ = words.gettext
    st.html(f'<h2 class="part">{escape(_("Or a folder of this computer"))}</h2>')
    named = st.text_input(
        _("Folder with scans"),
        key=_FOLDER,
        placeholder=_("for example /home/archive/scans"),
        label_visibility="collapsed",
    ).strip()
    if not named:
        return
    folder = Path(named).expanduser()
    if not folder.is_dir():
        said = _("There is no folder «{folder}» here.").format(folder=named)
        st.html(f'<p class="wrong" role="alert">{escape(said)}</p>')
        return
    with st.container(horizontal=True):
        st.button(
            _("Add to the collection"),
            key="order-folder",
            type="primary",
            on_click=_tried,
            args=(lambda: _order_folder(folder),),
        )
        look = st.button(_("See what becomes of it"), key="look-folder")
    _look(folder, str(folder), words, look=look)


def _look(folder: Path, state: object, words: Translator, *, look: bool) -> None:
    """Look through a folder once for each ``state`` of it, and show what was seen."""
    kept = st.session_state.setdefault("adding_seen", {})
    if look and kept.get(folder, (None,))[0] != state:
        bar = st.progress(0.0)

        def far(step: str, done: int, total: int, name: str) -> None:
            bar.progress(min(1.0, done / total) if total else 0.0, words.gettext(step))

        kept[folder] = (state, ingest.preview(opened().collection, [folder], progress=far))
        bar.empty()
    if folder in kept and kept[folder][0] == state:
        st.html(foreseen.table(kept[folder][1], folder, words))


def _order(batch: str) -> None:
    """Have a batch added; what is dropped from now on is another one."""
    collection = opened().collection
    with collection.catalogue() as database:
        uploads.order(collection, database, batch)
    if st.session_state.get(_BATCH) == batch:
        st.session_state[_BATCH] = uploads.new_name()
    adder.start(collection)


def _order_folder(folder: Path) -> None:
    collection = opened().collection
    with collection.catalogue() as database:
        jobs.order(database, folder)
    st.session_state[_FOLDER] = ""
    adder.start(collection)


def _tried(act: Callable[[], None]) -> None:
    """Do what a button is for; what is wrong is said where the page is drawn next."""
    try:
        act()
    except OpisError as trouble:
        st.session_state[_TROUBLE] = trouble


def _say_trouble(words: Translator) -> None:
    trouble = st.session_state.pop(_TROUBLE, None)
    if trouble is not None:
        said = f"{words.text(trouble.what)} {words.text(trouble.remedy)}"
        st.html(f'<p class="wrong" role="alert">{escape(said)}</p>')
