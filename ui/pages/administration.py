"""«Administration»: who may sign in, what is set for the collection, which terms of law hold.

What an administrator does beyond an archivist, and nobody else: each act asks again who does it.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from corpus import choices, closures, users
from corpus.access import Rank
from corpus.catalogue import Database
from corpus.closures import Closure
from corpus.errors import BadUse
from corpus.labels import label
from corpus.messages import N_, Message
from corpus.users import User
from ui import visit, visitors
from ui.commands.users import RANKS
from ui.i18n import Translator
from ui.opened import opened
from ui.pages.doing import administer, tell
from ui.when import a_day


def page() -> None:
    """Draw the page; only administrators have it (:mod:`ui.pages.desk`)."""
    words = visit.words()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('Administration')} · {_('Opis')}")
    st.html(f'<h1 class="mine">{escape(_("Administration"))}</h1>')
    tell(words)
    with opened().collection.catalogue() as database:
        known = users.listed(database)
        held = {one.name for one in closures.confirmed(database)}
        marked = choices.chosen(database, choices.WATERMARK) == choices.ON
    _users(known, words)
    _settings(marked, words)
    st.html(f'<h2 class="part">{escape(_("Terms of law"))}</h2>')
    says = _(
        "None holds until you have read the law and confirmed it. Then archivists may choose it "
        "under «Access»: it runs from the latest possible day of each file."
    )
    st.html(f'<p class="facts"><span>{escape(says)}</span></p>')
    for one in closures.known().values():
        _closure(one, one.name in held, words)


def _users(known: list[User], words: Translator) -> None:
    _ = words.gettext
    st.html(f'<h2 class="part">{escape(_("Users"))}</h2>')
    if not known:
        says = _("Nobody yet. On this machine nobody has to sign in, from others everybody has.")
        st.html(f'<p class="facts"><span>{escape(says)}</span></p>')
    for one in known:
        name, rank, button = st.columns([3, 2, 1], vertical_alignment="center")
        claimed = _("role by the provider of identities; one chosen here stands above it")
        told = f'<p class="facts"><span>{escape(claimed)}</span></p>' if one.claimed else ""
        name.html(f'<p class="proposal">{escape(one.name)}</p>{told}')
        key = f"rank_{one.id}"
        st.session_state[key] = one.rank
        rank.selectbox(
            _("Role of {name}").format(name=one.name),
            [*Rank],
            key=key,
            label_visibility="collapsed",
            format_func=lambda each: _(RANKS[each]),
            on_change=_rank,
            args=(one.name, key),
        )
        button.button(_("Remove"), key=f"dismiss_{one.id}", on_click=_dismiss, args=(one.name,))
    with st.expander(_("Add somebody, or give another password"), expanded=not known):
        left, middle, right = st.columns(3)
        left.text_input(_("Name of the user"), key="new_name", autocomplete="off")
        middle.text_input(
            _("Password"), key="new_password", type="password", autocomplete="new-password"
        )
        right.selectbox(_("Role"), [*Rank], key="new_rank", format_func=lambda each: _(RANKS[each]))
        st.button(_("Let in"), key="enrol", on_click=_enrol)


def _settings(marked: bool, words: Translator) -> None:
    _ = words.gettext
    st.html(f'<h2 class="part">{escape(_("Settings"))}</h2>')
    st.session_state["watermark"] = marked
    st.toggle(
        _("Watermark on copies: archive, reference, reader and date, on scans, PDF and DOCX"),
        key="watermark",
        on_change=_watermark,
    )


def _closure(one: Closure, holds: bool, words: Translator) -> None:
    _ = words.gettext
    years = words.ngettext("{n} year", "{n} years", one.years) if one.years else _("no term found")
    checked = _("the law was read on {day}") if one.read else _("not checked with the law ({day})")
    facts = [
        years,
        label("access", one.level, words.language),
        one.law,
        checked.format(day=a_day(one.seen, words)),
        _("source: {source}").format(source=one.source),
    ]
    line, button = st.columns([4, 1], vertical_alignment="center")
    line.html(
        f'<p class="proposal">{escape(one.called(words.language))}</p><p class="facts">'
        f"{''.join(f'<span>{escape(fact)}</span>' for fact in facts)}</p>"
    )
    button.button(
        _("It holds no longer") if holds else _("Confirm"),
        key=f"closure_{one.name}",
        disabled=one.years is None,
        on_click=_confirm,
        args=(one.name, not holds),
    )


def _rank(name: str, key: str) -> None:
    rank = Rank(st.session_state[key])

    def change(database: Database) -> None:
        _not_oneself(name)
        users.set_rank(database, name, rank)
        visitors.forget()

    administer(Message(N_("Saved.")), change)


def _dismiss(name: str) -> None:
    def change(database: Database) -> Message | None:
        _not_oneself(name)
        removed = users.remove(database, name)
        visitors.forget()
        if not removed.claimed:
            return None
        return Message(
            N_("{name} is signed out, and comes in again as long as the provider claims a role."),
            {"name": name},
        )

    administer(Message(N_("{name} may sign in no more."), {"name": name}), change)


def _enrol() -> None:
    name, password = (str(st.session_state.get(key) or "") for key in ("new_name", "new_password"))
    rank = Rank(st.session_state["new_rank"])

    def change(database: Database) -> None:
        _not_oneself(name)
        users.enrol(database, name, rank, password)
        visitors.forget()
        st.session_state["new_name"] = ""

    administer(Message(N_("{name} may sign in now."), {"name": name}), change)
    st.session_state["new_password"] = ""


def _not_oneself(name: str) -> None:
    """Refuse to act on oneself: a collection must not lose its last administrator by a slip.

    Raises:
        BadUse: it is oneself.

    """
    if users.is_called(name, opened().user):
        raise BadUse(
            N_("That is you yourself."),
            remedy=N_("Ask another administrator; your password you change under your name."),
        )


def _watermark() -> None:
    value = choices.ON if st.session_state["watermark"] else ""
    administer(
        Message(N_("Saved.")),
        lambda database: choices.choose(database, choices.WATERMARK, value),
    )


def _confirm(name: str, holds: bool) -> None:
    administer(
        Message(N_("Saved.")), lambda database: closures.confirm(database, name, holds=holds)
    )
