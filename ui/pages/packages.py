"""Packages for keeping: what one would be of, those that are being made, those to be fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import urlencode

import streamlit as st

from corpus import documents, holdings
from corpus.access import Role, Use
from corpus.catalogue import Database
from corpus.errors import NotFound
from corpus.export import format_named
from corpus.messages import N_
from ui import packing, taken, visit
from ui.address import Address, encode
from ui.i18n import Translator
from ui.markup import facts, soft_link
from ui.opened import opened
from ui.packing import Package, Stage
from ui.pages import narrowing
from ui.when import moment

#: where the page is
PATH = "/packages"
#: seconds between two looks
OFTEN = 2.0


def page() -> None:
    """Draw the page: an archivist packs anything, others documents that they may take away.

    The address names documents, an answer, or a branch of the archivist's tree.
    """
    here, words, who = visit.here(), visit.words(), opened()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('Packages for keeping')} · {_('Opis')}")
    says = _(
        "A package holds the originals as they came, descriptions, texts with their corrections "
        "and a list of checksums (BagIt). It can be read without this program; a collection is "
        "made of it again with: opis restore."
    )
    st.html(
        f'<h1 class="mine">{escape(_("Packages for keeping"))}</h1>'
        f'<p class="understood">{escape(says)}</p>'
    )
    packing.sweep(who.collection)
    try:
        wanted = _wanted(here, words)
    except NotFound as error:
        _say(f"{words.text(error.what)} {words.text(error.remedy)}")
        wanted = None
    if wanted:
        st.html(facts([wanted.called]))
        st.button(_("Make a package"), key="pack", type="primary", on_click=_order,
                  args=(wanted,))  # fmt: skip
    if going(packing.packages(who.collection, who.user)):
        st.fragment(_draw, run_every=OFTEN)()
    else:
        _draw()
    if to := _back(here):
        back = soft_link(
            to, escape(_("Back")), path="" if here.chosen or is_answer(here) else "/describe"
        )
        st.html(f'<p class="facts"><span>{back}</span></p>')


def going(some: Sequence[Package]) -> bool:
    """Whether one of them is being made."""
    return any(one.stage in {Stage.WAITING, Stage.MADE} for one in some)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a package is to be of: the names or the answer of an order, and what that is called."""

    called: str
    names: tuple[str, ...] = ()
    asked: str = ""


def _wanted(here: Address, words: Translator) -> Wanted | None:
    """What the address asks for, as far as whoever is asking may have it; None: nothing.

    Raises:
        NotFound: nothing of it may be given, or copies are marked and originals are not given.

    """
    collection, role = opened().collection, opened().role
    if is_answer(here):
        return _answer(here, words)
    with collection.catalogue() as database:
        taken.refuse_marked(database, role)
        if here.chosen:
            return _chosen(database, here, words)
        if role is not Role.ARCHIVIST:
            return None
        if here.branch and here.branch not in holdings.NO_WAY:
            reference = holdings.path(database, here.branch)[-1].reference
            return Wanted(str(reference), (str(reference),)) if reference.fonds else None
    return Wanted(words.gettext("The whole collection"))


def is_answer(here: Address) -> bool:
    """Whether an address asks for a package of an answer."""
    return not here.chosen and bool(here.query or here.narrowed)


def _answer(here: Address, words: Translator) -> Wanted | None:
    """The documents of an answer that may be given; how many others there are is not told."""
    request = here.request(opened().role)
    total = taken.answer(opened().collection, format_named("bagit"), request).total
    if not total:
        return None
    shown = replace(here, interface=None, results=1)
    called = [here.query, *(text for _key, text, _to in narrowing.set_in(here, words)),
              words.ngettext("{n} document", "{n} documents", total)]  # fmt: skip
    asked = urlencode(encode(shown), doseq=True)
    return Wanted(" · ".join(part for part in called if part), asked=asked)


