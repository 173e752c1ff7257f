"""The form of a description: of one document, of several at once, or of a whole.

A value is checked as soon as it is typed and left, and a date is said back in words. What is saved
is what was changed here, and nothing else: the form remembers with which values it was drawn and
which revision they were, so that what a colleague has changed meanwhile is never written over
unseen. Then both values are shown, and saving again or taking hers is the choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from corpus import history, kinds, pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.dates import Meaning
from corpus.description import Description, typed
from corpus.documents import Document
from corpus.errors import BadReference, BadUse, Conflict, OpisError
from corpus.holdings import Branch
from corpus.labels import label
from corpus.messages import N_, Message
from corpus.proposals import PAGES
from corpus.reference import parse_reference, print_leaves
from corpus.thesaurus import usable
from ui import visit
from ui.address import Address
from ui.i18n import Translator
from ui.markup import soft_link
from ui.opened import opened
from ui.pages import described
from ui.pages.doing import do, forget, say
from ui.proposed import DOUBTFUL, KEYS, suggestions
from ui.values import written
from ui.when import in_whole, in_words, meaning, within

#: what the keys are called
NAMES = {
    "title": N_("Title"),
    "kind": N_("Kind of document"),
    "date": N_("Date"),
    "date_meaning": N_("Meaning of the date"),
    "archive": N_("Archive"),
    "fonds": N_("Fonds"),
    "opis": N_("Opis number"),
    "file": N_("File"),
    "leaves": N_("Leaves"),
    "author": N_("Author"),
    "addressee": N_("Addressee"),
    "language": N_("Language"),
    "copy": N_("Original or copy"),
    "place": N_("Place of publication"),
    "extent": N_("Extent"),
    "degree": N_("Academic degree"),
    "note": N_("Note"),
}
#: the values that a key can have, from a list
_CHOICES = {"copy": ("", "original", "copy"), "date_meaning": ("", *Meaning)}
#: how much broader than a number the name of an archive is
_BROAD = 2
_STATE, _DRAFTS = "sheet", "sheet_drafts"


@dataclass
class Sheet:
    """A form as it was drawn: of what, with which values, of which revisions.

    ``ids`` are those of documents or of one whole (:mod:`ui.pages.described`).

    ``theirs`` are values that a colleague has changed meanwhile, by their keys: who, when.
    ``restored`` says that it has what was typed before and not saved.
    """

    ids: tuple[str, ...]
    number: int
    revisions: dict[str, int]
    values: dict[str, str]
    mixed: dict[str, list[str]]
    theirs: dict[str, tuple[str, str]] = field(default_factory=dict)
    restored: bool = False

    def key(self, name: str) -> str:
        """The session's key of a field, the same whenever the same documents are described."""
        return f"say_{name}_{self.number}"

    @property
    def said(self) -> dict[str, str]:
        """What was changed, by its keys."""
        typed = {name: str(st.session_state.get(self.key(name)) or "") for name in self.values}
        return {k: v.strip() for k, v in typed.items() if v.strip() != self.values[k]}


def draw(chosen: Sequence[Document], words: Translator) -> None:
    """Draw the form of the chosen documents, what their text proposes beside it."""
    sheet = _sheet([one.id for one in chosen], words)
    inherits = within(chosen[0], words) if len(chosen) == 1 else ""
    _draw(sheet, words, inherits, chosen[0] if len(chosen) == 1 else None)


def draw_whole(way: Sequence[Branch], words: Translator) -> None:
    """Draw the form of the fonds, opis or file that the last branch of a way is."""
    sheet = _sheet([way[-1].id], words)
    dated = [in_whole(one.target.place, one.date, words) for one in way if one.date]
    inherits = dated[-1] if dated and way[-1].date is None else ""
    _draw(sheet, words, inherits)


