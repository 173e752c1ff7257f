"""Packages for keeping: what one would be of, those that are being made, those to be fetched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from corpus import choices, documents, holdings
from corpus.access import Role, Use
from corpus.catalogue import Database
from ui import packing, taken, visit
from ui.address import Address
from ui.i18n import Translator
from ui.markup import soft_link
from ui.opened import opened
from ui.packing import Package, Stage
from ui.when import moment

#: where the page is
PATH = "/packages"
#: seconds between two looks
OFTEN = 2.0


def page() -> None:
    """Draw the page: an archivist packs anything, others the documents that they may take away."""
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
    with who.collection.catalogue() as database:
        marked = choices.are_marked(database, who.role)
        names, called = _asked(database, here, words)
    packing.sweep(who.collection)
    if marked:
        _say(_(taken.MARKED))
    elif called:
        st.html(f'<p class="facts"><span>{escape(called)}</span></p>')
        st.button(_("Make a package"), key="pack", type="primary", on_click=_order,
                  args=(names, called))  # fmt: skip
    elif here.chosen:
        _say(_("This may not be taken away whole."))
    if going(packing.packages(who.collection, who.user)):
        st.fragment(_draw, run_every=OFTEN)()
    else:
        _draw()
    if to := _back(here):
        back = soft_link(to, escape(_("Back")), path="" if here.chosen else "/describe")
        st.html(f'<p class="facts"><span>{back}</span></p>')


def going(some: Sequence[Package]) -> bool:
    """Whether one of them is being made."""
    return any(one.stage in {Stage.WAITING, Stage.MADE} for one in some)


def _asked(database: Database, here: Address, words: Translator) -> tuple[list[str], str]:
    """The names of what the address asks for, and what that is called; empty: nothing to pack."""
    _, role = words.gettext, opened().role
    if here.chosen:
        known = [documents.find(database, one, role) for one in here.chosen]
        free = [one for one in known if one.rights.allow(role, Use.EXPORT)]
        if not free:
            return [], ""
        first = free[0].description.title or free[0].source_name
        several = words.ngettext("{n} document", "{n} documents", len(free))
        return [one.id for one in free], first if len(free) == 1 else f"{first} … {several}"
    if role is not Role.ARCHIVIST:
        return [], ""
    if here.branch and here.branch not in holdings.NO_WAY:
        reference = holdings.path(database, here.branch)[-1].reference
        if reference.fonds:
            return [str(reference)], str(reference)
        return [], ""
    return [], _("The whole collection")


def _back(here: Address) -> Address | None:
    """Where the page was opened: the document, or the branch of the tree."""
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
                st.button(_("Make it again"), key=f"again-{word}", on_click=_order,
                          args=(one.order.names, one.order.called))  # fmt: skip
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


def _order(names: Sequence[str], called: str) -> None:
    who, words = opened(), visit.words()
    if not names and who.role is not Role.ARCHIVIST:  # not any more: this window is an old one
        return
    packing.order(
        who.collection, names, called, who=who.user, role=who.role, language=words.language
    )


def _drop(word: str) -> None:
    packing.remove(opened().collection, word, opened().user)
