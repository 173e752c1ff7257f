"""«From a table»: descriptions and inventories out of CSV and XLSX, what would change seen before.

A table is read by a worker, laid beside the catalogue, and taken in by the functions that the
command has. Nothing is changed before the button is pressed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from corpus.catalogue import Database
from corpus.errors import OpisError
from corpus.history import Deed
from corpus.messages import N_, Message, visible
from ingest.columns import Table, no_header, tables
from ingest.descriptions import Change, Said, compared, is_descriptions, take_in
from ingest.inventory import is_inventory
from ingest.listing import foresee, inventory_of, list_files
from ingest.names import FOLDERS
from ingest.paperwork import Paper
from ingest.register import is_register
from ingest.report import Report
from ingest.sheet import reading
from ingest.workers import Crew
from ui import visit
from ui.address import Address, encode
from ui.i18n import Translator
from ui.markup import facts, soft_link, unmarked
from ui.opened import opened
from ui.pages import acted, relisted
from ui.pages.doing import do, tell
from ui.pages.relisted import from_to
from ui.pages.sheet import NAMES
from ui.values import written
from ui.when import moment

#: where the page is
PATH = "/tables"
#: rows that are shown, and taken in, at once; problems that are told
AT_ONCE, PROBLEMS = 200, 50
_GIVEN, _READ = "tables_given", "tables_read"
#: what a key of a description is called that the form has not
_OTHERS = {
    "reference": N_("Archival reference"),
    "access": N_("Access"),
    "opens": N_("Opens on"),
    "basis": N_("Basis"),
}


@dataclass(frozen=True)
class _Given:
    """A table that was given: its name and bytes, its sheets, or why it cannot be used."""

    name: str
    body: bytes
    sheets: tuple[Table, ...] = ()
    error: OpisError | None = None

    @property
    def of_documents(self) -> tuple[Table, ...]:
        """Those that describe documents that are in the collection."""
        return tuple(one for one in self.sheets if is_descriptions(one) or is_register(one))

    @property
    def inventory(self) -> tuple[Table, ...]:
        """Those that list files."""
        return tuple(filter(is_inventory, self.sheets))


@dataclass
class _Ticks:
    """The keys of the session under which rows and conflicts are ticked."""

    rows: dict[int, str] = field(default_factory=dict)
    conflicts: dict[tuple[int, str], str] = field(default_factory=dict)


def page() -> None:
    """Draw the page; only archivists have it (:mod:`ui.pages.desk`)."""
    here, words = visit.here(), visit.words()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('From a table')} · {_('Opis')}")
    says = _(
        "Descriptions of documents and inventories of files are taken in from a spreadsheet. "
        "Before anything is changed you see what is new, what changes from what to what, and "
        "what is not understood."
    )
    st.html(
        f'<h1 class="mine">{escape(_("From a table"))}</h1>'
        f'<p class="understood">{escape(says)}</p>{_out(here, words)}'
    )
    tell(words)
    number = st.session_state.setdefault(_GIVEN, 0)
    given = st.file_uploader(
        _("A table: CSV or XLSX"), type=["csv", "tsv", "xlsx", "xlsm"], key=f"table-{number}"
    )
    if given is not None:
        with st.container(key="tabled"):
            _seen(_read(given), words)
    acted.past(Deed.DESCRIBED, N_("Taken in from a table before"), words)


def way(here: Address, words: Translator) -> str:
    """The link to the page, which offers the chosen documents as a table."""
    to = Address(interface=here.interface, chosen=here.chosen)
    return soft_link(to, escape(words.gettext("Describe by a table")), path=PATH)


def _out(here: Address, words: Translator) -> str:
    """Links to the descriptions as a table: of the documents that are chosen, or of all."""
    _ = words.gettext
    says = (
        words.ngettext(
            "The description of {n} chosen document as a table, to be changed and given back:",
            "The descriptions of {n} chosen documents as a table, to be changed and given back:",
            len(here.chosen),
        )
        if here.chosen
        else _("All descriptions as a table, to be changed and given back:")
    )
    asked = urlencode(encode(Address(interface=here.interface, chosen=here.chosen)), doseq=True)
    links = " ".join(
        f'<a href="/file/descriptions.{ending}?{escape(asked)}" download>{ending.upper()}</a>'
        for ending in ("csv", "xlsx")
    )
    return f'<p class="facts"><span>{escape(says)} {links}</span></p>'


def _read(given: Any) -> _Given:
    """The sheets of a table, read once by a worker."""
    known = st.session_state.get(_READ)
    if known and known[0] == given.file_id:
        kept: _Given = known[1]
        return kept
    body = given.getvalue()
    with TemporaryDirectory() as folder, st.spinner(visit.words().gettext("The table is read")):
        path = _put(Path(folder), given.name, body)
        try:
            with Crew(1) as crew:
                found = tables(crew.call(reading(path, path)))
            error = None if found else no_header()
            read = _Given(given.name, body, found, error)
        except OpisError as reason:
            read = _Given(given.name, body, error=reason)
    st.session_state[_READ] = (given.file_id, read)
    return read


def _put(folder: Path, name: str, body: bytes) -> Path:
    """The table as a file under the name that it came with, in folders whose names say nothing."""
    inside = folder.joinpath(*["table"] * FOLDERS)
    inside.mkdir(parents=True)
    path = inside / Path(name.replace("\0", "")).name
    path.write_bytes(body)
    return path


def _seen(given: _Given, words: Translator) -> None:
    """What would become of a table, and the button that takes it in."""
    if given.error is not None:
        _wrong([given.error], words)
    elif given.of_documents:
        _descriptions(given, words)
    elif given.inventory:
        _inventory(given, words)
    else:
        _wrong([no_header()], words)


def _wrong(problems: Sequence[OpisError], words: Translator) -> None:
    """What is not understood, each with what to do."""
    if not problems:
        return
    each = "".join(
        f"<li>{escape(words.text(one.what))} {escape(words.text(one.remedy))}</li>"
        for one in problems[:PROBLEMS]
    )
    told = words.ngettext("{n} thing is not understood", "{n} things are not understood",
                          len(problems))  # fmt: skip
    st.html(f'<div class="wrong" role="alert"><p>{escape(told)}</p><ul>{each}</ul></div>')


# descriptions


def _descriptions(given: _Given, words: Translator) -> None:
    _ = words.gettext
    with (
        st.spinner(_("The table is read")),  # 1.6 s of CPU for 5,000 rows (2026-11-27)
        opened().collection.catalogue() as database,
        database.reading(),
    ):
        seen = compared(database, given.of_documents)
    shown = seen.changes[:AT_ONCE]
    counted = [
        words.ngettext("{n} document would change", "{n} documents would change",
                       len(seen.changes)),
        words.ngettext("{n} stays as it is", "{n} stay as they are", seen.same),
    ]  # fmt: skip
    if len(shown) < len(seen.changes):
        counted.append(_("the first {n} are shown; the others come after them").format(n=AT_ONCE))
    st.html(facts(counted, role="status"))
    _wrong(seen.problems, words)
    if not shown:
        return
    ticks = _Ticks()
    with st.form("tables-rows", border=False):
        for change in shown:
            _row(change, ticks, words)
        st.form_submit_button(
            _("Take in what is ticked"),
            type="primary",
            key="tables-take",
            on_click=_take_in,
            args=(shown, ticks),
        )


def _row(change: Change, ticks: _Ticks, words: Translator) -> None:
    """A document with what would change, to be ticked; a conflict has a tick of its own."""
    _ = words.gettext
    d = change.document.description
    name = visible(d.title or change.document.source_name)
    called = unmarked(_("Row {n}: {name}").format(n=change.row, name=name))
    free = [one for one in change.said if one.theirs is None]
    with st.container(key=f"row-{change.row}"):
        if free:
            ticks.rows[change.row] = f"row_{change.document.id}_{change.revision}"
            st.checkbox(called, value=True, key=ticks.rows[change.row])
            lines = "".join(f"<li>{_line(one, words)}</li>" for one in free)
            st.html(f'<ul class="stands">{lines}</ul>')
        for one in change.said:
            if one.theirs is not None:
                who, at = one.theirs
                key = f"conflict_{change.document.id}_{one.key}_{change.revision}"
                ticks.conflicts[change.row, one.key] = key
                says = _("{who} has changed it since the table was written ({at}):").format(
                    who=who or "–", at=moment(at, words)
                )
                st.html(
                    f'<p class="wrong">{escape("" if free else f"{name}. ")}{escape(says)} '
                    f"{_line(one, words)}</p>"
                )
                st.checkbox(
                    unmarked(_("Write what the table says: {name}").format(name=_name(one, words))),
                    value=False,
                    key=key,
                )


def _line(one: Said, words: Translator) -> str:
    before, after = (written(one.key, value, words) for value in (one.before, one.after))
    return from_to(_name(one, words), before, after)


def _name(one: Said, words: Translator) -> str:
    return words.gettext({**NAMES, **_OTHERS}[one.key])


def _take_in(shown: Sequence[Change], ticks: _Ticks) -> None:
    chosen: list[tuple[Change, list[str]]] = []
    for change in shown:
        free = _ticked(ticks.rows.get(change.row))
        keys = [
            one.key
            for one in change.said
            if (one.theirs is None and free) or _ticked(ticks.conflicts.get((change.row, one.key)))
        ]
        if keys:
            chosen.append((change, keys))

    def change_them(database: Database) -> Message:
        done = take_in(database, chosen)
        values: dict[str, object] = {"done": done.documents, "left": len(done.left)}
        if not done.left:
            return Message(N_("Documents described: {done}."), values)
        first, reason = done.left[0]
        values |= {"row": first.row, "why": reason.what}
        return Message(
            N_("Documents described: {done}. Left as they are: {left}; row {row}: {why}"), values
        )

    do(Message(N_("Saved.")), change_them)


def _ticked(key: str | None) -> bool:
    return key is not None and bool(st.session_state.get(key))


# inventories


def _inventory(given: _Given, words: Translator) -> None:
    _ = words.gettext
    names = {"archive": _("Archive"), "fonds": _("Fonds"), "opis": _("Opis number")}
    with st.expander(_("If the table does not say of which opis it is")):
        for column, (key, called) in zip(st.columns(3), names.items(), strict=True):
            column.text_input(called, key=f"inventory_{key}")
    said = _said()
    with TemporaryDirectory() as folder:
        path = _put(Path(folder), given.name, given.body)
        try:
            inventory = inventory_of(Paper(path, given.inventory), said)
        except OpisError as reason:
            _wrong([reason], words)
            return
        with opened().collection.catalogue() as database, database.reading():
            seen = foresee(database, path, inventory)
    counted = escape(relisted.counted(seen, words))
    st.html(
        f'<p class="facts" role="status"><span>{counted}</span></p>{relisted.changes(seen, words)}'
    )
    _wrong(inventory.problems, words)
    st.button(
        _("Take in the inventory"),
        type="primary",
        key="tables-list",
        disabled=not seen.each,
        on_click=_list,
        args=(given, said),
    )


def _said() -> Mapping[str, object]:
    """What was typed of the whole inventory."""
    keys = ("archive", "fonds", "opis")
    typed = {key: str(st.session_state.get(f"inventory_{key}") or "").strip() for key in keys}
    return {key: value for key, value in typed.items() if value}


def _list(given: _Given, said: Mapping[str, object]) -> None:
    collection, report = opened().collection, Report()

    def change(database: Database) -> Message:
        with TemporaryDirectory() as folder:
            path = _put(Path(folder), given.name, given.body)
            list_files(collection, database, Paper(path, given.inventory), said, report)
        st.session_state[_GIVEN] += 1
        return Message(
            N_("The inventory is taken in. New files: {new}, known: {known}."),
            {"new": report.files, "known": report.known_files},
        )

    do(Message(N_("Saved.")), change)