def _draw(
    sheet: Sheet, words: Translator, inherits: str, proposing: Document | None = None
) -> None:
    """Draw a form; ``inherits`` says what the date is inherited from where nothing else is said."""
    _ = words.gettext
    says = _("What you typed before and have not saved is still here.")
    restored = f'<p class="means" role="status">{escape(says)}</p>'
    say(restored if sheet.restored and sheet.said else "")
    if proposing is not None:
        _proposed(proposing, sheet, words)
    with opened().collection.catalogue() as database:
        before = described.now(database, sheet.ids[:1])[0]
    wrong = False
    for row in described.rows(sheet.ids):
        widths = [_BROAD if name == "archive" else 1 for name in row]
        for column, name in zip(st.columns(widths), row, strict=True):
            with column:
                _field(name, sheet, words)
                wrong = _checked(name, sheet, before, words) or wrong
                if name == "date" and inherits:
                    st.html(f'<p class="means">{escape(inherits)}</p>')
    with st.container(key="save"):
        st.button(
            _("Save"),
            key="say_save",
            type="primary",
            disabled=wrong or not (sheet.said or sheet.theirs),
            on_click=_save,
            args=(sheet,),
        )
        st.button(_("As it was"), key="say_back", disabled=not sheet.said, on_click=renew)


def renew() -> None:
    """Let the form be drawn anew, with what holds now; what was typed is given up."""
    st.session_state.pop(_STATE, None)


def redraw() -> None:
    """Let the form be drawn anew, after another act: what was typed and not saved stays in it."""
    known = st.session_state.pop(_STATE, None)
    if isinstance(known, Sheet):
        _keep(known)


def _keep(sheet: Sheet) -> None:
    """Remember what was typed of some documents and not saved, for when they are chosen again."""
    if said := sheet.said:
        drafts = st.session_state.setdefault(_DRAFTS, {})
        drafts[sheet.ids] = (sheet, said)


def _restore(sheet: Sheet, database: Database) -> None:
    """Put into a new form what was typed before; what a colleague has changed since is shown."""
    before, said = st.session_state.get(_DRAFTS, {}).pop(sheet.ids, (None, {}))
    for name, mine in said.items():
        st.session_state[sheet.key(name)] = mine
        if sheet.values[name] not in {before.values[name], mine}:
            sheet.theirs[name] = _newest(before, database)
        sheet.restored = sheet.restored or mine != sheet.values[name]


def _newest(sheet: Sheet, database: Database) -> tuple[str, str]:
    """Who has done something with the documents since the form was drawn, and when."""
    newest = (
        event
        for one in sheet.ids
        for event in history.events(database, one)
        if event.id > sheet.revisions[one]
    )
    event = next(newest, None)
    return (event.who, event.at) if event else ("–", "–")


def unsaved(words: Translator) -> str:
    """What was typed of the documents of the form and not saved, by the names of the fields.

    In this form or in another that had one of them; empty: nothing.
    """
    known = st.session_state.get(_STATE)
    if not isinstance(known, Sheet):
        return ""
    drafts = st.session_state.get(_DRAFTS, {})
    others = [said for ids, (_sheet, said) in drafts.items() if {*ids} & {*known.ids}]
    fields = dict.fromkeys(name for said in (known.said, *others) for name in said)
    return ", ".join(words.gettext(NAMES[name]) for name in fields)


def refuse_unsaved() -> None:
    """Refuse what would do away with the documents of the form, and with what was typed in it.

    Raises:
        BadUse: something was typed and not saved.

    """
    if fields := unsaved(visit.words()):
        raise BadUse(
            N_("What you typed is not saved yet: {fields}."),
            remedy=N_(
                "Choose the same documents as when you typed it, and save it or press «As it was»; "
                "then do this again."
            ),
            fields=fields,
        )


def seen(id: str) -> int | None:
    """The revision of what stands in the form; None if it stands in none."""
    known = st.session_state.get(_STATE)
    return known.revisions.get(id) if isinstance(known, Sheet) else None


