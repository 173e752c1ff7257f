"""How far adding is: what waits, what is being read, what failed and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from corpus import bin as bins
from corpus import documents, failures, jobs, queue
from corpus.access import Role
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.failures import Failed
from corpus.messages import N_, visible
from corpus.queue import Standing
from ingest import uploads
from ui import adder, visit
from ui.adder import State, Wish
from ui.address import Address
from ui.i18n import Translator
from ui.markup import facts, soft_link, tied
from ui.opened import opened

#: seconds between two looks: while something is going on, and else
OFTEN, SELDOM = 2.0, 15.0
#: seconds that a process may take to begin
PATIENCE = 20.0
#: documents, failures and new documents that are shown
DOCUMENTS, FAILURES, NEW = 12, 20, 8


def draw() -> None:
    """Draw it, and draw it again by itself."""
    busy = adder.state(opened().collection).wish is Wish.ON
    st.fragment(_draw, run_every=OFTEN if busy else SELDOM)()


def _draw() -> None:
    if opened().role is not Role.ARCHIVIST:  # signed out since the page was drawn
        return
    words, collection = visit.words(), opened().collection
    _ = words.gettext
    state = adder.state(collection)
    with collection.catalogue() as database:
        paths, pages = jobs.waiting(database), queue.waiting(database)
        reading = queue.standings(database, DOCUMENTS)
        arriving = jobs.waiting_paths(database, DOCUMENTS)
        failed = failures.failed(database, Role.ARCHIVIST)
        new = documents.latest(database, Role.ARCHIVIST, NEW)
    st.html(
        f'<h2 class="part">{escape(_("Work under way"))}</h2>{_state(state, paths, pages, words)}'
    )
    _waiting(arriving, words)
    for number, one in enumerate(reading):
        _reading(one, first=number == 0, words=words)
    _steering(state, bool(paths or pages), words)
    if failed:
        _failures(failed, words)
    if new:
        st.html(f'<h2 class="part">{escape(_("Added last"))}</h2>{_new(new, words)}')


def _state(state: State, paths: int, pages: int, words: Translator) -> str:
    """«Идёт чтение · 2 файла ждут приёма · 35 страниц ждут»."""
    _ = words.gettext
    said = [_(_named(state, bool(paths or pages)))]
    if paths:
        said.append(
            words.ngettext("{n} file waits to be taken in", "{n} files wait to be taken in", paths)
        )
    if pages:
        said.append(words.ngettext("{n} page waits", "{n} pages wait", pages))
    why = ""
    if state.why and state.remedy:
        trouble = f"{words.text(state.why)} {words.text(state.remedy)}"
        why = f'<p class="wrong">{escape(trouble)}</p>'
    return facts(said, role="status") + why


def _named(state: State, waiting: bool) -> str:
    if state.wish is Wish.PAUSED:
        return N_("The last pages are being finished") if state.at_work else N_("Paused")
    if state.wish is Wish.STUCK:
        return N_("It cannot go on")
    if state.at_work:
        return N_("Scans are being taken in and read")
    if state.wish is Wish.ON:
        return N_("It is beginning") if state.seconds < PATIENCE else N_("It was cut off")
    return N_("Not at work here") if waiting else N_("Everything has been added")


def _waiting(paths: Sequence[str], words: Translator) -> None:
    """The files that wait to be taken in, each with the button that cancels it."""
    for number, path in enumerate(paths):
        name = visible(uploads.shown(opened().collection, path))
        with st.container(key=f"waiting-{number}", horizontal=True, vertical_alignment="center"):
            st.html(f'<p class="proposal">{escape(name)}</p>')
            st.button(
                words.gettext("Cancel"),
                key=f"cancel-{number}-{path}",
                on_click=_cancel,
                args=(path,),
            )


def _reading(one: Standing, *, first: bool, words: Translator) -> None:
    """How far a document is, with what puts it before the others and what takes it away."""
    _, done = words.gettext, one.pages - one.waiting
    name = escape(visible(one.source_name))
    far = _("{done} of {all} pages read").format(
        done=words.number(done), all=words.number(one.pages)
    )
    with st.container(key=f"reading-{one.document}"):
        st.html(
            f'<ul class="reading"><li><span>{name}</span><span class="far">'
            f'<progress max="{one.pages}" value="{done}" aria-label="{name}"></progress> '
            f"{escape(far)}</span></li></ul>"
        )
        with st.container(horizontal=True):
            st.button(
                _("Read this first"),
                key=f"first-{one.document}",
                disabled=first,
                on_click=_changed,
                args=(lambda database: queue.read_first(database, one.document),),
            )
            st.button(
                _("Put into the bin"),
                key=f"bin-{one.document}",
                on_click=_changed,
                args=(lambda database: bins.remove(database, one.document),),
            )


def _changed(change: Callable[[Database], object]) -> None:
    if opened().role is not Role.ARCHIVIST:  # not any more: this window is an old one
        return
    with opened().collection.catalogue() as database:
        change(database)


def _cancel(path: str) -> None:
    def change(database: Database) -> None:
        jobs.cancel(database, path)
        uploads.clear(opened().collection, database)

    _changed(change)


def _steering(state: State, waiting: bool, words: Translator) -> None:
    """The button that has it rest, or go on."""
    _ = words.gettext
    collection = opened().collection
    if state.wish is Wish.ON and (state.at_work or state.seconds < PATIENCE):
        st.button(_("Pause"), key="pause", on_click=adder.pause, args=(collection,))
    elif waiting or state.wish is not Wish.NOTHING:
        st.button(_("Go on"), key="go-on", on_click=adder.start, args=(collection,))


def _failures(failed: Sequence[Failed], words: Translator) -> None:
    """What failed, each with what can be done."""
    _ = words.gettext
    told = _("Failed: {n}").format(n=words.number(len(failed)))
    st.html(f'<h2 class="part">{escape(told)}</h2>')
    for one in failed[:FAILURES]:
        name = visible(uploads.shown(opened().collection, one.path))
        page = " · " + _("page {n}").format(n=one.page) if one.page else ""
        reason, remedy = words.text(one.reason), words.text(one.remedy)
        with st.container(key=f"failed-{one.id.replace(':', '-')}"):
            st.html(
                f'<p class="failed"><b>{escape(name + page)}</b><br>{escape(reason)} '
                f"{escape(remedy)}</p>"
            )
            with st.container(horizontal=True):
                st.button(_("Try again"), key=f"again-{one.id}", on_click=_again, args=([one],))
                if one.document is None:
                    st.button(_("Forget it"), key=f"drop-{one.id}", on_click=_drop, args=(one,))
    if len(failed) > 1:
        st.button(_("Try all again"), key="again-all", on_click=_again, args=(failed,))


def _again(failed: Sequence[Failed]) -> None:
    collection = opened().collection
    with collection.catalogue() as database:
        failures.try_again(database, failed)
    adder.start(collection)


def _drop(one: Failed) -> None:
    collection = opened().collection
    with collection.catalogue() as database:
        jobs.drop(database, one.path)
        uploads.clear(collection, database)


def _new(new: Sequence[Document], words: Translator) -> str:
    lines = []
    for one in new:
        to = Address(interface=visit.here().interface).at(one.id, 1)
        name = one.description.title or visible(one.source_name)
        reference = str(one.description.reference)
        about = f" <small>{tied(reference)}</small>" if reference else ""
        lines.append(f"<li>{soft_link(to, escape(name))}{about}</li>")
    return f'<ul class="stands">{"".join(lines)}</ul>'
