"""The advanced form: its lines are filled in from the query and write the query into the box."""

from __future__ import annotations

from dataclasses import fields, replace
from html import escape

import streamlit as st

from corpus.errors import BadUse
from corpus.messages import N_
from index.query.form import Form, form_of
from ui import visit
from ui.address import Address
from ui.i18n import Translator

#: The key of a line of the form: this and the name of its field.
_LINE = "advanced_"
_LINES = tuple(field.name for field in fields(Form))


def draw(here: Address, words: Translator) -> None:
    """Draw the button and, once it is pressed, the form."""
    _ = words.gettext
    window = st.popover(_("Advanced search"), type="tertiary", key="advanced", on_change="rerun")
    if not window.open:
        return
    if f"{_LINE}words" not in st.session_state:
        _fill(form_of(here.query))
    with window, st.form("advanced_form", border=False):
        if form_of(here.query) is None:
            note = _("The form has no lines for all of the query in the box; it will be replaced.")
            st.html(f'<p class="understood">{escape(note)}</p>')
        _line("words", _("All of these words"), "труд заключённый")
        _line("phrase", _("This phrase, in these forms"), "строительство железной дороги")
        _line("without", _("None of these words"), "")
        near, distance = st.columns(2, vertical_alignment="bottom")
        with near:
            _line("near", _("Near each other, 2 to 5 words"), "")
        with distance:
            _line("distance", _("words between them, at most"), "")
        first, last = st.columns(2)
        with first:
            _line("first_year", _("Years from"), "1931")
        with last:
            _line("last_year", _("Years to"), "1940")
        reference, person = st.columns(2)
        with reference:
            _line("reference", _("Archival reference"), "Ф. 393. Оп. 2. Д. 15")
        with person:
            _line("person", _("Person"), "Иванов С. Н.")
        if wrong := st.session_state.pop(f"{_LINE}wrong", None):
            said = f"{words.text(wrong.what)} {words.text(wrong.remedy)}"
            st.html(f'<p class="wrong" role="alert">{escape(said)}</p>')
        st.form_submit_button(_("Find"), on_click=_submit)


def _line(name: str, label: str, example: str) -> None:
    st.text_input(label, key=_LINE + name, placeholder=example or " ", autocomplete="off")


def _fill(form: Form | None) -> None:
    given = form or Form()
    for name in _LINES:
        value = getattr(given, name)
        st.session_state[_LINE + name] = "" if value is None else str(value)


def _submit() -> None:
    """Write the query of the form into the address, or keep what is wrong to be said."""
    try:
        query = _written().query()
    except BadUse as wrong:
        st.session_state[f"{_LINE}wrong"] = wrong
        return
    st.session_state["advanced"] = False
    visit.go(replace(visit.here(), query=query, results=1))


def _written() -> Form:
    """The form as it was filled in.

    Raises:
        BadUse: what should be a number is none.

    """
    typed = {name: st.session_state[_LINE + name].strip() for name in _LINES}
    first, last = _number(typed.pop("first_year")), _number(typed.pop("last_year"))
    if first is not None and last is not None and first > last:
        first, last = last, first
    distance = _number(typed.pop("distance"))
    form = Form(**typed, first_year=first, last_year=last)
    return form if distance is None else replace(form, distance=distance)


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise BadUse(
            N_("«{text}» is not a number."),
            remedy=N_("Write years and numbers of words with digits only."),
            text=text,
        )
    return int(text)
