"""What is done with what is chosen besides describing it: access, leaves, dividing, the bin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from corpus import bin as bins
from corpus import closures, dividing, leafing, rules
from corpus.access import Level, Permit, Rights, Use
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.errors import BadUse, OpisError
from corpus.holdings import Branch
from corpus.labels import label
from corpus.messages import N_, Message
from corpus.permits import AS_ABOVE, named, read_permit
from corpus.reference import Leaf, parse_leaf
from corpus.rules import Rule
from corpus.targets import Target, targets_named
from ui import visit
from ui.i18n import Translator
from ui.markup import facts
from ui.opened import opened
from ui.pages import sheet
from ui.pages.doing import do, say
from ui.when import a_day, moment

#: things for which is said until when they would be closed, at most
SHOWN = 5
_SIDES = {
    leafing.Sides.RECTO: N_("the front of each leaf"),
    leafing.Sides.BOTH: N_("front and back, one a page"),
    leafing.Sides.SPREADS: N_("spreads: a back and the next front"),
}
#: what can be chosen beside a level or a permit
_OTHERWISE = {"": N_("leave it as it is"), AS_ABOVE: N_("as what is above it")}


def access(chosen: Sequence[Document], branch: Branch | None, words: Translator) -> None:
    """Draw who may see what is chosen, or the branch that is open, and the form that says it."""
    _ = words.gettext
    targets = [Target("documents", one.id, one.id) for one in chosen]
    if not targets and branch is not None:
        targets = [branch.target]
    with st.expander(_("Access"), icon=":material/lock:", expanded=not chosen):
        with opened().collection.catalogue() as database:
            held = [rules.holding(database, one) for one in targets]
            rights = [rules.rights(database, one) for one in targets]
            below = rules.documents_below(database, targets)
        lines = [_holds(rule, words) for rule in dict.fromkeys(held)]
        lines += [line for may in dict.fromkeys(rights) for line in _may(may, words)]
        if not chosen:
            lines += [
                f"{words.ngettext('{n} document', '{n} documents', n)}: "
                f"{label('access', level, words.language)}"
                for level, n in below.items()
            ]
        say(facts(lines))
        levels = ["", *map(str, Level), AS_ABOVE]
        at = "·".join(one.subject for one in targets)
        left, right = st.columns(2)
        left.selectbox(
            _("Who may see it"),
            levels,
            key=f"level_{at}",
            format_func=lambda one: (
                label("access", one, words.language) if one in {*Level} else _(_OTHERWISE[one])
            ),
        )
        right.text_input(_("Closed until (day, month or year)"), key=f"until_{at}")
        left, right = st.columns(2)
        left.text_input(_("Or so many years from its latest day"), key=f"years_{at}")
        right.text_input(_("Basis: a law, an agreement"), key=f"basis_{at}")
        _permits(at, words)
        if len(chosen) == 1:
            st.text_input(_("Only these pages of it, like 3, 5–7"), key=f"pages_{at}")
        _closures(targets, at, words)
        st.button(_("Set access"), key="restrict", on_click=_restrict, args=(targets, at))


def _closures(targets: Sequence[Target], at: str, words: Translator) -> None:
    """Draw the terms of law that hold here, and until when the chosen one would close what."""
    _ = words.gettext
    with opened().collection.catalogue() as database:
        held = {one.name: one for one in closures.confirmed(database)}
        if not held:
            says = _("No term of law is confirmed in this collection.")
            st.html(f'<p class="facts"><span>{escape(says)}</span></p>')
            return
        st.selectbox(
            _("Or by a term of law"),
            ["", *held],
            key=f"closure_{at}",
            format_func=lambda one: held[one].called(words.language) if one else "–",
        )
        chosen = held.get(_typed("closure", at))
        if chosen is None:
            return
        for one in targets[:SHOWN]:
            try:
                said = _holds(rules.term(database, one, chosen.rule), words)
            except OpisError as error:
                said = words.text(error.what)
            st.html(f'<p class="means">{escape(said)}</p>')


_USES = {
    Use.COPY: (N_("Who of these may copy a page"), N_("copying: {who}")),
    Use.EXPORT: (N_("Who may take it away whole, as files"), N_("exporting: {who}")),
}


def _permits(at: str, words: Translator) -> None:
    """Draw who may copy and who may export; what is left as it is says nothing."""
    for column, (use, (called, _said)) in zip(st.columns(2), _USES.items(), strict=True):
        column.selectbox(
            words.gettext(called),
            ["", *map(str, Permit), AS_ABOVE],
            key=f"{use}_{at}",
            format_func=lambda one: (
                named(Permit(one), words.language)
                if one in {*Permit}
                else words.gettext(_OTHERWISE[one])
            ),
        )


def _may(may: Rights, words: Translator) -> list[str]:
    """«копирование: никто», where that is not whoever sees it."""
    held = {Use.COPY: may.copying, Use.EXPORT: may.exporting}
    return [
        words.gettext(said).format(who=named(held[use], words.language))
        for use, (_called, said) in _USES.items()
        if held[use] is not None
    ]


def _holds(rule: Rule, words: Translator) -> str:
    """«читальный зал · открывается 01.01.2031 · закон»."""
    until = words.gettext("opens {day}").format(day=a_day(rule.opens, words)) if rule.opens else ""
    years = ""
    if rule.years:
        years = words.ngettext("{n} year", "{n} years", rule.years)
        years = words.gettext("{years} from the latest day of the file").format(years=years)
    named = label("access", rule.today, words.language)
    return " · ".join(part for part in (named, until, years, rule.basis) if part)


def _restrict(targets: Sequence[Target], at: str) -> None:
    level, until, basis = (_typed(name, at) for name in ("level", "until", "basis"))
    years, pages, closure = (_typed(name, at) for name in ("years", "pages", "closure"))

    def change(database: Database) -> None:
        own = [*targets]
        if pages:
            named = (f"{targets[0].subject}:{n}" for n in numbers(pages))
            own = [one for name in named for one in targets_named(database, name)]
        term = whole(years) if years else None
        law = closures.named(database, closure).rule if closure else None
        said = [
            [rules.term(database, one, law)]
            if law
            else [rules.read_rule(database, one, level, until=until, years=term, basis=basis)]
            if level or until or years or basis
            else []
            for one in own
        ]
        typed = {use: _typed(use, at) for use in _USES}
        may = {use: read_permit(text) for use, text in typed.items() if text}
        for one, rule in zip(own, said, strict=True):
            rules.allow(database, one, rule, may, against=sheet.seen(one.subject))
        sheet.redraw()

    do(Message(N_("Access is set.")), change)


def leaves(one: Document, words: Translator) -> None:
    """Draw the form that numbers the leaves of a document, with what each page would show."""
    _ = words.gettext
    with st.expander(_("Number the leaves"), icon=":material/format_list_numbered:"):
        left, right = st.columns(2)
        left.text_input(_("The leaf that the first page shows"), key=f"first_{one.id}")
        sides = [*leafing.Sides]
        right.selectbox(
            _("What a page shows"), sides, key=f"sides_{one.id}", format_func=lambda s: _(_SIDES[s])
        )
        left.text_input(_("Exceptions: 15а, 37 missing"), key=f"except_{one.id}")
        right.text_input(_("Pages without a leaf, like 1, 5–7"), key=f"without_{one.id}")
        wrong = not _typed("first", one.id)
        if not wrong:
            try:
                shown = leafing.numbered(one.pages, *_numbering(one))
                st.html(f'<p class="means">{escape(_as_shown(shown, words))}</p>')
            except OpisError as error:
                wrong = True
                text = f"{words.text(error.what)} {words.text(error.remedy)}"
                st.html(f'<p class="wrong" role="alert">{escape(text)}</p>')
        st.button(_("Number"), key="number", disabled=wrong, on_click=_number, args=(one,))


def _as_shown(shown: Sequence[Sequence[Leaf]], words: Translator) -> str:
    """«стр. 1: –, стр. 2: 14 …»: the first and the last pages with their leaves."""
    lines = [
        f"{words.gettext('page {n}').format(n=n)}: {', '.join(map(str, own)) or '–'}"
        for n, own in enumerate(shown, 1)
    ]
    if len(lines) > 12:
        lines = [*lines[:8], "…", *lines[-3:]]
    return " · ".join(lines)


def _numbering(
    one: Document,
) -> tuple[Leaf, leafing.Sides, leafing.Exceptions, frozenset[int]]:
    return (
        parse_leaf(_typed("first", one.id)),
        leafing.Sides(_typed("sides", one.id) or "recto"),
        leafing.read_exceptions(_typed("except", one.id)),
        frozenset(numbers(_typed("without", one.id))),
    )


def _number(one: Document) -> None:
    def change(database: Database) -> Message | None:
        first, sides, exceptions, without = _numbering(one)
        done = leafing.number(
            database,
            one.id,
            first,
            sides,
            exceptions=exceptions,
            without=without,
            against=sheet.seen(one.id),
        )
        sheet.redraw()
        return done.warnings[0] if done.warnings else None

    do(Message(N_("The leaves are numbered.")), change)


def dividing_and_bin(chosen: Sequence[Document], words: Translator) -> None:
    """Draw what makes several documents of one or one of several, and what removes them."""
    _, ids = words.gettext, [one.id for one in chosen]
    with st.expander(_("Divide, merge, remove"), icon=":material/content_cut:"):
        if fields := sheet.unsaved(words):
            says = _("What you typed is not saved yet: {fields}.").format(fields=fields)
            st.html(f'<p class="wrong" role="alert">{escape(says)}</p>')
        if len(ids) > 1:
            st.html(f'<p class="facts">{escape(_("In the order in which they were ticked."))}</p>')
            st.button(_("Merge into one document"), key="merge", on_click=_merge, args=(ids,))
        else:
            st.text_input(
                _("A new document begins at these pages, like 4, 9"), key=f"begins_{ids[0]}"
            )
            st.button(_("Divide"), key="divide", on_click=_divide, args=(ids[0],))
            st.text_input(_("Remove only these pages, like 3, 5–7"), key=f"remove_{ids[0]}")
        st.button(
            _("Put into the bin"),
            key="remove",
            icon=":material/delete:",
            on_click=_remove,
            args=(ids,),
        )


def _merge(ids: Sequence[str]) -> None:
    def change(database: Database) -> None:
        sheet.refuse_unsaved()
        made = dividing.merge(database, ids)
        _go_to([made.id])

    do(Message(N_("They are one document now.")), change)


def _divide(id: str) -> None:
    def change(database: Database) -> None:
        sheet.refuse_unsaved()
        begins = numbers(_typed("begins", id))
        made = dividing.divide(database, id, begins, against=sheet.seen(id))
        _go_to([one.id for one in made])

    do(Message(N_("It is divided.")), change)


def _remove(ids: Sequence[str]) -> None:
    def change(database: Database) -> None:
        pages = numbers(_typed("remove", ids[0])) if len(ids) == 1 else []
        if pages:
            dividing.leave_out(database, ids[0], pages, against=sheet.seen(ids[0]))
            sheet.redraw()
            return
        sheet.refuse_unsaved()
        for one in ids:
            bins.remove(database, one, against=sheet.seen(one))
        _go_to([])

    do(Message(N_("It is in the bin, from where it can be taken again.")), change)


def binned(words: Translator) -> None:
    """Draw what is in the bin, each with the button that takes it out."""
    _ = words.gettext
    with opened().collection.catalogue() as database:
        found = bins.listed(database)
    st.html(f'<h2 class="part">{escape(_("Bin"))}</h2>')
    if not found:
        st.html(f'<p class="facts">{escape(_("The bin is empty."))}</p>')
    for one in found[:50]:
        line, button = st.columns([4, 1], vertical_alignment="center")
        title = one.document.description.title or one.document.source_name
        line.html(
            f'<p class="proposal">{escape(title)}</p>{facts([moment(one.at, words), one.who])}'
        )
        button.button(
            _("Take out"), key=f"restore_{one.document.id}", on_click=_restore, args=(one.document,)
        )


def _restore(one: Document) -> None:
    do(Message(N_("Taken out of the bin.")), lambda database: bins.restore(database, one.id))


def numbers(text: str) -> list[int]:
    """«1, 5–7» as numbers.

    Raises:
        BadUse: it names something else than pages.

    """
    found: list[int] = []
    for part in filter(None, re.split(r"[,;\s]+", text.strip())):
        m = re.fullmatch(r"(\d{1,6})(?:[-–—](\d{1,6}))?", part)
        if m is None or (m[2] and int(m[2]) - int(m[1]) > 10_000):
            raise BadUse(
                N_("«{part}» is no page."), remedy=N_("Write pages like 1, 5–7."), part=part[:40]
            )
        found += range(int(m[1]), int(m[2] or m[1]) + 1)
    return found


def whole(text: str) -> int:
    """A number of years.

    Raises:
        BadUse: it is none.

    """
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise BadUse(
            N_("«{part}» is no number of years."), remedy=N_("Write it like 75."), part=text[:40]
        )
    return int(text)


def _typed(name: str, at: str) -> str:
    return str(st.session_state.get(f"{name}_{at}") or "").strip()


def _go_to(ids: Sequence[str]) -> None:
    """Choose other documents than before, which are no more."""
    sheet.redraw()
    visit.go(replace(visit.here(), chosen=tuple(ids)))
