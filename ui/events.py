"""What was done, in words: an event's head, and a line for each value that it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.access import Permit
from corpus.messages import N_, visible
from corpus.permits import named
from ui.i18n import Translator
from ui.values import written
from ui.when import moment

if TYPE_CHECKING:  # a command's help need not load the catalogue
    from corpus.catalogue import Database
    from corpus.history import Change, Event

#: what was done
_DEEDS = {
    "added": N_("added"),
    "described": N_("described"),
    "restricted": N_("access set"),
    "corrected": N_("corrected"),
    "checked": N_("compared with the scan"),
    "reread": N_("read again"),
    "replaced": N_("scan replaced"),
    "numbered": N_("leaves numbered"),
    "divided": N_("divided"),
    "merged": N_("merged"),
    "turned": N_("pages turned"),
    "reordered": N_("pages put in another order"),
    "removed": N_("put into the bin"),
    "restored": N_("taken out of the bin"),
    "listed": N_("inventory taken in"),
    "undone": N_("taken back"),
    "enrolled": N_("user added or changed"),
    "dismissed": N_("user removed"),
    "named": N_("heading changed"),
    "chosen": N_("setting changed"),
}
#: columns that only say the same again in another form
_PASSED = frozenset(
    {
        "id",
        "earliest",
        "latest",
        "date_words",
        "original_page",
        "said_event",
        "said_copying_event",
        "said_exporting_event",
        "layer",
        "level",
        "width",
        "height",
        "gone",
    }
)
#: what the columns of the catalogue are called; any other by its own name
_FIELDS = {
    "title": N_("Title"),
    "kind": N_("Kind of document"),
    "file": N_("File"),
    "leaves": N_("Leaves"),
    "date": N_("Date"),
    "date_meaning": N_("Meaning of the date"),
    "author": N_("Author"),
    "addressee": N_("Addressee"),
    "languages": N_("Language"),
    "copy": N_("Original or copy"),
    "note": N_("Note"),
    "number": N_("Number of the page"),
    "turned": N_("Turned, in degrees"),
    "text": N_("Text"),
    "said_access": N_("Access"),
    "said_opens": N_("Opens on"),
    "said_basis": N_("Basis"),
    "said_years": N_("Term in years"),
    "watermark": N_("Watermark on copies"),
    "said_copying": N_("Copying"),
    "said_exporting": N_("Exporting"),
    "rank": N_("Role"),
    "password": N_("Password"),
    "person": N_("Person at the provider of identities"),
    "name": N_("Name"),
    "replaced_by": N_("Merged into"),
}
#: so many subjects of an event are called by name
_FEW = 5
_NOTHING: Mapping[str, str] = MappingProxyType({})
_PERMITS = frozenset({"said_copying", "said_exporting"})


def names(database: Database, events: Iterable[Event]) -> dict[str, str]:
    """What the documents and files of some events are called by now, by their ids."""
    from corpus import documents, files

    changes = [change for event in events for change in event.changes]
    placed = {str(v) for c in changes if c.field == "file" for v in (c.before, c.after) if v}
    about = documents.by_id(database, [*{change.subject for change in changes}])
    references = files.references(database, placed)
    return {id: str(reference) for id, reference in references.items()} | {
        id: d.description.title or d.source_name for id, d in about.items()
    }


def head(event: Event, words: Translator, called: Mapping[str, str] = _NOTHING) -> str:
    """When it was, who did it, what, and with what: ids, with what they are ``called``."""
    subjects = dict.fromkeys(change.subject for change in event.changes)
    known = called if len(subjects) <= _FEW else {}
    about = ", ".join(f"{id} ({known[id]})" if known.get(id) else id for id in subjects)
    undone = " · " + words.gettext("taken back since") if event.undone else ""
    who = visible(event.who) or "–"
    return f"{moment(event.at, words)} · {who} · {deed(event, words)} · {visible(about)}{undone}"


def deed(event: Event, words: Translator) -> str:
    """What was done."""
    return words.gettext(_DEEDS[event.deed])


def told(event: Event, words: Translator, called: Mapping[str, str] = _NOTHING) -> list[str]:
    """A line for each value that was changed: «page 3 · title: Приказ → Указ»."""
    return [_line(change, words, called) for change in event.changes if change.field not in _PASSED]


def _line(change: Change, words: Translator, called: Mapping[str, str]) -> str:
    page = words.gettext("page {n}").format(n=change.page) + " · " if change.page else ""
    field = words.gettext(_FIELDS.get(change.field, "")) or change.field
    return f"{page}{field}: {from_to(change, words, called)}"


def from_to(change: Change, words: Translator, called: Mapping[str, str] = _NOTHING) -> str:
    """From what to what a value was changed."""
    values = (change.before, change.after)
    return " → ".join(_named(change.field, value, words, called) for value in values)


def _named(field: str, value: object, words: Translator, called: Mapping[str, str]) -> str:
    if value is None or value == "":
        return "–"
    if field == "file":
        value = called.get(str(value), value)
    text = visible(" ".join(str(value).split()))
    if field in _PERMITS:
        return named(Permit(text), words.language)
    return written(field, text, words)