def _chosen(database: Database, here: Address, words: Translator) -> Wanted:
    role = opened().role
    known = [documents.find(database, one, role) for one in here.chosen]
    free = [one for one in known if one.rights.allow(role, Use.EXPORT)]
    if not free:
        raise NotFound(N_("This may not be taken away whole."), remedy="")
    called = free[0].description.title or free[0].source_name
    if len(free) > 1:
        several = words.ngettext("{n} document", "{n} documents", len(free))
        called = f"{called} … {several}"
    return Wanted(called, tuple(one.id for one in free))


def _back(here: Address) -> Address | None:
    """Where the page was opened: the answer, the document, or the branch of the tree."""
    if is_answer(here):
        return here
    if opened().role is Role.ARCHIVIST:
        return Address(interface=here.interface, branch=here.branch, chosen=here.chosen)
    return Address(interface=here.interface).at(here.chosen[0], 1) if here.chosen else None


def _draw() -> None:
    words, who = visit.words(), opened()
    _ = words.gettext
    found = packing.packages(who.collection, who.user)
    if found:
        st.html(f'<h2 class="part">{escape(_("Your packages"))}</h2>')
    for one in found:
        _package(one, words)


def _package(one: Package, words: Translator) -> None:
    _, word = words.gettext, one.order.word
    with st.container(key=f"package-{word}"):
        st.html(
            f'<p class="proposal">{escape(one.order.called)}</p>'
            f'<p class="facts" role="status">{_told(one, words)}</p>'
        )
        if one.why and one.remedy:
            _say(f"{words.text(one.why)} {words.text(one.remedy)}")
        with st.container(horizontal=True):
            if one.stage in {Stage.CUT_OFF, Stage.FAILED}:
                same = Wanted(one.order.called, one.order.names, one.order.asked)
                st.button(_("Make it again"), key=f"again-{word}", on_click=_order, args=(same,))
            stop = _("Stop") if going([one]) else _("Throw away")
            st.button(stop, key=f"drop-{word}", on_click=_drop, args=(word,))


def _told(one: Package, words: Translator) -> str:
    """«28.11.2026, 10:15 · Сохранить пакет · 12 документов · 1 240,5 МБ · хранится 7 дней»."""
    _, name = words.gettext, escape(one.order.called)
    parts = [escape(moment(one.order.at, words))]
    if one.stage is Stage.WAITING:
        parts.append(escape(_("It is beginning")))
    elif one.stage is Stage.MADE:
        bar = f'<progress max="{one.total or 1}" value="{one.done}" aria-label="{name}"></progress>'
        far = _("{done} of {all}").format(done=words.number(one.done), all=words.number(one.total))
        parts += [bar, escape(far)]
    elif one.stage is Stage.CUT_OFF:
        parts.append(escape(_("It was cut off")))
    elif one.stage is Stage.WHOLE:
        address = f"/file/package/{one.order.word}.zip"
        parts.append(f'<a href="{address}" download>{escape(_("Save the package"))}</a>')
        count = len(one.documents)
        parts.append(escape(words.ngettext("{n} document", "{n} documents", count)))
        megabytes = words.decimal(one.size / 1e6, 1)
        parts.append(escape(_("{n} MB").format(n=megabytes)))
        if one.closed:
            left = words.ngettext(
                "{n} document is left out: not all of its scan may be taken away",
                "{n} documents are left out: not all of their scans may be taken away",
                one.closed,
            )
            parts.append(escape(left))
        days = packing.LONGEST // 86_400
        kept = words.ngettext("kept for {n} day", "kept for {n} days", days)
        parts.append(escape(kept))
    return "".join(f"<span>{part}</span>" for part in parts)


def _say(text: str) -> None:
    st.html(f'<p class="wrong" role="alert">{escape(text)}</p>')


def _order(wanted: Wanted) -> None:
    who, words = opened(), visit.words()
    everything = not (wanted.names or wanted.asked)
    if everything and who.role is not Role.ARCHIVIST:  # not any more: this window is an old one
        return
    packing.order(
        who.collection, wanted.names, wanted.called, who=who.user, role=who.role,
        language=words.language, asked=wanted.asked,
    )  # fmt: skip


def _drop(word: str) -> None:
    packing.remove(opened().collection, word, opened().user)