def _sheet(chosen: Sequence[str], words: Translator) -> Sheet:
    """The form of this visit, or a new one where something else is chosen."""
    ids = tuple(chosen)
    known = st.session_state.get(_STATE)
    if isinstance(known, Sheet) and known.ids == ids:
        for name in known.values:  # Streamlit forgets a field that was not drawn on the last view
            st.session_state.setdefault(known.key(name), known.values[name])
        return known
    if isinstance(known, Sheet):
        _keep(known)
    numbers = st.session_state.setdefault("sheets", {})
    number = numbers.setdefault(ids, len(numbers) + 1)
    with opened().collection.catalogue() as database, database.reading():
        now = _values(database, ids, words)
        sheet = Sheet(ids, number, _revisions(database, ids), *now)
        for name, value in sheet.values.items():
            st.session_state[sheet.key(name)] = value
        _restore(sheet, database)
    st.session_state[_STATE] = sheet
    return sheet


def _revisions(database: Database, ids: Sequence[str]) -> dict[str, int]:
    return {one: history.revision(database, one) for one in ids}


def _values(
    database: Database, ids: Sequence[str], words: Translator
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """What they have in common, by its keys, and the values of which they differ."""
    said = [texts(one, words) for one in described.now(database, ids)]
    names = [name for row in described.rows(ids) for name in row]
    every = {name: list(dict.fromkeys(own[name] for own in said)) for name in names}
    values = {name: own[0] if len(own) == 1 else "" for name, own in every.items()}
    return values, {name: own for name, own in every.items() if len(own) > 1}


def texts(d: Description, words: Translator) -> dict[str, str]:
    """A description as it is typed, by its keys."""
    spoken = ", ".join(label("language", one, words.language) for one in d.languages)
    return {**typed(d), "language": spoken}


def _field(name: str, sheet: Sheet, words: Translator) -> None:
    _, key = words.gettext, sheet.key(name)
    called, hint = _(NAMES[name]), ""
    if name in sheet.mixed:
        hint = _("differs: {values}").format(
            values=" · ".join(one or "–" for one in sheet.mixed[name][:3])
        )
    if name == "kind":
        codes = ["", *kinds.names()]
        now = st.session_state[key] or ""
        st.selectbox(
            called,
            codes if now in codes else [*codes, now],
            key=key,
            format_func=lambda code: label("kind", code, words.language) or hint or "–",
            accept_new_options=True,
        )
    elif name in _CHOICES:
        st.selectbox(called, _CHOICES[name], key=key, format_func=_choice(name, hint, words))
    else:
        st.text_input(called, key=key, placeholder=hint or None)


def _choice(name: str, hint: str, words: Translator) -> Callable[[str], str]:
    def said(value: str) -> str:
        return written(name, value, words) or hint or "–"

    return said


def _checked(name: str, sheet: Sheet, before: Description, words: Translator) -> bool:
    """Draw what is wrong with a field or what a date means; whether something is wrong."""
    said = sheet.said
    if name in sheet.theirs:
        _theirs(name, sheet, words)
    value = said.get(name)
    try:
        new = described.would_be(sheet.ids, before, {} if value is None else {name: value})
    except OpisError as error:
        text = f"{words.text(error.what)} {words.text(error.remedy)}"
        st.html(f'<p class="wrong" role="alert">{escape(text)}</p>')
        return True
    typed = value or (sheet.values[name] if name not in sheet.mixed else "")
    if name == "date" and typed and new.date:
        st.html(f'<p class="means">{escape(meaning(new.date, words))}</p>')
    return False


def _theirs(name: str, sheet: Sheet, words: Translator) -> None:
    """A colleague has changed it meanwhile: her value, and the button that takes it."""
    who, at = sheet.theirs[name]
    said = words.gettext("{who} has changed it meanwhile ({at}): «{theirs}»").format(
        who=who, at=at, theirs=sheet.values[name] or "–"
    )
    st.html(f'<p class="wrong" role="alert">{escape(said)}</p>')
    st.button(
        words.gettext("Take theirs"),
        key=f"theirs_{name}_{sheet.number}",
        on_click=_take,
        args=(sheet, {name: sheet.values[name]}),
    )


def _take(sheet: Sheet, values: Mapping[str, str]) -> None:
    """Put values into fields; they are saved when it is said so."""
    forget()
    for name, value in values.items():
        st.session_state[sheet.key(name)] = value
        sheet.theirs.pop(name, None)


def _save(sheet: Sheet) -> None:
    """Say what was changed of all of them, unless somebody else has changed it meanwhile."""
    said = sheet.said

    def save(database: Database) -> None:
        try:
            if said:
                described.say(database, sheet.ids, said, sheet.revisions)
        except Conflict:
            with database.reading():
                _meet(sheet, database, said)
            raise
        renew()

    do(Message(N_("Saved.")), save)


def _meet(sheet: Sheet, database: Database, mine: Mapping[str, str]) -> None:
    """Lay the form over what holds now; where both have changed something, theirs is shown too."""
    words = visit.words()
    values, mixed = _values(database, sheet.ids, words)
    newest = _newest(sheet, database)
    for name, value in values.items():
        other = value != sheet.values[name] or mixed.get(name) != sheet.mixed.get(name)
        if other and name in mine:
            sheet.theirs[name] = newest
        elif other:
            st.session_state[sheet.key(name)] = value
    sheet.values, sheet.mixed = values, mixed
    sheet.revisions = _revisions(database, sheet.ids)


def _proposed(document: Document, sheet: Sheet, words: Translator) -> None:
    """What the first pages say of the document, each with its place, taken over by a click."""
    collection = opened().collection
    with collection.catalogue() as database:
        readings = [
            (page.number, pages.reading(database, page.reading) if page.reading else None)
            for page in pages.readable(database, document.id, Role.ARCHIVIST)[:PAGES]
        ]
    found = suggestions(document, readings, usable(collection))
    if not found:
        st.empty()
        return
    _ = words.gettext
    with st.container(key="proposed"):
        st.html(f'<p class="facts"><span>{escape(_("Found in the text, not checked"))}</span></p>')
        for one in found:
            line, button = st.columns([4, 1], vertical_alignment="center")
            line.html(_proposal(document, one, words))
            button.button(
                _("Take over"),
                key=f"take_{one['key']}_{sheet.number}",
                on_click=_take,
                args=(sheet, _into_fields(one["key"], one["value"])),
            )


def _proposal(document: Document, one: Mapping[str, object], words: Translator) -> str:
    """«дата: 17.09.1931 ← «17 сентября 1931 г.» (скан 1)», the words leading to their place."""
    _, key, value = words.gettext, str(one["key"]), str(one["value"])
    if key == "kind":
        value = label("kind", value, words.language)
    elif key == "date":
        value = in_words(value, words)
    to = Address(
        interface=visit.here().interface,
        document=document.id,
        page=int(str(one["page"])),
        lit=((int(str(one["start"])), int(str(one["end"]))),),
    )
    quoted = soft_link(to, f"«{escape(' '.join(str(one['words']).split()))}»")
    sure = one["confidence"]
    doubt = ""
    if isinstance(sure, float) and sure < DOUBTFUL:
        doubt = " · " + escape(_("read with {share} %").format(share=round(100 * sure)))
    return f'<p class="proposal">{escape(_(KEYS[key]))}: {escape(value)} ← {quoted}{doubt}</p>'


def _into_fields(key: str, value: str) -> dict[str, str]:
    """The fields that a proposal fills; a reference fills several."""
    if key != "reference":
        return {key: value}
    try:
        ref = parse_reference(value)
    except BadReference:
        ref = None
    if ref is None:
        return {}
    parts = {name: str(getattr(ref, name)) for name in ("archive", "fonds", "opis", "file")}
    parts["leaves"] = print_leaves(ref.leaves)
    return {name: part for name, part in parts.items() if part}
